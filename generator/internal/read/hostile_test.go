package read

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

func TestQuotesSwallowNoRows(t *testing.T) {
	header := "bib,name,gender\n"
	t.Run("a quote that is closed in a later row makes no cell of the rows between", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", header+"1,Bob,M\n2,Ann,\"F\n3,Cy,M\nF3,Di,F\"\n", folder+"times.csv", "bib,gun\n3,2:10:00\n"),
			folder+`entries.csv:3:7: warning: a quote in the row has no other half [row_set_aside]`,
			folder+`entries.csv:5:7: warning: a quote in the row has no other half [row_set_aside]`)
		if len(rc.Entries) != 4 {
			t.Errorf("%d entries", len(rc.Entries))
		}
	})
	t.Run("nor does it cost the timing of more than its own row", func(t *testing.T) {
		rc := expect(t, files(folder+"times.csv", "bib,start,half,finish\n1,\"0:00:01,1:05:00,2:10:00\n2,0:00:01,1:05:00,2:11:00\nF3,0:00:01,1:05:00,2:12:00\"\n"),
			folder+`times.csv:2:3: warning: a quote in the row has no other half [row_set_aside]`,
			folder+`times.csv:4:20: warning: "2:12:00\"" is not a time in the form h:mm:ss [row_set_aside]`)
		if at := entry(t, rc, "2").Timing.At[2]; at == race.Unseen {
			t.Error("the row between has no finish")
		}
	})
	t.Run("a cell of several lines stays one cell", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", header+"1,\"A\nB, C\",M\n2,\"C, D\",F\nF3,\"x\"\"\ny\",F\n"))
		if name := entry(t, rc, "1").Name; name != "A B, C" {
			t.Errorf("the name is %q", name)
		}
	})
}

func TestDamagedFiles(t *testing.T) {
	t.Run("a zero byte does not make UTF-16 of a file", func(t *testing.T) {
		expect(t, files(folder+"entries.csv", "bib,name,gender\n1,a\x00b,M\n2,B,F\nF3,C,F\n"),
			folder+`entries.csv:2:1: warning: there is a zero byte in the row [row_set_aside]`)
	})
	t.Run("a zero byte for a cell does not either", func(t *testing.T) {
		expect(t, files(folder+"entries.csv", "bib,name,gender,club\n1,\x00,M,\x00\n2,\x00,M,\x00\n"),
			folder+`entries.csv:2:3: error: the file contains zero bytes: it is not text [not_text]`)
	})
	for claim, text := range map[string]string{
		"brackets without an end": "a: " + strings.Repeat("[", 200_000),
		"braces without an end":   strings.Repeat("{", 200_000),
		"lists in lists":          "a:\n" + strings.Repeat("- ", 200_000) + "x\n",
	} {
		t.Run("rule data of "+claim+" is refused at once", func(t *testing.T) {
			began := time.Now()
			_, list := Project(files("data/2022/edition.yaml", text))
			if got := findings(list); !strings.HasSuffix(got, ": error: the file is nested too deeply [yaml_syntax]\n") {
				t.Error(got)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	t.Run("a line of two hundred thousand unknown columns is a hundred findings and one more", func(t *testing.T) {
		_, list := Project(files(folder+"entries.csv", "bib,name,gender"+strings.Repeat(",xy", 200_000)+"\n"))
		if len(list) != 101 || !strings.Contains(findings(list), "the 199900 columns from here on were ignored") {
			t.Errorf("%d findings", len(list))
		}
	})
	t.Run("a cell without an end is quoted by its beginning", func(t *testing.T) {
		_, list := Project(files(folder+"entries.csv", strings.Repeat("计", 200_000)))
		for _, p := range list {
			if len(p.Text) > 1100 || len(p.Hint) > 1100 {
				t.Errorf("a finding of %d bytes", len(p.Text)+len(p.Hint))
			}
		}
		if !list.Errors() {
			t.Error("no error")
		}
	})
}

func TestWrongDeclarations(t *testing.T) {
	declared := func(encoding string) string { return yearYAML + "    entries: {encoding: " + encoding + "}\n" }
	t.Run("UTF-8 declared as GB18030 is an error where it cannot be decoded", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", declared("gb18030"), folder+"entries.csv", "bib,name,gender\n1,张三,M\n2,李,F\nF3,李四,F\n"),
			folder+`entries.csv:3:4: error: a character cannot be read in the file's encoding [encoding]`)
	})
	t.Run("and a warning where it only looks like something else", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", declared("cp936"), folder+"entries.csv", "bib,name,gender\n1,张三,M\n2,Ann,F\nF3,李四,F\n"),
			folder+`entries.csv:1:1: warning: the text is UTF-8, and was not read as such because another encoding is declared [doubtful_encoding]`)
	})
	t.Run("ASCII is in doubt under no declaration", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", declared("cp936"), folder+"entries.csv", "bib,name,gender\n1,Bob,M\n2,Ann,F\nF3,Di,F\n"))
	})
}

