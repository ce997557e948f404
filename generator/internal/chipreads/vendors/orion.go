package vendors

import (
	"bytes"
	"fmt"
)

// orion reads the passings of Orion decoders, with commas or semicolons between:
//
//	$P,1,1234567,3,12,34800120
//	$P, …, tag, …, …, milliseconds since midnight
//
// Lines that begin with $ and another letter, and with #, are control lines.
type orion struct {
	fields [][]byte
	r      Read
}

var orionFormat = Format{Name: "orion", writer: Writer{Head: "# log\n", ByFile: true, Undated: true, Line: orionLine}, parser: func(File) Parser { return &orion{} }}

// Parse implements Parser.
func (p *orion) Parse(line []byte, add func(*Read)) {
	if line[0] == '#' || line[0] == '$' && !bytes.HasPrefix(line, []byte("$P")) {
		return
	}
	separator := byte(',')
	if bytes.IndexByte(line, ';') >= 0 {
		separator = ';'
	}
	p.fields = splitFields(p.fields, line, separator)
	p.r = Read{}
	r := &p.r
	at, ok := wholeNumber(nth(p.fields, 5))
	r.Chip = nth(p.fields, 2)
	switch {
	case string(p.fields[0]) != "$P":
		r.Chip = nil
		r.unusable(line, line, "the line does not begin with $P")
	case len(p.fields) < 6:
		r.unusable(line, line, tooShort)
	case !ok || at >= dayLength:
		r.unusable(line, p.fields[5], noTime)
	case len(r.Chip) == 0:
		r.unusable(line, r.Chip, noChip)
	}
	r.At = at
	if r.Why != "" {
		r.At = 0
	}
	add(r)
}

// orionLine writes a read.
func orionLine(w *Written) string {
	return fmt.Sprintf("$P,1,%s,3,12,%d\n", w.Chip, w.At.Milliseconds())
}
