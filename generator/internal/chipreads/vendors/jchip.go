package vendors

import (
	"bytes"
	"fmt"
)

// jchip reads the lines of J-Chip receivers, and of the programs of CrossMgr that
// write as those do:
//
//	DA413A35 10:11:16.4433 10  10000      C7 date=20221106
//	D, kind of chip, tag; time of day; and, from programs, the day
//
// Lines that begin with N, G and S are the receiver's name, its clock and orders.
type jchip struct {
	r Read
}

var jchipFormat = Format{Name: "jchip", writer: Writer{Head: "N0000X\n", ByFile: true, Line: jchipLine}, parser: func(File) Parser { return &jchip{} }}

// Parse implements Parser.
func (p *jchip) Parse(line []byte, add func(*Read)) {
	p.r = Read{}
	r := &p.r
	text := bytes.TrimSpace(line)
	switch {
	case bytes.HasPrefix(text, []byte("N0")), bytes.HasPrefix(text, []byte("GT")), bytes.HasPrefix(text, []byte("S0")):
		return
	case len(text) < 4 || text[0] != 'D':
		r.unusable(line, text, "the line does not begin with D, the kind of chip and its tag")
		add(r)
		return
	}
	tag, rest, _ := bytes.Cut(text, []byte(" "))
	rest = bytes.TrimLeft(rest, " ")
	time, rest, _ := bytes.Cut(rest, []byte(" "))
	r.Chip = tag[2:]
	var ok bool
	if r.At, ok = timeOfDay(time); !ok {
		r.unusable(line, text[len(tag):], noTime)
		add(r)
		return
	}
	if _, date, has := bytes.Cut(rest, []byte("date=")); has {
		if date = bytes.TrimSpace(date); len(date) != 8 {
			r.unusable(line, date, noDate)
		} else if r.Day, r.Dated = dayOf(date[:4], date[4:6], date[6:]); !r.Dated {
			r.unusable(line, date, noDate)
		}
	}
	add(r)
}

// jchipLine writes a read.
func jchipLine(w *Written) string {
	return fmt.Sprintf("DA%s %s 10  10000      C7 date=%s\n", w.Chip, w.clock(), w.Day.Format("20060102"))
}
