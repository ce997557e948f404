package e2e

import (
	"compress/flate"
	"context"
	"flag"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/build"
	"guntime/generator/internal/cli"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/read"
	"guntime/generator/internal/review"
	"guntime/generator/internal/site"
)

var runners = flag.Int("runners", 2000, "how many runners the stages of a build are measured with")

// stage is a part of a build that is measured alone, and compared with a floor that
// is equally slower on a slower machine.
type stage struct {
	name        string
	work, floor func() error
}

// BenchmarkStages measures each part of a build of a made-up race, in a form
// that benchstat compares. Processor time is of all threads, the collection of
// garbage included.
func BenchmarkStages(b *testing.B) {
	for _, s := range stagesOf(b, *runners) {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			began, _ := cli.Used()
			for b.Loop() {
				if err := s.work(); err != nil {
					b.Fatal(err)
				}
			}
			ended, _ := cli.Used()
			b.ReportMetric(float64(ended-began)/float64(b.N), "cpu-ns/op")
		})
	}
}

// enoughFiles is how many files of one kind are drawn at most, enoughShards how
// many shards.
const enoughFiles, enoughShards = 500, 4

// stagesOf returns the parts of a build in order: what is done once, the drawing of
// every kind of file, and writing.
func stagesOf(tb testing.TB, runners int) []stage {
	tb.Helper()
	now := newYear
	must := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	ready := func(dir string) (build.Prepared, error) {
		in, _, err := build.Prepare(tb.Context(), build.Options{Dir: dir, Now: now}, read.Project)
		return in, err
	}
	dir := simulated(tb, runners, "")
	files := opened(tb, dir)
	in, err := ready(dir)
	must(err)
	in.Finders = site.Finders(in.Archive.Site, in.Verdicts, nil, site.KeptFinders{})
	for rv, find := range in.Finders {
		found := find() // each is made anew where it is asked for again
		in.Finders[rv] = func() *site.Finder { return found }
	}
	kinds, err := kindsOf(in.Input, enoughFiles)
	must(err)
	compact, err := ready(simulated(tb, runners, "layout: compact\n"))
	must(err)
	shards, err := kindsOf(compact.Input, enoughShards)
	must(err)
	for _, kind := range []string{"certificates", "runners' pages"} {
		kinds["shards of "+kind] = shards[kind]
	}
	all := []stage{
		{name: "read", work: func() error { read.Project(files.Root); return nil }},
		{name: "judge", work: func() error {
			for _, e := range in.Archive.Editions {
				judge.Rule(e, now)
			}
			return nil
		}},
		{name: "review", work: func() error {
			for _, v := range in.Verdicts {
				review.Edition(v, in.Pages.Anchors(v.Edition.ID), in.Archive.Bans)
			}
			return nil
		}},
		{name: "prepare", work: func() error { _, err := ready(dir); return err }}, // the three before it again, and forms
		{name: "finders", work: func() error {
			for _, find := range site.Finders(in.Archive.Site, in.Verdicts, nil, site.KeptFinders{}) {
				find()
			}
			return nil
		}},
		{name: "plan", work: func() error {
			for _, err := range site.Plan(in.Input) {
				if err != nil {
					return err
				}
			}
			return nil
		}},
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		all = append(all, stage{name: kind, work: func() error {
			for _, f := range kinds[kind] {
				if err := f.Draw(io.Discard); err != nil {
					return err
				}
			}
			return nil
		}})
	}
	nothing, correction, err := changes(tb, dir)
	must(err)
	all = append(all, stage{name: "a build with nothing to do", work: nothing}, stage{name: "a build after a correction", work: correction})
	for i := range all {
		all[i].floor = plainly
	}
	drawn, err := someDrawn(kinds)
	must(err)
	fresh := func(write func(dir string) error) func() error {
		root, n := tb.TempDir(), 0
		return func() error { // what was written is removed in the end: to remove slows down what is written next
			n++
			return write(filepath.Join(root, strconv.Itoa(n), "public"))
		}
	}
	mixed := mixedKinds(kinds)
	tree := func(twins *publish.Twins) func() error {
		return fresh(func(dir string) error {
			_, err := publish.Tree(dir, mixed, publish.Options{Jobs: 1, Twins: twins})
			return err
		})
	}
	all = append(all, stage{"with compressed twins", tree(&publish.Twins{Brotli: site.TakesBrotli}), tree(nil)})
	return append(all, stage{"write", fresh(func(dir string) error {
		_, err := publish.Tree(dir, drawn, publish.Options{Jobs: 1})
		return err
	}), fresh(func(dir string) error { return barely(dir, drawn) })})
}

