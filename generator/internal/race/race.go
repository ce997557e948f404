// Package race holds the nouns of a road race: editions, races, points,
// entries, passings, rules, rulings, results and their reasons.
//
// It computes nothing but the meaning of its own words (a clock, a distance,
// an amount of money) and imports the standard library alone, so that every
// other package can speak of a race without knowing where it came from or
// where it goes.
package race

import (
	"regexp"
	"time"
)

// An Archive is one project: its site, every edition, and the champions of the
// years before them. Editions stand in ascending order of their ids.
type Archive struct {
	Site      Site
	Editions  []*Edition
	Champions []Champion
	Bans      []Ban
}

// Text is a text of the data itself by language. A language that is missing
// falls back to English, then to any language in alphabetical order.
type Text map[string]string

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// IsLanguageTag reports whether a text has the form of a language's tag, such
// as zh or pt-BR, without which it cannot be the key of a Text.
func IsLanguageTag(s string) bool { return languageTag.MatchString(s) }

// In returns the text in one language, or its fallback.
func (t Text) In(lang string) string {
	if s := t[lang]; s != "" {
		return s
	}
	if s := t["en"]; s != "" {
		return s
	}
	first := ""
	for l, s := range t {
		if s != "" && (first == "" || l < first) {
			first = l
		}
	}
	return t[first]
}

// Site is what site.yaml says of the whole site.
type Site struct {
	Title   Text
	BaseURL string // absolute, ends in a slash
	// Unaddressed says that site.yaml has no base_url: BaseURL is a placeholder.
	Unaddressed bool
	Languages   []string // the first is the default
	Host        Host
	HostFiles   int // how many files the host takes, 0 for as many as its profile says
	// Compact is the layout of few files: runners and their certificates lie in
	// shards, which one page a race puts together.
	Compact bool
	Deploy  Deploy
	// KeepRemoved is for how long a stone stands where a page was withdrawn. No
	// file shows it.
	KeepRemoved time.Duration `sum:"-"`
	Contact     string        // where objections and requests for removal go: an address or a URL
	Accent      string        // CSS colour, "" for the built-in one
	Logo        string        // a file of templates/assets, "" for none
	ICP         string        // number of the site's record with the ministry (备案号), "" for none
	Police      string        // number of its record with the public security (公安备案号), "" for none
	// IndexRunners lets search engines list the runners' own pages.
	IndexRunners bool
	Pictures     Pictures
	Theme        Theme
	// NoOffline: the pages are not kept in browsers to be read without a connection.
	NoOffline bool
}

// Theme is the face of a site. Without one the pages look as they always did.
type Theme struct {
	Light, Dark Palette
	Mark        string // a file of templates/assets beside the site's title, "" for none
	Opening     string // an SVG file of templates/assets, the picture that pages open with, "" for none
}

// Palette is colours as "#rrggbb", "" for the built-in ones. What is softer than the ink,
// and what lies on the paper, is mixed of both.
type Palette struct{ Accent, Second, Paper, Ink, Soft, Line, Wash, Sheet string }

// Pictures says which runners have a picture of their own for messengers.
type Pictures string

// Whose pictures are drawn.
const (
	PicturesOfWinners Pictures = "" // the first of each division
	PicturesOfAll     Pictures = "all"
	PicturesOfNone    Pictures = "none"
)

// Of reports whether a result has a picture of its own: it is final, has a time, and
// the runner is named in full.
func (p Pictures) Of(rv *RaceVerdict, r *Result) bool {
	switch {
	case p == PicturesOfNone || !rv.Over || r.Status != Finished || r.Entry.Visibility != Public:
		return false
	}
	return p == PicturesOfAll || r.Place == 1
}

// Deploy is the bucket that the site goes into, as far as site.yaml says it.
// Who may write there is never said in a project.
type Deploy struct {
	Bucket   string
	Endpoint string // the service's address, such as https://s3.eu-central-1.amazonaws.com
	Region   string
	Prefix   string // what the name of every object begins with: "" or with a slash at its end
}

// State is how far an edition's results have got (R27, R46). Revised is
// official with a revision above one.
type State string

// The states of an edition.
const (
	Scheduled   State = "scheduled"
	Cancelled   State = "cancelled"
	Provisional State = "provisional"
	Notice      State = "notice" // 公示, with an end date
	Official    State = "official"
)

// HasResults reports whether an edition in this state publishes results.
func (s State) HasResults() bool { return s == Provisional || s == Notice || s == Official }

// Edition is one year of a race meeting with all its races.
type Edition struct {
	ID            string // its folder's name, such as "2022"
	Name          Text
	Date          time.Time // Midnight of the race day in Zone
	Zone          *time.Location
	State         State
	NoticeUntil   time.Time  // zero unless State is Notice
	Ledger        []Revision // what was released so far (R27), oldest first
	Demonstration bool       // made-up results: marked everywhere, kept out of history and records
	RaceEnd       Instant    // when the last of its races is over
	Course        Text       // where it starts and finishes (R28)
	Weather       Text       // of race day, in words
	MaskUnder     int        // whoever is younger on race day is masked; 0 without such a rule
	Strict        bool       // a warning about it stops the build like an error
	Races         []*Race
	Contacts      []Contact
	Links         []MediaLink // of races that name none
}

