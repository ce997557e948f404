package publish

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"guntime/generator/internal/artifact"
)

// withTwins has a .br beside all large files but runners' pages.
var withTwins = Options{Twins: &Twins{Key: artifact.KeyOf([]byte("program")), Brotli: func(name string) bool { return !strings.Contains(name, "/runners/") }}}

// longText returns a text that is large enough for brotli.
func longText(salt string) string {
	var b strings.Builder
	for i := 0; b.Len() <= brotliFrom; i++ {
		fmt.Fprintf(&b, "%s %d %x\n", salt, i, i*i)
	}
	return b.String()
}

// textual is a site with files of every kind that matters to twins.
func textual(salt string) []artifact.File {
	return append(small(salt), page("zh/list/index.html", longText(salt)), page("data/results.json", longText("data "+salt)),
		page("zh/2022/marathon/runners/M2.html", longText("M2 "+salt)), page("zh/2022/marathon/og.png", longText("picture")))
}

// twinsOf returns the paths of the twins that files have, sorted.
func twinsOf(files []artifact.File, sizes map[string]string) (names []string) {
	for _, f := range files {
		if !slices.Contains([]string{".html", ".css", ".json"}, path.Ext(f.Path)) {
			continue
		}
		names = append(names, f.Path+".gz")
		if len(sizes[f.Path]) > brotliFrom && !strings.Contains(f.Path, "/runners/") {
			names = append(names, f.Path+".br")
		}
	}
	slices.Sort(names)
	return names
}

// checkTwins checks that a folder holds these files and their twins, and nothing else.
func checkTwins(t *testing.T, dir string, files []artifact.File) {
	t.Helper()
	got, want := texts(t, dir), wanted(t, files...)
	names := twinsOf(files, want)
	for _, name := range names {
		plain, err := unpack(name, got[name])
		if of, _ := original(name); err != nil || plain != want[of] {
			t.Errorf("%s unpacks to %.40q: %v", name, plain, err)
		}
		want[name] = got[name]
	}
	same(t, "files", want, got)
}

func unpack(name, text string) (string, error) {
	var r io.Reader = brotli.NewReader(strings.NewReader(text))
	if path.Ext(name) == ".gz" {
		z, err := gzip.NewReader(strings.NewReader(text))
		if err != nil {
			return "", err
		}
		r = z
	}
	plain, err := io.ReadAll(r)
	return string(plain), err
}

func TestTwinsUnpackToTheirFiles(t *testing.T) {
	dir := room(t)
	if _, err := Tree(dir, plan(textual("1")...), withTwins); err != nil {
		t.Fatal(err)
	}
	checkTwins(t, dir, textual("1"))
	files := texts(t, dir)
	s, err := Tree(dir, plan(textual("1")...), withTwins)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the build after", Summary{Files: len(files), Kept: len(files), Bytes: size(files)}, s)
}

func size(files map[string]string) (n int64) {
	for _, text := range files {
		n += int64(len(text))
	}
	return n
}

