package read

import (
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/race"
)

const timesAt = folder + "times.csv"

// finishes is a timing file with a column of finishes for as many runners, and
// the entries that belong to it.
func finishes(cells ...string) fstest.MapFS {
	var entries, times strings.Builder
	entries.WriteString("bib,name,gender\n")
	times.WriteString("bib;finish\n")
	for i, cell := range cells {
		fmt.Fprintf(&entries, "%d,Runner,M\n", i+1)
		fmt.Fprintf(&times, "%d;%s\n", i+1, cell)
	}
	return files(folder+"entries.csv", entries.String(), timesAt, times.String())
}

func since(t *testing.T, rc *race.Race, bib string) string {
	t.Helper()
	return entry(t, rc, bib).Timing.At[rc.Finish()].Since(rc.Gun).String()
}

func TestTheReasonOfARowThatIsSetAsideIsShortHoweverLongTheRow(t *testing.T) {
	_, intake, _ := CheckReport(files(folder+"times.csv", "bib,start,half,finish\n1,0:00:02,1:05:00,2:10:00\n# "+strings.Repeat("words ", 100_000)+"\n"))
	rows := 0
	for _, f := range intake.Files {
		for _, a := range f.Aside {
			if rows++; len(a.Reason) > 1100 || len(a.Text) < 500_000 {
				t.Errorf("the reason has %d bytes, the row %d", len(a.Reason), len(a.Text))
			}
		}
	}
	if rows != 1 {
		t.Errorf("%d rows are set aside", rows)
	}
}

func TestTimesOfEveryKind(t *testing.T) {
	t.Run("times with their units need no word and are told once", func(t *testing.T) {
		rc := expect(t, finishes("2H 11M 42S", "2h11m42.5s", "2小时11分42秒", "58M 3S", "2:20:00"),
			timesAt+`:1:5: review: the column "finish" is read as hours, minutes and seconds by their letters, "2H 11M 42S" as 2:11:42 [lettered_times]`)
		for bib, want := range map[string]string{"1": "2:11:42", "2": "2:11:42.5", "3": "2:11:42", "4": "0:58:03", "5": "2:20:00"} {
			if got := since(t, rc, bib); got != want {
				t.Errorf("bib %s: %s, want %s", bib, got, want)
			}
		}
	})
	t.Run("fractions of a day are certain in a column of them", func(t *testing.T) {
		rc := expect(t, finishes("0.124548611", "0.0998726852", ".1000000000"),
			timesAt+`:1:5: review: the column "finish" is read as fractions of a day, "0.124548611" as 2:59:21 [day_fraction]`)
		if got := since(t, rc, "2"); got != "2:23:49" {
			t.Error(got)
		}
	})
	t.Run("one fraction of a day among clocks is set aside with what it would be", func(t *testing.T) {
		expect(t, finishes("2:59:20", "0.124548611", "2:59:22"),
			timesAt+`:3:3: warning: "0.124548611" is not a time in the form h:mm:ss; as a fraction of a day it would be 2:59:21 [row_set_aside]`)
	})
	t.Run("minutes and seconds are certain where hours would be more than a day has", func(t *testing.T) {
		rc := expect(t, finishes("58:03", "59:59.5", "1:02:13"),
			timesAt+`:1:5: review: the column "finish" is read as minutes and seconds, "58:03" as 0:58:03 [minutes_seconds]`)
		if a, b := since(t, rc, "2"), since(t, rc, "3"); a != "0:59:59.5" || b != "1:02:13" {
			t.Error(a, b)
		}
	})
	t.Run("they are not where they may be hours and minutes, and must be declared", func(t *testing.T) {
		fsys := finishes("2:11", "2:20:00")
		expect(t, fsys, timesAt+`:2:3: warning: "2:11" is not a time in the form h:mm:ss; minutes and seconds must be declared, time_format: m:ss [row_set_aside]`)
		fsys["data/2022/edition.yaml"].Data = []byte(yearYAML + "    timing: [{time_format: m:ss}]\n")
		if got := since(t, expect(t, fsys), "1"); got != "0:02:11" {
			t.Error(got)
		}
	})
	t.Run("nor where a clock beside them writes its zero hour", func(t *testing.T) {
		expect(t, finishes("0:58:03", "59:59"),
			timesAt+`:3:3: warning: "59:59" is not a time in the form h:mm:ss; minutes and seconds must be declared, time_format: m:ss [row_set_aside]`)
	})
	t.Run("decimals that may be seconds are no decimal minutes", func(t *testing.T) {
		expect(t, finishes("58.03", "59.59"),
			timesAt+`:2:3: warning: "58.03" is not a time in the form h:mm:ss; minutes and seconds must be declared, time_format: m.ss, and so must decimal minutes, time_format: decimal_minutes [row_set_aside]`,
			timesAt+`:3:3: warning: "59.59" is not a time in the form h:mm:ss; minutes and seconds must be declared, time_format: m.ss, and so must decimal minutes, time_format: decimal_minutes [row_set_aside]`)
	})
	t.Run("one broken cell does not hide what the others are", func(t *testing.T) {
		cells := strings.Split(strings.Repeat("143.88 ", 30)+"42892400/289", " ")
		expect(t, finishes(cells...),
			timesAt+`:1:5: review: the column "finish" is read as decimal minutes, "143.88" as 2:23:52.8 [decimal_minutes]`,
			timesAt+`:32:4: warning: "42892400/289" is not decimal minutes such as 143.88 [row_set_aside]`)
	})
	t.Run("declared seconds and minutes may have commas between thousands, or before decimals", func(t *testing.T) {
		for format, cell := range map[string]string{"seconds": "8,632.8", "decimal_minutes": "143,88", "day_fraction": "0.0999166667", "clock": "2:23:52,8"} {
			fsys := finishes(cell)
			fsys["data/2022/edition.yaml"].Data = []byte(yearYAML + "    timing: [{time_format: \"" + format + "\"}]\n")
			if got := since(t, expect(t, fsys), "1"); got != "2:23:52.8" {
				t.Errorf("%s: %s", format, got)
			}
		}
	})
	t.Run("a fraction of a day is a time of day where the clock is", func(t *testing.T) {
		fsys := finishes("0.4166666667")
		fsys["data/2022/edition.yaml"].Data = []byte(yearYAML + "    timing: [{clock: time_of_day, time_format: day_fraction}]\n")
		if got := since(t, expect(t, fsys), "1"); got != "2:30:00" {
			t.Error(got)
		}
	})
}

