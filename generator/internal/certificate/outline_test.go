package certificate

import (
	"os"
	"reflect"
	"testing"
)

func TestOutline(t *testing.T) {
	t.Run("an outline that is read and written again is the same", func(t *testing.T) {
		for _, f := range design(t).faces {
			for _, r := range "永酬鬱Rg8" {
				want, ok := readOutline(f.outline(f.glyph(r)))
				if got, again := readOutline(appendOutline(nil, want)); !ok || !again || !reflect.DeepEqual(got, want) {
					t.Errorf("%c of %s", r, f.name)
				}
			}
		}
	})
	t.Run("an outline with bytes missing is none", func(t *testing.T) {
		f := design(t).faces[0]
		whole := f.outline(f.glyph('永'))
		for n := range len(whole) - 3 { // up to three bytes at the end only fill it up
			if _, ok := readOutline(whole[:n]); ok && n > 1 {
				t.Fatalf("%d of %d bytes are taken", n, len(whole))
			}
		}
	})
	t.Run("lengths are rounded to the grid, halves up", func(t *testing.T) {
		for v, want := range map[int]int{-7: -2, -6: -1, -3: -1, -2: 0, -1: 0, 0: 0, 1: 0, 2: 1, 5: 1, 6: 2} {
			if got := snap(v, 4); got != want {
				t.Errorf("%d is %d, not %d", v, got, want)
			}
		}
	})
	t.Run("points are left out only where the curve stays where it is", func(t *testing.T) {
		quarter := []point{{0, 0, true}, {0, 207, false}, {293, 500, false}, {500, 500, true}, {500, 0, true}}
		if got := len(ease(quarter, 4)); got != 5 {
			t.Errorf("a quarter of a circle has %d points, not 5", got)
		}
		halves := []point{{0, 0, true}, {100, 200, false}, {300, 200, false}, {400, 0, true}}
		want := []point{{0, 0, true}, {50, 100, false}, {100, 0, true}}
		if got := ease(halves, 4); !reflect.DeepEqual(got, want) {
			t.Errorf("two halves of one curve are %v, not %v", got, want)
		}
	})
	t.Run("nobody sees the grid: at 600 dots to the inch hardly a dot changes", func(t *testing.T) {
		fine, problems := ParseDesign(os.DirFS(root+"templates"), "")
		if fine == nil {
			t.Fatal(problems)
		}
		for _, f := range fine.faces {
			f.grid = 1
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
		if dark < 50_000 || changed*100 > 3*dark { // those along the edges
			t.Errorf("%d dots differ, of %d that are dark", changed, dark)
		}
	})
}
