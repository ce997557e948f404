package certificate

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// archived is a PDF as qpdf reads it.
type archived struct {
	t       *testing.T
	objects map[string]any
	trailer map[string]any
}

func archivedOf(t *testing.T, pdf []byte) *archived {
	t.Helper()
	out, err := exec.Command(program(t, "qpdf"), "--json=2", "--json-stream-data=inline", "--decode-level=generalized", filed(t, [][]byte{pdf})[0]).Output()
	if err != nil {
		t.Fatalf("qpdf: %v", err)
	}
	var read struct{ QPDF []json.RawMessage }
	a := &archived{t: t, objects: map[string]any{}}
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(read.QPDF[1], &a.objects); err != nil {
		t.Fatal(err)
	}
	a.trailer = a.object("trailer")
	return a
}

// object is a dictionary, given or referred to.
func (a *archived) object(v any) map[string]any {
	a.t.Helper()
	if ref, is := v.(string); is {
		if ref != "trailer" {
			ref = "obj:" + ref
		}
		whole, _ := a.objects[ref].(map[string]any)
		if stream, is := whole["stream"].(map[string]any); is {
			return stream["dict"].(map[string]any)
		}
		v = whole["value"]
	}
	d, is := v.(map[string]any)
	if !is {
		a.t.Fatalf("%v is no dictionary", v)
	}
	return d
}

// data are the bytes of a stream.
func (a *archived) data(ref any) []byte {
	a.t.Helper()
	whole, _ := a.objects["obj:"+ref.(string)].(map[string]any)
	stream, is := whole["stream"].(map[string]any)
	if !is {
		a.t.Fatalf("%v is no stream", ref)
	}
	b, err := base64.StdEncoding.DecodeString(stream["data"].(string))
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

// text is a string of a dictionary, or of an object of its own.
func (a *archived) text(v any) string {
	if ref, is := v.(string); is && strings.HasSuffix(ref, " R") {
		v = a.objects["obj:"+ref].(map[string]any)["value"]
	}
	s, _ := v.(string)
	return strings.TrimPrefix(s, "u:")
}

func (a *archived) list(v any) []any { l, _ := v.([]any); return l }

// TestCertificatesAreForArchivesAndForThoseWhoHearThem holds what PDF/A-3 (level A) and
// PDF/UA-1 ask for against certificates, one clause after another: no program at hand
// checks all of it.
func TestCertificatesAreForArchivesAndForThoseWhoHearThem(t *testing.T) {
	signed, made := signedForm(t), form(t, func(e *race.Edition, _ *race.Race, _ *race.RaceVerdict) { e.Demonstration = true })
	unranked := finisher(signed.race, "7", "مُحَمَّد Ngọc", "O’Brien & <Co>")
	unranked.Place, unranked.PlaceOverall, unranked.Status = 0, 0, race.Unranked
	unranked.Reason = &race.Reason{Code: race.MissedPoint, Point: "half", Limit: race.NoTime}
	for _, c := range []struct {
		claim string
		form  *Form
		who   race.Result
		lang  []string // of spans
	}{
		{"a Chinese name", signed, finisher(signed.race, "A00123", "欧阳志远", "OUYANG Zhiyuan"), []string{"en"}},
		{"a name of two scripts, and no place", signed, unranked, []string{"ar", "en"}},
		{"made-up results", made, finisher(made.race, "A1", "Иван", "Ivan"), []string{"en", "ru"}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			a := archivedOf(t, draw(t, c.form, c.who))
			root := a.object(a.trailer["/Root"])
			a.names(root, &c.who)
			a.colours(root)
			a.fonts()
			a.tree(root, c.form, c.lang)
			for _, ref := range slices.Sorted(maps.Keys(a.objects)) {
				whole, _ := a.objects[ref].(map[string]any)
				text := fmt.Sprint(whole["value"])
				for _, never := range []string{"/JavaScript", "/OpenAction", "/AA:", "/Encrypt", "/LZWDecode", "/Launch"} {
					if strings.Contains(text, never) {
						t.Errorf("%s in %s", never, ref)
					}
				}
			}
		})
	}
}

