package vendors

import (
	"bytes"
	"fmt"
	"time"

	"github.com/tidwall/gjson"
)

// raceResultJSON reads the raw data records of RACE RESULT in JSON, one object or
// many, on lines of their own or over several:
//
//	{"ID":1,"Bib":50001,"TimingPoint":"FINISH","Time":34800.12,"Passing":{"Transponder":"ZICAD30","Hits":75,"RSSI":-75,
//	"LoopID":8,"Channel":8,"DeviceID":"D-50432","DeviceName":"Finish","IsMarker":false,"UTCTime":"2022-11-06T01:40:00.12Z"}}
//
// Time is the seconds since midnight by the clock of the race. UTCTime has the
// day; some systems write the wall clock there as if it were UTC, which Time
// shows. Markers are the gun.
type raceResultJSON struct {
	zoned
	jsonRecord
}

var raceResultJSONFormat = Format{Name: "raceresult-json", writer: Writer{Line: raceResultJSONLine}, ends: AtBraces, parser: func(of File) Parser { return &raceResultJSON{zoned: newZoned(of)} }}

// Parse implements Parser.
func (p *raceResultJSON) Parse(line []byte, add func(*Read)) {
	r := p.begin()
	defer add(r)
	if !object(line) {
		r.Chip = valueIn(line, "Transponder")
		r.unusable(line, line, notJSON)
		return
	}
	record := gjson.ParseBytes(line)
	var clock, moment, loop, channel gjson.Result
	marker, passing := false, false
	record.ForEach(func(key, v gjson.Result) bool {
		switch key.Str {
		case "Bib":
			r.Bib = anyBib(p.text(v))
		case "TimingPoint":
			r.Place = p.text(v)
		case "Time":
			clock = v
		case "Passing":
			passing = true
			v.ForEach(func(key, v gjson.Result) bool {
				switch key.Str {
				case "Transponder":
					r.Chip = p.text(v)
				case "RSSI":
					r.Strength = signal([]byte(v.Raw))
				case "LoopID":
					loop = v
				case "Channel":
					channel = v
				case "DeviceID":
					r.Reader = p.text(v)
				case "IsMarker":
					marker = v.Bool()
				case "UTCTime":
					moment = v
				}
				return true
			})
		}
		return true
	})
	if r.Part = p.text(loop); len(r.Part) == 0 || string(r.Part) == "0" {
		r.Part = p.text(channel)
	}
	switch {
	case !passing:
		r.unusable(line, line, "the record has no passing")
	case !p.time(clock, moment):
		r.unusable(line, line, noTime)
	case len(r.Chip) == 0 && len(r.Bib) == 0 && !marker:
		r.unusable(line, line, noChip)
	}
	r.Gun = marker
}

// time fills in the moment of a record.
func (p *raceResultJSON) time(clock, moment gjson.Result) bool {
	r := &p.r
	var utc Read
	has := len(moment.Str) > 0 && isoInstant(&utc, []byte(moment.Str))
	whole, decimals, _ := bytes.Cut([]byte(clock.Raw), []byte("."))
	seconds, ok := wholeNumber(whole)
	ms, ok2 := milliseconds(decimals)
	if !ok || !ok2 || seconds >= 86_400 {
		r.At, r.Day, r.Dated, r.UTC = utc.At, utc.Day, utc.Dated, utc.UTC && !p.wall
		return has
	}
	r.At = seconds*1000 + ms
	if !has {
		return true
	}
	if p.near(utc.At) { // the wall clock as if it were UTC, or a race on Greenwich's
		r.Day, r.Dated = utc.Day, true
		return true
	}
	if local := p.local(&utc); p.near(local.At) {
		r.At, r.Day, r.Dated, r.UTC = utc.At, utc.Day, true, true
	}
	return true
}

// near reports whether a time of day is that of the read.
func (p *raceResultJSON) near(at int64) bool { return at-p.r.At < 1500 && p.r.At-at < 1500 }

// local is what the wall clock of the race shows at an instant.
func (p *raceResultJSON) local(utc *Read) (local Read) {
	unix := int64(utc.Day)*dayLength + utc.At
	if p.zone != nil {
		_, offset := time.UnixMilli(unix).In(p.zone).Zone()
		unix += int64(offset) * 1000
	}
	dated(&local, unix)
	return local
}

