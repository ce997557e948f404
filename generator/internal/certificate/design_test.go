package certificate

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/problem"
)

// templates are the project's own with a changed design.
func templates(t *testing.T, change func(string) string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, name := range []string{"NotoSansSC-Regular.ttf", "NotoSans-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerifSC-Bold.ttf"} {
		data, err := os.ReadFile(root + "templates/fonts/" + name + truetype.PackedSuffix)
		if err != nil {
			t.Fatal(err)
		}
		fsys["fonts/"+name+truetype.PackedSuffix] = &fstest.MapFile{Data: data}
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
		{"an unknown fact is found", "fact: pace", "fact: swiftness", `unknown fact "swiftness"`},
		{"a field off the page is found", "at: [136, 143.2]", "at: [290, 143.2]", "outside the page"},
		{"an unknown font is found", "font: strong, size: 34", "font: heavy, size: 34", `unknown font "heavy"`},
		{"a misspelt colour is found", `"#71685f"`, `"grey"`, `"grey" is not a colour`},
		{"a font file that is not there is found", "NotoSerif-Bold.ttf]", "Comic.ttf]", `"Comic.ttf" cannot be used`},
		{"an unknown ornament is found", "draw: frame, at: [7, 7]", "draw: dragon, at: [7, 7]", `unknown draw "dragon"`},
		{"a field that is not a number is found", "at: [136, 143.2]", "at: [.nan, 143.2]", "outside the page"},
		{"a field above the page is found", "at: [26, 34], width", "at: [26, 2], width", "outside the page"},
		{"a code off the page is found", "qr: {at: [240, 155], size: 31", "qr: {at: [240, 155], size: 61", "outside the page"},
		{"a code too small to be read is found", "qr: {at: [240, 155], size: 31", "qr: {at: [240, 155], size: 9", "a QR code of 9 mm"},
		{"a path that is none is found", `path: "M0.8 13.8 C2.2`, `path: "X0.8 13.8 C2.2`, "no command"},
		{"a figure without a path is found", `path: "M0.8 13.8 C2.2 12.6 4.4 12.6 6 13.9 C4.6 15.4 2.2 15.4 0.8 13.8 Z", copies`, `copies`, "it draws nothing"},
		{"a condition on no fact is found", "if: grade, colour", "if: luck, colour", `unknown fact "luck"`},
		{"a design without a name is found", "- {fact: name, language", "- {fact: club, language", "no field shows the name"},
		{"an unknown alignment is found", "align: centre, font: text", "align: justify, font: text", `unknown align "justify"`},
	} {
		t.Run(c.claim+" at its line", func(t *testing.T) {
			d, problems := ParseDesign(templates(t, func(s string) string { return strings.Replace(s, c.old, c.new, 1) }), "")
			if d != nil || !problems.Errors() {
				t.Fatal("taken")
			}
			at := line(string(source), c.old)
			if !slices.ContainsFunc(problems, func(p problem.Problem) bool {
				return p.Path == "templates/certificate.yaml" && (p.Line == at || c.text == "no field shows the name") && p.Column > 0 && strings.Contains(p.Text, c.text)
			}) {
				t.Errorf("findings: %v (wanted line %d)", problems, at)
			}
		})
	}
	t.Run("a design like another has what it does not say itself", func(t *testing.T) {
		formal := design(t)
		for name, emblem := range map[string]int{"trail": 5, "bare": 0} {
			d, problems := ParseDesign(os.DirFS(root+"templates"), name)
			if d == nil || len(problems) > 0 {
				t.Fatal(problems)
			}
			if len(d.Fields) != len(formal.Fields) || len(d.Artwork) != formal.drawn+emblem || d.inks["ink"] != formal.inks["ink"] {
				t.Errorf("%s has %d fields and %d ornaments", name, len(d.Fields), len(d.Artwork))
			}
			if name == "trail" && d.inks["accent"] == formal.inks["accent"] {
				t.Error("its colour is that of the other")
			}
		}
		d, problems := ParseDesign(fstest.MapFS{"certificate-a.yaml": {Data: []byte("like: certificate-b.yaml\n")}}, "a")
		if d != nil || len(problems) != 1 || !strings.Contains(problems[0].Text, "certificate-b.yaml") {
			t.Errorf("findings: %v", problems)
		}
	})
	t.Run("what would be like itself is told to take a name of its own", func(t *testing.T) {
		d, problems := ParseDesign(fstest.MapFS{"certificate.yaml": {Data: []byte("like: certificate.yaml\n")}}, "")
		if d != nil || len(problems) != 1 || !strings.Contains(problems[0].Hint, "certificate: {design: NAME}") {
			t.Errorf("findings: %v", problems)
		}
	})
	t.Run("a grid shows what somebody has, without gaps", func(t *testing.T) {
		e, rc, rv := meeting()
		rv.Results[0].Entry.Team = "Wolfe"
		d := *design(t)
		d.Grid = &grid{At: [2]float64{26, 157.5}, Size: [2]float64{100, 24}, Columns: 2, Row: 12, Down: 7, Show: []string{"club", "team", "grade", "place"},
			Label: gridType{"text", 8, 6, "quiet"}, Value: gridType{"strong", 12, 6, "ink"}}
		f, err := New(&d, book(t), []string{"en"}, e, rc, rv, nil)
		if err != nil {
			t.Fatal(err)
		}
		at := map[string][2]float64{}
		for _, field := range f.all[len(d.Fields):] {
			at[field.Fact+field.Say] = field.At
		}
		if len(f.all) != len(d.Fields)+4 || at["team"][0] != 26 || at["place"][0] != 76 || at["place"][1] != 164.5 {
			t.Errorf("%v", at)
		}
	})
	t.Run("a design that is not there is found", func(t *testing.T) {
		for name, path := range map[string]string{"": "templates/certificate.yaml", "gilded": "templates/certificate-gilded.yaml"} {
			d, problems := ParseDesign(fstest.MapFS{}, name)
			if d != nil || len(problems) != 1 || problems[0].Code != UnknownDesign || problems[0].Path != path {
				t.Errorf("findings: %v", problems)
			}
		}
	})
	t.Run("a font file that is not TrueType is found where it is named", func(t *testing.T) {
		for what, data := range map[string][]byte{"nothing": nil, "PostScript": []byte("OTTO" + strings.Repeat("x", 100)), "a collection": []byte("ttcf" + strings.Repeat("x", 100))} {
			files := templates(t, func(s string) string { return s })
			files["fonts/NotoSerif-Bold.ttf"] = &fstest.MapFile{Data: data}
			d, problems := ParseDesign(files, "")
			if at := line(string(source), "NotoSerif-Bold.ttf"); d != nil || len(problems) != 1 || problems[0].Code != "font" || problems[0].Line != at {
				t.Errorf("%s: findings %v", what, problems)
			}
		}
	})
	t.Run("a path of SVG is read", func(t *testing.T) {
		moves, err := drawing.ParsePath("M1-2 3,4H5V-6C1 2 3 4 5 6Q1 2 3 4L7.5 .5Z")
		if err != nil {
			t.Fatal(err)
		}
		var commands strings.Builder
		for _, m := range moves {
			commands.WriteByte(m.Command)
		}
		if commands.String() != "MLLLCCLZ" || moves[3].Points[0] != [2]float64{5, -6} {
			t.Errorf("%s %v", commands.String(), moves)
		}
		for _, bad := range []string{"", "M1 2", "L1 2 3 4", "M1 2 L3", "M1 2 A3 4", "M1 2 Z 3 4", "M1 2 L3 x"} {
			if _, err := drawing.ParsePath(bad); err == nil {
				t.Errorf("%q is taken", bad)
			}
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
					b.WriteRune(truetype.Plain(g.r))
				}
			}
			if b.String() != text {
				t.Fatalf("at %d: %q", width, b.String())
			}
		}
	})
}
