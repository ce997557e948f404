package truetype

import (
	"reflect"
	"testing"
)

func TestOutline(t *testing.T) {
	t.Run("an outline that is read and written again is the same", func(t *testing.T) {
		for _, name := range []string{"NotoSansSC-Regular.ttf", "NotoSerifSC-Bold.ttf"} {
			f := face(t, name)
			for _, r := range "永酬鬱Rg8" {
				want, ok := readOutline(f.Outline(f.Glyph(r)))
				if got, again := readOutline(appendOutline(nil, want)); !ok || !again || !reflect.DeepEqual(got, want) {
					t.Errorf("%c of %s", r, f.Name)
				}
			}
		}
	})
	t.Run("an outline with bytes missing is none", func(t *testing.T) {
		f := face(t, "NotoSansSC-Regular.ttf")
		whole := f.Outline(f.Glyph('永'))
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
		quarter := []Point{{0, 0, true}, {0, 207, false}, {293, 500, false}, {500, 500, true}, {500, 0, true}}
		if got := len(simplify(quarter, 4)); got != 5 {
			t.Errorf("a quarter of a circle has %d points, not 5", got)
		}
		halves := []Point{{0, 0, true}, {100, 200, false}, {300, 200, false}, {400, 0, true}}
		want := []Point{{0, 0, true}, {50, 100, false}, {100, 0, true}}
		if got := simplify(halves, 4); !reflect.DeepEqual(got, want) {
			t.Errorf("two halves of one curve are %v, not %v", got, want)
		}
	})
}
