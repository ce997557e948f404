package publish

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"guntime/generator/internal/artifact"
)

// told publishes a site of one page with the snapshot of one edition, as the first
// that counts.
func told(t *testing.T, dir, text, says string) {
	t.Helper()
	o := Options{Snapshots: []Snapshot{{Name: "2022", First: true, Draw: func(w io.Writer) error { _, err := io.WriteString(w, says); return err }}}}
	if _, err := tree(dir, plan(page("index.html", text)), o, quick); err != nil {
		t.Fatal(err)
	}
}

func first(t *testing.T, dir string) string {
	t.Helper()
	text, err := FirstSnapshot(dir, "2022")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func uploadedNow(t *testing.T, dir string) {
	t.Helper()
	m, err := ReadManifest(dir)
	if err == nil {
		err = Uploaded(dir, m)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstSnapshotIsThatOfTheFirstUploadElseOfTheFirstBuild(t *testing.T) {
	dir := room(t)
	same(t, "before any build", "", first(t, dir))
	told(t, dir, "a", "A")
	told(t, dir, "b", "B")
	same(t, "after two builds", "A", first(t, dir))
	uploadedNow(t, dir)
	same(t, "after an upload", "B", first(t, dir))
	told(t, dir, "c", "C")
	uploadedNow(t, dir)
	told(t, dir, "d", "D")
	told(t, dir, "e", "E")
	same(t, "after more of them", "B", first(t, dir))

	// Where it does not count any more, it is forgotten.
	o := Options{Snapshots: []Snapshot{{Name: "2022", Draw: func(io.Writer) error { return nil }}}}
	if _, err := tree(dir, plan(page("index.html", "f")), o, quick); err != nil {
		t.Fatal(err)
	}
	same(t, "after a release", "", first(t, dir))
}

func TestARollbackAsksWhatIsKnownOfBothSites(t *testing.T) {
	dir := room(t)
	told(t, dir, "a", "A")
	told(t, dir, "b", "B")
	told(t, dir, "b", "B") // changes nothing
	asked := [2]string{}
	back := func(err error) Options {
		return Options{Back: func(before, now map[string][]byte) error {
			asked = [2]string{string(before["2022"]), string(now["2022"])}
			return err
		}}
	}
	if _, err := Rollback(dir, back(io.ErrNoProgress)); err != io.ErrNoProgress {
		t.Errorf("%v", err)
	}
	same(t, "asked", [2]string{"A", "B"}, asked)
	same(t, "the site", map[string]string{"index.html": "b"}, texts(t, dir))
	clean(t, dir)
	for _, want := range [][2]string{{"A", "B"}, {"B", "A"}} {
		if _, err := Rollback(dir, back(nil)); err != nil {
			t.Fatal(err)
		}
		same(t, "asked", want, asked)
	}
}

// What is known of a site may change while the site does not: the release before is
// still the one before.
func TestAnotherSnapshotOfTheSameSiteKeepsTheReleaseBefore(t *testing.T) {
	dir := room(t)
	told(t, dir, "a", "A")
	told(t, dir, "b", "B")
	told(t, dir, "b", "B2")
	var now string
	if _, err := Rollback(dir, Options{Back: func(_, is map[string][]byte) error { now = string(is["2022"]); return nil }}); err != nil {
		t.Fatal(err)
	}
	same(t, "the snapshot", "B2", now)
	same(t, "the site", map[string]string{"index.html": "a"}, texts(t, dir))
}

func TestSnapshotsThatNoSiteNamesGo(t *testing.T) {
	dir := room(t)
	for _, text := range []string{"a", "b", "c", "d", "e", "f"} {
		told(t, dir, text, text)
	}
	at := filepath.Join(filepath.Dir(dir), ".guntime", "public", "snapshots")
	entries, err := os.ReadDir(at)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		if text, err := os.ReadFile(filepath.Join(at, e.Name())); err != nil {
			t.Fatal(err)
		} else if e.Name() != "first.json" {
			left = append(left, string(text))
		}
	}
	same(t, "they are the first, the last and the one before", 3, len(left))

	// One that was touched is lost, and is not taken for what it was.
	for _, e := range entries {
		put(t, filepath.Join(at, e.Name()), "edited")
	}
	same(t, "the first", "", first(t, dir))
	_, err = Rollback(dir, Options{Back: func(before, now map[string][]byte) error {
		same(t, "of the release before", []byte(nil), before["2022"])
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// A build that goes wrong anywhere leaves what was known of the site before.
func TestAFailedBuildLeavesTheSnapshots(t *testing.T) {
	dir := room(t)
	told(t, dir, "a", "A")
	bad := Snapshot{Name: "2022", First: true, Draw: func(io.Writer) error { return io.ErrShortWrite }}
	if _, err := tree(dir, plan(page("index.html", "b")), Options{Snapshots: []Snapshot{bad}}, quick); err == nil {
		t.Fatal("no error")
	}
	same(t, "the site", map[string]string{"index.html": "a"}, texts(t, dir))
	same(t, "the first", "A", first(t, dir))
	clean(t, dir)
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "it is named", artifact.Key(m.Inputs["snapshot 2022"]), m.Inputs["first snapshot 2022"])
}

// Whatever of the disk fails as the site and its snapshot change, the next build
// knows what was first, and a rollback what is on both sites.
func TestWhateverFailsTheFirstSnapshotIsKnown(t *testing.T) {
	for last := 1; ; last++ {
		dir, n := room(t), 0
		told(t, dir, "a", "A")
		d := quick
		d.fault = func(string, string) error {
			if n++; n >= last {
				return io.ErrNoProgress
			}
			return nil
		}
		o := Options{Snapshots: []Snapshot{{Name: "2022", First: true, Draw: func(w io.Writer) error { _, err := io.WriteString(w, "B"); return err }}}}
		_, failed := tree(dir, plan(page("index.html", "b")), o, d)
		told(t, dir, "c", "C")
		same(t, "the first", "A", first(t, dir))
		_, err := Rollback(dir, Options{Back: func(before, now map[string][]byte) error {
			if was := string(before["2022"]); was != "A" && was != "B" || string(now["2022"]) != "C" {
				t.Errorf("fault %d: before it is %q, now %q", last, was, now["2022"])
			}
			return nil
		}})
		if err != nil && !errors.Is(err, ErrNoPrevious) { // which there is not where a broken change had to be finished
			t.Fatal(err)
		}
		if failed == nil {
			break
		}
	}
}
