package verify

import (
	"bytes"
	"io/fs"
	"path"
	"slices"

	"github.com/ledongthuc/pdf"
)

// sampled is how many public certificates of a race, and how many that need a code,
// have their QR codes read back. Each takes milliseconds.
const sampled = 20

// checkCodes reads the QR codes of some certificates of a race, evenly spread, and
// compares them with the lists.
func (s *site) checkCodes(r *results) error {
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
			read = func(name string) ([]byte, error) { return s.joinImprint(name, f.Bib) }
		}
		data, err := read(name)
		if err != nil {
			return err
		}
		s.checkCode(r, name, f, data)
	}
	byCode := s.byCode(r)
	for n := range min(sampled, len(byCode)) {
		name := byCode[n*len(byCode)/min(sampled, len(byCode))]
		data, err := s.file(name)
		if err != nil {
			return err
		}
		s.checkCode(r, name, nil, data)
	}
	return nil
}

// byCode returns the certificates of a race that results.json does not name,
// sorted.
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

// file returns the bytes of a file, nil where it is missing.
func (s *site) file(name string) ([]byte, error) {
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return nil, s.unread(name, err)
	}
	return data, nil
}

// codeIn returns the text of the QR code of a certificate, "" where it has none.
func (s *site) codeIn(name string, data []byte) (text string) {
	if data == nil {
		return ""
	}
	defer func() {
		if r := recover(); r != nil { // the reader panics on a damaged file
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
