package certificate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode"

	"guntime/generator/internal/race"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
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

// strict holds a PDF against a reader that takes nothing but the standard.
func strict(t testing.TB, pdf []byte) {
	t.Helper()
	model.ConfigPath = "disable"
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationStrict
	if err := api.Validate(bytes.NewReader(pdf), c); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
}

// hostile are names that something may stumble over.
var hostile = []string{
	"", " ", "\u3000\t ", ")", "(", "\\", `\)\(\\`, "a)Tj ET\nQ (b", "Anna\r\nMaria", "\x00\x01\x7f", "\u202eabc\u202c", "\ufeffX",
	"\U0001F600 Runner", "\U0001F469\u200D\U0001F469", "%PDF-1.7", "<FEFF0041>", "endstream endobj", "\xff\xfe", "A\u0301\u0302\u0303",
	"䶮㛃𬱖𠅤犇喆叕", "Łukasz Żółć", "Ωμέγα", "Жук", "김민수", "محمد", "א", "ǅ", "ﬁ", "…", "“x”", "张（三），。、李",
	strings.Repeat("张", 200), strings.Repeat("Wolfeschlegel", 15), strings.Repeat("i ", 100), strings.Repeat("𬱖a", 100),
}

// FuzzName draws the certificate of anybody: what three readers of PDF take,
// and what gives the name back as it is meant to stand there.
func FuzzName(f *testing.F) {
	e, rc, rv := meeting()
	form, err := New(design(f), book(f), []string{"zh", "en"}, e, rc, rv, func(*race.Result) string { return signedLink })
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range hostile {
		f.Add(name)
	}
	dice := rand.New(rand.NewPCG(7, 8))
	for range 6 { // any letters that the fonts have
		var b strings.Builder
		for b.Len() < 60 {
			r := rune(dice.IntN(0x30000))
			if form.everyFont(r) && (unicode.IsLetter(r) || unicode.IsNumber(r)) {
				b.WriteRune(r)
			}
		}
		f.Add(b.String())
	}
	f.Fuzz(func(t *testing.T, name string) {
		r := finisher(form.race, "77", name, "")
		for _, p := range form.Check([]race.Result{r}) {
			if p.Code == "name_too_long" {
				return
			}
		}
		pdf := draw(t, form, r)
		strict(t, pdf)
		checked(t, pdf)
		want, _ := form.nameOf(&r)
		if want == "" {
			want = "参赛号77"
		}
		squeeze := strings.NewReplacer(" ", "", "\n", "", "\u00a0", "")
		if text := squeeze.Replace(read(t, pdf)); !strings.Contains(text, squeeze.Replace(want)) {
			t.Errorf("%q is not in %q", want, text)
		}
	})
}

func TestDesigns(t *testing.T) {
	for _, name := range []string{"", "portrait", "plain"} {
		t.Run(fmt.Sprintf("the design %q is whole: every text, a mark, a code that can be read", name), func(t *testing.T) {
			d, problems := ParseDesign(os.DirFS(root+"templates"), name)
			if d == nil || len(problems) > 0 {
				t.Fatal(problems)
			}
			e, rc, rv := meeting()
			e.Demonstration, e.State = true, race.Provisional
			rc.Rules.Grades = &race.Grades{Levels: []race.Text{{"zh": "一级", "en": "Level 1"}}}
			f, err := New(d, book(t), []string{"zh", "en"}, e, rc, rv, func(*race.Result) string { return signedLink })
			if err != nil {
				t.Fatal(err)
			}
			r := finisher(rc, "A00123", "欧阳志远", "OUYANG Zhiyuan")
			r.Grade = 1
			pdf := draw(t, f, r)
			strict(t, pdf)
			sound(t, pdf)
			text := solid(read(t, pdf))
			for _, want := range []string{"2022北京马拉松", "2022 Beijing Marathon", "欧阳志远", "OUYANG Zhiyuan", "2022年11月6日", "6 November 2022", "42.195公里",
				"3:31:05", "3:29:41", "4:59", "12.07 km/h", "A00123", "345 / 801", "421 / 1,200", "男子 Men", "中国 China", "等级 Grade", "一级", "成绩第1版", "revision 1",
				"天安门广场", "临时成绩", "Provisional results", "演示数据", "Demonstration data", "扫码核验本证书", "Scan to check this certificate", "半程 Half", "1:46:14", "0:10:55"} {
				if !strings.Contains(text, solid(want)) {
					t.Errorf("no %q", want)
				}
			}
			if code := printed(t, [][]byte{pdf})[0]; code != signedLink {
				t.Errorf("the code says %q", code)
			}

			r.Status, r.Place, r.PlaceOverall, r.Grade = race.Unranked, 0, 0, 0
			r.Reason = &race.Reason{Code: race.MissedPoint, Point: "half", Limit: race.NoTime}
			text = solid(read(t, draw(t, f, r)))
			if !strings.Contains(text, solid("未计名次 Unranked")) || !strings.Contains(text, "缺少半程计时点") || !strings.Contains(text, "Half:notime") || strings.Contains(text, "/801") || strings.Contains(text, "等级") {
				t.Errorf("an unranked finisher reads %s", text)
			}
		})
	}
	t.Run("without a link there is no code, and nothing says to scan one", func(t *testing.T) {
		e, rc, rv := meeting()
		r := finisher(rc, "1", "张伟", "")
		for _, link := range []func(*race.Result) string{nil, func(*race.Result) string { return "" }} {
			f, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, link)
			if err != nil {
				t.Fatal(err)
			}
			if pdf := draw(t, f, r); len(pdf) > 33_000 {
				t.Errorf("%d bytes", len(pdf))
			} else if link == nil && strings.Contains(read(t, pdf), "Scan") {
				t.Error("it says to scan")
			}
		}
	})
}
