package table

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	"guntime/generator/internal/table/encodings"
	"guntime/generator/internal/table/spelling"
)

// encodingNames are names of encodings in other programs, with those of the web.
var encodingNames = map[string]string{"utf-8-sig": "utf-8", "utf8-bom": "utf-8", "utf-8-bom": "utf-8", "cp936": "gbk", "ms936": "gbk",
	"cp950": "big5", "cp932": "shift_jis", "cp949": "euc-kr", "latin-1": "latin1", "cp1252": "windows-1252", "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1253": "windows-1253", "cp1254": "windows-1254", "cp1257": "windows-1257"}

// EncodingNamed is the encoding of a name such as big5 or windows-1252.
func EncodingNamed(name string) (encoding.Encoding, error) {
	if web, ok := encodingNames[strings.ToLower(name)]; ok {
		name = web
	}
	e, err := htmlindex.Get(name)
	if err != nil || strings.EqualFold(name, "x-user-defined") || strings.EqualFold(name, "replacement") {
		return nil, errors.New("not a known encoding")
	}
	return e, nil
}

// Candidate is an encoding that a text may be in.
type Candidate struct {
	Encoding string // as encoding.yaml names it
	Row      string // the first row in which it matters, read by it
	score    float64
}

// sampled is how much of a text is looked at to find its encoding.
const sampled = 256 << 10

// Candidates are the encodings that a text that is not Unicode may be in, the
// likeliest first. Those that cannot read it are left out.
func (v *Vocabulary) Candidates(raw string) []Candidate {
	sample := raw
	if len(sample) > sampled {
		sample = sample[:strings.LastIndexByte(sample[:sampled], '\n')+1]
	}
	var list []Candidate
	once := eachOnce(sample)
	for _, m := range spelling.Models {
		e, err := EncodingNamed(m.Name)
		if err != nil {
			continue
		}
		text := encodings.Text(sample, e)
		if strings.ContainsRune(text, utf8.RuneError) || strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 && r < 0xA0 }) {
			continue
		}
		c := Candidate{Encoding: m.Name, score: m.Score(once, encodings.Text(once, e))}
		for line := range strings.Lines(text) {
			if c.Row == "" && strings.ContainsFunc(line, func(r rune) bool { return r > unicode.MaxASCII }) {
				c.Row = strings.TrimSpace(line)
			}
		}
		lines, counted := 0, map[string]bool{}
		for line := range strings.Lines(text) {
			if lines++; lines > 20 {
				break
			}
			for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;|\t\r\n\"", r) }) {
				if strings.ContainsFunc(cell, func(r rune) bool { return r > unicode.MaxASCII }) && !counted[cell] && v.canonical(cell) != "" {
					counted[cell] = true // a gender in every row can be a name of columns, too
					c.score += 20
				}
			}
		}
		c.score += m.OfTongues(strings.FieldsFunc(firstLine(text), func(r rune) bool { return strings.ContainsRune(",;|\t\r\"", r) }))
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(b.score, a.score) })
	return list
}

// eachOnce is a text with each of its cells once: a word in every row, such as that of
// a gender, says no more of the encoding than in one.
func eachOnce(raw string) string {
	seen := map[string]bool{}
	var b strings.Builder
	for cell := range strings.FieldsFuncSeq(raw, func(r rune) bool { return strings.ContainsRune(",;\t\r\n\"", r) }) {
		if !seen[cell] && strings.IndexFunc(cell, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
			seen[cell] = true
			b.WriteString(cell)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
