package page

import (
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/page/champions"
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

func TestTheChartsOfTheHistory(t *testing.T) {
	archive, verdicts := sample(3)
	d := sampleSet(t, archive, noContent).draft("en", "en/history/")
	history := judge.History(archive, verdicts)
	times, wins := d.champions().Timeline(history), d.champions().Wins(history)
	t.Run("every known time of a champion is a mark, a disputed one hollow", func(t *testing.T) {
		hollow := slices.DeleteFunc(slices.Clone(times.Dots), func(mark champions.Dot) bool { return !strings.HasSuffix(mark.Class, " hollow") })
		if len(times.Dots) != 6 || len(hollow) != 1 || hollow[0].Tip != "1986: Taisuke Kodama, 2:07:35" {
			t.Errorf("%d marks, hollow %v", len(times.Dots), hollow)
		}
	})
	t.Run("the line of the record passes over what is disputed", func(t *testing.T) {
		men := slices.DeleteFunc(slices.Clone(times.Steps), func(s champions.Stroke) bool { return s.Class != "s0" })
		if len(men) != 3 || men[0].X1 != chart.Share(0, 37) || men[0].X2 != chart.Share(3, 37) || men[1].Y2 <= men[1].Y1 || men[2].X2 != "100%" {
			t.Errorf("%v", men)
		}
	})
	t.Run("a champion by ruling and one without a name count for their nations, others do not", func(t *testing.T) {
		if got := wins.Table.Rows[0]; !slices.Equal(got, []string{"China", "0", "3", "3"}) {
			t.Errorf("the first is %v", got)
		}
		for _, row := range wins.Table.Rows {
			if row[0] == "Kenya" && row[3] != "1" {
				t.Errorf("the second of 2005 counts: %v", row)
			}
		}
	})
	t.Run("a name in another language than the page's says which, in every table", func(t *testing.T) {
		archive, verdicts := sample(3)
		archive.Champions[2].Name, archive.Champions[2].Names, archive.Champions[2].Nat = "", race.Text{"zh": "彼得·达尔"}, "DEN"
		pages := pagesOf(t, sampleSet(t, archive, noContent), verdicts)
		for path, want := range map[string]string{"en/history/index.html": `<td lang="zh">彼得·达尔</td>`, "zh/history/index.html": `<td>彼得·达尔</td>`} {
			if !strings.Contains(pages[path], want) {
				t.Errorf("%s has no %s", path, want)
			}
		}
		if !strings.Contains(pages["en/history/index.html"], `<span lang="zh">彼得·达尔</span>`) {
			t.Error("the table of champions does not say")
		}
	})
}
