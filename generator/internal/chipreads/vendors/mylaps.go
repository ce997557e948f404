package vendors

import (
	"bytes"
	"fmt"
)

// mylaps reads the messages of MYLAPS Timing & Scoring, each of which may hold
// several passings:
//
//	Finish@Passing@c=GZ59052|t=13:59:56.452|d=230909|dv=7|b=-1@c=…@4@$
//
// On the wire a message ends with $, and no line ends. The passings of a message
// may stand on lines of their own. The older protocol for active chips has fields
// of fixed widths: seven characters of chip, the time, the device, yymmdd and a
// checksum:
//
//	Finish@Store@ZZ0000109:40:00.120 3 0F  1000022110670@$
//
// The marker of a gunshot is the gun. All other messages are control lines.
type mylaps struct {
	r     Read
	place []byte // of the message that has not ended
	open  bool   // there is one
	store bool   // it is of the older protocol
}

var mylapsFormat = Format{Name: "mylaps", writer: Writer{Line: mylapsLine}, ends: AtDollars, parser: func(File) Parser { return &mylaps{} }}

// Parse implements Parser.
func (p *mylaps) Parse(line []byte, add func(*Read)) {
	ends := bytes.IndexByte(line, '$') >= 0
	rest := line
	place, word, after, begins := message(line)
	switch {
	case begins && (string(word) == "Passing" || string(word) == "Store"):
		p.place, p.open, p.store, rest = append(p.place[:0], place...), true, string(word) == "Store", after
	case begins && string(word) == "Marker":
		p.open = false
		p.marker(after, add)
		return
	case begins && !bytes.Contains(line, []byte("c=")):
		p.open = false
		return
	case p.open:
	case len(bytes.Trim(line, "0123456789$@ \t")) == 0:
		return
	default:
		p.r = Read{}
		p.r.unusable(line, line, "the line is no message as reader@Passing@…@$")
		add(&p.r)
		return
	}
	any := false
	for len(rest) > 0 {
		passing, behind, ended := bytes.Cut(rest, []byte("@"))
		rest = behind
		trimmed := bytes.TrimSpace(passing)
		if _, number := wholeNumber(trimmed); number || len(trimmed) == 0 || string(trimmed) == "$" {
			continue // the message's own number, and its end
		}
		if p.store {
			p.record(line, trimmed)
		} else {
			p.passing(line, passing)
		}
		behind, another := bytes.CutPrefix(rest, []byte("Passing@"))
		if (!ended || another) && p.r.Why == "" { // a number may be cut, or go on as the name of the next message
			p.r.unusable(line, passing, tooShort)
		}
		rest = behind
		add(&p.r)
		any = true
	}
	if ends {
		p.open = false
		if !any && begins {
			p.r = Read{}
			p.r.unusable(line, line, tooShort)
			add(&p.r)
		}
	}
}

// message takes the beginning of a message apart: who sent it, and what it is.
func message(line []byte) (place, word, after []byte, ok bool) {
	place, after, ok = bytes.Cut(bytes.TrimLeft(line, " "), []byte("@"))
	if !ok || bytes.IndexByte(place, '=') >= 0 {
		return nil, nil, nil, false
	}
	word, after, _ = bytes.Cut(after, []byte("@"))
	word = bytes.TrimSpace(word)
	for _, c := range word {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return nil, nil, nil, false
		}
	}
	return bytes.TrimSpace(place), word, after, len(word) > 0
}

// marker reads the marker of a gunshot.
func (p *mylaps) marker(rest []byte, add func(*Read)) {
	body, _, _ := bytes.Cut(rest, []byte("@"))
	if !bytes.Contains(bytes.ToLower(body), []byte("gun")) {
		return
	}
	p.r = Read{}
	for len(body) > 0 {
		var part []byte
		part, body, _ = bytes.Cut(body, []byte("|"))
		if key, v, _ := bytes.Cut(part, []byte("=")); string(bytes.TrimSpace(key)) == "t" && p.r.moment(bytes.TrimSpace(v)) {
			p.r.Gun = true
			add(&p.r)
			return
		}
	}
}

// record reads one passing of the older protocol.
func (p *mylaps) record(line, text []byte) {
	p.r = Read{Place: p.place}
	r := &p.r
	if len(text) < 27 {
		r.Chip = text[:min(7, len(text))]
		r.unusable(line, text, tooShort)
		return
	}
	var ok bool
	r.Chip = bytes.TrimSpace(text[:7])
	if r.At, ok = timeOfDay(bytes.TrimSpace(text[7:19])); !ok {
		r.unusable(line, text[7:], noTime)
		return
	}
	date := text[len(text)-8 : len(text)-2]
	if r.Day, r.Dated = shortDay(date); !r.Dated {
		r.unusable(line, date, noDate)
	}
}

// passing reads the keys and values of one passing.
func (p *mylaps) passing(line, passing []byte) {
	p.r = Read{Place: p.place}
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

// mylapsLine writes a read.
func mylapsLine(w *Written) string {
	return fmt.Sprintf("%s@Passing@c=%s|t=%s|d=%s|b=-1@1@$\n", w.Reader, w.Chip, w.clock(), w.Day.Format("060102"))
}
