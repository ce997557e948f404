package social

import (
	"bytes"
	"image/png"
	"os"
	"testing"

	"guntime/templates"
)

var colours = Colours{Paper: "#ffffff", Ink: "#1d1b19", Accent: "#9e1b1e"}

func maker(t testing.TB) *Maker {
	m, err := New(templates.FS, colours)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var shown = Race{Site: "北京马拉松成绩", Edition: "2022北京马拉松", Race: "10公里", Date: "2022年11月6日 · 演示数据，并非真实成绩"}

// pictures are of people as they are called in many scripts.
var pictures = map[string]Runner{
	"han":     {Name: "欧阳娜娜", Latin: "OUYANG Nana", Time: "3:55:19", Says: "F58 · 女子第58名"},
	"latin":   {Name: "Wojciech Świątek-Brzęczyszczykiewicz", Time: "2:14:34", Says: "M1 · 1st of the men"},
	"arabic":  {Name: "محمد الأمين", Latin: "Mohamed Elamine", Time: "10:05:59", Says: "120 · 第3"},
	"unknown": {Name: "ᠪᠠᠲᠤ", Time: "4:00:00", Says: "7"},
	"kana":    {Name: "さかもと りょう", Latin: "SAKAMOTO Ryo", Time: "2:59:59", Says: "A77 · 男子12位"},
}

func TestPicturesOfAnyNameAreSmallAndReadable(t *testing.T) {
	m := maker(t)
	sheet := m.Sheet(shown)
	see := func(name string, draw func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := draw(&b); err != nil {
			t.Fatal(name, err)
		}
		p, err := png.Decode(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(name, err)
		}
		if p.Bounds().Dx() != Width || p.Bounds().Dy() != Height {
			t.Errorf("%s: %v", name, p.Bounds())
		}
		if b.Len() > 15<<10 {
			t.Errorf("%s has %d bytes, more than 15 KB", name, b.Len())
		}
		if dir := os.Getenv("GUNTIME_PICTURES"); dir != "" {
			os.WriteFile(dir+"/"+name+".png", b.Bytes(), 0o644)
		}
	}
	see("race", func(b *bytes.Buffer) error { return m.Picture(b, shown) })
	see("race-long", func(b *bytes.Buffer) error {
		return m.Picture(b, Race{Site: "Results", Edition: "Internationaler Voralpenmarathon Kempten 2026", Race: "Half marathon", Date: "6 November 2026"})
	})
	for name, r := range pictures {
		see(name, func(b *bytes.Buffer) error { return sheet.Draw(b, r) })
	}
}

func TestTheSameTextsGiveTheSameBytesAndOthersDoNot(t *testing.T) {
	var one, two, other bytes.Buffer
	r := pictures["han"]
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := maker(t).Sheet(shown).Draw(b, r); err != nil {
			t.Fatal(err)
		}
	}
	r.Time = "3:55:20"
	if err := maker(t).Sheet(shown).Draw(&other, r); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) || bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("a picture does not depend on its texts alone")
	}
}

func BenchmarkRunner(b *testing.B) {
	m := maker(b)
	sheet := m.Sheet(shown)
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := sheet.Draw(&out, pictures["han"]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes")
}

func TestWhatOneFontHasEveryTextOfAPictureCanHave(t *testing.T) {
	m := maker(t)
	for _, r := range "㐁㚆㝊" { // which the font for small texts lacks
		if !drawable(string(r), m.text) || !drawable(string(r), m.strong) {
			t.Errorf("%c is not drawn", r)
		}
	}
}
