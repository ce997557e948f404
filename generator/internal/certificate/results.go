package certificate

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Results writes the results of a race as a PDF of A4 pages to print and hand out:
// title and state, the first of each division, then everybody by division in the
// order of the lists. It is in the first two of the languages, in the fonts and
// colours of the design.
//
// Names are complete as published; a long one takes a second line. A character that
// no font has is spelled as in [U+1F600]. The pages are laid out twice, first to
// learn their number and letters, and written one by one: a page that is as the last
// build had it is taken from there. base covers all that the document depends on, but
// the results. The same verdict gives the same bytes.
func Results(w io.Writer, parts *artifact.Parts, base artifact.Key, design *Design, book *words.Book, languages []string, v *race.Verdict, rv *race.RaceVerdict) error {
	t, err := sheetLanguagesOf(book, languages)
	if err != nil {
		return fmt.Errorf("results: %w", err)
	}
	s := &resultSheet{report: newReport(design, t, v), rv: rv, half: rv.Race.Point("half")}
	pages := 0
	s.layOut(func(*leaf) { pages++ })
	if s.err != nil {
		return fmt.Errorf("results of %s/%s as PDF: %w", v.Edition.ID, rv.Race.ID, s.err)
	}
	name, _ := clean(rv.Race.Name.In(s.sheetLanguages[0].Tag()))
	foot, number := s.foot("results.title", name), 0
	s.note(foot, s.both("certificate.demonstration"), s.sheetLanguages[0].Number(9876543210)+" / ")
	p := s.press(w, s.mark(), parts, base)
	s.layOut(func(l *leaf) {
		number++
		s.margins(0, number, pages, foot)
		p.print(*l)
	})
	if err := s.end(p, "results.title", name); err != nil {
		return fmt.Errorf("results of %s/%s as PDF: %w", v.Edition.ID, rv.Race.ID, err)
	}
	return nil
}

// resultSheet is the printed results of a race in progress.
type resultSheet struct {
	*report
	rv   *race.RaceVerdict
	half int // index of the half-way point, -1 for none

	inRow    []rowCell  // of cells
	measured []measured // all lines, in the order of the pages
	rows     int        // how many of them are laid out
	scan     []byte     // of measure
}

// measured is what is kept of a line from the first time that the pages are laid out.
type measured struct {
	height float64
	key    artifact.Key
}

// column is a column of the lists, in points.
type column struct {
	x, width float64
	right    bool // align right
}

// The columns of the lists.
var (
	placeColumn  = column{leafMargin, 11 / millimetres, true}
	bibColumn    = column{leafMargin + 14/millimetres, 19 / millimetres, false}
	nameColumn   = column{leafMargin + 35/millimetres, 34 / millimetres, false}
	latinColumn  = column{leafMargin + 71/millimetres, 43 / millimetres, false}
	wholeColumn  = column{leafMargin + 35/millimetres, 79 / millimetres, false} // for a name in one script
	nationColumn = column{leafMargin + 116/millimetres, 11 / millimetres, false}
	halfColumn   = column{leafMargin + 127/millimetres, 14 / millimetres, true}
	gunColumn    = column{leafMargin + 143/millimetres, 15 / millimetres, true}
	netColumn    = column{leafMargin + 160/millimetres, 14 / millimetres, true}
)

// note adds the characters of texts that are set later to the fonts.
func (s *resultSheet) note(texts ...string) {
	for _, text := range texts {
		s.set(text, false)
		s.set(text, true)
	}
}

