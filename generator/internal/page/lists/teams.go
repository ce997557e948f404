package lists

import (
	"strconv"

	"guntime/generator/internal/race"
)

// Teams is the folder of the classifications of teams (R65), each with a folder
// in it: their ids may be those of other folders of a race, such as clubs.
const Teams = "teams"

// teamsPerPage is how many teams one page shows: each has rows of its own.
const teamsPerPage = 50

// TeamList is a classification of teams as the site lists it: the complete ones
// by place, then the incomplete.
type TeamList struct {
	*race.TeamTable
	ID  string // the path of its folder in the race's
	all []*race.Team
}

// OfTeams returns a race's classifications of teams in which there is anybody.
func OfTeams(rv *race.RaceVerdict) []*TeamList {
	var all []*TeamList
	for i := range rv.Teams {
		l := &TeamList{TeamTable: &rv.Teams[i], ID: Teams + "/" + rv.Teams[i].ID}
		for j := range l.Teams {
			l.all = append(l.all, &l.Teams[j])
		}
		for j := range l.Incomplete {
			l.all = append(l.all, &l.Incomplete[j])
		}
		if len(l.all) > 0 {
			all = append(all, l)
		}
	}
	return all
}

// Pages is how many pages a classification has.
func (l *TeamList) Pages() int { return Filled(len(l.all), teamsPerPage) }

// Shown are the teams on a page.
func (l *TeamList) Shown(page int) []*race.Team {
	return l.all[(page-1)*teamsPerPage : min(page*teamsPerPage, len(l.all))]
}

// TeamPage is the page of a classification on which its n-th team stands, from 0 on.
func TeamPage(n int) int { return n/teamsPerPage + 1 }

// TeamID is the name of a team's row: of those that share a place each has its own.
func TeamID(n int) string { return "t" + strconv.Itoa(n+1) }

// TeamSection is a classification of teams, or the beginning of one, in finished
// texts. M is a runner's line.
type TeamSection[M any] struct {
	Name, URL, Note string
	Score           string // the head of its column
	Teams           []TeamBlock[M]
}

// TeamBlock is a team with its runners.
type TeamBlock[M any] struct {
	ID, Place, Name, Score string
	Scorers, Others        []M // of an incomplete one all are others
}

// TeamWriter writes teams in one language.
type TeamWriter[M any] struct {
	Say    func(id string, args ...any) string
	Place  func(place int, shared bool) string
	Member func(r *race.Result, order int, of *race.TeamRules) M // order counts the scorers from 1, 0 for others
}

// Note says how a classification is made.
func (w *TeamWriter[M]) Note(t *race.TeamRules, division string) []string {
	kind := "teams.by_time"
	if t.ByPlaces {
		kind = "teams.by_places"
	}
	said := []string{w.Say(kind, "Count", t.Scorers)}
	if t.Women > 0 {
		said = append(said, w.Say("teams.women", "Count", t.Women))
	}
	if t.Division != "" {
		said = append(said, w.Say("teams.division", "Division", division))
	}
	return said
}

// Blocks writes the teams of a classification from its n-th on.
func (w *TeamWriter[M]) Blocks(l *TeamList, results []race.Result, teams []*race.Team, n int) []TeamBlock[M] {
	var all []TeamBlock[M]
	for i, t := range teams {
		b := TeamBlock[M]{ID: TeamID(n + i), Name: t.FullName(), Score: w.Say("teams.incomplete")}
		others := t.Others
		if t.Place > 0 {
			b.Place, b.Score = w.Place(t.Place, t.Tied), t.Score()
			for order, m := range t.Members {
				b.Scorers = append(b.Scorers, w.Member(&results[m], order+1, l.TeamRules))
			}
		} else {
			others = t.Members
		}
		for _, m := range others {
			b.Others = append(b.Others, w.Member(&results[m], 0, l.TeamRules))
		}
		all = append(all, b)
	}
	return all
}

// TeamMembers are the results that some teams hold.
func TeamMembers(teams []*race.Team) []int32 {
	var all []int32
	for _, t := range teams {
		all = append(append(all, t.Members...), t.Others...)
	}
	return all
}