func TestBlankColumns(t *testing.T) {
	t.Run("a separator at the end of every line makes no column", func(t *testing.T) {
		expect(t, files(folder+"entries.csv", "bib,name,gender,\n1,张三,M,\n2,Ann Lee,F,\nF3,李四,女,\n"))
	})
	t.Run("a column without a name that holds something is unknown", func(t *testing.T) {
		expect(t, files(folder+"entries.csv", "bib,name,gender,\n1,张三,M,\n2,Ann Lee,F,x\nF3,李四,女,\n"),
			folder+`entries.csv:1:17: error: column 4 has no name [unknown_column]`)
	})
	t.Run("and can be dropped by its empty name", func(t *testing.T) {
		expect(t, files(folder+"entries.csv", ",bib,name,gender\n0,1,张三,M\n1,2,Ann Lee,F\n2,F3,李四,女\n",
			"data/2022/edition.yaml", yearYAML+"    entries: {columns: {\"\": ignore}}\n"))
	})
}

func TestWhereThatKeepsNothing(t *testing.T) {
	t.Run("a condition that no row meets is pointed out", func(t *testing.T) {
		expect(t, files(folder+"times.csv", "year,bib,finish\n2013,1,2:10:00\n",
			"data/2022/edition.yaml", yearYAML+"    timing: [{file: times.csv, where: {year: 2031}}]\n"),
			`data/2022/edition.yaml:15:40: warning: no row of the file "data/2022/marathon/times.csv" matches where [no_rows]`)
	})
}

func TestHeaders(t *testing.T) {
	for _, c := range []struct{ header, cells string }{
		{"參賽號碼,姓名,性別,國籍,組別,俱樂部", "1,張三,男,CHN,大眾,跑團"},
		{"參賽號碼,姓名,性別,國家地區,參賽組別,代表隊", "1,張三,男,CHN,大眾,跑團"},
		{"Bib#,Full Name,Sex,Country,Category,Team", "1,Ann,F,CHN,general,Club"},
		{"Bib No.,Name,Gender:,Nationality,Category,Club", "1,Ann,F,CHN,general,Club"},
	} {
		t.Run(c.header+" are the usual columns", func(t *testing.T) {
			rc := expect(t, files(folder+"entries.csv", c.header+"\n"+c.cells+"\n", folder+"times.csv", "bib,finish\n1,2:10:00\n"))
			e := entry(t, rc, "1")
			if e.Nat != "CHN" || e.Category != "general" || e.Club == "" || e.Gender == race.NoGender {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestLinkedFolders(t *testing.T) {
	dir := t.TempDir()
	for name, file := range files() {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, file.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(filepath.Join(dir, "data", "2022"), filepath.Join(dir, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("..", "elsewhere"), filepath.Join(dir, "data", "2022")); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "data", "2023")); err != nil {
		t.Fatal(err)
	}
	archive, list := Project(os.DirFS(dir).(fs.ReadDirFS))
	if len(list) > 0 || len(archive.Editions) != 1 {
		t.Errorf("an edition in a linked folder is not read: %s", findings(list))
	}
}
