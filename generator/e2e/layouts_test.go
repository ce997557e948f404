package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"guntime/generator/internal/build"
	"guntime/generator/internal/export"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// publishedRow is what results.json says of a runner, as far as layouts hold it.
type publishedRow struct {
	Bib, Name, Gender, Nat, Status string
	Place                          *int
	Overall                        *int   `json:"place_overall"`
	Gun                            *int64 `json:"gun_ms"`
	Net                            *int64 `json:"net_ms"`
	Splits                         []struct {
		Point string
		MS    int64
	}
}

// tryLayout makes a project of a layout by new -from alone, judges it, and says
// what is not as it is in the true race: wrong places, and anything else. Found
// are the findings.
func tryLayout(t *testing.T, l *layout) (places, other []string, said string, found problem.List) {
	t.Helper()
	base := t.TempDir()
	dir := filepath.Join(base, "project")
	args := []string{"new", "-now", "2026-01-01T00:00:00Z"}
	for _, name := range l.order {
		file := filepath.Join(base, name)
		if err := os.WriteFile(file, l.files[name], 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-from", file)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), append(args, dir), &out, &errs); status != done {
		return nil, []string{fmt.Sprintf("status %d: %s", status, &errs)}, out.String(), nil
	}
	in, found, err := build.Judge(t.Context(), build.Options{Dir: dir, Now: newYear}, read.Project)
	if err != nil {
		return nil, []string{fmt.Sprint(err, found)}, out.String(), found
	}
	v := in.Verdicts[0]
	got := map[string]publishedRow{}
	for _, rv := range v.Races {
		var b bytes.Buffer
		if err := export.JSON(&b, v, rv, func(*race.Result) string { return "" }, nil); err != nil {
			t.Fatal(err)
		}
		var file struct {
			Race    string
			Results []publishedRow
		}
		if err := json.Unmarshal(b.Bytes(), &file); err != nil {
			t.Fatal(err)
		}
		for _, row := range file.Results {
			if _, twice := got[row.Bib]; twice {
				other = append(other, "bib "+row.Bib+" stands twice")
			}
			got[row.Bib] = row
		}
	}
	wrong := func(list *[]string, format string, args ...any) { *list = append(*list, fmt.Sprintf(format, args...)) }
	if len(v.Races) != len(l.races) {
		wrong(&other, "%d races of %d", len(v.Races), len(l.races))
	}
	if len(got) != len(l.rows) {
		wrong(&other, "%d runners of %d", len(got), len(l.rows))
	}
	for _, rv := range v.Races {
		if !slices.ContainsFunc(l.races, func(c *contest) bool { return fmt.Sprint(c.km) == rv.Race.Length.String() }) {
			wrong(&other, "a race of %s km", rv.Race.Length)
		}
	}
	for i, e := range l.rows {
		bib := e.bib
		if l.rowNumbers {
			bib = fmt.Sprint(i + 1)
		}
		row, there := got[bib]
		if !there {
			wrong(&other, "bib %s is not there", bib)
			continue
		}
		status := map[string]string{"": "finished", "dnf": "dnf", "dns": "dns", "dq": "disqualified"}[e.status]
		if row.Status != status {
			wrong(&other, "bib %s is %s, not %s", bib, row.Status, status)
		}
		switch {
		case e.status == "" && row.Place != nil && *row.Place != e.among, e.status != "" && row.Place != nil:
			wrong(&places, "bib %s has place %d, not %d", bib, *row.Place, e.among)
		case e.status == "" && row.Place == nil:
			wrong(&other, "bib %s has no place", bib)
		}
		if g := map[bool]string{false: "M", true: "F"}[e.woman]; row.Gender != g {
			wrong(&other, "bib %s is %s, not %s", bib, row.Gender, g)
		}
		if e.status == "" {
			if row.Gun == nil || *row.Gun != int64(e.gun)*1000 {
				wrong(&other, "bib %s: gun time", bib)
			}
			if l.holdsNet && (row.Net == nil || *row.Net != int64(e.net)*1000) {
				wrong(&other, "bib %s: net time", bib)
			}
			if l.holdsPoint {
				if len(row.Splits) != len(e.race.points) {
					wrong(&other, "bib %s: %d splits of %d", bib, len(row.Splits), len(e.race.points))
				} else {
					for n, p := range e.race.points {
						if row.Splits[n].MS != int64(e.splits[p])*1000 {
							wrong(&other, "bib %s: split %s", bib, p)
						}
					}
				}
			}
		}
		if letters(row.Name) != letters(e.given+e.family) {
			wrong(&other, "bib %s is called %q, not %s %s", bib, row.Name, e.given, e.family)
		}
		if l.holdsNat && row.Nat != nations[e.nation][0] {
			wrong(&other, "bib %s is of %q, not %s", bib, row.Nat, nations[e.nation][0])
		}
	}
	return places, other, out.String(), found
}

// letters are the letters of a name, in an order of their own: layouts write the
// parts of names in any order.
func letters(name string) string {
	runes := []rune(strings.ToLower(norm.NFC.String(name)))
	runes = slices.DeleteFunc(runes, func(r rune) bool { return !unicode.IsLetter(r) })
	slices.Sort(runes)
	return string(runes)
}

// TestOneRaceInManyLayoutsGivesTheSameResults writes one race as many systems
// might. Of 200 layouts 195 come in by new -from alone, as they are; the others
// put nobody at a wrong place without a finding. GUNTIME_LAYOUTS is how many are
// tried, GUNTIME_LAYOUT those by number, shown.
func TestOneRaceInManyLayoutsGivesTheSameResults(t *testing.T) {
	many := 40
	fmt.Sscan(os.Getenv("GUNTIME_LAYOUTS"), &many)
	bad := 0
	only := os.Getenv("GUNTIME_LAYOUT")
	for i := range many {
		if only != "" && !slices.Contains(strings.Split(only, ","), fmt.Sprint(i*200/many)) {
			continue
		}
		l := newLayout(i * 200 / many)
		places, other, said, found := tryLayout(t, l)
		if len(places)+len(other) == 0 {
			continue
		}
		bad++
		all := append(places, other...)
		t.Logf("layout %d (%s): %d differences: %s", i*200/many, strings.Join(l.says, ", "), len(all), strings.Join(all[:min(4, len(all))], "; "))
		if only != "" {
			for name, data := range l.files {
				t.Logf("%s:\n%s\n%s\n%v", name, data[:min(len(data), 2000)], said, found)
			}
		}
		if len(places) > 0 && found.Count(problem.Warning)+found.Count(problem.Error) == 0 {
			t.Errorf("layout %d: wrong places without a finding", i*200/many)
		}
	}
	if bad*40 > many {
		t.Errorf("%d of %d layouts did not come in as they are", bad, many)
	}
}
