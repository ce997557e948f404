package vendors

import "bytes"

// mylaps reads the messages of MYLAPS Timing & Scoring, each of which may hold
// several passings:
//
//	Finish@Passing@c=GZ59052|t=13:59:56.452|d=230909|dv=7|b=-1@c=…@4@$
//
// Markers (the gun) and all other messages are control lines.
type mylaps struct {
	r Read
}

var mylapsWords = map[string]bool{"Marker": true, "AckMarker": true, "AckPassing": true, "Ping": true, "Pong": true, "AckPing": true, "AckPong": true,
	"GetInfo": true, "AckGetInfo": true, "GetLocations": true, "AckGetLocations": true, "AckStore": true}

var mylapsFormat = Format{"mylaps", func(File) Parser { return &mylaps{} }}

// Parse implements Parser.
func (p *mylaps) Parse(line []byte, add func(*Read)) {
	place, rest, ok := bytes.Cut(bytes.TrimLeft(line, " "), []byte("@"))
	word, rest, _ := bytes.Cut(rest, []byte("@"))
	word = bytes.TrimSpace(word)
	switch {
	case ok && mylapsWords[string(word)]:
		return
	case !ok || string(word) != "Passing":
		p.r = Read{}
		p.r.unusable(line, line, "the line is no message as reader@Passing@…@$")
		add(&p.r)
		return
	}
	any := false
	for len(rest) > 0 {
		var passing []byte
		passing, rest, _ = bytes.Cut(rest, []byte("@"))
		trimmed := bytes.TrimSpace(passing)
		if _, number := wholeNumber(trimmed); number || len(trimmed) == 0 || string(trimmed) == "$" {
			continue // the message's own number, and its end
		}
		p.passing(line, bytes.TrimSpace(place), passing)
		add(&p.r)
		any = true
	}
	if !any {
		p.r = Read{}
		p.r.unusable(line, line, tooShort)
		add(&p.r)
	}
}

// passing reads the keys and values of one passing.
func (p *mylaps) passing(line, place, passing []byte) {
	p.r = Read{Place: place}
	r := &p.r
	timed := false
	var bib, text []byte
	for pair := passing; len(pair) > 0; {
		var part []byte
		part, pair, _ = bytes.Cut(pair, []byte("|"))
		key, v, _ := bytes.Cut(part, []byte("="))
		v = bytes.TrimSpace(v)
		var ok bool
		switch string(bytes.TrimSpace(key)) {
		case "c":
			r.Chip = v
		case "dv":
			r.Part = v
		case "b":
			bib = anyBib(v)
		case "n":
			text = v
		case "t":
			if r.At, ok = timeOfDay(v); !ok && r.Why == "" {
				r.unusable(line, v, noTime)
			}
			timed = true
		case "d":
			if r.Day, r.Dated = shortDay(v); !r.Dated && r.Why == "" {
				r.unusable(line, v, noDate)
			}
		}
	}
	if r.Bib = bib; len(bib) > 0 && len(text) > 0 {
		r.Bib = text // as it is printed: F-10145
	}
	switch {
	case r.Why != "":
	case len(r.Chip) == 0 && len(r.Bib) == 0:
		r.unusable(line, passing, noChip)
	case !timed:
		r.unusable(line, passing, noTime)
	}
}
