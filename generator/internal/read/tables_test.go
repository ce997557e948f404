package read

import (
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/htmlindex"

	"guntime/generator/internal/race"
)

// encoded turns a text into the bytes of a named encoding.
func encoded(t *testing.T, name, text string) string {
	t.Helper()
	e, err := htmlindex.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wide is a text in UTF-16 of small or big end.
func wide(text string, big bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		lo, hi := byte(u), byte(u>>8)
		if big {
			lo, hi = hi, lo
		}
		b = append(b, lo, hi)
	}
	return string(b)
}

func TestBadInput(t *testing.T) {
	const entries, times = folder + "entries.csv", folder + "times.csv"
	for claim, c := range map[string]struct {
		file, text string
		want       []string
	}{
		"an unknown column":                {entries, "bib,name,shoe size,gender\n", []string{entries + `:1:10: error: unknown column "shoe size" [unknown_column]`}},
		"an unknown point":                 {times, "bib,35k,finish\n", []string{times + `:1:5: error: unknown column "35k" [unknown_column]`}},
		"a column given twice":             {entries, "bib,姓名,name,gender\n", []string{entries + `:1:8: error: the columns "姓名" and "name" both mean name [duplicate_column]`}},
		"a column missing":                 {entries, "\nbib,name\n", []string{entries + `:2:1: error: there is no column "gender" [missing_column]`}},
		"a private column":                 {entries, "bib,name,gender,手机号\n", []string{entries + `:1:17: error: the column "手机号" looks like private data [private_column]`}},
		"a bib entered twice":              {entries, "bib,name,gender\n1,A,M\n2,B,M\nf3,C,F\n F3 ,D,M\n", []string{entries + `:5:2: error: bib "F3" is already on line 4 [duplicate_bib]`}},
		"a bib timed that never entered":   {times, "bib,finish\n1,2:10:00\n99,2:11:00\n", []string{times + `:3:1: error: bib "99" is not in the entries [unknown_bib]`}},
		"a bib timed twice":                {times, "bib,finish\n1,2:10:00\n1,2:11:00\n", []string{times + `:3:1: error: bib "1" is already on line 2 [duplicate_bib]`}},
		"entries that are not there":       {entries, "absent", []string{`data/2022/edition.yaml:1:1: error: there is no file "` + entries + `" [missing_file]`}},
		"times that are not there":         {times, "absent", []string{`data/2022/edition.yaml:1:1: error: there is no file "` + times + `" [missing_file]`}},
		"an empty file":                    {times, "\xEF\xBB\xBF \n", []string{times + `:1:1: error: the file is empty [empty_file]`}},
		"a file with no byte at all":       {entries, "", []string{entries + `:1:1: error: the file is empty [empty_file]`}},
		"a spreadsheet":                    {entries, "PK\x03\x04zip", []string{entries + `:1:1: error: the file is an archive, not a table [not_text]`}},
		"zero bytes":                       {entries, "bib,name,gender\n1,A\x00\x00B,M\n", []string{entries + `:2:4: error: the file contains zero bytes: it is not text [not_text]`}},
		"an encoding that must be named":   {entries, encoded(t, "big5", "編號,選手\n1,Lee\n"), []string{entries + `:1:1: error: the text is not UTF-8, and read as GB18030 its header has no known column [encoding]`}},
		"bytes that no guess can read":     {entries, "bib,name,gender\n1,Jos\xE9,M\n", []string{entries + `:2:6: error: the text is neither UTF-8 nor UTF-16 nor GB18030 [encoding]`}},
		"an entry without a name":          {entries, "bib,name,gender\n1,A,M\n2,,F\nF3,C,F\n", []string{entries + `:3:3: warning: bib "2" has no name [missing_name]`}},
		"a bib that is no file name":       {entries, "bib,name,gender\n1,A,M\n2,B,F\nF3,C,F\n../x,D,M\n", []string{entries + `:5:1: error: the bib "../x" cannot be used [bad_bib]`}},
		"a visibility that is none":        {entries, "bib,name,gender,visibility\n1,A,M,hidden\n2,B,F,\nF3,C,F,masked\n", []string{entries + `:2:7: error: bib "1": "hidden" is not a visibility [bad_visibility]`}},
		"a cell too many":                  {entries, "bib,name,gender\n1,A,M\n2,B,F\nF3,Lee, Ann,F\n", []string{entries + `:4:13: warning: the row has 4 cells, the header has 3 [row_set_aside]`}},
		"a timing file without any times":  {times, "bib,name\n1,A\n", []string{times + `:1:1: error: the timing file has no column with times [missing_column]`}},
		"several findings in one file":     {times, "bib,foo,finish,bar\n", []string{times + `:1:5: error: unknown column "foo" [unknown_column]`, times + `:1:16: error: unknown column "bar" [unknown_column]`}},
		"line and column after quoted new": {times, "bib,name,finish\n1,\"张\n三\",2:10:00\n\n2,\"x, \"\"y\"\"\",later\n", []string{times + `:5:14: warning: "later" is not a time in the form h:mm:ss [row_set_aside]`}},
	} {
		t.Run(claim, func(t *testing.T) { expect(t, files(c.file, c.text), c.want...) })
	}
	t.Run("a declared file that is not there is missed where it is named", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+"    timing:\n      - {file: gone.csv}\n"),
			`data/2022/edition.yaml:16:16: error: there is no file "data/2022/marathon/gone.csv" [missing_file]`)
	})
	t.Run("the hint of an unknown column knows how to drop it", func(t *testing.T) {
		_, list := Project(files(times, "bib,finish,Shoes\n"))
		if h := list[0].Hint; !strings.Contains(h, "columns: {Shoes: ignore}") || !strings.Contains(h, "half") {
			t.Fatal(h)
		}
	})
	t.Run("the hint of unreadable bytes names the key encoding", func(t *testing.T) {
		_, list := Project(files(entries, encoded(t, "big5", "編號,選手\n1,Lee\n")))
		if h := list[0].Hint; !strings.Contains(h, "encoding:") {
			t.Fatal(h)
		}
	})
	t.Run("a certificate code is never repeated in a finding", func(t *testing.T) {
		_, list := Project(files(entries, "bib,name,gender,certificate_code\n1,A,M,SECRET1\n2,B,F,\nF3,C,F,\n"))
		if len(list) != 1 || list[0].Code != "weak_code" || strings.Contains(list[0].Text+list[0].Hint, "SECRET1") {
			t.Fatalf("%+v", list)
		}
	})
}

