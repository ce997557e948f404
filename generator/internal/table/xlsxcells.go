package table

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/xml"
)

// sheetWriter writes the cells of a sheet as text.
type sheetWriter struct {
	book   *book
	text   strings.Builder
	row    int // that is being written, from 1
	column int // cells of it that were written
	next   int // row of the next cell without a place of its own
	at     int // column of the next cell, from 0
	ended  bool

	// the cell that is being read
	in, spoken bool
	kind       string
	style      int
	value      []byte
}

// chunk reads some rows. It returns io.EOF behind the last.
func (w *sheetWriter) chunk(piece []byte) error {
	if w.ended {
		return io.EOF
	}
	l := xml.NewLexer(parse.NewInputBytes(piece))
	element := byte(0) // 'r' for a row, 'c' for a cell, 'd' for all rows, 0 for another
	for {
		switch kind, _ := l.Next(); kind {
		case xml.ErrorToken:
			if l.Err() == io.EOF {
				return nil
			}
			return l.Err()
		case xml.StartTagToken:
			element = 0
			switch string(local(l.Text())) {
			case "row":
				element = 'r'
				w.next, w.at = w.next+1, 0
			case "c":
				element = 'c'
				w.kind, w.style, w.value = "", 0, w.value[:0]
			case "sheetData":
				element = 'd'
			case "v", "t":
				w.in = !w.spoken
			case "rPh":
				w.spoken = true
			}
		case xml.AttributeToken:
			if element != 'r' && element != 'c' {
				continue
			}
			if err := w.attribute(element, string(local(l.Text())), unquote(l.AttrVal())); err != nil {
				return err
			}
		case xml.StartTagCloseVoidToken:
			switch element {
			case 'c':
				w.at++
			case 'd':
				w.ended = true
				return io.EOF
			}
			w.in, element = false, 0
		case xml.StartTagCloseToken:
			element = 0
		case xml.TextToken:
			if w.in {
				w.value = append(w.value, unescape(l.Text())...)
			}
		case xml.CDATAToken:
			if w.in {
				w.value = append(w.value, l.Text()...)
			}
		case xml.EndTagToken:
			switch string(local(l.Text())) {
			case "v", "t":
				w.in = false
			case "rPh":
				w.spoken = false
			case "c":
				if err := w.cell(); err != nil {
					return err
				}
				w.at++
			case "sheetData":
				w.ended = true
				return io.EOF
			}
		}
	}
}

// attribute reads an attribute of a row or a cell.
func (w *sheetWriter) attribute(of byte, name string, value []byte) error {
	switch {
	case of == 'r' && name == "r":
		n, err := strconv.Atoi(string(value))
		if err != nil || n < w.next || n > sheetRows {
			return fmt.Errorf("a row has the number %q after row %d", value, w.next-1)
		}
		w.next = n
	case of == 'c' && name == "r":
		column := 0
		for _, c := range value {
			if c |= 0x20; c < 'a' || c > 'z' {
				break
			}
			column = min(column*26+int(c|0x20-'a')+1, sheetColumns+1)
		}
		if column <= w.at || column > sheetColumns {
			return fmt.Errorf("a cell of row %d has the name %q", w.next, value)
		}
		w.at = column - 1
	case of == 'c' && name == "t":
		w.kind = kindOf(value)
	case of == 'c' && name == "s":
		w.style, _ = strconv.Atoi(string(value)) // none is the first
	}
	return nil
}

// kindOf keeps the kind of a cell without memory of its own.
func kindOf(value []byte) string {
	for _, kind := range [...]string{"s", "n", "str", "inlineStr", "b", "e", "d"} {
		if string(value) == kind {
			return kind
		}
	}
	return ""
}

// cell writes a cell that has a value.
func (w *sheetWriter) cell() error {
	var text string
	switch w.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(string(w.value)))
		if len(w.value) == 0 {
			return nil
		}
		if err != nil || n < 0 || n >= len(w.book.strings) {
			return fmt.Errorf("a cell of row %d names the shared string %q of %d", w.next, w.value, len(w.book.strings))
		}
		text = w.book.strings[n]
	case "str", "inlineStr", "e":
		text = cellText(w.value)
	case "b":
		switch text = string(w.value); text {
		case "1":
			text = "true"
		case "0":
			text = "false"
		}
	case "d":
		text = isoText(string(w.value))
	default:
		text = w.book.number(string(w.value), w.style)
	}
	if text == "" {
		return nil
	}
	for ; w.row < w.next; w.row++ {
		w.text.WriteByte('\n')
		w.column = 0
	}
	for ; w.column < w.at; w.column++ {
		w.text.WriteByte('\t')
	}
	w.text.WriteString(text)
	if w.text.Len() > mostSheet {
		return errTooLarge
	}
	return nil
}

