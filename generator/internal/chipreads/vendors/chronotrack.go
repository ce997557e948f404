package vendors

import "bytes"

// chronoTrack reads the lines of ChronoTrack's protocols CT01 and CTP01, with
// commas or tildes between:
//
//	CT01_13,24,START,50101,15:54:48.90,1,117F37,8
//	protocol, line, point, tag, time of day, occurrence, reader, antenna
//
// Antenna 0 is usually the gun. Lines with guntime or newlocation as their tag are
// control lines, as are the messages between client and server.
type chronoTrack struct {
	fields [][]byte
	r      Read
}

var chronoTrackWords = map[string]bool{"ack": true, "err": true, "ping": true, "start": true, "stop": true, "authorize": true, "geteventinfo": true,
	"getlocations": true, "getconnectioninfo": true, "guntime": true, "newlocation": true, "stream-mode": true, "settime": true, "gettime": true}

var chronoTrackFormat = Format{"chronotrack", func(File) Parser { return &chronoTrack{} }}

// Parse implements Parser.
func (p *chronoTrack) Parse(line []byte, add func(*Read)) {
	separator := byte(',')
	if bytes.IndexByte(line, '~') >= 0 {
		separator = '~'
	}
	p.fields = splitFields(p.fields, line, separator)
	word := bytes.ToLower(p.fields[0])
	if chronoTrackWords[string(word)] {
		return
	}
	p.r = Read{}
	r := &p.r
	switch {
	case !bytes.HasPrefix(word, []byte("ct")):
		r.unusable(line, p.fields[0], "the line does not begin with a protocol such as CT01_13")
	case len(p.fields) < 7:
		r.unusable(line, line, tooShort)
	case chronoTrackWords[string(bytes.ToLower(p.fields[3]))]:
		return
	default:
		r.Place, r.Chip, r.Reader, r.Part = p.fields[2], p.fields[3], p.fields[6], nth(p.fields, 7)
		r.Gun = string(r.Part) == "0"
		if len(r.Chip) == 0 {
			r.unusable(line, p.fields[3], noChip)
		} else if !r.moment(p.fields[4]) {
			r.unusable(line, p.fields[4], noTime)
		}
	}
	add(r)
}
