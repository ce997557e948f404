package certificate

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/problem"
)

// templates are the project's own with a changed design.
func templates(t *testing.T, change func(string) string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, name := range []string{"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"} {
		data, err := os.ReadFile(root + "templates/fonts/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys["fonts/"+name] = &fstest.MapFile{Data: data}
	}
	source, err := os.ReadFile(root + "templates/certificate.yaml")
	if err != nil {
		t.Fatal(err)
	}
	fsys["certificate.yaml"] = &fstest.MapFile{Data: []byte(change(string(source)))}
	return fsys
}

func TestDesign(t *testing.T) {
	line := func(source, part string) int { return 1 + strings.Count(source[:strings.Index(source, part)], "\n") }
	source, err := os.ReadFile(root + "templates/certificate.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ claim, old, new, text string }{
		{"an unknown key is found", "fact: gun,", "fackt: gun,", "fackt"},
		{"an unknown fact is found", "fact: pace", "fact: speed", `unknown fact "speed"`},
		{"a field off the page is found", "at: [136, 147.5]", "at: [290, 147.5]", "off the page"},
		{"an unknown font is found", "font: strong, size: 34", "font: heavy, size: 34", `unknown font "heavy"`},
		{"a misspelt colour is found", `"#7a716a"`, `"grey"`, `"grey" is not a colour`},
		{"a font file that is not there is found", "NotoSans-Bold.ttf]", "Comic.ttf]", `"Comic.ttf" cannot be used`},
		{"an unknown ornament is found", "draw: frame, at: [7, 7]", "draw: dragon, at: [7, 7]", `unknown draw "dragon"`},
		{"an unknown alignment is found", "align: centre, font", "align: justify, font", `unknown align "justify"`},
	} {
		t.Run(c.claim+" at its line", func(t *testing.T) {
			d, problems := ParseDesign(templates(t, func(s string) string { return strings.Replace(s, c.old, c.new, 1) }))
			if d != nil || !problems.Errors() {
				t.Fatal("taken")
			}
			at := line(string(source), c.old)
			if !slices.ContainsFunc(problems, func(p problem.Problem) bool {
				return p.Path == "templates/certificate.yaml" && p.Line == at && p.Column > 0 && strings.Contains(p.Text, c.text)
			}) {
				t.Errorf("findings: %v (wanted line %d)", problems, at)
			}
		})
	}
	t.Run("a missing design is found", func(t *testing.T) {
		if d, problems := ParseDesign(fstest.MapFS{}); d != nil || !problems.Errors() {
			t.Error("taken")
		}
	})
	t.Run("lines neither begin nor end with what may not stand there", func(t *testing.T) {
		glyphs, _ := design(t).stacks["text"].set(nil, strings.Repeat("于终点，（完成）全程。", 12), nil)
		for width := 3000; width < 20000; width += 371 {
			for _, l := range wrap(glyphs, width) {
				first, last := l[0].r, l[len(l)-1].r
				if strings.ContainsRune(neverFirst, first) || strings.ContainsRune(neverLast, last) {
					t.Errorf("at %d a line begins with %c and ends with %c", width, first, last)
				}
			}
		}
	})
	t.Run("no character is lost however narrow the lines", func(t *testing.T) {
		text := "终点（完成）Wolfeschlegelsteinhausen，全程。"
		glyphs, _ := design(t).stacks["text"].set(nil, text, nil)
		for width := 100; width < 20000; width += 97 {
			var b strings.Builder
			for _, l := range wrap(glyphs, width) {
				for _, g := range l {
					b.WriteRune(g.r)
				}
			}
			if b.String() != text {
				t.Fatalf("at %d: %q", width, b.String())
			}
		}
	})
}
