package publish

import (
	"fmt"
	"testing"
)

func TestATextIsFoundWhateverItsHashIs(t *testing.T) {
	for name, hash := range map[string]func(string) uint64{
		"own":      nil,
		"all one":  func(string) uint64 { return 7 },
		"by twins": func(s string) uint64 { return uint64(len(s)) },
	} {
		var list []string
		x := newIndex(0, func(i int) string { return list[i] })
		if hash != nil {
			x.hash = hash
		}
		for i := range 120 {
			list = append(list, fmt.Sprintf("runners/%d.html", i))
			x.add(list[i], i)
		}
		for i, text := range list {
			if at, ok := x.find(text); !ok || at != i {
				t.Errorf("%s: %q is at %d, %v", name, text, at, ok)
			}
		}
		for _, text := range []string{"", "runners/120.html", "runners/7.htm"} {
			if at, ok := x.find(text); ok {
				t.Errorf("%s: %q, which is not there, is at %d", name, text, at)
			}
		}
	}
}

func TestWhatBlocksTheNewSiteGoesFirst(t *testing.T) {
	now := []string{"zh/a.html", "en/men/index.html", "en/b", "en/Café.html"}
	o := newOutline(0, func(i int) string { return now[i] })
	for i, name := range now {
		if err := o.add(name, i); err != nil {
			t.Fatal(err)
		}
	}
	blocking, others := o.part([]string{"zh/A.html", "zh/b.html", "en/men", "en/b/c.html", "en/CAFÉ.html", "en/men/2/index.html"})
	same(t, "blocking", []string{"zh/A.html", "en/men", "en/b/c.html", "en/CAFÉ.html"}, blocking)
	same(t, "others", []string{"zh/b.html", "en/men/2/index.html"}, others)
}
