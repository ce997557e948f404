package publish

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestRollbackPutsTheReleaseBeforeBackAndForth(t *testing.T) {
	dir := room(t)
	if _, err := Rollback(dir, Options{}); !errors.Is(err, ErrNoPrevious) {
		t.Errorf("before any build: %v", err)
	}
	must(t, dir, before()...)
	if _, err := Rollback(dir, Options{}); !errors.Is(err, ErrNoPrevious) {
		t.Errorf("after the first build: %v", err)
	}
	must(t, dir, after()...)
	must(t, dir, after()...) // a build that changes nothing forgets nothing
	for _, want := range []map[string]string{wanted(t, before()...), wanted(t, after()...), wanted(t, before()...)} {
		if _, err := Rollback(dir, Options{}); err != nil {
			t.Fatal(err)
		}
		same(t, "files", want, texts(t, dir))
		if found, err := Verify(dir); err != nil || len(found) > 0 {
			t.Errorf("%v, %v", found, err)
		}
		clean(t, dir)
	}
	same(t, "what is to be uploaded", true, len(lists(t, dir)["changed"]) > 0)
}

func TestRollbackToWhatIsNotWholeChangesNothing(t *testing.T) {
	dir := room(t)
	must(t, dir, before()...)
	must(t, dir, after()...)
	put(t, filepath.Join(filepath.Dir(dir), ".guntime", "public", "previous", "files", "turn"), "edited")
	if _, err := Rollback(dir, Options{}); err == nil {
		t.Error("no error")
	}
	same(t, "files", wanted(t, after()...), texts(t, dir))
	clean(t, dir)
}
