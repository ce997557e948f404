package race

import "time"

// Verdict is what the referee makes of one edition at one moment.
type Verdict struct {
	Edition *Edition
	Over    bool // every race is over
	Races   []*RaceVerdict
	// Years are the results that stand among their runners' other years.
	Years []Year
	// Unreleased is what moved since the ledger's last revision (R18): the
	// results say it already, no revision does.
	Unreleased []Change
}

// RaceVerdict is the verdict on one race.
type RaceVerdict struct {
	Race      *Race
	Over      bool // the race's end has come: DNF and DNS may be said (R8)
	Counts    Counts
	Shown     int // entries that have a page of their own: all but the anonymous
	Divisions []DivisionVerdict
	// Groups are the age groups and championships in which anybody has a place:
	// by division, then age groups, then championships, each in the order of the
	// rules; none while the race is not over.
	Groups []GroupVerdict
	// Teams are the classifications of teams, in the order of the rules; none
	// while the race is not over.
	Teams []TeamTable
	// Vacant are the overall places that stay vacant (R17, R54).
	Vacant []int
	// Results holds every entry exactly once: by division, then place, then
	// unranked, under review, disqualified, dnf, dns, on course and not
	// started, each by gun time and bib. Entries that fit no division come last.
	Results []Result
	// Stated is the field of the ledger's last revision, which certificates state; empty
	// without a ledger: they state today's then.
	Stated Field
	// Statistics are the race in figures, made when they are first asked for.
	Statistics func() *Statistics
	// Board is who passed which point first; nil in the verdict of a Brief.
	Board *Board
}

// Field is how many have a place: in each division by its id, and in all of them
// together.
type Field struct {
	Divisions map[string]int
	Overall   int
}

// DivisionVerdict is one division's part of the results.
type DivisionVerdict struct {
	Division *Division
	Counts   Counts
	Results  []Result // a part of RaceVerdict.Results
	Vacant   []int    // the places that stay vacant (R17), in order
}

// Division is the part of a division of the race.
func (v *RaceVerdict) Division(d *Division) *DivisionVerdict {
	for i := range v.Divisions {
		if v.Divisions[i].Division == d {
			return &v.Divisions[i]
		}
	}
	return nil
}

// Undivided are the results of those who fit no division, which stand last.
func (v *RaceVerdict) Undivided() []Result {
	n := 0
	for i := range v.Divisions {
		n += len(v.Divisions[i].Results)
	}
	return v.Results[n:]
}

// RankedOverall is how many are ranked in all divisions but those outside the
// ranking, and of those who have an overall place alone (R66).
func (v *RaceVerdict) RankedOverall() int {
	n := 0
	for i := range v.Divisions {
		if !v.Divisions[i].Division.Outside {
			n += v.Divisions[i].Counts.Ranked
		}
	}
	alone := v.Undivided()
	for i := range alone {
		if alone[i].PlaceOverall > 0 {
			n++
		}
	}
	return n
}

// Unplaced is how many of a division have no place.
func (v *DivisionVerdict) Unplaced() int { return len(v.Results) - v.Counts.Ranked }

// Counts are the figures of a race or a division (R49):
// Ranked ≤ Finishers ≤ Starters ≤ Entries.
type Counts struct {
	Entries   int // who might run
	Starters  int // all but those who did not start
	Finishers int // who crossed the finish and are not disqualified
	Ranked    int // who have a place
}

// Status is what became of a runner.
type Status string

// The statuses, in the order of the results.
const (
	Finished     Status = "finished"
	Unranked     Status = "unranked"
	UnderReview  Status = "under_review"
	Disqualified Status = "disqualified"
	DNF          Status = "dnf"
	DNS          Status = "dns"
	OnCourse     Status = "on_course"   // before the race's end
	NotStarted   Status = "not_started" // before the race's end
)

// Statuses are all statuses, in the order of the results.
var Statuses = []Status{Finished, Unranked, UnderReview, Disqualified, DNF, DNS, OnCourse, NotStarted}

// ReasonCode is why something is as it is.
type ReasonCode string

