package vendors

import (
	"bytes"
	"fmt"
)

// alien reads the tag lists of Alien readers in text, which readers of other
// makers write as well:
//
//	Tag:8000 8004 1234 5678, Disc:2003/12/04 15:08:59.123, Last:2003/12/04 15:09:00.456, Count:4, Ant:0, Proto:1
//
// in any order of the keys; and the same in XML:
//
//	<Alien-RFID-Tag><TagID>8000 8004</TagID><DiscoveryTime>2003/12/04 15:08:59.123</DiscoveryTime><Antenna>0</Antenna></Alien-RFID-Tag>
//
// whose elements may stand on lines of their own; and the log that CrossMgr keeps:
//
//	1 0000000000001234 2022/11/06_09:40:00.120000
//	count, tag, day and time
//
// The time is when the tag was first heard. Other lines are control lines.
type alien struct {
	moments moments
	r       Read
	chip    []byte
	open    bool // an element of XML is not closed
	first   []byte
	antenna []byte
}

var alienFormat = Format{Name: "alien", writer: Writer{Line: alienLine}, parser: func(of File) Parser {
	return &alien{moments: moments{zoned: newZoned(of), day: of.Day, order: YearFirst}}
}}

// Parse implements Parser.
func (p *alien) Parse(line []byte, add func(*Read)) {
	text := bytes.TrimSpace(line)
	switch {
	case text[0] == '<' || p.open:
		p.xml(line, text, add)
		return
	case text[0] == '#', bytes.HasPrefix(text, []byte("(No Tags")), bytes.HasPrefix(text, []byte("Alien>")), bytes.HasPrefix(text, []byte("Reader")):
		return
	}
	p.r = Read{}
	r := &p.r
	defer add(r)
	if bytes.Contains(text, []byte("Disc:")) || bytes.HasPrefix(text, []byte("Tag:")) {
		p.list(line, text)
		return
	}
	_, rest, _ := bytes.Cut(text, []byte(" "))
	tag, time, ok := bytes.Cut(bytes.TrimLeft(rest, " "), []byte(" "))
	if !ok || bytes.IndexByte(time, '_') < 0 {
		r.unusable(line, text, "the line is no list of tags as Tag:…, Disc:…")
		return
	}
	r.Chip = tag
	p.time(line, bytes.TrimSpace(time))
}

// time reads the time of the read.
func (p *alien) time(line, text []byte) {
	if why := p.moments.read(&p.r, text); why != "" {
		p.r.unusable(line, text, why)
	}
}

// list reads keys and values with colons and commas between.
func (p *alien) list(line, text []byte) {
	r := &p.r
	time := text[len(text):]
	for len(text) > 0 {
		var pair []byte
		pair, text, _ = bytes.Cut(text, []byte(","))
		key, v, _ := bytes.Cut(bytes.TrimSpace(pair), []byte(":"))
		switch v = bytes.TrimSpace(v); string(key) {
		case "Tag":
			r.Chip = p.packed(v)
		case "Disc":
			time = v
		case "Ant":
			r.Part = v
		case "RSSI":
			r.Strength = signal(v)
		}
	}
	if len(r.Chip) == 0 {
		r.unusable(line, line, noChip)
		return
	}
	p.time(line, time)
}

// packed is a tag without the blanks between its parts.
func (p *alien) packed(tag []byte) []byte {
	if bytes.IndexByte(tag, ' ') < 0 {
		return tag
	}
	p.chip = p.chip[:0]
	for _, c := range tag {
		if c != ' ' {
			p.chip = append(p.chip, c)
		}
	}
	return p.chip
}

// xml reads the elements of a line, and hands out a read where one of a tag ends.
func (p *alien) xml(line, text []byte, add func(*Read)) {
	for {
		at := bytes.IndexByte(text, '<')
		if at < 0 {
			return
		}
		text = text[at+1:]
		name, rest, ok := bytes.Cut(text, []byte(">"))
		if !ok {
			return
		}
		text = rest
		v, _, _ := bytes.Cut(text, []byte("<"))
		v = bytes.TrimSpace(v)
		switch string(name) {
		case "Alien-RFID-Tag":
			p.open, p.chip, p.first, p.antenna = true, p.chip[:0], p.first[:0], p.antenna[:0]
		case "TagID":
			p.chip = append(p.chip[:0], bytes.ReplaceAll(v, []byte(" "), nil)...)
		case "DiscoveryTime":
			p.first = append(p.first[:0], v...)
		case "Antenna":
			p.antenna = append(p.antenna[:0], v...)
		case "/Alien-RFID-Tag":
			p.open = false
			p.r = Read{Chip: p.chip, Part: p.antenna}
			if len(p.chip) == 0 {
				p.r.unusable(line, line, noChip)
			} else {
				p.time(line, p.first)
			}
			add(&p.r)
		}
	}
}

// alienLine writes a read.
func alienLine(w *Written) string {
	return fmt.Sprintf("Tag:%s, Disc:%s %s, Count:4, Ant:%s\n", w.Chip, w.Day.Format("2006/01/02"), w.clock(), w.Reader)
}
