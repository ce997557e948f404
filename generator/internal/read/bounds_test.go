package read

import (
	"strings"
	"testing"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// aside says of each bib of the smallest project whether its runner is under
// review.
func aside(rc *race.Race) string {
	var bibs []string
	for _, e := range rc.Entries {
		if e.Timing != nil && e.Timing.SetAside {
			bibs = append(bibs, e.Bib)
		}
	}
	return strings.Join(bibs, " ")
}

func TestATextThatIsLongerThanCanBeMeantCostsItsOwnRowAlone(t *testing.T) {
	for _, c := range []struct {
		column, text string
		over         bool
	}{
		{"name", strings.Repeat("张", 200), false},
		{"name", strings.Repeat("张", 201), true},
		{"name", strings.Repeat("W", 5000), true},
		{"latin_name", strings.Repeat("é", 201), true},
		{"club", strings.Repeat("x", 200), false},
		{"club", strings.Repeat("x", 201), true},
		{"category", strings.Repeat("x", 201), true},
		{"zone", strings.Repeat("x", 201), true},
		{"championship", strings.Repeat("x", 201), true},
		{"certificate_code", strings.Repeat("x", 201), true},
		{"chip", strings.Repeat("x", 1001), true},
	} {
		header, row := "bib,gender,nat,name", "1,M,CHN,张三"
		if c.column == "name" {
			row = "1,M,CHN," + c.text
		} else {
			header, row = header+","+c.column, row+","+c.text
		}
		rest := strings.Repeat(",", strings.Count(header, ",")-3)
		fsys := files(folder+"entries.csv", header+"\n"+row+"\n2,F,USA,Ann Lee"+rest+"\nF3,F,CHN,李四"+rest+"\n")
		archive, found := Project(fsys)
		if found.Errors() {
			t.Fatalf("%s: %s", c.column, findings(found))
		}
		rc := archive.Editions[0].Races[0]
		told := strings.Contains(findings(found), "entries.csv:2:") && strings.Contains(findings(found), "[row_set_aside]")
		if told != c.over || (aside(rc) == "1") != c.over {
			t.Errorf("%s of %d bytes: under review %q, findings\n%s", c.column, len(c.text), aside(rc), findings(found))
		}
		e := entry(t, rc, "1")
		for _, kept := range []string{e.Name, e.LatinName, e.Club, e.Category, e.Zone, e.Championship, e.Code} {
			if n := len([]rune(kept)); n > 200 {
				t.Errorf("%s: %d characters are kept", c.column, n)
			}
		}
		if other := entry(t, rc, "2"); other.Timing == nil || other.Timing.SetAside {
			t.Errorf("%s: another runner has no times", c.column)
		}
	}
}

func TestACellOrALineThatIsLongerThanAnyCostsItsOwnRowAlone(t *testing.T) {
	cell, line := strings.Repeat("x", 65<<10), strings.Repeat(strings.Repeat("x", 60<<10)+",", 20)
	const tooMuch = "a cell has at most 64 KB [row_set_aside]\n"
	for _, c := range []struct {
		claim, file, text string
		aside             string // whose runner is under review
		says              string // by the one finding
	}{
		{"a cell of the entries", "entries.csv", "bib,name,gender,club\n1,张三,M,NOTE\n2,Ann Lee,F,\nF3,李四,女,\n", "1", "entries.csv:2:8: warning: the cell has 65 KB, " + tooMuch},
		{"a bib of the entries", "entries.csv", "bib,name,gender\n1,张三,M\nNOTE,Bo,M\n2,Ann Lee,F\nF3,李四,女\n", "", "entries.csv:3:1: warning: the cell has 65 KB, " + tooMuch},
		{"a line of the entries", "entries.csv", "bib,name,gender\n1,张三,M\n7,Bo,M,LINE\n2,Ann Lee,F\nF3,李四,女\n", "", "entries.csv:3:1: warning: the row has 1200 KB, a row has at most 1024 KB [row_set_aside]\n"},
		{"a cell of the times", "times.csv", "bib,start,half,finish\n1,0:00:02.5,1:05:00,NOTE\n2,0:00:10,1:10:00,2:26:00\n", "1", "times.csv:2:21: warning: the cell has 65 KB, " + tooMuch},
		{"a bib of the times", "times.csv", "bib,start,half,finish\nNOTE,0:00:02.5,1:05:00,\n2,0:00:10,1:10:00,2:26:00\n", "", "times.csv:2:1: warning: the cell has 65 KB, " + tooMuch},
		{"a line of the times", "times.csv", "bib,start,half,finish\nF3,LINE\n2,0:00:10,1:10:00,2:26:00\n", "F3", "times.csv:2:1: warning: the row has 1200 KB, a row has at most 1024 KB [row_set_aside]\n"},
		{"a note of the rulings", "rulings.csv", "bib,ruling,clause,authority,note_en\n1,disqualify,1,J,NOTE\n", "1", "rulings.csv:2:18: warning: the cell has 65 KB, " + tooMuch},
		{"a bib of the releases", "releases.csv", "bib\nNOTE\n", "", "releases.csv:2:1: warning: the cell has 65 KB, " + tooMuch},
		{"a name of the champions", "../../champions.csv", "year,gender,status,name\n1999,M,winner,NOTE\n", "", "champions.csv:2:15: warning: the cell has 65 KB, " + tooMuch},
		{"a name of the bans", "../../bans.csv", "name,item,authority,from,to\nNOTE,a,b,2020-01-01,life\n", "", "bans.csv:2:1: warning: the cell has 65 KB, " + tooMuch},
	} {
		t.Run(c.claim, func(t *testing.T) {
			text := strings.Replace(strings.Replace(c.text, "NOTE", cell, 1), "LINE", line, 1)
			name := folder + c.file
			if rest, up := strings.CutPrefix(c.file, "../../"); up {
				name = "data/" + rest
			}
			archive, found := Project(files(name, text))
			var told problem.List
			for _, f := range found {
				if f.Code == "row_set_aside" {
					told = append(told, f)
				} else {
					t.Error(f)
				}
			}
			if found.Errors() || !strings.HasSuffix(findings(told), c.says) || len(told) != 1 {
				t.Fatalf("the findings are\n%s", findings(told))
			}
			rc := archive.Editions[0].Races[0]
			if aside(rc) != c.aside {
				t.Errorf("under review are %q", aside(rc))
			}
			if len(rc.Entries) != 3 || len(rc.Rulings) > 0 || len(archive.Champions) > 0 || len(archive.Bans) > 0 {
				t.Errorf("there are %d entries, %d rulings, %d champions and %d bans", len(rc.Entries), len(rc.Rulings), len(archive.Champions), len(archive.Bans))
			}
		})
	}
}

func TestWhoseEntryIsSetAsideStaysUnderReviewWhateverTheTimesSay(t *testing.T) {
	long := strings.Repeat("x", 300)
	t.Run("where one table is both", func(t *testing.T) {
		rules := year(t, "    points:\n", "    entries: {file: all.csv}\n    timing: [{file: all.csv}]\n    points:\n")
		archive, found := Project(files("data/2022/edition.yaml", rules, folder+"entries.csv", "absent", folder+"times.csv", "absent",
			folder+"all.csv", "bib,name,gender,finish\n1,"+long+",M,2:10:00\n2,Ann,F,2:20:00\n"))
		if found.Errors() || aside(archive.Editions[0].Races[0]) != "1" {
			t.Fatal(findings(found))
		}
	})
	t.Run("where readers heard the chip", func(t *testing.T) {
		rules := year(t, "    points:\n", "    timing: [{file: r.csv, kind: reads, format: generic, columns: {chip: chip, time: time, at: point}}]\n    points:\n")
		archive, found := Project(files("data/2022/edition.yaml", rules, folder+"times.csv", "absent", folder+"r.csv", "chip,time,at\n1,09:40:00,finish\n2,09:50:00,finish\n",
			folder+"entries.csv", "bib,name,gender\n1,"+long+",M\n2,Ann,F\n"))
		if found.Errors() || aside(archive.Editions[0].Races[0]) != "1" {
			t.Fatal(findings(found))
		}
	})
}

func TestRuleDataHasABound(t *testing.T) {
	for _, name := range []string{"data/site.yaml", "data/2022/edition.yaml"} {
		_, found := Project(files(name, "# "+strings.Repeat("x", 9<<20)))
		if got, want := findings(found), name+":1:1: error: the file has 9 MB, at most 8 MB can be meant [too_large]\n"; got != want {
			t.Errorf("the findings are\n%s", got)
		}
	}
}
