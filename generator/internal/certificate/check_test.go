package certificate

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

func TestCheck(t *testing.T) {
	f := form(t, nil)
	at := func(line int, name string) race.Result {
		r := finisher(f.race, fmt.Sprint(line), name, "")
		r.Entry.From.Line = line
		return r
	}
	t.Run("names that can be set raise no finding", func(t *testing.T) {
		for i, name := range []string{"张伟", "Łukasz", "䶮㛃𬱖𠅤犇喆叕", `)`, `A) (B\\`, strings.Repeat("张", 200), strings.Repeat("Wolfe ", 33)} {
			if p := f.Check([]race.Result{at(i+2, name)}); len(p) > 0 {
				t.Errorf("%q: findings: %v", name, p)
			}
		}
	})
	for claim, c := range map[string]struct {
		name, code, text string
	}{
		"a picture that no font has is found":             {"张\U0001F3C3", "name_symbol", "U+1F3C3"},
		"a name of pictures alone is found":               {"\U0001F3C3\U0001F600", Withheld, "has no letters"},
		"a letter that no font has is found":              {"李쀍", Withheld, "U+C00D"},
		"a character of a later extension is found":       {"王\U00030000", Withheld, "U+30000"},
		"a script that no font has is found":              {"தமிழ்", Withheld, "U+0BA4"},
		"a name of more than the page holds is found":     {strings.Repeat("张伟", 2000), "name_too_long", "4000 characters"},
		"a name on two lines is found":                    {"Anna\r\nMaria", "name_control", `"Anna\r\nMaria" contains line breaks`},
		"a name with a change of direction is found":      {"ab\u202ecd", "name_control", `\u202e`},
		"a name of spaces is found where others have one": {" \u3000 ", "empty_name", "the name is empty"},
	} {
		t.Run(claim+", at its line", func(t *testing.T) {
			p := f.Check([]race.Result{at(2, "李四"), at(31, c.name)})
			if !slices.ContainsFunc(p, func(p problem.Problem) bool {
				return p.Code == c.code && p.Line == 31 && p.Path == "data/2022/marathon/entries.csv" &&
					strings.Contains(p.Text, c.text) && strings.Contains(p.Text, `"31"`)
			}) {
				t.Errorf("findings: %v", p)
			}
		})
	}
	t.Run("a table without names is one finding", func(t *testing.T) {
		if p := f.Check([]race.Result{at(2, ""), at(3, ""), at(4, "")}); len(p) != 1 || p[0].Code != "empty_name" || p.Errors() {
			t.Errorf("findings: %v", p)
		}
	})
	t.Run("names of a script that no font has are listed, and from the twentieth counted", func(t *testing.T) {
		var results []race.Result
		for i := range 24 {
			results = append(results, at(i+2, "தமிழ்"))
		}
		p := f.Check(results)
		if len(p) != 20 || p[0].Code != Withheld || p[0].Line != 2 || p[0].Hint != "add a font of its script: guntime fonts add tamil, or give the entry a latin_name" ||
			!strings.HasSuffix(p[19].Text, ", and so it is with 4 other names: on line 22, 23") {
			t.Errorf("findings: %v", p)
		}
	})
	t.Run("who gets no certificate is passed over", func(t *testing.T) {
		r := at(2, "\U0001F3C3")
		r.Certificate.Status = race.CertificateNone
		if p := f.Check([]race.Result{r}); len(p) > 0 {
			t.Errorf("findings: %v", p)
		}
	})
	t.Run("a name that cannot be drawn gives way to the Latin one, and never to the bib", func(t *testing.T) {
		r := at(2, "தமிழ்")
		r.Entry.LatinName = "TAMIL Selvi"
		if name, latin := f.nameOf(&r); name != "TAMIL Selvi" || latin != "" {
			t.Errorf("%q %q", name, latin)
		}
		r.Entry.LatinName = ""
		if err := f.Draw(io.Discard, &r); err == nil {
			t.Error("it is drawn")
		}
		rv := &race.RaceVerdict{Results: []race.Result{at(1, "李四"), r}}
		if !f.Withhold(rv) || rv.Results[0].Certificate.Status != race.CertificateReady ||
			*rv.Results[1].Certificate != (race.Certificate{Status: race.CertificateNone, Reason: race.CertNoGlyph}) {
			t.Errorf("%+v", rv.Results[1].Certificate)
		}
	})
	t.Run("pictures and what else is no letter are left out of a name, which stays", func(t *testing.T) {
		for name, want := range map[string]string{
			"\U0001F600 Runner": "Runner", "Anna \U0001F469\u200D\U0001F3FD\u200D Smith": "Anna Smith", "张\U0001F1E8\U0001F1F3伟": "张伟",
			"1\uFE0F\u20E3 Bob": "1 Bob", "\uE000李": "李", "O’Brien ★": "O’Brien ★",
		} {
			r := at(2, name)
			if got, _ := f.nameOf(&r); got != want {
				t.Errorf("%q becomes %q, not %q", name, got, want)
			}
			if text := read(t, draw(t, f, r)); !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
	})
}
