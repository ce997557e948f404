package e2e

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"crypto/sha256"

	"github.com/andybalholm/brotli"

	"guntime/generator/internal/export"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/site"
)

// leak is a file with a text that must not be there, and what verify must report.
type leak struct {
	kind, path string
	data       []byte
	says       string // a part of the finding
}

// leakKinds are the places at which leaks are planted.
var leakKinds = []string{"text of a page", "text of a page, split by a tag", "attribute of a page", "remark in a page", "address in a page", "code on a page", "own page, a name that others bear",
	"row of a list", "row without a name", "results.json", "results.json, a name that others bear", "changes.json, escaped", "results.csv", "results.xlsx", "workbook's properties",
	"certificate's content", "certificate's information", "certificate in a shard", "printed list", "printed list's remarks", "finder's row", "finder's key", "finder's key, a reading",
	"finder's index", "Atom feed", "JSON feed", "sitemap", "robots.txt", "_redirects", "picture", "script", "style", "verify.json", "schema", "pixels", "compressed twin",
	"where a certificate lies", "name of one character", "runner who was taken out"}

// plant plants leaks in a copy of the site, a few at a time, and checks that verify
// finds each in its file. It returns the kinds that this site has room for.
func (s *someSite) plant() map[string]bool {
	s.t.Helper()
	leaks := s.leaks()
	kinds := map[string]bool{}
	for len(leaks) > 0 {
		changed := map[string][]byte{}
		var now, later []leak
		for _, l := range leaks {
			if changed[l.path] == nil && len(now) < 8 {
				changed[l.path] = l.data
				now = append(now, l)
			} else {
				later = append(later, l)
			}
		}
		found := s.finds(changed)
		for _, l := range now {
			kinds[l.kind] = true
			if !slices.ContainsFunc(found[l.path], func(f string) bool { return strings.Contains(f, l.says) }) {
				s.t.Errorf("%s: missed a leak: %s, in %s, %s: found %q", s, l.kind, l.path, l.says, found[l.path])
			}
		}
		leaks = later
	}
	if s.twins() {
		kinds["compressed twin"] = true
	}
	return kinds
}

