package certificate

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"guntime/generator/internal/certificate/ruled"
	"guntime/generator/internal/race"
)

// ruledOn is a verdict on the meeting's marathon with a runner and a ruling of
// every kind.
func ruledOn(t testing.TB) *race.Verdict {
	t.Helper()
	e, rc, rv := meeting()
	rv.Results = nil
	for i, kind := range race.RulingKinds {
		bib := fmt.Sprintf("B%02d", i+1)
		rv.Results = append(rv.Results, finisher(rc, bib, "张伟"+string(rune('甲'+i)), "ZHANG Wei"))
		rv.Results[i].Place = 100 + i
		ruling := race.Ruling{Bib: bib, Kind: kind, Clause: fmt.Sprintf("13.%d", i+1), Authority: "总裁判长 Chief Referee",
			Date: e.Date.AddDate(0, 0, i), Note: race.Text{"zh": fmt.Sprintf("说明%d。", i+1), "en": fmt.Sprintf("Note %d.", i+1)}}
		switch kind {
		case race.JudgesOrder, race.PlaceRuling:
			ruling.Place = 2
		case race.ConfirmPoint:
			ruling.Point = "half"
		}
		rc.Rulings = append(rc.Rulings, ruling)
	}
	struck := &rv.Results[0]
	struck.Status, struck.Place, struck.Reason = race.Disqualified, 0, &race.Reason{Code: race.ByRulingReason, Clause: "13.1", Limit: race.NoTime}
	return &race.Verdict{Edition: e, Over: true, Races: []*race.RaceVerdict{rv}}
}

// many is a verdict with that many rulings, with notes of one to five lines.
func many(t testing.TB, n int) *race.Verdict {
	t.Helper()
	v := ruledOn(t)
	rv := v.Races[0]
	rv.Results, rv.Race.Rulings = make([]race.Result, n), make([]race.Ruling, n)
	for i := range n {
		bib := fmt.Sprintf("N%05d", i+1)
		rv.Results[i] = finisher(rv.Race, bib, "欧阳志远", "OUYANG Zhiyuan")
		rv.Race.Rulings[i] = race.Ruling{Bib: bib, Kind: race.PlaceRuling, Place: i + 1, Clause: "12.3", Authority: "Jury " + bib, Date: v.Edition.Date,
			Note: race.Text{"en": strings.Repeat("Held up by an official vehicle. ", 1+i*7%5)}}
	}
	return v
}

