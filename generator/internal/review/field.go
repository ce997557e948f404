package review

import (
	"guntime/generator/internal/race"
)

// field is one race and its runners as a detector sees them.
type field struct {
	edition *race.Edition
	race    *race.Race
	mats    []mat
	between int // how many points between start and finish whose mats were sound
	runners []runner

	track     []passing // workspace of tracked
	stretches []stretch // workspace of leap
	parts     []stretch // workspaces of gap
	steady    []stretch
	middle    map[*race.Division][]int64 // what middles has found out
}

// runner is one result with what was read of it.
type runner struct {
	*race.Result
	at    []race.Instant // nil where there is no row that could be read
	start race.Instant   // the runner's own, Unseen where not known
	gun   race.Instant
	heard bool            // the referee has ruled on this race of theirs
	seen  map[string]bool // points confirmed by ruling
}

// newField prepares the runners of one race, in the order of the results.
func newField(e *race.Edition, rv *race.RaceVerdict, mats []mat) *field {
	f := &field{edition: e, race: rv.Race, mats: mats, runners: make([]runner, len(rv.Results))}
	for p := 1; p < rv.Race.Finish(); p++ {
		if mats[p].sound() {
			f.between++
		}
	}
	heard, seen := map[string]bool{}, map[string]map[string]bool{}
	for _, ruling := range rv.Race.Rulings {
		bib := race.FoldBib(ruling.Bib)
		switch ruling.Kind {
		case race.Disqualify, race.Doping, race.Withdraw, race.AnnulTime, race.Reinstate:
			heard[bib] = true
		case race.ConfirmPoint:
			if seen[bib] == nil {
				seen[bib] = map[string]bool{}
			}
			seen[bib][ruling.Point] = true
		}
	}
	for i := range rv.Results {
		r := &f.runners[i]
		*r = runner{Result: &rv.Results[i], start: race.Unseen, gun: rv.Race.GunFor(rv.Results[i].Entry, rv.Results[i].Division)}
		if len(heard)+len(seen) > 0 {
			bib := race.FoldBib(r.Entry.Bib)
			r.heard, r.seen = heard[bib], seen[bib]
		}
		t := r.Entry.Timing
		if t == nil || t.SetAside {
			continue
		}
		r.at = t.At
		r.start = t.At[rv.Race.Start()]
		if finish := t.At[rv.Race.Finish()]; r.start == race.Unseen && t.Net != race.NoTime && finish != race.Unseen {
			r.start = finish - race.Instant(t.Net)
		}
	}
	return f
}

// passed reports whether the runner was read at a point, or the referee says so.
func (f *field) passed(r *runner, p int) bool {
	return r.at[p] != race.Unseen || r.seen[f.race.Points[p].ID]
}

// id is the id of a point.
func (f *field) id(p int) string { return f.race.Points[p].ID }

// row is where the runner's times stand.
func (r *runner) row() race.Position { return r.Entry.Timing.From }

// bib is the runner's.
func (r *runner) bib() string { return r.Entry.Bib }
