package table

import (
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/fixed"
	"guntime/generator/internal/table/spelling"
)

// scanner cuts the text of CSV into records and notes where each cell begins. It
// does not fail: a quote that does not enclose a whole cell is an ordinary
// character, so that a stray one affects its own line alone.
type scanner struct {
	path    string
	text    string
	comma   byte
	next    int            // offset of what was not read yet
	line    int            // its line, from 1
	width   int            // cells of the header, 0 while it is not known
	short   bool           // no cell may go on in the next line
	quote   byte           // that encloses cells
	zeros   bool           // there is a zero byte somewhere
	marks   bool           // there is a quote somewhere
	sheet   string         // of a spreadsheet: its rows are the lines, and no quote has a meaning
	unnamed bool           // the columns have no names
	cuts    *fixed.Columns // of fixed columns, nil where there is a separator
}

// Record is one row: its cells and where they stand. It is valid until the next
// row is read.
type Record struct {
	Cells      []string         // without white space and invisible characters at both ends
	offsets    []int            // of each cell in the text
	start, end int              // of the record in the text
	physical   int              // cells that stand in the text; the others say them again
	torn       string           // why its cells cannot be told apart, "" where they can
	at         int              // the cell where that is seen
	Line       int              // of its first character
	Number     int              // among the file's data rows, from 1
	Section    race.TimedStatus // that a heading above it says of those without a time
	Gender     race.Gender      // that a heading above it says of those below
}

// Span is a part of a table's text.
type Span struct{ start, end int }

// Span is the row as it is written.
func (r *Record) Span() Span { return Span{r.start, r.end} }

// Size is how many bytes the row has as it is written.
func (r *Record) Size() int { return r.end - r.start }

// newScanner reads a text from behind the lines that are to be skipped. A line
// "sep=;" before all others names the separator, as spreadsheets write it.
func newScanner(path, text string, skip int) *scanner {
	if strings.IndexByte(text, '\n') < 0 { // lines that end as they did on old machines
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	s := &scanner{path: path, text: text, line: 1, marks: strings.IndexByte(text, '"') >= 0, zeros: strings.IndexByte(text, 0) >= 0}
	if first, _, _ := strings.Cut(text, "\n"); separatorLine(first) > 0 {
		s.skip(max(1, skip))
		s.comma = separatorLine(first)
		s.quote = quoteOf(text[s.next:], s.comma)
		return s
	}
	s.skip(skip)
	s.comma = Separator(s.text[s.next:])
	s.quote = quoteOf(s.text[s.next:], s.comma)
	if line := firstLine(s.text[s.next:]); strings.IndexByte(line, s.comma) < 0 && strings.ContainsAny(strings.TrimSpace(line), " \u3000") {
		s.next += strings.Index(s.text[s.next:], line)
		s.line = 1 + strings.Count(s.text[:s.next], "\n")
		s.cuts = fixed.Find(s.text[s.next:])
	}
	return s
}

// separatorLine is the separator that a line names, as sep=; does; 0 for none.
func separatorLine(line string) byte {
	if len(line) >= 5 && len(line) <= 7 && strings.EqualFold(line[:4], "sep=") && strings.Trim(line[5:], "\r") == "" {
		return line[4]
	}
	return 0
}

// skip passes over lines.
func (s *scanner) skip(lines int) {
	for range lines {
		_, rest, _ := strings.Cut(s.text[s.next:], "\n")
		s.next, s.line = len(s.text)-len(rest), s.line+1
	}
}

// firstLine is the first line of a text that is not blank.
func firstLine(text string) string {
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if strings.Trim(line, " \t\r") != "" {
			return line
		}
		text = rest
	}
	return ""
}

// quoteOf is the character that encloses cells: ' where each cell of the first
// line has it about it, or where it makes rows as long as that line which nothing
// mostSampled is how many lines say how a text is quoted.
const mostSampled = 300

// else does; else ".
func quoteOf(text string, comma byte) byte {
	line := strings.TrimRight(firstLine(text), " \r")
	if strings.IndexByte(text[:min(len(text), 1<<16)], '\'') < 0 {
		return '"'
	}
	every := strings.HasPrefix(line, "'")
	for cell := range strings.SplitSeq(line, string(comma)) {
		cell = strings.TrimSpace(cell)
		every = every && len(cell) >= 2 && cell[0] == '\'' && cell[len(cell)-1] == '\''
	}
	if every {
		return '\''
	}
	cells := strings.Count(line, string(comma)) + 1
	single := 0
	var r Record
	for range mostSampled {
		line, rest, more := strings.Cut(text, "\n")
		if strings.HasPrefix(line, `"`) || strings.Contains(line, string(comma)+`"`) {
			return '"'
		}
		if strings.Count(line, string(comma)) >= cells {
			for _, quote := range []byte{'"', '\''} {
				s := scanner{text: line, comma: comma, quote: quote}
				if s.read(&r); len(r.Cells) != cells {
					continue
				}
				if quote == '"' {
					return '"'
				}
				single++
			}
		}
		if text = rest; !more {
			break
		}
	}
	if single > 0 {
		return '\''
	}
	return '"'
}

