package judge

import "guntime/generator/internal/race"

// runner is one entry on its way to a result.
type runner struct {
	entry    *race.Entry
	division *race.Division
	index    int // of the division, past the last where there is none
	class    int // of the status, in the order of the results
	decision *decision

	splits     []race.Clock // raw, since the division's gun, by point
	gunTime    race.Clock
	netTime    race.Clock
	startDelay race.Clock
	finishAt   race.Instant
	last       string // id of the last point passed, "" for none

	status  race.Status
	reason  *race.Reason
	vacates bool // disqualified, and the place stays empty
	place   int
	vacant  int // the place that stays empty
	overall int
	tied    bool
}

// assess finds a runner's status and its reason. The precedence is ruling,
// cut-off, missing point (R8); before the race is over nobody is DNF or DNS
// and no missing point is judged.
func assess(rc *race.Race, entry *race.Entry, d *decision, over bool, splits []race.Clock) runner {
	r := runner{entry: entry, decision: d, division: rc.DivisionOf(entry), splits: splits,
		gunTime: race.NoTime, netTime: race.NoTime, startDelay: race.NoTime, finishAt: race.Unseen}
	r.index = len(rc.Divisions)
	for i, division := range rc.Divisions {
		if division == r.division {
			r.index = i
		}
	}
	r.clock(rc)

	ruling := d.disqualification()
	r.status, r.reason = r.ran(rc, over, ruling == nil && !d.reinstated)
	if ruling != nil {
		code, policy := race.ByRulingReason, rc.Rules.Disqualification.Other
		if ruling.Kind == race.Doping {
			code, policy = race.ByDoping, rc.Rules.Disqualification.Doping
		}
		r.vacates = policy == race.Vacate && r.status == race.Finished
		r.status, r.reason = race.Disqualified, r.because(ruling, code)
	}
	return r
}

// clock takes the runner's times from the passings (R1, R2): gun time from the
// division's gun, net time from the runner's own start. One is never derived
// from the other.
func (r *runner) clock(rc *race.Race) {
	for i := range r.splits {
		r.splits[i] = race.NoTime
	}
	t := r.entry.Timing
	if t == nil || t.SetAside {
		return
	}
	gun := rc.GunOf(r.division)
	for i := range r.splits {
		r.splits[i] = t.At[i].Since(gun)
	}
	for _, confirmed := range r.decision.confirmed {
		if i := rc.Point(confirmed.Point); i > rc.Start() && i < rc.Finish() {
			r.splits[i] = race.NoTime // confirmed because what was read is not believed
		}
	}
	r.finishAt = t.At[rc.Finish()]
	r.gunTime = r.splits[rc.Finish()]
	r.startDelay = r.splits[rc.Start()]
	r.netTime = r.finishAt.Since(t.At[rc.Start()])
	if t.At[rc.Start()] == race.Unseen {
		r.netTime = t.Net
	}
}

// ran is the status without any disqualification by ruling. The timing file's
// own DQ counts only where no ruling has spoken: it neither hides a place that
// a ruling vacates nor outlives a reinstatement.
func (r *runner) ran(rc *race.Race, over, believeDQ bool) (race.Status, *race.Reason) {
	t, d := r.entry.Timing, r.decision
	timed := race.TimedNone
	if t != nil {
		timed = t.Status
	}
	last := r.lastSeen(rc)
	r.last = last
	seen := last != "" || t != nil && t.SetAside || timed == race.TimedDNF || timed == race.TimedFinished

	switch {
	case timed == race.TimedDQ && believeDQ:
		return race.Disqualified, &race.Reason{Code: race.ByRulingReason, LastPoint: last, Limit: race.NoTime}
	case d.withdrawn != nil:
		return missing(seen, over), r.because(d.withdrawn, race.ByRulingReason)
	case d.place != nil && r.division != nil:
		return race.Finished, nil
	case t != nil && t.SetAside:
		return race.UnderReview, &race.Reason{Code: race.RowSetAside, Limit: race.NoTime}
	}

	finished := r.passed(rc, rc.Finish())
	if finished && d.annul != nil {
		return race.Unranked, r.because(d.annul, race.ByRulingReason)
	}
	if failed := r.failedCutoff(rc); failed >= 0 {
		reason := &race.Reason{Code: race.CutoffFailed, Point: rc.Points[failed].ID, LastPoint: last,
			Clause: rc.Rules.Clauses.Cutoff, Limit: rc.Points[failed].Cutoff.At.Since(rc.GunOf(r.division))}
		switch {
		case failed == rc.Finish() || r.seenAfter(rc, failed):
			return race.Disqualified, reason
		case over:
			return race.DNF, reason
		}
	}
	if !finished {
		code := race.NoFinish
		if !seen {
			code = race.NoStart
		}
		return missing(seen, over), &race.Reason{Code: code, LastPoint: last, Limit: race.NoTime}
	}
	if over && rc.Rules.Ranking.MissingPoint != race.MissingIgnored {
		if point := r.missedPoint(rc); point >= 0 {
			status := race.Unranked
			if rc.Rules.Ranking.MissingPoint == race.MissingDisqualified {
				status = race.Disqualified
			}
			return status, r.missed(rc, point)
		}
	}
	switch {
	case r.division == nil:
		return race.Unranked, &race.Reason{Code: race.NoDivision, LastPoint: last, Limit: race.NoTime}
	case !r.rankable(rc):
		return race.Unranked, r.unclocked(rc)
	}
	return race.Finished, nil
}

