package table

import (
	"guntime/generator/internal/table/spelling"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/traditionalchinese"
)

func FuzzCell(f *testing.F) {
	for _, s := range []string{"2:10:00", "-0:00:02.5", "０２:１０:００", "143.88", "−1:00:00", "1:2:3", "999:59:59.999", "\u00a02:10:00 ",
		"2H 11M 42S", "59:12", "0.124548611", "42892400/289", "23:12:37", "1,143.88", "2小时11分42秒", "8632,8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, format := range spelling.TimeFormats {
			c, err := spelling.ParseTime(spelling.Given(cell), format)
			if err != nil {
				continue
			}
			if c <= -1000*60*60_000 || c >= 10_000*60*60_000 {
				t.Fatalf("%q is %d ms as %s", cell, c, format)
			}
			if c >= 1000*60*60_000 { // more hours than a clock writes
				continue
			}
			if again, err := spelling.ParseTime(c.String(), spelling.AsClock); err != nil || again != c {
				t.Fatalf("%q is %s as %s, which is %s, %v", cell, c, format, again, err)
			}
		}
	})
}

// Whatever stands before the header, and of however many lines it is: every
// cell lies where its record says.
func FuzzLayout(f *testing.F) {
	f.Add("junk\n\nbib;finish\n1;2:10:00\n", uint8(2))
	f.Add("Runner,,Times\nBib,Name,Gun\n\"1\",\"O\"Connell\",\"2:10:00\"\n", uint8(0))
	f.Add("a\tb\r\n\"x\ny\"\t\u00a0z\u200b\r\n\"\"\"", uint8(1))
	f.Fuzz(func(t *testing.T, text string, skip uint8) {
		s := newScanner("t.csv", text, int(skip))
		var r Record
		line := 0
		for s.read(&r) {
			if s.width == 0 {
				s.width = len(r.Cells)
			}
			if len(r.Cells) != len(r.offsets) || r.Line < line || r.start > r.end || r.end > len(s.text) {
				t.Fatalf("%+v after line %d", r, line)
			}
			line = r.Line
			for i, cell := range r.Cells {
				written := s.written(&r, i)
				if at := s.cellAt(&r, i); at.Line < r.Line || at.Column < 1 || len(cell) > len(written) {
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
		case bad == nil && (!utf8.ValidString(d.text) || d.encoding == "" || strings.Count(d.text, "\x00") > 1+strings.Count(d.text, "\n")/20):
			t.Fatalf("%+v", d)
		}
	})
}
