package verify

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// scan looks in a text for what must not be published, and tells what no
// published text accounts for. Where a secret was found, at returns the part of
// the text that is read as one, and where it stands; a part that only programs
// read is one in which a single word is no name.
func (s *site) scan(file string, text []byte, at func(from, to int) (part [2]int, where place, programs bool)) {
	s.secrets.find(text, func(n, from, to int) {
		part, where, programs := at(from, to)
		piece := text[part[0]:part[1]]
		for _, one := range s.secrets.all[n] {
			if one.kind != nameSecret || one.word {
				if string(text[from:to]) != one.text || one.kind == nameSecret && (programs || inCode(text, from, to)) {
					continue
				}
			}
			if one.kind != nameSecret && !alone(text, from, to) || one.kind == stoneSecret && file == one.text {
				continue // a part of a hash, or the page itself
			}
			if where.named && where.theirs(piece, from-part[0], to-part[0]) {
				continue
			}
			if one.kind != stoneSecret && s.origins.accounts(n, piece, from-part[0], to-part[0], &where) {
				continue
			}
			s.leaked(file, &one)
		}
	})
}

// inCode reports whether a word is a part of an address or of a code: of signs
// without a space, some of which no word has.
func inCode(text []byte, from, to int) bool {
	within := func(c byte) bool { return class[c] != 0 || bytes.IndexByte([]byte("-_+/=.#:%@?&"), c) >= 0 }
	i, j := from, to
	for i > 0 && within(text[i-1]) {
		i--
	}
	for j < len(text) && within(text[j]) {
		j++
	}
	return bytes.ContainsAny(text[i:from], "0123456789-_+/=#%@&") || bytes.ContainsAny(text[to:j], "0123456789-_+/=#%@&")
}

// theirs reports whether what was found is of the names, the bib or the code of
// those whose place it is.
func (at *place) theirs(text []byte, from, to int) bool {
	return slices.ContainsFunc(at.of, func(e *race.Entry) bool {
		return slices.ContainsFunc([]string{e.Name, e.LatinName, bare(e.Name), bare(e.LatinName), e.Bib}, func(name string) bool {
			for k := 0; k+to-from <= len(name); k++ {
				if i := from - k; i >= 0 && i+len(name) <= len(text) && string(text[i:i+len(name)]) == name {
					return true
				}
			}
			return false
		})
	})
}

// alone reports whether no letter and no digit stands beside what was found.
func alone(text []byte, from, to int) bool {
	before, after := rune(-1), rune(-1)
	if from > 0 {
		before, _ = utf8.DecodeLastRune(text[:from])
	}
	if to < len(text) {
		after, _ = utf8.DecodeRune(text[to:])
	}
	edge := func(r rune) bool { return script(r) == none || script(r) == eastern }
	return edge(before) && edge(after)
}

// leaked tells of a secret.
func (s *site) leaked(file string, one *secret) {
	const office = "it is for nobody but the race office: take it off the page or out of the export"
	switch one.kind {
	case nameSecret:
		s.wrong(file, "withdrawn_name", "its owner is masked or anonymous in entries.csv: build again, publish at once, purge the page", "it says %q", one.text)
	case bibSecret:
		s.wrong(file, "withdrawn_name", "its owner is anonymous in entries.csv: build again, publish at once, purge the page", "it says the bib %s", one.text)
	case codeSecret:
		s.wrong(file, "private_field", office, "bib %s: it says the certificate code", one.owner.Bib)
	case tokenSecret:
		s.wrong(file, "private_field", office, "bib %s: it says where the certificate lies that a code opens", one.owner.Bib)
	case stoneSecret:
		s.wrong(file, "withdrawn_page", rebuild, "it leads to %s, which was withdrawn", one.text)
	}
}

// prose are the kinds of files in which somebody reads words.
var prose = map[string]bool{".json": true, ".csv": true, ".xml": true, ".svg": true, ".xlsx": true, ".pdf": true}

// named looks through what is of nobody in particular: any published text may
// stand there.
func (s *site) named(file string, text []byte) {
	text = plain(text)
	ext := path.Ext(file)
	code, data := !prose[ext], ext == ".json" || ext == ".csv" || ext == ".xlsx"
	s.scan(file, text, func(from, to int) ([2]int, place, bool) {
		return [2]int{0, len(text)}, place{}, code || data && (isKey(text, to) || isSmall(text[from:to]))
	})
}

// isKey reports whether what ends there is a key of JSON.
func isKey(text []byte, to int) bool {
	return to+1 < len(text) && text[to] == '"' && text[to+1] == ':'
}

// isSmall reports whether a word has no capital: in data those are words of
// programs.
func isSmall(word []byte) bool { return bytes.Equal(word, bytes.ToLower(word)) }

// told looks through what is of one runner, or of somebody who is not named,
// text by text: what is published of others does not account for a name there.
func (s *site) told(file string, where place, texts ...[]byte) {
	private := make([]secretOwn, 0, 3)
	for _, e := range where.of {
		if !where.named {
			private = append(private, own(e)...)
		}
	}
	for _, text := range texts {
		s.scan(file, text, func(from, to int) ([2]int, place, bool) {
			return [2]int{0, len(text)}, where, isKey(text, to) || isSmall(text[from:to])
		})
		s.private(file, private, text)
		for _, e := range where.of {
			if !where.named && e.Visibility != visible {
				s.lone(file, e, string(text))
			}
		}
	}
}

// private looks in what is of a runner for what is private to them. A number
// that is a part of a longer figure, or a figure in JSON, is none.
func (s *site) private(file string, all []secretOwn, text []byte) {
	for _, p := range all {
		i := bytes.Index(text, []byte(p.text))
		if i < 0 || !apart(text, i, i+len(p.text)) {
			continue
		}
		if j := i + len(p.text); strings.Trim(p.text, "0123456789") == "" && (i > 0 && text[i-1] == ':' || j < len(text) && text[j] == '.') {
			continue
		}
		s.wrong(file, "private_field", "it is for nobody but the race office: take it off the page or out of the export", "bib %s: it says %s", p.bib, p.what)
	}
}

// lone tells of a hidden name of one character that is all that a text says.
func (s *site) lone(file string, e *race.Entry, text string) {
	if e.Visibility == visible {
		return
	}
	where := place{of: []*race.Entry{e}}
	for _, name := range []string{e.Name, e.LatinName} {
		if single(name) && strings.TrimSpace(text) == name && !where.allows(name) {
			s.leaked(file, &secret{text: name, owner: e})
		}
	}
}

// visible is what is published with its name.
const visible = race.Public

// person is an entry of a race.
func (s *site) person(folder, bib string) *race.Entry {
	return s.secrets.people[folder][race.FoldBib(bib)]
}

// of is the place of a runner by their bib, of nobody for one that is not known.
func (s *site) of(folder, bib string) place {
	if e := s.person(folder, bib); e != nil {
		return place{strict: true, of: []*race.Entry{e}}
	}
	return place{strict: true}
}