// Separator returns the separator of a text in CSV: which of , ; tab and | is
// most frequent, outside quotes, in its first line that is not blank.
func Separator(text string) byte {
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if strings.Trim(line, " \t\r") == "" {
			text = rest
			continue
		}
		best, most := byte(','), 0
		for _, c := range []byte{',', ';', '\t', '|'} {
			n, quoted := 0, false
			for i := range len(line) {
				switch {
				case line[i] == '"':
					quoted = !quoted
				case line[i] == c && !quoted:
					n++
				}
			}
			if n > most {
				best, most = c, n
			}
		}
		return best
	}
	return ','
}

// read fills r with the next record that has a character in it; false at the end.
func (s *scanner) read(r *Record) bool {
	for s.next < len(s.text) {
		r.Cells, r.offsets, r.torn = r.Cells[:0], r.offsets[:0], ""
		r.start, r.Line = s.next, s.line
		if s.cuts != nil {
			if s.row(r) {
				return true
			}
			continue
		}
		for !s.cell(r) {
		}
		if s.swallowed(r) {
			s.next, s.line, s.short = r.start, r.Line, true
			r.Cells, r.offsets, r.torn = r.Cells[:0], r.offsets[:0], ""
			for !s.cell(r) {
			}
			s.short = false
		}
		r.physical = len(r.Cells)
		if s.zeros && strings.IndexByte(s.text[r.start:r.end], 0) >= 0 {
			r.torn, r.at = "there is a zero byte in the row", 0
		}
		for _, c := range r.Cells {
			if c != "" {
				return true
			}
		}
	}
	return false
}

// row reads a line of fixed columns; false where it has no character in it or is
// a ruler.
func (s *scanner) row(r *Record) bool {
	line, rest, _ := strings.Cut(s.text[s.next:], "\n")
	s.next, s.line, r.end = len(s.text)-len(rest), s.line+1, s.next+len(line)
	if _, ruler := fixed.IsRuler(line); ruler || strings.Trim(line, " \t\r\f") == "" {
		return false
	}
	var torn int
	r.offsets, torn = s.cuts.Cut(line, r.offsets)
	for i, from := range r.offsets {
		to := len(line)
		if i+1 < len(r.offsets) {
			to = r.offsets[i+1]
		}
		cell := line[from:to]
		r.Cells = append(r.Cells, spelling.Trim(cell))
		r.offsets[i] = r.start + from + blanks(cell)
	}
	r.physical = len(r.Cells)
	if torn >= 0 {
		r.torn, r.at = "a text crosses from one column into the next", torn
	}
	return true
}

// swallowed reports whether a record of several lines is in truth several rows,
// joined by a quote that was never closed: it has not the header's number of
// cells, or each of its lines has as many separators as a row.
func (s *scanner) swallowed(r *Record) bool {
	text := s.text[r.start:r.end]
	if s.width < 2 || strings.IndexByte(text, '\n') < 0 {
		return false
	}
	if len(r.Cells) != s.width {
		return true
	}
	for line := range strings.Lines(text) {
		if strings.Count(line, string(s.comma)) != s.width-1 {
			return false
		}
	}
	return s.width > 2
}

// cell reads one cell and the character that ends it; true at the end of the
// record.
func (s *scanner) cell(r *Record) bool {
	at := s.next
	text, after := "", -1
	if s.sheet == "" {
		text, after = s.quoted(at)
	}
	within := after >= 0 // quotes, in which lines may end
	if !within {
		after = at
		for after < len(s.text) && s.text[after] != s.comma && s.text[after] != '\n' {
			after++
		}
		text = spelling.Trim(s.text[at:after])
		if s.marks && strings.IndexByte(text, '"') >= 0 {
			meaning, whole := halved(text)
			if text = meaning; !whole {
				r.torn, r.at = halfQuote, len(r.Cells)
			}
		}
	} else if s.marks && unpaired(text) {
		r.torn, r.at = halfQuote, len(r.Cells)
	}
	r.Cells, r.offsets = append(r.Cells, text), append(r.offsets, at+blanks(s.text[at:after]))
	if within {
		s.line += strings.Count(s.text[at:after], "\n")
	}
	r.end = after
	s.next = after + 1
	if after >= len(s.text) {
		s.next = len(s.text)
		return true
	}
	if s.text[after] == s.comma {
		return false
	}
	s.line++
	return true
}

