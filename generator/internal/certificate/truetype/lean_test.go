package truetype

import (
	"bytes"
	"testing"
)

func TestALeanFontHasTheCharactersThatAreKeptOnAGrid(t *testing.T) {
	const grid = 2
	data := file(t, "NotoSerifKR-SemiBold.ttf")
	whole, err := parseFile("whole", data)
	if err != nil {
		t.Fatal(err)
	}
	kept := func(r rune) bool { return r < 0x80 || r >= '가' && r <= '낗' }
	lean, err := Lean(data, kept, grid, 2*grid)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parseFile("lean", lean)
	if err != nil {
		t.Fatal(err)
	}
	basic := *f
	basic.font = &font{cmap: lean[tableAt(lean, "cmap")+4+2*8:], glyphs: f.glyphs} // of format 4
	points, before, n := 0, 0, 0
	for r := rune(0); r < 1<<17; r++ {
		g, was := f.Glyph(r), whole.Glyph(r)
		if (g != 0) != (was != 0 && kept(r)) || r < 1<<16-1 && basic.find(r) != g {
			t.Fatalf("%U is glyph %d, and %d by the other table", r, g, basic.find(r))
		}
		if g == 0 {
			continue
		}
		n++
		if f.Advance(g) != whole.Advance(was) {
			t.Errorf("%c is %d wide, not %d", r, f.Advance(g), whole.Advance(was))
		}
		a, b := f.Outline(g), whole.Outline(was)
		if len(b) == 0 {
			if len(a) > 0 {
				t.Errorf("%c is not blank", r)
			}
			continue
		}
		if moved := i16(a, 2) - i16(b, 2); int(int16(f.bearing(g)))-int(int16(whole.bearing(was))) != moved {
			t.Errorf("%c: its left edge moves by %d, its bearing does not", r, moved)
		}
		contours, ok := readOutline(a)
		if !ok {
			t.Fatalf("%c has no outline", r)
		}
		old, _ := readOutline(b)
		for i, c := range contours {
			points, before = points+len(c), before+len(old[i])
			for _, p := range c {
				if p.X%grid != 0 || p.Y%grid != 0 {
					t.Fatalf("%c has a point at %v", r, p)
				}
			}
		}
	}
	if n < 300 || points > before*9/10 {
		t.Errorf("%d characters have %d points, before %d", n, points, before)
	}
	if again, err := Lean(lean, kept, grid, 1); err != nil || !bytes.Equal(again, lean) {
		t.Errorf("a lean font is not lean: %v", err)
	}
}

func TestAFontWithCompositeGlyphsIsNotMadeLean(t *testing.T) {
	if _, err := Lean(file(t, "NotoSans-Regular.ttf"), func(rune) bool { return true }, 2, 2); err == nil {
		t.Error("taken")
	}
}

// tableAt returns where a table stands in a font file.
func tableAt(data []byte, tag string) int {
	for i := range int(u16(data, 4)) {
		if record := data[12+16*i:]; string(record[:4]) == tag {
			return int(u32(record, 8))
		}
	}
	return -1
}
