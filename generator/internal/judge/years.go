package judge

import (
	"slices"

	"guntime/generator/internal/race"
)

// years are the results of an edition that stand among their runners' other years: of
// races that are over, of runners who are public and have an id, and who started and were
// not withdrawn. Whose id stands twice in one race has none: one of both is wrong.
func years(v *race.Verdict) []race.Year {
	var all []race.Year
	for _, rv := range v.Races {
		if !rv.Over || !v.Edition.State.HasResults() {
			continue
		}
		seen := map[string]int{}
		for i := range rv.Results {
			seen[rv.Results[i].Entry.Person]++
		}
		if len(seen) < 2 && seen[""] > 0 {
			continue
		}
		ranked := map[*race.Division]int{}
		for i := range rv.Divisions {
			ranked[rv.Divisions[i].Division] = rv.Divisions[i].Counts.Ranked
		}
		for i := range rv.Results {
			r := &rv.Results[i]
			e := r.Entry
			if e.Person == "" || seen[e.Person] > 1 || !r.OfYears() {
				continue
			}
			y := race.Year{Person: e.Person, Race: rv.Race.ID, Bib: e.Bib, Name: e.Name, Latin: e.LatinName, Nat: e.Nat, Status: r.Status, Place: r.Place, Gun: r.Gun, Net: r.Net}
			if r.Division != nil {
				y.Division, y.Of = r.Division.ID, ranked[r.Division]
			}
			all = append(all, y)
		}
	}
	return slices.Clip(all)
}
