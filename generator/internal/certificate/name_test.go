package certificate

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"guntime/generator/internal/race"
)

// signedLink is as long and as random as the address on a signed certificate.
var signedLink = "https://results.example.org/zh/verify/#" + func() string {
	dice := rand.New(rand.NewPCG(5, 6))
	b := make([]byte, 130)
	for i := range b {
		b[i] = byte(dice.Uint32())
	}
	return digits(b)
}()

// rare are characters that few fonts have, some of them beyond U+FFFF.
const rare = "䶮㛃𬱖𠅤犇喆叕"

// hostile are names that something may stumble over.
var hostile = []string{
	"", " ", "\u3000\t ", ")", "(", "\\", `\)\(\\`, "a)Tj ET\nQ (b", "Anna\r\nMaria", "\x00\x01\x7f", "\u202eabc\u202c", "\ufeffX",
	"\U0001F600 Runner", "\U0001F469\u200D\U0001F469", "%PDF-1.7", "<FEFF0041>", "endstream endobj", "\xff\xfe", "A\u0301\u0302\u0303",
	rare, "Łukasz Żółć", "Ωμέγα", "Жук", "김민수", "محمد", "א", "ǅ", "ﬁ", "…", "“x”", "张（三），。、李",
	strings.Repeat("张", 200), strings.Repeat("Wolfeschlegel", 15), strings.Repeat("i ", 100), strings.Repeat("𬱖a", 100),
}

// anyNames are the hostile ones and some of any letters that the fonts have.
func anyNames(form *Form) []string {
	names := slices.Clone(hostile)
	dice := rand.New(rand.NewPCG(7, 8))
	for range 6 {
		var b strings.Builder
		for b.Len() < 60 {
			r := rune(dice.IntN(0x30000))
			if form.everyFont(r) && (unicode.IsLetter(r) || unicode.IsNumber(r)) {
				b.WriteRune(r)
			}
		}
		names = append(names, b.String())
	}
	return names
}

// signedForm is the meeting's form with a code on every certificate.
func signedForm(t testing.TB) *Form {
	t.Helper()
	e, rc, rv := meeting()
	form, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, signer(t))
	if err != nil {
		t.Fatal(err)
	}
	form.link = func(*sheet, *race.Result) string { return signedLink }
	return form
}

// named draws the certificate of somebody of that name, nil where the preflight
// finds no room for it. It returns what a reader is to find, too, without white
// space.
func named(t testing.TB, form *Form, name string) (pdf []byte, want string) {
	t.Helper()
	r := finisher(form.race, "77", name, "")
	for _, p := range form.Check([]race.Result{r}) {
		if p.Code == "name_too_long" || p.Code == Withheld {
			return nil, ""
		}
	}
	want, _ = form.nameOf(&r)
	return draw(t, form, r), solid(cmp.Or(want, "参赛号77"))
}

func TestAnyName(t *testing.T) {
	if testing.Short() {
		t.Skip("asks three readers about dozens of certificates")
	}
	form := signedForm(t)
	var drawn [][]byte
	var wants []string
	for _, name := range anyNames(form) {
		pdf, want := named(t, form, name)
		if r := finisher(form.race, "77", name, ""); pdf == nil && form.nameless(&r) {
			continue
		} else if pdf == nil {
			t.Errorf("no room for %q", name)
			continue
		}
		strict(t, pdf)
		drawn, wants = append(drawn, pdf), append(wants, want)
	}
	t.Run("it is read as it is meant to stand there", func(t *testing.T) {
		for i, pages := range texts(t, drawn...) {
			if text := solid(pages[0]); !strings.Contains(text, wants[i]) {
				t.Errorf("%q is not in %q", wants[i], text)
			}
		}
	})
	t.Run("strict readers find nothing amiss", func(t *testing.T) { sound(t, drawn...) })
}

