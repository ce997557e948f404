package simulate

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

var update = flag.Bool("update", false, "write the demonstration's tables anew")

// demonstration is the field of data/2022/marathon.
var demonstration = Options{Runners: 1200, Seed: 2022, Year: 2022}

// beside are the races of data/2022 beside it.
var beside = map[string]Options{
	"half": {Runners: 300, Seed: 2022_21, Side: "H"},
	"10k":  {Runners: 300, Seed: 2022_10, Side: "T"},
	"mini": {Runners: 150, Seed: 2022_04, Side: "N"},
}

const root = "../../.."

// demonstrated makes the tables of all races of data/2022.
func demonstrated(t *testing.T) memory {
	fresh := made(t, demonstration)
	rules, err := os.ReadFile(filepath.Join(root, "data/2022/edition.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for id, options := range beside {
		_, text, _ := strings.Cut(string(rules), "\n  "+id+":\n")
		create := func(name string) (io.WriteCloser, error) { return fresh.create(path.Join("data/2022", id, name)) }
		if err := Race(options, standardEdition(2022), ruled(t, id, text), create); err != nil {
			t.Fatal(err)
		}
	}
	return fresh
}

var (
	gunLine   = regexp.MustCompile(`(?m)^    gun: "(.*)"$`)
	pointLine = regexp.MustCompile(`^ +- \{id: (\w+), km: ([\d.]+)(?:, cutoff: "(.*)")?\}$`)
)

// ruled is a race as far as its field needs to know it, from the text of its
// rules.
func ruled(t *testing.T, id, text string) *race.Race {
	rc := &race.Race{ID: id, Divisions: []*race.Division{{ID: "open", Gun: race.Unseen}}}
	if m := gunLine.FindStringSubmatch(text); m != nil {
		rc.Gun = instant(t, m[1])
	}
	_, list, _ := strings.Cut(text, "    points:\n")
	for line := range strings.Lines(list) {
		m := pointLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			break
		}
		at, err := race.ParseDistance(m[2])
		if err != nil {
			t.Fatal(err)
		}
		point := race.Point{ID: m[1], At: at}
		if m[3] != "" {
			point.Cutoff = race.Cutoff{Set: true, At: instant(t, m[3]+":00")}
		}
		rc.Points = append(rc.Points, point)
	}
	return rc
}

func instant(t *testing.T, clock string) race.Instant {
	c, err := race.ParseClock(clock)
	if err != nil {
		t.Fatal(err)
	}
	return race.Instant(c)
}

func TestDemonstration(t *testing.T) {
	fresh := demonstrated(t)
	var tables []string
	for name := range fresh {
		if strings.HasSuffix(name, ".csv") {
			tables = append(tables, name)
		}
	}
	slices.Sort(tables)
	for _, name := range tables {
		t.Run("the committed "+name+" is what a fresh run writes", func(t *testing.T) {
			file := filepath.Join(root, filepath.FromSlash(name))
			if *update {
				if err := os.WriteFile(file, fresh[name], 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, fresh[name]) {
				t.Errorf("%s differs; go test ./generator/internal/simulate -update writes it anew", name)
			}
		})
	}
	t.Run("its rules have the points, the cut-offs and the championship its field was made for", func(t *testing.T) {
		rules, err := os.ReadFile(filepath.Join(root, "data/2022/edition.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		list := func(text string) []string {
			var lines []string
			for _, line := range strings.Split(text, "\n") {
				if line = strings.TrimSpace(line); strings.HasPrefix(line, "- {id: ") {
					lines = append(lines, strings.SplitN(line, ", name", 2)[0])
				}
			}
			return lines
		}
		marathon, _, _ := strings.Cut(string(rules), "\n  half:\n")
		want, got := list(string(fresh["data/2022/edition.yaml"])), list(marathon)
		if len(want) != len(standardPoints)+1 || strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("edition.yaml lists\n%s\nthe field was made for\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

func TestNoRealAthlete(t *testing.T) {
	list, err := os.ReadFile(filepath.Join(root, "data/champions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	champions := strings.ToLower(string(list))
	if !strings.Contains(champions, "kisorio") {
		t.Fatal("champions.csv lacks a champion it must have")
	}
	for _, l := range invited {
		for _, g := range l.guests {
			t.Run(g.name+" never won here", func(t *testing.T) {
				if strings.Contains(champions, strings.ToLower(g.name)) {
					t.Error("a champion bears that very name")
				}
				if g.latin != "" {
					return
				}
				// Of a name in letters, no two words may be those of one champion.
				for _, line := range strings.Split(champions, "\n") {
					fields := strings.Split(line, ",")
					if len(fields) < 4 {
						continue
					}
					shared := 0
					words := strings.Fields(fields[3])
					for _, word := range strings.Fields(strings.ToLower(g.name)) {
						for _, other := range words {
							if word == other {
								shared++
							}
						}
					}
					if shared > 1 {
						t.Errorf("shares %d names with %s", shared, fields[3])
					}
				}
			})
		}
	}
}
