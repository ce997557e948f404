package judge

import "guntime/generator/internal/race"

// runner is one entry on its way to a result.
type runner struct {
	entry    *race.Entry
	division *race.Division
	index    int // of the division, past the last where there is none
	decision *decision

	splits     []race.Clock // raw, since the division's gun, by point
	gunTime    race.Clock
	netTime    race.Clock
	startDelay race.Clock
	finishAt   race.Instant
	laps       int    // that count, in a race of laps
	last       string // id of the last point passed, "" for none

	status  race.Status
	reason  *race.Reason
	vacates bool // disqualified, and the place stays empty
	vacated int  // that place
	place   int
	overall int
	tied    bool
	settled int // the place that a judges' order gives among equal clocks, 0 where none does

	tiedVacant bool // shares its clock with one who vacates

	doubts   []race.Doubt // what keeps the runner from the front, by point in course order
	keptBack bool         // from the places at the finish, while the race runs
	row      int32        // among the results, once they are in order
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

	r.status, r.reason = r.ran(rc, over)
	r.strike(rc)
	if d.withdrawn != nil {
		r.gunTime, r.netTime, r.startDelay, r.finishAt = race.NoTime, race.NoTime, race.NoTime, race.Unseen
		r.splits[rc.Finish()] = race.NoTime // what was read there is no result (R55)
	}
	return r
}

// strike disqualifies by ruling, or because the timing file does: that counts only
// where no ruling has spoken, so that it neither hides a place that a ruling
// vacates nor outlives a reinstatement. The place of somebody with a finish time
// stays vacant where the rules want it so (R17, R60); so does that of one whom a
// missed point disqualifies. A failed cut-off leaves none.
func (r *runner) strike(rc *race.Race) {
	rules, other := &rc.Rules.Disqualification, rc.Rules.Disqualification.Other
	timed := r.gunTime != race.NoTime || r.netTime != race.NoTime
	missed := r.status == race.Disqualified && r.reason.Code == race.MissedPoint &&
		(r.division != nil || rc.OverallAlone(r.entry)) && r.rankable(rc)
	placed := timed && (r.status == race.Finished || missed && other == race.Vacate)
	ruling := r.decision.disqualification()
	switch {
	case ruling != nil && ruling.Kind == race.Doping:
		r.vacates = placed && rules.Doping == race.Vacate
		r.status, r.reason = race.Disqualified, r.because(ruling, race.ByDoping)
	case ruling != nil:
		r.vacates = placed && other == race.Vacate
		r.status, r.reason = race.Disqualified, r.because(ruling, race.ByRulingReason)
	case r.entry.Timing != nil && r.entry.Timing.Status == race.TimedDQ && !r.decision.reinstated:
		r.vacates = placed && other == race.Vacate
		r.status, r.reason = race.Disqualified, &race.Reason{Code: race.ByRulingReason, LastPoint: r.last, Limit: race.NoTime}
	default:
		r.vacates = placed && missed
	}
}

// clock takes the runner's times from the passings (R1, R2, R63): gun time from the
// gun of the runner's wave or division, net time from the runner's own start. One is never derived
// from the other.
func (r *runner) clock(rc *race.Race) {
	for i := range r.splits {
		r.splits[i] = race.NoTime
	}
	t := r.entry.Timing
	if t == nil || t.SetAside {
		return
	}
	gun := rc.GunFor(r.entry, r.division)
	for i := range r.splits {
		r.splits[i] = t.At[i].Since(gun)
	}
	for _, confirmed := range r.decision.confirmed {
		if i := rc.Point(confirmed.Point); i > rc.Start() && i < rc.Finish() {
			r.splits[i] = race.NoTime // confirmed because what was read is not believed
		}
	}
	r.finishAt = t.At[rc.Finish()]
	if t.LegOut > 0 { // who ran on after that ran for nobody
		for i := rc.Legs[t.LegOut-1]; i <= rc.Finish(); i++ {
			r.splits[i] = race.NoTime
		}
		r.finishAt = race.Unseen
	}
	r.gunTime = r.splits[rc.Finish()]
	if rc.OfLaps() {
		r.countLaps(rc)
	}
	r.startDelay = r.splits[rc.Start()]
	r.netTime = r.finishAt.Since(t.At[rc.Start()])
	if t.At[rc.Start()] == race.Unseen && (!rc.OfLaps() || r.laps == t.Laps) {
		r.netTime = t.Net
	}
}

// ran is the status without any disqualification by ruling or by the timing file.
func (r *runner) ran(rc *race.Race, over bool) (race.Status, *race.Reason) {
	t, d := r.entry.Timing, r.decision
	timed := race.TimedNone
	if t != nil {
		timed = t.Status
	}
	last := r.lastSeen(rc)
	r.last = last
	seen := last != "" || t != nil && (t.SetAside || t.Laps > 0 || t.LegOut > 0) || timed == race.TimedDNF || timed == race.TimedFinished

	switch {
	case d.withdrawn != nil:
		if r.last = r.lastBefore(rc, rc.Finish()); seen {
			return race.DNF, r.because(d.withdrawn, race.ByRulingReason)
		}
		return race.DNS, r.because(d.withdrawn, race.ByRulingReason)
	case d.place != nil && r.division != nil:
		return race.Finished, nil
	case t != nil && t.SetAside:
		return race.UnderReview, &race.Reason{Code: race.RowSetAside, Limit: race.NoTime}
	}

	finished := r.passed(rc, rc.Finish())
	if failed := r.failedCutoff(rc); failed >= 0 {
		reason := &race.Reason{Code: race.CutoffFailed, Point: rc.Points[failed].ID, LastPoint: last,
			Clause: rc.Rules.Clauses.Cutoff, Limit: rc.Points[failed].Cutoff.At.Since(rc.GunFor(r.entry, r.division))}
		switch {
		case failed == rc.Finish() || r.seenAfter(rc, failed):
			return race.Disqualified, reason
		case over:
			return race.DNF, reason
		}
	}
	if finished && d.annul != nil { // takes the time away, never a cut-off that was failed (R58)
		return race.Unranked, r.because(d.annul, race.ByRulingReason)
	}
	if out := r.legOut(rc); out > 0 && seen {
		return missing(seen, over), &race.Reason{Code: race.LegUnfinished, Leg: out, LastPoint: last, Limit: race.NoTime}
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
	case r.division == nil && !rc.OverallAlone(r.entry):
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
func (r *runner) lastSeen(rc *race.Race) string { return r.lastBefore(rc, len(rc.Points)) }

// lastBefore is the id of the last point passed before another one.
func (r *runner) lastBefore(rc *race.Race, point int) string {
	for i := point - 1; i >= 0; i-- {
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

// leftOver unranks whoever no band of places took in: the clock of the open band
// did not catch them (R62).
func (r *runner) leftOver(rc *race.Race) {
	alone := r.division == nil && r.clockOf(rc.Rules.Ranking.By) != race.NoTime // in the overall list (R66)
	if r.status == race.Finished && r.place == 0 && !alone && !r.keptBack {
		r.status, r.reason = race.Unranked, r.unclocked(rc)
	}
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
