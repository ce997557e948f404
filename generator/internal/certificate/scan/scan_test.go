package scan

import (
	"strings"
	"testing"

	"rsc.io/qr/coding"
)

// TestACodeIsDrawnAsItsPlanSays holds codes against those of the library.
func TestACodeIsDrawnAsItsPlanSays(t *testing.T) {
	var s Scribe
	for _, text := range []string{"https://r.example/#1", "https://results.example.org/zh/verify/#" + strings.Repeat("0123456789", 30)} {
		got, err := s.Write(text)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		s.plans.Range(func(_, known any) bool {
			kind := known.(*codePlan).kind
			plan, err := coding.NewPlan(kind.version, kind.level, 3)
			if err != nil {
				t.Fatal(err)
			}
			end := len(strings.TrimRight(text, "0123456789"))
			want, err := plan.Encode(coding.String(text[:end]), coding.Num(text[end:]))
			if err != nil || want.Size != got.Size {
				return true
			}
			found = true
			for y := range got.Size {
				for x := range got.Size {
					if got.Black(x, y) != want.Black(x, y) {
						t.Fatalf("%s: square %d of row %d", text, x, y)
					}
				}
			}
			return true
		})
		if !found {
			t.Errorf("%s: no plan for it", text)
		}
	}
}
