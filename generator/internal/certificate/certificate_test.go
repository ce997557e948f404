package certificate

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

const root = "../../../"

// design parses the project's own design once for all tests.
var designed *Design

func design(t testing.TB) *Design {
	t.Helper()
	if designed == nil {
		d, problems := ParseDesign(os.DirFS(root+"templates"), "")
		if d == nil {
			t.Fatalf("the design has errors: %v", problems)
		}
		designed = d
	}
	return designed
}

// book reads the project's own words once for all tests.
var worded *words.Book

func book(t testing.TB) *words.Book {
	t.Helper()
	if worded == nil {
		b, problems := words.Load(os.DirFS(root+"content/messages"), os.DirFS(root+"content/messages"), []string{"zh", "en", "ja"})
		if problems.Errors() {
			t.Fatalf("the messages have errors: %v", problems)
		}
		worded = b
	}
	return worded
}

// meeting is a marathon with two divisions and 1,200 ranked of 1,234.
func meeting() (*race.Edition, *race.Race, *race.RaceVerdict) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	e := &race.Edition{ID: "2022", Name: race.Text{"zh": "2022北京马拉松", "en": "2022 Beijing Marathon"}, Zone: zone,
		Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), State: race.Official,
		Course: race.Text{"zh": "天安门广场—奥林匹克公园景观大道", "en": "Tian’anmen Square – Olympic Park"}}
	men := &race.Division{ID: "men", Gender: race.Male, Gun: race.Unseen}
	women := &race.Division{ID: "women", Gender: race.Female, Gun: race.Unseen}
	rc := &race.Race{ID: "marathon", Name: race.Text{"zh": "马拉松", "en": "Marathon"}, Length: 42_195_000,
		Gun: race.Instant(7*3600+1800) * 1000, Divisions: []*race.Division{men, women}}
	for _, p := range []struct {
		id string
		at race.Distance
	}{{"start", 0}, {"5k", 5_000_000}, {"10k", 10_000_000}, {"15k", 15_000_000}, {"20k", 20_000_000}, {"half", 21_097_500},
		{"25k", 25_000_000}, {"30k", 30_000_000}, {"35k", 35_000_000}, {"40k", 40_000_000}, {"finish", 42_195_000}} {
		rc.Points = append(rc.Points, race.Point{ID: p.id, At: p.at, Required: true, Listed: true})
	}
	e.Races = []*race.Race{rc}
	rv := &race.RaceVerdict{Over: true, Results: []race.Result{finisher(rc, "A00123", "张伟", "")}, Race: rc, Counts: race.Counts{Ranked: 1200}, Divisions: []race.DivisionVerdict{
		{Division: men, Counts: race.Counts{Ranked: 801}}, {Division: women, Counts: race.Counts{Ranked: 399}}}}
	rv.Divisions[0].Results = rv.Results
	return e, rc, rv
}

// finisher is a ranked man whose certificate is ready.
func finisher(rc *race.Race, bib, name, latin string) race.Result {
	r := race.Result{Entry: &race.Entry{Bib: bib, Name: name, LatinName: latin, Gender: race.Male, Nat: "CHN", Visibility: race.Public,
		From: race.Position{Path: "data/2022/marathon/entries.csv", Line: 7}},
		Division: rc.Divisions[0], Status: race.Finished, Place: 345, PlaceOverall: 421,
		Gun: 3*3600_000 + 31*60_000 + 4_250, StartDelay: 83_600, Certificate: &race.Certificate{Status: race.CertificateReady}}
	r.Net = r.Gun - r.StartDelay
	for _, p := range rc.Points {
		at := r.StartDelay + r.Net*race.Clock(p.At/1000)/race.Clock(rc.Length/1000)
		r.Splits = append(r.Splits, at)
	}
	r.Splits[rc.Finish()] = r.Gun
	return r
}

// form is the form of the meeting, which is drawn once for all tests, or of
// the meeting changed.
func form(t testing.TB, change func(*race.Edition, *race.Race, *race.RaceVerdict)) *Form {
	t.Helper()
	if change == nil && formed != nil {
		return formed
	}
	e, rc, rv := meeting()
	if change != nil {
		change(e, rc, rv)
	}
	f, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change == nil {
		formed = f
	}
	return f
}