// missing is the status of somebody without a finish.
func missing(seen, over bool) race.Status {
	switch {
	case seen && over:
		return race.DNF
	case seen:
		return race.OnCourse
	case over:
		return race.DNS
	}
	return race.NotStarted
}

// passed reports whether a point counts as passed: read, confirmed by ruling,
// or, for start and finish, implied by a net time that was given.
func (r *runner) passed(rc *race.Race, point int) bool {
	t := r.entry.Timing
	if r.splits[point] != race.NoTime || r.decision.confirms(rc.Points[point].ID) != nil {
		return true
	}
	if t == nil || t.SetAside {
		return false
	}
	return point == rc.Start() && t.Started || point == rc.Finish() && t.Net != race.NoTime
}

// lastSeen is the id of the last point passed, "" where there is none.
func (r *runner) lastSeen(rc *race.Race) string {
	for i := rc.Finish(); i >= 0; i-- {
		if r.passed(rc, i) {
			return rc.Points[i].ID
		}
	}
	return ""
}

func (r *runner) seenAfter(rc *race.Race, point int) bool {
	for i := point + 1; i <= rc.Finish(); i++ {
		if r.passed(rc, i) {
			return true
		}
	}
	return false
}

// failedCutoff returns the first point in course order that was read at or
// after its closing time (R6, R7), or -1. The raw instant is compared. A point
// that was not read proves nothing (R8), nor does one that a ruling confirmed.
func (r *runner) failedCutoff(rc *race.Race) int {
	if r.entry.Timing == nil || r.entry.Timing.SetAside {
		return -1
	}
	for i, p := range rc.Points {
		at := r.entry.Timing.At[i]
		if !p.Cutoff.Set || p.Cutoff.Unknown || at == race.Unseen || r.decision.confirms(p.ID) != nil {
			continue
		}
		if at > p.Cutoff.At || at == p.Cutoff.At && !rc.Rules.Inclusive {
			return i
		}
	}
	return -1
}

// missedPoint returns the first required point that was not passed, or -1 (R5).
func (r *runner) missedPoint(rc *race.Race) int {
	for i, p := range rc.Points {
		if p.Required && i != rc.Finish() && !r.passed(rc, i) {
			return i
		}
	}
	return -1
}

func (r *runner) missed(rc *race.Race, point int) *race.Reason {
	return &race.Reason{Code: race.MissedPoint, Point: rc.Points[point].ID, LastPoint: r.lastSeen(rc),
		Clause: rc.Rules.Clauses.MissingPoint, Limit: race.NoTime}
}

// unclocked explains a finisher whom the ranking clock did not catch: a finish
// confirmed without a time, or no start where net time ranks.
func (r *runner) unclocked(rc *race.Race) *race.Reason {
	point := rc.Finish()
	if r.gunTime != race.NoTime {
		point = rc.Start()
	}
	if ruling := r.decision.confirms(rc.Points[point].ID); ruling != nil {
		return r.because(ruling, race.ByRulingReason)
	}
	return r.missed(rc, point)
}

func (r *runner) because(ruling *race.Ruling, code race.ReasonCode) *race.Reason {
	return &race.Reason{Code: code, Clause: ruling.Clause, Point: ruling.Point, LastPoint: r.last, Limit: race.NoTime, Ruling: ruling}
}
