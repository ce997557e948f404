package certificate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/certificate/truetype"
)

// glyph is one character in one font.
type glyph struct {
	r       rune
	advance int32 // thousandths of the em
	face    *truetype.Face
	shaped  *cluster // what draws it, where the character alone does not; r is its first then
	own     bool     // from the subset of the runner, because that of the form lacks it
	level   uint8    // odd for what is written from right to left
	tongue  tongue   // the language in which it is spoken
}

// stack is a list of faces; each is a fallback for those before it.
type stack []*truetype.Face

// wordSet reports which characters the subsets of the form can draw.
type wordSet interface {
	has(f *truetype.Face, r rune) bool
}

// set appends the glyphs of a text. All characters that are not wide are set in the
// first face that has them all, so that the letters of a name match; if no face
// has, each word on its own, then each letter. Characters that no face has are
// returned and not set.
func (s stack) set(dst []glyph, text string, form wordSet) (glyphs []glyph, missing []rune) {
	if figures(text) {
		if set, ok := plain(s[0], dst, text); ok {
			claim(set[len(dst):], form)
			return set, nil
		}
	}
	if joined(text) {
		return s.shape(dst, text, form)
	}
	narrow, letters := s.faceOf(text, func(r rune) bool { return !wide(r) }), lettered(text)
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
			r = among(g, r, letters)
			dst = append(dst, glyph{r: r, face: g, advance: int32(g.Advance(g.Glyph(r)))})
		}
		claim(dst[start:], form)
	}
	return dst, missing
}

// plain sets a text of single spaces, ASCII and usual Chinese characters in one
// face: the fast case. It returns false and sets nothing for any other text, or
// where the face lacks a character.
func plain(f *truetype.Face, dst []glyph, text string) ([]glyph, bool) {
	start, space := len(dst), true
	for _, r := range text {
		g := f.Glyph(r & 0xFFFF)
		if g == 0 || r == ' ' && space || r < ' ' || r > '~' && !usual(r) {
			return dst[:start], false
		}
		space = r == ' '
		dst = append(dst, glyph{r: r, face: f, advance: int32(f.Advance(g))})
	}
	if space && len(text) > 0 {
		return dst[:start], false
	}
	return dst, true
}

// figures reports whether a text has only digits, colons and full stops, as most on
// a certificate.
func figures(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > ':') && c != '.' {
			return false
		}
	}
	return true
}

// claim marks what the form lacks as glyphs for the runner's own subset.
func claim(text []glyph, form wordSet) {
	for i := range text {
		text[i].own = form == nil || !form.has(text[i].face, text[i].r)
	}
}

// lettered reports whether a text has letters that are not wide.
func lettered(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return !wide(r) && unicode.IsLetter(r) })
}

// among returns a character as it is set in a face: quotation marks among letters are
// narrow, also in Chinese fonts.
func among(f *truetype.Face, r rune, letters bool) rune {
	if letters {
		r, _ = f.Narrow(r)
	}
	return r
}

// faceOf returns the first face that has every character for which asked is true,
// nil if none has. Among letters it prefers a face with narrow quotation marks and a
// narrow ellipsis to one that has them only wide.
func (s stack) faceOf(text string, asked func(rune) bool) *truetype.Face {
	letters := lettered(text)
	var square *truetype.Face
	for _, f := range s {
		all, broad := true, false
		for _, r := range text {
			if !asked(r) {
				continue
			}
			g := f.Glyph(r)
			all = all && g != 0
			broad = broad || letters && (r >= '‘' && r <= '‟' || r == '…') && f.Advance(g) >= 950 && among(f, r, true) == r
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

// Characters that must not begin or end a line (禁则).
const (
	neverFirst = "、。，．・：；？！）》」』】〉〕”’…—–·ー々〜～％%,.;:?!)]}°′″"
	neverLast  = "（《「『【〈〔“‘([{"
)

// breakable reports whether a line may end after glyph i.
func breakable(g []glyph, i int) bool {
	a, b := truetype.Plain(g[i].r), truetype.Plain(g[i+1].r)
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

// widthOf returns the width of glyphs in thousandths of the em, without spaces at
// the end.
func widthOf(g []glyph) int {
	w := 0
	for _, x := range trim(g) {
		w += int(x.advance)
	}
	return w
}

func trim(g []glyph) []glyph {
	for len(g) > 0 && g[len(g)-1].r == ' ' {
		g = g[:len(g)-1]
	}
	return g
}

// wrap breaks glyphs into as few lines of at most this width as possible, as even
// as possible. A word that is wider than a line is broken anywhere.
func wrap(g []glyph, width int) [][]glyph {
	lines := greedy(g, width)
	if len(lines) < 2 {
		return lines
	}
	low, high := min(width, longest(g)), width // the least width with as few lines and no broken word
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
			used += int(g[i].advance)
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

// box is the space for a text.
type box struct {
	width   float64 // points; 0 for no limit
	height  float64 // points, for all lines together; 0 for one line
	size    float64 // points: the greatest size
	least   float64 // points: the least size while lines may be added
	track   float64 // space between characters, in ems
	leading float64 // distance of lines, in ems
}

// smallest is the least legible size in points.
const smallest = 4.0

// fit breaks a text into lines, which it appends, and returns the greatest size
// that fits. ok is false where no legible size does.
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
	least := 0.0 // below this size a broken word is better
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

// unbroken is how far a text may shrink to avoid a broken word, as a factor.
const unbroken = 0.7

// longest returns the width of the widest part that should not be broken, in
// thousandths of the em.
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