// The reasons of a status.
const (
	MissedPoint    ReasonCode = "missing_point"
	CutoffFailed   ReasonCode = "cutoff"
	ByRulingReason ReasonCode = "ruling"
	ByDoping       ReasonCode = "doping"
	NoFinish       ReasonCode = "no_finish"
	LegUnfinished  ReasonCode = "leg_unfinished" // of a relay: Leg is the first that did not come to its end
	NoStart        ReasonCode = "no_start"
	RowSetAside    ReasonCode = "row_set_aside"
	NoDivision     ReasonCode = "no_division" // the entry's gender fits no division
	TimeAnnulled   ReasonCode = "time_annulled"
)

// The reasons of a prize.
const (
	PrizeByPlace  ReasonCode = "by_place"
	PrizeUnder    ReasonCode = "under_time"      // the condition of the higher amount is met
	PrizeNotUnder ReasonCode = "not_under_time"  // it is not
	PrizeTied     ReasonCode = "tied"            // blocked until a ruling splits it (R13)
	PrizeUnknown  ReasonCode = "unknown_amount"  // the rule text leaves it blank
	PrizeAnnulled ReasonCode = "annulled_time"   // its condition hangs on an annulled time (R43)
	PrizeByRuling ReasonCode = "place_by_ruling" // its condition hangs on a time that did not give the place
)

// The reasons of a certificate that is not there.
const (
	CertNotGiven    ReasonCode = "not_given" // the race gives none
	CertNotFinished ReasonCode = "not_finished"
	CertDQ          ReasonCode = "disqualified"
	CertNotYet      ReasonCode = "not_yet"
	CertPending     ReasonCode = "pending"  // held; never says why (R25)
	CertNoCode      ReasonCode = "no_code"  // masked or anonymous, and no code to ask for it by
	CertNoGlyph     ReasonCode = "no_glyph" // no font has all letters of the name
)

// Reason explains a status, a place, a prize or a refusal: what, where, when
// and by which clause.
type Reason struct {
	Code      ReasonCode
	Point     string // the first point concerned in course order, "" for none
	LastPoint string // where the runner was last seen, "" for nowhere
	Clause    string // of the edition's rules
	Leg       int    // of a relay, from 1; 0 for none
	Limit     Clock  // the time that was to be beaten, NoTime for none
	Ruling    *Ruling
}

// Result is one entry's outcome. What the disqualification rules or an
// annulment withhold is absent here, not only from the pages.
type Result struct {
	Entry        *Entry
	Division     *Division // nil where none fits
	Status       Status
	Reason       *Reason // nil when finished
	Place        int     // 0 without one; while the race is not over, the order of arrival at the finish
	PlaceOverall int     // for information (R11); 0 without one, and while the race is not over. Somebody of gender X may have it alone (R66)
	Tied         bool    // shares its place
	TiedVacant   bool    // its clock is that of somebody whose place stays vacant: what they would have shared is open
	Vacated      int     // the place that stays vacant for a disqualification (R17), 0 without one
	Annulled     bool
	Trophy       bool
	Package      bool
	PlaceRuling  *Ruling // the ruling that gave the place, if one did
	Laps         int     // of a race of laps: those that count
	Gun          Clock   // raw; NoTime where there is none to publish
	Net          Clock
	// Splits holds the raw time since the gun at each of the race's points,
	// NoTime where not seen; nil where none are published.
	Splits []Clock
	// StartDelay is how long after the gun the runner's own start was:
	// subtract it from a split for the net one. NoTime without a start.
	StartDelay  Clock
	SplitPlaces []int32  // place in the division at each point among those with a place; nil without splits, and while the race is not over
	Arrival     *Arrival // where the runner was last seen; nil for nowhere, and when the race is over
	Prize       *PrizeDue
	Certificate *Certificate // never nil in a verdict; one for all of whom the same is true
	Record      *RecordFall  // set where the winner's time fell under the division's record
	Overlays    []Overlay
	Legs        []LegTime    // of a relay, by leg; nil where no times are published
	Teams       []*TeamPlace // by the order of the rules; none while the race is not over
	Grade       int          // 1 for the best level of Rules.Grades; 0 without one
	Doubts      []Doubt      // of a running race, by point in course order; nil for nearly all
}

