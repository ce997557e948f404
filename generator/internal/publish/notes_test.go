package publish

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"guntime/generator/internal/artifact"
)

func TestNotesAreThoseOfTheLastBuild(t *testing.T) {
	dir := room(t)
	noted := func(notes ...artifact.File) map[string]string {
		t.Helper()
		if _, err := tree(dir, plan(small("1")...), Options{Notes: notes}, quick); err != nil {
			t.Fatal(err)
		}
		all, err := Notes(dir)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		for name, text := range all {
			texts[name] = string(text)
		}
		return texts
	}
	if none, err := Notes(dir); len(none) > 0 || err != nil {
		t.Errorf("before anything is built: %v, %v", none, err)
	}
	same(t, "the first", map[string]string{"a.json": "1", "b.json": "2"}, noted(page("a.json", "1"), page("b.json", "2")))
	same(t, "others", map[string]string{"b.json": "3"}, noted(page("b.json", "3")))
	same(t, "none", map[string]string{}, noted())
	noted(page("a.json", "1"))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if lost, err := Notes(dir); len(lost) > 0 || err != nil {
		t.Errorf("of a folder that is gone: %v, %v", lost, err)
	}
}

func TestANoteThatCannotBeDrawnStopsTheBuild(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	was := texts(t, dir)
	_, err := tree(dir, plan(small("2")...), Options{Notes: []artifact.File{{Path: "a.json", Draw: func(io.Writer) error { return io.ErrNoProgress }}}}, quick)
	if err == nil {
		t.Error("it goes on")
	}
	same(t, "files", was, texts(t, dir))
	clean(t, dir)
}

func TestUnderAFolderAreItsFilesAlone(t *testing.T) {
	m := &Manifest{}
	for _, name := range []string{"2021-b/x", "2021.html", "2021/a", "2021/b/c", "20210", "2022/a", "en/2021/a", "zh"} {
		m.Files = append(m.Files, Entry{Path: name})
	}
	for folder, want := range map[string][]string{"2021/": {"2021/a", "2021/b/c"}, "en/2021/": {"en/2021/a"}, "2023/": nil, "zz/": nil, "0/": nil} {
		var got []string
		for _, e := range m.Under(folder) {
			got = append(got, e.Path)
		}
		same(t, folder, want, got)
	}
}

func TestAManifestThatIsKnownIsReadAgainOnlyWhereItChanged(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	at, err := locate(dir)
	if err != nil {
		t.Fatal(err)
	}
	known, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if m, _, err := at.last(known); m != known || err != nil {
		t.Errorf("it is read again: %v", err)
	}
	must(t, dir, small("2")...)
	if m, _, err := at.last(known); m == known || err != nil {
		t.Errorf("what is known counts though another build was made: %v", err)
	}
	if err := os.Remove(filepath.Join(at.state, "manifest.json")); err != nil {
		t.Fatal(err)
	}
	if m, lost, err := at.last(known); m == known || !lost || err != nil {
		t.Errorf("what is known counts though it is lost: %v", err)
	}
}