// numberStyle is what the number of a cell with a style is.
type numberStyle struct{ date, clock bool }

// builtin are the styles that have a number and no format of their own.
func builtin(id int) numberStyle {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return numberStyle{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return numberStyle{clock: true}
	case id == 22:
		return numberStyle{date: true, clock: true}
	}
	return numberStyle{}
}

// readStyles reads which styles are those of dates and times.
func (b *book) readStyles(part string) error {
	formats := map[string]numberStyle{}
	inside := false
	return b.elements(part, func(name string, attr func(string) string) {
		switch name {
		case "numFmt":
			formats[attr("numFmtId")] = styleOf(attr("formatCode"))
		case "cellXfs":
			inside = true
		case "/cellXfs":
			inside = false
		case "xf":
			if !inside {
				return
			}
			id := attr("numFmtId")
			style, own := formats[id]
			if n, err := strconv.Atoi(id); !own && err == nil {
				style = builtin(n)
			}
			b.styles = append(b.styles, style)
		}
	})
}

// styleOf says what a format of numbers writes: yyyy-mm-dd a date, [h]:mm:ss a
// time, #,##0.00 neither.
func styleOf(code string) numberStyle {
	var s numberStyle
	months := false
	code = strings.ToLower(code)
	if strings.HasPrefix(code, "general") {
		return s
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return s
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return s
			}
			if inner := code[i+1 : i+end]; inner != "" && (strings.Trim(inner, "h") == "" || strings.Trim(inner, "m") == "" || strings.Trim(inner, "s") == "") {
				s.clock = true
			}
			i += end
		case ';':
			i = len(code)
		case 'y', 'd':
			s.date = true
		case 'h', 's':
			s.clock = true
		case 'm':
			months = true
		case '0', '#', '?':
			if !s.clock && !s.date && !months { // of 0.00E+00, and of ss.000 behind the letters
				return s
			}
		}
	}
	if months && !s.clock {
		s.date = true
	}
	return s
}

// smallDays is below how many days a number is an amount of time rather than a
// day: as a day it would lie in the summer of 1900.
const smallDays = 200

// number writes the number of a cell as what its style makes of it. A time is
// h:mm:ss, of any number of hours, with milliseconds if it has any; a day is
// 2001-12-31. All is rounded to the millisecond.
func (b *book) number(raw string, style int) string {
	var s numberStyle
	if style >= 0 && style < len(b.styles) {
		s = b.styles[style]
	}
	plain := !s.date && !s.clock
	if plain && len(raw) <= 15 && raw != "" && strings.Trim(raw, "0123456789") == "" {
		return raw
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
	switch {
	case err != nil || math.IsInf(v, 0) || math.IsNaN(v):
		return cellText([]byte(raw))
	case plain && math.Abs(v) >= 1e15: // no spreadsheet keeps more than fifteen digits
		return strconv.FormatFloat(v, 'E', -1, 64)
	case plain && v == math.Trunc(v):
		return strconv.FormatInt(int64(v), 10)
	case plain, math.Abs(v) > 3_000_000: // no day before the year 10000
		v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64) // written by this program
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	ms := int64(math.Round(v * 86_400_000))
	day, rest := ms/86_400_000, ms%86_400_000
	if ms < 0 || day < smallDays && (s.clock || rest != 0) {
		return clockText(ms)
	}
	switch {
	case b.is1904:
		day += 1462
	case day < 60: // the day before 1 March 1900 that spreadsheets invent
		day++
	}
	text := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(day)).Format(time.DateOnly)
	if rest != 0 {
		text += " " + clockText(rest)
	}
	return text
}

// clockText writes milliseconds as h:mm:ss, with three decimals if need be.
func clockText(ms int64) string {
	b := make([]byte, 0, 16)
	if ms < 0 {
		b, ms = append(b, '-'), -ms
	}
	two := func(n int64) { b = append(b, byte('0'+n/10), byte('0'+n%10)) }
	b = strconv.AppendInt(b, ms/3_600_000, 10)
	b = append(b, ':')
	two(ms / 60_000 % 60)
	b = append(b, ':')
	two(ms / 1000 % 60)
	if ms %= 1000; ms != 0 {
		b = append(b, '.', byte('0'+ms/100))
		two(ms % 100)
	}
	return string(b)
}

// isoText writes a moment in the form of ISO 8601 as other cells are.
func isoText(text string) string {
	day, clock, both := strings.Cut(strings.TrimSuffix(text, "Z"), "T")
	if strings.Contains(clock, ".") {
		clock = strings.TrimSuffix(strings.TrimRight(clock, "0"), ".")
	}
	switch {
	case !both:
		return day
	case day == "" || day == "1899-12-30" || day == "1899-12-31":
		return clock
	case clock == "00:00:00":
		return day
	}
	return day + " " + clock
}
