package certificate

import (
	"guntime/generator/internal/certificate/drawing"
	"math"
	"strings"
	"testing"
)

// The boundaries of what is drawn.

func TestAQuadraticCurveIsTheCubicThatRunsAsItDoes(t *testing.T) {
	moves, err := drawing.ParsePath("M0 0Q3 6 9 0")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := moves[1].Points, [3][2]float64{{2, 4}, {5, 4}, {9, 0}}; moves[1].Command != 'C' || got != want {
		t.Errorf("%c %v, want C %v", moves[1].Command, got, want)
	}
}

func TestBreakingALineLosesNoCharacter(t *testing.T) {
	const acute = '\u0301'
	for _, text := range []string{"a", "ab", "a b", "a" + string(acute), "a" + string([]rune{acute, acute}), "ab" + string([]rune{acute, acute, acute}), "a\u0301b\u0301"} {
		for _, width := range []int{1, 500, 700, 1100, 9000} {
			var g []glyph
			for _, r := range text {
				g = append(g, glyph{r: r, advance: 600})
			}
			kept := ""
			for _, line := range greedy(g, width) {
				for _, one := range line {
					kept += string(one.r)
				}
			}
			if kept, want := strings.ReplaceAll(kept, " ", ""), strings.ReplaceAll(text, " ", ""); kept != want {
				t.Errorf("%q in %d: %q is left", text, width, kept)
			}
		}
	}
}

func TestATextAtTheRightMarginEndsThere(t *testing.T) {
	f := newFlow(design(t))
	f.leaves = []leaf{{}}
	for _, text := range []string{"1", "17 / 128", "第 17 页，共 128 页"} {
		f.leaves[0].lines = nil
		f.margin(0, text, false, true, 200, 20, 9, ink{})
		l := f.leaves[0].lines[0]
		if end := l.x + float64(widthOf(l.glyphs))/1000*l.size; math.Abs(end-leafMargin-leafInner) > 1e-6 {
			t.Errorf("%s ends at %f, the margin is at %f", text, end, leafMargin+leafInner)
		}
	}
}

func TestTheTableOfSplitsIsFramedByLinesOfTwiceTheWidth(t *testing.T) {
	d := design(t)
	rules := d.rules(3)
	if len(rules) != 4 {
		t.Fatalf("a table of three rows has the lines %v", rules)
	}
	for i, times := range []float64{2, 1, 1, 2} {
		if want := times * d.Splits.Hairpin; math.Abs(rules[i].Width-want) > 1e-9 {
			t.Errorf("line %d has the width %f, want %f", i, rules[i].Width, want)
		}
	}
}
