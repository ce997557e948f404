package verify

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// pdfOf is a PDF of one page: its title, and texts that are drawn in a font of
// its own codes, each at a place of its own.
func pdfOf(title string, texts ...string) string {
	codes, order := map[rune]int{}, []rune{}
	content := "BT /F0 9 Tf\n"
	for _, text := range texts {
		content += "0 -12 Td <"
		for _, r := range text {
			if codes[r] == 0 {
				order = append(order, r)
				codes[r] = len(order)
			}
			content += fmt.Sprintf("%04X", codes[r])
		}
		content += "> Tj\n"
	}
	units := func(text string) (hex string) {
		for _, u := range utf16.Encode([]rune(text)) {
			hex += fmt.Sprintf("%04X", u)
		}
		return hex
	}
	table := "begincmap 1 beginbfrange"
	for i, r := range order {
		table += fmt.Sprintf(" <%04X><%04X><%s>", i+1, i+1, units(string(r)))
	}
	table += " endbfrange endcmap"
	packed := func(text string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write([]byte(text))
		z.Close()
		return fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", b.Len(), b.String())
	}
	return "%PDF-1.7\n1 0 obj\n<</Type/Font/ToUnicode 2 0 R>>\nendobj\n2 0 obj\n" + packed(table) + "\nendobj\n3 0 obj\n" + packed(content+"ET") +
		"\nendobj\n4 0 obj\n<</Type/Page/Contents[3 0 R]/Resources<</Font<</F0 1 0 R>>>>>>\nendobj\n5 0 obj\n<</Title<FEFF" + units(title) +
		">>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 6/Info 5 0 R>>\nstartxref\n0\n%%EOF\n"
}

