package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// records calls each with every row that meets the conditions, until it returns
// false. All rows are numbered from 1, also those that do not meet them. Lines
// that are no rows are left out.
func (t *Table) records(r func() *Record, each func(*Record) bool) { t.walk(r, each, nil) }

// walk is records, and calls other with every line that is no row, and why.
func (t *Table) walk(r func() *Record, each func(*Record) bool, other func(r *Record, kind lineKind)) {
	s := t.start
	number, elsewhere, section, gender := 0, false, race.TimedNone, t.titleGender()
	for rec := r(); ; {
		line := s.line
		if !s.read(rec) {
			return
		}
		if first := rec.Cells[0]; first != "" && first[0] == '\'' && t.scan.quote == '"' {
			singleQuotes(rec)
		}
		kind := t.lineOf(rec)
		switch {
		case kind == aHeader:
			elsewhere = false
		case !elsewhere && t.headsGender(rec, kind):
			gender, kind = t.headingGender(rec), aGender
		case rec.Line > line && len(rec.Cells) > 1 && (kind == aFootnote || kind == aRow && len(rec.Cells) != t.width && t.scan.sheet == "") && t.lettered(rec):
			elsewhere, kind = true, anotherTable
		case elsewhere && (kind == aRow || kind == aFootnote):
			kind = anotherTable
		case kind == aFootnote:
			if status, ok := heading(rec); ok {
				section, kind = status, aSection
			}
		case kind == aTitle:
			gender = cmp.Or(t.headingGender(rec), gender)
		}
		if kind != aRow {
			if other != nil {
				t.shape(rec)
				other(rec, kind)
			}
			continue
		}
		number++
		rec.Number, rec.Section, rec.Gender = number, section, gender
		t.shape(rec)
		if t.keeps(rec) && !each(rec) {
			return
		}
		rec = r()
	}
}

// singleQuotes drops the single quotes of a row that has them about every cell, as
// another program than that of the table writes them.
func singleQuotes(r *Record) {
	for _, c := range r.Cells {
		if c != "" && (len(c) < 2 || c[0] != '\'' || c[len(c)-1] != '\'') {
			return
		}
	}
	for i, c := range r.Cells {
		if c != "" {
			r.Cells[i] = strings.ReplaceAll(c[1:len(c)-1], "''", "'")
		}
	}
}

// lineKind is what a line below the header is.
type lineKind byte

const (
	aRow         lineKind = iota
	aHeader               // the names of the columns again, as on each page
	aTitle                // a line that stands before them, again
	aRuler                // nothing but lines
	aTotal                // a total
	aFootnote             // a text beneath the table
	aSection              // a heading that says the status of the rows below it
	aGender               // a heading that says their gender
	anotherTable          // of another table beneath this one
)

// said are the reasons of lines that are set aside.
var said = map[lineKind]string{aTotal: "the row holds a total, not a runner", aFootnote: "the line is a text, not a row of the table",
	anotherTable: "the line belongs to another table beneath this one"}

// heading finds the status that a line says of the rows below it: Did Not Finish - 3.
func heading(r *Record) (status race.TimedStatus, ok bool) {
	lead := ""
	for _, c := range r.Cells {
		if c != "" && lead != "" {
			return status, false
		}
		lead += c
	}
	words := strings.TrimRight(lead, " 0123456789()[]-–—:：=.")
	status, ok = spelling.ParseStatus(words)
	return status, ok && words != "" && spelling.Given(words) != ""
}

// headingGender is the gender that a line says of the rows below it: MEN, Female 30-39.
func (t *Table) headingGender(r *Record) race.Gender {
	text := t.lineText(r)
	if len(text) > 60 {
		return race.NoGender
	}
	return spelling.GenderOfTitle(text)
}

// headsGender reports whether a line that is no row of a runner says the gender of those
// below it.
func (t *Table) headsGender(r *Record, kind lineKind) bool {
	return (kind == aFootnote || kind == aRow && filled(r.Cells) == 1 && t.lettered(r)) && t.headingGender(r) != race.NoGender
}