// layOut fills pages and calls full for each finished one, which is then the only
// page in hand.
func (s *resultSheet) layOut(full func(*leaf)) {
	s.leaves, s.rows = nil, 0
	put := func(items ...item) {
		s.fill(items)
		for len(s.leaves) > 1 {
			rest := s.leaves[1:]
			s.leaves = s.leaves[:1]
			full(&s.leaves[0])
			s.leaves = slices.Clone(rest)
		}
	}
	put(s.opening()...)
	for i := range s.rv.Divisions {
		dv := &s.rv.Divisions[i]
		ranked := 0
		for ranked < min(leaders, len(dv.Results)) && dv.Results[ranked].Place > 0 {
			ranked++
		}
		if ranked > 0 {
			put(s.list(s.division(dv.Division), "", s.lines(dv.Results[:ranked], dv.Vacant), 8.5, true)...)
		}
	}
	s.groups(put)
	s.teams(put)
	if len(s.rv.Results) > 0 {
		s.turn(nil)
		put()
	}
	rest := s.rv.Results
	for i := range s.rv.Divisions {
		dv := &s.rv.Divisions[i]
		rest = rest[len(dv.Results):]
		s.everybody(put, s.division(dv.Division), dv.Results, dv.Vacant)
	}
	s.everybody(put, s.both("no_division"), rest, nil)
	for i := range s.leaves {
		full(&s.leaves[i])
	}
}

// leaders is how many runners of a division are on the first page.
const leaders = 8

// opening returns the beginning of the document.
func (s *resultSheet) opening() []item {
	rv := s.rv
	items := s.heading("results.title", rv.Race.Name)
	counts := s.facts("counts.finishers", func(l *words.Language) (string, error) { return l.Number(rv.Counts.Finishers), nil })
	items = append(items, item{block: s.beside(8, 10, counts...)})
	by := strings.Join(s.each(func(l *words.Language) (string, error) { return l.RankedBy(rv) }), " ")
	return append(items, item{block: s.block(leafMargin, leafInner, paragraph{text: by, size: 8.5, ink: s.black})})
}

// everybody lists a division: ranked runners, then the others by status.
func (s *resultSheet) everybody(put func(...item), name string, results []race.Result, vacant []int) {
	for len(results) > 0 {
		n := 1
		for n < len(results) && results[n].Status == results[0].Status {
			n++
		}
		status := ""
		if results[0].Status != race.Finished {
			status = strings.Join(s.each(func(l *words.Language) (string, error) { return l.Say("status." + string(results[0].Status)) }), " ")
		}
		for from := 0; from < n; from += 100 { // a part at a time: nothing long is held
			lines := s.lines(results[from:min(from+100, n)], vacant)
			if vacant = after(vacant, results[min(from+100, n)-1].Place); from+100 >= n && results[0].Place > 0 {
				lines, vacant = s.vacant(lines, vacant, math.MaxInt)
			}
			part := s.list(name, status, lines, 7.5, false)
			if from > 0 {
				part = part[2:]
			}
			put(part...)
		}
		results = results[n:]
	}
}

// division returns the name of a division in the languages of the sheet.
func (s *resultSheet) division(d *race.Division) string {
	return strings.Join(s.each(func(l *words.Language) (string, error) { return l.Division(d) }), " ")
}

// list is a table: its heading, its head, and a row a runner.
func (s *resultSheet) list(name, status string, lines []placedLine, size float64, together bool) []item {
	heading := func(more string) item {
		text := strings.TrimSpace(name + " " + more)
		if status != "" {
			text += " · " + status
		}
		return item{block: s.beside(10, 3, s.block(leafMargin, leafInner, paragraph{text: text, strong: true, size: size + 3.5, ink: s.black})), keep: true}
	}
	var heads []block
	for _, h := range []struct {
		id string
		column
	}{{"table.place", placeColumn}, {"bib", bibColumn}, {"table.name", nameColumn}, {"table.nation", nationColumn},
		{"point.half", halfColumn}, {"gun_time", gunColumn}, {"net_time", netColumn}} {
		switch {
		case h.id == "point.half" && s.rv.Race.OfLaps():
			h.id = "laps.laps"
		case h.id == "point.half" && s.half < 0:
			continue
		}
		var labels []paragraph
		for _, text := range s.each(func(l *words.Language) (string, error) { return l.Say(h.id) }) {
			labels = append(labels, paragraph{text: text, size: 6.5, ink: s.quiet})
		}
		heads = append(heads, s.cell(h.column, labels...))
	}
	head := item{block: s.beside(0, 3, heads...), rule: 0.9, ink: s.accent, keep: true}
	again := []item{heading(s.both("rulings.continued")), head}
	items := append(make([]item, 0, 2+len(lines)), heading(""), head)
	for i, l := range lines {
		items = append(items, item{rule: 0.25, ink: s.hair, head: again, keep: together && i+1 < len(lines)})
		s.row(&items[len(items)-1], l, size)
	}
	return items
}

