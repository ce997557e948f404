package simulate

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

// memory is a folder that is not on a disk.
type memory map[string][]byte

func (m memory) create(name string) (io.WriteCloser, error) {
	if _, twice := m[name]; twice {
		return nil, fmt.Errorf("%s is written twice", name)
	}
	m[name] = []byte{}
	return &file{to: m, name: name}, nil
}

type file struct {
	to     memory
	name   string
	closed bool
}

func (f *file) Write(b []byte) (int, error) {
	if f.closed {
		return 0, errors.New("write after close")
	}
	f.to[f.name] = append(f.to[f.name], b...)
	return len(b), nil
}

func (f *file) Close() error { f.closed = true; return nil }

func made(t testing.TB, o Options) memory {
	t.Helper()
	m := memory{}
	if err := Project(o, m.create); err != nil {
		t.Fatal(err)
	}
	return m
}

// sheet is a table as its readers see it: rows of cells by column.
func sheet(t testing.TB, m memory, name string) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(m["data/2022/marathon/"+name])).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, cell := range record {
			row[records[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

func TestFiles(t *testing.T) {
	t.Run("a project is six files with ends of line of one kind", func(t *testing.T) {
		m := made(t, Options{Runners: 50, Seed: 1})
		want := []string{"data/2022/edition.yaml", "data/2022/marathon/entries.csv", "data/2022/marathon/releases.csv",
			"data/2022/marathon/rulings.csv", "data/2022/marathon/times.csv", "data/site.yaml"}
		if got := slices.Sorted(maps.Keys(m)); !slices.Equal(got, want) {
			t.Fatalf("wrote %q", got)
		}
		for name, text := range m {
			if bytes.ContainsRune(text, '\r') || !bytes.HasSuffix(text, []byte("\n")) {
				t.Errorf("%s: an end of line is not a line feed", name)
			}
		}
	})
	t.Run("the same seed gives the same bytes, another seed others", func(t *testing.T) {
		a, b, c := made(t, Options{Runners: 700, Seed: 5}), made(t, Options{Runners: 700, Seed: 5}), made(t, Options{Runners: 700, Seed: 6})
		for name := range a {
			if !bytes.Equal(a[name], b[name]) {
				t.Errorf("%s differs between two runs", name)
			}
		}
		for _, name := range []string{"entries.csv", "times.csv"} {
			if name = "data/2022/marathon/" + name; bytes.Equal(a[name], c[name]) {
				t.Errorf("%s is the same for two seeds", name)
			}
		}
	})
	t.Run("a larger field begins with the smaller one", func(t *testing.T) {
		small, large := made(t, Options{Runners: 333, Seed: 9}), made(t, Options{Runners: 2000, Seed: 9})
		for _, name := range []string{"entries.csv", "times.csv", "releases.csv"} {
			name = "data/2022/marathon/" + name
			if !bytes.HasPrefix(large[name], small[name]) || len(large[name]) == len(small[name]) {
				t.Errorf("%s of 333 runners is not how that of 2000 begins", name)
			}
		}
	})
	t.Run("another year is another Sunday and the same rules", func(t *testing.T) {
		m := memory{}
		if err := Project(Options{Runners: 30, Seed: 1, Year: 2019}, m.create); err != nil {
			t.Fatal(err)
		}
		text := string(m["data/2019/edition.yaml"])
		for _, want := range []string{"date: 2019-11-03\n", "born_before: 1999-12-31", "state: official", "demonstration: true", "access: open"} {
			if !strings.Contains(text, want) {
				t.Errorf("edition.yaml lacks %q:\n%s", want, text)
			}
		}
	})
	t.Run("a field of any size is written", func(t *testing.T) {
		for _, n := range []int{1, 2, allInvited, allInvited + 1} {
			if got := len(sheet(t, made(t, Options{Runners: n}), "entries.csv")); got != n {
				t.Errorf("%d entries for %d runners", got, n)
			}
		}
	})
	t.Run("a field of nobody is refused before anything is opened", func(t *testing.T) {
		m := memory{}
		if err := Race(Options{}, standardEdition(2022), standardEdition(2022).Races[0], m.create); err == nil || len(m) > 0 {
			t.Errorf("got %v and files %v", err, m)
		}
	})
}

// broken is a folder in which one thing does not work.
type broken struct {
	memory
	open, write, close string
	left               int // files open
}

var errDisk = errors.New("disk full")

func (b *broken) create(name string) (io.WriteCloser, error) {
	if name == b.open {
		return nil, errDisk
	}
	to, err := b.memory.create(name)
	b.left++
	return &brokenFile{to, b, name}, err
}

type brokenFile struct {
	io.WriteCloser
	in   *broken
	name string
}

func (f *brokenFile) Write(b []byte) (int, error) {
	if f.name == f.in.write {
		return 0, errDisk
	}
	return f.WriteCloser.Write(b)
}

func (f *brokenFile) Close() error {
	f.in.left--
	if f.name == f.in.close {
		return errDisk
	}
	return f.WriteCloser.Close()
}

func TestBrokenDisk(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(made(t, Options{Runners: 1}))) {
		for verb, in := range map[string]*broken{"opened": {open: name}, "written": {write: name}, "closed": {close: name}} {
			t.Run(name+" that cannot be "+verb+" is named, and every file given back", func(t *testing.T) {
				in.memory = memory{}
				err := Project(Options{Runners: 3000}, in.create)
				if !errors.Is(err, errDisk) || !strings.Contains(err.Error(), path.Dir(name)) || !strings.Contains(err.Error(), path.Base(name)) {
					t.Errorf("got %v", err)
				}
				if in.left != 0 {
					t.Errorf("%d files left open", in.left)
				}
			})
		}
	}
}

var (
	bibForm   = regexp.MustCompile(`^([MFW][1-9][0-9]?|[A-F][0-9]{5})$`)
	natForm   = regexp.MustCompile(`^[A-Z]{3}$`)
	latinForm = regexp.MustCompile(`^[A-Z][A-Z-]+( [A-Z][a-z]+(-[a-z]+)?)?$`)
	chipForm  = regexp.MustCompile(`^[0-9A-F]{7}$`)
	codeForm  = regexp.MustCompile(`^([A-Z2-7]{16})?$`)
	timeForm  = regexp.MustCompile(`^[0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}$`)
)

func TestRows(t *testing.T) {
	m := made(t, Options{Runners: 20_000, Seed: 3})
	entries, times := sheet(t, m, "entries.csv"), sheet(t, m, "times.csv")
	bibs := map[string]bool{}
	t.Run("every entry can be read and may run", func(t *testing.T) {
		chips := map[string]bool{}
		raceDay := time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC)
		for _, e := range entries {
			birth, err := time.Parse(time.DateOnly, e["birth_date"])
			switch {
			case bibs[e["bib"]] || !bibForm.MatchString(e["bib"]):
				t.Errorf("bib %q", e["bib"])
			case chips[e["chip"]] || !chipForm.MatchString(e["chip"]):
				t.Errorf("chip %q", e["chip"])
			case strings.TrimSpace(e["name"]) != e["name"] || e["name"] == "":
				t.Errorf("name %q", e["name"])
			case e["latin_name"] != "" && !latinForm.MatchString(e["latin_name"]):
				t.Errorf("latin name %q", e["latin_name"])
			case e["gender"] != "M" && e["gender"] != "F":
				t.Errorf("gender %q", e["gender"])
			case !natForm.MatchString(e["nat"]):
				t.Errorf("nation %q", e["nat"])
			case err != nil || birth.AddDate(20, 0, 0).After(raceDay) || !birth.AddDate(76, 0, 0).After(raceDay):
				t.Errorf("birth date %q", e["birth_date"])
			case !codeForm.MatchString(e["certificate_code"]):
				t.Errorf("code %q", e["certificate_code"])
			case e["category"] == "general" && e["bib"][:1] != e["zone"]:
				t.Errorf("bib %q in zone %q", e["bib"], e["zone"])
			}
			bibs[e["bib"]], chips[e["chip"]] = true, true
		}
	})
	t.Run("passings stand in the order of the course, and one row alone cannot be read", func(t *testing.T) {
		illegible := 0
		seen := map[string]bool{}
		for _, row := range times {
			if !bibs[row["bib"]] || seen[row["bib"]] {
				t.Errorf("bib %q is not entered or timed twice", row["bib"])
			}
			seen[row["bib"]] = true
			last := race.Clock(0)
			for _, p := range standardPoints {
				cell := row[p.id]
				if cell == "" {
					continue
				}
				c, err := race.ParseClock(cell)
				if err != nil {
					illegible++
					continue
				}
				if !timeForm.MatchString(cell) || c <= last {
					t.Errorf("bib %s at %s: %s after %s", row["bib"], p.id, cell, last)
				}
				last = c
			}
		}
		if illegible != 1 {
			t.Errorf("%d cells cannot be read", illegible)
		}
	})
	t.Run("rulings name an entered bib and everything a ruling needs", func(t *testing.T) {
		date := ""
		for _, r := range sheet(t, m, "rulings.csv") {
			if !bibs[r["bib"]] || !slices.Contains(race.RulingKinds, race.RulingKind(r["ruling"])) {
				t.Errorf("%s of %s", r["ruling"], r["bib"])
			}
			for _, column := range []string{"clause", "authority", "date", "note_en", "note_zh", "note_ja"} {
				if r[column] == "" {
					t.Errorf("%s of %s without %s", r["ruling"], r["bib"], column)
				}
			}
			if r["date"] < date {
				t.Errorf("%s of %s is out of order", r["ruling"], r["bib"])
			}
			date = r["date"]
		}
	})
	t.Run("whoever is released was held", func(t *testing.T) {
		held := map[string]bool{}
		for _, e := range entries {
			held[e["bib"]] = e["certificate_hold"] == "yes"
		}
		for _, r := range sheet(t, m, "releases.csv") {
			if !held[r["bib"]] {
				t.Errorf("%s was not held", r["bib"])
			}
		}
	})
}

func TestNames(t *testing.T) {
	t.Run("every character of a given name has a reading", func(t *testing.T) {
		all := slices.Clone(rare)
		for _, g := range slices.Concat(sons, daughters) {
			all = slices.Concat(all, g.first, g.second, g.only)
		}
		for _, han := range all {
			if readings[han] == "" {
				t.Errorf("%c has none", han)
			}
		}
	})
	t.Run("Wang is the name oftener than Yin, and compound names are there", func(t *testing.T) {
		count := map[string]int{}
		for _, e := range sheet(t, made(t, Options{Runners: 20_000, Seed: 4}), "entries.csv") {
			count[strings.Fields(e["latin_name"] + " -")[0]]++
		}
		if count["WANG"] < 10*count["YIN"] || count["YIN"] == 0 || count["OUYANG"] == 0 || count["ZHUGE"] == 0 {
			t.Errorf("WANG %d, YIN %d, OUYANG %d, ZHUGE %d", count["WANG"], count["YIN"], count["OUYANG"], count["ZHUGE"])
		}
	})
}

// A field of 30,000 is made in so much longer than one of 3,000 as it is larger.
func BenchmarkRace(b *testing.B) {
	for _, n := range []int{3_000, 30_000, 300_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				discard := func(string) (io.WriteCloser, error) { return nowhere{}, nil }
				if err := Project(Options{Runners: n, Seed: 1}, discard); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/runner")
		})
	}
}

type nowhere struct{}

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) Close() error                { return nil }
