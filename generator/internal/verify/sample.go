package verify

import (
	"bytes"
	"io/fs"
	"path"
	"slices"

	"github.com/ledongthuc/pdf"
)

// sampled is how many of a race's certificates have their codes read back, of
// those that are open and of those by code: each takes milliseconds.
const sampled = 20

// coded reads the codes on some of a race's certificates, evenly spread, and
// holds them against the lists of what holds today.
func (s *site) coded(r *results) error {
	if r.stamps.bits < 0 {
		return nil
	}
	var open []*fact
	for i := range r.facts {
		if f := &r.facts[i]; s.paths[f.Certificate.Path] || r.imprints[f.Bib] != "" {
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
		s.given(r, name, f, data)
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

// codeIn is what the code in the bytes of a certificate says, "" in none.
func (s *site) codeIn(name string, data []byte) (text string) {
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
		text, err = codeOf(doc)
	}
	if err != nil {
		s.wrong(name, "unreadable_pdf", rebuild, "it cannot be read: %v", err)
	}
	return text
}