func TestDialects(t *testing.T) {
	table := "参赛号,姓名,性别,国籍\n1,张三,男,CHN\n2,李四,女,CHN\nF3,王五,女,CHN\n"
	for claim, text := range map[string]string{
		"UTF-8":                                table,
		"UTF-8 with a byte order mark":         "\uFEFF" + table,
		"GB18030":                              encoded(t, "gb18030", table),
		"UTF-16 little end with its mark":      "\xFF\xFE" + wide(table, false),
		"UTF-16 big end with its mark":         "\xFE\xFF" + wide(table, true),
		"UTF-16 little end without a mark":     wide(table, false),
		"UTF-16 big end without a mark":        wide(table, true),
		"semicolons":                           strings.ReplaceAll(table, ",", ";"),
		"tabs":                                 strings.ReplaceAll(table, ",", "\t"),
		"bars":                                 strings.ReplaceAll(table, ",", "|"),
		"line ends of Windows":                 strings.ReplaceAll(table, "\n", "\r\n"),
		"line ends of old machines":            strings.ReplaceAll(table, "\n", "\r"),
		"no line end at the end":               strings.TrimSuffix(table, "\n"),
		"blank rows":                           strings.ReplaceAll(table, "\n", "\n\n,,,\n"),
		"headers wide, spaced and in capitals": strings.Replace(table, "参赛号,姓名,性别,国籍", "ＢＩＢ,\u00a0Name\u200b, \"Gender\" ,N_A T", 1),
		"other columns first":                  "nat,gender,name,gun,bib\nCHN,M,张三,,1\nCHN,F,李四,,2\nCHN,F,王五,,F3\n",
	} {
		t.Run("entries are read in "+claim, func(t *testing.T) {
			rc := expect(t, files(folder+"entries.csv", text))
			if e := entry(t, rc, "1"); e.Name != "张三" || e.Gender != race.Male || e.Nat != "CHN" || len(rc.Entries) != 3 {
				t.Fatalf("%+v", e)
			}
		})
	}
	t.Run("a declared encoding is taken at its word", func(t *testing.T) {
		for name, who := range map[string]string{"big5": "陳大文", "windows-1252": "José Müller", "shift_jis": "佐藤", "utf-16le": "张三"} {
			text := encoded(t, name, "bib,name,gender\n1,"+who+",M\n2,B,F\nF3,C,F\n")
			rc := expect(t, files("data/2022/edition.yaml", yearYAML+"    entries: {encoding: "+name+"}\n", folder+"entries.csv", text))
			if got := entry(t, rc, "1").Name; got != who {
				t.Errorf("%s: %q", name, got)
			}
		}
	})
	t.Run("a declared encoding that does not fit is an error where it fails", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+"    entries: {encoding: utf-8}\n", folder+"entries.csv", "bib,name,gender\n1,Jos\xE9,M\n"),
			folder+"entries.csv:2:6: error: a character cannot be read in the file's encoding [encoding]")
	})
	t.Run("a guess that only ASCII speaks for is pointed out", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", encoded(t, "gb18030", "bib,name,gender\n1,张三,M\n2,B,F\nF3,C,F\n")),
			folder+"entries.csv:1:1: warning: the text is not UTF-8 and was read as GB18030, which the header does not confirm [guessed_encoding]")
		if got := entry(t, rc, "1").Name; got != "张三" {
			t.Fatal(got)
		}
	})
	t.Run("a bare quote is an ordinary character and spoils no other row", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", "bib,name,gender\n1,Ann \"Speedy\" Lee,F\n2,\"Big\" Joe,M\nF3,\"unclosed,F\n"),
			folder+"entries.csv:4:4: warning: a quote in the row has no other half [row_set_aside]")
		for bib, want := range map[string]string{"1": `Ann "Speedy" Lee`, "2": `"Big" Joe`, "F3": ""} {
			if got := entry(t, rc, bib).Name; got != want {
				t.Errorf("bib %s: %q", bib, got)
			}
		}
	})
	t.Run("a name is put on one line", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", "bib,name,gender\n1,\" 张\n三\u00a0 丰 \",M\n2,B,F\nF3,C,F\n"),
			folder+`entries.csv:2:3: review: 1 cell of the column "name" has spaces that do not break: " 张\n三\u00a0 丰 " is read as "张 三 丰" [normalised]`)
		if got := entry(t, rc, "1").Name; got != "张 三 丰" {
			t.Fatalf("%q", got)
		}
	})
	t.Run("columns map headers and drop them", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", yearYAML+"    entries: {columns: {Läufer: name, Telefon: ignore, phone: ignore}}\n",
			folder+"entries.csv", "bib;Läufer;gender;TELEFON;Phone\n1;A;M;0;0\n2;B;F;0;0\nF3;C;F;0;0\n"))
		if got := entry(t, rc, "2").Name; got != "B" {
			t.Fatal(got)
		}
	})
	t.Run("a mapping of a column that is not there is pointed out", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+"    entries: {columns: {Nam: name}}\n"),
			`data/2022/edition.yaml:15:25: warning: the file "data/2022/marathon/entries.csv" has no column "Nam" [unused_column]`)
	})
	// The tables under their default names are not read by these two editions.
	unread := []string{folder + "entries.csv:1:1: warning: this file is not used [unused_file]", folder + "times.csv:1:1: warning: this file is not used [unused_file]"}
	t.Run("where keeps rows and row numbers count all of them", func(t *testing.T) {
		text := yearYAML + "    entries: {file: all.csv, columns: {bib: row_number, name: none}, where: {year: \"2013\"}}\n    timing: [{file: all.csv, where: {Year: 2013}}]\n"
		rc := expect(t, files("data/2022/edition.yaml", text, folder+"all.csv", "year,gender,gun\n2012,M,2:10:00\n2013,M,2:11:00\n2013,F,2:30:00\n"), unread...)
		if len(rc.Entries) != 2 || entry(t, rc, "2").Name != "" || shown(entry(t, rc, "3").Timing.At[2]) != "10:00:00" {
			t.Fatalf("%+v", rc.Entries)
		}
	})
	t.Run("one file may serve as entries and times, its mappings taken together", func(t *testing.T) {
		text := yearYAML + "    entries: {file: all.csv, columns: {Who: name}}\n    timing: [{file: all.csv, columns: {Rank: ignore, Half Way: half}}]\n"
		rc := expect(t, files("data/2022/edition.yaml", text, folder+"all.csv", "Bib,Who,Sex,Half Way,Gun,Net,Rank\n1,A,M,1:05:00,2:10:00,2:09:58,1\n2,B,F,1:10:00,2:20:00,2:19:58,1\n1,A,M,1:05:00,2:10:00,2:09:58,1\n"),
			append([]string{folder + `all.csv:4:1: warning: the same row for bib "1" is already on line 2; it is used once [duplicate_row]`}, unread...)...)
		e := entry(t, rc, "1")
		if e.Timing.Net.String() != "2:09:58" || !e.Timing.Started || shown(e.Timing.At[1]) != "8:35:00" {
			t.Fatalf("%+v", e.Timing)
		}
	})
}

