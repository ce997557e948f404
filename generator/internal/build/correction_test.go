package build

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// corrected adds a millisecond to the finish of one runner in the middle of the table.
func corrected(t testing.TB, dir string) {
	t.Helper()
	name := filepath.Join(dir, "data", "2022", "marathon", "times.csv")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	for i := len(lines) / 2; i < len(lines); i++ {
		last := strings.LastIndexByte(lines[i], '.')
		if last < 0 || last != len(lines[i])-4 {
			continue // nobody who finished
		}
		n, err := strconv.Atoi(lines[i][last+1:])
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = lines[i][:last+1] + strconv.Itoa(1000 + (n+1)%1000)[1:]
		break
	}
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsKeptMayBeLostOrWrongAndChangesNoByte(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := Options{Dir: filepath.Join(dir, "p"), Public: filepath.Join(dir, "public"), Now: newYear}
	simulated(t, 20, o.Dir)
	built(t, o)
	kept := filepath.Join(dir, ".guntime", "public", "kept", "2022", "marathon")
	for _, name := range []string{"finder", "results.csv", "results.json", "results.xlsx"} {
		if info, err := os.Stat(filepath.Join(kept, name)); err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Fatal(name, info, err)
		}
	}
	for i, spoil := range []func(name string) error{
		func(string) error { return nil },
		os.Remove,
		func(name string) error { return os.WriteFile(name, []byte("something else"), 0o600) },
		func(name string) error { return os.Truncate(name, 88) },
	} {
		all, err := filepath.Glob(filepath.Join(kept, "*"))
		if err != nil || len(all) == 0 {
			t.Fatal(all, err)
		}
		for _, name := range all {
			if err := spoil(name); err != nil {
				t.Fatal(err)
			}
		}
		corrected(t, o.Dir)
		built(t, o)
		fresh := o
		fresh.Public = filepath.Join(dir, "fresh"+strconv.Itoa(i), "public")
		built(t, fresh)
		want, got := contents(t, fresh.Public), contents(t, o.Public)
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%d: %s is not what a fresh build draws", i, name)
			}
		}
		if len(want) < 100 || len(got) != len(want) {
			t.Errorf("%d: %d files, and %d of a fresh build", i, len(got), len(want))
		}
	}
}

func TestWhatIsKeptOfAnEditionGoesWithIt(t *testing.T) {
	t.Parallel()
	o := archive(t)
	built(t, o)
	kept := func(year string) bool {
		_, err := os.Stat(filepath.Join(filepath.Dir(o.Public), ".guntime", "public", "kept", year))
		return err == nil
	}
	if !kept("2020") || !kept("2022") {
		t.Fatal("nothing is kept")
	}
	if err := os.RemoveAll(filepath.Join(o.Dir, "data", "2020")); err != nil {
		t.Fatal(err)
	}
	built(t, o)
	if kept("2020") || !kept("2021") || !kept("2022") {
		t.Errorf("of 2020: %t, 2021: %t, 2022: %t", kept("2020"), kept("2021"), kept("2022"))
	}
}

// BenchmarkCorrection measures a build from the disk after one time of 30,000 runners was
// corrected, and one after which nothing is another.
func BenchmarkCorrection(b *testing.B) {
	dir := b.TempDir()
	o := Options{Dir: filepath.Join(dir, "race"), Public: filepath.Join(dir, "public"), Now: newYear}
	simulated(b, 30_000, o.Dir)
	build := func() {
		if r, err := Site(b.Context(), o); err != nil {
			b.Fatal(r.Found, err)
		}
	}
	build()
	b.Run("nothing changed", func(b *testing.B) {
		for b.Loop() {
			build()
		}
	})
	b.Run("one time", func(b *testing.B) {
		for b.Loop() {
			corrected(b, o.Dir)
			build()
		}
	})
}
