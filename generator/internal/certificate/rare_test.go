package certificate

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/race"
)

// lackedBySans are characters that the font for small texts lacks.
const lackedBySans = "㐁㚆㝊"

// ownDesign is a design as projects have had it: each of its fonts names only some files.
func ownDesign(t *testing.T) *Design {
	t.Helper()
	d, problems := ParseDesign(templates(t, func(s string) string {
		s = strings.Replace(s, "text: [NotoSansSC-Regular.ttf, NotoSans-Regular.ttf]", "text: [NotoSansSC-Regular.ttf]", 1)
		return strings.Replace(s, "strong: [NotoSerifSC-Bold.ttf, NotoSerif-Bold.ttf]", "strong: [NotoSerif-Bold.ttf, NotoSerifSC-Bold.ttf]", 1)
	}), "")
	if d == nil {
		t.Fatal(problems)
	}
	return d
}

func TestEveryFontOfEveryDesignHasTheRareCharacters(t *testing.T) {
	fonts := os.DirFS(root + "templates")
	fullest, _, err := truetype.Open(fonts, "fonts/"+truetype.Fullest)
	if err != nil {
		t.Fatal(err)
	}
	sans, _, err := truetype.Open(fonts, "fonts/NotoSansSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range lackedBySans {
		if sans.Has(r) || !fullest.Has(r) {
			t.Errorf("%c proves nothing", r)
		}
	}
	designs := map[string]*Design{"one of its own": ownDesign(t)}
	for _, name := range []string{"", "portrait", "plain", "square", "a5", "trail", "bare"} {
		d, problems := ParseDesign(fonts, name)
		if d == nil {
			t.Fatal(problems)
		}
		designs[designPath(name)] = d
	}
	for name, d := range designs {
		for font, faces := range d.stacks {
			for r := rune(0); r < 1<<18; r++ {
				if fullest.Has(r) && faces.faceOf(string(r), func(rune) bool { return true }) == nil {
					t.Errorf("%s: the font %s lacks %U", name, font, r)
					break
				}
			}
		}
	}
}

func TestTextsOfRareCharactersAreDrawn(t *testing.T) {
	for name, d := range map[string]*Design{"the program's design": design(t), "a design of its own": ownDesign(t)} {
		e, rc, rv := meeting()
		e.Name["zh"] = "2022" + lackedBySans + "马拉松"
		rc.Divisions[0].Name = race.Text{"zh": "男" + lackedBySans, "en": "Men"}
		rc.Rulings = []race.Ruling{{Bib: "A00123", Kind: race.PlaceRuling, Place: 2, Clause: "12.3", Authority: lackedBySans, Date: e.Date}}
		f, err := New(d, book(t), []string{"zh", "en"}, e, rc, rv, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := finisher(rc, "A00123", "王"+lackedBySans, "王"+lackedBySans)
		if found := f.Check([]race.Result{r}); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
		v := &race.Verdict{Edition: e, Over: true, Races: []*race.RaceVerdict{rv}}
		var results, rulings bytes.Buffer
		if err := Results(&results, nil, artifact.Key{}, d, book(t), []string{"zh", "en"}, v, rv); err != nil {
			t.Fatal(err)
		}
		if err := Rulings(&rulings, d, book(t), []string{"zh", "en"}, v); err != nil {
			t.Fatal(err)
		}
		for what, of := range map[string]struct {
			pdf  []byte
			want int
		}{"certificate": {draw(t, f, r), 3}, "list of results": {results.Bytes(), 2}, "list of rulings": {rulings.Bytes(), 2}} {
			if text := read(t, of.pdf); strings.Count(solid(text), lackedBySans) < of.want {
				t.Errorf("%s: the %s lacks them\n%s", name, what, text)
			}
		}
		line, err := f.Preview(&r)
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(shown(t, f, &r), "\n")
		if strings.Count(said, lackedBySans) < 2 {
			t.Errorf("%s: the preview %q lacks them\n%s", name, line, said)
		}
		pictureOf(t, f)
	}
}
