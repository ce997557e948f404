package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"
)

// moment is the moment of all builds, after the invented race.
const moment = "2026-01-01T00:00:00Z"

// The contestants, by the names in the table.
const (
	whole     = "Guntime"
	nothing   = "Guntime again, nothing changed"
	corrected = "Guntime again, one result corrected"
	withdrawn = "Guntime again, one runner withdrawn"
	minute    = "Guntime again, a minute of the race day"
	twins     = "Guntime, with compressed twins"
	packed    = "gzip -6 of the same text files"
	first     = "deploy to a local bucket, all"
	again     = "deploy to a local bucket, what those two changed"
	floor     = "write floor of the same files"
	pages     = "Guntime, only pages"
	alone     = "html/template, runners' pages"
	hugo      = "Hugo, runners' pages and divisions' lists"
	plain     = "gofpdf, certificates"
)

// field is one invented race and the measurements on it.
type field struct {
	*bench
	dir     string               // of this field: projects and outputs
	results string               // its results.json, once built
	took    map[string][]figures // by contestant, one for each round
	notes   map[string]string    // the command of each contestant
	ready   int                  // certificates
	times   []byte               // the table of times of the race day, as it is in the end
}

// result is a contestant's median.
type result struct {
	name, command string
	figures
	drawn int     // how many were drawn, if only a part was measured
	share float64 // and by how much to multiply, 0 for 1
}

// prepare invents the field.
func (b *bench) prepare(runners int) (*field, error) {
	f := &field{bench: b, dir: filepath.Join(b.work, strconv.Itoa(runners)), took: map[string][]figures{}, notes: map[string]string{}}
	if err := os.MkdirAll(f.dir, 0o777); err != nil {
		return nil, err
	}
	return f, f.prepareChanges(strconv.Itoa(runners))
}

// correct adds a minute to the finish of a runner in the middle of a table of
// times.
func correct(table []byte) []byte {
	lines := strings.SplitAfter(string(table), "\n")
	for i := len(lines) / 2; i < len(lines); i++ {
		at := strings.LastIndexByte(lines[i], ',') + 1
		if c, err := race.ParseClock(strings.TrimSpace(lines[i][at:])); err == nil {
			lines[i] = lines[i][:at] + (c + 60_000).String() + "\n"
			break
		}
	}
	return []byte(strings.Join(lines, ""))
}

func (f *field) path(parts ...string) string {
	return filepath.Join(append([]string{f.dir}, parts...)...)
}

// contest runs all contestants in turns and returns the medians.
func (f *field) contest() ([]result, error) {
	for round := range f.rounds {
		out := func(name string) string { return f.path(strconv.Itoa(round), name) }
		site := out("whole/public")
		if err := os.MkdirAll(out(""), 0o777); err != nil {
			return nil, err
		}
		if err := f.build(whole, "field", site, moment); err != nil {
			return nil, err
		}
		if err := f.build(nothing, "field", site, moment); err != nil {
			return nil, err
		}
		f.results = filepath.Join(site, "2022/marathon/results.json")
		list := out("list")
		if err := f.tell(whole, site, list); err != nil {
			return nil, err
		}
		if err := f.run(floor, out("floor"), f.self, "floor", list, site, out("floor")); err != nil {
			return nil, err
		}
		if err := f.run(packed, "", f.self, "gzip", list, site); err != nil {
			return nil, err
		}
		bucket, stop, err := f.bucket(out("bucket"))
		if err != nil {
			return nil, err
		}
		err = cmp.Or(f.deploy(first, "field", site, bucket), f.build(corrected, "corrected", site, moment),
			f.build(withdrawn, "withdrawn", site, moment), f.deploy(again, "withdrawn", site, bucket))
		if stop(); err != nil {
			return nil, err
		}
		if err := cmp.Or(f.build(twins, "twins", out("twins/public"), moment), f.tell(twins, out("twins/public"), out("twins/list")), f.minuteOf(out("day/public"))); err != nil {
			return nil, err
		}
		if err := f.run(pages, out("pages"), f.self, "pages", f.path("field"), moment, out("pages")); err != nil {
			return nil, err
		}
		if err := f.run(alone, out("alone"), f.self, "template", f.path("field"), moment, out("alone")); err != nil {
			return nil, err
		}
		if f.hugo != "" {
			source := out("hugo/source")
			if _, _, err := f.measure(f.self, "source", source, f.results); err != nil {
				return nil, err
			}
			if err := f.run(hugo, out("hugo/public"), f.bench.hugo, "--quiet", "--noBuildLock", "--source", source,
				"--cacheDir", out("hugo/cache"), "--destination", out("hugo/public")); err != nil {
				return nil, err
			}
		}
		if err := f.run(plain, out("plain"), f.self, "certificates", f.results, strconv.Itoa(f.sample), out("plain")); err != nil {
			return nil, err
		}
	}
	return f.medians(), nil
}

