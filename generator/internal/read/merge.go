package read

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// reconcile joins two instants of one finish. They agree where their times since
// the gun, rounded up to the second, are the same; the smaller one is exact and
// stays.
func reconcile(a, b, gun race.Instant) (race.Instant, bool) {
	switch {
	case a == race.Unseen:
		return b, true
	case b == race.Unseen:
		return a, true
	}
	return min(a, b), a.Since(gun).Official() == b.Since(gun).Official()
}

// onStatus is used in place of a point's index when a finding is about the status.
const onStatus = -1

// inconsistent says what in a timing contradicts itself, and at which point; ""
// where nothing does. Final says that no other file follows: then a status of
// finished needs a finish.
func inconsistent(rc *race.Race, timing *race.Timing, gun race.Instant, final bool) (point int, why string) {
	start, finish := rc.Start(), rc.Finish()
	last := -1
	for i, at := range timing.At {
		if at == race.Unseen {
			continue
		}
		if i != start && at <= gun {
			return i, fmt.Sprintf("%s at %s is not after the gun at %s", rc.Points[i].ID, rc.Wall.Text(at), rc.Wall.Text(gun))
		}
		if last >= 0 && at <= timing.At[last] {
			why := fmt.Sprintf("%s at %s is not after %s at %s", rc.Points[i].ID, at.Since(gun), rc.Points[last].ID, timing.At[last].Since(gun))
			if short := race.Day - timing.At[last].Since(gun); short > 0 && short < race.Day/6 {
				why += ", which is almost a day: the clock probably passed midnight"
			}
			return i, why
		}
		last = i
	}
	switch {
	case timing.Status == race.TimedDNS && last >= 0:
		return onStatus, fmt.Sprintf("the status is dns, but %s was passed", rc.Points[last].ID)
	case timing.Status == race.TimedDNF && last == finish:
		return onStatus, "the status is dnf, but there is a finish"
	case timing.Status == race.TimedFinished && final && timing.At[finish] == race.Unseen && timing.Net == race.NoTime:
		return onStatus, "the status is finished, but there is no finish"
	}
	return start, ""
}

// merge adds what another file says of the same bib.
func (b *timeReader) merge(index int, timing *race.Timing, r *table.Record, gun race.Instant) {
	e := b.race.Entries[index]
	had := e.Timing
	if had.SetAside && b.options.firstFile {
		e.Timing = timing // that is what a second file is for
	}
	if had.SetAside {
		return
	}
	if b.backs {
		b.fill(index, timing, r, gun)
		return
	}
	conflict := func(column int, what, here, there string) {
		b.report(r, column, "%s %s differs from %s in %s", what, here, there, had.From)
		b.setAside(index, r)
	}
	timing.Testimony = cmp.Or(timing.Testimony, had.Testimony)
	finish := b.race.Finish()
	for i, at := range timing.At {
		agreed, agree := reconcile(had.At[i], at, gun)
		if !agree || i != finish && at != race.Unseen && had.At[i] != race.Unseen && at != had.At[i] {
			conflict(b.points[i], b.race.Points[i].ID, at.Since(gun).String(), had.At[i].Since(gun).String())
			return
		}
		timing.At[i] = agreed
	}
	switch {
	case timing.Net == race.NoTime:
		timing.Net, timing.Started = had.Net, had.Started
	case had.Net != race.NoTime && had.Net != timing.Net:
		conflict(b.net, "net", timing.Net.String(), had.Net.String())
		return
	}
	switch {
	case timing.Status == race.TimedNone:
		timing.Status = had.Status
	case had.Status != race.TimedNone && had.Status != timing.Status:
		conflict(b.status, "status", strconv.Quote(string(timing.Status)), strconv.Quote(string(had.Status)))
		return
	}
	if timing.Net != race.NoTime && timing.At[b.race.Start()] != race.Unseen {
		b.startDecides(timing, r)
	}
	if _, why := inconsistent(b.race, timing, gun, false); why != "" {
		b.report(r, b.bib, "together with %s, %s", had.From, why)
		b.setAside(index, r)
		return
	}
	e.Timing = timing
}

