package judge

import (
	"slices"

	"guntime/generator/internal/race"
)

// Brief is what the pages of the whole archive say of an edition: enough for
// History, and to name its winners, without reading its tables again. Names
// stand in it as they are published.
type Brief struct {
	Over  bool        `json:"over"`
	Races []RaceBrief `json:"races"`
	Years []race.Year `json:"years,omitempty"`
}

// RaceBrief is one race of a Brief.
type RaceBrief struct {
	Race      string        `json:"race"`
	Over      bool          `json:"over"`
	Counts    race.Counts   `json:"counts"`
	Shown     int           `json:"shown"`
	Divisions []race.Counts `json:"divisions"` // in the order of the race's own
	Results   []ResultBrief `json:"results"`   // of those in first place, and of champions
}

// ResultBrief is one result of a RaceBrief.
type ResultBrief struct {
	Bib       string      `json:"bib"`
	Name      string      `json:"name,omitempty"`
	Latin     string      `json:"latin,omitempty"`
	Members   string      `json:"members,omitempty"` // of a relay team
	Gender    race.Gender `json:"gender"`
	Nat       string      `json:"nat,omitempty"`
	Anonymous bool        `json:"anonymous,omitempty"`
	Division  string      `json:"division,omitempty"`
	Place     int         `json:"place"`
	Gun       race.Clock  `json:"gun"`
	Annulled  bool        `json:"annulled,omitempty"`
	ByRuling  bool        `json:"by_ruling,omitempty"`
	Note      race.Text   `json:"note,omitempty"` // of that ruling
}

// BriefOf returns the brief of a verdict, with the results of those champions
// that History would look for in it.
func BriefOf(v *race.Verdict, champions []race.Champion) Brief {
	b := Brief{Over: v.Over, Years: v.Years}
	for n, rv := range v.Races {
		var kept []int
		begin := 0
		for i := range rv.Divisions {
			for at := range rv.Divisions[i].Results {
				if rv.Divisions[i].Results[at].Place != 1 {
					break
				}
				kept = append(kept, begin+at)
			}
			begin += len(rv.Divisions[i].Results)
		}
		for i := range champions {
			if c := &champions[i]; n == 0 && c.Year == v.Edition.Date.Year() {
				if at := resultOf(c, v); at >= 0 {
					kept = append(kept, at)
				}
			}
		}
		slices.Sort(kept)
		b.Races = append(b.Races, briefRace(rv, slices.Compact(kept)))
	}
	return b
}

func briefRace(rv *race.RaceVerdict, kept []int) RaceBrief {
	b := RaceBrief{Race: rv.Race.ID, Over: rv.Over, Counts: rv.Counts, Shown: rv.Shown}
	for i := range rv.Divisions {
		b.Divisions = append(b.Divisions, rv.Divisions[i].Counts)
	}
	for _, at := range kept {
		r := &rv.Results[at]
		e := r.Entry
		one := ResultBrief{Bib: e.Bib, Name: e.PublishedName(), Latin: e.PublishedLatinName(), Gender: e.Gender, Nat: e.Nat,
			Anonymous: e.Visibility == race.Anonymous, Place: r.Place, Gun: r.Gun, Annulled: r.Annulled}
		if e.Members != nil {
			one.Latin, one.Members = "", e.PublishedMembers()
		}
		if r.Division != nil {
			one.Division = r.Division.ID
		}
		if r.PlaceRuling != nil {
			one.ByRuling, one.Note = true, r.PlaceRuling.Note
		}
		b.Results = append(b.Results, one)
	}
	return b
}

// Verdict is a verdict on the edition of the brief that says what the brief
// says and nothing else: most results, all statistics and whatever a runner's
// own page tells are absent. It is nil where the edition has other races or
// divisions.
func (b Brief) Verdict(e *race.Edition) *race.Verdict {
	v := &race.Verdict{Edition: e, Over: b.Over, Years: b.Years}
	if len(b.Races) != len(e.Races) {
		return nil
	}
	for i, rc := range e.Races {
		one := &b.Races[i]
		if one.Race != rc.ID || len(one.Divisions) != len(rc.Divisions) {
			return nil
		}
		v.Races = append(v.Races, one.verdict(rc))
	}
	return v
}

func (b *RaceBrief) verdict(rc *race.Race) *race.RaceVerdict {
	rv := &race.RaceVerdict{Race: rc, Over: b.Over, Counts: b.Counts, Shown: b.Shown, Statistics: func() *race.Statistics { return &race.Statistics{} }}
	for i := range b.Results {
		rv.Results = append(rv.Results, b.Results[i].result(rc))
	}
	rest := rv.Results
	for i, d := range rc.Divisions {
		n := 0
		for n < len(rest) && rest[n].Division == d {
			n++
		}
		rv.Divisions = append(rv.Divisions, race.DivisionVerdict{Division: d, Counts: b.Divisions[i], Results: rest[:n:n]})
		rest = rest[n:]
	}
	return rv
}

func (b *ResultBrief) result(rc *race.Race) race.Result {
	e := &race.Entry{Bib: b.Bib, Name: b.Name, LatinName: b.Latin, Gender: b.Gender, Nat: b.Nat, Visibility: race.Public}
	if b.Members != "" {
		e.Members = []race.Member{{Name: b.Members, Visibility: race.Public}}
	}
	if b.Anonymous {
		e.Visibility = race.Anonymous
	}
	r := race.Result{Entry: e, Division: rc.Division(b.Division), Place: b.Place, Gun: b.Gun, Net: race.NoTime, StartDelay: race.NoTime, Annulled: b.Annulled, Certificate: &race.Certificate{}}
	if b.ByRuling {
		r.PlaceRuling = &race.Ruling{Note: b.Note}
	}
	return r
}