// names checks what the document says of itself: metadata, title, language, identity, and
// the file that it carries.
func (a *archived) names(root map[string]any, r *race.Result) {
	t := a.t
	title := a.text(a.object(a.trailer["/Info"])["/Title"])
	metadata := string(a.data(root["/Metadata"]))
	if d := a.object(root["/Metadata"]); d["/Type"] != "/Metadata" || d["/Subtype"] != "/XML" {
		t.Errorf("metadata of kind %v", d)
	}
	for d := xml.NewDecoder(strings.NewReader(metadata)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the metadata are no XML: %v", err)
		}
	}
	var escaped strings.Builder
	xml.EscapeText(&escaped, []byte(title))
	for _, want := range []string{"<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<pdfaSchema:prefix>pdfuaid<",
		">" + escaped.String() + "</rdf:li></rdf:Alt></dc:title>", "<xmp:CreateDate>2022-11-06T00:00:00+08:00<"} {
		if !strings.Contains(metadata, want) {
			t.Errorf("no %q in the metadata\n%s", want, metadata)
		}
	}
	if title == "" || root["/Lang"] != "u:zh" || a.object(root["/MarkInfo"])["/Marked"] != true || a.object(root["/ViewerPreferences"])["/DisplayDocTitle"] != true {
		t.Errorf("title %q, language %v, %v, %v", title, root["/Lang"], root["/MarkInfo"], root["/ViewerPreferences"])
	}
	if len(a.list(a.trailer["/ID"])) != 2 {
		t.Errorf("the identity is %v", a.trailer["/ID"])
	}
	files := a.list(root["/AF"])
	if named := a.list(a.object(a.object(root["/Names"])["/EmbeddedFiles"])["/Names"]); len(files) != 1 || len(named) != 2 || named[1] != files[0] {
		t.Fatalf("the files are %v and %v", files, named)
	}
	file := a.object(files[0])
	inner := a.object(file["/EF"])["/F"]
	if file["/AFRelationship"] != "/Data" || a.text(file["/F"]) != dataFile || a.text(file["/UF"]) != dataFile || a.text(file["/Desc"]) == "" ||
		a.object(inner)["/Subtype"] != "/application/json" || a.text(a.object(a.object(inner)["/Params"])["/ModDate"]) == "" {
		t.Errorf("the file is %v, %v", file, a.object(inner))
	}
	var data struct {
		Edition, Race, Bib, Name string
		GunTime                  string `json:"gun_time"`
		Place                    *int
		Splits                   []struct{ Point, Time string }
	}
	if err := json.Unmarshal(a.data(inner), &data); err != nil {
		t.Fatalf("%v\n%s", err, a.data(inner))
	}
	if data.Edition != "2022" || data.Race != "marathon" || data.Bib != r.Entry.Bib || data.Name != r.Entry.Name || data.GunTime != "3:31:05" ||
		(data.Place == nil) != (r.Place == 0) || len(data.Splits) != 10 || data.Splits[0].Point != "5 km" || data.Splits[0].Time != r.Splits[1].Official().String() {
		t.Errorf("it carries %+v", data)
	}
}

// colours checks that the document says what its colours are: a profile of a screen in
// red, green and blue.
func (a *archived) colours(root map[string]any) {
	intents := a.list(root["/OutputIntents"])
	if len(intents) != 1 {
		a.t.Fatalf("%d intents", len(intents))
	}
	intent := a.object(intents[0])
	profile := a.data(intent["/DestOutputProfile"])
	if intent["/S"] != "/GTS_PDFA1" || a.text(intent["/OutputConditionIdentifier"]) == "" || a.object(intent["/DestOutputProfile"])["/N"] != 3.0 {
		a.t.Errorf("the intent is %v", intent)
	}
	if len(profile) < 128 || int(binary.BigEndian.Uint32(profile)) != len(profile) || string(profile[12:24]) != "mntrRGB XYZ " || string(profile[36:40]) != "acsp" {
		a.t.Fatalf("a profile of %d bytes: %q", len(profile), profile[:min(128, len(profile))])
	}
	seen := map[string]bool{}
	for i := range binary.BigEndian.Uint32(profile[128:]) {
		tag := profile[132+12*i:]
		seen[string(tag[:4])] = true
		if at, size := binary.BigEndian.Uint32(tag[4:]), binary.BigEndian.Uint32(tag[8:]); at%4 != 0 || int(at+size) > len(profile) {
			a.t.Errorf("%s is at %d, %d bytes", tag[:4], at, size)
		}
	}
	for _, tag := range []string{"desc", "cprt", "wtpt", "chad", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"} {
		if !seen[tag] {
			a.t.Errorf("no %s in the profile", tag)
		}
	}
}

