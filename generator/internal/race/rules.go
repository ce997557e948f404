package race

import (
	"slices"
	"time"
)

// Rules are the rule data of one race, as its edition.yaml gives them. A rule
// that the file does not name does not exist; where the text of the rules is
// silent on a detail, the zero value is the documented default.
type Rules struct {
	Ranking          Ranking
	Inclusive        bool // a passing at exactly the cut-off is in time (R7); default exclusive
	Disqualification Disqualification
	OutsideRanking   []string // categories with divisions of their own (R10)
	Prizes           Prizes
	Records          map[string]Record // by division id: the baseline frozen before the gun (R16)
	Trophies         int               // places of each division that get one (R21)
	Package          Package
	Baggage          Baggage
	Services         Services
	Certificate      CertificateRules
	Eligibility      Eligibility
	Zones            map[string]Instant // when each start zone is let go (R34), by the entries' name folded by FoldBib
	AgeGroups        []AgeGroup
	AgeSets          []AgeSet // what the groups of each set have in common (R64)
	Championships    []Championship
	Teams            []TeamRules
	Grades           *Grades
	Objections       Objections
	Clauses          Clauses
	Live             LiveRules `sum:"-"` // what it decides stands in the verdict
}

// Outside reports whether a category stands outside the ranking.
func (r *Rules) Outside(category string) bool {
	return category != "" && slices.Contains(r.OutsideRanking, category)
}

// ClockKind says which clock a place is decided by.
type ClockKind string

// The clocks that rank (R12). The zero value is gun time.
const (
	ByGun ClockKind = "gun"
	ByNet ClockKind = "net"
)

// Ranking says how places are given.
type Ranking struct {
	By           ClockKind
	Bands        []Band // places by different clocks, in order; empty: all by By
	MissingPoint MissingPoint
}

// Clock is the clock that gives a place, By for no place.
func (r *Ranking) Clock(place int) ClockKind {
	for _, b := range r.Bands {
		if place > 0 && (b.To == 0 || place <= b.To) {
			return b.By
		}
	}
	return r.By
}

// Band is a run of places decided by one clock: 1–3 by gun, the rest by net.
type Band struct {
	To int // last place of the band; 0 for "and all after it"
	By ClockKind
}

// MissingPoint says what becomes of a runner who missed a required point (R5).
type MissingPoint string

// The policies for a missing point. The default is MissingUnranked.
const (
	MissingUnranked     MissingPoint = "unranked"
	MissingDisqualified MissingPoint = "disqualified"
	MissingIgnored      MissingPoint = "ignored"
)

// Disqualification says what a disqualification does to the places after it
// (R17) and to its own times (R40).
type Disqualification struct {
	Doping    Vacancy // default Vacate
	Other     Vacancy // default Promote
	ShowTimes bool    // default false: times and splits of the disqualified are not published
}

// Vacancy says what becomes of a disqualified runner's place.
type Vacancy string

// The ways to treat a disqualified runner's place.
const (
	Vacate  Vacancy = "vacate"  // it stays empty, nobody moves
	Promote Vacancy = "promote" // everybody after it moves up
)

// Prizes is the prize table of a race (R14–R22).
type Prizes struct {
	Currency string
	Tax      int64 // in hundredths of a per cent: 2000 is 20 %
	Raw      bool  // conditions compare the raw time, not the official one (R15, R16)
	Tables   map[string][]Prize
	Exchange Exchange
}

// Exchange is the rate by which athletes of some nations are paid in another
// currency (R20). Without a rate the prize stays in the table's currency.
type Exchange struct {
	To   string   // "CNY"; "" where the rules know no such payment
	For  []string // IOC codes: CHN
	Rate int64    // units of To for 10,000 units of the table's currency; 0 unknown
	Date time.Time
}

// Prize is one line of a prize table.
type Prize struct {
	Place     int
	Amount    Amount
	Under     Clock  // Amount holds only for a time strictly under it; NoTime without such a condition
	Otherwise Amount // what is paid when Under is not met
}

