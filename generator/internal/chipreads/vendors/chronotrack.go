package vendors

import (
	"bytes"
	"fmt"
)

// chronoTrack reads what ChronoTrack controllers send and store. They send the
// lines of the protocols CT01 and CTP01, with commas or tildes between:
//
//	CT01_13,24,START,50101,15:54:48.90,1,117F37,8
//	protocol, line, point, tag, time, occurrence, reader, antenna
//
// The time is that of day, a day and a time, or seconds or milliseconds since 1970.
// They store observations, without the last part by older firmware:
//
//	TO~43~3~220~2~1413615526.80~10EC17~4~-57~80~P~56
//	TO, line, tag, timer, event, seconds since 1970, reader, port, strength, line of the reader, type, hits
//
// Antenna 0 is usually the gun, as is the tag guntime. Messages between client and
// server, greetings and other marks are control lines.
type chronoTrack struct {
	zoned
	marks  bool // a file of marks: powerup, names, guns
	fields [][]byte
	r      Read
}

var chronoTrackWords = map[string]bool{"ack": true, "err": true, "ping": true, "start": true, "stop": true, "authorize": true, "geteventinfo": true, "eventinfo": true, "locations": true,
	"getlocations": true, "getconnectioninfo": true, "getconnectionid": true, "connectionid": true, "guntime": true, "newlocation": true, "stream-mode": true, "settime": true, "gettime": true, "init": true}

var chronoTrackFormat = Format{Name: "chronotrack", writer: Writer{UTC: true, Line: chronoTrackLine}, parser: func(of File) Parser {
	return &chronoTrack{zoned: newZoned(of), marks: len(of.Path) > 4 && bytes.EqualFold([]byte(of.Path[len(of.Path)-4:]), []byte(".mrk"))}
}}

// Parse implements Parser.
func (p *chronoTrack) Parse(line []byte, add func(*Read)) {
	separator := byte(',')
	if bytes.IndexByte(line, '~') >= 0 {
		separator = '~'
	}
	p.fields = splitFields(p.fields, line, separator)
	p.r = Read{}
	if p.marks {
		p.mark(line, add)
		return
	}
	if bytes.EqualFold(p.fields[0], []byte("TO")) {
		p.observation(line)
		add(&p.r)
		return
	}
	var lower [24]byte
	word := lowered(lower[:0], p.fields[0])
	if chronoTrackWords[string(word)] || len(p.fields) == 3 && bytes.EqualFold(p.fields[2], []byte("ctp01")) ||
		len(p.fields) == 1 && bytes.IndexByte(line, '=') > 0 { // a greeting; a setting
		return
	}
	r := &p.r
	switch {
	case !bytes.HasPrefix(word, []byte("ct")):
		r.unusable(line, p.fields[0], "the line does not begin with a protocol such as CT01_13")
	case len(p.fields) < 7:
		r.Place, r.Chip = nth(p.fields, 2), nth(p.fields, 3)
		r.unusable(line, line, tooShort)
	case bytes.EqualFold(p.fields[3], []byte("guntime")):
		r.Gun = true
		if !p.time(p.fields[4]) {
			return
		}
	case chronoTrackWords[string(lowered(lower[:0], p.fields[3]))]:
		return
	default:
		r.Place, r.Chip, r.Reader, r.Part = p.fields[2], p.fields[3], p.fields[6], nth(p.fields, 7)
		r.Gun = string(r.Part) == "0"
		if len(r.Chip) == 0 {
			r.unusable(line, p.fields[3], noChip)
		} else if !p.time(p.fields[4]) {
			r.unusable(line, p.fields[4], noTime)
		}
	}
	add(r)
}

// lowered appends a short word in small letters; nothing where it is too long to be
// one.
func lowered(to, word []byte) []byte {
	if len(word) > cap(to) {
		return to
	}
	for _, c := range word {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

// time reads the time of a line that was sent.
func (p *chronoTrack) time(text []byte) bool {
	if p.r.moment(text) {
		return true
	}
	if unix, ok := epochNumber(text); ok {
		return p.epoch(&p.r, unix)
	}
	return isoInstant(&p.r, text)
}

// observation reads a line that was stored.
func (p *chronoTrack) observation(line []byte) {
	r := &p.r
	r.Chip, r.Reader, r.Part, r.Strength = nth(p.fields, 2), nth(p.fields, 6), nth(p.fields, 7), signal(nth(p.fields, 8))
	unix, ok := epochNumber(nth(p.fields, 5))
	switch {
	case len(p.fields) < 8:
		r.unusable(line, line, tooShort)
	case len(r.Chip) == 0:
		r.unusable(line, r.Chip, noChip)
	case !ok || !p.epoch(r, unix):
		r.unusable(line, p.fields[5], noTime)
	}
	r.Gun = string(r.Part) == "0"
}

// mark reads a line of a file of marks: that of a gun, by the word and the seconds
// since 1970. All others say nothing of runners.
func (p *chronoTrack) mark(line []byte, add func(*Read)) {
	if !bytes.Contains(bytes.ToLower(line), []byte("gun")) {
		return
	}
	for _, f := range p.fields {
		if unix, ok := epochNumber(f); ok && p.epoch(&p.r, unix) {
			p.r.Gun = true
			add(&p.r)
			return
		}
	}
}

// chronoTrackLine writes a read as it is stored.
func chronoTrackLine(w *Written) string {
	return fmt.Sprintf("TO~1~%s~3~220~%d.%03d~%s~4~-57~80~P~56\n", w.Chip, w.Unix/1000, w.Unix%1000, w.Reader)
}
