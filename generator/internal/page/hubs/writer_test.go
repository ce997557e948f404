package hubs

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// heads are the classes of the columns of a group's table.
func heads(t *testing.T, rv *race.RaceVerdict, kind Kind) string {
	t.Helper()
	h := Of(rv, Options{Size: 10, AtPoint: 10})
	w := &Writer{Words: new(words.Language), Say: func(id string, _ ...any) string { return id },
		Address: func(folder string, _ int) string { return folder }, Runner: func(*race.Result) string { return "" },
		Name: func(e *race.Entry) Name { return Name{Text: e.Name} }, Time: func(_ *race.Result, c race.Clock) string { return c.String() }}
	for _, p := range h.Pages() {
		if p.Kind != kind || p.Index {
			continue
		}
		s := w.group(h, &p, p.Groups[0])
		var all []string
		for _, c := range s.Head {
			all = append(all, c.Class)
		}
		row, _, _ := strings.Cut(string(s.Rows), "</tr>")
		if cells := strings.Count(row, "<td") + strings.Count(row, "<th"); cells != len(all) {
			t.Errorf("%d columns, %d cells", len(all), cells)
		}
		return strings.Join(all, " ")
	}
	t.Fatalf("no page of %s", kind)
	return ""
}

func TestAColumnThatNobodyHasIsLeftOut(t *testing.T) {
	if got := heads(t, field(true, "A", "B"), Nations); got != "p b w nat h c" {
		t.Errorf("with clubs: %s", got)
	}
	alone := field(true, "", "")
	alone.Results[1].Net = 900
	if got := heads(t, alone, Nations); got != "p b w nat c n" {
		t.Errorf("without clubs: %s", got)
	}
	if got := heads(t, field(true, "A", "A"), Clubs); got != "p b w nat h c" {
		t.Errorf("of a club: %s", got)
	}
}