// Record is a baseline that pays a bonus to a winner strictly under it (R16).
type Record struct {
	Time   Clock // NoTime where the rules leave it blank
	Bonus  Amount
	Splits map[string]Clock // of the record's race, by point id, as far as they are known
}

// Package is the finisher's package and medal (R9).
type Package struct {
	Set    bool
	Before Instant // strictly; Unseen without a limit
}

// Baggage is when the bags left at the start are taken in and can no longer be
// picked up. It decides nothing; the referee's review holds it against the
// finish (R29).
type Baggage struct {
	Set               bool
	From, Closes      Instant // when they are taken in; Unseen where the text does not say
	Until             Instant
	Kept, Place, Note Text // for how long those not picked up are kept, where they are taken in
}

// CertificateRules say when and to whom certificates are given (R24–R26).
type CertificateRules struct {
	From   time.Time // zero: Delay after the race's end
	Delay  time.Duration
	ByCode bool     // access: code
	None   bool     // access: none, for a race that gives no certificates
	Hold   []string // categories held until released (R25)
	// Design is which of the certificate's designs the race uses, "" for the
	// usual one; DesignFrom is where that is said.
	Design     string
	DesignFrom Position `sum:"-"`
}

// Eligibility is who may enter (R31).
type Eligibility struct {
	BornBefore time.Time // born strictly before; zero without such a rule
	Over       int       // the birthday that must have been had by race day, as the text puts it; 0 without such a rule
}

// Championship is an overlay classification by entry flag (R44).
type Championship struct {
	ID   string // as the championship column of entries.csv has it
	Name Text
}

// Grades are runner grades by age and net time; optional (CAA practice).
type Grades struct {
	Name   Text
	Source string
	Levels []Text // best first, each with a name
	Rows   []GradeRow
}

// GradeRow is one line of a grade table.
type GradeRow struct {
	Gender   Gender
	From, To int     // ages, inclusive; To 0 for "and over"
	Within   []Clock // a time up to and including this earns the level, one for each of Levels
}

// Objections says whom to ask and until when.
type Objections struct {
	Contact string
	Until   time.Time // zero without a deadline
}

// Clauses name the paragraph of the edition's rules that each rule comes from.
// An empty one means the rules have none.
type Clauses struct {
	MissingPoint, Cutoff, Ranking, Doping            string
	Prize, Record, Tax, Trophy, Package, Certificate string
	Discipline                                       string // the section of the offences, whose items have the numbers of R31–R42: "13" for 13.6
	Date, Course, Divisions, Start, Points           string
	Eligibility, Entry, RacePack, Insurance, Contact string   // Entry: how one enters, and the fee
	RollCall, Baggage, Stations, Facilities, Medical string   // Facilities: toilets and mist stations
	From                                             Position `sum:"-"` // where the rule data names them
}

// CitedClause is one of them with its key in the rule data.
type CitedClause struct{ Key, Clause string }

// All returns every clause, an empty one too, in the order of their keys here.
func (c *Clauses) All() []CitedClause {
	return []CitedClause{{"missing_point", c.MissingPoint}, {"cutoff", c.Cutoff}, {"ranking", c.Ranking}, {"doping", c.Doping},
		{"prize", c.Prize}, {"record", c.Record}, {"tax", c.Tax}, {"trophy", c.Trophy}, {"package", c.Package}, {"certificate", c.Certificate},
		{"discipline", c.Discipline}, {"date", c.Date}, {"course", c.Course}, {"divisions", c.Divisions}, {"start", c.Start}, {"points", c.Points},
		{"eligibility", c.Eligibility}, {"entry", c.Entry}, {"race_pack", c.RacePack}, {"insurance", c.Insurance}, {"contact", c.Contact},
		{"roll_call", c.RollCall}, {"baggage", c.Baggage}, {"stations", c.Stations}, {"facilities", c.Facilities}, {"medical", c.Medical}}
}