func TestEntries(t *testing.T) {
	const at = folder + "entries.csv:"
	t.Run("an entry holds what its row says", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", "bib,name,latin_name,gender,birth_date,club,category,zone,chip,visibility,certificate_code,certificate_hold\n"+
			"Ａ００１,张三,Zhang San,男子,1990/11/07,跑团,Elite,A,C1,masked,ABCDEFGHJK234567,yes\n1,A,,M,20001231,,,,,,,no\n2,B,,F,1990-11-06,,,,,anonymous,,\nF3,C,,F,,,,,,,,\n"),
			at+`2:1: review: 1 cell of the column "bib" has full-width characters: "Ａ００１" is read as "A001" [normalised]`)
		e := entry(t, rc, "A001")
		if e.Age != 31 || e.Birth.Day() != 7 || e.Category != "elite" || e.Visibility != race.Masked || !e.Hold || e.LatinName != "Zhang San" || e.From.Line != 2 {
			t.Fatalf("%+v", e)
		}
		if b := entry(t, rc, "2"); b.Age != 32 || b.Visibility != race.Anonymous || b.Hold {
			t.Fatalf("%+v", b)
		}
	})
	t.Run("what cannot be read of a person is left out with a warning", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", "bib,name,gender,nat,age,birth_date,certificate_hold\n1,A,q,XQX,old,1990-02-30,perhaps\n2,B,F,XQX,,,\nF3,C,F,GDR,,2030-01-01,\n"),
			at+`2:5: warning: bib "1" fits no division: gender "q", category "" [no_division]`,
			at+`2:7: warning: unknown nation "XQX", in 2 rows: also on line 3 [unknown_nation]`,
			at+`2:11: warning: bib "1": "old" is not an age [bad_age]`,
			at+`2:15: warning: bib "1": "1990-02-30" is not a day [bad_birth_date]`,
			at+`2:26: warning: bib "1": "perhaps" is neither yes nor no; the certificate is held [bad_value]`,
			at+`4:13: warning: bib "F3": the birth date "2030-01-01" is after the race [bad_birth_date]`)
		if e := entry(t, rc, "F3"); e.Nat != "GDR" || !entry(t, rc, "1").Hold {
			t.Fatalf("%+v", e)
		}
	})
	t.Run("a gender is asked of nobody where a division takes everybody", func(t *testing.T) {
		text := year(t, "      men: {gender: M}\n      women: {gender: F}\n", "      all: {}\n")
		expect(t, files("data/2022/edition.yaml", text, folder+"entries.csv", "bib,name,gender\n1,A,\n2,B,\nf3,C,\n"))
	})
}

