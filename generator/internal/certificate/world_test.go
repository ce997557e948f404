package certificate

import (
	"bytes"
	_ "embed"
	"flag"
	"fmt"
	"image"
	"image/color"
	draw2 "image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"guntime/generator/internal/race"
)

var update = flag.Bool("update", false, "draw the pictures of names anew")

//go:embed testdata/names.txt
var namesOfTheWorld string

// worldNames are the names of the file, composed as tables are read.
func worldNames() (names []string) {
	for line := range strings.Lines(namesOfTheWorld) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			names = append(names, norm.NFC.String(line))
		}
	}
	return names
}

// worldForm is a form of little artwork, and certificates of some names on it, a
// page each.
func worldForm(t *testing.T, names []string) []byte {
	t.Helper()
	plain, problems := ParseDesign(os.DirFS(root+"templates"), "plain")
	if plain == nil {
		t.Fatal(problems)
	}
	e, rc, rv := meeting()
	f, err := New(plain, book(t), []string{"en"}, e, rc, rv, nil)
	if err != nil {
		t.Fatal(err)
	}
	var results []*race.Result
	for _, name := range names {
		r := finisher(rc, "A00123", name, "")
		results = append(results, &r)
	}
	var b bytes.Buffer
	if err := f.Batch(&b, slices.Values(results), Whole); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordOf is a text without what a reader may put in or leave out: spaces, hyphens at
// the end of a line, and the signs of the direction in which it read.
func wordOf(text string) string { return strings.ReplaceAll(solid(text), "-", "") }

func TestNamesOfTheWorldAreCopiedAsTheyWereGiven(t *testing.T) {
	names := worldNames()
	if len(names) < 200 {
		t.Errorf("%d names", len(names))
	}
	pdf := worldForm(t, names)
	file := filed(t, [][]byte{pdf})[0]
	for _, command := range [][]string{{"pdftotext", "-raw", file, "-"}, {"mutool", "draw", "-q", "-F", "txt", file}} {
		text, err := exec.Command(program(t, command[0]), command[1:]...).Output()
		if err != nil {
			t.Fatal(err)
		}
		pages := strings.Split(string(text), "\f")
		for i, name := range names {
			if !strings.Contains(wordOf(pages[i]), wordOf(name)) {
				t.Errorf("%s: %q is not in %q", command[0], name, pages[i])
			}
		}
	}
}

// pictured are the names of which the picture is kept, one for each way of writing.
var pictured = []string{"Nguyễn Thị Hồng Nhung", "Ἀλέξανδρος Ἑρμῆς", "Ўктам Қодиров", "남궁민정", "น้ำฝน แก้วประเสริฐ", "مُحَمَّدٌ ٱلْأَمِين", "چنگیز ژاله\u200cپور", "שִׁירָה גִּלְעָד",
	"ज्योतिर्मयी त्रिपाठी", "ياسر (Yasser) العظمة"}

func TestNamesOfTheWorldLookAsTheyDid(t *testing.T) {
	pdf := filed(t, [][]byte{worldForm(t, pictured)})[0]
	dir := t.TempDir()
	if out, err := exec.Command(program(t, "mutool"), "draw", "-q", "-r", "50", "-c", "gray", "-o", filepath.Join(dir, "%d.png"), pdf).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, name := range pictured {
		drawn := cropped(t, filepath.Join(dir, fmt.Sprintf("%d.png", i+1)))
		golden := fmt.Sprintf("testdata/name-%d.png", i+1)
		if *update {
			var b bytes.Buffer
			if err := png.Encode(&b, drawn); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		file, err := os.Open(golden)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(file)
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		if far := distance(drawn, want); far > 4 {
			t.Errorf("%s looks otherwise than in %s: %.1f of 255 a dot", name, golden, far)
		}
	}
}

// cropped is the part of a picture of a certificate with the name.
func cropped(t *testing.T, name string) *image.Gray {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	whole, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	part := image.NewGray(image.Rect(0, 0, 270, 46))
	draw2.Draw(part, part.Bounds(), whole, image.Pt(56, 122), draw2.Src)
	return part
}

// distance is how far two pictures are from each other, for a dot of the second that
// is not white, at which programs of different versions may differ a little.
func distance(a, b image.Image) float64 {
	sum, dark := 0.0, 0
	for y := range b.Bounds().Dy() {
		for x := range b.Bounds().Dx() {
			g, w := color.GrayModel.Convert(a.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y
			sum += math.Abs(float64(g) - float64(w))
			if w < 250 {
				dark++
			}
		}
	}
	return sum / float64(max(1, dark))
}
