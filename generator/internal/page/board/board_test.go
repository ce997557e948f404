package board

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// running judges a race of men and women at a moment: everybody runs evenly, a
// second apart, and half of them are women and a tenth slower. So far says how much
// of it has been run.
func running(tb testing.TB, runners int, sofar race.Clock, over bool) *race.RaceVerdict {
	tb.Helper()
	rc := &race.Race{ID: "run", Length: 42_195_000, Gun: race.Instant(race.Day / 3), Rules: race.Rules{Records: map[string]race.Record{
		"men": {Time: 7_626_000, Splits: map[string]race.Clock{"20k": 3_620_000}}}}}
	rc.Divisions = []*race.Division{{ID: "men", Gender: race.Male, Gun: race.Unseen}, {ID: "women", Gender: race.Female, Gun: race.Unseen}}
	for km := race.Distance(0); km <= 40; km += 5 {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprintf("%dk", km), At: km * race.Kilometre, Listed: km > 0, Required: km > 0})
	}
	rc.Points = append(rc.Points, race.Point{ID: "finish", At: rc.Length, Listed: true, Required: true})
	for i := range runners {
		e := &race.Entry{Bib: fmt.Sprint(i), Name: fmt.Sprintf("Family%d Given", i), Nat: "KEN", Gender: race.Male, Visibility: race.Public,
			Timing: &race.Timing{At: make([]race.Instant, len(rc.Points)), Net: race.NoTime}}
		pace := race.Clock(180_000 + i/2*10)
		if i%2 == 1 {
			e.Gender, pace = race.Female, pace*11/10
		}
		for p := range rc.Points {
			e.Timing.At[p] = race.Unseen
			if c := pace * race.Clock(rc.Points[p].At/1000) / 1000; c <= sofar {
				e.Timing.At[p] = rc.Gun.After(c)
			}
		}
		rc.Entries = append(rc.Entries, e)
	}
	e := &race.Edition{ID: "2022", State: race.Provisional, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC), Zone: time.UTC, RaceEnd: race.Instant(race.Day), Races: []*race.Race{rc}}
	now := e.At(rc.Gun.After(sofar))
	if over {
		now = e.End()
	}
	return judge.Rule(e, now).Races[0]
}

func writer(tb testing.TB, lang string, rv *race.RaceVerdict) *Writer[string] {
	tb.Helper()
	messages := os.DirFS("../../../../content/messages")
	book, problems := words.Load(messages, messages, []string{lang})
	if problems.Errors() {
		tb.Fatal(problems)
	}
	l := book.In(lang)
	w := &Writer[string]{Words: l, Divisions: map[*race.Division]string{}, Runner: func(r *race.Result) string { return r.Entry.Bib },
		Say: func(id string, args ...any) string {
			text, err := l.Say(id, args...)
			if err != nil {
				tb.Error(err)
			}
			return text
		}}
	for _, d := range rv.Race.Divisions {
		w.Divisions[d] = d.ID
	}
	for i := range rv.Race.Points {
		w.Points = append(w.Points, rv.Race.Points[i].ID)
	}
	return w
}

// said writes what a board shows: a line an order, with its first three.
func said(v View[string]) string {
	var b strings.Builder
	for _, s := range v.Sections {
		for _, o := range s.Orders {
			fmt.Fprintf(&b, "%s %s%s:", s.ID, o.Name, o.Point)
			for _, r := range o.Rows[:min(3, len(o.Rows))] {
				fmt.Fprintf(&b, " %s. %s %s %s", r.Place, r.Of, r.Time, r.Gap)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestABoardBeginsWithWhatIsNewestOfEachDivision(t *testing.T) {
	rv := running(t, 40, 3_650_000, false)
	v := writer(t, "en", rv).View(rv)
	if got, want := said(v), `now men20k: 1. 0 1:00:00  2. 2 1:00:01 +0:01 3. 4 1:00:01 +0:01
now women15k: 1. 1 49:30  2. 3 49:31 +0:01 3. 5 49:31 +0:01
at-15k men: 1. 0 45:00  2. 2 45:01 +0:01 3. 4 45:01 +0:01
at-10k men: 1. 0 30:00  2. 2 30:01 +0:01 3. 4 30:01 +0:01
at-10k women: 1. 1 33:00  2. 3 33:01 +0:01 3. 5 33:01 +0:01
at-5k men: 1. 0 15:00  2. 2 15:01 +0:01 3. 4 15:01 +0:01
at-5k women: 1. 1 16:30  2. 3 16:31 +0:01 3. 5 16:31 +0:01
`; got != want {
		t.Errorf("it says\n%s", got)
	}
	if n := len(v.Sections[0].Orders[0].Rows); n != Leaders {
		t.Errorf("%d leaders", n)
	}
	if o := v.Sections[0].Orders[0]; o.Record != "0:20 ahead of the course record, 2:07:06. Measured by the splits of the record. At this pace the finish is at 2:06:36." || o.State != "ahead" {
		t.Error(o.Record, o.State)
	}
	if o := v.Sections[1].Orders[0]; !strings.Contains(o.Record, "Measured by even pace.") {
		t.Error(o.Record)
	}
	if o := v.Sections[0].Orders[1]; o.Record != "" {
		t.Errorf("the women have no record: %s", o.Record)
	}
	if v.AsOf != "As of the last passing, at 9:00:03." || v.Figures[0].Value != "40" || v.Figures[2].Value != "0" {
		t.Errorf("%s %+v", v.AsOf, v.Figures)
	}
	if row := v.Passed.Rows[3]; strings.Join(row, " ") != "20k 20 0 20" {
		t.Error(row)
	}
}

func TestABoardOfARaceThatIsOverGoesBackFromTheFinish(t *testing.T) {
	rv := running(t, 40, 20_000_000, true)
	v := writer(t, "en", rv).View(rv)
	if v.Sections[0].ID != "at-finish" || len(v.Sections) != 9 || v.AsOf != "" || v.Running {
		t.Error(said(v), v.AsOf)
	}
	if o := v.Sections[0].Orders[0]; o.Record != "Under the course record, 2:07:06, by 0:30." {
		t.Error(o.Record)
	}
}

func TestABoardBeforeAnyPassingSaysSo(t *testing.T) {
	for lang, want := range map[string]string{"en": "Nobody has been seen at a point of the course. Gun: 8:00.", "zh": "尚无选手通过计时点。发令时间：8:00。", "ja": "まだどの地点でも通過の記録がありません。号砲は8:00。"} {
		rv := running(t, 3, 0, false)
		if v := writer(t, lang, rv).View(rv); v.None != want || len(v.Sections) != 0 {
			t.Error(v.None)
		}
	}
}

func TestAGapIsWrittenWithoutHoursBelowOne(t *testing.T) {
	for c, want := range map[race.Clock]string{0: "+0:00", 59_000: "+0:59", 3_599_000: "+59:59", 3_600_000: "+1:00:00"} {
		if got := Gap(c); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// A board costs as much for a hundred runners as for a million.
func BenchmarkView(b *testing.B) {
	for _, runners := range []int{300, 30_000} {
		rv := running(b, runners, 6_700_000, false)
		w := writer(b, "en", rv)
		b.Run(fmt.Sprint(runners), func(b *testing.B) {
			for b.Loop() {
				w.View(rv)
			}
		})
	}
}
