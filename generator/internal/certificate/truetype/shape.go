package truetype

import (
	"bytes"
	"sync"

	otf "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// Placed is a glyph where the shaper puts it. Lengths are thousandths of the em.
type Placed struct {
	Glyph   int
	Cluster int // index of the first character that it belongs to
	Advance int // to the next glyph
	DX, DY  int // from the place where it would stand to where it stands
}

// Shapes reports whether the font knows where marks stand and how letters join.
func (f *Face) Shapes() bool { return f.glyphs <= mostShaped }

// Glyphs returns how many glyphs the font has.
func (f *Face) Glyphs() int { return f.glyphs }

// Shape returns the glyphs of text[from:to], which is of one script and one
// direction, from left to right. Characters around it tell how letters join.
// A character that the font lacks is glyph 0.
func (f *Face) Shape(text []rune, from, to int, rightToLeft bool, script language.Script) []Placed {
	w, ok := f.shapers.Get().(*shaper)
	if !ok {
		if w = f.newShaper(); w == nil {
			return []Placed{{Cluster: from}}
		}
	}
	defer f.shapers.Put(w)
	b := w.buffer
	b.Clear()
	b.AddRunes(text, from, to-from)
	b.Props = harfbuzz.SegmentProperties{Script: script, Language: language.NewLanguage("und"), Direction: harfbuzz.LeftToRight}
	if rightToLeft {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.Shape(w.font, nil)
	placed := make([]Placed, len(b.Info))
	for i, info := range b.Info {
		p := b.Pos[i]
		placed[i] = Placed{Glyph: int(info.Glyph), Cluster: info.Cluster,
			Advance: f.thousandths(int(p.XAdvance)), DX: f.thousandths(int(p.XOffset)), DY: f.thousandths(int(p.YOffset))}
	}
	return placed
}

// shaper is what one goroutine needs to shape with a font.
type shaper struct {
	font   *harfbuzz.Font
	buffer *harfbuzz.Buffer
}

// newShaper returns nil where the font cannot be read for shaping.
func (f *font) newShaper() *shaper {
	parsed := f.shaping()
	if parsed == nil {
		return nil
	}
	return &shaper{harfbuzz.NewFont(otf.NewFace(parsed)), harfbuzz.NewBuffer()}
}

// shapingOf returns what reads the tables for shaping, once. The font has no
// outlines there: only where a font has no marks to attach to would they be used.
func (f *font) shapingOf(layout []table) func() *otf.Font {
	return sync.OnceValue(func() *otf.Font {
		tables := []table{}
		for _, t := range layout {
			if len(t.data) > 0 {
				tables = append(tables, t)
			}
		}
		loader, err := otf.ParseTTF(bytes.NewReader(appendTables(nil, tables)))
		if err != nil {
			return nil
		}
		return loader.Font
	})
}
