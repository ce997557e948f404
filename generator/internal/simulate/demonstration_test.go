package simulate

import (
	"bytes"
	"flag"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the demonstration's tables anew")

// demonstration is the field of data/2022.
var demonstration = Options{Runners: 1200, Seed: 2022, Year: 2022}

const root = "../../.."

func TestDemonstration(t *testing.T) {
	fresh := made(t, demonstration)
	for _, name := range []string{"entries.csv", "times.csv", "rulings.csv", "releases.csv"} {
		t.Run("the committed "+name+" is what a fresh run writes", func(t *testing.T) {
			name := path.Join("data/2022/marathon", name)
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
		want, got := list(string(fresh["data/2022/edition.yaml"])), list(string(rules))
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