func TestLayouts(t *testing.T) {
	layout := func(keys, times string, want ...string) *race.Race {
		t.Helper()
		return expect(t, files("data/2022/edition.yaml", yearYAML+"    timing: [{"+keys+"}]\n", timesAt, times), want...)
	}
	t.Run("junk before the header is passed over where it is declared", func(t *testing.T) {
		rc := layout("skip_lines: 3", "Race Results, 2022\nprinted \"today\n\nbib;finish\n1;2:10:00\n2;x\n",
			timesAt+`:6:3: warning: "x" is not a time in the form h:mm:ss [row_set_aside]`)
		if got := since(t, rc, "1"); got != "2:10:00" {
			t.Error(got)
		}
	})
	t.Run("and found by the line that looks like the header where it is not", func(t *testing.T) {
		rc := expect(t, files(timesAt, "Race Results, 2022\n\nbib;finish\n1;2:10:00\n"),
			timesAt+`:1:1: review: the line "Race Results, 2022" stands before the names of the columns: passed over [lines_before]`)
		if got := since(t, rc, "1"); got != "2:10:00" {
			t.Error(got)
		}
	})
	t.Run("and told where another number is declared", func(t *testing.T) {
		_, list := Project(files("data/2022/edition.yaml", yearYAML+"    timing: [{skip_lines: 1}]\n", timesAt, "Race Results, 2022\nby chip\nbib;finish\n1;2:10:00\n"))
		if got := list[len(list)-1].Hint; got != "line 3 looks like the names of the columns: declare skip_lines: 2" {
			t.Errorf("%s%s", findings(list), got)
		}
	})
	t.Run("more lines passed over than there are is an error", func(t *testing.T) {
		layout("skip_lines: 9", "bib,finish\n1,2:10:00\n", timesAt+`:1:1: error: the file has no header after the 9 lines that are skipped [empty_file]`)
	})
	t.Run("a header of two lines names a column by both, or by the one that is known", func(t *testing.T) {
		rc := layout("header_lines: 2, columns: {Half Place: ignore}",
			"Runner,,Half,,Times,\nBib,Name,,Place,Gun,Net\n1,A,1:05:00,3,2:10:00,2:09:58\n")
		e := entry(t, rc, "1").Timing
		if since(t, rc, "1") != "2:10:00" || e.Net.String() != "2:09:58" || shown(e.At[1]) != "8:35:00" {
			t.Errorf("%+v", e)
		}
	})
	t.Run("what is read otherwise than it is written is told once a column", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", "bib;name;gender\n1,001;张　三;M\n1,0\u200b02;Ｌｅｅ\u00a0Ann;Ｆ\n", timesAt, "bib;finish\n１００１;２：１０：００\n\"1,002\";\u00a02:11:00\n"),
			folder+`entries.csv:2:1: review: 2 cells of the column "bib" have characters that cannot be seen and commas between thousands: "1,001" is read as "1001" [normalised]`,
			folder+`entries.csv:3:8: review: 1 cell of the column "name" has full-width characters and spaces that do not break: "Ｌｅｅ\u00a0Ann" is read as "Lee Ann" [normalised]`,
			folder+`entries.csv:3:16: review: 1 cell of the column "gender" has full-width characters: "Ｆ" is read as "F" [normalised]`,
			timesAt+`:2:1: review: 2 cells of the column "bib" have full-width characters and commas between thousands: "１００１" is read as "1001" [normalised]`,
			timesAt+`:2:6: review: 2 cells of the column "finish" have full-width characters and spaces that do not break: "２：１０：００" is read as "2:10:00" [normalised]`)
		if since(t, rc, "1001") != "2:10:00" || since(t, rc, "1002") != "2:11:00" || entry(t, rc, "1001").Name != "张 三" {
			t.Error("a cell was not read")
		}
	})
}