// lineText is what a line says that is no row.
func (t *Table) lineText(r *Record) string {
	if t.scan.cuts != nil {
		return strings.Join(strings.Fields(t.scan.text[r.start:r.end]), " ")
	}
	return strings.Join(strings.Fields(strings.Join(r.Cells[:r.physical], " ")), " ")
}

// titleGender is the gender that the last of the lines before the header says, of
// those that say one.
func (t *Table) titleGender() (g race.Gender) {
	for _, line := range t.titles {
		g = cmp.Or(spelling.GenderOfTitle(line), g)
	}
	return g
}

// Sections are how many rows have a gender by the headings between them; none where
// no heading below the header says one.
func (t *Table) Sections() map[race.Gender]int {
	rows, headings := map[race.Gender]int{}, 0
	var r Record
	t.walk(func() *Record { return &r }, func(r *Record) bool { rows[r.Gender]++; return true }, func(_ *Record, kind lineKind) {
		if kind == aGender {
			headings++
		}
	})
	if headings == 0 {
		return nil
	}
	return rows
}

// lineOf says what a line is. What it costs a row is a few comparisons.
func (t *Table) lineOf(r *Record) lineKind {
	first := r.Cells[0]
	for _, head := range t.heads {
		if first == head[0] && slices.Equal(r.Cells, head) {
			return aHeader
		}
	}
	lead := first
	if lead == "" && len(r.Cells) > 1 { // a bar stands before the first column
		lead = r.Cells[1]
	}
	if len(lead) >= 3 && strings.IndexByte("-=+:", lead[0]) >= 0 && allRuled(r.Cells) {
		return aRuler
	}
	if len(t.titles) > 0 && slices.Contains(t.titles, strings.TrimFunc(t.scan.text[r.start:r.end], spelling.Blank)) {
		return aTitle
	}
	bib := ""
	if t.bib >= 0 && t.bib < len(r.Cells) {
		if bib = r.Cells[t.bib]; hasDigit(bib) && (len(bib) < 12 || strings.IndexByte(bib, ' ') < 0) {
			if spelling.CountedTotal(bib) || t.totalAcross(r) {
				return aTotal
			}
			if t.bib > 0 && first != "" && (len(r.Cells) < t.width || r.Cells[len(r.Cells)-1] == "") && len(first) < 30 && t.width > 3 && sparse(r.Cells) && spelling.IsTotal(first) { // the count of a total stands below the bibs
				return aTotal
			}
			return aRow
		}
	}
	return t.oddLine(r, bib)
}

// totalAcross reports whether a line is a total that runs across fixed columns.
func (t *Table) totalAcross(r *Record) bool {
	return t.scan.cuts != nil && r.torn != "" && spelling.IsTotal(strings.TrimSpace(t.Written(r)))
}

// oddLine says what a line is whose bib has no digit.
func (t *Table) oddLine(r *Record, bib string) lineKind {
	filled, lead := 0, ""
	for _, c := range r.Cells {
		if c != "" {
			if filled++; filled == 1 {
				lead = c
			}
		}
	}
	if (t.bib < 0 || bib == "" || bib == lead) && spelling.IsTotal(lead) || t.totalAcross(r) {
		return aTotal
	}
	if len(t.digital) > 1 && !t.shown(r) && !slices.ContainsFunc(t.digital, func(c int) bool { return c < len(r.Cells) && hasDigit(r.Cells[c]) }) {
		return aFootnote
	}
	switch {
	case t.bib < 0 || t.width < 3:
	case t.scan.cuts != nil && r.torn != "":
		return aFootnote
	case filled == 1 && bib == "" && namesLength(lead):
		return aFootnote
	case filled == 1 && (strings.ContainsAny(lead, ";|\t") || lead[0] >= '0' && lead[0] <= '9'): // a row with another separator
	case filled == 1 && (bib != "" || r.Cells[0] != "") && !plainBib(bib):
		return aFootnote
	case bib != "" && filled*3 <= t.width && !plainBib(bib):
		return aFootnote
	case bib != "" && t.numeric && t.proof != nil && (len(r.Cells) == t.width || t.scan.sheet != "") && !t.proven(r):
		return aFootnote
	}
	return aRow
}