// unconfirmed sets aside whoever is said to have finished where none of several
// files has the finish.
func (p *project) unconfirmed(rc *race.Race, u uses) {
	stop := map[string]bool{}
	for _, s := range u.timing {
		stop[s.Path] = stop[s.Path] || s.timing.stop
	}
	for _, e := range rc.Entries {
		t := e.Timing
		if t == nil || t.SetAside {
			continue
		}
		_, why := inconsistent(rc, t, rc.GunFor(e, rc.DivisionOf(e)), true)
		if why == "" {
			continue
		}
		level := problem.Warning
		if stop[t.From.Path] {
			level = problem.Error
		}
		problem.At(t.From).Report(p.found, level, "row_set_aside",
			fmt.Sprintf("bib %q: %s", e.Bib, why), becomes(level))
		p.tables.Intake.AsideLine(t.From, why)
		review(rc, e, t.From)
	}
}

// joinReads joins what the reads say of an entry with what a table has said
// already. Level is how bad it is where they contradict each other.
func (p *project) joinReads(rc *race.Race, e *race.Entry, t *race.Timing, level problem.Level) {
	had := e.Timing
	if had == nil {
		e.Timing = t
		return
	}
	if had.SetAside || t.SetAside {
		had.SetAside = true
		return
	}
	gun := rc.GunFor(e, rc.DivisionOf(e))
	if rc.OfLaps() && had.Laps > 0 && t.Laps > 0 { // the table's finish is the end of the last lap
		t.At[rc.Finish()], had.At[rc.Finish()] = race.Unseen, race.Unseen
	}
	aside := func(format string, args ...any) {
		problem.At(t.From).Report(p.found, level, "row_set_aside", fmt.Sprintf(format, args...),
			"the runner is shown as under review; no other runner is affected")
		e.Timing = &race.Timing{At: slices.Repeat([]race.Instant{race.Unseen}, len(t.At)), Net: race.NoTime, SetAside: true, From: t.From, Later: t.Later}
	}
	for i, at := range t.At {
		switch _, agree := reconcile(had.At[i], at, gun); {
		case at == race.Unseen:
			t.At[i] = had.At[i]
		case !agree && abs(at.Since(had.At[i])) > 1000:
			aside("bib %q: the reads have %s at %s, %s has %s", e.Bib, rc.Points[i].ID, at.Since(gun), had.From, had.At[i].Since(gun))
			return
		}
	}
	if rc.OfLaps() {
		for i := rc.Finish() - 1; i > max(t.Laps, rc.Start()); i-- {
			if t.At[i] != race.Unseen {
				t.Laps = i
			}
		}
		if t.Laps == 0 {
			t.Laps = had.Laps
		}
		if had.Laps != 0 && t.Laps != had.Laps {
			aside("bib %q: the reads have %d laps, %s has %d", e.Bib, t.Laps, had.From, had.Laps)
			return
		}
	}
	t.Status, t.From, t.Testimony = had.Status, had.From, had.Testimony
	start, finish := t.At[rc.Start()], t.At[rc.Finish()]
	switch own := finish.Since(start); {
	case had.Net == race.NoTime:
	case start == race.Unseen:
		t.Net, t.Started = had.Net, had.Started
	case own != race.NoTime && abs(own.Official()-had.Net.Official()) > 1000:
		problem.At(had.From).Report(p.found, problem.Warning, "net_disagrees",
			fmt.Sprintf("the net time %s is not the %s from start to finish that was read", had.Net, own), "the start decides")
	}
	if _, why := inconsistent(rc, t, gun, false); why != "" {
		aside("bib %q: together with %s, %s", e.Bib, had.From, why)
		return
	}
	e.Timing = t
}
