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

// TestSquaresAreTheirOutline reads a code's glyph as a renderer does.
func TestSquaresAreTheirOutline(t *testing.T) {
	const size, stride, square = 9, 2, 4
	rows := []string{"101110001", "000000000", "111111111", "000010000", "100000001", "011111110", "000000000", "110000011", "000000000"}
	bitmap := make([]byte, size*stride)
	for y, row := range rows {
		for x, c := range row {
			if c == '1' {
				bitmap[y*stride+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	glyph := AppendSquares(nil, bitmap, stride, size, square)
	contours, ok := readOutline(glyph)
	if !ok || len(contours) != 6 {
		t.Fatalf("%d contours, %v", len(contours), ok)
	}
	if box := [4]int{i16(glyph, 2), i16(glyph, 4), i16(glyph, 6), i16(glyph, 8)}; box != [4]int{0, square, size * square, size * square} {
		t.Errorf("its box is %v", box)
	}
	dark := map[[2]int]bool{}
	for _, c := range contours {
		for i := 0; i < len(c); i += 4 {
			from, to := c[i], c[i+2]
			if !c[i].On || c[i+1] != (Point{from.X, to.Y, true}) || c[i+3] != (Point{to.X, from.Y, true}) || to.Y-from.Y != square {
				t.Fatalf("a run of %v", c[i:i+4])
			}
			for x := from.X; x < to.X; x += square {
				dark[[2]int{x / square, size - 1 - from.Y/square}] = true
			}
		}
	}
	for y, row := range rows {
		for x, c := range row {
			if dark[[2]int{x, y}] != (c == '1') {
				t.Errorf("square %d of row %d", x, y)
			}
		}
	}
}