// namesLength reports whether a text is the name of a race by its length: 10 KM.
func namesLength(text string) bool {
	_, ok := spelling.LengthIn(text)
	return ok && len(text) < 40 && !strings.ContainsAny(text, ";|\t:")
}

// sparse reports whether not more than three cells are filled.
func sparse(cells []string) bool {
	filled := 0
	for _, c := range cells {
		if c != "" {
			filled++
		}
	}
	return filled <= 3
}

// proven reports whether a row without a number has a gender, a status or
// something like a time where it should, or nothing in all of those.
func (t *Table) proven(r *Record) bool {
	return t.shown(r) || !slices.ContainsFunc(t.proof, func(c int) bool { return c < len(r.Cells) && r.Cells[c] != "" })
}

// shown reports whether it has one of them.
func (t *Table) shown(r *Record) bool {
	for _, c := range t.proof {
		if c >= len(r.Cells) || r.Cells[c] == "" {
			continue
		}
		cell := r.Cells[c]
		if _, err := spelling.ParseGender(cell); err == nil || hasDigit(cell) || spelling.Given(cell) == "" || t.names[c] == "gender" && utf8.RuneCountInString(cell) == 1 {
			return true
		}
		if _, ok := spelling.ParseStatus(cell); ok {
			return true
		}
	}
	return false
}

// lettered reports whether no cell of a row has a digit, as in a line of names of
// columns.
func (t *Table) lettered(r *Record) bool { return !slices.ContainsFunc(r.Cells, hasDigit) }

// plainBib reports whether a cell may be a bib: one word with a digit.
func plainBib(cell string) bool { return hasDigit(cell) && !strings.ContainsFunc(cell, spelling.Blank) }

func hasDigit(cell string) bool {
	for i := range len(cell) {
		if cell[i] >= '0' && cell[i] <= '9' {
			return true
		}
	}
	return strings.ContainsFunc(cell, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsDigit(r) })
}

func allRuled(cells []string) bool {
	for _, c := range cells {
		if strings.Trim(c, "-=+|: ") != "" {
			return false
		}
	}
	return true
}

// shape makes a row have the cells of the header: it adds those that a column has
// that is two things, and says why the row cannot be read where cells are
// missing or too many.
func (t *Table) shape(r *Record) {
	n := len(r.Cells)
	if t.scan.sheet != "" || n == t.width+t.surplus { // separators at the end of every row
		for n > t.width && r.Cells[n-1] == "" {
			n--
		}
	}
	if n > t.width && t.scan.sheet != "" { // what stands beside the table
		t.beside(r)
		n = t.width
	}
	surplus := -1
	switch {
	case n > t.width:
		surplus = r.offsets[t.width]
		if r.torn == "" {
			r.torn, r.at = fmt.Sprintf("the row has %d cells, the header has %d", n, t.width), len(t.names)
		}
	case n < t.width && n < t.needed && t.scan.sheet == "" && r.torn == "":
		r.torn, r.at = fmt.Sprintf("the row has %d cells, the header has %d", n, t.width), len(t.names)
	}
	if n == t.width && len(r.Cells) == n && t.again == nil {
		return
	}
	end := r.end
	for end > r.start && (t.scan.text[end-1] == '\r' || t.scan.text[end-1] == '\n') {
		end--
	}
	r.Cells, r.offsets = r.Cells[:min(n, t.width)], r.offsets[:min(n, t.width)]
	r.physical = len(r.Cells)
	for len(r.Cells) < t.width {
		r.Cells, r.offsets = append(r.Cells, ""), append(r.offsets, end)
	}
	for _, d := range t.again {
		r.Cells, r.offsets = append(r.Cells, r.Cells[d.column]), append(r.offsets, r.offsets[d.column])
	}
	if surplus >= 0 {
		r.offsets = append(r.offsets, surplus)
	}
}

