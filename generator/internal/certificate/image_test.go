package certificate

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// withImage is the program's plain design with an image in the corner.
func withImage(t *testing.T, name string, data []byte) fstest.MapFS {
	t.Helper()
	source, err := os.ReadFile(root + "templates/certificate-plain.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(source), "\nfields:", "\nartwork:\n  - {draw: image, file: "+name+", at: [200, 20], size: [40, 30]}\n\nfields:", 1)
	files := fstest.MapFS{"certificate-plain.yaml": {Data: []byte(text)}, name: {Data: data}}
	for _, font := range []string{"NotoSans-Regular", "NotoSansSC-Regular", "NotoSerif-Bold", "NotoSerifSC-Bold"} {
		packed, err := os.ReadFile(root + "templates/fonts/" + font + ".ttf.packed")
		if err != nil {
			t.Fatal(err)
		}
		files["fonts/"+font+".ttf.packed"] = &fstest.MapFile{Data: packed}
	}
	return files
}

func TestImagesOfADesign(t *testing.T) {
	square := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	for i := range square.Pix {
		square.Pix[i] = 128
	}
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, square); err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray(image.Rect(0, 0, 20, 20))
	grey.Set(3, 3, color.White)
	if err := jpeg.Encode(&asJPEG, grey, nil); err != nil {
		t.Fatal(err)
	}
	const logo = `<svg viewBox="0 0 40 30"><g transform="translate(20 15) rotate(10)" fill="#8c1a22"><circle r="8"/><path d="M-5-5h10v10H-5zm2 2a3 2 0 01 3 3" style="fill-rule:evenodd;stroke:black"/></g></svg>`
	for name, data := range map[string]string{"logo.svg": logo, "logo.png": asPNG.String(), "logo.jpg": asJPEG.String()} {
		t.Run(name+" is drawn once for all", func(t *testing.T) {
			d, problems := ParseDesign(withImage(t, name, []byte(data)), "plain")
			if d == nil || len(problems) > 0 {
				t.Fatal(problems)
			}
			e, rc, rv := meeting()
			f, err := New(d, book(t), []string{"en"}, e, rc, rv, nil)
			if err != nil {
				t.Fatal(err)
			}
			pdf := draw(t, f, rv.Results[0])
			strict(t, pdf)
			dots := rendered(t, pdf, 25, 197, 20, 38, 29) // 25 dots are an inch
			dark := 0
			for _, v := range dots {
				if v < 200 {
					dark++
				}
			}
			if dark < 60 {
				t.Errorf("%d of %d dots are dark", dark, len(dots))
			}
		})
	}
	for data, want := range map[string]string{
		"":      "EOF",
		"<svg>": "neither a viewBox nor a width",
		`<svg viewBox="0 0 1 1"><text>a</text></svg>`:                    "<text>: this element is not supported",
		`<svg viewBox="0 0 1 1"><path d="M0 0 L1"/></svg>`:               "<path>: no number",
		`<svg viewBox="0 0 1 1"><rect width="1" fill="url(#g)"/></svg>`:  `the colour "url(#g)" is not supported`,
		`<svg viewBox="0 0 1 1"><defs><linearGradient/></defs></svg>`:    "<linearGradient> is not supported",
		`<svg viewBox="0 0 1 1">` + strings.Repeat("<g>", 100):           "too deep",
		`<!DOCTYPE s [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>`: "invalid character entity",
	} {
		if d, problems := ParseDesign(withImage(t, "bad.svg", []byte(data)), "plain"); d != nil || len(problems) != 1 || problems[0].Code != "image" ||
			!strings.Contains(problems[0].Text, want) && want != "EOF" || problems[0].Line == 0 {
			t.Errorf("%s: %v", data, problems)
		}
	}
}