func TestGuesses(t *testing.T) {
	names := "陳大文 李小龍 張國榮 黃家駒 劉德華 梁朝偉 周潤發 鄭裕玲"
	rows := func(names string) string {
		text := "bib,name,gender\n"
		for i, name := range strings.Fields(names) {
			text += fmt.Sprintf("%d,%s,M\n", i+1, name)
		}
		return text
	}
	const refused = folder + `entries.csv:1:1: error: the text is not UTF-8, and read as GB18030 its characters are not those of Chinese text [encoding]`
	for encoding, names := range map[string]string{
		"big5":         names,
		"windows-1252": "Müller Bäcker Günther Jäger Löwe Strömberg",
		"shift_jis":    "佐藤太郎 鈴木一朗 高橋尚子 山田花子",
		"euc-kr":       "김철수 이영희 박지성 최민식 정우성 강호동 조용필",
		"euc-jp":       "佐藤太郎 鈴木一朗 高橋尚子 山田花子 田中角栄 中村俊輔",
	} {
		t.Run("names in "+encoding+" under an English header are refused, not guessed", func(t *testing.T) {
			_, list := Project(files(folder+"entries.csv", encoded(t, encoding, rows(names)), timesAt, "bib,finish\n1,2:10:00\n"))
			if got := findings(list); got != refused+"\n" && !strings.Contains(got, "neither UTF-8 nor UTF-16 nor GB18030 [encoding]") {
				t.Error(got)
			}
			if !strings.Contains(list[0].Hint, "encoding: ") {
				t.Error(list[0].Hint)
			}
		})
	}
	t.Run("Chinese names in GB18030 are read with a warning", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", encoded(t, "gb18030", rows("张伟 王芳 李娜 刘洋 陈静 杨光 赵敏 周涛 吴磊 徐丽 孙喆")), timesAt, "bib,finish\n1,2:10:00\n"),
			folder+`entries.csv:1:1: warning: the text is not UTF-8 and was read as GB18030, which the header does not confirm [guessed_encoding]`)
		if got := entry(t, rc, "11").Name; got != "孙喆" {
			t.Error(got)
		}
	})
}