func TestTwoFilesForOnePointAreMainAndBackup(t *testing.T) {
	const main, backup = "bib,half,finish\n1,1:05:00,2:10:00\n2,,soon\nF3,1:20:00,\n", "bib,half,finish\n1,1:05:00.4,2:10:01.5\n2,1:10:00,2:20:00\nF3,later,2:40:00\n"
	project := func(prefer string) *race.Race {
		var want []string
		if prefer == "" {
			want = append(want, folder+`b.csv:2:3: warning: half 1:05:00.4 differs from 1:05:00 in data/2022/marathon/a.csv:2 [row_set_aside]`)
		} else {
			want = append(want, folder+`b.csv:2:1: review: 1 of 1 runner in both files differ at finish, by 0:00:01.5 at most: bib "1" has 2:10:01.5, and 2:10:00 in data/2022/marathon/a.csv:2 [files_differ]`,
				folder+`b.csv:2:1: review: 1 of 1 runner in both files differ at half, by 0:00:00.4 at most: bib "1" has 1:05:00.4, and 1:05:00 in data/2022/marathon/a.csv:2 [files_differ]`)
		}
		want = append([]string{folder + `a.csv:3:4: warning: "soon" is not a time in the form h:mm:ss [row_set_aside]`}, append(want, folder+`b.csv:4:4: warning: "later" is not a time in the form h:mm:ss [row_set_aside]`)...)
		return expect(t, files("data/2022/edition.yaml", yearYAML+"    timing: [{file: a.csv}, {file: b.csv"+prefer+"}]\n",
			folder+"times.csv", "absent", folder+"a.csv", main, folder+"b.csv", backup), want...)
	}
	rc := project("")
	if e := entry(t, rc, "1").Timing; !e.SetAside {
		t.Errorf("two files that differ: %+v", e)
	}
	rc = project(", prefer: first-file")
	if e := entry(t, rc, "1").Timing; e.SetAside || e.At[1].Since(rc.Gun).String() != "1:05:00" || e.At[2].Since(rc.Gun).String() != "2:10:00" {
		t.Errorf("the main file does not count: %+v", e)
	}
	if e := entry(t, rc, "2").Timing; e.SetAside || e.At[2].Since(rc.Gun).String() != "2:20:00" {
		t.Errorf("the backup does not stand in for a row that cannot be read: %+v", e)
	}
	if e := entry(t, rc, "F3").Timing; e.SetAside || e.At[1].Since(rc.Gun).String() != "1:20:00" {
		t.Errorf("a row of the backup that cannot be read costs the main one: %+v", e)
	}
}
