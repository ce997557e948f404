package vendors

import "bytes"

// Read is what a line says of one read. Its texts are parts of the line and
// hold only until the next line is parsed.
type Read struct {
	Chip, Bib []byte
	// Who heard it, from the largest to the smallest: the place or box, the reader
	// in it, and its antenna, loop or port. An edition may name any of them.
	Place, Reader, Part []byte

	At       int64 // milliseconds of the day, rounded up
	Day      int   // days since 1970-01-01, where Dated
	Dated    bool  // the line has a date
	UTC      bool  // At and Day are of UTC, not of the clocks where the race is run
	Strength int16 // of the signal; more is stronger
	Gun      bool  // likely the gun itself, whose tag is nobody's chip

	Why    string // why it cannot be used, "" where it can
	Offset int    // of what is wrong, in bytes of the line
}

// unusable makes r a read that cannot be used because of a part of the line.
func (r *Read) unusable(line, part []byte, why string) {
	r.Why, r.Offset = why, cap(line)-cap(part)
	if r.Offset < 0 || r.Offset > len(line) {
		r.Offset = 0
	}
}

// moment reads a time of day, or a day and a time with a T or a space between.
func (r *Read) moment(text []byte) bool {
	if len(text) > 11 && (text[10] == 'T' || text[10] == ' ') {
		day, ok := isoDay(text[:10])
		if !ok {
			return false
		}
		r.Day, r.Dated, text = day, true, bytes.TrimLeft(text[11:], " ")
	}
	at, ok := timeOfDay(text)
	r.At = at
	return ok
}

// The findings that several formats share.
const (
	noTime   = "the time cannot be read"
	noDate   = "the date cannot be read"
	noChip   = "the line has no chip"
	tooShort = "the line is incomplete"
)
