package page

import (
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// drawn draws one page.
func drawn(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	drawings = regexp.MustCompile(`(?s)<svg role="img".*?\n</svg>`)
	upright  = regexp.MustCompile(`<rect class="s\d" x="([0-9.]+)%" y="(\d+)" width="([0-9.]+)%" height="(\d+)">`)
)

func TestStatisticsPage(t *testing.T) {
	archive, verdicts := sample(230)
	s := sampleSet(t, archive, noContent)
	v := verdicts[1]
	rv := v.Races[0]
	page := drawn(t, s.Statistics("en", v, rv))
	t.Run("every drawing has a title, says what it shows, and has its table behind it", func(t *testing.T) {
		all := drawings.FindAllString(page, -1)
		if len(all) < 5 {
			t.Fatalf("%d drawings", len(all))
		}
		ids := map[string]bool{}
		for _, svg := range all {
			m := regexp.MustCompile(`aria-labelledby="([a-z0-9-]+) ([a-z0-9-]+)"><title id="([a-z0-9-]+)">[^<]+</title><desc id="([a-z0-9-]+)">[^<]+</desc>`).FindStringSubmatch(svg)
			if m == nil || m[1] != m[3] || m[2] != m[4] || ids[m[1]] {
				t.Errorf("not so: %.200s", svg)
				continue
			}
			ids[m[1]] = true
		}
		if n := strings.Count(page, "<details>"); n != len(all) {
			t.Errorf("%d tables behind %d drawings", n, len(all))
		}
	})
	t.Run("a drawing is well-formed and stays in its frame", func(t *testing.T) {
		for _, svg := range drawings.FindAllString(page, -1) {
			for d := xml.NewDecoder(strings.NewReader(svg)); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%v in %.200s", err, svg)
				}
			}
		}
		bars := upright.FindAllStringSubmatch(page, -1)
		if len(bars) == 0 {
			t.Fatal("no bars")
		}
		for _, m := range bars {
			x, _ := strconv.ParseFloat(m[1], 64)
			width, _ := strconv.ParseFloat(m[3], 64)
			y, _ := strconv.Atoi(m[2])
			height, _ := strconv.Atoi(m[4])
			if x+width > 100 || y < chart.PlotTop-1 || y+height > chart.PlotBottom || height < 1 || width <= 0 {
				t.Errorf("a bar lies outside: %s", m[0])
			}
		}
	})
	t.Run("the table of finish times adds up to the finishers with a time", func(t *testing.T) {
		_, rest, _ := strings.Cut(page, `id="finish-1-t"`)
		rest, _, _ = strings.Cut(rest, "</table>")
		n := 0
		for _, m := range regexp.MustCompile(`<td>([0-9,]+)</td></tr>`).FindAllStringSubmatch(rest, -1) {
			count, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
			if err != nil {
				t.Fatal(err)
			}
			n += count
		}
		if n != rv.Statistics().Finish.Total() || n == 0 {
			t.Errorf("%d of %d", n, rv.Statistics().Finish.Total())
		}
	})
	t.Run("it names nobody", func(t *testing.T) {
		_, own, _ := strings.Cut(page, "<main")
		for i := range rv.Results {
			if name := rv.Results[i].Entry.Name; strings.Contains(own, name) {
				t.Errorf("it names %s", name)
			}
		}
	})
	t.Run("an empty race and a race of one are pages too", func(t *testing.T) {
		for _, men := range []int{0, 1} {
			archive, verdicts := sample(men)
			s, v := sampleSet(t, archive, noContent), verdicts[1]
			rv := v.Races[0]
			if men == 0 {
				rv.Results, rv.Counts = nil, race.Counts{}
				for i := range rv.Divisions {
					rv.Divisions[i].Results, rv.Divisions[i].Counts = nil, race.Counts{}
				}
				rv.Statistics = judge.Statistics(rv)
			}
			for _, lang := range s.languages {
				text := drawn(t, s.Statistics(lang, v, rv)) + drawn(t, s.Media(lang, v, rv)) + drawn(t, s.Embed(lang, v, rv)) + drawn(t, s.Race(lang, v, rv))
				if strings.Contains(text, "NaN") || strings.Contains(text, "%!") {
					t.Errorf("%d men: a figure went wrong", men)
				}
				if none := strings.Contains(text, `<p class="none">`); men == 0 && !none {
					t.Error("nothing says that nobody finished")
				}
			}
		}
	})
}

