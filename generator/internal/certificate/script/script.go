// Package script tells the writing systems of texts: direction, joining, width, and the
// languages that they are of.
package script

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/bidi"
)

// Joins reports whether a character stands in a script whose letters depend on
// their neighbours, on their order or on marks about them, so that it must be
// shaped. The others are set one after another, as they always were.
func Joins(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r < 0x370: // marks
		return true
	case r < 0x590:
		return r >= 0x483 && r <= 0x489
	case r < 0x10A0: // from Hebrew to Burmese: right to left, India, Thai, Lao, Tibet
		return true
	case r < 0x1780:
		return r >= 0x1100 && r < 0x1200 || r >= 0x135D && r <= 0x135F || r >= 0x1700
	case r < 0x1D00: // Khmer, Mongolian and what the islands write
		return r < 0x1C80 || r >= 0x1CC0
	case r < 0x2000:
		return r >= 0x1DC0 && r < 0x1E00
	case Usual(r) || r < 0x2CEF:
		return r >= 0x20D0 && r < 0x2100
	case r < 0xA800:
		return r >= 0x302A && r <= 0x302F || r == 0x3099 || r == 0x309A || r >= 0xA66F && r < 0xA680 || r >= 0x2CEF && r <= 0x2CF1
	case r < 0xAC00:
		return true
	case r < 0xFB1D:
		return r >= 0xD7B0 && r < 0xD800
	case r < 0xFF00:
		return r < 0xFE10 || r >= 0xFE20 && r < 0xFE30 || r >= 0xFE70
	}
	return r >= 0x10800 && r < 0x12000 || r >= 0x16100 && r < 0x16140 || r >= 0x1E000 && r < 0x1F000
}

// Run is a part of a text of one direction. Its level is odd for one that is written
// from right to left.
type Run struct {
	From, To int
	Level    uint8
}

// RunsOf divides a text by direction. The first letter says from where the line
// begins.
func RunsOf(text string, runes []rune) []Run {
	var p bidi.Paragraph
	p.SetString(text) // always takes all of a text without line breaks
	order, err := p.Order()
	if err != nil {
		return []Run{{0, len(runes), 0}}
	}
	base := uint8(0)
	for _, r := range runes {
		if class := classOf(r); class == bidi.L {
			break
		} else if class == bidi.R || class == bidi.AL {
			base = 1
			break
		}
	}
	var runs []Run
	for i := range order.NumRuns() {
		part := order.Run(i)
		from, last := part.Pos()
		level := base
		switch rightToLeft := part.Direction() == bidi.RightToLeft; {
		case rightToLeft:
			level = 1
		case base == 1 || i > 0 && !slices.ContainsFunc(runes[from:last+1], func(r rune) bool { return classOf(r) == bidi.L }):
			level = 2 // also a number after letters from the right
		}
		runs = append(runs, Run{from, last + 1, level})
	}
	return runs
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// Same returns the end of the part of runes[from:end] that is of one script,
// and the script. Signs, marks and spaces are of the script before them.
func Same(runes []rune, from, end int) (to int, script language.Script) {
	script = language.Common
	for to = from; to < end; to++ {
		s := language.LookupScript(runes[to])
		if !s.Strong() || s == script {
			continue
		}
		if script.Strong() {
			return to, script
		}
		script = s
	}
	return to, script
}

// PartEnd returns the index after the first character that is the end of a part.
func PartEnd(runes []rune, from, to int, ends func(rune) bool) int {
	for i := from; i < to; i++ {
		if ends(runes[i]) {
			return i + 1
		}
	}
	return to
}

// Visual puts a line in the order in which it is drawn, from left to right: from
// the highest level down, each Run of at least that level is turned.
func Visual[T any](line []T, level func(T) uint8) []T {
	highest, turned := uint8(0), false
	for _, g := range line {
		highest = max(highest, level(g))
		turned = turned || level(g)%2 == 1
	}
	if !turned {
		return line
	}
	line = slices.Clone(line)
	for l := highest; l > 0; l-- {
		for from := 0; from < len(line); from++ {
			to := from
			for to < len(line) && level(line[to]) >= l {
				to++
			}
			if to > from {
				slices.Reverse(line[from:to])
				from = to
			}
		}
	}
	return line
}

// Clean makes a text one line: it drops controls, directions, variation selectors and
// joiners, but those between letters that join, and makes single spaces of white space. It reports whether anything
// changed besides white space at the ends.
func Clean(s string) (string, bool) {
	simple := true
	for i, r := range s {
		if r <= ' ' && (r != ' ' || i+1 < len(s) && s[i+1] == ' ') || r >= 0x7F && !Usual(r) {
			simple = false
			break
		}
	}
	if simple {
		return strings.Trim(s, " "), false
	}
	var b strings.Builder
	changed, space, last := false, false, rune(0)
	for _, r := range strings.TrimSpace(s) {
		switch {
		case unicode.IsSpace(r):
			changed = changed || space || r != ' ' && r != 0x3000 && r != 0xA0
			space = true
			continue
		case (r == 0x200C || r == 0x200D) && Joins(last): // letters that join or must not
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			changed = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
		last = r
	}
	return b.String(), changed
}

// Usual reports whether a character is in the main block of Chinese characters,
// which needs no special care.
func Usual(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// Wide reports whether a line may break around a character: Chinese, Japanese and
// Korean have no spaces.
func Wide(r rune) bool {
	return r >= 0x2E80 && (r < 0xA4D0 || r >= 0xAC00 && r < 0xD7A4 || r >= 0xF900 && r < 0xFB00 || r >= 0xFE30 && r < 0xFE50 ||
		r >= 0xFF00 && r < 0xFFF0 || r >= 0x16FE0 && r < 0x18D00 || r >= 0x1B000 && r < 0x1B300 || r >= 0x20000 && r < 0x40000)
}

// FirstWord returns a text up to its first space, or to a change between wide and
// other writing.
func FirstWord(text string) string {
	before := false
	for i, r := range text {
		if r == ' ' {
			return text[:i+1]
		}
		if w := Wide(r); i > 0 && w != before && !unicode.Is(unicode.M, r) {
			return text[:i]
		} else if i == 0 {
			before = w
		}
	}
	return text
}
