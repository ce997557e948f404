package publish

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
)

// long is a file of three and a half megabytes, drawn in pieces, which fails
// where it is told to.
func long(salt string, fails error) artifact.File {
	return artifact.File{Path: "2022/results.json", Draw: func(w io.Writer) error {
		for range 35 {
			if _, err := io.WriteString(w, strings.Repeat(salt, 100_000)); err != nil {
				return err
			}
		}
		return fails
	}}
}

func TestALargeDrawingGoesToTheDiskAsItIsDrawn(t *testing.T) {
	dir := room(t)
	is := func(salt string) {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(dir, "2022/results.json"))
		if err != nil || string(data) != strings.Repeat(salt, 3_500_000) {
			t.Fatalf("%d bytes of %q…, %v", len(data), data[:min(len(data), 10)], err)
		}
		if found, err := Verify(dir); err != nil || len(found) > 0 {
			t.Fatal(found, err)
		}
	}
	must(t, dir, long("a", nil), page("index.html", "x"))
	is("a")
	before := inventory(t, filepath.Dir(dir))
	if s := must(t, dir, long("a", nil), page("index.html", "x")); s.Drawn != 1 || s.Written != 0 {
		t.Errorf("%+v", s)
	}
	if after := inventory(t, filepath.Dir(dir)); len(after) != len(before) || after["public/2022/results.json"] != before["public/2022/results.json"] {
		t.Errorf("a build of the same left\n%v, before\n%v", after, before)
	}
	broken := errors.New("broken")
	if _, err := Tree(dir, plan(long("b", broken)), Options{}); !errors.Is(err, broken) {
		t.Error(err)
	}
	is("a")
	if s := must(t, dir, long("b", nil), page("index.html", "x")); s.Written != 1 {
		t.Errorf("%+v", s)
	}
	is("b")
}

func TestAFaultWithALargeDrawingLeavesOneWholeSite(t *testing.T) {
	for n := 0; ; n++ {
		dir := room(t)
		must(t, dir, long("a", nil))
		left := n
		_, err := tree(dir, plan(long("b", nil), page("index.html", "x")), Options{Jobs: 1}, disk{fault: func(string, string) error {
			if left--; left == -1 {
				return errors.New("full")
			}
			return nil
		}})
		found, wrong := Verify(dir)
		if wrong != nil || len(found) > 0 {
			t.Fatalf("a fault at change %d: %v %v", n, found, wrong)
		}
		if err == nil && left >= 0 {
			return
		}
		if failed := (*DiskError)(nil); err != nil && !errors.As(err, &failed) {
			t.Fatalf("a fault at change %d: %v", n, err)
		}
	}
}