var formed *Form

func draw(t testing.TB, f *Form, r race.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Draw(&b, &r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCases(t *testing.T) {
	f := form(t, nil)
	var drawn [][]byte
	has := func(t *testing.T, f *Form, r race.Result, want ...string) string {
		t.Helper()
		pdf := draw(t, f, r)
		drawn = append(drawn, pdf)
		text := read(t, pdf)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("no %q in\n%s", w, text)
			}
		}
		return text
	}
	t.Run("an unranked finisher reads the reason, and no place", func(t *testing.T) {
		r := finisher(f.race, "1", "张伟", "")
		r.Status, r.Place, r.PlaceOverall = race.Unranked, 0, 0
		r.Reason = &race.Reason{Code: race.MissedPoint, Point: "half", Limit: race.NoTime}
		text := has(t, f, r, "未计名次 Unranked", "半程计时点", "Half", "3:31:05")
		if strings.Contains(text, "/ 801") {
			t.Errorf("a place in\n%s", text)
		}
	})
	t.Run("an annulled time is said, and no time is shown", func(t *testing.T) {
		r := finisher(f.race, "1", "Chen Rong", "")
		r.Annulled, r.Gun, r.Net, r.StartDelay, r.Splits, r.Place = true, race.NoTime, race.NoTime, race.NoTime, nil, 1
		text := has(t, f, r, "成绩作废 Annulled", "1 / 801")
		if strings.Contains(text, ":") {
			t.Errorf("a time in\n%s", text)
		}
	})
	t.Run("a runner whose start was not seen has no net time", func(t *testing.T) {
		r := finisher(f.race, "1", "张伟", "")
		r.Net, r.StartDelay = race.NoTime, race.NoTime
		if text := has(t, f, r, "3:31:05"); strings.Contains(text, "3:29:41") {
			t.Errorf("a net time in\n%s", text)
		}
	})
	t.Run("made-up results are marked in both languages, real ones are not", func(t *testing.T) {
		made := form(t, func(e *race.Edition, _ *race.Race, _ *race.RaceVerdict) { e.Demonstration = true })
		r := finisher(made.race, "1", "张伟", "")
		has(t, made, r, "演示数据", "Demonstration")
		if pdf := draw(t, f, r); strings.Contains(read(t, pdf), "emonstration") {
			t.Error("a real certificate is marked")
		}
		if len(made.bytes) < len(f.bytes)+1000 {
			t.Error("no outlines of the mark")
		}
	})
	t.Run("results that are not official say so", func(t *testing.T) {
		p := form(t, func(e *race.Edition, _ *race.Race, _ *race.RaceVerdict) { e.State = race.Provisional })
		has(t, p, finisher(p.race, "1", "张伟", ""), "临时成绩", "Provisional")
		n := form(t, func(e *race.Edition, _ *race.Race, _ *race.RaceVerdict) {
			e.State, e.NoticeUntil, e.Ledger = race.Notice, e.Date.AddDate(0, 0, 8), make([]race.Revision, 3)
		})
		has(t, n, finisher(n.race, "1", "张伟", ""), "公示", "2022年11月13日24:00", "the end of 13 November 2022", "revision 3")
	})
	t.Run("a certificate without a time attests no distance", func(t *testing.T) {
		r := finisher(f.race, "1", "张伟", "")
		if text := has(t, f, r, "completed the Marathon (42.195 km) on 6 November 2022."); strings.Count(text, "completed") != 1 {
			t.Errorf("two statements in\n%s", text)
		}
		r.Annulled, r.Gun, r.Net = true, race.NoTime, race.NoTime
		if text := has(t, f, r, "completed the Marathon on 6 November 2022."); strings.Contains(text, "42.195") {
			t.Errorf("it does:\n%s", text)
		}
	})
	t.Run("a masked name stays masked unless only its own code opens the certificate", func(t *testing.T) {
		r := finisher(f.race, "1", "欧阳娜娜", "OUYANG Nana")
		r.Entry.Visibility = race.Masked
		pdf := draw(t, f, r)
		if text := read(t, pdf); !strings.Contains(text, "欧阳*娜") || strings.Contains(text, "娜娜") || strings.Contains(text, "Nana") {
			t.Errorf("the name in\n%s", text)
		}
		if bytes.Contains(pdf, []byte("5A1C5A1C")) { // 娜娜 in UTF-16, as the title would have it
			t.Error("the name in the title")
		}
		r.Certificate.ByCode = true
		has(t, f, r, "欧阳娜娜", "OUYANG Nana")
	})
	t.Run("an anonymous entry has neither name nor nation nor club", func(t *testing.T) {
		r := finisher(f.race, "77", "张伟", "ZHANG Wei")
		r.Entry.Visibility = race.Anonymous
		if text := has(t, f, r, "参赛号77"); strings.Contains(text, "张") || strings.Contains(text, "ZHANG") || strings.Contains(text, "China") {
			t.Errorf("somebody in\n%s", text)
		}
	})
	t.Run("there is no certificate that is not ready", func(t *testing.T) {
		for _, s := range []race.CertificateStatus{race.CertificateHeld, race.CertificateScheduled, race.CertificateNone, ""} {
			r := finisher(f.race, "1", "张伟", "")
			r.Certificate.Status = s
			if err := f.Draw(io.Discard, &r); err == nil {
				t.Errorf("drawn though %q", s)
			}
		}
	})
	t.Run("one language alone makes a whole certificate", func(t *testing.T) {
		e, rc, rv := meeting()
		one, err := New(design(t), book(t), []string{"en"}, e, rc, rv, nil)
		if err != nil {
			t.Fatal(err)
		}
		if text := has(t, one, finisher(rc, "1", "Anna", ""), "Finisher’s Certificate", "Gun time"); strings.ContainsFunc(text, wide) {
			t.Errorf("Chinese in\n%s", text)
		}
	})
	t.Run("a hundred points have a row each", func(t *testing.T) {
		many := form(t, func(_ *race.Edition, rc *race.Race, _ *race.RaceVerdict) {
			start, finish := rc.Points[0], rc.Points[len(rc.Points)-1]
			rc.Points = []race.Point{start}
			for i := range 100 {
				rc.Points = append(rc.Points, race.Point{ID: fmt.Sprintf("lap%d", i+1), At: race.Distance(i+1) * 421_000, Required: true, Listed: true})
			}
			rc.Points = append(rc.Points, finish)
		})
		r := finisher(many.race, "1", "张伟", "")
		text := has(t, many, r)
		for _, s := range r.Splits[1:] {
			if !strings.Contains(text, s.Text()) {
				t.Errorf("no %s", s.Text())
			}
		}
	})
	t.Run("the document names itself, its language and the race day", func(t *testing.T) {
		pdf := draw(t, f, finisher(f.race, "A1", "𬱖", ""))
		said := informationOf(t, pdf)
		for _, want := range []string{"Title:           2022北京马拉松 · 马拉松 · 完赛证书 · 𬱖 · A1", "Subject:         2022北京马拉松 · 马拉松 · 完赛证书\n",
			"Author:          2022北京马拉松\n", "2022-11-0", "841.89 x 595.28 pts (A4)", "Pages:           1"} {
			if !strings.Contains(said, want) {
				t.Errorf("no %q in\n%s", want, said)
			}
		}
	})
	t.Run("strict readers find nothing amiss in any of them", func(t *testing.T) { sound(t, drawn...) })
}

func TestSameBytes(t *testing.T) {
	t.Run("a result has the same bytes from any form, any time, any goroutine", func(t *testing.T) {
		a, b := form(t, nil), form(t, func(*race.Edition, *race.Race, *race.RaceVerdict) {})
		names := []string{"张伟", "䶮㛃𬱖", "Łukasz Żółć", "O’Brien", "欧阳志远", "Николай", "Ståhl", "犇 Li"}
		want := make([][]byte, len(names))
		for i, n := range names {
			want[i] = draw(t, a, finisher(a.race, fmt.Sprint(i), n, ""))
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for i, n := range names {
					r := finisher(b.race, fmt.Sprint(i), n, "")
					var w bytes.Buffer
					if err := b.Draw(&w, &r); err != nil || !bytes.Equal(w.Bytes(), want[i]) {
						t.Errorf("%s differs (%v)", n, err)
					}
				}
			})
		}
		wg.Wait()
	})
}