// beside notes a cell of a sheet to the right of the table.
func (t *Table) beside(r *Record) {
	if t.aside.IsZero() {
		for i := t.width; i < len(r.Cells); i++ {
			if r.Cells[i] != "" {
				t.aside = t.scan.cellAt(r, i)
				return
			}
		}
	}
}

// settle notes what lineOf and shape ask of every row.
func (t *Table) settle(words *Vocabulary, of Source) {
	t.bib = t.Column("bib")
	for i, name := range t.names[:t.width] {
		if name == "gender" || slices.Contains(TimeColumns, name) || slices.Contains(words.Points, name) {
			t.proof = append(t.proof, i)
		}
	}
	if of.MapsTo(RowNumber) {
		t.bib = -1
	}
	t.needed = t.width
	for t.needed > 1 && t.needed <= len(t.head.Cells) && t.head.Cells[t.needed-1] == "" {
		t.needed--
	}
	rows, with, lengths, digits := 0, 0, map[int]int{}, make([]int, t.width)
	s := t.start
	var r Record
	for rows < 100 && s.read(&r) {
		if t.lineOf(&r) != aRow {
			continue
		}
		rows++
		if t.bib >= 0 && t.bib < len(r.Cells) && hasDigit(r.Cells[t.bib]) {
			with++
		}
		for i := range min(t.width, len(r.Cells)) {
			if hasDigit(r.Cells[i]) {
				digits[i]++
			}
		}
		if n := len(r.Cells); n > t.width {
			lengths[n-t.width]++
		}
	}
	for i, n := range digits {
		if n*10 >= rows*7 && rows > 3 {
			t.digital = append(t.digital, i)
		}
	}
	t.numeric = with*5 >= rows*3
	for n, count := range lengths {
		if count*2 > rows {
			t.surplus = n
		}
	}
}

// passed counts the lines of a kind that were passed over.
type passed struct {
	lines int
	at    problem.Place
}

// other takes a line that is no row.
func (t *Table) other(r *Record, kind lineKind) {
	if why := said[kind]; why != "" {
		words := strings.Fields(t.Written(r))
		if t.scan.cuts == nil {
			words = slices.DeleteFunc(slices.Clone(r.Cells[:r.physical]), func(c string) bool { return c == "" })
		}
		t.SetAside(r, -1, problem.Warning, fmt.Sprintf("%s: %q", why, strings.Join(words, " ")), "it is set aside; all others stand")
		return
	}
	if kind == aRuler {
		return
	}
	if kind == aSection {
		lead := t.lineText(r)
		t.scan.cellAt(r, -1).Report(t.found, problem.Review, "section", fmt.Sprintf("the line %q heads the rows below it: it says the status of those without a time", lead), "")
		return
	}
	if kind == aGender && t.over[kind].lines == 0 {
		t.headed = t.lineText(r)
	}
	p := &t.over[kind]
	if p.lines++; p.lines == 1 {
		p.at = t.scan.cellAt(r, -1)
	}
	if t.file != nil {
		t.file.Passed++
	}
}

// tellOthers reports the lines that were passed over.
func (t *Table) tellOthers() {
	for kind, what := range map[lineKind]string{aHeader: "the names of the columns stand again", aTitle: "what stands before the names of the columns stands again"} {
		if p := t.over[kind]; p.lines > 0 {
			p.at.Report(t.found, problem.Review, "repeated_header", fmt.Sprintf("%s on %s: passed over", what, problem.Quantity(p.lines, "line", "lines")), "")
		}
	}
	if p := t.over[aGender]; p.lines > 0 {
		more := ""
		if p.lines > 1 {
			more = fmt.Sprintf(", as %s of its kind", problem.Quantity(p.lines-1, "further line", "further lines"))
		}
		p.at.Report(t.found, problem.Review, "section", fmt.Sprintf("the line %q heads the rows below it%s: it says the gender of those for whom no column does", t.headed, more), "")
	}
	if !t.aside.IsZero() {
		t.aside.Report(t.found, problem.Review, "beside_the_table", "cells to the right of the last named column are passed over", "")
	}
}
