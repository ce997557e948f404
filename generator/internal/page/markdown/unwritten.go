package markdown

import (
	"bytes"

	"guntime/generator/internal/problem"
)

// toFillIn begins a paragraph that the owner has still to write. No page shows it.
const toFillIn = "*to fill in*"

// Unwritten returns the lines, from 1, at which a page has paragraphs to fill in.
func Unwritten(source []byte) (lines []int) {
	_, lines = written(source)
	return lines
}

// written returns a text without the paragraphs to fill in, and without headings that
// have nothing below them then; all other lines stay where they are.
func written(source []byte) (text []byte, lines []int) {
	all := bytes.Split(source, []byte("\n"))
	for i := 0; i < len(all); i++ {
		if !bytes.HasPrefix(all[i], []byte(toFillIn)) {
			continue
		}
		lines = append(lines, i+1)
		begin := i
		for ; i < len(all) && len(bytes.TrimSpace(all[i])) > 0; i++ {
			all[i] = nil
		}
		above, below := begin-1, i
		for above >= 0 && len(bytes.TrimSpace(all[above])) == 0 {
			above--
		}
		for below < len(all) && len(bytes.TrimSpace(all[below])) == 0 {
			below++
		}
		if above >= 0 && level(all[above]) > 0 && (below == len(all) || level(all[below]) > 0 && level(all[below]) <= level(all[above])) {
			all[above] = nil
		}
	}
	if lines == nil {
		return source, nil
	}
	return bytes.Join(all, []byte("\n")), lines
}

// level is how many # begin a heading, 0 of any other line.
func level(line []byte) int {
	n := len(line) - len(bytes.TrimLeft(line, "#"))
	if n > 6 || n == len(line) || n > 0 && line[n] != ' ' {
		return 0
	}
	return n
}

// leaveOut takes out what is to be filled in, and says where.
func (r *manuscript) leaveOut() {
	text, lines := written(r.body)
	r.body = text
	for _, line := range lines {
		r.problems.Add(problem.Problem{Path: r.doc.Path, Line: r.above + line, Column: 1, Level: problem.Warning, Code: "to_fill_in",
			Text: "a text is to be filled in; until then the site does not show it", Hint: "write your own text in its place, without " + toFillIn + ", or take the paragraph out"})
	}
}