// Revision is the number of the revision that is published: that of the
// ledger's last line, 1 before any release.
func (e *Edition) Revision() int { return max(1, len(e.Ledger)) }

// Revised reports whether the results are official and not the first ones.
func (e *Edition) Revised() bool { return e.State == Official && e.Revision() > 1 }

// At returns the moment of an instant of the edition's race day.
func (e *Edition) At(i Instant) time.Time {
	return Midnight(e.Date, e.Zone).Add(time.Duration(i) * time.Millisecond)
}

// Wall is the wall clock of the race day, the same that each race has.
func (e *Edition) Wall() *Wall {
	w := WallOf(e.Date, e.Zone)
	return &w
}

// End returns the moment at which the last race is over (R8).
func (e *Edition) End() time.Time { return e.At(e.RaceEnd) }

// EndOf returns the moment at which a race is over, before which nobody in it is
// DNF or DNS (R8): its own end, else that of the edition.
func (e *Edition) EndOf(rc *Race) time.Time {
	if rc.RaceEnd == 0 {
		return e.End()
	}
	return e.At(rc.RaceEnd)
}

// Race is one event of an edition: its course, its rules, who may run and what
// the timing system and the referee said of them.
type Race struct {
	ID        string
	Name      Text
	Length    Distance
	Lap       Distance // of a race of laps, else 0
	Limit     Clock    // since the gun: what ends a race of laps; 0 without one
	Wall      Wall     // what the clocks show at each instant of the race day
	Gun       Instant
	Waves     []Wave      // with guns of their own (R63), in the order of the edition
	OwnStarts bool        // an entry has a start of its own (R63)
	Links     []MediaLink // to what others keep of each runner
	Drawn     *Course     // where it goes, nil where nobody says
	Legs      []int       // of a relay: the index of the point at which each leg ends; the last is the finish
	RaceEnd   Instant     // when it is over; 0 where that is the edition's to say
	Divisions []*Division // in ranking order, the outside ones last
	// Points stand in course order. The first is always the start and the last
	// the finish; a start that the edition does not list is there, but neither
	// Listed nor Required.
	Points   []Point
	Rules    Rules
	Entries  []*Entry
	Strays   []Stray         // in the order in which they were first read
	Readers  []ReaderClock   // of raw reads, in the order in which they were first read
	Rulings  []Ruling        // in the order they were made
	Released map[string]bool // folded bibs whose held certificate is free (R25)
}

// Start and Finish are the indices of those points in Points and in Timing.At.
func (r *Race) Start() int { return 0 }

// Finish is the index of the finish in Points and in Timing.At.
func (r *Race) Finish() int { return len(r.Points) - 1 }

// Before is the index of the listed point before another one, of the start
// where there is none.
func (r *Race) Before(point int) int {
	before := max(point-1, r.Start())
	for before > r.Start() && !r.Points[before].Listed {
		before--
	}
	return before
}

// Point returns the index of the point with an id, or -1.
func (r *Race) Point(id string) int {
	for i := range r.Points {
		if r.Points[i].ID == id {
			return i
		}
	}
	return -1
}

// Division returns the division with an id, or nil.
func (r *Race) Division(id string) *Division {
	for _, d := range r.Divisions {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// DivisionOf returns the division in which an entry is ranked: that of its
// category where the category stands outside the ranking (R10), else the first
// that fits its gender and category; nil where none fits.
func (r *Race) DivisionOf(e *Entry) *Division {
	outside := r.Rules.Outside(e.Category)
	for _, d := range r.Divisions {
		if d.Outside != outside || d.Outside && d.Category != e.Category {
			continue
		}
		if d.Gender != NoGender && d.Gender != e.Gender {
			continue
		}
		if !d.Outside && d.Category != "" && d.Category != e.Category {
			continue
		}
		return d
	}
	return nil
}

// OverallAlone reports whether an entry is ranked in the overall list alone: it is
// of gender X, the race has no division for that, and its category does not stand
// outside the ranking (R66).
func (r *Race) OverallAlone(e *Entry) bool {
	return e.Gender == GenderX && !r.Rules.Outside(e.Category) && r.DivisionOf(e) == nil
}

// GunOf returns the gun of an entry's division (R1), or the race's own.
func (r *Race) GunOf(d *Division) Instant {
	if d != nil && d.Gun != Unseen {
		return d.Gun
	}
	return r.Gun
}

// Division is a group that is ranked apart (R11).
type Division struct {
	ID       string
	Name     Text   // empty for the usual ids, which have messages of their own
	Base     Text   // the name of the division that one of a category outside the ranking was made of
	Gender   Gender // NoGender takes everybody
	Category string // "" takes everybody
	Outside  bool   // a category outside the ranking (R10): own list, places and counts; no overall place, prize or record
	Gun      Instant
	From     Position `sum:"-"` // where edition.yaml names it
}

// Point is a place on the course where passings are read (R4).
type Point struct {
	ID       string
	At       Distance
	Cutoff   Cutoff
	Required bool     // missing it leaves a runner unranked (R5); false for a mat declared out of order
	Listed   bool     // named in the edition's points: the course tables show it
	From     Position `sum:"-"` // where edition.yaml names it
}

// Cutoff is a closing time by the wall clock (R6).
type Cutoff struct {
	Set     bool
	Unknown bool // the rule text leaves it blank: shown so, never judged
	At      Instant
}
