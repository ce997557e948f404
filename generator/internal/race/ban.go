package race

import "time"

// Ban is one line of bans.csv: somebody who may not enter for a time, why, and
// on whose authority (R42). Nothing of it is ever published.
type Ban struct {
	Name      string
	Birth     time.Time // zero where not known
	Item      string    // of the offences: "13.8"
	Authority string
	Since     time.Time // the first day
	Until     time.Time // the last day, zero for life
	From      Position
}

// Holds reports whether the ban covers a calendar day.
func (b *Ban) Holds(day time.Time) bool {
	on := day.Format(time.DateOnly)
	return on >= b.Since.Format(time.DateOnly) && (b.Until.IsZero() || on <= b.Until.Format(time.DateOnly))
}
