package table

import (
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
	"strings"
	"unicode"
)

// mostValues is how many different values of a column are kept.
const mostValues = 300

// mostUnique is of how many cells it is known whether one of them repeats.
const mostUnique = 1 << 20

// stats are what the cells of a column look like.
type stats struct {
	shapes   spelling.Shapes
	values   map[string]int // by value, while there are few
	many     bool           // there were more than mostValues
	unique   map[string]struct{}
	repeated int // cells that stood further up already
	whole    int // cells that are a whole number
	counter  int // that are the number of their row
	low      int // the least of the whole numbers
	high     int
	words    int            // cells that are letters, and no digit
	spaced   int            // of them, those with a space or a comma inside
	codes    int            // that are the code of a nation
	years    int            // that are a year of an edition
	statuses int            // that are a status
	days     map[string]int // dates with a time behind them, or alone, while there are few
	stamps   int            // cells with a date and a time behind it
	offset   string         // from Greenwich, of the last of these that has one
	out      int            // that begin with the sign of one: DNF, DNS, DQ
}

// add counts a cell.
func (s *stats) add(cell string, row int) {
	if s.shapes.Cells < spelling.SampleCells {
		s.shapes.Add(cell)
	}
	if !s.many {
		if s.values == nil {
			s.values = map[string]int{}
		}
		if _, had := s.values[cell]; had || len(s.values) < mostValues {
			if had {
				s.values[cell]++
			} else {
				s.values[strings.Clone(cell)] = 1
			}
		} else {
			s.many = true
		}
	}
	if len(s.unique) < mostUnique {
		if s.unique == nil {
			s.unique = map[string]struct{}{}
		}
		if _, had := s.unique[cell]; had {
			s.repeated++
		} else {
			s.unique[cell] = struct{}{} // a part of the text, which is kept anyway
		}
	}
	s.dated(cell)
	if n, ok := wholeNumber(cell); ok {
		if s.whole++; s.whole == 1 || n < s.low {
			s.low = n
		}
		s.high = max(s.high, n)
		if n == row {
			s.counter++
		}
		if n >= 1896 && n <= 2999 && len(cell) == 4 {
			s.years++
		}
		return
	}
	letters, digits := false, false
	for _, r := range cell {
		letters = letters || unicode.IsLetter(r)
		digits = digits || unicode.IsDigit(r)
	}
	if letters && !digits {
		s.words++
		if strings.ContainsAny(cell, " ,\u3000") {
			s.spaced++
		}
	}
	if spelling.Nation(cell) != "" {
		s.codes++
	}
	if _, ok := spelling.ParseStatus(cell); ok {
		s.statuses++
	}
	if cell[0] == 'D' && spelling.OutOf(cell) != race.TimedNone {
		s.out++
	}
}

// mostDays is how many different days of a column are kept.
const mostDays = 20

// dated counts a cell with a date.
func (s *stats) dated(cell string) {
	if len(cell) < 8 || len(cell) > 40 || len(s.days) == mostDays {
		return
	}
	day := cell
	if _, _, ok := spelling.Stamp(cell); ok {
		s.stamps++
		day = cell[:strings.IndexAny(cell, " T")]
		s.offset = spelling.Offset(cell)
	} else if _, ok := spelling.SplitDay(cell); !ok {
		return
	}
	if s.days == nil {
		s.days = map[string]int{}
	}
	s.days[strings.Clone(day)]++
}

// wholeNumber is the value of a cell of at most nine digits, with the decimals
// .0 that a spreadsheet adds, or a point behind it.
func wholeNumber(cell string) (n int, ok bool) {
	cell = strings.TrimSuffix(strings.TrimSuffix(cell, ".0"), ".")
	if cell == "" || len(cell) > 9 {
		return 0, false
	}
	for i := range len(cell) {
		if cell[i] < '0' || cell[i] > '9' {
			return 0, false
		}
		n = n*10 + int(cell[i]-'0')
	}
	return n, true
}

// most reports whether nineteen of twenty cells are such.
func most(n, of int) bool { return of > 0 && n*20 >= of*19 }
