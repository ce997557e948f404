package publish

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
)

func TestVerifyNamesWhatIsNotAsItWasBuilt(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	if found, err := Verify(dir); err != nil || len(found) > 0 {
		t.Fatalf("a fresh site: %v, %v", found, err)
	}
	put(t, filepath.Join(dir, ".well-known", "x"), "dotfiles are nobody's business")
	put(t, filepath.Join(dir, "en", "stray.html"), "stray")
	put(t, filepath.Join(dir, "index.html"), "HOME 1") // the same size
	put(t, filepath.Join(dir, "404.html"), "longer than it was")
	if err := os.Remove(filepath.Join(dir, "zh", "index.html")); err != nil {
		t.Fatal(err)
	}
	found, err := Verify(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range found {
		rel, err := filepath.Rel(dir, filepath.FromSlash(p.Path))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, filepath.ToSlash(rel)+" "+string(p.Level)+" "+p.Code)
	}
	same(t, "findings", []string{
		"404.html error changed_file",
		"en/stray.html warning foreign_file",
		"index.html error changed_file",
		"zh/index.html error missing_file",
	}, got)

	put(t, filepath.Join(filepath.Dir(dir), ".guntime", "public", "pending.json"), "")
	found, err = Verify(dir)
	if err != nil || !strings.Contains(found[0].Code, "unfinished_build") {
		t.Errorf("after a broken build: %v, %v", found, err)
	}
}

func TestVerifyOfAFolderThatIsGoneNamesEveryFile(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if found, err := Verify(dir); err != nil || len(found) != 7 {
		t.Errorf("%v, %v", found, err)
	}
}

func TestWithoutAManifestNothingIsVerified(t *testing.T) {
	if _, err := Verify(room(t)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestTheManifestTellsEveryFile(t *testing.T) {
	dir := room(t)
	files := append(small("1"), page(`a "quoted" <name> & 中文.html`, "odd"))
	must(t, dir, files...)
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Files) != len(files) {
		t.Fatalf("%d entries", len(m.Files))
	}
	for _, f := range files {
		e, ok := m.Find(f.Path)
		info, err := os.Stat(filepath.Join(dir, f.Path))
		if !ok || err != nil || e.Key != f.Key || e.Size != info.Size() || e.Modified != info.ModTime().UnixNano() {
			t.Errorf("%s: %+v %v %v", f.Path, e, ok, err)
		}
		sum, err := hashFile(filepath.Join(dir, f.Path))
		if err != nil || sum != e.SHA256 {
			t.Errorf("%s: hash %x, %v", f.Path, e.SHA256, err)
		}
	}
	if _, ok := m.Find("nothing"); ok {
		t.Error("a path that is none is found")
	}
}

func TestVerifyUnpacksTheTwins(t *testing.T) {
	dir := room(t)
	var other bytes.Buffer
	z := gzip.NewWriter(&other)
	z.Write([]byte("other"))
	z.Close()
	var files []artifact.File
	for _, f := range small("1") {
		files = append(files, f)
		if path.Ext(f.Path) == ".html" {
			twin := page(f.Path+".gz", other.String())
			if f.Path != "zh/index.html" { // whose twin is one of something else
				twin.Draw = func(w io.Writer) error {
					return new(compressor).compress(w, strings.NewReader(wanted(t, f)[f.Path]), gzipped)
				}
			}
			files = append(files, twin)
		}
	}
	must(t, dir, files...)
	found, err := Verify(dir)
	if err != nil || len(found) != 1 || found[0].Code != "wrong_twin" || !strings.HasSuffix(found[0].Path, "zh/index.html.gz") {
		t.Errorf("%v, %v", found, err)
	}
}
