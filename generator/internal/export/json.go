package export

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// JSON writes results.json as a stream, a result a line: its memory does not grow
// with the field. Rows that parts has from the last build are not made again.
func JSON(w io.Writer, v *race.Verdict, rv *race.RaceVerdict, path CertificatePath, parts *artifact.Parts) error {
	head, err := json.Marshal(headerOf(v, rv))
	if err != nil {
		return err
	}
	line := append(bytes.TrimSuffix(head, []byte("}")), ",\n\"results\":["...)
	if _, err := w.Write(line); err != nil {
		return err
	}
	err = inParts(w, parts, len(rv.Results), func(from, to int) []byte {
		line = line[:0]
		for i := from; i < to; i++ {
			if i > 0 {
				line = append(line, ',')
			}
			f := factsOf(v, &rv.Results[i], path)
			line = f.appendJSON(line, rv.Race)
		}
		return line
	})
	if err == nil {
		_, err = io.WriteString(w, "\n]}\n")
	}
	return err
}

// appendJSON appends a result as encoding/json would, but faster.
func (f *facts) appendJSON(b []byte, rc *race.Race) []byte {
	b = appendText(append(b, "\n{\"bib\":"...), f.bib)
	b = appendText(append(b, `,"name":`...), f.name)
	b = appendText(append(b, `,"latin_name":`...), f.latin)
	b = appendText(append(b, `,"gender":`...), f.gender)
	b = appendText(append(b, `,"nat":`...), f.nat)
	b = appendText(append(b, `,"club":`...), f.club)
	b = appendText(append(b, `,"division":`...), f.division)
	b = appendQuoted(append(b, `,"visibility":`...), string(f.Entry.Visibility), true)
	b = appendQuoted(append(b, `,"status":`...), string(f.Status), true)
	b = f.appendReason(append(b, `,"reason":`...))
	b = appendPlace(append(b, `,"place":`...), f.Place)
	b = appendPlace(append(b, `,"place_overall":`...), f.PlaceOverall)
	b = appendTime(append(b, `,"gun_time":`...), f.Gun, `,"gun_ms":`)
	b = appendTime(append(b, `,"net_time":`...), f.Net, `,"net_ms":`)
	if rc.OfLaps() {
		b = strconv.AppendInt(append(b, `,"laps":`...), int64(f.Laps), 10)
		b = append(append(b, `,"distance":`...), rc.DistanceOf(f.Result).String()...)
	}
	b = f.appendSplits(append(b, `,"splits":`...), rc)
	b = f.appendLegs(b, rc)
	b = f.prize.appendJSON(append(b, `,"prize":`...))
	b = strconv.AppendBool(append(b, `,"trophy":`...), f.Trophy)
	b = strconv.AppendBool(append(b, `,"finisher_package":`...), f.Package)
	b = appendQuoted(append(b, `,"certificate":{"status":`...), string(f.Certificate.Status), true)
	b = appendText(append(b, `,"path":`...), f.path)
	b = append(appendMember(b, `,"from":`, f.from), '}')
	b = appendMember(b, `,"wave":`, f.wave)
	for i := range f.Overlays {
		o := &f.Overlays[i]
		separator := `,{"id":`
		if i == 0 {
			separator = `,"classifications":[{"id":`
		}
		b = appendQuoted(append(b, separator...), o.ID, true)
		b = strconv.AppendInt(append(b, `,"place":`...), int64(o.Place), 10)
		b = strconv.AppendInt(append(b, `,"ranked":`...), int64(o.Ranked), 10)
		if o.Trophy {
			b = append(b, `,"trophy":true`...)
		}
		if o.Prize != nil {
			b = prizeOf(o.Prize).appendJSON(append(b, `,"prize":`...))
		}
		b = append(b, '}')
	}
	if len(f.Overlays) > 0 {
		b = append(b, ']')
	}
	return append(b, '}')
}

func (f *facts) appendReason(b []byte) []byte {
	if f.Reason == nil {
		return append(b, "null"...)
	}
	b = appendQuoted(append(b, `{"code":`...), string(f.reason.Code), true)
	b = appendMember(b, `,"point":`, f.reason.Point)
	if f.reason.Leg > 0 {
		b = strconv.AppendInt(append(b, `,"leg":`...), int64(f.reason.Leg), 10)
	}
	b = appendMember(b, `,"clause":`, f.reason.Clause)
	return append(appendMember(b, `,"last_point":`, f.reason.LastPoint), '}')
}

// appendSplits omits the start, the finish, and points where the runner was not
// recorded.
func (f *facts) appendSplits(b []byte, rc *race.Race) []byte {
	if f.Splits == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	next := `{"point":`
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		if c := f.Splits[i]; c != race.NoTime {
			b = appendQuoted(append(b, next...), rc.Points[i].ID, true)
			b = appendTime(append(b, `,"time":`...), c, `,"ms":`)
			if i < len(f.SplitPlaces) && f.SplitPlaces[i] > 0 {
				b = strconv.AppendInt(append(b, `,"place":`...), int64(f.SplitPlaces[i]), 10)
			}
			b = append(b, '}')
			next = `,{"point":`
		}
	}
	return append(b, ']')
}

func (p *prize) appendJSON(b []byte) []byte {
	if p == nil { // nearly always
		return append(b, "null"...)
	}
	text, err := json.Marshal(p)
	if err != nil { // texts can always be encoded
		panic(err)
	}
	return append(b, text...)
}

// appendTime appends a time as text, then a key and the time in milliseconds.
func appendTime(b []byte, c race.Clock, key string) []byte {
	if c == race.NoTime {
		return append(append(append(b, "null"...), key...), "null"...)
	}
	b = append(c.Official().Append(append(b, '"')), '"')
	return strconv.AppendInt(append(b, key...), int64(c), 10)
}

// appendPlace appends null for zero.
func appendPlace(b []byte, n int) []byte {
	if n == 0 {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// appendMember appends a key with its text, nothing for "".
func appendMember(b []byte, key, s string) []byte {
	if s == "" {
		return b
	}
	return appendQuoted(append(b, key...), s, true)
}

// appendText appends a text, null for "".
func appendText(b []byte, s string) []byte {
	if s == "" {
		return append(b, "null"...)
	}
	return appendQuoted(b, s, true)
}

// appendQuoted appends a text as encoding/json does, with or without escapes for
// HTML. It leaves texts that need escapes to that package.
func appendQuoted(b []byte, s string, html bool) []byte {
	if !utf8.ValidString(s) {
		return appendEncoded(b, s, html)
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c == '"', c == '\\', html && (c == '<' || c == '>' || c == '&'), c == 0xE2: // the first byte of U+2028
			return appendEncoded(b, s, html)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

func appendEncoded(b []byte, s string, html bool) []byte {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(html)
	if err := e.Encode(s); err != nil { // texts can always be encoded
		panic(err)
	}
	return append(b, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...)
}
