package certificate

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"

	"guntime/generator/internal/certificate/truetype"
)

// crowded is the meeting with every text as long as one meets them: on the form
// all that may stand there, and a runner with all that may be said of one.
func crowded(unranked bool) (*race.Edition, *race.Race, *race.RaceVerdict) {
	e, rc, rv := meeting()
	e.Name = race.Text{"zh": "2022“一带一路”国际半程马拉松系列赛暨全国马拉松锦标赛（北京通州大运河站）",
		"en": "2022 Belt and Road International Half Marathon Series and National Championship, Grand Canal of Tongzhou, Beijing",
		"ja": "2022「一帯一路」国際ハーフマラソンシリーズ兼全国選手権大会（北京通州大運河）"}
	rc.Name = race.Text{"zh": "半程马拉松轮椅及视障组", "en": "Half Marathon for Wheelchairs and Guided Runners", "ja": "ハーフマラソン車いす及び視覚障害の部"}
	e.Course = race.Text{"zh": "天安门广场—长安街—复兴门—木樨地—公主坟—首都体育馆—中关村—清华东门—奥林匹克公园景观大道",
		"en": "Tian’anmen Square – Chang’an Avenue – Fuxingmen – Muxidi – Gongzhufen – Capital Gymnasium – Zhongguancun – Tsinghua East Gate – Olympic Park"}
	rc.Rules.Grades = &race.Grades{Levels: []race.Text{{"zh": "大众一级", "en": "Level 1"}}}
	r := finisher(rc, "A00123", "阿卜杜热合曼·阿卜杜热西提·买买提艾力", "Abdurehman Abdureshit MEMETELI")
	if r.Grade = 1; unranked {
		e.Demonstration, e.State = true, race.Provisional
		r.Status, r.Place, r.PlaceOverall, r.Grade = race.Unranked, 0, 0, 0
		r.Reason = &race.Reason{Code: race.MissedPoint, Point: "half", Limit: race.NoTime}
	}
	rv.Results = []race.Result{r}
	return e, rc, rv
}

// extent is the room that a text takes on the page, in points from its lower
// left corner.
type extent struct {
	text                     string
	left, right, bottom, top float64
}

// touches reports whether two texts share any room.
func (a extent) touches(b extent) bool {
	return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top
}

// extents are those of all texts on the certificate of a form's first runner,
// and of its code.
func extents(t *testing.T, f *Form, r *race.Result) (all []extent) {
	t.Helper()
	s := f.sheets.Get().(*sheet)
	s.reset()
	f.fields = nil // layOutForm finds them again
	if err := f.layOutForm(s); err != nil {
		t.Fatal(err)
	}
	if err := f.layOutStatement(s, r, nil); err != nil {
		t.Fatal(err)
	}
	if err := f.layOut(s, r); err != nil {
		t.Fatal(err)
	}
	for _, l := range s.lines {
		e := extent{left: l.x, right: l.x + float64(widthOf(l.glyphs))/1000*l.size, bottom: l.y - 0.12*l.size, top: l.y + 0.72*l.size}
		for _, g := range l.glyphs {
			e.text += string(truetype.Plain(g.r))
			e.right += l.track
		}
		all = append(all, e)
	}
	q, height := f.design.QR, f.design.Page.Height
	return append(all, extent{"the code", q.At[0] / millimetres, (q.At[0] + q.Size) / millimetres,
		(height - q.At[1] - q.Size) / millimetres, (height - q.At[1]) / millimetres})
}

func TestNoTextTouchesAnother(t *testing.T) {
	for _, name := range []string{"", "portrait", "plain", "square", "a5"} {
		d, problems := ParseDesign(os.DirFS(root+"templates"), name)
		if d == nil {
			t.Fatal(problems)
		}
		for _, languages := range []string{"zh en", "en zh", "ja en", "en"} {
			for _, unranked := range []bool{false, true} {
				t.Run(fmt.Sprintf("design %q in %s, unranked %v", name, languages, unranked), func(t *testing.T) {
					e, rc, rv := crowded(unranked)
					f, err := New(d, book(t), strings.Fields(languages), e, rc, rv, signer(t))
					if err != nil {
						t.Fatal(err)
					}
					all := extents(t, f, &rv.Results[0])
					for i, a := range all {
						if a.left < 0 || a.right > d.Page.Width/millimetres || a.bottom < 0 || a.top > d.Page.Height/millimetres {
							t.Errorf("%q runs off the page", a.text)
						}
						for _, b := range all[:i] {
							if a.touches(b) {
								t.Errorf("%q touches %q", a.text, b.text)
							}
						}
						if size := (a.top - a.bottom) / 0.84; size < 6 {
							t.Errorf("%q has a size of %.1f points", a.text, size)
						}
					}
				})
			}
		}
	}
}