func sheetOf(t testing.TB, v *race.Verdict, languages ...string) []byte {
	t.Helper()
	if languages == nil {
		languages = []string{"zh", "en"}
	}
	var b bytes.Buffer
	if err := Rulings(&b, design(t), book(t), languages, v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRulings(t *testing.T) {
	var sheets [][]byte
	t.Run("every ruling stands on the sheet in order, with what, by which clause, by whom and what came of it", func(t *testing.T) {
		pdf := sheetOf(t, ruledOn(t))
		sheets = append(sheets, pdf)
		text, at := solid(read(t, pdf)), 0
		for _, want := range []string{"2022北京马拉松", "2022 Beijing Marathon", "裁判裁定书", "Rulings of the Referee", "2022年11月6日", "正式成绩", "Official",
			"1 2022-11-06 B01 张伟甲 ZHANG Wei 取消成绩 Disqualified 说明1。 Note 1. 13.1 总裁判长 Chief Referee 取消成绩 13.1 DQ 13.1",
			"2 2022-11-07 B02", "兴奋剂违规，取消成绩 Disqualified for doping 说明2。 Note 2. 13.2 总裁判长 Chief Referee 完赛 Finished 101 / 801 男子 Men",
			"3 2022-11-08 B03", "退出比赛 Withdrawn",
			"4 2022-11-09 B04", "确认已通过：半程 Passing confirmed: Half 说明4。 Note 4.",
			"5 2022-11-10 B05", "成绩相同，裁定次序：第2 Order among equal times: 2nd",
			"6 2022-11-11 B06", "裁定名次：第2 Place given: 2nd",
			"7 2022-11-12 B07", "成绩作废 Time annulled",
			"8 2022-11-13 B08", "恢复成绩 Reinstated",
			"9 2022-11-14 B09", "暂缓发放完赛证书 Certificate held", "完赛证书可下载 Certificate available",
			"10 2022-11-15 B10", "准予发放完赛证书 Certificate released",
			"以上裁定共10项", "The 10 rulings above", "姓名 Name", "职务 Position", "日期 Date", "签名 Signature"} {
			i := strings.Index(text[at:], solid(want))
			if i < 0 {
				t.Fatalf("no %q, or not in its place, in\n%s", want, read(t, pdf))
			}
			at += i + len(solid(want))
		}
	})
	t.Run("a sheet says its edition, day, state and revision and which of how many on each page", func(t *testing.T) {
		v := many(t, 40)
		v.Edition.Ledger = make([]race.Revision, 3)
		pages := pagesOf(t, sheetOf(t, v))
		if len(pages) < 3 {
			t.Fatalf("%d pages", len(pages))
		}
		for i, page := range pages {
			for _, want := range []string{"2022北京马拉松 · 裁判裁定书 · 2022年11月6日 · 正式成绩（更正） · 成绩第3版", fmt.Sprintf("%d / %d", i+1, len(pages)), "马拉松 Marathon", "编号、日期"} {
				if !strings.Contains(page, want) {
					t.Errorf("page %d: no %q in\n%s", i+1, want, page)
				}
			}
		}
	})
	t.Run("a notice says until when, and results that may still change say so", func(t *testing.T) {
		v := ruledOn(t)
		v.Edition.State, v.Edition.NoticeUntil = race.Notice, v.Edition.Date.AddDate(0, 0, 7).Add(18*time.Hour)
		if text := solid(read(t, sheetOf(t, v))); !strings.Contains(text, "公示至2022年11月13日18:00") || !strings.Contains(text, "protestsuntil13November2022,18:00") {
			t.Errorf("the notice in\n%s", text)
		}
		v.Over = false
		if text := read(t, sheetOf(t, v)); !strings.Contains(text, "\n比赛中\nIn progress\n") {
			t.Errorf("the state in\n%s", text)
		}
	})
	t.Run("a notice that ends at midnight ends with the day before, as on the pages", func(t *testing.T) {
		v := ruledOn(t)
		v.Edition.State, v.Edition.NoticeUntil = race.Notice, v.Edition.Date.AddDate(0, 0, 8)
		if text := solid(read(t, sheetOf(t, v))); !strings.Contains(text, "2022年11月13日24:00") || !strings.Contains(text, "theendof13November2022") || strings.Contains(text, "14November") {
			t.Errorf("the notice in\n%s", text)
		}
	})
	t.Run("whoever ruled is named in both languages of the sheet", func(t *testing.T) {
		v := ruledOn(t)
		ruling := &v.Races[0].Race.Rulings[0]
		ruling.Authority, ruling.Authorities = "Jury of Appeal", race.Text{"zh": "仲裁委员会"}
		if text := solid(read(t, sheetOf(t, v))); !strings.Contains(text, "仲裁委员会JuryofAppeal") {
			t.Errorf("not so in\n%s", text)
		}
	})
	t.Run("made-up results are marked on every page, real ones on none", func(t *testing.T) {
		v := many(t, 40)
		plain := sheetOf(t, v)
		v.Edition.Demonstration = true
		marked := sheetOf(t, v)
		sheets = append(sheets, marked)
		for i, page := range pagesOf(t, marked) {
			if !strings.Contains(page, "演示数据") || !strings.Contains(page, "Demonstration data") {
				t.Errorf("page %d is not marked:\n%s", i+1, page)
			}
		}
		if strings.Contains(read(t, plain), "emonstration") {
			t.Error("a real sheet is marked")
		}
		if len(marked) < len(plain)+1000 {
			t.Error("no outlines of the mark")
		}
	})
	t.Run("an edition without rulings has one page that says so, to be signed", func(t *testing.T) {
		v := ruledOn(t)
		v.Races[0].Race.Rulings = nil
		v.Edition.State = race.Cancelled
		pdf := sheetOf(t, v)
		sheets = append(sheets, pdf)
		pages := pagesOf(t, pdf)
		if len(pages) != 1 {
			t.Fatalf("%d pages", len(pages))
		}
		for _, want := range []string{"本届比赛没有裁定。", "There were no rulings.", "签名 Signature", "已取消", "1 / 1"} {
			if !strings.Contains(pages[0], want) {
				t.Errorf("no %q in\n%s", want, pages[0])
			}
		}
	})
	t.Run("races stand in order, each with numbers of its own, and one without rulings says so", func(t *testing.T) {
		v := many(t, 2)
		for _, n := range []int{0, 3} {
			other := many(t, n).Races[0]
			other.Race.Name = race.Text{"en": fmt.Sprintf("Race of %d", n)}
			v.Races = append(v.Races, other)
		}
		text, at := read(t, sheetOf(t, v)), 0
		for _, want := range []string{"马拉松 Marathon", "\n1\n", "\n2\n", "Race of 0", "There were no rulings in this race.", "Race of 3", "\n1\n", "\n2\n", "\n3\n", "The 5 rulings"} {
			i := strings.Index(text[at:], want)
			if i < 0 {
				t.Fatalf("no %q, or not in its place, in\n%s", want, text)
			}
			at += i + len(want) - 1
		}
	})
	t.Run("names are those that are published", func(t *testing.T) {
		v := ruledOn(t)
		v.Races[0].Results[0].Entry.Visibility = race.Masked
		v.Races[0].Results[1].Entry.Visibility = race.Anonymous
		text := read(t, sheetOf(t, v))
		if strings.Contains(text, "张伟甲") || strings.Contains(text, "张伟申") || !strings.Contains(text, "张*甲") || !strings.Contains(text, "匿名 Anonymous") {
			t.Errorf("the names in\n%s", text)
		}
	})
	t.Run("why somebody withdrew or waits for a certificate is not told", func(t *testing.T) {
		text := read(t, sheetOf(t, ruledOn(t)))
		for _, note := range []string{"Note 3.", "说明3", "Note 9.", "说明9", "Note 10.", "说明10"} {
			if strings.Contains(text, note) {
				t.Errorf("%q in\n%s", note, text)
			}
		}
		if n := strings.Count(text, "理由存档"); n != 3 {
			t.Errorf("said of %d rulings that grounds are on file", n)
		}
	})
	t.Run("a ruling that was taken back names the one that did, and that one names it", func(t *testing.T) {
		v := ruledOn(t)
		rc := v.Races[0].Race
		back := rc.Rulings[0]
		back.Bib, back.Kind = "b01", race.Reinstate // as the bib's other spelling
		rc.Rulings = append(rc.Rulings, back)
		text := read(t, sheetOf(t, v))
		for _, want := range []string{"已由第11号裁定撤销 Cancelled by no. 11", "撤销第1号裁定 Cancels no. 1"} {
			if strings.Count(text, want) != 1 {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
	})
	t.Run("a ruling without date, clause, authority, note or runner is on the sheet all the same", func(t *testing.T) {
		v := ruledOn(t)
		v.Races[0].Race.Rulings = []race.Ruling{{Bib: "X9", Kind: race.Disqualify}}
		pdf := sheetOf(t, v)
		sheets = append(sheets, pdf)
		if text := solid(read(t, pdf)); !strings.Contains(text, "1—X9取消成绩Disqualified———") {
			t.Errorf("the ruling in\n%s", text)
		}
	})
	t.Run("one language alone makes a whole sheet", func(t *testing.T) {
		v := ruledOn(t)
		for i := range v.Races[0].Results {
			v.Races[0].Results[i].Entry.Name = "Anna"
			v.Races[0].Race.Rulings[i].Authority = "Referee"
		}
		if text := read(t, sheetOf(t, v, "en")); strings.ContainsFunc(text, wide) || !strings.Contains(text, "Rulings of the Referee") {
			t.Errorf("in\n%s", text)
		}
	})
	t.Run("strict readers find nothing amiss in any of them", func(t *testing.T) { sound(t, sheets...) })
	t.Run("a language without words is an error", func(t *testing.T) {
		if err := Rulings(&bytes.Buffer{}, design(t), book(t), []string{"fr"}, ruledOn(t)); err == nil {
			t.Error("no error")
		}
	})
}

func TestRulingsType(t *testing.T) {
	var sheets [][]byte
	note := func(text string) *race.Verdict {
		v := many(t, 1)
		v.Races[0].Race.Rulings[0].Note = race.Text{"zh": text}
		return v
	}
	t.Run("a note of any writing keeps every character", func(t *testing.T) {
		notes := []string{
			strings.Repeat("经终点摄像、沿途录像与计时数据逐一核对，（含“半程”及折返点）确认该运动员——䶮㛃𬱖——未跑完全程。", 6),
			"Łukasz Żółć: “start‐finish” (10 % of 42.195 km) \\ ) ( <b> Σπύρος Фёдоров",
			strings.Repeat("Donaudampfschifffahrtsgesellschaft", 9),
		}
		for _, text := range notes {
			sheets = append(sheets, sheetOf(t, note(text)))
		}
		for i, pages := range texts(t, sheets...) {
			if text := strings.Join(pages, ""); !strings.Contains(solid(text), solid(notes[i])) {
				t.Errorf("no %q in\n%s", notes[i], text)
			}
		}
	})
	t.Run("no line begins or ends with a mark that may not", func(t *testing.T) {
		text := strings.Repeat("经核对，（录像）“半程”确认；", 30)
		lines := 0
		for _, l := range strings.Split(read(t, sheetOf(t, note(text))), "\n") {
			if !strings.Contains(text, l) || len([]rune(l)) < 5 {
				continue
			}
			lines++
			r := []rune(l)
			if strings.ContainsRune(neverFirst, r[0]) || strings.ContainsRune(neverLast, r[len(r)-1]) {
				t.Errorf("the line %q", l)
			}
		}
		if lines < 10 {
			t.Errorf("only %d lines of the note", lines)
		}
	})
	t.Run("a character that no font has is spelled out", func(t *testing.T) {
		if text := read(t, sheetOf(t, note("领先😀半步"))); !strings.Contains(text, "领先[U+1F600]半步") {
			t.Errorf("in\n%s", text)
		}
	})
	t.Run("a note longer than a page goes on overleaf, with no line lost", func(t *testing.T) {
		var b strings.Builder
		for i := range 900 {
			fmt.Fprintf(&b, "第%d点，已核对。", i)
		}
		pdf := sheetOf(t, note(b.String()))
		sheets = append(sheets, pdf)
		pages := pagesOf(t, pdf)
		if len(pages) < 3 {
			t.Fatalf("%d pages", len(pages))
		}
		var body strings.Builder
		for _, page := range pages {
			_, page, _ = strings.Cut(page, "Current result\n") // the table's head
			page, _, _ = strings.Cut(page, "\n12.3\n")         // the cells beside the note
			page, _, _ = strings.Cut(page, "\n2022北京马拉松 · ")   // the foot
			body.WriteString(page)
		}
		if !strings.Contains(solid(body.String()), b.String()) {
			t.Errorf("not the whole note in\n%s", body.String())
		}
	})
	t.Run("a ruling is not broken from page to page, and no signature stands without one above it", func(t *testing.T) {
		var each [][]byte
		for n := 1; n < 30; n++ {
			each = append(each, sheetOf(t, many(t, n)))
		}
		for i, pages := range texts(t, each...) {
			n, seen := i+1, 0
			for p, page := range pages {
				first := strings.Index(page, "N000")
				if first < 0 {
					t.Errorf("%d rulings: none on page %d", n, p+1)
				}
				if signed := strings.Contains(page, "签名 Signature"); signed != (p == len(pages)-1) {
					t.Errorf("%d rulings: page %d is signed: %v", n, p+1, signed)
				}
				for i := range n {
					bib := fmt.Sprintf("N%05d", i+1)
					switch strings.Count(page, bib) {
					case 0:
					case 2: // the runner's, and in the authority
						seen++
					default:
						t.Errorf("%d rulings: %s is broken at page %d", n, bib, p+1)
					}
				}
			}
			if seen != n {
				t.Errorf("%d of %d rulings", seen, n)
			}
		}
	})
	t.Run("a thousand rulings are all there, on numbered pages", func(t *testing.T) {
		const n = 1000
		pdf := sheetOf(t, many(t, n))
		sheets = append(sheets, pdf)
		text, at := read(t, pdf), 0
		for i := range n {
			next := strings.Index(text[at:], fmt.Sprintf("\nN%05d\n", i+1))
			if next < 0 {
				t.Fatalf("no ruling %d in its place", i+1)
			}
			at += next
		}
		pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
		l := book(t).In("zh")
		for i, page := range pages {
			if !strings.HasSuffix(page, fmt.Sprintf(" %s / %s\n", l.Number(i+1), l.Number(len(pages)))) {
				t.Fatalf("page %d ends with %q", i+1, page[max(0, len(page)-40):])
			}
		}
	})
	t.Run("a verdict has the same bytes at any time, from any goroutine", func(t *testing.T) {
		v := ruledOn(t)
		v.Edition.Demonstration = true
		want := sheetOf(t, v)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if !bytes.Equal(sheetOf(t, v), want) {
					t.Error("other bytes")
				}
			})
		}
		wg.Wait()
		v.Edition.Ledger = make([]race.Revision, 2)
		if bytes.Equal(sheetOf(t, v), want) {
			t.Error("another revision has the same bytes")
		}
	})
	t.Run("the document names itself, its language and the race day", func(t *testing.T) {
		pdf := sheetOf(t, ruledOn(t))
		said := informationOf(t, pdf)
		for _, want := range []string{"2022北京马拉松 · 裁判裁定书", "2022-11-0", "595.28 x 841.89 pts (A4)"} {
			if !strings.Contains(said, want) {
				t.Errorf("no %q in\n%s", want, said)
			}
		}
		if !bytes.Contains(pdf, []byte("/Lang(zh)")) {
			t.Error("no language")
		}
	})
	t.Run("strict readers find nothing amiss in any of them", func(t *testing.T) { sound(t, sheets...) })
}

func TestCounterparts(t *testing.T) {
	t.Run("a reinstatement cancels the latest disqualification of its bib that stands, and no other", func(t *testing.T) {
		var rulings []race.Ruling
		for _, line := range []string{"1 disqualify", "2 doping", "1 doping", "1 reinstate", "1 reinstate", "1 reinstate", "2 place", "2 reinstate"} {
			bib, kind, _ := strings.Cut(line, " ")
			rulings = append(rulings, race.Ruling{Bib: bib, Kind: race.RulingKind(kind)})
		}
		if got := fmt.Sprint(ruled.CancelledBy(rulings)); got != "[5 8 4 3 1 0 0 2]" {
			t.Error(got)
		}
	})
}
