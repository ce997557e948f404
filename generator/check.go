package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/review"
	"guntime/generator/internal/table"
)

// checkReport is what check tells: what every file was taken for, who was seen where,
// and what is wrong. The races are empty where the data has errors, for nothing
// can be judged then.
type checkReport struct {
	Files    []*table.File `json:"files"`
	Races    []checkedRace `json:"races"`
	Findings problem.List  `json:"findings"`
}

// checkedRace is a race as its mats saw it.
type checkedRace struct {
	Edition  string         `json:"edition"`
	Race     string         `json:"race"`
	State    race.State     `json:"state"`
	Entries  int            `json:"entries"`
	Seen     int            `json:"seen"`
	SetAside []string       `json:"set_aside"`    // bibs
	NotSeen  []string       `json:"never_seen"`   // bibs
	Stated   []string       `json:"status_alone"` // bibs without any time that the table calls DNF or DQ
	Chips    []string       `json:"unknown_chips"`
	Points   []checkedPoint `json:"points"`
}

// checkedPoint is a point and how well it read. The rate is in per cent, of those
// who were seen before and after the point.
type checkedPoint struct {
	Point      string  `json:"point"`
	KM         string  `json:"km"`
	Seen       int     `json:"seen"`
	Read       int     `json:"read"`
	Passed     int     `json:"passed"`
	Rate       float64 `json:"rate"`
	Sick       bool    `json:"sick"`
	WrongClock bool    `json:"wrong_clock"`
}

// validateReports refuses to write rows, which name people, into a site.
func (p *program) validateReports() error {
	for _, name := range []string{p.fixReport, p.reportFile} {
		if name == "" {
			continue
		}
		if dir := published(name, filepath.Join(p.dir, "public")); dir != "" {
			return misused("%s is in the site %s: the report names people", name, dir)
		}
	}
	return p.private()
}

func (p *program) check() error {
	now, err := p.moment()
	if err != nil {
		return err
	}
	d := checkReport{Files: []*table.File{}, Races: []checkedRace{}}
	from := func(fsys fs.FS) (*race.Archive, problem.List) {
		archive, intake, found := read.CheckReport(fsys)
		d.Files = append(d.Files, intake.Files...)
		return archive, found
	}
	in, found, err := p.prepare(nil, now, newProgress(io.Discard, true), from)
	d.Findings = found
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			if v.Edition.State.HasResults() || timed(rv) {
				d.Races = append(d.Races, newCheckedRace(v.Edition, rv))
			}
		}
	}
	if err := p.writeReports(&d); err != nil {
		return err
	}
	if err == nil && p.evidence != "" {
		if err := p.writeEvidence(in.Verdicts, in.Archive.Bans); err != nil {
			return err
		}
	}
	if p.json {
		if failed := found.Shortened(mostListed).WriteJSON(p.stdout); failed != nil {
			return failed
		}
		return err
	}
	io.WriteString(p.stdout, d.String()) // a closed terminal is no reason to fail
	p.report(found)
	fmt.Fprintf(p.stdout, "%s, %s, %d for the referee\n", many(found.Count(problem.Error), "error", "errors"),
		many(found.Count(problem.Warning), "warning", "warnings"), found.Count(problem.Review))
	return err
}

// timed reports whether anybody was timed in a race.
func timed(rv *race.RaceVerdict) bool {
	for i := range rv.Results {
		if rv.Results[i].Entry.Timing != nil {
			return true
		}
	}
	return false
}

func newCheckedRace(e *race.Edition, rv *race.RaceVerdict) checkedRace {
	d := checkedRace{Edition: e.ID, Race: rv.Race.ID, State: e.State, Entries: len(rv.Race.Entries),
		SetAside: []string{}, NotSeen: []string{}, Stated: []string{}, Chips: []string{}, Points: []checkedPoint{}}
	for _, entry := range rv.Race.Entries {
		t := entry.Timing
		switch {
		case t != nil && t.SetAside:
			d.SetAside = append(d.SetAside, entry.Bib)
			d.Seen++
		case t != nil && (t.Started || slices.ContainsFunc(t.At, func(at race.Instant) bool { return at != race.Unseen })):
			d.Seen++
		case t != nil && (t.Status == race.TimedDNF || t.Status == race.TimedDQ):
			d.Stated = append(d.Stated, entry.Bib)
		default:
			d.NotSeen = append(d.NotSeen, entry.Bib)
		}
	}
	for _, s := range rv.Race.Strays {
		d.Chips = append(d.Chips, s.Chip)
	}
	for i, c := range review.Captures(rv) {
		d.Points = append(d.Points, checkedPoint{Point: c.Point, KM: rv.Race.Points[i].At.String(), Seen: c.Seen, Read: c.Read, Passed: c.Passed,
			Rate: float64(c.Rate) / 100, Sick: c.Sick, WrongClock: c.WrongClock})
	}
	return d
}

// writeReports writes the reports that are asked for.
func (p *program) writeReports(d *checkReport) error {
	if p.fixReport != "" {
		var b bytes.Buffer
		writeAside(&b, d.Files)
		if err := os.WriteFile(p.fixReport, b.Bytes(), 0o600); err != nil {
			return err
		}
	}
	if p.reportFile == "" {
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(d); err != nil {
		return err
	}
	return os.WriteFile(p.reportFile, b.Bytes(), 0o600)
}

// writeAside writes the rows that were set aside, each as it was.
func writeAside(b *bytes.Buffer, files []*table.File) {
	b.WriteString("\ufefffile,line,column,reason,row\n")
	table := csv.NewWriter(b)
	for _, f := range files {
		for _, a := range f.Aside {
			table.Write([]string{f.Path, strconv.Itoa(a.Line), strconv.Itoa(a.Column), a.Reason, a.Text}) // a buffer takes everything
		}
	}
	table.Flush()
}

// many writes a count with its noun and a comma between thousands.
func many(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + several
}

// grouped writes a number that is not negative with commas between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// fitted writes words until the line is full and says how many are left.
func fitted(words []string, room int) string {
	var b strings.Builder
	for i, w := range words {
		rest := fmt.Sprintf(" … %s more", grouped(len(words)-i))
		if i > 0 && columns(b.String())+2+columns(w)+columns(rest) > room {
			return b.String() + rest
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(w)
	}
	return b.String()
}
