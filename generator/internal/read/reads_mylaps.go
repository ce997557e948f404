package read

import "bytes"

// mylaps reads the messages of MYLAPS Timing & Scoring, several passings in
// one:
//
//	Finish@Passing@c=GZ59052|t=13:59:56.452|d=230909|dv=7|b=-1@c=…@4@$
//
// Markers (the gun) and the rest of the conversation are control lines.
type mylaps struct {
	r rawRead
}

var mylapsWords = map[string]bool{"Marker": true, "AckMarker": true, "AckPassing": true, "Ping": true, "Pong": true, "AckPing": true, "AckPong": true,
	"GetInfo": true, "AckGetInfo": true, "GetLocations": true, "AckGetLocations": true, "AckStore": true}

// parse implements readsParser.
func (p *mylaps) parse(line []byte, take func(*rawRead)) {
	place, rest, ok := bytes.Cut(bytes.TrimLeft(line, " "), []byte("@"))
	word, rest, _ := bytes.Cut(rest, []byte("@"))
	word = bytes.TrimSpace(word)
	switch {
	case ok && mylapsWords[string(word)]:
		return
	case !ok || string(word) != "Passing":
		p.r = rawRead{}
		p.r.bad(line, line, "the line is no message as reader@Passing@…@$")
		take(&p.r)
		return
	}
	taken := false
	for len(rest) > 0 {
		var passing []byte
		passing, rest, _ = bytes.Cut(rest, []byte("@"))
		trimmed := bytes.TrimSpace(passing)
		if _, number := wholeNumber(trimmed); number || len(trimmed) == 0 || string(trimmed) == "$" {
			continue // the message's own number, and its end
		}
		p.passing(line, bytes.TrimSpace(place), passing)
		take(&p.r)
		taken = true
	}
	if !taken {
		p.r = rawRead{}
		p.r.bad(line, line, tooShort)
		take(&p.r)
	}
}

// passing reads the keys and values of one passing.
func (p *mylaps) passing(line, place, passing []byte) {
	p.r = rawRead{place: place}
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
			r.chip = v
		case "dv":
			r.part = v
		case "b":
			bib = anyBib(v)
		case "n":
			text = v
		case "t":
			if r.at, ok = timeOfDay(v); !ok && r.why == "" {
				r.bad(line, v, noTime)
			}
			timed = true
		case "d":
			if r.day, r.dated = shortDay(v); !r.dated && r.why == "" {
				r.bad(line, v, noDate)
			}
		}
	}
	if r.bib = bib; len(bib) > 0 && len(text) > 0 {
		r.bib = text // as it is printed: F-10145
	}
	switch {
	case r.why != "":
	case len(r.chip) == 0 && len(r.bib) == 0:
		r.bad(line, passing, noChip)
	case !timed:
		r.bad(line, passing, noTime)
	}
}
