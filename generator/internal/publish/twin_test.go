package publish

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestTwinsUnpackToTheirFiles(t *testing.T) {
	dir := room(t)
	if _, err := Tree(dir, Twins(plan(small("1")...)), Options{}); err != nil {
		t.Fatal(err)
	}
	files := texts(t, dir)
	if len(files) != 3*7-2 { // a PDF has none
		t.Errorf("%d files", len(files))
	}
	for name, text := range wanted(t, small("1")...) {
		if !compressible[filepath.Ext(name)] {
			continue
		}
		for ext, unpack := range map[string]func(io.Reader) (io.Reader, error){
			".br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
			".gz": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		} {
			f, err := os.Open(filepath.Join(dir, name+ext))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			plain, err := unpack(f)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(plain); err != nil || string(got) != text {
				t.Errorf("%s%s: %q, %v", name, ext, got, err)
			}
		}
	}
	same(t, "the build after", Summary{Files: 19, Kept: 19, Bytes: size(files)}, func() Summary {
		s, err := Tree(dir, Twins(plan(small("1")...)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}())
}

func size(files map[string]string) (n int64) {
	for _, text := range files {
		n += int64(len(text))
	}
	return n
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
