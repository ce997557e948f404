package certificate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/certificate/truetype"
)

// glyph is one character set in one font.
type glyph struct {
	r       rune
	face    *truetype.Face
	advance int  // thousandths of the em
	own     bool // drawn from the runner's own subset: the form's lacks it
}

// stack is a list of faces of which each stands in for those before it.
type stack []*truetype.Face

// wordSet knows which characters the form's own subsets can draw.
type wordSet interface {
	has(f *truetype.Face, r rune) bool
}

// clean makes one line of a text: controls, directions, joiners and variation
// selectors are dropped, white space of any kind becomes single spaces.
// It reports whether anything but white space at the ends was changed.
func clean(s string) (string, bool) {
	simple := true
	for i, r := range s {
		if r <= ' ' && (r != ' ' || i+1 < len(s) && s[i+1] == ' ') || r >= 0x7F && !usual(r) {
			simple = false
			break
		}
	}
	if simple {
		return strings.Trim(s, " "), false
	}
	var b strings.Builder
	changed, space := false, false
	for _, r := range strings.TrimSpace(s) {
		switch {
		case unicode.IsSpace(r):
			changed = changed || space || r != ' ' && r != 0x3000 && r != 0xA0
			space = true
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			changed = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String(), changed
}

// usual reports whether a character is one of those that Chinese names are made
// of, but for a few: a letter that needs no thought.
func usual(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// wide reports whether a line may be broken around a character: the writing
// of Chinese, Japanese and Korean has no spaces.
func wide(r rune) bool {
	return r >= 0x2E80 && (r < 0xA4D0 || r >= 0xAC00 && r < 0xD7A4 || r >= 0xF900 && r < 0xFB00 || r >= 0xFE30 && r < 0xFE50 ||
		r >= 0xFF00 && r < 0xFFF0 || r >= 0x16FE0 && r < 0x18D00 || r >= 0x1B000 && r < 0x1B300 || r >= 0x20000 && r < 0x40000)
}

// set appends a text's glyphs. All that is not wide is set in the first face
// that has all of it, so that the letters of a name match each other; where
// none has, each word by itself, and last each letter. Characters that no face
// has are returned and not set.
func (s stack) set(dst []glyph, text string, form wordSet) (glyphs []glyph, missing []rune) {
	if figures(text) {
		if set, ok := plain(s[0], dst, text); ok {
			claim(set[len(dst):], form)
			return set, nil
		}
	}
	narrow := s.faceOf(text, func(r rune) bool { return !wide(r) })
	last := s[0]
	for len(text) > 0 {
		word := firstWord(text)
		text = text[len(word):]
		start := len(dst)
		f := narrow
		if first, _ := utf8.DecodeRuneInString(word); f == nil || wide(first) {
			f = s.faceOf(word, func(rune) bool { return true })
		}
		for _, r := range word {
			g := f
			if g == nil && r == ' ' {
				g = last
			}
			if g == nil {
				g = s.faceOf(string(r), func(rune) bool { return true })
			}
			if g == nil {
				missing = append(missing, r)
				continue
			}
			last = g
			dst = append(dst, glyph{r: r, face: g, advance: g.Advance(g.Glyph(r))})
		}
		claim(dst[start:], form)
	}
	return dst, missing
}

// plain sets a text of single spaces, signs of ASCII and usual Han characters,
// which need no thought, in one face. It reports whether the text is of these
// alone and the face has them all; else nothing is set.
func plain(f *truetype.Face, dst []glyph, text string) ([]glyph, bool) {
	start, space := len(dst), true
	for _, r := range text {
		g := f.Glyph(r & 0xFFFF)
		if g == 0 || r == ' ' && space || r < ' ' || r > '~' && !usual(r) {
			return dst[:start], false
		}
		space = r == ' '
		dst = append(dst, glyph{r: r, face: f, advance: f.Advance(g)})
	}
	if space && len(text) > 0 {
		return dst[:start], false
	}
	return dst, true
}

// figures reports whether a text is one word of figures, as most on a certificate
// are.
func figures(text string) bool { return strings.Trim(text, "0123456789:.") == "" }

// claim marks a word as the runner's own where the form lacks any of it.
func claim(word []glyph, form wordSet) {
	own := slices.ContainsFunc(word, func(g glyph) bool { return form == nil || !form.has(g.face, g.r) })
	for i := range word {
		word[i].own = own
	}
}

// faceOf returns the first face that has every character asked for, nil where
// none has. Among letters a face of Chinese whose quotation marks fill a square
// is passed over for one that has them narrow.
func (s stack) faceOf(text string, asked func(rune) bool) *truetype.Face {
	letters := strings.ContainsFunc(text, func(r rune) bool { return !wide(r) && unicode.IsLetter(r) })
	var square *truetype.Face
	for _, f := range s {
		all, broad := true, false
		for _, r := range text {
			if !asked(r) {
				continue
			}
			g := f.Glyph(r)
			all = all && g != 0
			broad = broad || letters && (r >= '‘' && r <= '‟' || r == '…') && f.Advance(g) >= 950
		}
		switch {
		case all && !broad:
			return f
		case all && square == nil:
			square = f
		}
	}
	return square
}

// firstWord cuts a text after its first space, or where wide writing meets
// other writing.
func firstWord(text string) string {
	before := false
	for i, r := range text {
		if r == ' ' {
			return text[:i+1]
		}
		if w := wide(r); i > 0 && w != before && !unicode.Is(unicode.M, r) {
			return text[:i]
		} else if i == 0 {
			before = w
		}
	}
	return text
}

// Characters that do not begin or end a line (禁则).
const (
	neverFirst = "、。，．・：；？！）》」』】〉〕”’…—–·ー々〜～％%,.;:?!)]}°′″"
	neverLast  = "（《「『【〈〔“‘([{"
)

// breakable reports whether a line may end after glyph i.
func breakable(g []glyph, i int) bool {
	a, b := g[i].r, g[i+1].r
	switch {
	case b == ' ' || unicode.Is(unicode.M, b):
		return false
	case strings.ContainsRune(neverFirst, b) || strings.ContainsRune(neverLast, a):
		return false
	case a == ' ':
		return true
	case a == '-' || a == '/':
		return unicode.IsLetter(b)
	}
	return wide(a) || wide(b)
}

// widthOf is the width of glyphs in thousandths of the em, without the spaces
// at their end.
func widthOf(g []glyph) int {
	w := 0
	for _, x := range trim(g) {
		w += x.advance
	}
	return w
}

func trim(g []glyph) []glyph {
	for len(g) > 0 && g[len(g)-1].r == ' ' {
		g = g[:len(g)-1]
	}
	return g
}

// wrap breaks glyphs into lines of at most a width, as even as the number of
// lines allows. No glyph is lost: a word wider than a line is broken anywhere.
func wrap(g []glyph, width int) [][]glyph {
	lines := greedy(g, width)
	if len(lines) < 2 {
		return lines
	}
	low, high := min(width, longest(g)), width // the least width that needs no more lines and breaks no word
	for low+8 < high {
		if mid := (low + high) / 2; len(greedy(g, mid)) <= len(lines) {
			high = mid
		} else {
			low = mid
		}
	}
	return greedy(g, high)
}

func greedy(g []glyph, width int) [][]glyph {
	var lines [][]glyph
	for len(g) > 0 {
		used, cut, end := 0, 0, len(g)
		for i := range g {
			used += g[i].advance
			if used > width && g[i].r != ' ' && i > 0 {
				end = i
				break
			}
			if i+1 < len(g) && breakable(g, i) {
				cut = i + 1
			}
		}
		if end < len(g) {
			if cut > 0 {
				end = cut
			}
			for end < len(g)-1 && unicode.Is(unicode.M, g[end].r) {
				end++
			}
		}
		lines = append(lines, trim(g[:end]))
		g = g[end:]
	}
	return slices.DeleteFunc(lines, func(l []glyph) bool { return len(l) == 0 })
}

// box is the room a text has.
type box struct {
	width   float64 // points; 0 for as wide as it is
	height  float64 // points, for all lines together; 0 for one line
	size    float64 // points: the largest
	least   float64 // points: one line is not made smaller than this while lines may be added
	track   float64 // space between characters, in ems
	leading float64 // from line to line, in ems
}

// smallest is the size under which no text is legible.
const smallest = 4.0

// fit breaks a text into lines, which it appends, and finds the largest size at
// which they have room. It reports whether they have it at a size that can be
// read.
func (b box) fit(lines [][]glyph, g []glyph) (_ [][]glyph, size float64, ok bool) {
	if len(g) == 0 {
		return lines, b.size, true
	}
	size = b.size
	w := float64(widthOf(g))/1000 + b.track*float64(len(trim(g))-1)
	if b.width > 0 && w*size > b.width {
		size = quarter(b.width / w)
	}
	if size >= b.least || b.height == 0 {
		return append(lines, trim(g)), size, size >= smallest
	}
	least := 0.0 // the size from which on a broken word is put up with
	for size = quarter(b.least); size > smallest; size -= 0.25 {
		width := int(1000 * b.width / size)
		broken := wrap(g, width)
		if float64(len(broken))*b.leading*size > b.height {
			continue
		}
		if least == 0 {
			least = size * unbroken
		}
		if size <= least || longest(g) <= width {
			return append(lines, broken...), size, true
		}
	}
	broken := wrap(g, int(1000*b.width/smallest))
	return append(lines, broken...), smallest, float64(len(broken))*b.leading*smallest <= b.height
}

// unbroken is how much smaller a text may get for the sake of a word that would
// be broken otherwise.
const unbroken = 0.7

// longest is the width of the broadest of the parts that a line is not to be
// broken in, in thousandths of the em.
func longest(g []glyph) int {
	most, from := 0, 0
	for i := range g {
		if i+1 == len(g) || breakable(g, i) {
			most = max(most, widthOf(g[from:i+1]))
			from = i + 1
		}
	}
	return most
}

// quarter rounds a size down to a quarter of a point.
func quarter(size float64) float64 { return float64(int(size*4)) / 4 }