// leaks are those that the site has room for.
func (s *someSite) leaks() (all []leak) {
	const ed, folder = "2022", "2022/marathon/"
	lang := s.languages[s.dice.IntN(len(s.languages))]
	hidden := s.entry(func(e *race.Entry) bool { return strings.HasPrefix(e.Code, "K7Q2M4X9P3TW") })
	twin := s.entry(func(e *race.Entry) bool { return e.Code == "K7Q2M4X9P3TX" })
	one := s.entry(func(e *race.Entry) bool { return e.Code == "K7Q2M4X9P3TZ" })
	add := func(kind, name, says string, data []byte) {
		if data != nil && !bytes.Equal(data, s.files[name]) {
			all = append(all, leak{kind, name, data, says})
		}
	}
	swap := func(kind, name, says, from, to string) {
		add(kind, name, says, bytes.Replace(s.files[name], []byte(from), []byte(to), 1))
	}
	named := "withdrawn_name: it says " + strconv.Quote(hidden.Name)
	twins := "withdrawn_name: it says " + strconv.Quote(twin.Name)
	main := func(text string) string { return text + "</main>" }

	swap("text of a page", lang+"/index.html", named, "</main>", main("<p>Well run, "+hidden.Name+"!</p>"))
	_, first := utf8.DecodeRuneInString(hidden.Name)
	swap("text of a page, split by a tag", lang+"/"+folder+"index.html", named, "</main>", main("<p><b>"+hidden.Name[:first]+"</b>"+hidden.Name[first:]+"</p>"))
	swap("attribute of a page", lang+"/"+folder+"index.html", named, "</main>", main(`<p title="`+hidden.Name+`"></p>`))
	swap("remark in a page", lang+"/search/index.html", named, "</main>", main("<!-- "+hidden.Name+" -->"))
	swap("address in a page", lang+"/glossary/index.html", named, "</main>", main(`<a href="https://example.net/?q=`+url.PathEscape(hidden.Name)+`">x</a>`))
	swap("code on a page", lang+"/"+folder+"statistics/index.html", "private_field: bib "+hidden.Bib, "</main>", main("<p>"+hidden.Code+"</p>"))
	for name := range s.files {
		if strings.HasPrefix(name, folder+"certificates/") && len(path.Base(name)) == 28 {
			swap("where a certificate lies", lang+"/"+folder+"media/index.html", "private_field", "</main>", main(`<a href="/`+name+`">x</a>`))
			break
		}
	}

	// What is of one runner.
	mine := lang + "/" + folder + "runners/" + twin.Bib + ".html"
	swap("own page, a name that others bear", mine, twins, "</main>", main("<p>"+twin.Name+"</p>"))
	swap("name of one character", lang+"/"+folder+"runners/"+one.Bib+".html", "withdrawn_name: it says "+strconv.Quote(one.Name), "</main>", main("<p>"+one.Name+"</p>"))
	for _, n := range []string{"0", "1", "2", "3"} {
		name := folder + "runners/" + lang + "/" + n + ".json"
		if at := bytes.Index(s.files[name], []byte(`"`+twin.Bib+`":`)); at >= 0 {
			data := slices.Clone(s.files[name])
			add("own page, a name that others bear", name, twins, slices.Concat(data[:at], bytes.Replace(data[at:], []byte(race.MaskName(twin.Name)), []byte(twin.Name), 1)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		part := strings.Split(name, "/")
		if len(part) < 5 || part[0] != lang || (part[3] != "men" && part[3] != "women") || path.Base(name) != "index.html" || slices.Contains(part, "group") {
			continue
		}
		data := s.files[name]
		for row := range bytes.Lines(data) {
			if bytes.HasPrefix(row, []byte("<tr")) && (bytes.Contains(row, []byte("/runners/"+twin.Bib+".html")) || bytes.Contains(row, []byte("/runners/#"+twin.Bib+`"`))) {
				add("row of a list", name, twins, bytes.Replace(data, row, bytes.Replace(row, []byte(">"+race.MaskName(twin.Name)+"<"), []byte(">"+twin.Name+"<"), 1), 1))
			}
		}
		for row := range bytes.Lines(data) {
			if bytes.HasPrefix(row, []byte("<tr")) && bytes.Contains(row, []byte("</td>")) && !bytes.Contains(row, []byte("/runners/")) && bytes.Contains(row, []byte("<span")) {
				add("row without a name", name, twins, bytes.Replace(data, row, bytes.Replace(row, []byte("</td>"), []byte("<b>"+twin.Name+"</b></td>"), 1), 1))
				break
			}
		}
	}

	// Tables.
	swap("results.json", folder+"results.json", named, strconv.Quote(race.MaskName(hidden.Name)), strconv.Quote(hidden.Name))
	swap("results.json, a name that others bear", folder+"results.json", twins, `{"bib":"`+twin.Bib+`","name":"`+race.MaskName(twin.Name), `{"bib":"`+twin.Bib+`","name":"`+twin.Name)
	var escaped strings.Builder
	for _, u := range utf16.Encode([]rune(hidden.Name)) {
		fmt.Fprintf(&escaped, `\u%04x`, u)
	}
	swap("changes.json, escaped", ed+"/changes.json", named, `"edition"`, `"note": "`+escaped.String()+`", "edition"`)
	swap("results.csv", folder+"results.csv", twins, "\n"+twin.Bib+","+race.MaskName(twin.Name), "\n"+twin.Bib+","+twin.Name)
	add("results.xlsx", folder+"results.xlsx", twins, zipped(s.files[folder+"results.xlsx"], func(name string, data []byte) []byte {
		at := bytes.Index(data, []byte(">"+twin.Bib+"<"))
		if at < 0 {
			return data
		}
		return slices.Concat(data[:at], bytes.Replace(data[at:], []byte(race.MaskName(twin.Name)), []byte(twin.Name), 1))
	}, "", ""))
	add("workbook's properties", folder+"results.xlsx", named, zipped(s.files[folder+"results.xlsx"], nil, "docProps/core.xml", "<cp:lastModifiedBy>"+hidden.Name+"</cp:lastModifiedBy>"))

	// PDFs. The certificate that a code opens bears the full name.
	bare := folder + "certificates/" + site.Token(hidden.Code, ed, "marathon", hidden.Bib) + ".pdf"
	if s.files[bare] != nil {
		for _, e := range s.archive.Editions[0].Races[0].Entries {
			if name := folder + "certificates/" + e.Bib + ".pdf"; e.Visibility == race.Public && s.files[name] != nil {
				add("certificate's content", name, named, withoutInformation(s.files[bare], hidden))
				break
			}
		}
		for _, name := range slices.Sorted(maps.Keys(s.files)) {
			var shard struct {
				Form     string            `json:"form"`
				Imprints map[string][]byte `json:"imprints"`
			}
			if !strings.HasPrefix(name, folder+"certificates/") || path.Ext(name) != ".json" || json.Unmarshal(s.files[name], &shard) != nil || len(shard.Imprints) == 0 {
				continue
			}
			form := s.files[folder+"certificates/"+shard.Form]
			shard.Imprints[slices.Sorted(maps.Keys(shard.Imprints))[0]] = s.files[bare][len(form):]
			data, err := json.Marshal(shard)
			if err != nil {
				s.t.Fatal(err)
			}
			add("certificate in a shard", name, named, data)
			break
		}
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(s.files))) {
		if strings.HasPrefix(name, folder+"certificates/") && path.Ext(name) == ".pdf" && name != bare {
			add("certificate's information", name, named, updated(s.files[name], "<</Title(\xFE\xFF"+escapedPDF(utf16Bytes(hidden.Name))+")>>", nil))
			break
		}
	}
	latin := hidden.LatinName
	if latin == "" {
		latin = hidden.Name
	}
	if !strings.ContainsFunc(latin, func(r rune) bool { return r > 126 }) {
		add("printed list", folder+"results.pdf", "withdrawn_name: it says "+strconv.Quote(latin), updated(s.files[folder+"results.pdf"], "<</Title(x)>>", []byte("BT /HX 9 Tf 20 20 Td ("+latin+") Tj ET")))
	}
	add("printed list's remarks", folder+"results.pdf", named, slices.Concat(s.files[folder+"results.pdf"], []byte("% "+hidden.Name+"\nstartxref\n0\n%%EOF\n")))

	// The finder.
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		base := path.Base(name)
		switch data := s.files[name]; {
		case !strings.HasPrefix(name, folder+"search/"):
		case base == "index.json":
			swap("finder's index", name, "search_key", `"bibs":[""`, `"bibs":["`+hidden.Name+`"`)
		case strings.HasPrefix(name, folder+"search/lists/n") && path.Ext(name) == ".json":
			rows, _, err := export.ReadSearchShard(data)
			var columns map[string]string
			if err != nil || json.Unmarshal(data, &columns) != nil {
				s.t.Fatalf("%s: %v", name, err)
			}
			with := func(kind, says string, change func(columns map[string]string)) {
				changed := maps.Clone(columns)
				change(changed)
				data, err := json.Marshal(changed)
				if err != nil {
					s.t.Fatal(err)
				}
				add(kind, name, says, data)
			}
			with("finder's key", "search_key", func(columns map[string]string) {
				columns["keys"], columns["rows"] = columns["keys"]+"\n0"+hidden.Name, columns["rows"]+"\n1"
			})
			at := slices.IndexFunc(rows, func(r export.SearchRow) bool { return r.Bib == twin.Bib })
			if at < 0 {
				continue
			}
			with("finder's row", twins, func(columns map[string]string) {
				names := strings.Split(columns["names"], "\n")
				names[at] = twin.Name
				columns["names"] = strings.Join(names, "\n")
			})
			with("finder's key, a reading", "search_key: bib "+twin.Bib, func(columns map[string]string) {
				columns["keys"], columns["rows"] = columns["keys"]+"\n0wangwei", columns["rows"]+"\n"+strconv.Itoa(len(rows)-at)
			})
		}
	}

	// All else.
	swap("Atom feed", ed+"/changes."+lang+".xml", named, "</feed>", "<!-- "+hidden.Name+" --></feed>")
	swap("JSON feed", ed+"/changes."+lang+".json", named, `"items"`, `"user_comment": "`+hidden.Name+`", "items"`)
	swap("sitemap", "sitemap.xml", named, "</urlset>", "<url><loc>https://example.org/"+url.PathEscape(hidden.Name)+"</loc></url></urlset>")
	for _, name := range []string{"robots.txt", "_redirects"} {
		if s.files[name] != nil {
			add(name, name, named, slices.Concat(s.files[name], []byte("# "+hidden.Name+"\n")))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		switch path.Ext(name) {
		case ".svg":
			swap("picture", name, named, "</svg>", "<title>"+hidden.Name+"</title></svg>")
		case ".js":
			add("script", name, named, slices.Concat(s.files[name], []byte("// "+hidden.Name)))
		case ".css":
			add("style", name, named, slices.Concat(s.files[name], []byte("/* "+hidden.Name+" */")))
		case ".png":
			add("pixels", name, named, slices.Concat(s.files[name], []byte("tEXtAuthor\x00"+hidden.Name)))
		}
	}
	swap("verify.json", "verify.json", named, `{`, `{"note":"`+hidden.Name+`",`)
	swap("schema", "results.schema.json", named, `{`, `{"$comment":"`+hidden.Name+`",`)
	for _, e := range s.manifest.Files {
		if e.Removed != 0 {
			swap("runner who was taken out", "sitemap.xml", "withdrawn_page: it leads to "+e.Path, "</urlset>", "<url><loc>https://example.org/"+e.Path+"</loc></url></urlset>")
			break
		}
	}
	return all
}

// zipped returns a workbook with changed parts, and one more part.
func zipped(book []byte, change func(name string, data []byte) []byte, more, text string) []byte {
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		panic(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, data []byte) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			panic(err)
		}
	}
	changed := more != ""
	for _, part := range in.File {
		f, err := part.Open()
		if err != nil {
			panic(err)
		}
		data, err := io.ReadAll(f)
		if err != nil {
			panic(err)
		}
		if change != nil {
			now := change(part.Name, data)
			changed = changed || !bytes.Equal(now, data)
			data = now
		}
		put(part.Name, data)
	}
	if more != "" {
		put(more, []byte(text))
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	if !changed {
		return nil
	}
	return out.Bytes()
}

func utf16Bytes(text string) (b []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}

func escapedPDF(text []byte) string {
	return strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`, "\r", `\r`).Replace(string(text))
}

// withoutInformation returns a certificate whose information lacks the name, so
// that only the drawn text has it.
func withoutInformation(pdf []byte, e *race.Entry) []byte {
	for _, name := range []string{e.Name, e.LatinName} {
		if name != "" {
			pdf = bytes.ReplaceAll(pdf, utf16Bytes(name), bytes.Repeat([]byte{0, 'x'}, len(utf16Bytes(name))/2))
		}
	}
	return pdf
}

var pageObject = regexp.MustCompile(`(?s)(\d+) 0 obj\n(<</Type/Page/.*?)\nendobj`)

// updated returns a PDF with appended information and, if given, more content on
// its last page.
func updated(pdf []byte, information string, content []byte) []byte {
	out := slices.Clone(pdf)
	trailers := regexp.MustCompile(`/Size (\d+)/Root (\d+) 0 R/Info (\d+) 0 R`).FindAllSubmatch(pdf, -1)
	last := trailers[len(trailers)-1]
	size, _ := strconv.Atoi(string(last[1]))
	at := map[int]int{}
	object := func(number int, text string) {
		at[number] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", number, text)
	}
	info, _ := strconv.Atoi(string(last[3]))
	object(info, information)
	if content != nil {
		pages := pageObject.FindAllSubmatch(pdf, -1)
		page := pages[len(pages)-1]
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		z.Write(content)
		z.Close()
		object(size, "<</Filter/FlateDecode/Length "+strconv.Itoa(packed.Len())+">>\nstream\n"+packed.String()+"\nendstream")
		object(size+1, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
		number, _ := strconv.Atoi(string(page[1]))
		text := strings.Replace(string(page[2]), "/Contents[", "/Contents["+strconv.Itoa(size)+" 0 R ", 1)
		object(number, strings.Replace(text, "/Font<<", "/Font<</HX "+strconv.Itoa(size+1)+" 0 R", 1))
		size += 2
	}
	start := len(out)
	out = append(out, "xref\n"...)
	for _, number := range slices.Sorted(maps.Keys(at)) {
		out = fmt.Appendf(out, "%d 1\n%010d 00000 n \n", number, at[number])
	}
	previous := bytes.LastIndex(pdf, []byte("startxref\n"))
	old, _, _ := bytes.Cut(pdf[previous+len("startxref\n"):], []byte("\n"))
	return fmt.Appendf(out, "trailer\n<</Size %d/Root %s 0 R/Info %d 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", size, last[2], info, old, start)
}

// twins plants leaks in a compressed twin of a page and in one of a style sheet, and
// updates the manifest; false where the site has no twins.
func (s *someSite) twins() bool {
	page := s.languages[0] + "/index.html"
	if s.files[page+".gz"] == nil {
		return false
	}
	hidden := s.entry(func(e *race.Entry) bool { return e.Code == "K7Q2M4X9P3TW" })
	style := ""
	for name := range s.files {
		if strings.HasPrefix(name, "assets/site.") && strings.HasSuffix(name, ".css") {
			style = name
		}
	}
	if s.files[style+".br"] == nil {
		s.t.Fatalf("%s: the style sheet %q has no smaller twin", s, style)
	}
	manifest := s.path(".guntime/public/manifest.json")
	text, err := os.ReadFile(manifest)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, name := range []string{page + ".gz", style + ".br"} {
		var packed bytes.Buffer
		gz := gzip.NewWriter(&packed)
		var z io.WriteCloser = gz
		switch {
		case name != page+".gz":
			z = brotli.NewWriter(&packed)
			z.Write(s.files[style])
			z.Write([]byte("/*" + hidden.Name + "*/"))
		case s.signed: // the page as it is, and the name before it
			gz.Extra = []byte(hidden.Name)
			z.Write(s.files[page])
		default:
			z.Write(bytes.Replace(s.files[page], []byte("</main>"), []byte("<p>"+hidden.Name+"</p></main>"), 1))
		}
		z.Close()
		if err := os.WriteFile(s.file(name), packed.Bytes(), 0o666); err != nil {
			s.t.Fatal(err)
		}
		e, _ := s.manifest.Find(name)
		old := fmt.Sprintf(`"size":%d,"sha256":"%x"`, e.Size, e.SHA256)
		text = bytes.Replace(text, []byte(old), fmt.Appendf(nil, `"size":%d,"sha256":"%x"`, packed.Len(), sha256.Sum256(packed.Bytes())), 1)
	}
	if err := os.WriteFile(manifest, text, 0o666); err != nil {
		s.t.Fatal(err)
	}
	found, err := publish.Verify(s.path("public"))
	if err != nil {
		s.t.Fatal(err)
	}
	wrong := 0
	for _, p := range found {
		if p.Code == "wrong_twin" {
			wrong++
		}
	}
	if wrong != 2 {
		s.t.Errorf("%s: %d of two twins with a leak were found: %v", s, wrong, found)
	}
	return true
}
