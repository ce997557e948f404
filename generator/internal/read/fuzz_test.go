package read

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/traditionalchinese"

	"guntime/generator/internal/race"
)

// exists reports whether a finding's line is one of its file's; a file that is
// empty, not there or a folder has a first line all the same.
func exists(fsys fstest.MapFS, path string, line int) bool {
	if line == 1 {
		return true
	}
	f := fsys[path]
	if f == nil {
		return false
	}
	ends := func(text string) int { return max(strings.Count(text, "\n"), strings.Count(text, "\r")) }
	lines := ends(string(f.Data))
	if d, bad := decode(string(f.Data), nil); bad == nil {
		lines = max(lines, ends(d.text))
	} else {
		lines = max(lines, ends(bad.in))
	}
	return line > 1 && line <= 1+lines
}

func FuzzTables(f *testing.F) {
	f.Add([]byte(entriesCSV), []byte(timesCSV), []byte("bib,ruling\n1,withdraw\n"))
	f.Add([]byte("bib,name,gender\n1,\"a\nb,M\n2,\"\"\"\",F\r\n\n,,\n"), []byte("bib;gun\r1;143.8\r"), []byte("PK\x03\x04"))
	f.Add([]byte("\xFF\xFEb\x00i\x00b\x00"), []byte("\xC4\xE3,\xBA\xC3\n"), []byte("bib,ruling,date,note_fr\n1,place,24:00,\n"))
	f.Fuzz(func(t *testing.T, entries, times, rulings []byte) {
		fsys := files()
		fsys[folder+"entries.csv"] = &fstest.MapFile{Data: entries}
		fsys[folder+"times.csv"] = &fstest.MapFile{Data: times}
		fsys[folder+"rulings.csv"] = &fstest.MapFile{Data: rulings}
		archive, list := Project(fsys)
		if (archive == nil) != list.Errors() {
			t.Fatal("neither an edition nor an error")
		}
		for _, p := range list {
			if !exists(fsys, p.Path, p.Line) || p.Column < 1 {
				t.Fatalf("no such place: %s", p)
			}
		}
		if archive == nil {
			return
		}
		rc := archive.Editions[0].Races[0]
		bibs := map[string]bool{}
		for _, e := range rc.Entries {
			if bibs[race.FoldBib(e.Bib)] {
				t.Fatalf("bib %q twice", e.Bib)
			}
			bibs[race.FoldBib(e.Bib)] = true
			if e.Timing == nil {
				continue
			}
			last := race.Unseen
			for _, at := range e.Timing.At {
				if at != race.Unseen && at <= last {
					t.Fatalf("out of course order: %v", e.Timing.At)
				}
				last = max(last, at)
			}
		}
	})
}

func FuzzEdition(f *testing.F) {
	f.Add(yearYAML)
	f.Add("a: &x [*x]\nraces: {m: *x}\n")
	f.Add("races:\n  m: {divisions: {a: {}}, points: [{id: finish, km: 1}], timing: [{columns: {\"\": gun}}], prizes: {men: [{}]}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		fsys := files("data/2022/edition.yaml", text)
		archive, list := Project(fsys)
		if (archive == nil) != list.Errors() {
			t.Fatal("neither an edition nor an error")
		}
		for _, p := range list {
			if !exists(fsys, p.Path, p.Line) || p.Column < 1 {
				t.Fatalf("no such place: %s", p)
			}
		}
	})
}

func FuzzCell(f *testing.F) {
	for _, s := range []string{"2:10:00", "-0:00:02.5", "０２:１０:００", "143.88", "−1:00:00", "1:2:3", "999:59:59.999", "\u00a02:10:00 ",
		"2H 11M 42S", "59:12", "0.124548611", "42892400/289", "23:12:37", "1,143.88", "2小时11分42秒", "8632,8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, format := range timeFormats {
			c, err := parseTime(seen(cell), format)
			if err != nil {
				continue
			}
			if c <= -1000*60*60_000 || c >= 10_000*60*60_000 {
				t.Fatalf("%q is %d ms as %s", cell, c, format)
			}
			if c >= 1000*60*60_000 { // more hours than a clock writes
				continue
			}
			if again, err := parseTime(c.String(), asClock); err != nil || again != c {
				t.Fatalf("%q is %s as %s, which is %s, %v", cell, c, format, again, err)
			}
		}
	})
}

// field is a project of n made-up rows.
func field(n int) fstest.MapFS {
	var entries, times strings.Builder
	entries.WriteString("bib,name,gender,nat,birth_date,club,category,zone,chip,certificate_code\n")
	times.WriteString("bib,start,half,finish,status\n")
	for i := range n {
		fmt.Fprintf(&entries, "A%06d,张三%d,%c,CHN,1990-01-%02d,跑团%d,general,%c,C%06d,ABCDEFGH%06d\n", i, i, "MF"[i%2], i%28+1, i%50, 'A'+rune(i%8), i, i)
		fmt.Fprintf(&times, "A%06d,0:%02d:%02d.%d,1:%02d:%02d,3:%02d:%02d.123,finished\n", i, i%30, i%60, i%10, i%60, i%59, i%60, i%53)
	}
	return files(folder+"entries.csv", entries.String(), folder+"times.csv", times.String())
}

func BenchmarkThirtyThousand(b *testing.B) {
	fsys := field(30_000)
	b.ReportAllocs()
	for b.Loop() {
		if archive, list := Project(fsys); archive == nil || len(list) > 0 {
			b.Fatalf("%.500s", findings(list))
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "MB-system")
}

// Whatever stands before the header, and of however many lines it is: every
// cell lies where its record says.
func FuzzLayout(f *testing.F) {
	f.Add("junk\n\nbib;finish\n1;2:10:00\n", uint8(2))
	f.Add("Runner,,Times\nBib,Name,Gun\n\"1\",\"O\"Connell\",\"2:10:00\"\n", uint8(0))
	f.Add("a\tb\r\n\"x\ny\"\t\u00a0z\u200b\r\n\"\"\"", uint8(1))
	f.Fuzz(func(t *testing.T, text string, skip uint8) {
		s := newScanner("t.csv", text, int(skip))
		var r record
		line := 0
		for s.read(&r) {
			if s.width == 0 {
				s.width = len(r.cells)
			}
			if len(r.cells) != len(r.offsets) || r.line < line || r.start > r.end || r.end > len(s.text) {
				t.Fatalf("%+v after line %d", r, line)
			}
			line = r.line
			for i, cell := range r.cells {
				written := s.written(&r, i)
				if at := s.cellAt(&r, i); at.Line < r.line || at.Column < 1 || len(cell) > len(written) {
					t.Fatalf("%q at %+v is %q", cell, at, written)
				}
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("bib,name\n1,\xD5\xC5\xCE\xB0\n"), false)
	f.Add([]byte("\xFF\xFEb\x00i\x00b\x00"), true)
	f.Add([]byte("\xEF\xBB\xBFbib\n"), false)
	f.Add([]byte("bib,name\n1,\xB3\xAF\xA4j\xA4\xE5\n"), false)
	f.Fuzz(func(t *testing.T, raw []byte, big5 bool) {
		var declared encoding.Encoding
		if big5 {
			declared = traditionalchinese.Big5
		}
		d, bad := decode(string(raw), declared)
		switch {
		case bad != nil && (bad.code == "" || bad.text == "" || bad.offset < 0 || bad.offset > len(bad.in)):
			t.Fatalf("%+v", bad)
		case bad == nil && (!utf8.ValidString(d.text) || d.encoding == "" || strings.IndexByte(d.text, 0) >= 0):
			t.Fatalf("%+v", d)
		}
	})
}
