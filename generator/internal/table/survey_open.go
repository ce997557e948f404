package table

import (
	"fmt"
	"io/fs"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// open reads the file and finds its header; false where no table can be made of
// it, which has then been reported.
func (s *surveyor) open(fsys fs.FS) bool {
	p := NewReader(fsys, s.found)
	raw, refused := p.load(s.file, func() { problem.WholeFile(s.file).ReportUnreadable(s.found, s.file, fs.ErrNotExist) })
	if refused == nil && raw == "" {
		return false
	}
	text := decoded{}
	if refused == nil {
		text, refused = s.decode(raw)
	}
	if refused != nil {
		problem.PlaceIn(s.file, refused.in, refused.offset).Report(s.found, problem.Error, refused.code, refused.text, refused.hint)
		return false
	}
	s.Encoding = text.encoding
	s.header(text.text)
	return true
}

// decode reads the text in the encoding that was given, else as it is if it is
// Unicode, else in the likeliest.
func (s *surveyor) decode(raw string) (decoded, *fault) {
	if s.options.Encoding != "" {
		e, err := EncodingNamed(s.options.Encoding)
		if err != nil {
			return decoded{}, &fault{code: "encoding", text: fmt.Sprintf("%q is %v", s.options.Encoding, err), hint: "a name such as utf-8, gb18030, big5, shift_jis, utf-16le or windows-1252"}
		}
		return decode(raw, e)
	}
	text, refused := decode(raw, nil)
	if refused == nil && !text.guessed || refused != nil && refused.code != "encoding" {
		return text, refused
	}
	list := surveyWords.Candidates(raw)
	if len(list) == 0 {
		if refused == nil {
			refused = &fault{code: "encoding", text: "the text is in no encoding that is known here", hint: "say it: -encoding NAME", in: raw, offset: firstInvalid(raw)}
		}
		return decoded{}, refused
	}
	e, err := EncodingNamed(list[0].Encoding)
	if err != nil {
		return decoded{}, refused
	}
	text, refused = decode(raw, e)
	s.Guessed, s.Candidates = true, list[:min(3, len(list))]
	return text, refused
}

// header takes as the header the first of thirty lines in which two columns are
// known, else the first line. The first line is data where it looks like the
// lines below it and none of its cells is the name of a column.
func (s *surveyor) header(text string) {
	var head Record
	var start scanner
	best, at := 0, 0
	for skip := range 30 {
		scan := newScanner(s.file, text, skip)
		var r Record
		if !scan.read(&r) {
			break
		}
		known := 0
		for _, cell := range r.Cells {
			if surveyWords.canonical(cell) != "" || lengthHeader(cell) {
				known++
			}
		}
		if skip == 0 || known >= 2 {
			s.Skip, start, head, best, at = r.Line-1, *scan, r, known, skip
		}
		if known >= 2 {
			break
		}
	}
	s.Headers = 1
	s.Separator = string(start.comma)
	if best == 0 && looksLikeData(head.Cells) {
		s.Headers = 0
		again := newScanner(s.file, text, at)
		start = *again
	}
	for line := range strings.Lines(text) {
		if len(s.Title) == s.Skip {
			break
		}
		s.Title = append(s.Title, strings.TrimSpace(line))
	}
	start.width = len(head.Cells)
	s.rows = func(each func(cells []string) bool) {
		scan := start
		var r Record
		for scan.read(&r) && each(r.Cells) {
		}
	}
	s.Columns = make([]Surveyed, len(head.Cells))
	for i, cell := range head.Cells {
		s.Columns[i] = Surveyed{Header: strings.Clone(cell), Number: i + 1, Means: surveyWords.canonical(cell), Least: race.NoTime, Fast: race.NoTime}
		if s.Headers == 0 {
			s.Columns[i].Header, s.Columns[i].Means = "", ""
		}
	}
}

// looksLikeData reports whether cells are those of a row and not the names of
// columns: one is a time, or half of them are numbers.
func looksLikeData(cells []string) bool {
	numbers, filled := 0, 0
	for _, cell := range cells {
		cell = Given(cell)
		if cell == "" {
			continue
		}
		filled++
		if _, ok := clock(cell); ok || shortShape.MatchString(cell) {
			return true
		}
		if _, ok := wholeNumber(cell); ok {
			numbers++
		}
	}
	return filled > 1 && numbers*2 >= filled
}
