package judge

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// History returns the champions of all years and how the course records fell.
func History(archive *race.Archive, verdicts []*race.Verdict) race.History {
	h := race.History{Champions: champions(archive, verdicts)}
	for _, gender := range []race.Gender{race.Male, race.Female} {
		if steps := progression(h.Champions, gender); len(steps) > 0 {
			h.Records = append(h.Records, race.RecordLine{Gender: gender, Steps: steps})
		}
	}
	return h
}

// champions returns the champions of the archive's file and, for years and
// genders it does not name, the winners of real and official editions, from
// the latest year to the first. Made-up results never are among them. An
// edition's first race is the one its history is about.
func champions(archive *race.Archive, verdicts []*race.Verdict) []race.Champion {
	type key struct {
		year   int
		gender race.Gender
	}
	all := slices.Clone(archive.Champions)
	known := map[key]bool{}
	for _, c := range all {
		known[key{c.Year, c.Gender}] = true
	}
	for _, v := range verdicts {
		e := v.Edition
		year := e.Date.Year()
		if e.State == race.Cancelled && !known[key{year, race.NoGender}] {
			all = append(all, race.Champion{Year: year, Status: race.CancelledChampion, Time: race.NoTime, Edition: e.ID})
		}
		if e.Demonstration || e.State != race.Official || !v.Over || len(v.Races) == 0 {
			continue
		}
		won := map[race.Gender]bool{}
		for _, d := range v.Races[0].Divisions {
			gender := d.Division.Gender
			if d.Division.Outside || gender == race.NoGender || won[gender] || known[key{year, gender}] {
				continue
			}
			won[gender] = true
			all = append(all, winners(v, gender, d.Results)...)
		}
	}
	for i := range all {
		for _, v := range verdicts {
			if c := &all[i]; c.Entry == nil && c.Year == v.Edition.Date.Year() && !v.Edition.Demonstration {
				locate(c, v)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b race.Champion) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(b.Gender, a.Gender), cmp.Compare(standing(a.Status), standing(b.Status)))
	})
	return all
}

// winners are those at place 1, by ruling where a ruling put them there (R43).
func winners(v *race.Verdict, gender race.Gender, results []race.Result) (all []race.Champion) {
	for i := range results {
		r := &results[i]
		if r.Place != 1 {
			break
		}
		c := race.Champion{Year: v.Edition.Date.Year(), Gender: gender, Status: race.Winner, Nat: r.Entry.Nat, Time: r.Gun,
			Edition: v.Edition.ID, Race: v.Races[0].Race.ID, Bib: r.Entry.Bib, Entry: r.Entry}
		if r.PlaceRuling != nil {
			c.Status, c.Note = race.ByRuling, r.PlaceRuling.Note
		}
		all = append(all, c)
	}
	return all
}

// locate notes where the result of a champion of the file stands: that of the
// same name, gender and time in the edition's first race. Whoever does not
// show a name there is not looked for.
func locate(c *race.Champion, v *race.Verdict) {
	if i := resultOf(c, v); i >= 0 {
		rv := v.Races[0]
		c.Edition, c.Race, c.Bib = v.Edition.ID, rv.Race.ID, rv.Results[i].Entry.Bib
	}
}

// resultOf is the index of a champion's result in the edition's first race, -1
// where there is none.
func resultOf(c *race.Champion, v *race.Verdict) int {
	if len(v.Races) == 0 {
		return -1
	}
	return slices.IndexFunc(v.Races[0].Results, func(r race.Result) bool {
		e := r.Entry
		if e.Visibility != race.Public || e.Gender != c.Gender || c.Time != race.NoTime && r.Gun != race.NoTime && r.Gun.Official() != c.Time.Official() {
			return false
		}
		return c.Named(e.Name) || c.Named(e.LatinName)
	})
}

// standing puts who is listed first in a year first.
func standing(s race.ChampionStatus) int {
	return slices.Index([]race.ChampionStatus{race.Winner, race.ByRuling, race.Disputed, race.Second, race.ChampionDQ}, s)
}

// progression returns how the course record of a gender fell, from the first
// champion to the latest: each official time faster than, or equal to, every
// undisputed one before it (R45). A disputed time is listed, and later ones
// need not beat it; a winner by ruling is not.
func progression(champions []race.Champion, gender race.Gender) []race.RecordStep {
	var steps []race.RecordStep
	best := race.NoTime
	for _, c := range slices.Backward(champions) {
		if c.Gender != gender || c.Time == race.NoTime || c.Status != race.Winner && c.Status != race.Disputed {
			continue
		}
		time := c.Time.Official()
		if best != race.NoTime && time > best {
			continue
		}
		step := race.RecordStep{Champion: c, Disputed: c.Status == race.Disputed}
		if !step.Disputed {
			step.Equalled = time == best
			best = time
		}
		steps = append(steps, step)
	}
	return steps
}