var codeRange = regexp.MustCompile(`<([0-9A-F]{4})>(?:<([0-9A-F]{4})>)?[<[]`)

// fonts checks that each font is embedded, that its widths are those of its glyphs, and
// that each of its codes stands for a character.
func (a *archived) fonts() {
	t, some := a.t, 0
	for ref, whole := range a.objects {
		font, _ := whole.(map[string]any)["value"].(map[string]any)
		if font["/Type"] != "/Font" || font["/Subtype"] != "/Type0" {
			continue
		}
		some++
		inner := a.object(a.list(font["/DescendantFonts"])[0])
		descriptor := a.object(inner["/FontDescriptor"])
		if inner["/CIDToGIDMap"] != "/Identity" || font["/Encoding"] != "/Identity-H" || inner["/BaseFont"] != font["/BaseFont"] || descriptor["/FontName"] != font["/BaseFont"] {
			t.Errorf("%s is %v, %v", ref, font, inner)
		}
		file := a.data(descriptor["/FontFile2"])
		tables := map[string][]byte{}
		for i := range int(binary.BigEndian.Uint16(file[4:])) {
			row := file[12+16*i:]
			tables[string(row[:4])] = file[binary.BigEndian.Uint32(row[8:]):]
		}
		em, glyphs := float64(binary.BigEndian.Uint16(tables["head"][18:])), int(binary.BigEndian.Uint16(tables["maxp"][4:]))
		metrics := int(binary.BigEndian.Uint16(tables["hhea"][34:]))
		given := a.list(a.list(inner["/W"])[1])
		stand := map[int]bool{}
		for _, m := range codeRange.FindAllStringSubmatch(string(a.data(font["/ToUnicode"])), -1) {
			from, _ := strconv.ParseInt(m[1], 16, 32)
			to := from
			if m[2] != "" {
				to, _ = strconv.ParseInt(m[2], 16, 32)
			}
			for code := from; code <= to; code++ {
				stand[int(code)] = true
			}
		}
		for code := 1; code < glyphs && stand[code]; code++ {
			width := 1000.0
			if code <= len(given) {
				width = given[code-1].(float64)
			}
			if is := float64(binary.BigEndian.Uint16(tables["hmtx"][4*min(code, metrics-1):])) * 1000 / em; math.Abs(width-is) > 1 {
				t.Errorf("%v: code %d is %g wide, its glyph %g", font["/BaseFont"], code, width, is)
			}
		}
		for code := range given {
			if !stand[code+1] {
				t.Errorf("%v: code %d stands for nothing", font["/BaseFont"], code+1)
			}
		}
	}
	if some < 3 {
		t.Errorf("%d fonts", some)
	}
}

var (
	contentWord = regexp.MustCompile(`\((?:[^\\()]|\\(?s:.))*\)|<<|>>|<[0-9A-F]*>|/[^\s/()<>\[\]]*|[^\s/()<>\[\]]+|[\[\]]`)
	draws       = []string{"Tj", "TJ", "S", "f", "f*", "B", "B*", "sh", "Do"}
)

