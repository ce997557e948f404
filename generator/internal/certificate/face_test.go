package certificate

import (
	"os"
	"testing"
)

func TestFaces(t *testing.T) {
	t.Run("digits are of one width, so that times stand in columns", func(t *testing.T) {
		font := design(t).Splits.Font
		for _, f := range design(t).stacks[font][:len(design(t).Fonts[font])] { // those behind stand in for them, and have no times to draw
			for r := '1'; r <= '9'; r++ {
				if f.Advance(f.Glyph(r)) != f.Advance(f.Glyph('0')) {
					t.Errorf("%s: %c", f.Name, r)
				}
			}
		}
	})
	t.Run("nobody sees the grid: at 600 dots to the inch hardly a dot changes", func(t *testing.T) {
		fine, problems := ParseDesign(os.DirFS(root+"templates"), "")
		if fine == nil {
			t.Fatal(problems)
		}
		for _, f := range fine.faces {
			f.Grid = 1
		}
		e, rc, rv := meeting()
		r := finisher(rc, "A00123", "欧阳犇 Ångström", "OUYANG Ben")
		dots := func(d *Design) []byte {
			f, err := New(d, book(t), []string{"zh", "en"}, e, rc, rv, nil)
			if err != nil {
				t.Fatal(err)
			}
			return rendered(t, draw(t, f, r), 600, 600, 2000, 1700, 900) // the name and what stands under it
		}
		coarse, exact := dots(design(t)), dots(fine)
		dark, changed := 0, 0
		for i := range exact {
			if exact[i] < 128 {
				dark++
			}
			if (exact[i] < 128) != (coarse[i] < 128) {
				changed++
			}
		}
		if dark < 50_000 || changed*100 > 4*dark { // those along the edges; widths are on the grid too, so a line ends a dot elsewhere
			t.Errorf("%d dots differ, of %d that are dark", changed, dark)
		}
	})
}
