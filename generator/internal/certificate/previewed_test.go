package certificate

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"math/rand"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// pictureOf is the picture that the previews of a race share, which must be sound XML and
// small.
func pictureOf(t *testing.T, f *Form) string {
	t.Helper()
	var b, packed bytes.Buffer
	if err := f.PreviewForm(&b); err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(b.Bytes()); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if packed.Len() > 12<<10 {
		t.Errorf("the picture has %d bytes, compressed", packed.Len())
	}
	return b.String()
}

var aText = regexp.MustCompile(`<text[^>]*>(.*?)</text>|<text/>`)

// shown are the texts of a runner's preview, "" for what the runner does not have.
func shown(t *testing.T, f *Form, r *race.Result) (all []string) {
	t.Helper()
	drawn, err := f.Preview(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(drawn) > 480 {
		t.Errorf("the preview has %d bytes: %s", len(drawn), drawn)
	}
	if strings.Contains(drawn, "style=") || strings.Contains(drawn, "href") {
		t.Errorf("it loads something, or has a style: %s", drawn)
	}
	for _, m := range aText.FindAllStringSubmatch(drawn, -1) {
		all = append(all, html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], "")))
	}
	return all
}

func TestThePreviewSaysWhatTheCertificateSays(t *testing.T) {
	for _, name := range []string{"", "portrait", "plain", "square", "a5", "trail", "bare"} {
		for _, demonstration := range []bool{false, true} {
			t.Run(fmt.Sprintf("design %q, made up %v", name, demonstration), func(t *testing.T) {
				d, problems := ParseDesign(os.DirFS(root+"templates"), name)
				if d == nil {
					t.Fatal(problems)
				}
				e, rc, rv := meeting()
				e.Demonstration = demonstration
				f, err := New(d, book(t), []string{"zh", "en"}, e, rc, rv, signer(t))
				if err != nil {
					t.Fatal(err)
				}
				picture := pictureOf(t, f)
				if got := strings.Contains(picture, "演示数据"); got != demonstration {
					t.Errorf("the line that says it is made up: %v", got)
				}
				if got := strings.Contains(picture, "stroke-linejoin"); got != demonstration {
					t.Errorf("the mark across it: %v", got)
				}
				for _, want := range []string{"于2022年11月6日完成马拉松", "枪声成绩 Gun time", "组别 Division"} {
					if !strings.Contains(picture, want) {
						t.Errorf("the picture has no %q", want)
					}
				}
				first, second := finisher(rc, "A00123", "欧阳志远", "OUYANG Zhiyuan"), finisher(rc, "7", "Tom & Jo <b>O'Neil</b>", "")
				long := finisher(rc, "A1", "阿卜杜热合曼·阿卜杜热西提·买买提艾力·阿卜杜拉", "Abdurehman Abdureshit MEMETELI")
				read := texts(t, draw(t, f, first), draw(t, f, second), draw(t, f, long))
				for i, r := range []race.Result{first, second, long} {
					got := shown(t, f, &r)
					for _, text := range got {
						if !strings.Contains(solid(read[i][0]), solid(text)) {
							t.Errorf("the certificate does not say %q", text)
						}
						if strings.Contains(picture, text) && text != "" && len(text) > 8 {
							t.Errorf("the picture of all says %q", text)
						}
					}
					for _, want := range []string{r.Entry.Name, "3:31:05", "3:29:41", "345", "421", r.Entry.Bib, "男子 Men", "中国 China"} {
						if !slices.Contains(got, want) {
							t.Errorf("no %q among %q", want, got)
						}
					}
				}
				style := string(f.PreviewStyle("../form.svg"))
				if places := strings.Count(style, ":nth-child("); places < len(shown(t, f, &first)) {
					t.Errorf("%d places for %q", places, shown(t, f, &first))
				}
				if !strings.Contains(style, `url("../form.svg")`) {
					t.Errorf("the style does not show the picture: %s", style)
				}
			})
		}
	}
}

func TestEveryLetterOfThePreviewHasItsOutline(t *testing.T) {
	f := form(t, nil)
	letters := 0
	for _, l := range f.previewed.sheet.Lines {
		if strings.ContainsFunc(l.Text, func(r rune) bool { return r > unicode.MaxRune }) || !utf8.ValidString(l.Text) {
			t.Errorf("the text %q", l.Text)
		}
		for i, r := range []rune(l.Text) {
			if i >= len(l.Letters) {
				break // shaped, or drawn as a text
			}
			if letters++; r != ' ' && len(l.Letters[i].Face.Contours(l.Letters[i].Glyph)) == 0 {
				t.Errorf("%q of %q has no outline", r, l.Text)
			}
		}
	}
	if letters < 100 {
		t.Errorf("%d letters", letters)
	}
}

