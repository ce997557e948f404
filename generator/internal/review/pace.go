package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

// The fastest times ever run, by gender and by how long the race is: a half
// marathon's for races up to that length, a marathon's beyond. They need not be
// current: what they bound is a tenth faster still.
//
//	men    2:00:35  Kelvin Kiptum, Chicago, 8 October 2023
//	women  2:09:56  Ruth Chepngetich, Chicago, 13 October 2024
//	men    0:56:42  Jacob Kiplimo, Barcelona, 16 February 2025 (as first reported; ratification apart)
//	women  1:02:52  Letesenbet Gidey, Valencia, 24 October 2021
const (
	menMarathon   = race.Clock(2*3600+0*60+35) * 1000
	womenMarathon = race.Clock(2*3600+9*60+56) * 1000
	menHalf       = race.Clock(56*60+42) * 1000
	womenHalf     = race.Clock(3600+2*60+52) * 1000

	marathon = race.Distance(42_195_000)
	half     = race.Distance(21_097_500)
)

const (
	// A leg is too fast above this share of the record's speed, in hundredths (R36).
	tooFast = 110
	// Shorter legs are not asked: a mat laid some metres off would decide. Nor
	// are shorter races, whose records are faster.
	shortestLeg  = race.Kilometre
	shortestRace = 5 * race.Kilometre

	// A change of pace is implausible (R33) where a stretch of at least
	// shortestStretch, begun after at least warmedUp, is faster than the fastest
	// such stretch before it by more than this, in hundredths. Whoever tires, stops
	// or starts in a crowd has run the best stretch early and raises no flag. Of
	// 31,931 finishers of Boston 2014, with its hills, six do; of a made-up field
	// whose legs are their own, nobody comes above 104.
	otherLegs       = 125
	shortestStretch = 5 * race.Kilometre
	warmedUp        = 10 * race.Kilometre

	// A leg that takes more than this beyond the pace of the others is a gap in
	// which one could have waited for another (R33).
	longGap = race.Clock(30 * 60 * 1000)
)

// passing is a point with the instant it was passed.
type passing struct {
	point int
	km    race.Distance
	at    race.Instant
}

// stretch is a part of the course between two reads.
type stretch struct {
	from, to passing
	length   race.Distance
	took     race.Clock
}

func between(from, to passing) stretch {
	return stretch{from, to, to.km - from.km, to.at.Since(from.at)}
}

// speed is in millimetres a second.
func (s stretch) speed() int64 { return int64(s.length) * 1000 / int64(max(s.took, 1)) }

// faster reports whether s is faster than o by more than hundredths of o's
// speed. Metres keep the products inside an int64.
func (s stretch) faster(o stretch, hundredths int64) bool {
	return int64(s.length/1000)*int64(o.took)*100 > hundredths*int64(o.length/1000)*int64(s.took)
}

// tracked is where and when a runner was read, the own start first where it is
// known. It is valid until the next call.
func (f *field) tracked(r *runner) []passing {
	f.track = f.track[:0]
	for p, at := range r.at {
		if p == f.race.Start() {
			at = r.start
		}
		if f.mats[p].wrong {
			continue
		}
		if at != race.Unseen {
			f.track = append(f.track, passing{p, f.race.Points[p].At, at})
		}
	}
	return f.track
}

// pace flags a leg that nobody can run (R36), else a change of pace that the
// same legs can hardly have made (R33). Categories outside the ranking, such
// as wheelchairs, have other legs.
func (f *field) pace(flags []flag, r *runner) []flag {
	if r.Division != nil && r.Division.Outside {
		return flags
	}
	track := f.tracked(r)
	if s, world, ok := f.fastest(track, r); ok {
		limit := race.Clock(int64(world.took) * 100 / tooFast)
		return append(flags, f.ask(flag{code: "too_fast", at: r.row(), bib: r.bib(), weight: s.speed(), severity: Strong, runners: []*runner{r}, from: s.from.point, to: s.to.point,
			text: fmt.Sprintf("%s ran the %s km from %s to %s in %s, %s, where the world record's pace and a tenth more is %s", r.bib(),
				s.length, f.id(s.from.point), f.id(s.to.point), s.took, perKilometre(s.took, s.length), perKilometre(limit, world.length))}, transport))
	}
	if s, best, ok := f.leap(track); ok {
		return append(flags, f.ask(flag{code: "change_of_pace", at: r.row(), bib: r.bib(), severity: Slight, runners: []*runner{r}, from: s.from.point, to: s.to.point, weight: s.speed() * 1000 / max(best.speed(), 1),
			text: fmt.Sprintf("%s ran from %s to %s in %s, %s, and never faster than %s before, from %s to %s", r.bib(), f.id(s.from.point), f.id(s.to.point),
				s.took, perKilometre(s.took, s.length), perKilometre(best.took, best.length), f.id(best.from.point), f.id(best.to.point))}, relay))
	}
	if s, over, next, ok := f.gap(track); ok {
		return append(flags, f.ask(flag{code: "long_gap", at: r.row(), bib: r.bib(), severity: Slight, runners: []*runner{r}, from: s.from.point, to: s.to.point, weight: int64(over),
			text: fmt.Sprintf("%s took %s from %s to %s, %s more than at the pace of the other legs, and then ran from %s to %s in %s, no slower than before", r.bib(), s.took,
				f.id(s.from.point), f.id(s.to.point), over.Official(), f.id(next.from.point), f.id(next.to.point), perKilometre(next.took, next.length))}, relay))
	}
	return flags
}

