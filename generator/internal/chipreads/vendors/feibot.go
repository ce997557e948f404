package vendors

import (
	"bytes"
	"fmt"
)

// feibot reads the files that Feibot readers leave on a flash drive:
//
//	AABB01:2026-06-05_12:00:00.123,port=1,rssi=-60
//	tag, day and time by the reader's own clock, antenna, strength
type feibot struct {
	r Read
}

var feibotFormat = Format{Name: "feibot", writer: Writer{Line: feibotLine}, parser: func(File) Parser { return &feibot{} }}

// Parse implements Parser.
func (p *feibot) Parse(line []byte, add func(*Read)) {
	p.r = Read{}
	r := &p.r
	defer add(r)
	text := bytes.TrimSpace(line)
	tag, rest, ok := bytes.Cut(text, []byte(":"))
	if !ok {
		r.Chip = text
		r.unusable(line, text, tooShort)
		return
	}
	r.Chip = bytes.TrimSpace(tag)
	time, rest, _ := bytes.Cut(rest, []byte(","))
	for len(rest) > 0 {
		var pair []byte
		pair, rest, _ = bytes.Cut(rest, []byte(","))
		switch key, v, _ := bytes.Cut(pair, []byte("=")); string(bytes.TrimSpace(key)) {
		case "port", "ant":
			r.Part = bytes.TrimSpace(v)
		case "rssi":
			r.Strength = signal(bytes.TrimSpace(v))
		}
	}
	var good bool
	if len(time) > 11 && time[10] == '_' {
		r.Day, r.Dated = isoDay(time[:10])
		if r.At, good = timeOfDay(time[11:]); !r.Dated {
			r.unusable(line, time, noDate)
			return
		}
	}
	switch {
	case !good:
		r.unusable(line, text[len(tag):], noTime)
	case len(r.Chip) == 0:
		r.unusable(line, r.Chip, noChip)
	}
}

// feibotLine writes a read.
func feibotLine(w *Written) string {
	return fmt.Sprintf("%s:%s_%s,port=%s,rssi=-60\n", w.Chip, w.date(), w.clock(), w.Reader)
}
