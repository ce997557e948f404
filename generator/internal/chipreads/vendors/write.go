package vendors

import (
	"fmt"
	"strings"
	"time"
)

// Written is a read to be written down in a format: which chip, by which reader,
// when. A chip and a reader are letters and digits; IPICO has twelve and two
// hexadecimal ones.
type Written struct {
	Chip, Reader string
	Day          time.Time     // the date by the wall clock where the race is run, as midnight in UTC
	At           time.Duration // since that midnight, less than a day, in whole milliseconds
	Unix         int64         // the same moment in milliseconds since 1970
}

// clock is the time of the read as hh:mm:ss.mmm.
func (w *Written) clock() string {
	ms := w.At.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// digits is the time of the read as hhmmssmmm.
func (w *Written) digits() string {
	return strings.NewReplacer(":", "", ".", "").Replace(w.clock())
}

// date is the day of the read in ISO's form.
func (w *Written) date() string { return w.Day.Format(time.DateOnly) }

// Writer writes reads as a device of the format does: what its Parser reads again
// as the same chip, reader and moment.
type Writer struct {
	Head    string // what a file begins with
	Columns string // the key of edition.yaml that names the columns; "" where the format has its own
	ByFile  bool   // a line does not say who heard the chip: that is the file's name to say
	Undated bool   // a line has no day
	UTC     bool   // a line has the instant, whatever the clocks show where the race is run
	Step    int64  // what its clock counts in, in milliseconds; between two of them the later one is written
	Line    func(w *Written) string
}

// NewWriter returns the writer of a format; ok is false where there is no such
// format.
func NewWriter(name string) (w Writer, ok bool) {
	for _, f := range Formats {
		if f.Name == name {
			w = f.writer
			w.Step = max(w.Step, 1)
			return w, true
		}
	}
	return Writer{}, false
}
