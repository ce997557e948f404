// Package fixed finds the columns of a text in columns of a fixed width, as old programs
// print tables: by a ruler of = or - below the names, or by what is blank in nearly all
// lines.
package fixed

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"guntime/generator/internal/table/spelling"
)

// Columns are the columns of a text of fixed columns. They count from 0,
// in characters or in the room that characters take: a Chinese one takes two.
type Columns struct {
	starts, ends []int
	runes        bool // every character counts one
}

// mostSampled is how many lines say where columns are, and mostRuled in how many a ruler
// is looked for.
const (
	mostRuled   = 60
	mostSampled = 300
	mostWide    = 2000 // of a line of fixed columns
)

// IsRuler reports whether a line has nothing but runs of = or -, as they stand
// between the names of columns and the rows; and how many runs.
func IsRuler(line string) (runs int, ok bool) {
	marks := 0
	for i := range len(line) {
		switch c := line[i]; c {
		case '=', '-':
			marks++
			if i == 0 || line[i-1] != c {
				runs++
			}
		case ' ', '\t', '\r', '\f':
		default:
			return 0, false
		}
	}
	return runs, marks >= 3
}

// FindRuler looks for a ruler of at least two columns, below a line with names.
// Header is the number of lines before those names.
func FindRuler(text string) (c *Columns, header int) {
	rest := text
	above := ""
	for line := range mostRuled {
		if rest == "" {
			return nil, 0
		}
		var this string
		this, rest, _ = strings.Cut(rest, "\n")
		if runs, ok := IsRuler(this); ok && runs >= 2 && strings.TrimSpace(above) != "" && !strings.ContainsRune(this, '\t') {
			c := &Columns{}
			for i := 0; i < len(this); i++ {
				mark := this[i] == '=' || this[i] == '-'
				before := i > 0 && (this[i-1] == '=' || this[i-1] == '-')
				switch {
				case mark && !before:
					c.starts = append(c.starts, i)
				case !mark && before:
					c.ends = append(c.ends, i)
				}
			}
			if len(c.ends) < len(c.starts) {
				c.ends = append(c.ends, len(this))
			}
			c.runes = c.count(rest, true) < c.count(rest, false)
			return c, line - 1
		}
		above = this
	}
	return nil, 0
}

// count says in how many of the next lines a text crosses from one column into
// another, if columns are counted in one way or the other.
func (c *Columns) count(text string, runes bool) int {
	counted := Columns{c.starts, c.ends, runes}
	torn := 0
	for range mostSampled {
		line, rest, more := strings.Cut(text, "\n")
		if _, at := counted.Cut(line, nil); at >= 0 {
			torn++
		}
		if text = rest; !more {
			break
		}
	}
	return torn
}

// wide is how much room a character takes.
func (c *Columns) wide(r rune) int {
	if r < 0x300 || c.runes {
		return 1
	}
	if unicode.Is(unicode.Mn, r) { // U+3099 is wide by its property, and takes no room
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	if spelling.Invisible(r) || spelling.IsDirectionMark(r) {
		return 0
	}
	return 1
}

// Cut appends where each column of a line begins. What stands between two columns is of
// the left one up to the last blank where its text reaches that far, else of the right
// one. Torn is the first column
// whose text runs on into the next without a blank; -1 for none.
func (c *Columns) Cut(line string, offsets []int) (at []int, torn int) {
	at, torn = append(offsets, 0), -1
	column, last := 0, len(c.starts)-1
	gap, blankAt := -1, -1
	position := 0
	over, before := false, ' ' // the text reaches the end of the column; the character before
	for i, r := range line {
		for column < last && position >= c.starts[column+1] {
			if blankAt < 0 {
				blankAt = i
				if gap >= 0 {
					blankAt = gap
					if torn < 0 {
						torn = column
					}
				}
			}
			at = append(at, blankAt)
			column++
			gap, blankAt, over = -1, -1, false
		}
		if column == last {
			break
		}
		if position >= c.ends[column] {
			if gap < 0 {
				gap, over = i, !spelling.Blank(before) || !spelling.Blank(r)
			}
			if spelling.Blank(r) && (blankAt < 0 || over && !spelling.Blank(before)) {
				blankAt = i
			}
		}
		position += c.wide(r)
		before = r
	}
	for ; column < last; column++ {
		at = append(at, len(line))
	}
	return at, torn
}

// Find finds the columns of a text without a ruler: what is blank in the line
// with the names and in the rows below it parts two columns. It is nil where
// there is no second column.
func Find(text string) *Columns {
	head, rest, _ := strings.Cut(text, "\n")
	var rows []string
	for range mostSampled {
		line, after, more := strings.Cut(rest, "\n")
		if strings.ContainsAny(line, "0123456789") {
			rows = append(rows, line)
		}
		if rest = after; !more {
			break
		}
	}
	if len(rows) == 0 || len(head) > mostWide {
		return nil
	}
	byRoom, byRune := gaps(head, rows, false), gaps(head, rows, true)
	if len(byRune.starts) > len(byRoom.starts) {
		byRoom = byRune
	}
	if len(byRoom.starts) < 2 {
		return nil
	}
	return byRoom
}

// gaps are the columns that blanks part in nearly every row.
func gaps(head string, rows []string, runes bool) *Columns {
	c := &Columns{runes: runes}
	var filled [mostWide]int
	var named [mostWide]bool
	end := 0
	mark := func(line string, each func(int)) {
		position := 0
		for _, r := range line {
			w := c.wide(r)
			for i := position; i < position+w && i < mostWide; i++ {
				if !spelling.Blank(r) {
					each(i)
					end = max(end, i+1)
				}
			}
			position += w
		}
	}
	mark(head, func(i int) { named[i] = true })
	for _, row := range rows {
		mark(row, func(i int) { filled[i]++ })
	}
	few := len(rows) / 50
	type run struct {
		start, end, cells int
		name              bool
	}
	var found []run
	for i := 0; i < end; {
		for i < end && !named[i] && filled[i] <= few {
			i++
		}
		r := run{start: i}
		for i < end && (named[i] || filled[i] > few) {
			r.name, r.cells = r.name || named[i], r.cells+filled[i]
			i++
		}
		if r.end = i; r.start < i {
			found = append(found, r)
		}
	}
	carry := -1 // where the name of the next column begins
	for i, r := range found {
		n := len(c.starts)
		switch {
		case n > 0 && carry < 0 && !r.name: // more of the text to its left
			c.ends[n-1] = r.end
			continue
		case r.cells <= few && i+1 < len(found) && found[i+1].start == r.end+1: // a word of the next name
			if carry < 0 {
				carry = r.start
			}
			continue
		case r.cells <= few && n > 0 && carry < 0 && c.ends[n-1]+1 == r.start: // a word of the last name
			c.ends[n-1] = r.end
			continue
		}
		if carry >= 0 {
			r.start, carry = carry, -1
		}
		c.starts, c.ends = append(c.starts, r.start), append(c.ends, r.end)
	}
	return c
}
