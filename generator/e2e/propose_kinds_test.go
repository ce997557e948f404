package e2e

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/build"
	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// publishedOf makes a project of tables by new -from alone and returns a line a runner,
// in the order of their bibs: bib, name, gender, nation, status, place, gun time, net
// time and splits, - for what is not there; and what new printed and check found.
func publishedOf(t *testing.T, files map[string]string, flags ...string) (lines []string, said string) {
	t.Helper()
	base := t.TempDir()
	dir := filepath.Join(base, "project")
	args := append([]string{"new", "-now", "2026-01-01T00:00:00Z"}, flags...)
	for name, text := range files {
		file := filepath.Join(base, name)
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-from", file)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), append(args, dir), &out, &errs); status != done {
		t.Fatalf("status %d\n%s%s", status, &out, &errs)
	}
	in, found, err := build.Judge(t.Context(), build.Options{Dir: dir, Now: newYear}, read.Project)
	if err != nil {
		t.Fatal(err, found)
	}
	for _, rv := range in.Verdicts[0].Races {
		var b bytes.Buffer
		if err := export.JSON(&b, in.Verdicts[0], rv, func(*race.Result) string { return "" }, nil); err != nil {
			t.Fatal(err)
		}
		var file struct{ Results []publishedRow }
		if err := json.Unmarshal(b.Bytes(), &file); err != nil {
			t.Fatal(err)
		}
		clock := func(ms *int64) string {
			if ms == nil {
				return "-"
			}
			return race.Clock(*ms).String()
		}
		for _, r := range file.Results {
			place := "-"
			if r.Place != nil {
				place = fmt.Sprint(*r.Place)
			}
			line := fmt.Sprintf("%s %s %s %s %s %s %s %s", r.Bib, r.Name, cmp.Or(r.Gender, "-"), cmp.Or(r.Nat, "-"), r.Status, place, clock(r.Gun), clock(r.Net))
			for _, s := range r.Splits {
				line += fmt.Sprintf(" %s=%s", s.Point, clock(&s.MS))
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	said = out.String()
	for _, f := range found {
		said += f.String() + "\n" + f.Hint + "\n"
	}
	return lines, said
}

func TestTablesAsOtherSystemsWriteThemGiveTheResultsThatAPersonReads(t *testing.T) {
	for _, c := range []struct {
		claim, name, table string
		rows, said         []string
	}{
		{"groups of columns above their names", "10k.csv", "Place,Bib,Name,Sex,Split,Split,Result,Result\n,,,,5 km,7.5 km,Gun,Net\n1,7,Ann Alder,F,0:20:00,0:30:00,0:41:00,0:40:55\n2,8,Bob Birch,M,0:20:30,0:31:00,0:42:00,0:41:55\n",
			[]string{"7 Ann Alder F - finished 1 0:41:00 0:40:55 5k=0:20:00 7.5k=0:30:00", "8 Bob Birch M - finished 1 0:42:00 0:41:55 5k=0:20:30 7.5k=0:31:00"}, nil},
		{"units below the names of columns", "10k.csv", "Place,Bib,Name,Sex,5K,Time\n(overall),(no.),,(m/f),(h:mm:ss),(h:mm:ss)\n1,7,Ann Alder,F,0:20:00,0:41:00\n", []string{"7 Ann Alder F - finished 1 0:41:00 - 5k=0:20:00"}, nil},
		{"a status in the remarks, with its reason", "10k.csv", "Place,Bib,Name,Sex,Time,Comments\n1,1,Ann Alder,F,0:40:00,New PB\n,4,Dan Doe,M,,DNF\n,5,Eve Elm,F,,DNS (ill)\n,6,Fay Fir,F,0:39:00,DQ - short course\n",
			[]string{"1 Ann Alder F - finished 1 0:40:00 -", "4 Dan Doe M - dnf - - -", "5 Eve Elm F - dns - - -", "6 Fay Fir F - disqualified - - -"}, []string{`the column "Comments" says that a runner is DQ`, `columns: {Comments: ignore}`}},
		{"a status in a column of another name", "10k.csv", "Place,Bib,Name,Sex,Time,Foo\n1,1,Ann Alder,F,0:40:00,x\n,4,Dan Doe,M,,DNF\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "4 Dan Doe M - dnf - - -"}, []string{"some of its cells say DNF, DNS or DQ"}},
		{"a status in place of the category", "10k.csv", "Place,Bib,Name,Sex,Category,Time\n1,1,Ann Alder,F,F30,0:40:00\n,4,Dan Doe,M,DNF,\n,5,Eve Elm,F,DNS,\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "4 Dan Doe M - dnf - - -", "5 Eve Elm F - dns - - -"}, nil},
		{"a category that is called like a status has no say over a result", "10k.csv", "Bib,Name,Sex,Category,Time\n1,Ann Alder,F,RET,0:40:00\n2,Bob Birch,M,M30,0:41:00\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "2 Bob Birch M - finished 1 0:41:00 -"}, nil},
		{"own words for who finished", "10k.csv", "Place,Bib,Name,Sex,Gun Time,Status\n1,1,Ann Alder,F,0:40:00,CONF\n2,2,Bob Birch,M,0:41:00,CONF\n3,3,Cid Cedar,M,0:42:00,CONF\n,4,Dan Doe,M,,DNF\n",
			[]string{"1 Ann Alder F - finished 1 0:40:00 -", "2 Bob Birch M - finished 1 0:41:00 -", "3 Cid Cedar M - finished 2 0:42:00 -", "4 Dan Doe M - dnf - - -"}, []string{`values      status: {"CONF": finished}`}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rows, said := publishedOf(t, map[string]string{c.name: c.table})
			if !slices.Equal(rows, c.rows) {
				t.Errorf("got\n%s\nwanted\n%s\n%s", strings.Join(rows, "\n"), strings.Join(c.rows, "\n"), said)
			}
			for _, want := range c.said {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q:\n%s", want, said)
				}
			}
		})
	}
}