// Arrival is the point at which a runner was last seen while the race is not over.
// It hangs on nothing but the passings of that point up to the runner's own: whoever
// arrives later changes nothing of it.
type Arrival struct {
	Point int
	At    Instant
	Place int  // in the order in which the division arrived there; 0 at the start, and for whoever is out of the race
	Tied  bool // others were there at the same instant
}

// AgeGroup is the id of the first age group that the result has a place in, and
// that place; "" and 0 without one.
func (r *Result) AgeGroup() (id string, place int) {
	if o := r.Aged(); o != nil {
		return o.ID, o.Place
	}
	return "", 0
}

// Aged is the place in the first age group that the result has one in, nil without.
func (r *Result) Aged() *Overlay {
	for i := range r.Overlays {
		if r.Overlays[i].Ages != nil {
			return &r.Overlays[i]
		}
	}
	return nil
}

// Segment is the raw time to a point from the listed one before it (for the
// first, from the runner's own start, or from the gun where no start was
// read), NoTime where either end was not seen.
func (r *Result) Segment(rc *Race, point int) Clock {
	if point >= len(r.Splits) || r.Splits[point] == NoTime {
		return NoTime
	}
	from := Clock(0)
	if before := rc.Before(point); before != rc.Start() {
		from = r.Splits[before]
	} else if r.StartDelay != NoTime {
		from = r.StartDelay
	}
	if from == NoTime {
		return NoTime
	}
	return r.Splits[point] - from
}

// Overlay is a place in an age group or a championship.
type Overlay struct {
	*Group
	Place  int
	Row    int       // of the list of those with a place: where that place is first given, from 0
	Tied   bool      // shares its place
	Trophy bool      // the group's own (R64)
	Prize  *PrizeDue // the group's own, nil without one
}

// Group is an age group or a championship.
type Group struct {
	ID     string
	Name   Text
	Ages   *AgeGroup `sum:"-"` // nil for a championship; the rules of the race hold it
	Ranked int       `sum:"-"` // how many have a place in it; of no single result
}

// GroupVerdict is an age group or a championship within a division.
type GroupVerdict struct {
	*Group
	Division *Division
	// Members are those with a place in it, in that order, by their index in
	// RaceVerdict.Results.
	Members []int32
	// Vacant are the places that stay vacant (R54), in order.
	Vacant []int
	// Best are the fastest of an age group by the clock that ranks it, whoever is
	// left out of the group with them; empty for a championship.
	Best []int32
	// Finishers are those of the division who have a place there and are of the
	// group's age, whoever is left out of the group with them.
	Finishers int
}

// PrizeDue is what a place earned (R14–R20). Gross and Bonus may be open: not
// known yet, and zero here; Tax and Net are open where either is.
type PrizeDue struct {
	Currency  string
	Gross     Cents
	Bonus     Cents
	Tax       Cents
	Net       Cents
	GrossOpen bool
	BonusOpen bool
	Due       bool // false: pending
	Reason    Reason
	// Paid is the net sum in the currency it is paid in, where that is another
	// one (R20); PaidIn is empty otherwise.
	PaidIn string
	Paid   Cents
}

// RecordFall is a course record and the time that fell under it, both as the
// rules compare them (R15, R16).
type RecordFall struct {
	Old, New Clock
}

// CertificateStatus says whether a certificate exists.
type CertificateStatus string

// The statuses of a certificate.
const (
	CertificateReady     CertificateStatus = "ready"
	CertificateScheduled CertificateStatus = "scheduled"
	CertificateHeld      CertificateStatus = "held"
	CertificateNone      CertificateStatus = "none"
)

// Certificate is whether there is one and, if not, why.
type Certificate struct {
	Status CertificateStatus
	Reason ReasonCode // "" when ready
	From   time.Time  // with CertificateScheduled
	ByCode bool       // published under the token of the entry's code, never under its bib
}

// Possible reports whether there is one, or will be.
func (c *Certificate) Possible() bool { return c.Status != CertificateNone && c.Status != "" }

// Open reports whether it is not known yet what is to be paid.
func (p *PrizeDue) Open() bool { return p.GrossOpen || p.BonusOpen }