// TestATwinIsMadeWhenItsFileChanged counts what is compressed: nothing where a file is
// drawn again with the same bytes, all where there were none.
func TestATwinIsMadeWhenItsFileChanged(t *testing.T) {
	dir := room(t)
	draws := 0
	counted := func(key, salt string) []artifact.File {
		files := textual(salt)
		for i := range files {
			draw := files[i].Draw
			files[i].Key = files[i].Key.With(key)
			files[i].Draw = func(w io.Writer) error { draws++; return draw(w) }
		}
		return files
	}
	build := func(o Options, files []artifact.File) Summary {
		t.Helper()
		o.Jobs = 1
		s, err := Tree(dir, plan(files...), o)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	build(Options{}, counted("a", "1"))
	n := len(counted("", ""))
	twins := len(twinsOf(textual("1"), wanted(t, textual("1")...)))
	if s := build(withTwins, counted("a", "1")); s.Written != twins || draws != n {
		t.Errorf("where the host came to want twins, %d of %d were made, and %d of %d files drawn again", s.Written, twins, draws-n, n)
	}
	if s := build(withTwins, counted("b", "1")); s.Drawn != n || s.Written != 0 {
		t.Errorf("where files have other keys and the same bytes: %+v", s)
	}
	draws = 0
	if s := build(withTwins, counted("b", "2")); s.Written <= n/2 || draws > n {
		t.Errorf("a change drew %d times: %+v", draws, s)
	}
	checkTwins(t, dir, textual("2"))
	damage(t, filepath.Join(dir, "index.html.gz"))
	if s := build(withTwins, counted("b", "2")); s.Written != 1 || s.Drawn != 1 {
		t.Errorf("a damaged twin: %+v", s)
	}
	checkTwins(t, dir, textual("2"))
	if s := build(Options{}, counted("b", "2")); s.Removed != twins || s.Written != 0 {
		t.Errorf("where the host wants none any more: %+v", s)
	}
	same(t, "files", wanted(t, textual("2")...), texts(t, dir))
}

func damage(t *testing.T, name string) {
	t.Helper()
	if err := os.WriteFile(name, []byte("damage"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestTwinsDependOnNothingButTheirFile compresses files in other orders, with other numbers
// of workers, from memory and from the disk.
func TestTwinsDependOnNothingButTheirFile(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var files []artifact.File
	for i := range 60 {
		text := strings.Repeat(fmt.Sprintf("<td>%d</td>", random.IntN(1000)), 1+random.IntN(3000)) + longText(fmt.Sprint(i))
		files = append(files, page(fmt.Sprintf("list/%d.html", i), text))
	}
	files = append(files, page("large.json", strings.Repeat(longText("large"), 1+3*largest/brotliFrom)))
	one := room(t)
	o := withTwins
	o.Jobs = 1
	if _, err := Tree(one, plan(files...), o); err != nil {
		t.Fatal(err)
	}
	want := texts(t, one)
	for round := range 2 {
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		other := room(t)
		if round == 1 { // only the twins are missing
			must(t, other, files...)
		}
		o.Jobs = 3
		if _, err := Tree(other, plan(files...), o); err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprint("files of round ", round), want, texts(t, other))
	}
}

// TestTwinsAreAsSmallAsThoseOfTheUsualPrograms compares with the libraries whose sizes are
// those of gzip -6 and brotli -q 5.
func TestTwinsAreAsSmallAsThoseOfTheUsualPrograms(t *testing.T) {
	var text bytes.Buffer
	for i := range 700 {
		fmt.Fprintf(&text, "<tr><td>%d<td><a href=\"../runners/M%d.html\">Runner %x</a><td>%d:%02d:%02d\n", i, i*7, i*i*i, 2+i/300, i%60, i*7%60)
	}
	var c compressor
	for _, end := range []string{gzipped, brotlized} {
		var got, want bytes.Buffer
		if err := c.compress(&got, bytes.NewReader(text.Bytes()), end); err != nil {
			t.Fatal(err)
		}
		var w io.WriteCloser = brotli.NewWriterLevel(&want, 5)
		if end == gzipped {
			w, _ = gzip.NewWriterLevel(&want, 6)
		}
		_, err := w.Write(text.Bytes())
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		if most := want.Len() * 103 / 100; got.Len() > most {
			t.Errorf("%s: %d bytes, wanted at most %d", end, got.Len(), most)
		}
	}
}

func TestASessionKeepsTwinsBesideTheirFiles(t *testing.T) {
	t.Parallel()
	dir := room(t)
	s, err := openSession(dir, Purge{}, quick)
	if err != nil {
		t.Fatal(err)
	}
	publish := func(files []artifact.File, o Options) (Summary, Moves) {
		t.Helper()
		sum, moves, err := s.Publish(plan(files...), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if found, err := Verify(dir); err != nil || len(found) > 0 {
			t.Fatalf("%v, %v", found, err)
		}
		if m, err := ReadManifest(dir); err != nil || len(m.Files) != sum.Files {
			t.Fatalf("the manifest has %d files of %d, %v", len(m.Files), sum.Files, err)
		}
		return sum, moves
	}
	publish(textual("0"), withTwins)
	if _, moves := publish(textual("0"), withTwins); len(moves.Changed)+len(moves.Gone) > 0 {
		t.Errorf("a run without a change changed %d files", len(moves.Changed)+len(moves.Gone))
	}
	random := rand.New(rand.NewPCG(7, 8))
	for run := range 40 {
		files := small(fmt.Sprint(run / 3))
		for n := range 20 {
			text := fmt.Sprint(random.IntN(4))
			if random.IntN(2) == 0 {
				text = longText(text)
			}
			if random.IntN(4) > 0 {
				files = append(files, page(fmt.Sprintf("zh/list/%d/index.html", n), text))
			}
		}
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		_, moves := publish(files, withTwins)
		checkTwins(t, dir, files)
		if !logged(s) {
			t.Errorf("run %d was not logged", run)
		}
		if moves.All {
			t.Errorf("run %d looked at everything", run)
		}
	}
	files := textual("9")
	publish(files, withTwins)
	damage(t, filepath.Join(dir, "index.html.gz"))
	for range share + 1 {
		s.Publish(plan(files...), withTwins, nil)
	}
	checkTwins(t, dir, files)
	publish(files, Options{})
	same(t, "files for a host that wants no twins", wanted(t, files...), texts(t, dir))
	publish(files, withTwins)
	checkTwins(t, dir, files)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASiteThatTheHostDoesNotTakeLeavesTheOldOne(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	for _, l := range []Limits{{File: 7}, {Site: 38}} {
		if _, err := Tree(dir, plan(small("2")...), Options{Limits: l}); err == nil {
			t.Errorf("%+v: no error", l)
		}
		same(t, "files", wanted(t, small("1")...), texts(t, dir))
		clean(t, dir)
	}
}
