package race

import (
	"strconv"
	"strings"
)

// TeamRules are the rules of one classification of teams (R65).
type TeamRules struct {
	ID       string
	Name     Text
	By       TeamKey
	Division string // whose runners score; "" for those of all divisions in the ranking
	Scorers  int    // how many scores make a team
	Women    int    // how many of the scorers are women at least
	ByPlaces bool   // the score is the sum of places; else of times
	Several  bool   // a club's further scorers make further teams
}

// TeamKey is the column of the entries that says whose team a runner is in.
type TeamKey string

// The columns that teams are made by.
const (
	ByClub TeamKey = "club"
	ByTeam TeamKey = "team"
)

// TeamOf is the name of an entry's team by a column, "" without one. Whoever is
// anonymous scores for nobody: the sum would tell of which club they are.
func (e *Entry) TeamOf(by TeamKey) string {
	switch {
	case e.Visibility == Anonymous:
		return ""
	case by == ByTeam:
		return e.Team
	}
	return e.Club
}

// FoldTeam returns the form under which two names of teams are the same: case,
// width, spaces and joiners do not count.
func FoldTeam(name string) string {
	name = strings.NewReplacer("\u200c", "", "\u200d", "").Replace(name)
	return strings.Join(strings.Fields(strings.ToLower(FoldBib(name))), " ")
}

// TeamClock is the time that a runner brings to a team: by the clock that ranks
// the race; the gun time of whoever has no net time.
func TeamClock(rc *Race, r *Result) Clock {
	if rc.Rules.Ranking.By == ByNet && r.Net != NoTime {
		return r.Net
	}
	return r.Gun
}

// PlaceOf is the place that a runner brings to a team: in the division whose
// runners score, else among all. 0 without one.
func (t *TeamRules) PlaceOf(r *Result) int {
	if t.Division != "" {
		return r.Place
	}
	return r.PlaceOverall
}

// TeamTable is one classification of teams.
type TeamTable struct {
	*TeamRules
	Teams      []Team // complete, by place
	Incomplete []Team // with too few scorers, by name
}

// Team is a team of a classification. Runners are named by their index in
// RaceVerdict.Results.
type Team struct {
	Name    string
	Number  int // 2 for a club's second team (TeamRules.Several), else 1
	Place   int // 0 for an incomplete one
	Tied    bool
	Time    Clock   // the sum of the scorers' raw times; NoTime where places are added
	Points  int     // the sum of their places; 0 where times are added
	Members []int32 // the scorers, best first; of an incomplete team all with a place
	Others  []int32 // the others with a place, best first
}

// FullName is the team's name, of a club's second team and further ones with the
// number.
func (t *Team) FullName() string {
	if t.Number > 1 {
		return t.Name + " " + strconv.Itoa(t.Number)
	}
	return t.Name
}

// TeamPlace is a runner's team in a classification.
type TeamPlace struct {
	Rules  *TeamRules
	Name   string // the full one
	Place  int    // 0 for an incomplete one
	Of     int    // how many teams have a place
	Tied   bool
	Scores bool // the runner is one of the scorers
	Row    int  // of the team in the list, complete ones first, from 0
}

// Score is what the team is placed by: the sum of times, rounded up once to the
// next whole second (R3), or the sum of places.
func (t *Team) Score() string {
	if t.Time == NoTime {
		return strconv.Itoa(t.Points)
	}
	return t.Time.Text()
}
