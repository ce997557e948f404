package review

import (
	"fmt"
	"slices"
	"time"

	"guntime/generator/internal/race"
)

// Severity is how much the evidence of a case says by itself.
type Severity int

// The severities, the weightiest first.
const (
	Strong Severity = iota // innocent explanations are unlikely
	Fair                   // an explanation is needed
	Slight                 // there are many innocent explanations
)

// String is a word for the severity.
func (s Severity) String() string { return [...]string{"strong", "fair", "slight"}[s] }

// A Mark is a moment, a day or an age that is evidence, beside what it is held
// against.
type Mark struct {
	Label string
	At    int64 // milliseconds, days or years: of one kind in one case
	Odd   bool  // the one that raises the question
}

// clock writes what the wall clock showed at an instant.
func (f *field) clock(at race.Instant) string { return f.race.Wall.Said(at) }

func (f *field) instantMark(label string, at race.Instant, odd bool) Mark {
	return Mark{label + " " + f.clock(at), int64(at), odd}
}

func dayMark(label string, day time.Time) Mark {
	return Mark{label + " " + day.Format(time.DateOnly), day.Unix() / 86400, false}
}

// A Case is one thing that a referee may want to look into, with its evidence.
type Case struct {
	Race     *race.Race
	ID       string // of its sheet: letters, digits, hyphens, underscores and plus signs
	Code     string
	Title    string
	Severity Severity
	Clause   string // of the edition's rules, "" where they name none
	Offence  string // what it may be, "" for none of the offences
	Text     string // the figures in a sentence
	Note     string
	From     race.Position
	Rulings  []Proposal

	field    *field
	runners  []*runner
	from, to int
	marks    []Mark
}

// mostSheets is how many cases of one kind in one race have a sheet.
const mostSheets = 100

// Dossier is all there is for the referee of one edition.
type Dossier struct {
	Edition *race.Edition
	Races   []Docket
}

// Docket is one race's part of it.
type Docket struct {
	Race  *race.Race
	Mats  []Mat
	Cases []Case // by severity, then kind, the strongest first
	More  int    // cases beyond mostSheets of a kind, which have no sheet
}

// Mat is how well one point read its chips.
type Mat struct {
	Point    string
	At       race.Distance
	Read, Of int
	Rate     string
	State    string
	Seen     bool // there are figures
	Ill      bool // sick, or its clock is wrong
}

// Evidence gathers what an edition holds for the referee. Bans are those of the
// whole project.
func Evidence(v *race.Verdict, bans []race.Ban) Dossier {
	d := Dossier{Edition: v.Edition}
	banned := byName(bans)
	for _, rv := range v.Races {
		mats := capture(rv)
		f := newField(v.Edition, rv, mats)
		docket := Docket{Race: rv.Race, Mats: f.matRows()}
		ids, kinds := map[string]int{}, map[string]int{}
		for _, g := range f.flags(banned) {
			docket.More += g.weaker
			if kinds[g.code]++; kinds[g.code] > mostSheets {
				docket.More++
				continue
			}
			c := f.caseOf(g)
			if ids[c.ID]++; ids[c.ID] > 1 {
				c.ID += fmt.Sprintf("_%d", ids[c.ID])
			}
			docket.Cases = append(docket.Cases, c)
		}
		slices.SortStableFunc(docket.Cases, func(a, b Case) int { return int(a.Severity - b.Severity) })
		d.Races = append(d.Races, docket)
	}
	return d
}

// Count returns how many cases there are of a severity, those without a sheet
// apart.
func (d *Dossier) Count(s Severity) int {
	n := 0
	for i := range d.Races {
		for k := range d.Races[i].Cases {
			if d.Races[i].Cases[k].Severity == s {
				n++
			}
		}
	}
	return n
}

// titles name the kinds of cases.
var titles = map[string]string{
	"side_by_side":           "Two bibs never apart",
	"too_fast":               "Faster than anyone runs",
	"change_of_pace":         "A change of pace",
	"long_gap":               "A long gap, and on as fast as before",
	"start_before_gun":       "A start before the gun",
	"start_before_zone":      "A start before the zone’s start",
	"went_on":                "On after a failed cut-off",
	"points_missed_in_a_row": "Points missed in a row",
	"no_point_between":       "A finish and no point between",
	"finished_again":         "The finish crossed again",
	"chip_shared":            "One chip, several bibs",
	"two_chips":              "One bib, two chips",
	"unofficial_chip":        "A chip that belongs to no entry",
	"too_young":              "Too young",
	"dq_without_ruling":      "Disqualified only by the timing file",
	"banned_entry":           "Entered within a ban",
}

// caseOf makes a case of a flag.
func (f *field) caseOf(g flag) Case {
	c := Case{Race: f.race, Code: g.code, Title: titles[g.code], Severity: g.severity, Clause: f.clause(g.item), Offence: offences[g.item],
		Text: g.text, From: g.at, Rulings: f.proposals(g), field: f, runners: g.runners, from: g.from, to: g.to, marks: g.marks}
	if g.item == 0 {
		c.Note = g.hint
	}
	c.ID = f.race.ID + "-" + g.code + "-" + plain(g.bib)
	return c
}

// plain replaces what has no place in the name of a file.
func plain(s string) string {
	b := []byte(s)
	for i, c := range b {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-' && c != '+' {
			b[i] = '_'
		}
	}
	return string(b[:min(len(b), 80)])
}

// matRows are the mats as the referee reads of them.
func (f *field) matRows() []Mat {
	var rows []Mat
	for p := range f.race.Points {
		m, point := &f.mats[p], &f.race.Points[p]
		row := Mat{Point: point.ID, At: point.At, Read: m.read, Of: m.of, State: "sound", Seen: true, Ill: m.sick || m.wrong}
		if m.of > 0 {
			row.Rate = percent(m.rate)
		}
		switch {
		case m.wrong:
			row.State = "wrong clock: its times raise no flag"
		case m.sick:
			row.State = "faulty: its misses raise no flag"
		case p == f.race.Finish():
			row.State = "no later point, so no rate can be given"
			row.Rate, row.Seen = "", false
		case !m.required:
			row.State = "not measured: the rules do not count this point"
		case m.of < enoughPassed:
			row.State = "too few passed it to say"
		}
		rows = append(rows, row)
	}
	return rows
}
