package verify

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/ledongthuc/pdf"
)

// sampled is how many of a race's certificates are read back.
const sampled = 20

// printed holds the PDFs of a race against results.json: the printed list
// whole, and certificates here and there.
func (s *site) printed(r *results) error {
	list := r.folder + "/results.pdf"
	if s.paths[list] {
		text, err := s.pdfText(list)
		if err != nil {
			return err
		}
		s.named(list, []byte(text))
		at := 0 // rows stand in the order of results.json
		for i := range r.facts {
			f := &r.facts[i]
			if f.Place == 0 || f.Bib == "" {
				continue
			}
			row := f.Gun + f.Net + f.Bib + f.Name // in the order in which they are drawn
			if found := strings.Index(text[at:], row); found >= 0 {
				at += found
			} else if !strings.Contains(text, row) {
				s.wrong(list, "results_differ", rebuild, "bib %s: no row says %s, %s and %q", f.Bib, f.Gun, f.Net, f.Name)
			}
		}
	}
	var open []*fact
	for i := range r.facts {
		f := &r.facts[i]
		if f.Certificate.Path != "" && !s.paths[f.Certificate.Path] {
			s.wrong(f.Certificate.Path, "no_certificate", rebuild, "bib %s of %s/results.json has no certificate", f.Bib, r.folder)
		} else if f.Certificate.Path != "" || r.imprints[f.Bib] != "" {
			open = append(open, f)
		}
	}
	for n := range min(sampled, len(open)) {
		f := open[n*len(open)/min(sampled, len(open))]
		name, read := f.Certificate.Path, s.file
		if name == "" {
			name = r.imprints[f.Bib]
			read = func(name string) ([]byte, error) { return s.joined(name, f.Bib) }
		}
		data, err := read(name)
		if err != nil {
			return err
		}
		text := s.textOf(name, data)
		s.given(r, name, f, data)
		for _, want := range []struct{ what, text string }{{"bib", f.Bib}, {"name", f.Name}, {"gun time", f.Gun}, {"net time", f.Net}} {
			if !strings.Contains(text, want.text) {
				s.wrong(name, "results_differ", rebuild, "bib %s: it does not say the %s %q of results.json", f.Bib, want.what, want.text)
			}
		}
	}
	byCode := s.byCode(r)
	for n := range min(sampled, len(byCode)) {
		name := byCode[n*len(byCode)/min(sampled, len(byCode))]
		data, err := s.file(name)
		if err != nil {
			return err
		}
		s.given(r, name, nil, data)
	}
	return nil
}

// byCode are a race's certificates that its results do not name, sorted.
func (s *site) byCode(r *results) (names []string) {
	for name := range s.paths {
		if path.Dir(name) == r.folder+"/certificates" && path.Ext(name) == ".pdf" && !r.forms[path.Base(name)] {
			names = append(names, name)
		}
	}
	open := map[string]bool{}
	for i := range r.facts {
		open[r.facts[i].Certificate.Path] = true
	}
	names = slices.DeleteFunc(names, func(name string) bool { return open[name] })
	slices.Sort(names)
	return names
}

// file is what a file holds; nothing where it is missing.
func (s *site) file(name string) ([]byte, error) {
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return nil, s.unread(name, err)
	}
	return data, nil
}

// pdfText is what a PDF says, all pages in the order of drawing; nothing for
// one that is missing.
func (s *site) pdfText(name string) (string, error) {
	data, err := s.file(name)
	if data == nil {
		return "", err
	}
	return s.textOf(name, data), nil
}

// textOf is what the bytes of a PDF say.
func (s *site) textOf(name string, data []byte) string {
	return s.readPDF(name, data, func(doc *pdf.Reader) (string, error) {
		plain, err := doc.GetPlainText()
		if err != nil {
			return "", err
		}
		all, err := io.ReadAll(plain)
		return string(all), err
	})
}

// readPDF reads something in the bytes of a PDF, nothing in none.
func (s *site) readPDF(name string, data []byte, read func(*pdf.Reader) (string, error)) (text string) {
	if data == nil {
		return ""
	}
	defer func() {
		if r := recover(); r != nil { // how the reader says that a file is damaged
			s.wrong(name, "unreadable_pdf", rebuild, "it cannot be read: %v", r)
			text = ""
		}
	}()
	doc, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		text, err = read(doc)
	}
	if err != nil {
		s.wrong(name, "unreadable_pdf", rebuild, "it cannot be read: %v", fmt.Sprint(err))
	}
	return text
}