// quoted reads a cell in quotes and returns the offset of the separator after
// it; -1 where the cell has no quotes about it.
func (s *scanner) quoted(at int) (string, int) {
	i := at + blanks(s.text[at:])
	if i >= len(s.text) || s.text[i] != s.quote {
		return "", -1
	}
	from, doubled, escaped := i+1, false, false
	for i = from; ; {
		n := strings.IndexByte(s.text[i:], s.quote)
		if n < 0 {
			return "", -1
		}
		i += n
		if i+1 < len(s.text) && s.text[i+1] == s.quote {
			doubled = true
			i += 2
			continue
		}
		if i > from && i-from < longestCell && s.text[i-1] == '\\' && !s.ends(i+1) { // as some programs write a quote within quotes
			escaped = true
			i++
			continue
		}
		break
	}
	after := i + 1
	for after < len(s.text) && (s.text[after] == ' ' || s.text[after] == '\r') {
		after++
	}
	if after < len(s.text) && s.text[after] != s.comma && s.text[after] != '\n' {
		return "", -1
	}
	text := s.text[from:i]
	if s.short && strings.IndexByte(text, '\n') >= 0 {
		return "", -1
	}
	if doubled {
		text = strings.ReplaceAll(text, string([]byte{s.quote, s.quote}), string(s.quote))
	}
	if escaped {
		text = strings.ReplaceAll(text, `\`+string(s.quote), string(s.quote))
	}
	return spelling.Trim(text), after
}

// ends reports whether a cell ends at an offset, but for blanks.
func (s *scanner) ends(at int) bool {
	for at < len(s.text) && (s.text[at] == ' ' || s.text[at] == '\r') {
		at++
	}
	return at >= len(s.text) || s.text[at] == s.comma || s.text[at] == '\n'
}

const halfQuote = "a quote in the row has no other half"

// halved returns the meaning of a cell with quotes that do not enclose it. One
// within the text is a character of it, also in "O"Brien"; one at an end is half
// of a pair whose other half is missing, and so are two: whole is false.
func halved(cell string) (meaning string, whole bool) {
	if measure(cell) {
		return cell, true
	}
	if strings.HasPrefix(cell, `""`) || strings.HasSuffix(cell, `""`) {
		return cell, false
	}
	if len(cell) > 2 && cell[0] == '"' && cell[len(cell)-1] == '"' && strings.Count(cell, `"`) == 3 {
		return cell[1 : len(cell)-1], true
	}
	return cell, !unpaired(cell)
}

// unpaired reports whether a text has an odd number of quotes, one of them at an
// end.
func unpaired(text string) bool {
	return text != "" && (text[0] == '"' || text[len(text)-1] == '"') && strings.Count(text, `"`)&1 == 1 && !measure(text)
}

// measure reports whether a quote in a cell may be that of seconds or inches.
func measure(cell string) bool {
	return hasDigit(cell) && cell[0] != '"' && strings.ContainsAny(cell, ":'hHmM′’") && strings.Trim(cell, "0123456789.,:'\" hHmM′″’”") == ""
}

// blanks counts the spaces a text begins with.
func blanks(text string) int {
	n := 0
	for n < len(text) && text[n] == ' ' {
		n++
	}
	return n
}

// at returns the place of an offset that lies in a record.
func (s *scanner) at(r *Record, offset int) problem.Place {
	p := problem.PlaceIn(s.path, s.text[r.start:], offset-r.start)
	p.Line += r.Line - 1
	return p
}

// written returns a cell as it stands in the text, with its quotes.
func (s *scanner) written(r *Record, column int) string {
	end := r.end
	if column+1 < r.physical {
		end = r.offsets[column+1]
		if s.cuts == nil {
			end = strings.LastIndexByte(s.text[:end], s.comma)
		}
	}
	return strings.TrimRight(s.text[r.offsets[column]:end], " \r\n")
}

// cellAt returns the place of a cell; of the record's end where it has none.
func (s *scanner) cellAt(r *Record, column int) problem.Place {
	if s.sheet != "" {
		at := problem.Place{Path: s.path, Sheet: s.sheet, Line: r.Line, Column: max(1, column+1)}
		if column >= 0 && column < len(r.offsets) { // a column may be there twice
			at.Column = strings.Count(s.text[r.start:r.offsets[column]], "\t") + 1
		}
		return at
	}
	if column < 0 {
		return s.at(r, r.start)
	}
	if column >= len(r.offsets) {
		end := r.end
		for end > r.start && (s.text[end-1] == '\r' || s.text[end-1] == '\n') {
			end--
		}
		return s.at(r, end)
	}
	return s.at(r, r.offsets[column])
}