// done matches the message of a build.
var done = regexp.MustCompile(`(\d+) certificates; (\d+) files, (\d+) changed`)

// build runs Guntime, and counts the files that it wrote.
func (f *field) build(name, project, site, now string) error {
	spent, said, err := f.measure(f.guntime, "build", "-C", f.path(project), "-out", site, "-now", now)
	if err != nil {
		return err
	}
	told := done.FindStringSubmatch(said)
	if told == nil {
		return fmt.Errorf("%s: cannot make sense of %q", name, said)
	}
	if name == whole {
		f.ready, _ = strconv.Atoi(told[1])
	}
	spent.files, _ = strconv.Atoi(told[3])
	f.note(name, spent, f.guntime, "build", "-C", project, "-out", "site", "-now", now)
	return nil
}

// run runs another contestant, and counts what it wrote.
func (f *field) run(name, out string, args ...string) error {
	spent, _, err := f.measure(args...)
	if err != nil {
		return err
	}
	f.note(name, spent, args...)
	if out == "" { // it wrote nothing
		return nil
	}
	return f.tell(name, out, out+".list")
}

// bucket starts a local bucket, nil where none is installed.
func (f *field) bucket(dir string) (to *countedBucket, stop func(), err error) {
	ctx, stop := context.WithCancel(f.ctx)
	if to, err = f.startBucket(ctx, dir); errors.Is(err, errNoBucket) {
		fmt.Fprintln(f.progress, err)
		return nil, stop, nil
	}
	return to, stop, err
}

// note records what a run used, and its command without paths of this machine.
func (f *field) note(name string, spent figures, args ...string) {
	f.took[name] = append(f.took[name], spent)
	command := strings.Join(args, " ")
	for _, folder := range []string{filepath.Join(f.dir, strconv.Itoa(len(f.took[name])-1)), f.dir, f.work} {
		command = strings.ReplaceAll(command, folder+string(filepath.Separator), "")
	}
	f.notes[name] = strings.Replace(command, f.self, "bench", 1)
	fmt.Fprintf(f.progress, "%-40s %6.2f s, %6.2f s of processors\n", name, spent.wall.Seconds(), spent.cpu.Seconds())
}

// tell adds the files of its folder to the last measurement of a contestant.
// Another process lists them, because this one must stay small.
func (f *field) tell(name, out, list string) error {
	_, said, err := f.measure(f.self, "list", out, list)
	if err != nil {
		return err
	}
	last := &f.took[name][len(f.took[name])-1]
	if _, err := fmt.Sscan(said, &last.files, &last.bytes); err != nil {
		return fmt.Errorf("%s: %q: %w", name, said, err)
	}
	return nil
}

// medians returns the results in the order of the table.
func (f *field) medians() []result {
	var all []result
	for _, name := range []string{whole, nothing, corrected, withdrawn, minute, twins, first, again, floor, packed, pages, alone, hugo, plain} {
		rounds := f.took[name]
		if len(rounds) == 0 {
			continue
		}
		r := result{name: name, command: f.notes[name], figures: rounds[len(rounds)-1]}
		r.wall, r.cpu = median(rounds, func(f figures) time.Duration { return f.wall }), median(rounds, func(f figures) time.Duration { return f.cpu })
		r.peak = median(rounds, func(f figures) int64 { return f.peak })
		if name == plain && r.files > 0 {
			r.drawn, r.share = r.files, float64(f.ready)/float64(r.files)
			r.wall, r.cpu = time.Duration(float64(r.wall)*r.share), time.Duration(float64(r.cpu)*r.share)
			r.files, r.bytes = f.ready, int64(float64(r.bytes)*r.share)
		}
		all = append(all, r)
	}
	return all
}

func median[T cmp.Ordered](rounds []figures, of func(figures) T) T {
	all := make([]T, len(rounds))
	for i, f := range rounds {
		all[i] = of(f)
	}
	slices.Sort(all)
	return all[len(all)/2]
}
