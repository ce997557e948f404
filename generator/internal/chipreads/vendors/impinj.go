package vendors

import "bytes"

// impinj reads the logs of Impinj readers:
//
//	10.16.21.147,738AD3FF13CFD7C9F62F029D,123132.461593,0,-52
//	reader, tag, hhmmss and decimals, count, strength
//
// There is no date. The header may come again, and a line without a tag and a
// time holds the reader's settings.
type impinj struct {
	fields [][]byte
	r      Read
}

var impinjFormat = Format{"impinj", func(File) Parser { return &impinj{} }}

// Parse implements Parser.
func (p *impinj) Parse(line []byte, add func(*Read)) {
	p.fields = splitFields(p.fields, line, ',')
	epc, time := nth(p.fields, 1), nth(p.fields, 2)
	switch {
	case bytes.EqualFold(p.fields[0], []byte("Reader")) && bytes.EqualFold(epc, []byte("EPC")):
		return
	case len(p.fields) > 2 && len(epc) == 0 && len(time) == 0:
		return
	}
	p.r = Read{}
	r := &p.r
	r.Reader, r.Chip, r.Strength = p.fields[0], epc, signal(nth(p.fields, 4))
	var ok bool
	switch r.At, ok = timeOfDay(time); {
	case len(p.fields) < 3:
		r.unusable(line, line, tooShort)
	case len(epc) == 0:
		r.unusable(line, epc, noChip)
	case !ok:
		r.unusable(line, time, noTime)
	}
	add(r)
}
