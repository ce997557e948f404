package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// leaf is a document of a page for each text.
func leaf(texts ...string) []byte {
	d := New()
	root, pages, info := d.Reserve(1), d.Reserve(1), d.Reserve(1)
	var kids []int
	for _, text := range texts {
		page, content := d.Reserve(1), d.Reserve(1)
		d.Begin(page)
		d.Put(fmt.Sprintf("<</Type/Page/Parent %d 0 R%s/Contents %d 0 R>>", pages, MediaBox(100, 100), content))
		d.End()
		d.Packed(content, "", []byte(text))
		kids = append(kids, page)
	}
	d.Catalogue(root, pages, kids, "en")
	d.Begin(info)
	d.Put("<</Title(own)>>")
	d.End()
	d.Close(root, info, 0, [2][16]byte{})
	return d.Bytes()
}

func TestPagesOfManyDocumentsAreJoined(t *testing.T) {
	var b bytes.Buffer
	if err := Join(&b, []Part{{"First", leaf("% one 9 0 R", "% two")}, {"Second", leaf("% three")}}, "All", "en", [16]byte{1}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{"% one 9 0 R", "% two", "% three"} { // what a page draws is not read
		if strings.Count(text, want) != 1 {
			t.Errorf("%q stands %d times", want, strings.Count(text, want))
		}
	}
	if strings.Contains(text, "(own)") || strings.Count(text, "/Type/Catalog") != 1 || !strings.Contains(text, "/Count 3>>") {
		t.Error("what a document says of itself is taken over")
	}
	offsets, _, err := tables(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range reference.FindAllStringSubmatch(strings.ReplaceAll(text, "% one 9 0 R", ""), -1) {
		var n int
		fmt.Sscan(m[1], &n)
		if at := offsets[n]; at == 0 || !strings.HasPrefix(text[at:], m[1]+" 0 obj\n") {
			t.Errorf("%s leads to no object", m[0])
		}
	}
	var again bytes.Buffer
	if err := Join(&again, []Part{{"Again", b.Bytes()}}, "All", "en", [16]byte{1}); err != nil || strings.Count(again.String(), "/Type/Page/") != 3 {
		t.Errorf("what is joined cannot be joined: %v", err)
	}
}

func TestWhatIsNoDocumentIsNotJoined(t *testing.T) {
	good := string(leaf("% one"))
	for name, bad := range map[string]string{
		"nothing": "", "text": "startxref\n9\n%%EOF\n", "no object": strings.ReplaceAll(good, "\n1 0 obj\n", "\n8 0 obj\n"),
		"a list of no pages": strings.ReplaceAll(good, "Kids[4 0 R]", "Kids[      ]"), "no list": strings.ReplaceAll(good, "/Kids", "/Kind"),
		"no length": strings.ReplaceAll(good, "/Length", "/Lenght"), "a length beyond the end": strings.ReplaceAll(good, "/Length 5", "/Length 9999999"),
		"a table that leads to itself": strings.ReplaceAll(good, "/Info 3 0 R", "/Prev "+good[strings.LastIndex(good, "startxref\n")+10:strings.LastIndex(good, "\n%%EOF")]),
	} {
		var b bytes.Buffer
		if err := Join(&b, []Part{{"Bad", []byte(bad)}}, "All", "en", [16]byte{}); err == nil || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
	}
}