func TestBrokenRowsOfRealSets(t *testing.T) {
	results := func(rows string, want ...string) {
		t.Helper()
		text := yearYAML + "    entries: {file: all.csv}\n    timing: [{file: all.csv}]\n"
		want = append(want, folder+"entries.csv:1:1: warning: this file is not used [unused_file]", timesAt+":1:1: warning: this file is not used [unused_file]")
		if strings.Contains(strings.Join(want, ""), ": error: ") {
			want = want[:len(want)-2]
		}
		expect(t, files("data/2022/edition.yaml", text, folder+"all.csv", "bib,name,gender,half,finish\n"+rows), want...)
	}
	const at = folder + "all.csv:"
	t.Run("a point after the finish", func(t *testing.T) {
		results("1,A,M,3:20:00,3:10:00\n2,B,M,1:00:00,2:10:00\n", at+`2:15: warning: finish at 3:10:00 is not after half at 3:20:00 [row_set_aside]`)
	})
	t.Run("a clock that wrapped", func(t *testing.T) {
		results("1,A,M,23:12:37,0:16:41\n", at+`2:16: warning: finish at 0:16:41 is not after half at 23:12:37, which is almost a day: the clock probably passed midnight [row_set_aside]`)
	})
	t.Run("something that is no time at all", func(t *testing.T) {
		results("1,A,M,,42892400/289\n", at+`2:8: warning: "42892400/289" is not a time in the form h:mm:ss [row_set_aside]`)
	})
	t.Run("a bib of X for whoever had none: the first is a bib, the next is refused", func(t *testing.T) {
		results("XXXXX,A,M,1:05:00,2:10:00\nXXXXX,B,M,,2:11:00\n", at+`3:1: error: bib "XXXXX" is already on line 2 [duplicate_bib]`)
	})
	t.Run("one bib eight times in the same row is folded, and each told", func(t *testing.T) {
		var want []string
		for i := range 7 {
			want = append(want, fmt.Sprintf(`%s%d:1: warning: the same row for bib "7" is already on line 2; it is used once [duplicate_row]`, at, i+3))
		}
		results(strings.Repeat("7,A,M,1:05:00,2:10:00\n", 8), want...)
	})
	t.Run("one bib eight times in different rows is refused", func(t *testing.T) {
		var rows string
		var want []string
		for i := range 8 {
			rows += fmt.Sprintf("7,A,M,1:05:00,2:1%d:00\n", i)
			if i > 0 {
				want = append(want, fmt.Sprintf(`%s%d:1: error: bib "7" is already on line 2 [duplicate_bib]`, at, i+2))
			}
		}
		results(rows, want...)
	})
	t.Run("one name 431 times is 431 people", func(t *testing.T) {
		var rows strings.Builder
		for i := range 431 {
			fmt.Fprintf(&rows, "%d,\"Smith, John\",M,1:05:00,2:10:%02d\n", i+1, i%60)
		}
		results(rows.String())
	})
	t.Run("a quote inside a name", func(t *testing.T) {
		results("1,O\"Connell,M,1:05:00,2:10:00\n2,\"O\"Brien\",M,,2:11:00\n3,\"O'Hara, Scarlett\",F,,2:12:00\n")
	})
}

// sham is a project of which one file is made while it is read.
type sham struct {
	fstest.MapFS
	name string
	size int64
	line string // over and over again
	head string
}

func (s sham) Open(name string) (fs.File, error) {
	if name != s.name {
		return s.MapFS.Open(name)
	}
	return &shamFile{sham: s, rest: s.head}, nil
}

// Glob looks in the made-up folder, which holds the one file.
func (s sham) Glob(pattern string) ([]string, error) {
	if pattern == s.name {
		return []string{s.name}, nil
	}
	return s.MapFS.Glob(pattern)
}

func (s sham) Stat(name string) (fs.FileInfo, error) {
	if name == s.name {
		return &shamFile{sham: s}, nil
	}
	return s.MapFS.Stat(name)
}

type shamFile struct {
	sham
	at   int64
	rest string
}

