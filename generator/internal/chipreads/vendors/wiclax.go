package vendors

import (
	"bytes"
	"fmt"
)

// wiclax reads the generic protocol of Wiclax, which many devices speak to it:
//
//	01539;22-09-2011 02:41:30.620;0A;559;;0
//	chip or bib; dd-mm-yyyy and time; loop, antenna or device; lap; battery; 1 where it was asked for again
//
// A star is a heartbeat. RACESTART 07:30:00,000 is the gun; CLOCK, READOK and the
// other words are control lines.
type wiclax struct {
	moments moments
	fields  [][]byte
	r       Read
}

var wiclaxWords = [][]byte{[]byte("CLOCK"), []byte("READOK"), []byte("STARTREAD"), []byte("STOPREAD"), []byte("REWIND")}

var wiclaxFormat = Format{Name: "wiclax", writer: Writer{Head: "*\n", Line: wiclaxLine}, parser: func(of File) Parser {
	return &wiclax{moments: moments{zoned: newZoned(of), day: of.Day, order: DayFirst}}
}}

// Parse implements Parser.
func (p *wiclax) Parse(line []byte, add func(*Read)) {
	p.r = Read{}
	r := &p.r
	if text, ok := bytes.CutPrefix(line, []byte("RACESTART")); ok {
		if r.moment(bytes.TrimSpace(text)) {
			r.Gun = true
			add(r)
		}
		return
	}
	if line[0] == '*' {
		return
	}
	for _, w := range wiclaxWords {
		if bytes.HasPrefix(line, w) {
			return
		}
	}
	p.fields = splitFields(p.fields, line, ';')
	time := nth(p.fields, 1)
	r.Chip, r.Part = p.fields[0], nth(p.fields, 2)
	switch why := p.moments.read(r, time); {
	case len(p.fields) < 2:
		r.unusable(line, line, tooShort)
	case why != "":
		r.unusable(line, time, why)
	case !r.Dated:
		r.unusable(line, time, noDate)
	case len(r.Chip) == 0:
		r.unusable(line, r.Chip, noChip)
	}
	add(r)
}

// wiclaxLine writes a read.
func wiclaxLine(w *Written) string {
	return fmt.Sprintf("%s;%s %s;%s;559;;0\n", w.Chip, w.Day.Format("02-01-2006"), w.clock(), w.Reader)
}
