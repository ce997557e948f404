package table

import (
	"fmt"
	"io/fs"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/encodings"
	"guntime/generator/internal/table/spelling"
)

// open reads the file and finds its header; false where no table can be made of
// it, which has then been reported.
func (s *surveyor) open(fsys fs.FS) bool {
	text, refused := s.content(NewReader(fsys, s.found))
	if refused != nil {
		problem.PlaceIn(s.file, refused.in, refused.offset).Report(s.found, problem.Error, refused.code, refused.text, refused.hint)
	}
	if text == nil || refused != nil {
		return false
	}
	s.Encoding, s.Sheet, s.Sheets = text.encoding, text.sheet, text.sheets
	return s.header(text)
}

// content reads the text in the encoding that was given, else as it is if it is
// Unicode or a spreadsheet, else in the likeliest.
func (s *surveyor) content(p *Reader) (*content, *fault) {
	of := Source{Path: s.file, Sheet: s.options.Sheet, Missing: func() { problem.WholeFile(s.file).ReportUnreadable(s.found, s.file, fs.ErrNotExist) }}
	if s.options.Encoding != "" {
		e, err := EncodingNamed(s.options.Encoding)
		if err != nil {
			return nil, &fault{code: "encoding", text: fmt.Sprintf("%q is %v", s.options.Encoding, err), hint: "a name such as utf-8, gb18030, big5, shift_jis, utf-16le or windows-1252"}
		}
		of.Encoding = e
		return p.content(of)
	}
	text, refused := p.content(of)
	if refused == nil && (text == nil || !text.guessed) || refused != nil && refused.code != "encoding" {
		return text, refused
	}
	raw, failed := p.load(s.file, nil)
	if failed != nil {
		return nil, failed
	}
	list := surveyWords.Candidates(raw)
	if len(list) == 0 {
		return nil, &fault{code: "encoding", text: "the text is in no encoding that is known here", hint: "say it: -encoding NAME", in: raw, offset: encodings.FirstInvalid(raw)}
	}
	e, err := EncodingNamed(list[0].Encoding)
	if err != nil {
		return text, refused
	}
	s.Guessed, s.Candidates = true, list[:min(3, len(list))]
	of.Encoding = e
	return p.content(of)
}

// header takes as the header the first line, or two, in which the reader knows
// two columns, else the line with the most names of columns or lengths; the first
// where none has any. Where that looks like a row, the columns have no names.
func (s *surveyor) header(text *content) bool {
	t := &Table{found: &problem.List{}, content: text}
	words := surveyWords
	best, at, lines := 0, text.header, 1
	for skip := range mostBefore {
		scan := text.scanner(skip)
		var r Record
		if !scan.read(&r) {
			break
		}
		if n := t.fit(text, &words, skip); n > 0 && len(r.Cells) > 1 && filled(r.Cells) > 1 {
			at, lines, best = skip, n, 2
			break
		}
		known := 0
		for _, cell := range r.Cells {
			if surveyWords.canonical(cell) != "" || lengthHeader(cell) {
				known++
			}
		}
		if known > best && (known > 1 || skip == text.header) {
			best, at = known, r.Line-1
		}
	}
	if best < 2 && text.ruler == nil {
		at = s.widest(text)
	}
	if !t.named(text, &words, at, lines) {
		return false
	}
	s.Headers = lines
	if best == 0 && looksLikeData(t.head.Cells) {
		t = &Table{found: &problem.List{}, content: text}
		if s.Headers = 0; !t.unnamed(text, &words, at) {
			return false
		}
	}
	t.note(text, at)
	s.Title, s.Skip = t.titles, at
	if s.Separator = string(t.scan.comma); t.scan.cuts != nil {
		s.Separator = Fixed
	} else if text.sheet != "" {
		s.Separator = XLSX
	}
	t.width = len(t.head.Cells)
	t.scan.width = t.width
	t.start = *t.scan
	s.table = t
	s.Columns = make([]Surveyed, len(t.head.Cells))
	t.names = make([]string, len(t.head.Cells))
	var decided []Decision
	if s.Headers > 0 {
		cells := t.sample(len(t.head.Cells), decidedBy)
		decided = words.Decide(t.head.Cells, func(column int) []string { return cells[column] })
	}
	for i, cell := range t.head.Cells {
		c := Surveyed{Header: strings.Clone(cell), Number: i + 1, Least: race.NoTime, Fast: race.NoTime}
		if s.Headers == 0 {
			c.Header = ""
		} else if c.Means, c.Why = decided[i].Means, decided[i].Why; decided[i].Passed {
			c.Means = Ignore
		}
		s.Columns[i], t.names[i] = c, c.Means
	}
	t.settle(&words, Source{Path: s.file})
	return true
}

// filled is how many cells are not blank.
func filled(cells []string) (n int) {
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// widest is how many lines stand before the first that has as many cells as most
// lines have: a title has one.
func (s *surveyor) widest(text *content) int {
	counts := map[int]int{}
	first := map[int]int{}
	for skip := range mostBefore {
		scan := text.scanner(skip)
		var r Record
		if !scan.read(&r) || r.Line != skip+1 {
			continue
		}
		n := len(r.Cells)
		if counts[n]++; counts[n] == 1 {
			first[n] = skip
		}
	}
	best := 0
	for n, lines := range counts {
		if n > 1 && (best == 0 || lines > counts[best] || lines == counts[best] && n > best) {
			best = n
		}
	}
	return first[best]
}

// rows calls each with the cells of every row below the header, as the reader
// takes them, until it returns false.
func (s *surveyor) rows(each func(cells []string) bool) {
	var r Record
	s.table.records(func() *Record { return &r }, func(r *Record) bool { return each(r.Cells) })
}

// looksLikeData reports whether cells are those of a row and not the names of
// columns: one is a time, or half of them are numbers.
func looksLikeData(cells []string) bool {
	numbers, filled := 0, 0
	for _, cell := range cells {
		cell = spelling.Given(cell)
		if cell == "" {
			continue
		}
		filled++
		if _, ok := spelling.ParseClock(cell); ok || spelling.ShortShape.MatchString(cell) {
			return true
		}
		if _, ok := wholeNumber(cell); ok {
			numbers++
		}
	}
	return filled > 1 && numbers*2 >= filled
}
