package vendors

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"time"
)

// ipico reads the lines of IPICO readers: 36 hexadecimal characters, then FS or
// LS for the first or the last read of a passing, or nothing:
//
//	aa 40 000000012345 0a2a 011230184559 27 a7
//	   reader, tag, counters, yymmddhhmmss, hundredths in hex, checksum
//
// A reader that is set to, writes some characters of data of the tag before the
// checksum. The checksum is the sum of the codes of the characters from the reader
// up to it. Trident's readers write RR for a raw read and the strength behind the
// letters. A line that begins with ab is a reader's answer to a command, or the gun:
//
//	ab 00 0a2a 221106 02 073000 0c…
//	   reader, …, yymmdd, …, hhmmss, hundredths in hex
type ipico struct {
	r Read
}

var ipicoFormat = Format{Name: "ipico", writer: Writer{Step: 10, Line: ipicoLine}, parser: func(File) Parser { return &ipico{} }}

// Parse implements Parser.
func (p *ipico) Parse(line []byte, add func(*Read)) {
	text := bytes.TrimSpace(line)
	if len(text) > 2 && (text[0]|0x20) == 'a' && (text[1]|0x20) == 'b' {
		p.gun(text, add)
		return
	}
	p.r = Read{}
	r := &p.r
	defer add(r)
	if len(text) < 36 || (text[0]|0x20) != 'a' || (text[1]|0x20) != 'a' {
		if len(text) >= 16 && text[0]|0x20 == 'a' && text[1]|0x20 == 'a' {
			r.Reader, r.Chip = text[2:4], text[4:16]
		}
		r.unusable(line, text, "the line is not aa and 34 more hexadecimal characters")
		return
	}
	end := len(text)
	if tail := text[36:]; len(tail) == 4 && (bytes.EqualFold(tail[:2], []byte("FS")) || bytes.EqualFold(tail[:2], []byte("LS")) || bytes.EqualFold(tail[:2], []byte("RR"))) {
		end -= 2
	}
	if tail := text[end-2 : end]; bytes.EqualFold(tail, []byte("RR")) || bytes.EqualFold(tail, []byte("FS")) || bytes.EqualFold(tail, []byte("LS")) {
		end -= 2
	}
	// A read with a wrong checksum names the chip as well, which is most likely
	// right: its runner comes under review if there is no other read.
	r.Reader, r.Chip = text[2:4], text[4:16]
	switch {
	case end < 36 || end%2 != 0 || end > longestIPICO || !hexadecimal(text[:end]):
		r.unusable(line, text[min(36, end):], "the line has more than its 36 characters")
		return
	case !checked(text[:end]) && end > 36:
		r.unusable(line, text[end-2:], "the checksum "+string(text[end-2:end])+" is wrong, or the line has more than its 36 characters")
		return
	case !checked(text[:end]):
		r.unusable(line, text[end-2:], "the checksum "+string(text[end-2:end])+" is wrong")
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

// gun hands out the gun, where a line of answers is one.
func (p *ipico) gun(text []byte, add func(*Read)) {
	if len(text) < 24 {
		return
	}
	p.r = Read{Gun: true}
	r := &p.r
	at, ok := timeOfDay(text[16:22])
	var hundredths [1]byte
	if _, err := hex.Decode(hundredths[:], text[22:24]); err != nil || hundredths[0] > 99 || !ok {
		return
	}
	if r.Day, r.Dated = shortDay(text[8:14]); r.Dated {
		r.At = at + 10*int64(hundredths[0])
		add(r)
	}
}

// checked reports whether a line's checksum is right, as it is written or as
// it was before somebody changed the case of its letters.
func checked(text []byte) bool {
	var want [1]byte
	end := len(text) - 2
	if _, err := hex.Decode(want[:], text[end:]); err != nil {
		return false
	}
	var as, lower byte
	for _, c := range text[2:end] {
		as += c
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower += c
	}
	return want[0] == as || want[0] == lower
}

// longestIPICO is how many characters a line may have with all data of a tag.
const longestIPICO = 128

// hexadecimal reports whether a text is nothing but hexadecimal characters.
func hexadecimal(text []byte) bool {
	for _, c := range text {
		if !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}

// ipicoLine writes a read, with the checksum. Between two hundredths it is the
// later one, which leaves the official second as it is.
func ipicoLine(w *Written) string {
	ms := w.At.Milliseconds()
	day, hundredths := w.Day, (ms+9)/10
	if hundredths >= dayLength/10 {
		day, hundredths = day.AddDate(0, 0, 1), 0
	}
	later := Written{At: time.Duration(hundredths) * 10 * time.Millisecond}
	line := fmt.Sprintf("aa%s%s0a2a%s%s%02x", w.Reader, w.Chip, day.Format("060102"), later.digits()[:6], hundredths%100)
	var sum byte
	for i := 2; i < len(line); i++ {
		sum += line[i]
	}
	return fmt.Sprintf("%s%02x\n", line, sum)
}
