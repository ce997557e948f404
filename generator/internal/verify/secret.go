package verify

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// secrets are what the archive knows and the site must not say.
type secrets struct {
	names *[1 << 16][]string        // of those who are not to be named, by their first two bytes; nil without any
	own   map[string]map[string]own // by edition/race and bib
}

// own is what is private to one runner: chip, code, date of birth.
type own []struct{ what, text string }

// secretsOf gathers them. A name that somebody else bears in public is none.
func secretsOf(a *race.Archive) *secrets {
	s := &secrets{own: map[string]map[string]own{}}
	public, hidden := map[string]bool{}, map[string]bool{}
	for _, c := range a.Champions {
		public[c.Name] = true
		for _, name := range c.Names {
			public[name] = true
		}
	}
	for _, e := range a.Editions {
		for _, rc := range e.Races {
			all := make(map[string]own, len(rc.Entries))
			s.own[e.ID+"/"+rc.ID] = all
			for _, entry := range rc.Entries {
				for _, name := range []string{entry.PublishedName(), entry.PublishedLatinName(), entry.Club} {
					public[name] = true
				}
				if entry.Visibility != race.Public {
					hidden[entry.Name], hidden[entry.LatinName] = true, true
				}
				var private own
				add := func(what, text string) {
					if len(text) >= 6 && text != entry.Bib {
						private = append(private, struct{ what, text string }{what, text})
					}
				}
				add("the chip", entry.Chip)
				add("the certificate code", entry.Code)
				if !entry.Birth.IsZero() {
					add("the date of birth", entry.Birth.Format("2006-01-02"))
				}
				all[entry.Bib] = private
			}
		}
	}
	for name := range hidden {
		if utf8.RuneCountInString(name) > 1 && !public[name] {
			if s.names == nil {
				s.names = new([1 << 16][]string)
			}
			first := uint16(name[0])<<8 | uint16(name[1])
			s.names[first] = append(s.names[first], name)
		}
	}
	return s
}

// named looks in a text for those who are not to be named.
func (s *site) named(file string, text []byte) {
	if s.secrets.names == nil {
		return
	}
	for i := 0; i+1 < len(text); i++ {
		for _, name := range s.secrets.names[uint16(text[i])<<8|uint16(text[i+1])] {
			if bytes.HasPrefix(text[i:], []byte(name)) && apart(text, i, i+len(name)) {
				s.wrong(file, "withdrawn_name", "its owner is masked or anonymous in entries.csv: build again, publish at once, purge the page", "it says %q", name)
			}
		}
	}
}

// told looks in what is published of a runner for what is private to them.
func (s *site) told(file, folder, bib string, text []byte) {
	for _, p := range s.secrets.own[folder][bib] {
		if i := bytes.Index(text, []byte(p.text)); i >= 0 && apart(text, i, i+len(p.text)) {
			s.wrong(file, "private_field", "it is only for the race office: remove it from the page or the export", "bib %s: it says %s", bib, p.what)
		}
	}
}

// apart reports whether what stands from i to j is no part of a longer word.
// The words of a PDF may follow each other without a space, so a change of
// script, or to a capital, parts words too.
func apart(text []byte, i, j int) bool {
	before, _ := utf8.DecodeLastRune(text[:i])
	first, _ := utf8.DecodeRune(text[i:])
	last, _ := utf8.DecodeLastRune(text[:j])
	after, _ := utf8.DecodeRune(text[j:])
	return parted(before, first) && parted(last, after)
}

// parted reports whether a word may end between two characters.
func parted(a, b rune) bool {
	return script(a) == none || script(a) != script(b) || unicode.IsLower(a) && unicode.IsUpper(b)
}

const (
	none = iota // no part of a word
	digit
	han
	letter
)

func script(r rune) int {
	switch {
	case unicode.IsDigit(r):
		return digit
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.IsLetter(r):
		return letter
	}
	return none
}

// private reports whether a column or key is one that only the race office
// needs.
func private(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"birth", "phone", "mobile", "mail", "chip", "certificate_code", "id_number", "passport", "address"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return name == "age" || name == "code"
}

// sheetText is what the cells of a workbook say.
func sheetText(files fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	for _, part := range book.File {
		if !strings.HasSuffix(part.Name, ".xml") {
			continue
		}
		f, err := part.Open()
		if err != nil {
			return nil, err
		}
		in := xml.NewDecoder(f)
		for {
			token, err := in.RawToken()
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, err
			}
			if chars, ok := token.(xml.CharData); ok {
				text.Write(chars)
				text.WriteByte('\n')
			}
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
	return text.Bytes(), nil
}
