package verify

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
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
		name, read := f.Certificate.Path, s.pdfText
		if name == "" {
			name = r.imprints[f.Bib]
			read = func(name string) (string, error) { return s.joinedText(name, f.Bib) }
		}
		text, err := read(name)
		if err != nil {
			return err
		}
		for _, want := range []struct{ what, text string }{{"bib", f.Bib}, {"name", f.Name}, {"gun time", f.Gun}, {"net time", f.Net}} {
			if !strings.Contains(text, want.text) {
				s.wrong(name, "results_differ", rebuild, "bib %s: it does not say the %s %q of results.json", f.Bib, want.what, want.text)
			}
		}
	}
	return nil
}

// pdfText is what a PDF says, all pages in the order of drawing; nothing for
// one that is missing.
func (s *site) pdfText(name string) (string, error) {
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return "", s.unread(name, err)
	}
	return s.textOf(name, data)
}

// textOf is what the bytes of a PDF say.
func (s *site) textOf(name string, data []byte) (text string, err error) {
	defer func() {
		if r := recover(); r != nil { // how the reader says that a file is damaged
			s.wrong(name, "unreadable_pdf", rebuild, "it cannot be read: %v", r)
			text, err = "", nil
		}
	}()
	doc, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		var plain io.Reader
		if plain, err = doc.GetPlainText(); err == nil {
			var all []byte
			all, err = io.ReadAll(plain)
			text = string(all)
		}
	}
	if err != nil {
		s.wrong(name, "unreadable_pdf", rebuild, "it cannot be read: %v", fmt.Sprint(err))
	}
	return text, nil
}
