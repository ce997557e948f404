package vendors

import (
	"bytes"
	"fmt"
	"time"

	"guntime/generator/internal/table/spelling"
)

// rfidUltra reads both forms of RFID Timing's Ultra boxes: the log, with the
// time of day in quotes and a date before it or none, and what the box sends
// live, with seconds since 1980 by its own wall clock and milliseconds:
//
//	1,1000015,8,"17:57:54.88",1,2
//	port, chip, bib, time, reader, port
//	0,1000015,1351668674,880,1,-56,0,1,12,0000000000000000,0,34
//	0, chip, seconds, milliseconds, antenna, strength, rewind, reader, box, …
//
// The file that its program saves has tabs: chip, time, reader, port. Voltage,
// status, settings and the greeting are control lines.
type rfidUltra struct {
	moments moments
	fields  [][]byte
	r       Read
}

// ultraEpoch is the day that the box counts from.
var ultraEpoch, _ = calendarDay(1980, 1, 1)

var rfidUltraFormat = Format{Name: "rfidultra", writer: Writer{Line: rfidUltraLine}, parser: func(of File) Parser {
	return &rfidUltra{moments: moments{zoned: newZoned(of), day: of.Day}}
}}

// Parse implements Parser.
func (p *rfidUltra) Parse(line []byte, add func(*Read)) {
	switch {
	case line[0] == 'U', line[0] == 'u', bytes.HasPrefix(line, []byte("V=")), bytes.HasPrefix(line, []byte("S=")), bytes.HasPrefix(line, []byte("Connected")):
		return
	}
	p.r = Read{}
	r := &p.r
	if bytes.IndexByte(line, '\t') >= 0 {
		p.fields = splitFields(p.fields, line, '\t')
		if !p.saved(line) {
			return
		}
		add(r)
		return
	}
	p.fields = splitFields(p.fields, line, ',')
	defer add(r)
	if len(p.fields) < 4 {
		if r.Chip = nth(p.fields, 1); len(p.fields) == 1 {
			r.Chip = p.fields[0] // of the file with tabs
		}
		r.unusable(line, line, tooShort)
		return
	}
	r.Chip = p.fields[1]
	if _, port := wholeNumber(p.fields[0]); !port {
		r.unusable(line, p.fields[0], "the line does not begin with a port or 0")
		return
	}
	if bytes.IndexByte(p.fields[3], ':') >= 0 {
		r.Bib = anyBib(p.fields[2])
		r.Reader, r.Part = nth(p.fields, 4), nth(p.fields, 5)
		if len(r.Part) == 0 {
			r.Part = p.fields[0]
		}
		if !r.moment(p.fields[3]) {
			r.unusable(line, p.fields[3], noTime)
		}
	} else {
		p.live(line)
	}
	if len(r.Chip) == 0 && len(r.Bib) == 0 && r.Why == "" {
		r.unusable(line, p.fields[1], noChip)
	}
}

// live reads what the box sends as it happens.
func (p *rfidUltra) live(line []byte) {
	r := &p.r
	r.Part, r.Strength = nth(p.fields, 4), signal(nth(p.fields, 5))
	r.Reader, r.Place = nth(p.fields, 7), nth(p.fields, 8)
	seconds, ok := wholeNumber(p.fields[2])
	ms, ok2 := wholeNumber(p.fields[3])
	if !ok || !ok2 || ms > 999 || seconds > 10_000_000_000 {
		r.unusable(line, p.fields[2], noTime)
		return
	}
	r.Day, r.Dated = ultraEpoch+int(seconds/86400), true
	r.At = seconds%86400*1000 + ms
}

// saved reads a line of the file with tabs; false for its header.
func (p *rfidUltra) saved(line []byte) bool {
	r := &p.r
	time := nth(p.fields, 1)
	r.Chip, r.Reader, r.Part = p.fields[0], nth(p.fields, 2), nth(p.fields, 3)
	if len(time) > 0 && !bytes.ContainsAny(time, "0123456789") && len(knownColumns[spelling.FoldHeader(string(time))]) > 0 {
		return false
	}
	switch why := p.moments.read(r, time); {
	case why != "":
		r.unusable(line, time, why)
	case len(r.Chip) == 0:
		r.unusable(line, r.Chip, noChip)
	}
	return true
}

// rfidUltraLine writes a read as it is sent.
func rfidUltraLine(w *Written) string {
	seconds := w.Day.Unix() - time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC).Unix() + w.At.Milliseconds()/1000
	return fmt.Sprintf("0,%s,%d,%d,1,-60,0,%s,1,0,0,1\n", w.Chip, seconds, w.At.Milliseconds()%1000, w.Reader)
}