// tree checks that all content is either a piece of the tree, each once, or an artifact,
// and what the tree says of the pieces.
func (a *archived) tree(root map[string]any, f *Form, lang []string) {
	t := a.t
	page := a.object(a.list(a.object(root["/Pages"])["/Kids"])[0])
	var content strings.Builder
	for _, ref := range a.list(page["/Contents"]) {
		content.Write(a.data(ref))
		content.WriteByte('\n')
	}
	pieces, spoken, open, words := map[int]bool{}, map[string]bool{}, []string{}, contentWord.FindAllString(content.String(), -1)
	inside := func(what string) bool { return slices.Contains(open, what) }
	for i, word := range words {
		switch word {
		case "BMC":
			open = append(open, words[i-1])
		case "BDC":
			kind := "/Span"
			for k := i - 1; words[k] != "<<"; k-- {
				switch {
				case words[k] == "/MCID":
					kind = "/P"
					n, _ := strconv.Atoi(words[k+1])
					if pieces[n] || inside("/P") {
						t.Errorf("piece %d is there twice, or within another", n)
					}
					pieces[n] = true
				case words[k] == "/Lang":
					spoken[strings.Trim(words[k+1], "()")] = true
				}
			}
			open = append(open, kind)
		case "EMC":
			open = open[:len(open)-1]
		}
		if slices.Contains(draws, word) && inside("/P") == inside("/Artifact") {
			t.Fatalf("%s draws what is no piece and no artifact, or both: %v", word, open)
		}
		if slices.Contains([]string{"k", "K", "cs", "CS", "scn", "gs"}, word) {
			t.Errorf("the operator %s", word)
		}
	}
	if len(open) > 0 {
		t.Errorf("%v stay open", open)
	}
	if got := slices.Sorted(maps.Keys(spoken)); !slices.Equal(got, lang) {
		t.Errorf("spans in %v, want %v", got, lang)
	}

	top := a.object(root["/StructTreeRoot"])
	parents := a.list(a.list(a.object(top["/ParentTree"])["/Nums"])[1])
	kinds, langs := map[string]int{}, map[string]int{}
	var walk func(ref, parent string)
	walk = func(ref, parent string) {
		e := a.object(ref)
		kind := e["/S"].(string)
		kinds[kind]++
		if e["/P"] != parent {
			t.Errorf("%s is under %v, not %s", ref, e["/P"], parent)
		}
		if said := a.text(e["/Lang"]); said != "" {
			langs[said]++
		}
		attributes, _ := e["/A"].(map[string]any)
		if kind == "/TH" && attributes["/Scope"] == nil || kind == "/Figure" && (a.text(e["/Alt"]) == "" || attributes["/BBox"] == nil) {
			t.Errorf("a %s with %v", kind, e)
		}
		for _, kid := range a.list(e["/K"]) {
			switch kid := kid.(type) {
			case string:
				walk(kid, ref)
			case float64:
				if !pieces[int(kid)] || parents[int(kid)] != ref || e["/Pg"] == nil {
					t.Errorf("%s %s has piece %v, which is there: %v, under %v", kind, ref, kid, pieces[int(kid)], parents[int(kid)])
				}
				delete(pieces, int(kid))
			}
		}
	}
	for _, kid := range a.list(top["/K"]) {
		for ref, whole := range a.objects {
			if d, _ := whole.(map[string]any)["value"].(map[string]any); d["/Type"] == "/StructTreeRoot" {
				walk(kid.(string), strings.TrimPrefix(ref, "obj:"))
			}
		}
	}
	if len(pieces) > 0 {
		t.Errorf("pieces %v are in no tree", pieces)
	}
	want := map[string]int{"/Document": 1, "/H1": 1, "/Table": 1, "/TR": 11, "/TH": 14, "/TD": 30}
	if f.link != nil {
		want["/Figure"] = 1
	}
	for kind, n := range want {
		if kinds[kind] != n {
			t.Errorf("%d of %s, want %d", kinds[kind], kind, n)
		}
	}
	if kinds["/P"] < 30 || langs["en"] < 3 || len(kinds) != len(want)+1 {
		t.Errorf("the tree has %v, in %v", kinds, langs)
	}
	if page["/StructParents"] != 0.0 {
		t.Error("the page is not in the tree")
	}
}
