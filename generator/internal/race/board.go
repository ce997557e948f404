package race

// BoardRows is how many of a division stand on a board at each point.
const BoardRows = 100

// DefaultFront is how many of a division at each point are believed in a running
// race only where nothing speaks against it, if the rules do not say.
const DefaultFront = 10

// LiveRules say whom the boards of a running race believe.
type LiveRules struct {
	Front     int              // 0 for DefaultFront
	Fastest   map[string]Clock // by division id: the time a kilometre that nobody of it is faster than, instead of Soonest
	Confirmed map[string]bool  // folded bibs that are believed whatever speaks against them
}

// FrontRows is how many of a division make its front.
func (l *LiveRules) FrontRows() int {
	if l.Front == 0 {
		return DefaultFront
	}
	return l.Front
}

// Board is who passed which point first, while a race runs and after it.
type Board struct {
	AsOf Instant // the latest passing that was seen by now, Unseen without any
	// Points are the listed ones after the start, in course order; of a race of
	// laps the finish alone, in the order of the laps that were run.
	Points   []BoardPoint
	OnCourse int
	Apart    int // how many stand in no order for now, because something speaks against them
}

// BoardPoint is one point of a board.
type BoardPoint struct {
	Point     int // its index in the race's
	Passed    int // how many were seen there or later, those who fit no division too
	Divisions []BoardDivision
}

// BoardDivision is the order of a division at a point: the first BoardRows as
// indices in RaceVerdict.Results. Whoever is disqualified, withdrawn, under review or
// in doubt stands in none.
type BoardDivision struct {
	Division *Division
	Passed   int
	Order    []int32
}

// Doubt is what speaks against somebody who would be in front of the division at a
// point of a running race. Such a runner is not shown in front there, until seen
// rightly or confirmed; nothing of what was read is lost.
type Doubt struct {
	Point  int   // where
	Place  int   // what the runner's place among those in front would be there
	Missed int   // a required point before it that the runner was not seen at, or -1
	From   int   // with Missed -1: from here to To nobody is that fast; the start where it counts from the gun
	To     int   // at Point, or before it
	Took   Clock // from From to To
	Least  Clock // what anybody needs for it
}

// DoubtAt is what speaks against showing a result in front at a point of a running
// race, nil where nothing does.
func (r *Result) DoubtAt(point int) *Doubt {
	for i := range r.Doubts {
		if r.Doubts[i].Point == point {
			return &r.Doubts[i]
		}
	}
	return nil
}

// BoardClock is the time by which a board orders a result at a point.
func (r *Race) BoardClock(of *Result, point int) Clock {
	switch {
	case point != r.Finish():
		return r.LeadClock(of.Splits, of.StartDelay, point)
	case of.Net != NoTime && r.LeadsByNet():
		return of.Net
	}
	return of.Gun
}

// LeadsByNet reports whether the first places of a race go by net time.
func (r *Race) LeadsByNet() bool {
	if bands := r.Rules.Ranking.Bands; len(bands) > 0 {
		return bands[0].By == ByNet
	}
	return r.Rules.Ranking.By == ByNet
}

// LeadClock is the time by which a board orders its runners at a point: since the
// gun, or since the own start where the first places go by net time and it is known.
func (r *Race) LeadClock(splits []Clock, startDelay Clock, point int) Clock {
	if point >= len(splits) || splits[point] == NoTime {
		return NoTime
	}
	if startDelay != NoTime && r.LeadsByNet() {
		return splits[point] - startDelay
	}
	return splits[point]
}

// RecordPace is how the course record of a division was at a point: by the splits
// that the rules give it, or at even pace. It is NoTime without a record.
func (r *Race) RecordPace(division string, point int) (at Clock, even bool) {
	record, ok := r.Rules.Records[division]
	switch {
	case !ok || record.Time == NoTime || r.OfLaps() || r.Length <= 0:
		return NoTime, false
	case point == r.Finish():
		return record.Time, false
	}
	if split, known := record.Splits[r.Points[point].ID]; known {
		return split, false
	}
	return Clock(int64(record.Time) * int64(r.Points[point].At) / int64(r.Length)), true
}

// LeadRow is one runner of a board.
type LeadRow struct {
	*Result
	At    int   // the place there
	Share bool  // others have it too
	Clock Clock // by which the board is ordered; NoTime where a ruling gave the place
	Gap   Clock // behind the first, by official times; NoTime for the first and without a time
}

// LeadRows are the first rows of a division at a point.
func (v *RaceVerdict) LeadRows(d *BoardDivision, point, rows int) []LeadRow {
	final := point == v.Race.Finish() && (v.Over || v.Race.OfLaps())
	var all []LeadRow
	for n, i := range d.Order[:min(rows, len(d.Order))] {
		row := LeadRow{Result: &v.Results[i], At: n + 1, Clock: v.Race.BoardClock(&v.Results[i], point), Gap: NoTime}
		switch {
		case final:
			row.At, row.Share = row.Place, row.Tied
		case n > 0 && all[n-1].Clock == row.Clock:
			row.At, row.Share, all[n-1].Share = all[n-1].At, true, true
		}
		if n > 0 && row.At > all[0].At && row.Clock != NoTime && all[0].Clock != NoTime && !v.Race.OfLaps() {
			row.Gap = row.Clock.Official() - all[0].Clock.Official()
		}
		all = append(all, row)
	}
	return all
}

// RecordState is how the first of a division stand against the course record.
type RecordState string

// The states: within OnPaceWithin of the record a race is on its pace.
const (
	RecordAhead  RecordState = "ahead"
	RecordOnPace RecordState = "on_pace"
	RecordBehind RecordState = "behind"
)

// OnPaceWithin is how far off a record's pace is still on it, before the finish.
const OnPaceWithin Clock = 3000

// AgainstRecord is a race held against a division's course record at a point.
type AgainstRecord struct {
	State  RecordState
	Record Clock
	Gap    Clock // of the official times; below zero is ahead
	Even   bool  // held against even pace, for want of the record's own split
	Finish Clock // the official time that the pace so far makes, NoTime at the finish
}

// AgainstRecord holds a clock at a point against the division's record; nil where
// there is none.
func (r *Race) AgainstRecord(division string, point int, clock Clock) *AgainstRecord {
	pace, even := r.RecordPace(division, point)
	if pace == NoTime || clock == NoTime {
		return nil
	}
	a := &AgainstRecord{State: RecordOnPace, Record: r.Rules.Records[division].Time, Even: even, Finish: NoTime}
	a.Gap = clock.Official() - pace.Official()
	within := OnPaceWithin
	if point == r.Finish() {
		within = 0
	} else if at := r.Points[point].At; at > 0 {
		a.Finish = Clock(int64(clock) * int64(r.Length) / int64(at)).Official()
	}
	switch {
	case a.Gap < -within:
		a.State = RecordAhead
	case a.Gap > within:
		a.State = RecordBehind
	}
	return a
}