func TestAPDFIsReadForWhatItDrawsAndWhatItSaysBesides(t *testing.T) {
	var p pdfReader
	d, err := p.read([]byte(pdfOf("Title 王伟", "诸葛钢铁", "0:30:00", "[U+AE40]민")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(d.says); strings.Join(got, "|") != "诸葛钢铁|0:30:00|김민" {
		t.Errorf("it draws %q", got)
	}
	if !strings.Contains(strings.Join(d.notes, "\n"), "Title 王伟") {
		t.Errorf("it says besides %q", d.notes)
	}
	whole := pdfOf("x", "y")
	for _, damaged := range []string{"", "%PDF-1.7\nno", whole[:len(whole)-10], strings.Replace(whole, "/Length ", "/Length 9", 1), strings.Replace(whole, "\nstream\nx", "\nstream\ny", 1)} {
		if _, err := p.read([]byte(damaged), nil); err == nil {
			t.Errorf("%q is read", damaged)
		}
	}
}

func TestPrintsAreHeldAgainstTheResults(t *testing.T) {
	rows := []string{"0:30:00", "–", "1", "王伟", "WANG Wei", "2", "0:31:00", "–", "2", "王*", "W*** W**", "3", "0:32:00", "–", "3", "诸**铁", "Z**** G******"}
	with := func(from, to string) []string {
		return strings.Split(strings.Replace(strings.Join(rows, "\n"), from, to, 1), "\n")
	}
	const list, certificate = "2026/run/results.pdf", "2026/run/certificates/1.pdf"
	byCode := "2026/run/certificates/" + tokenOf("K7Q2M4X9P3TW", "2026/run", "3") + ".pdf"
	for _, c := range []struct{ claim, name, text, says string }{
		{"a list of a race without net times", list, pdfOf("x", rows...), ""},
		{"another time", list, pdfOf("x", with("0:31:00", "0:31:01")...), "results_differ: bib 2: no row"},
		{"a net time that nobody has", list, pdfOf("x", with("0:31:00\n–", "0:31:00\n0:30:58")...), "results_differ: bib 2: no row"},
		{"a name that is masked", list, pdfOf("x", with("诸**铁", "诸葛钢铁")...), "withdrawn_name"},
		{"a name in its title", list, pdfOf("诸葛钢铁", rows...), "withdrawn_name"},
		{"a name in a remark", list, strings.Replace(pdfOf("x", rows...), "xref\n0", "% 诸葛钢铁\nxref\n0", 1), "withdrawn_name"},
		{"a certificate", certificate, pdfOf("王伟 1", "王伟", "WANG Wei", "1", "0:30:00"), ""},
		{"a certificate of another time", certificate, pdfOf("王伟 1", "王伟", "WANG Wei", "1", "0:30:02"), "results_differ: bib 1: it does not say the gun time"},
		{"a certificate of another name", certificate, pdfOf("王伟 1", "王五", "1", "0:30:00"), "results_differ: bib 1: it does not say the name"},
		{"a hidden name on a certificate", certificate, pdfOf("王伟 1", "王伟", "1", "0:30:00", "诸葛钢铁"), "withdrawn_name"},
		{"a certificate that a code opens", byCode, pdfOf("诸葛钢铁 3", "诸葛钢铁", "3", "0:32:00"), ""},
		{"the same under the bib", "2026/run/certificates/3.pdf", pdfOf("诸葛钢铁 3", "诸葛钢铁", "3", "0:32:00"), "withdrawn_name"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			var mine []string
			for _, f := range finds(t, map[string]string{c.name: c.text}) {
				if strings.HasPrefix(f, c.name) {
					mine = append(mine, f)
				}
			}
			if c.says == "" && len(mine) > 0 || c.says != "" && !has(mine, c.says) {
				t.Errorf("found %q", mine)
			}
		})
	}
	parts := pdfOf("form", "Finished") + strings.TrimPrefix(pdfOf("诸葛钢铁", "王伟", "1", "0:30:00"), "%PDF-1.7\n")
	if found := finds(t, map[string]string{certificate: parts}); !has(found, certificate+" withdrawn_name") {
		t.Errorf("a second part is not read: %q", found)
	}
}

func TestANameThatNoFontHasIsGivenOtherwiseOnACertificate(t *testing.T) {
	for _, c := range []struct {
		says, name, latin string
		right             bool
	}{
		{"王伟1", "王伟", "", true}, {"王五1", "王伟", "", false}, {"WANGWei1", "王伟", "WANG Wei", true}, {"Ann1", "Ann 🏃", "", true}, {"F7", "김민준", "", true}, {"LeeAnn", "Ann Lee", "", false},
	} {
		if got := showsName(c.says, c.name, c.latin); got != c.right {
			t.Errorf("%q bears %q (%q): %t", c.says, c.name, c.latin, got)
		}
	}
}

func TestAWorkbookIsReadRowByRow(t *testing.T) {
	book := func(cells ...string) string {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		f, err := w.Create("xl/worksheets/sheet1.xml")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, `<worksheet><sheetData><row><c r="A1" t="inlineStr"><is><t>bib</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row><row>`)
		for i, cell := range cells {
			fmt.Fprintf(f, `<c r="%c2" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, cell)
		}
		fmt.Fprint(f, `<c r="Z2"><v>1234567</v></c></row></sheetData></worksheet>`)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, c := range []struct {
		cells []string
		says  string
	}{
		{[]string{"1", "王伟"}, ""}, {[]string{"2", "王伟"}, "withdrawn_name"}, {[]string{"2", "王*"}, ""}, {[]string{"", "王伟"}, "withdrawn_name"},
		{[]string{"3", "诸**铁"}, ""}, {[]string{"3", "1234567"}, "private_field: bib 3: it says the chip"}, {[]string{"1", "诸葛钢铁"}, "withdrawn_name"},
	} {
		var mine []string
		for _, f := range finds(t, map[string]string{"2026/run/results.xlsx": book(c.cells...)}) {
			if strings.HasPrefix(f, "2026/run/results.xlsx") {
				mine = append(mine, f)
			}
		}
		if c.says == "" && len(mine) > 0 || c.says != "" && !has(mine, c.says) {
			t.Errorf("%q: found %q", c.cells, mine)
		}
	}
	if found := finds(t, map[string]string{"2026/run/results.xlsx": "no book"}); !has(found, "results.xlsx unreadable_results") {
		t.Errorf("what is no workbook: %q", found)
	}
}