func TestTheTitleKeepsClearOfTheEmblem(t *testing.T) {
	for name, emblem := range map[string]float64{"": 148, "portrait": 170, "square": 168, "a5": 111} { // where its middle is, in millimetres
		d, problems := ParseDesign(os.DirFS(root+"templates"), name)
		if d == nil {
			t.Fatal(problems)
		}
		e, rc, rv := crowded(false)
		f, err := New(d, book(t), []string{"en", "zh"}, e, rc, rv, nil)
		if err != nil {
			t.Fatal(err)
		}
		all := extents(t, f, &rv.Results[0])
		i := slices.IndexFunc(all, func(e extent) bool { return e.text == "Finisher’s Certificate" })
		if i < 0 || all[i].right*millimetres > emblem-16-2 {
			t.Errorf("design %q: it does not: %+v", name, all)
		}
	}
}

func TestPointsAndStatement(t *testing.T) {
	said := func(t *testing.T, languages string, change func(*race.Race)) string {
		t.Helper()
		e, rc, rv := meeting()
		e.Name["ja"], rc.Name["ja"] = "2022北京マラソン", "マラソン"
		if change != nil {
			change(rc)
		}
		f, err := New(design(t), book(t), strings.Fields(languages), e, rc, rv, signer(t))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, e := range extents(t, f, &rv.Results[0]) {
			b.WriteString(e.text + "\n")
		}
		return b.String()
	}
	t.Run("a distance stands in letters, whichever language leads", func(t *testing.T) {
		for languages, want := range map[string]string{"zh en": "5 km", "en zh": "5 km", "en": "5 km", "ja en": "5km", "zh": "5公里", "ja zh": "5km"} {
			if text := said(t, languages, nil); !strings.Contains(text, "\n"+want+"\n") {
				t.Errorf("%s: no %q in\n%s", languages, want, text)
			}
		}
	})
	t.Run("a point is named in one language where two have no room", func(t *testing.T) {
		if text := said(t, "ja en", nil); !strings.Contains(text, "\nフィニッシュ\n") || !strings.Contains(text, "\n中間点 Half\n") {
			t.Errorf("in\n%s", text)
		}
	})
	t.Run("a race that is called by its distance is not said to be of that distance", func(t *testing.T) {
		ten := func(rc *race.Race) {
			rc.Length, rc.Name = 10_000_000, race.Text{"zh": "10公里", "en": "10 km", "ja": "10km"}
		}
		for languages, wants := range map[string][]string{
			"en zh": {"completed the 10 km on 6 November 2022.", "于2022年11月6日完成10公里比赛。"},
			"ja":    {"あなたは2022年11月6日に開催された本大会の10kmを完走されたことを証します。"},
		} {
			for _, want := range wants {
				if text := said(t, languages, ten); !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
		}
	})
}

func TestFit(t *testing.T) {
	b := box{width: 397, height: 45, size: 36, least: 20, leading: 1.15}
	lines := func(text string, b box) (all []string) {
		glyphs, _ := design(t).stacks["strong"].set(nil, text, nil)
		broken, _, ok := b.fit(nil, glyphs)
		if !ok {
			t.Errorf("no room for %q", text)
		}
		for _, l := range broken {
			var s strings.Builder
			for _, g := range l {
				s.WriteRune(truetype.Plain(g.r))
			}
			all = append(all, s.String())
		}
		return all
	}
	t.Run("a long word is set a little smaller before it is broken", func(t *testing.T) {
		want := []string{"Wolfeschlegelsteinhausenbergerdorff-", "Montgomery"}
		if got := lines("Wolfeschlegelsteinhausenbergerdorff-Montgomery", b); !slices.Equal(got, want) {
			t.Errorf("%q, not %q", got, want)
		}
	})
	t.Run("but not much smaller", func(t *testing.T) {
		if got := lines(strings.Repeat("Wolfeschlegel", 5), b); len(got) != 2 {
			t.Errorf("%q", got)
		}
	})
	t.Run("no line begins with the dash between two names", func(t *testing.T) {
		for width := 60.0; width < 300; width += 7 {
			for _, l := range lines("Fuxingmen – Muxidi – Gongzhufen – Capital Gymnasium – Zhongguancun", box{width: width, height: 200, size: 7.5, least: 6.5, leading: 1.3}) {
				if strings.HasPrefix(l, "–") {
					t.Errorf("at %g points: %q", width, l)
				}
			}
		}
	})
}
