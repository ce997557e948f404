package export

import (
	"io"

	"guntime/generator/internal/race"
)

// ResultsOf returns the index of each runner's result, by the number of the runner.
func (s *Search) ResultsOf(rv *race.RaceVerdict) []int32 {
	byEntry := make(map[*race.Entry]int32, len(rv.Results))
	byBib := map[string]int32{}
	for i := range rv.Results {
		byEntry[rv.Results[i].Entry] = int32(i)
	}
	all := make([]int32, len(s.runners))
	for n, e := range s.runners {
		i, known := byEntry[e]
		if !known { // the entries were read again since the lists were made
			if len(byBib) == 0 {
				for i := range rv.Results {
					byBib[rv.Results[i].Entry.Bib] = int32(i)
				}
			}
			i = byBib[e.Bib]
		}
		all[n] = i
	}
	return all
}

// SearchTimes returns a function that draws the times and places of some results, in their
// order: the time that ranks, or the distance in laps, and the place in the division; of
// who has no place the status instead; of an annulled time only what is left.
func SearchTimes(rv *race.RaceVerdict, results []int32) func(io.Writer) error {
	return func(w io.Writer) error {
		all := make([]SearchOutcome, len(results))
		for n, i := range results {
			r := &rv.Results[i]
			all[n] = SearchOutcome{outcome(rv.Race, r), r.Place, ""}
			if r.Place == 0 {
				all[n].Status = string(r.Status)
			}
		}
		_, err := w.Write(appendOutcomes(make([]byte, 0, 8*len(results)), all))
		return err
	}
}

// outcome is the time by which a result has its place, or the distance in laps.
func outcome(rc *race.Race, r *race.Result) string {
	switch {
	case rc.OfLaps():
		if r.Laps == 0 {
			return ""
		}
		return rc.DistanceOf(r).String() + " km"
	case rc.Rules.Ranking.Clock(r.Place) == race.ByNet && r.Net != race.NoTime:
		return r.Net.Text()
	case r.Gun != race.NoTime:
		return r.Gun.Text()
	}
	return ""
}