func (f *shamFile) Read(b []byte) (n int, err error) {
	for n < len(b) && f.at < f.size {
		if f.rest == "" {
			f.rest = f.line
		}
		k := copy(b[n:], f.rest[:min(int64(len(f.rest)), f.size-f.at)])
		f.rest = f.rest[k:]
		n, f.at = n+k, f.at+int64(k)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
func (f *shamFile) Close() error               { return nil }
func (f *shamFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *shamFile) Name() string               { return "sham" }
func (f *shamFile) Size() int64                { return f.size }
func (f *shamFile) Mode() fs.FileMode          { return 0o444 }
func (f *shamFile) ModTime() time.Time         { return time.Time{} }
func (f *shamFile) IsDir() bool                { return false }
func (f *shamFile) Sys() any                   { return nil }

// allocated is how much memory a function asks for, all told.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestFilesOfAnySize(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	t.Run("a table of 2 GB is refused before it is read", func(t *testing.T) {
		var got string
		took := allocated(func() {
			_, list := Project(sham{MapFS: files(), name: timesAt, size: 2 << 30, line: "1,2:10:00\n", head: "bib,finish\n"})
			got = findings(list)
		})
		if want := timesAt + ":1:1: error: the file has 2048 MB; a table must not exceed 1024 MB [too_large]\n"; got != want {
			t.Errorf("%swanted: %s", got, want)
		}
		if took > 16<<20 {
			t.Errorf("it took %d MB", took>>20)
		}
	})
	t.Run("a table is in memory once", func(t *testing.T) {
		const size = 32 << 20
		took := allocated(func() {
			Project(sham{MapFS: files(), name: timesAt, size: size, line: "1," + strings.Repeat(" ", 4000) + "2:10:00\n", head: "bib,finish\n"})
		})
		if took > size*3/2 {
			t.Errorf("%d MB for a table of %d MB", took>>20, size>>20)
		}
	})
	t.Run("raw reads of any size take the memory of their field", func(t *testing.T) {
		edition := yearYAML + "    timing: [{kind: reads, format: chronotrack, file: reads.txt, points: {\"MAT\": finish}}]\n"
		took := allocated(func() {
			fsys := sham{MapFS: files("data/2022/edition.yaml", edition, timesAt, "absent"), name: folder + "reads.txt", size: 16 << 20, line: "CT01_13,1,MAT,1,09:40:00.5,1,117F37,8\n"}
			_, list := Project(fsys)
			if list.Errors() {
				t.Error(findings(list))
			}
		})
		if took > 10<<20 {
			t.Errorf("it took %d MB", took>>20)
		}
	})
	t.Run("a line of 10 MB is one row set aside, and is quoted by its beginning", func(t *testing.T) {
		archive, list := Project(files(timesAt, "bib,finish\n1,"+strings.Repeat("9", 10<<20)+"\n2,2:11:00\n"))
		if archive == nil || len(list) != 1 || list[0].Code != "row_set_aside" || len(list[0].Text) > 1100 {
			t.Errorf("%.2000s", findings(list))
		}
	})
	t.Run("quotes that never end, do", func(t *testing.T) {
		for _, text := range []string{strings.Repeat("\"", 2<<20), strings.Repeat("\"\n", 1<<15), strings.Repeat(",\"\"\"", 1<<18), strings.Repeat("a,\"b\n", 1<<15)} {
			began := time.Now()
			Project(files(timesAt, "bib,finish\n"+text))
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		}
	})
	for claim, text := range map[string]string{"zip": "PK\x03\x04\x14\x00", "gzip": "\x1F\x8B\x08\x00", "PDF": "%PDF-1.7\n"} {
		t.Run("a "+claim+" called .csv is named for what it is", func(t *testing.T) {
			_, list := Project(files(timesAt, text+"rest"))
			if len(list) != 1 || list[0].Code != "not_text" {
				t.Error(findings(list))
			}
		})
	}
}

func BenchmarkTwoGigabytesOfReads(b *testing.B) {
	edition := yearYAML + "    timing: [{kind: reads, format: chronotrack, file: reads.txt, points: {\"MAT\": finish}}]\n"
	fsys := sham{MapFS: files("data/2022/edition.yaml", edition, timesAt, "absent"), name: folder + "reads.txt", size: 2 << 30, line: "CT01_13,1,MAT,1,09:40:00.5,1,117F37,8\n"}
	b.SetBytes(fsys.size)
	b.ReportAllocs()
	for b.Loop() {
		if _, list := Project(fsys); list.Errors() {
			b.Fatal(findings(list))
		}
	}
}
