package truetype

// narrowed marks a character that is set narrow, and its glyph.
const narrowed = 1 << 21

// Narrow returns the character that stands for a quotation mark set as narrow as among
// letters, because Chinese fonts have it as wide as their characters. ok is false for
// all others, and where the glyph has no outline of its own.
func (f *Face) Narrow(r rune) (_ rune, ok bool) {
	if r < '‘' || r > '‟' {
		return r, false
	}
	glyph := f.Glyph(r)
	if glyph == 0 || f.Advance(glyph) < 950 {
		return r, false
	}
	if data := f.Outline(glyph); len(data) < 10 || i16(data, 0) <= 0 {
		return r, false
	}
	return r | narrowed, true
}

// Plain returns the character itself of one that Narrow returned, and any other as it is.
func Plain(r rune) rune { return r &^ narrowed }

// beside is the space at each side of a narrow glyph, in units of the font.
func (f *Face) beside() int { return f.unitsPerEm / 24 }

// narrowWidth returns the width of a narrow glyph in units of the font.
func (f *Face) narrowWidth(glyph int) int {
	data := f.Outline(glyph &^ narrowed)
	return i16(data, 6) - i16(data, 2) + 2*f.beside()
}