func TestFacts(t *testing.T) {
	facts := func(t *testing.T, lang string, change func(*race.Verdict, *race.RaceVerdict)) string {
		t.Helper()
		archive, verdicts := sample(12)
		s, v := sampleSet(t, archive, noContent), verdicts[1]
		rv := v.Races[0]
		for i := range rv.Results[:12] { // a plain order
			rv.Results[i].Place, rv.Results[i].Tied = i+1, false
		}
		if change != nil {
			change(v, rv)
		}
		rv.Statistics = judge.Statistics(rv)
		d := s.draft(lang, "")
		text := strings.Join(d.facts(v, rv, d.words(v, rv)), "\n")
		if d.err != nil {
			t.Fatal(d.err)
		}
		return text
	}
	want := func(t *testing.T, text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("it lacks %q:\n%s", part, text)
			}
		}
	}
	t.Run("the winner, the margin by the official times, and the record that stands", func(t *testing.T) {
		want(t, facts(t, "en", nil), "Men: Kipruto Kibet (Kenya) won in 2:09:00. Yang Shaohui (China) came second, 7 seconds behind. The course record in the rules, 2:07:06, stands.")
		want(t, facts(t, "zh", nil), "男子：Kipruto Kibet（肯尼亚）以2:09:00获得冠军。第二名杨绍辉（中国），落后7秒。规程所列的赛会纪录2:07:06未被打破。")
	})
	t.Run("a record that fell is named with the old mark", func(t *testing.T) {
		text := facts(t, "en", func(_ *race.Verdict, rv *race.RaceVerdict) {
			rv.Results[0].Gun = clock("2:07:05")
			rv.Results[0].Record = &race.RecordFall{Old: clock("2:07:06"), New: clock("2:07:05")}
		})
		want(t, text, "won in 2:07:05.", "2 minutes 2 seconds behind", "faster than the course record in the rules, 2:07:06")
	})
	t.Run("two in one second are no margin, two at one place share it, a vacant place has no winner", func(t *testing.T) {
		want(t, facts(t, "en", func(_ *race.Verdict, rv *race.RaceVerdict) { rv.Results[1].Gun = rv.Results[0].Gun + 100 }), "came second with the same official time")
		want(t, facts(t, "en", func(_ *race.Verdict, rv *race.RaceVerdict) {
			rv.Results[1].Place, rv.Results[1].Gun = 1, rv.Results[0].Gun
		}), "Men: Kipruto Kibet (Kenya) and Yang Shaohui (China) share first place in 2:09:00.")
		want(t, facts(t, "en", func(_ *race.Verdict, rv *race.RaceVerdict) {
			for i := range rv.Results[:12] {
				rv.Results[i].Place++
			}
		}), "Men: first place is vacant.")
	})
	t.Run("a winner whose time was annulled has none", func(t *testing.T) {
		want(t, facts(t, "en", nil), "Women: first place went to He Jiemin (China); no time is published.")
	})
	t.Run("hidden people stay hidden, and their nation is not counted", func(t *testing.T) {
		for _, lang := range []string{"zh", "en"} {
			text := facts(t, lang, func(_ *race.Verdict, rv *race.RaceVerdict) {
				*rv.Results[0].Entry = race.Entry{Bib: "M1", Name: "列支敦", Nat: "LIE", Visibility: race.Anonymous}
				*rv.Results[1].Entry = race.Entry{Bib: "M2", Name: "欧阳娜", LatinName: "Ouyang Na", Nat: "CHN", Visibility: race.Masked}
			})
			for _, hidden := range []string{"列支敦", "Liechtenstein", "欧阳娜", "Ouyang Na"} {
				if strings.Contains(text, hidden) {
					t.Errorf("%s: it tells %q:\n%s", lang, hidden, text)
				}
			}
		}
	})
	t.Run("on the day nobody has won yet", func(t *testing.T) {
		text := facts(t, "en", func(v *race.Verdict, rv *race.RaceVerdict) { v.Over, rv.Over = false, false })
		want(t, text, "Kipruto Kibet (Kenya) leads with 2:09:00", "have finished so far")
		if strings.Contains(text, " won ") || strings.Contains(text, "regions") {
			t.Error(text)
		}
	})
	t.Run("nobody has won while the results are provisional or open to protests", func(t *testing.T) {
		for _, state := range []race.State{race.Provisional, race.Notice} {
			provisional := func(v *race.Verdict, _ *race.RaceVerdict) {
				changed := *v.Edition
				changed.State, v.Edition = state, &changed
			}
			for lang, part := range map[string]string{"en": "Kipruto Kibet (Kenya) is provisionally first in 2:09:00.", "zh": "以2:09:00暂列第一，成绩待确认。"} {
				text := facts(t, lang, provisional)
				want(t, text, part)
				if strings.Contains(text, " won ") || strings.Contains(text, "男子：Kipruto Kibet（肯尼亚）以2:09:00获得冠军") {
					t.Error(text)
				}
			}
		}
	})
	t.Run("without net times the facts are the same", func(t *testing.T) {
		if a, b := facts(t, "en", nil), facts(t, "en", func(_ *race.Verdict, rv *race.RaceVerdict) {
			for i := range rv.Results {
				rv.Results[i].Net, rv.Results[i].StartDelay = race.NoTime, race.NoTime
			}
		}); a != b {
			t.Errorf("%s\n\n%s", a, b)
		}
	})
	t.Run("where net time ranks, the winner's is named", func(t *testing.T) {
		want(t, facts(t, "en", func(_ *race.Verdict, rv *race.RaceVerdict) {
			rv.Race.Rules.Ranking.By = race.ByNet
			rv.Results[0].Net = clock("2:08:00")
		}), "won in 2:08:00")
	})
	t.Run("a name from right to left does not turn the sentence", func(t *testing.T) {
		want(t, facts(t, "en", func(_ *race.Verdict, rv *race.RaceVerdict) {
			*rv.Results[0].Entry = race.Entry{Bib: "M1", Name: "محمد", Nat: "MAR"}
		}), "\u2068محمد\u2069 (Morocco)")
	})
}