func TestThereIsAPreviewOnlyOfWhatIsReadyAndOpen(t *testing.T) {
	f := form(t, nil)
	for name, change := range map[string]func(*race.Result){
		"masked":    func(r *race.Result) { r.Entry.Visibility = race.Masked },
		"anonymous": func(r *race.Result) { r.Entry.Visibility = race.Anonymous },
		"by code":   func(r *race.Result) { r.Certificate = &race.Certificate{Status: race.CertificateReady, ByCode: true} },
		"scheduled": func(r *race.Result) { r.Certificate = &race.Certificate{Status: race.CertificateScheduled} },
		"held":      func(r *race.Result) { r.Certificate = &race.Certificate{Status: race.CertificateHeld} },
		"none":      func(r *race.Result) { r.Certificate = withheld },
		"annulled":  func(r *race.Result) { r.Annulled = true },
	} {
		r := finisher(f.race, "A00123", "张伟", "")
		if got, err := f.Preview(&r); err != nil || got == "" || !Previewed(&r) {
			t.Fatalf("%q, %v", got, err)
		}
		if change(&r); Previewed(&r) {
			t.Errorf("%s: there is a preview", name)
		}
		if got, err := f.Preview(&r); err != nil || got != "" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestAPreviewIsTheSameFromAnyGoroutine(t *testing.T) {
	f := form(t, nil)
	var all [8]string
	var workers sync.WaitGroup
	for i := range all {
		workers.Go(func() {
			r := finisher(f.race, "A00123", "阿卜杜热合曼·阿卜杜热西提·买买提艾力", "")
			if got, err := f.Preview(&r); err == nil {
				all[i] = got + pictureOf(t, f)
			}
		})
	}
	workers.Wait()
	for i, got := range all {
		if got == "" || got != all[0] {
			t.Errorf("worker %d drew another preview", i)
		}
	}
}

func TestAFullSheetHasASmallPreview(t *testing.T) {
	for _, languages := range [][]string{{"zh", "en"}, {"en", "ja"}, {"ja", "zh"}} {
		e, rc, rv := crowded(true)
		f, err := New(design(t), book(t), languages, e, rc, rv, signer(t))
		if err != nil {
			t.Fatal(err)
		}
		pictureOf(t, f)
		shown(t, f, &rv.Results[0])
	}
}

func TestAnImageIsInThePreviewUnlessItIsTooLarge(t *testing.T) {
	flat, noise := image.NewNRGBA(image.Rect(0, 0, 400, 300)), image.NewNRGBA(image.Rect(0, 0, 400, 300))
	random := rand.New(rand.NewSource(1))
	for i := range flat.Pix {
		flat.Pix[i], noise.Pix[i] = 200, byte(random.Intn(256))
	}
	file := func(of image.Image) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, of); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	many := strings.Builder{}
	for range 4000 {
		fmt.Fprintf(&many, "L%d %d", random.Intn(4000), random.Intn(3000))
	}
	for name, of := range map[string]struct {
		data []byte
		want string
	}{
		"flat.png":  {file(flat), `<image x="200" y="20" width="40" height="30" href="data:image/png;base64,`},
		"noise.png": {file(noise), `<image x="200"`}, // coarse
		"logo.svg":  {[]byte(`<svg viewBox="0 0 40 30"><path fill="#123456" d="M0 0h40v30z"/></svg>`), `<path fill="#123456" d="M200 20L240 20L240 50Z"/>`},
		"maze.svg":  {[]byte(`<svg viewBox="0 0 4000 3000"><path fill="#123456" d="M0 0` + many.String() + `"/></svg>`), ""},
	} {
		d, problems := ParseDesign(withImage(t, name, of.data), "plain")
		if d == nil {
			t.Fatal(problems)
		}
		e, rc, rv := meeting()
		f, err := New(d, book(t), []string{"en"}, e, rc, rv, nil)
		if err != nil {
			t.Fatal(err)
		}
		picture := pictureOf(t, f)
		if of.want != "" && !strings.Contains(picture, of.want) {
			t.Errorf("%s is not in\n%s", name, picture)
		}
		if of.want == "" && (strings.Contains(picture, "<image") || strings.Contains(picture, "#123456")) {
			t.Errorf("%s is in a picture of %d bytes", name, len(picture))
		}
	}
}

func TestOnlyThePreviewOfASignedCertificateHasTheSignOfACode(t *testing.T) {
	e, rc, rv := meeting()
	f, err := New(design(t), book(t), []string{"en"}, e, rc, rv, signer(t))
	if err != nil {
		t.Fatal(err)
	}
	for want, of := range map[bool]*Form{true: f, false: form(t, nil)} {
		if got := strings.Contains(pictureOf(t, of), `fill-opacity=".3"`); got != want {
			t.Errorf("a sign of a code: %v, want %v", got, want)
		}
	}
}

// BenchmarkPreview makes what a runner's page has of the certificate.
func BenchmarkPreview(b *testing.B) {
	f := form(b, nil)
	var results []race.Result
	for _, n := range []string{"张伟", "欧阳志远", "John Smith", "李娜"} {
		results = append(results, finisher(f.race, "A00123", n, "ZHANG Wei"))
	}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Preview(&results[i%len(results)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