// jsonRecord is a record that is being read. The texts of its read lie in one
// buffer until the next record.
type jsonRecord struct {
	r     Read
	bytes [256]byte
	used  int
}

// begin returns an empty read for the next record.
func (p *jsonRecord) begin() *Read {
	p.r, p.used = Read{}, 0
	return &p.r
}

// text keeps the text of a value until the next record.
func (p *jsonRecord) text(v gjson.Result) []byte {
	text := v.Str
	if v.Type != gjson.String {
		if text = v.Raw; v.Type == gjson.Null {
			return nil
		}
	}
	from := p.used
	if from+len(text) > len(p.bytes) {
		return []byte(text)
	}
	p.used += copy(p.bytes[from:], text)
	return p.bytes[from:p.used:p.used]
}

// valueIn returns the text that a key has in a record that is torn.
func valueIn(line []byte, key string) []byte {
	_, after, _ := bytes.Cut(line, []byte(`"`+key+`"`))
	after, colon := bytes.CutPrefix(bytes.TrimLeft(after, " \t\r\n"), []byte(":"))
	after, quote := bytes.CutPrefix(bytes.TrimLeft(after, " \t\r\n"), []byte(`"`))
	v, _, _ := bytes.Cut(after, []byte(`"`))
	if !colon || !quote {
		return nil
	}
	return v
}

// object reports whether a record has the braces of an object; what is missing in
// it is found missing. A full check would double the time of a read.
func object(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 1 && line[0] == '{' && line[len(line)-1] == '}'
}

const notJSON = "the record is no JSON"

// zebra reads the tag data of Zebra's readers in JSON, one event or a list of them:
//
//	{"data":{"antenna":1,"eventNum":7,"format":"epc","hostName":"FX9600-1","idHex":"E28011700001","peakRssi":-56},
//	"timestamp":"2022-11-06T09:40:00.120+0800","type":"SIMPLE"}
//
// The time has its zone, or is milliseconds since 1970.
type zebra struct {
	zoned
	jsonRecord
}

var zebraFormat = Format{Name: "zebra", writer: Writer{UTC: true, Line: zebraLine}, ends: AtBraces, parser: func(of File) Parser { return &zebra{zoned: newZoned(of)} }}

// Parse implements Parser.
func (p *zebra) Parse(line []byte, add func(*Read)) {
	r := p.begin()
	if !object(line) {
		r.Chip = valueIn(line, "idHex")
		r.unusable(line, line, notJSON)
		add(r)
		return
	}
	var clock gjson.Result
	tag := false
	take := func(key, v gjson.Result) bool {
		switch key.Str {
		case "idHex":
			r.Chip, tag = p.text(v), true
		case "antenna":
			r.Part = p.text(v)
		case "peakRssi":
			r.Strength = signal([]byte(v.Raw))
		case "hostName":
			r.Reader = p.text(v)
		case "timestamp":
			clock = v
		}
		return true
	}
	gjson.ParseBytes(line).ForEach(func(key, v gjson.Result) bool {
		if key.Str == "data" {
			v.ForEach(take)
			return true
		}
		return take(key, v)
	})
	if !tag {
		return // a heartbeat or a report of the reader
	}
	text := p.text(clock)
	ok := isoInstant(r, text)
	if !ok {
		var unix int64
		if unix, ok = epochNumber(text); ok {
			ok = p.epoch(r, unix)
		} else {
			ok = r.moment(text)
		}
	}
	switch {
	case !ok:
		r.unusable(line, line, noTime)
	case len(r.Chip) == 0:
		r.unusable(line, line, noChip)
	}
	add(r)
}

// raceResultJSONLine writes a read.
func raceResultJSONLine(w *Written) string {
	ms := w.At.Milliseconds()
	return fmt.Sprintf(`{"TimingPoint":%q,"Time":%d.%03d,"Passing":{"Transponder":%q,"UTCTime":"%sT%sZ"}}`+"\n", w.Reader, ms/1000, ms%1000, w.Chip, w.date(), w.clock())
}

// zebraLine writes a read.
func zebraLine(w *Written) string {
	return fmt.Sprintf(`{"data":{"antenna":1,"hostName":%q,"idHex":%q,"peakRssi":-56},"timestamp":"%s"}`+"\n", w.Reader, w.Chip, time.UnixMilli(w.Unix).UTC().Format("2006-01-02T15:04:05.000Z"))
}