func TestMediaPage(t *testing.T) {
	archive, verdicts := sample(230)
	s := sampleSet(t, archive, noContent)
	v := verdicts[1]
	rv := v.Races[0]
	t.Run("the summary stands in every language, marked as made up", func(t *testing.T) {
		page := drawn(t, s.Media("en", v, rv))
		for _, want := range []string{`<pre class="take" lang="zh">2022北京马拉松`, `<pre class="take" lang="en">2022 Beijing Marathon`, "演示数据：本届成绩为虚构", "https://results.example.org/bj/zh/2022/marathon/"} {
			if !strings.Contains(page, want) {
				t.Errorf("it lacks %q", want)
			}
		}
	})
	t.Run("the snippet is text, and its address and title cannot break out of it", func(t *testing.T) {
		was := v.Edition.Name
		defer func() { v.Edition.Name = was }()
		v.Edition.Name = race.Text{"en": `"><script>alert(1)</script>`}
		page := drawn(t, sampleSet(t, archive, noContent).Media("en", v, rv))
		if strings.Contains(page, "<iframe") || strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;iframe src=&#34;https://results.example.org/bj/en/2022/marathon/embed/&#34;") ||
			!strings.Contains(page, "title=&#34;&amp;#34;&amp;gt;&amp;lt;script") {
			t.Error("it is not")
		}
	})
	t.Run("the frame for other sites leads out of itself and holds no runner outside the ranking", func(t *testing.T) {
		page := drawn(t, s.Embed("en", v, rv))
		if !strings.Contains(page, `<base target="_top">`) || !strings.Contains(page, "These results are fictional.") || strings.Contains(page, "Wheelchair") {
			t.Error("it does not")
		}
		if n := strings.Count(page, "<tr>"); n != 2+leaders+2 {
			t.Errorf("it has %d rows", n)
		}
	})
	t.Run("before any release it says what certificates and results.pdf say: revision 1, as the page of changes does", func(t *testing.T) {
		for lang, want := range map[string]string{"en": "Revision 1 (first publication). No later revision.", "zh": "第1版（首次公布）。此后没有修订。"} {
			for name, page := range map[string]string{"media": drawn(t, s.Media(lang, v, rv)), "changes": drawn(t, s.Changes(lang, v))} {
				if !strings.Contains(page, want) {
					t.Errorf("%s, %s: it does not", name, lang)
				}
			}
		}
	})
	t.Run("a race whose name the edition's ends in is not named twice", func(t *testing.T) {
		page := drawn(t, s.Media("en", v, rv))
		if !strings.Contains(page, "\n2022 Beijing Marathon, 6 November 2022 (Official)\n") && !strings.Contains(page, ">2022 Beijing Marathon, 6 November 2022 (Official)") {
			t.Error("it is")
		}
		d := s.draft("en", "")
		full, half := &race.Race{ID: "full", Name: race.Text{"en": "Marathon"}}, &race.Race{ID: "half", Name: race.Text{"en": "Half Marathon"}}
		of := &race.Edition{Name: race.Text{"en": "2022 Town Half Marathon"}, Races: []*race.Race{full, half}}
		if a, b := d.titleOf(of, full), d.titleOf(of, half); a != "2022 Town Half Marathon, Marathon" || b != "2022 Town Half Marathon" {
			t.Errorf("%q, %q", a, b)
		}
	})
	t.Run("it says which revision the data is, by the ledger's own time, and what has moved since", func(t *testing.T) {
		archive, verdicts := sample(3)
		v := verdicts[1]
		v.Edition.Ledger = []race.Revision{{Number: 1, Released: v.Edition.Date, State: race.Official}}
		v.Unreleased = []race.Change{{Race: "marathon", Bib: "M1", Cause: race.CauseTiming}}
		page := drawn(t, sampleSet(t, archive, noContent).Media("en", v, v.Races[0]))
		for _, want := range []string{"Revision 1, released on 6 November 2022, 00:00", "1 result has changed since"} {
			if !strings.Contains(page, want) {
				t.Errorf("it lacks %q", want)
			}
		}
	})
}