// changes builds the site of a project and returns what builds it again: as it is, and
// after a time at the finish is corrected, by turns one way and back.
func changes(tb testing.TB, dir string) (nothing, correction func() error, err error) {
	table := filepath.Join(dir, "data/2022/marathon/times.csv")
	was, err := os.ReadFile(table)
	if err != nil {
		return nil, nil, err
	}
	o := build.Options{Dir: dir, Public: filepath.Join(tb.TempDir(), "public"), Now: newYear, Jobs: 1}
	if _, err := build.Site(tb.Context(), o); err != nil {
		return nil, nil, err
	}
	_, men := lines(tb, o.Public)
	slower(tb, table, men[len(men)/2])
	is, err := os.ReadFile(table)
	if err != nil {
		return nil, nil, err
	}
	again := func(text []byte) error {
		if err := os.WriteFile(table, text, 0o644); err != nil {
			return err
		}
		_, err := build.Site(tb.Context(), o)
		return err
	}
	if err := again(was); err != nil { // so that its time is not that of the build before
		return nil, nil, err
	}
	other := is
	return func() error { _, err := build.Site(tb.Context(), o); return err }, func() error {
		text := other
		was, other = other, was
		return again(text)
	}, nil
}

// simulated returns an invented project, with more lines in its site.yaml.
func simulated(tb testing.TB, runners int, more string) string {
	tb.Helper()
	dir := tb.TempDir()
	var complaint strings.Builder
	if status := run(context.Background(), []string{"simulate", "-runners", strconv.Itoa(runners), dir}, io.Discard, &complaint); status != done {
		tb.Fatalf("simulate: status %d\n%s", status, &complaint)
	}
	settings := filepath.Join(dir, "data", "site.yaml")
	text, err := os.ReadFile(settings)
	if err == nil {
		err = os.WriteFile(settings, append(text, more...), 0o644)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return dir
}

// kindsOf returns the first files of each kind of a site.
func kindsOf(in site.Input, enough int) (map[string][]artifact.File, error) {
	kinds := map[string][]artifact.File{}
	for f, err := range site.Plan(in) {
		if err != nil {
			return nil, err
		}
		kind := site.Kind(f.Path)
		if kind == "other files" || f.Path == in.Links.Schema() { // too little to be measured alone
			kind = "other pages"
		}
		if len(kinds[kind]) < enough {
			kinds[kind] = append(kinds[kind], f)
		}
	}
	return kinds, nil
}

// someDrawn returns certificates and pages of some runners as bytes.
func someDrawn(kinds map[string][]artifact.File) (iter.Seq2[artifact.File, error], error) {
	const each = 200
	var all []artifact.File
	for _, kind := range []string{"certificates", "runners' pages"} {
		for _, f := range kinds[kind][:min(each, len(kinds[kind]))] {
			var b buffer
			if err := f.Draw(&b); err != nil {
				return nil, err
			}
			all = append(all, artifact.File{Path: f.Path, Key: f.Key, Draw: artifact.Bytes(b)})
		}
	}
	return func(yield func(artifact.File, error) bool) {
		for _, f := range all {
			if !yield(f, nil) {
				return
			}
		}
	}, nil
}

// mixedKinds returns files to draw, of each kind about as many for a runner's page as
// a large site has.
func mixedKinds(kinds map[string][]artifact.File) iter.Seq2[artifact.File, error] {
	return func(yield func(artifact.File, error) bool) {
		for _, some := range []struct {
			kind string
			n    int
		}{{"runners' pages", 200}, {"certificates", 90}, {"other pages", 3}, {"lists by bib", 2}, {"lists by surname", 2}, {"search data", 2}} {
			for _, f := range kinds[some.kind][:min(some.n, len(kinds[some.kind]))] {
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

type buffer []byte

func (b *buffer) Write(p []byte) (int, error) { *b = append(*b, p...); return len(p), nil }

// barely writes files and does nothing else: the floor of writing.
func barely(dir string, files iter.Seq2[artifact.File, error]) error {
	for f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		var b buffer
		if err := f.Draw(&b); err != nil {
			return err
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// plainly does typical work with the standard library: it formats numbers, looks
// texts up, sorts and compresses them. It is the floor of all stages that compute.
func plainly() error {
	const rows = 30_000
	names, places := make([]string, 0, rows), map[string]int{}
	var line []byte
	for i := range rows {
		line = strconv.AppendInt(append(line[:0], "runner "...), int64(i*7919%rows), 10)
		names = append(names, string(line))
		places[names[i]] += i
	}
	slices.Sort(names)
	packed, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		return err
	}
	for _, name := range names {
		line = strconv.AppendInt(append(append(line[:0], name...), ','), int64(places[name]), 10)
		if _, err := packed.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return packed.Close()
}
