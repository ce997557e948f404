package vendors

import (
	"bytes"
	"encoding/hex"
)

// ipico reads the lines of IPICO readers: 36 hexadecimal characters, then FS or
// LS for the first or the last read of a passing, or nothing:
//
//	aa 40 000000012345 0a2a 011230184559 27 a7
//	   reader, tag, counters, yymmddhhmmss, hundredths in hex, checksum
//
// The checksum is the sum of the codes of the characters from the reader to
// the hundredths. A line that begins with ab is a reader's answer to a command.
type ipico struct {
	r Read
}

var ipicoFormat = Format{"ipico", func(File) Parser { return &ipico{} }}

// Parse implements Parser.
func (p *ipico) Parse(line []byte, add func(*Read)) {
	text := bytes.TrimSpace(line)
	if len(text) > 2 && (text[0]|0x20) == 'a' && (text[1]|0x20) == 'b' {
		return
	}
	p.r = Read{}
	r := &p.r
	defer add(r)
	if len(text) < 36 || (text[0]|0x20) != 'a' || (text[1]|0x20) != 'a' {
		r.unusable(line, text, "the line is not aa and 34 more hexadecimal characters")
		return
	}
	if tail := bytes.ToUpper(text[36:]); len(tail) > 0 && string(tail) != "FS" && string(tail) != "LS" {
		r.unusable(line, text[36:], "the line has more than its 36 characters")
		return
	}
	// A read with a wrong checksum names the chip as well, which is most likely
	// right: its runner comes under review if there is no other read.
	r.Reader, r.Chip = text[2:4], text[4:16]
	if !checked(text) {
		r.unusable(line, text[34:], "the checksum "+string(text[34:36])+" is wrong")
		return
	}
	var ok bool
	if r.Day, ok = shortDay(text[20:26]); !ok {
		r.unusable(line, text[20:], noDate)
		return
	}
	r.Dated = true
	at, ok := timeOfDay(text[26:32])
	var hundredths [1]byte
	if _, err := hex.Decode(hundredths[:], text[32:34]); err != nil || hundredths[0] > 99 || !ok {
		r.unusable(line, text[26:], noTime)
		return
	}
	r.At = at + 10*int64(hundredths[0])
}

// checked reports whether a line's checksum is right, as it is written or as
// it was before somebody changed the case of its letters.
func checked(text []byte) bool {
	var want [1]byte
	if _, err := hex.Decode(want[:], text[34:36]); err != nil {
		return false
	}
	var as, lower byte
	for _, c := range text[2:34] {
		as += c
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower += c
	}
	return want[0] == as || want[0] == lower
}
