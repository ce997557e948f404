package read

import (
	"fmt"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// apart is what a backup has of a point that differs from the file that counts.
type apart struct {
	both, runners int        // who have a time in both files, and in whose it differs
	most          race.Clock // the widest difference
	first         string     // whose differs first, with both times
	line          int
}

// fill adds to what an earlier file says of a runner what that one lacks. Where
// both have a time, a net time or a status, the earlier one counts.
func (b *timeReader) fill(index int, timing *race.Timing, r *table.Record, gun race.Instant) {
	e := b.race.Entries[index]
	had := e.Timing
	if b.apart == nil {
		b.apart = make([]apart, len(b.race.Points))
	}
	finish := b.race.Finish()
	for i, at := range timing.At {
		if had.At[i] == race.Unseen {
			continue
		}
		timing.At[i] = had.At[i]
		if at == race.Unseen {
			continue
		}
		p := &b.apart[i]
		if p.both++; i == finish { // one of the two may be rounded
			if exact, agree := reconcile(had.At[i], at, gun); agree {
				timing.At[i] = exact
				continue
			}
		}
		if at == had.At[i] {
			continue
		}
		if p.runners++; p.runners == 1 {
			p.line, p.first = r.Line, fmt.Sprintf("bib %q has %s, and %s in %s:%d", e.Bib, at.Since(gun), had.At[i].Since(gun), had.From.Path, had.From.Line)
		}
		p.most = max(p.most, abs(at.Since(had.At[i])))
	}
	if had.Net != race.NoTime {
		timing.Net = had.Net
	}
	timing.Started = timing.Started || had.Started
	if had.Status != race.TimedNone {
		timing.Status = had.Status
	}
	if timing.Net != race.NoTime && timing.At[b.race.Start()] != race.Unseen {
		b.startDecides(timing, r)
	}
	if _, why := inconsistent(b.race, timing, gun, false); why != "" {
		b.report(r, b.bib, "together with %s:%d, %s", had.From.Path, had.From.Line, why)
		return // the earlier file's stays
	}
	timing.From, timing.Clock = had.From, had.Clock
	e.Timing = timing
}

// differ says of each point once how far the file is from those before it.
func (b *timeReader) differ() {
	for i, p := range b.apart {
		if p.runners == 0 {
			continue
		}
		problem.Place{Path: b.table.Path(), Line: p.line, Column: 1}.Report(b.found, problem.Review, "files_differ",
			fmt.Sprintf("%d of %s in both files differ at %s, by %s at most: %s", p.runners,
				problem.Quantity(p.both, "runner", "runners"), b.race.Points[i].ID, p.most, p.first),
			"the first file that has a time there counts, as prefer: first-file says")
	}
}
