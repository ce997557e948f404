package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"guntime/generator/internal/race"
)

// The minute of a race day that is measured: times since the gun, and what the clock
// shows then.
const (
	minuteBegins, minuteEnds = "4:29:00", "4:30:00"
	clockBegins, clockEnds   = "2022-11-06T11:59:00+08:00", "2022-11-06T12:00:00+08:00"
)

// prepareChanges makes the projects of the field from one that is released: as it is,
// with a corrected time, with somebody withdrawn besides, for a host that wants
// compressed twins, and on its race day.
func (f *field) prepareChanges(runners string) error {
	base := f.path("field")
	if _, _, err := f.measure(f.guntime, "simulate", "-runners", runners, base); err != nil {
		return err
	}
	if err := add(filepath.Join(base, "data/site.yaml"), "deploy: {bucket: race}\n"); err != nil {
		return err
	}
	if _, _, err := f.measure(f.guntime, "release", "-C", base, "2022"); err != nil {
		return err
	}
	copies := []struct {
		name string
		edit func(dir string) error
	}{
		{"corrected", correctTime},
		{"withdrawn", func(dir string) error {
			if err := correctTime(dir); err != nil {
				return err
			}
			return withdraw(dir)
		}},
		{"twins", func(dir string) error { return add(filepath.Join(dir, "data/site.yaml"), "host: nginx\n") }},
		{"day", func(dir string) error {
			if err := os.Remove(filepath.Join(dir, "data/2022/revisions.jsonl")); err != nil {
				return err
			}
			f.times, _ = os.ReadFile(timesOf(dir)) // a failure shows at the first rewrite
			return nil
		}},
	}
	for _, c := range copies {
		if err := os.CopyFS(f.path(c.name), os.DirFS(base)); err != nil {
			return err
		}
		if err := c.edit(f.path(c.name)); err != nil {
			return err
		}
	}
	return nil
}

func timesOf(dir string) string { return filepath.Join(dir, "data/2022/marathon/times.csv") }

// add appends lines to a file.
func add(name, lines string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, lines...), 0o666)
}

func correctTime(dir string) error {
	was, err := os.ReadFile(timesOf(dir))
	if err != nil {
		return err
	}
	is := correct(was)
	if bytes.Equal(was, is) {
		return fmt.Errorf("%s: there is nothing to correct", timesOf(dir))
	}
	return os.WriteFile(timesOf(dir), is, 0o666)
}

// withdraw rules that a runner two thirds down the table of times withdrew.
func withdraw(dir string) error {
	text, err := os.ReadFile(timesOf(dir))
	if err != nil {
		return err
	}
	lines := strings.Split(string(text), "\n")
	for i := len(lines) * 2 / 3; i < len(lines); i++ {
		bib, times, _ := strings.Cut(lines[i], ",")
		if !strings.HasSuffix(times, ",") && times != "" {
			return add(filepath.Join(dir, "data/2022/marathon/rulings.csv"), bib+",withdraw,,Referee,2022-11-07,,,,,,,\n")
		}
	}
	return fmt.Errorf("%s: nobody can withdraw", dir)
}

// timesUntil is a table of times as it was at a time since the gun.
func timesUntil(whole []byte, now string) ([]byte, error) {
	rows, err := csv.NewReader(bytes.NewReader(whole)).ReadAll()
	if err != nil {
		return nil, err
	}
	limit, err := race.ParseClock(now)
	if err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		for i := range row[1:] {
			if at, err := race.ParseClock(row[i+1]); err == nil && at > limit {
				row[i+1] = ""
			}
		}
	}
	var text bytes.Buffer
	err = csv.NewWriter(&text).WriteAll(rows)
	return text.Bytes(), err
}

// minuteOf builds the site of the race day as it was, and measures what the next minute
// takes.
func (f *field) minuteOf(site string) error {
	for _, step := range []struct{ since, clock string }{{minuteBegins, clockBegins}, {minuteEnds, clockEnds}} {
		text, err := timesUntil(f.times, step.since)
		if err != nil {
			return err
		}
		if err := os.WriteFile(timesOf(f.path("day")), text, 0o666); err != nil {
			return err
		}
		if step.clock == clockEnds {
			return f.build(minute, "day", site, step.clock)
		}
		if _, _, err := f.measure(f.guntime, "build", "-quiet", "-C", f.path("day"), "-out", site, "-now", step.clock); err != nil {
			return err
		}
	}
	return nil
}

// deploy brings what changed of a site into the bucket.
func (f *field) deploy(name, project, site string, to *countedBucket) error {
	if to == nil {
		return nil
	}
	asked, received := to.counts()
	args := []string{f.guntime, "deploy", "-C", f.path(project), "-out", site}
	f.env = append(os.Environ(), to.env()...)
	spent, _, err := f.measure(args...)
	f.env = nil
	if err != nil {
		return err
	}
	requests, sent := to.counts()
	spent.files, spent.bytes = int(requests-asked), sent-received
	f.note(name, spent, args...)
	return nil
}