// fastest returns the fastest leg of those too fast for anybody, and what the
// world record is. The first leg counts from the gun where the own start is
// not known: nobody was faster for it.
func (f *field) fastest(track []passing, r *runner) (worst, world stretch, ok bool) {
	finish := f.race.Points[f.race.Finish()].At
	if finish < shortestRace {
		return
	}
	world = stretch{length: marathon, took: menMarathon}
	switch women := r.Entry.Gender == race.Female; {
	case finish <= half && women:
		world = stretch{length: half, took: womenHalf}
	case finish <= half:
		world = stretch{length: half, took: menHalf}
	case women:
		world.took = womenMarathon
	}
	last := passing{f.race.Start(), 0, r.gun}
	for _, p := range track {
		if p.point != f.race.Start() {
			s := between(last, p)
			if s.length >= shortestLeg && s.faster(world, tooFast) && (!ok || s.faster(worst, 100)) {
				worst, ok = s, true
			}
		}
		last = p
	}
	return worst, world, ok
}

// leap returns the stretch that is most beyond the best one before it.
func (f *field) leap(track []passing) (worst, best stretch, ok bool) {
	stretches := f.stretches[:0]
	next, to := 0, 0 // the first stretch that may not have ended yet; where the next one ends
	var fastest stretch
	for i := range track {
		for to < len(track) && track[to].km-track[i].km < shortestStretch {
			to++
		}
		if to == len(track) {
			break
		}
		s := between(track[i], track[to])
		for next < len(stretches) && stretches[next].to.km <= s.from.km {
			if fastest.length == 0 || stretches[next].faster(fastest, 100) {
				fastest = stretches[next]
			}
			next++
		}
		stretches = append(stretches, s)
		if fastest.length > 0 && s.from.km-track[0].km >= warmedUp && s.faster(fastest, otherLegs) && (!ok || s.faster(worst, 100)) {
			worst, best, ok = s, fastest, true
		}
	}
	f.stretches = stretches
	return worst, best, ok
}

// gap returns the leg that took longest beyond the pace of the other legs, by
// how much, and a stretch after it that is no slower than any before it: one
// runner stopped, and it may be another who went on. It is asked where leap
// has gathered the stretches.
func (f *field) gap(track []passing) (worst stretch, over race.Clock, next stretch, ok bool) {
	if len(track) < 5 {
		return
	}
	legs := f.parts[:0]
	var fastest stretch
	for i := range track[1:] {
		s := between(track[i], track[i+1])
		legs = append(legs, s)
		if i == 0 || int64(s.took)*int64(fastest.length) < int64(fastest.took)*int64(s.length) {
			fastest = s
		}
	}
	f.parts = legs
	if !slices.ContainsFunc(legs, func(s stretch) bool {
		return int64(s.took-longGap)*int64(fastest.length) > int64(s.length)*int64(fastest.took)
	}) {
		return // not even beside the fastest, as with nearly everybody
	}
	f.steady = append(f.steady[:0], legs...)
	slices.SortFunc(f.steady, func(a, b stretch) int { return cmp.Compare(a.speed(), b.speed()) })
	pace := f.steady[len(f.steady)/2] // of the faster half, so that a slow leg does not hide itself
	for _, s := range legs {
		own := race.Clock(int64(s.length) * int64(pace.took) / int64(pace.length))
		if s.took-own > max(longGap, over) {
			worst, over = s, s.took-own
		}
	}
	if over == 0 {
		return
	}
	var before, after stretch
	for _, s := range f.stretches {
		switch {
		case s.to.km <= worst.from.km && (before.length == 0 || s.faster(before, 100)):
			before = s
		case s.from.km >= worst.to.km && (after.length == 0 || s.faster(after, 100)):
			after = s
		}
	}
	return worst, over, after, before.length > 0 && after.length > 0 && !before.faster(after, 100)
}

// perKilometre writes a pace as 4:57/km.
func perKilometre(took race.Clock, length race.Distance) string {
	pace := took.Pace(length).String()
	pace = strings.TrimPrefix(pace, "0:")
	return strings.TrimPrefix(pace, "0") + "/km"
}
