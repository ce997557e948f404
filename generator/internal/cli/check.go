package cli

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

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/review"
	"guntime/generator/internal/table"
)

// checkReport is the report of check: how each file was read, who was recorded
// where, and what is wrong. Data with errors are not judged and have no races.
type checkReport struct {
	Files    []*table.File `json:"files"`
	Races    []checkedRace `json:"races"`
	Findings problem.List  `json:"findings"`
}

// checkedRace counts what the mats of a race recorded.
type checkedRace struct {
	Edition  string         `json:"edition"`
	Race     string         `json:"race"`
	State    race.State     `json:"state"`
	Entries  int            `json:"entries"`
	Seen     int            `json:"seen"`
	SetAside []string       `json:"set_aside"`    // bibs
	NotSeen  []string       `json:"never_seen"`   // bibs
	Stated   []string       `json:"status_alone"` // bibs without any time whose status in the table is DNF or DQ
	Chips    []string       `json:"unknown_chips"`
	Points   []checkedPoint `json:"points"`
	Readers  []checkedClock `json:"readers"`
}

// checkedClock is what the clock of a reader of raw reads said, by the wall clock:
// the first, the middle and the last of the runners by whom clocks are compared.
// Off is how far it is ahead of the others, "" where it agrees.
type checkedClock struct {
	Reader string   `json:"reader"`
	Points []string `json:"points"`
	Reads  int      `json:"reads"`
	First  string   `json:"first"`
	Middle string   `json:"middle"`
	Last   string   `json:"last"`
	Off    string   `json:"off"`
}

// checkedPoint is a point and how many runners it recorded. The rate is a
// percentage of those who were recorded both before and after the point.
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

type checkOptions struct {
	dir, now              string
	allow                 []string
	json                  bool
	fixReport, reportFile string
	evidence              evidence
}

func (o *checkOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), atMoment(&o.now), asJSON(&o.json), toFixes(&o.fixReport), toReport(&o.reportFile), toReferee(&o.evidence.dir)}
}

// validate refuses to write files that name people into a site.
func (o *checkOptions) validate(*line) error {
	for _, name := range []string{o.fixReport, o.reportFile} {
		if name == "" {
			continue
		}
		if dir := project.SiteAround(name, filepath.Join(o.dir, "public")); dir != "" {
			return misused("%s is in the site %s: the report names people", name, dir)
		}
	}
	return o.evidence.validate(o.dir)
}

func (o *checkOptions) do(l *line) error {
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	d := checkReport{Files: []*table.File{}, Races: []checkedRace{}}
	from := func(fsys fs.FS) (*race.Archive, problem.List) {
		archive, intake, found := read.CheckReport(fsys)
		d.Files = append(d.Files, intake.Files...)
		return archive, found
	}
	in, found, err := build.Prepare(l.ctx, build.Options{Dir: o.dir, Allow: o.allow, Now: now}, from)
	d.Findings = found
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			if v.Edition.State.HasResults() || timed(rv) {
				d.Races = append(d.Races, newCheckedRace(v.Edition, rv))
			}
		}
	}
	if err := o.writeReports(&d); err != nil {
		return err
	}
	if err == nil && o.evidence.dir != "" {
		if err := o.evidence.write(l, o.dir, o.allow, in.Verdicts, in.Archive.Bans); err != nil {
			return err
		}
	}
	if o.json {
		if failed := found.Shortened(mostListed).WriteJSON(l.stdout); failed != nil {
			return failed
		}
		return err
	}
	io.WriteString(l.stdout, d.String()) // a closed terminal is not a failure
	l.report(found)
	fmt.Fprintf(l.stdout, "%s, %s, %d for the referee\n", many(found.Count(problem.Error), "error", "errors"),
		many(found.Count(problem.Warning), "warning", "warnings"), found.Count(problem.Review))
	return err
}

// timed reports whether a race has any times.
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
		SetAside: []string{}, NotSeen: []string{}, Stated: []string{}, Chips: []string{}, Points: []checkedPoint{}, Readers: []checkedClock{}}
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
	for _, k := range rv.Race.Readers {
		one := checkedClock{Reader: k.Reader, Points: []string{}, Reads: k.Reads}
		for _, p := range k.Points {
			one.Points = append(one.Points, rv.Race.Points[p].ID)
		}
		for _, c := range []struct {
			to *string
			at race.Instant
		}{{&one.First, k.First}, {&one.Middle, k.Middle}, {&one.Last, k.Last}} {
			if c.at != race.Unseen {
				*c.to = rv.Race.Wall.Text(c.at)
			}
		}
		if k.Off != 0 {
			one.Off = k.Off.String()
		}
		d.Readers = append(d.Readers, one)
	}
	for i, c := range review.Captures(rv) {
		d.Points = append(d.Points, checkedPoint{Point: c.Point, KM: rv.Race.Points[i].At.String(), Seen: c.Seen, Read: c.Read, Passed: c.Passed,
			Rate: float64(c.Rate) / 100, Sick: c.Sick, WrongClock: c.WrongClock})
	}
	return d
}

// writeReports writes the requested reports.
func (o *checkOptions) writeReports(d *checkReport) error {
	if o.fixReport != "" {
		var b bytes.Buffer
		writeAside(&b, d.Files)
		if err := os.WriteFile(o.fixReport, b.Bytes(), 0o600); err != nil {
			return err
		}
	}
	if o.reportFile == "" {
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(d); err != nil {
		return err
	}
	return os.WriteFile(o.reportFile, b.Bytes(), 0o600)
}

// writeAside writes the ignored rows with their original text.
func writeAside(b *bytes.Buffer, files []*table.File) {
	b.WriteString("\ufefffile,line,column,reason,row\n")
	table := csv.NewWriter(b)
	for _, f := range files {
		file := f.Path
		if f.Sheet != "" {
			file += ":" + f.Sheet
		}
		for _, a := range f.Aside {
			table.Write([]string{file, strconv.Itoa(a.Line), strconv.Itoa(a.Column), a.Reason, a.Text}) // a buffer takes everything
		}
	}
	table.Flush()
}
