package vendors

import (
	"bytes"
	"fmt"
)

// impinj reads the logs of Impinj readers:
//
//	10.16.21.147,738AD3FF13CFD7C9F62F029D,123132.461593,0,-52
//	reader, tag, hhmmss and decimals, count, strength
//
// There is no date. The header may come again, and a line without a tag and a
// time holds the reader's settings. CrossMgr, which drives readers of Impinj and
// others, keeps a log of two columns, with the time by the clock of its computer:
//
//	Tag ID, Discover Time
//	20200201FC000004,Sat Feb 01 14:11:29.139089  2020-02-01
type impinj struct {
	moments moments
	fields  [][]byte
	r       Read
}

var impinjFormat = Format{Name: "impinj", writer: Writer{Head: "Reader, EPC, Time, Count, RSSI\n", Undated: true, Line: impinjLine}, parser: func(of File) Parser {
	return &impinj{moments: moments{zoned: newZoned(of), day: of.Day, order: YearFirst}}
}}

// Parse implements Parser.
func (p *impinj) Parse(line []byte, add func(*Read)) {
	p.fields = splitFields(p.fields, line, ',')
	epc, time := nth(p.fields, 1), nth(p.fields, 2)
	switch {
	case bytes.EqualFold(p.fields[0], []byte("Reader")) && bytes.EqualFold(epc, []byte("EPC")):
		return
	case len(p.fields) > 2 && len(epc) == 0 && len(time) == 0:
		return
	case bytes.HasPrefix(line, []byte("Tag")) && len(p.fields) <= 3 && !bytes.ContainsAny(epc, "0123456789"):
		return
	}
	p.r = Read{}
	r := &p.r
	if len(p.fields) == 1 {
		r.Chip = p.fields[0]
		r.unusable(line, line, tooShort)
		add(r)
		return
	}
	if len(p.fields) == 2 {
		r.Chip = bytes.ReplaceAll(p.fields[0], []byte(" "), nil)
		if why := p.moments.read(r, epc); why != "" {
			if bytes.ContainsAny(epc, "0123456789") && !bytes.ContainsAny(epc, ": ") {
				r.Chip = epc // of the other log, which is torn behind it
			}
			r.unusable(line, epc, why)
		} else if len(r.Chip) == 0 {
			r.unusable(line, p.fields[0], noChip)
		}
		add(r)
		return
	}
	r.Reader, r.Chip, r.Strength = p.fields[0], epc, signal(nth(p.fields, 4))
	var ok bool
	switch r.At, ok = timeOfDay(time); {
	case len(epc) == 0:
		r.unusable(line, epc, noChip)
	case !ok:
		r.unusable(line, time, noTime)
	}
	add(r)
}

// impinjLine writes a read.
func impinjLine(w *Written) string {
	at := w.digits()
	return fmt.Sprintf("%s,%s,%s.%s000,0,-60\n", w.Reader, w.Chip, at[:6], at[6:])
}