// FuzzName draws the certificate of anybody: what three readers of PDF take,
// and what gives the name back as it is meant to stand there. TestAnyName does
// so with the names that it starts from.
func FuzzName(f *testing.F) {
	if flag.Lookup("test.fuzz").Value.String() == "" {
		f.Skip("nothing is fuzzed")
	}
	form := signedForm(f)
	for _, name := range anyNames(form) {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		pdf, want := named(t, form, name)
		if pdf == nil {
			return
		}
		strict(t, pdf)
		sound(t, pdf)
		if text := solid(read(t, pdf)); !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	})
}

func TestDesigns(t *testing.T) {
	var drawn [][]byte
	for _, name := range []string{"", "portrait", "plain", "square", "a5"} {
		t.Run(fmt.Sprintf("the design %q is whole: every text, a mark, a code that can be read", name), func(t *testing.T) {
			d, problems := ParseDesign(os.DirFS(root+"templates"), name)
			if d == nil || len(problems) > 0 {
				t.Fatal(problems)
			}
			e, rc, rv := meeting()
			e.Demonstration, e.State = true, race.Provisional
			rc.Rules.Grades = &race.Grades{Levels: []race.Text{{"zh": "一级", "en": "Level 1"}}}
			f, err := New(d, book(t), []string{"zh", "en"}, e, rc, rv, signer(t))
			if err != nil {
				t.Fatal(err)
			}
			r := finisher(rc, "A00123", "欧阳志远", "OUYANG Zhiyuan")
			r.Grade = 1
			pdf := draw(t, f, r)
			strict(t, pdf)
			unranked := r
			unranked.Status, unranked.Place, unranked.PlaceOverall, unranked.Grade = race.Unranked, 0, 0, 0
			unranked.Reason = &race.Reason{Code: race.MissedPoint, Point: "half", Limit: race.NoTime}
			read := texts(t, pdf, draw(t, f, unranked), draw(t, f, finisher(rc, "7", rare, "")))
			drawn = append(drawn, pdf)
			text := solid(read[0][0])
			for _, want := range []string{"2022北京马拉松", "2022 Beijing Marathon", "欧阳志远", "OUYANG Zhiyuan", "2022年11月6日", "6 November 2022", "42.195公里",
				"3:31:05", "3:29:41", "4:59", "12.07 km/h", "A00123", "345 / 801", "421 / 1,200", "男子 Men", "中国 China", "等级 Grade", "一级", "成绩第1版", "revision 1",
				"天安门广场", "临时成绩", "Provisional results", "演示数据", "Demonstration data", "扫码核验本证书", "Scan to check this certificate", "半程 Half", "1:46:14", "0:10:55"} {
				if !strings.Contains(text, solid(want)) {
					t.Errorf("no %q", want)
				}
			}
			if code := scanned(t, d, pdf); code != linkTo(t, f, &r) {
				t.Errorf("the code says %q", code)
			}
			if !strings.Contains(read[2][0], "\n"+rare+"\n") {
				t.Errorf("no %q in\n%s", rare, read[2][0])
			}
			text = solid(read[1][0])
			if !strings.Contains(text, solid("未计名次 Unranked")) || !strings.Contains(text, "缺少半程计时点") || !strings.Contains(text, "NotimerecordedatHalf.") || strings.Contains(text, "/801") || strings.Contains(text, "等级") {
				t.Errorf("an unranked finisher reads %s", text)
			}
		})
	}
	t.Run("strict readers find nothing amiss in any of them", func(t *testing.T) { sound(t, drawn...) })
	t.Run("without a link there is no code, and nothing says to scan one", func(t *testing.T) {
		e, rc, rv := meeting()
		r := finisher(rc, "1", "张伟", "")
		f, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, nil)
		if err != nil {
			t.Fatal(err)
		}
		if pdf := draw(t, f, r); len(pdf) > 33_000 {
			t.Errorf("%d bytes", len(pdf))
		} else if strings.Contains(read(t, pdf), "Scan") {
			t.Error("it says to scan")
		}
	})
}