// row makes an item a runner's line, or that of a vacant place, which is set when its page
// is printed. Until then only its height is needed: that of one line, but where a text is
// too long for its column.
func (s *resultSheet) row(i *item, of placedLine, size float64) {
	if s.rows == len(s.measured) {
		s.measured = append(s.measured, s.measure(of, size))
	}
	i.height, i.key = s.measured[s.rows].height, s.measured[s.rows].key
	s.rows++
	i.later = func() block {
		var room [8]block
		blocks := room[:0]
		for _, c := range s.cells(of, size) {
			blocks = append(blocks, s.cell(c.column, c.paragraph))
		}
		return s.beside(0.4, 0.4, blocks...)
	}
}

// measure returns the height of a line and its key, and remembers its characters.
func (s *resultSheet) measure(of placedLine, size float64) measured {
	height := 0.0
	s.scan = s.scan[:0]
	for _, c := range s.cells(of, size) {
		s.scan = append(append(s.scan, c.text...), 0)
		if width, ok := s.width(c.text, c.strong); !ok || width > int(1000*c.width/size) {
			height = max(height, s.cell(c.column, c.paragraph).height)
		} else if c.text != "" {
			height = max(height, 1.4*size)
		}
	}
	return measured{height + 0.8, artifact.KeyOf(s.scan)}
}

// rowCell is a text in a column.
type rowCell struct {
	column
	paragraph
}

// cells are the texts of a line, valid until the next call.
func (s *resultSheet) cells(of placedLine, size float64) []rowCell {
	s.inRow = s.inRow[:0]
	add := func(c column, text string, strong bool, colour ink) {
		s.inRow = append(s.inRow, rowCell{c, paragraph{text: text, strong: strong, size: size, ink: colour}})
	}
	r, lead := of.Result, s.sheetLanguages[0]
	add(placeColumn, of.place, true, s.accent)
	if r == nil {
		add(wholeColumn, s.both("list.vacant"), false, s.quiet)
		return s.inRow
	}
	add(gunColumn, lead.FullClock(r.Gun), true, s.black)
	add(netColumn, lead.FullClock(r.Net), false, s.black)
	e := r.Entry
	native, _ := clean(e.PublishedName())
	latin, _ := clean(e.PublishedLatinName())
	if e.Visibility == race.Anonymous {
		add(wholeColumn, s.both("anonymous"), false, s.quiet)
	} else {
		add(bibColumn, e.Bib, false, s.black)
		if latin == "" || strings.EqualFold(native, latin) {
			add(wholeColumn, native, false, s.black)
		} else {
			add(nameColumn, native, false, s.black)
			add(latinColumn, latin, false, s.quiet)
		}
		add(nationColumn, e.Nat, false, s.black)
	}
	switch {
	case s.rv.Race.OfLaps():
		add(halfColumn, lead.Number(r.Laps), false, s.black)
	case s.half >= 0 && s.half < len(r.Splits):
		add(halfColumn, lead.FullClock(r.Splits[s.half]), false, s.black)
	}
	return s.inRow
}

// cell sets paragraphs in a column.
func (s *resultSheet) cell(c column, paragraphs ...paragraph) block {
	b := s.block(c.x, c.width, paragraphs...)
	for i := range b.lines {
		if l := &b.lines[i]; c.right {
			l.x += c.width - float64(widthOf(l.glyphs))/1000*l.size
		}
	}
	return b
}
