package table

import (
	"maps"
	"slices"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// Stamped reports whether times of a table stand with their dates, and the offset from
// Greenwich that they have, "" without one.
func (s *Survey) Stamped() (offset string, ok bool) {
	for i := range s.Columns {
		if c := &s.Columns[i]; c.IsTime() && c.stamps > 0 && most(c.stamps, c.Filled-c.words) {
			return c.offset, true
		}
	}
	return "", false
}

// Day is the day of the race as the cells have it: that with which times stand, or the
// one date of a column that nobody needs. Sure says that its day cannot be its month.
func (s *Survey) Day() (day time.Time, by string, sure, ok bool) {
	for _, times := range []bool{true, false} {
		for i := range s.Columns {
			c := &s.Columns[i]
			if c.IsTime() != times || !times && (c.Means != Ignore || len(c.days) != 1) || len(c.days) == 0 || len(c.days) == mostDays {
				continue
			}
			text, rows := "", 0
			for _, d := range slices.Sorted(maps.Keys(c.days)) {
				if c.days[d] > rows {
					text, rows = d, c.days[d]
				}
			}
			parts, ok := spelling.SplitDay(text)
			if !ok || !times && (rows < 2 || !most(rows, c.Filled)) {
				continue
			}
			order := spelling.DayMonth
			if !parts.Ordered && parts.Numbers[1] > 12 {
				order = spelling.MonthDay
			}
			if day, err := parts.Day(order, 2099); err == nil && day.Year() > 1900 {
				return day, c.called(), parts.Ordered || parts.Dots || parts.Numbers[0] > 12 || parts.Numbers[1] > 12 || parts.Numbers[0] == parts.Numbers[1], true
			}
		}
	}
	return day, "", false, false
}

// Shifted reports whether the results are minutes and seconds over a length which a
// spreadsheet took for hours and minutes: 40:05:00.
func (s *Survey) Shifted(length race.Distance) bool {
	return slices.ContainsFunc([]string{"gun", "finish", "net"}, func(means string) bool {
		c := s.Column(means)
		return c != nil && c.shapes.Shifted(length)
	})
}
