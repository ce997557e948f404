package verify

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// context is what surrounds a secret that was found in a text.
type context struct {
	part     [2]int // what is read as one text: from, to
	where    place
	programs bool // only programs read it: a single word there is no name
}

// scan reports every secret in a text that no published text explains. For each
// hit, at returns its context, and false where the hit does not count.
func (s *site) scan(file string, text []byte, at func(from, to int) (c context, ok bool)) {
	s.secrets.find(text, func(n, from, to int) {
		c, ok := at(from, to)
		if !ok {
			return
		}
		part, where, programs := c.part, c.where, c.programs
		piece := text[part[0]:part[1]]
		for _, one := range s.secrets.all[n] {
			if one.kind != nameSecret || one.word {
				if string(text[from:to]) != one.text || one.kind == nameSecret && (programs || inCode(text, from, to)) {
					continue
				}
			}
			if one.kind != nameSecret && !standsAlone(text, from, to) || one.kind == stoneSecret && file == one.text {
				continue // part of a hash, or the page itself
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

// inCode reports whether a word is part of an address or a code: a run without
// spaces that has digits or other characters that no word has.
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

// theirs reports whether text[from:to] is part of the name or bib of the people of
// this place.
func (at *place) theirs(text []byte, from, to int) bool {
	return slices.ContainsFunc(at.of, func(e *race.Entry) bool {
		return slices.ContainsFunc([]string{e.Name, e.LatinName, withoutInvisible(e.Name), withoutInvisible(e.LatinName), e.Bib}, func(name string) bool {
			for k := 0; k+to-from <= len(name); k++ {
				if i := from - k; i >= 0 && i+len(name) <= len(text) && string(text[i:i+len(name)]) == name {
					return true
				}
			}
			return false
		})
	})
}

// standsAlone reports whether neither a letter nor a digit touches text[from:to].
func standsAlone(text []byte, from, to int) bool {
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

// leaked reports a secret.
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

// prose lists the kinds of files that have words for people.
var prose = map[string]bool{".json": true, ".csv": true, ".xml": true, ".svg": true, ".xlsx": true, ".pdf": true}

// lookInShared searches a text that belongs to nobody: any published text may stand in it.
func (s *site) lookInShared(file string, text []byte) {
	text = plain(text)
	ext := path.Ext(file)
	code, data := !prose[ext], ext == ".json" || ext == ".csv" || ext == ".xlsx"
	s.scan(file, text, func(from, to int) (context, bool) {
		return context{[2]int{0, len(text)}, place{}, code || data && (isKey(text, to) || isSmall(text[from:to]))}, true
	})
}

// isKey reports whether a key of JSON ends there.
func isKey(text []byte, to int) bool {
	return to+1 < len(text) && text[to] == '"' && text[to+1] == ':'
}

// isSmall reports whether a word has no capital. In data, such words belong to
// programs.
func isSmall(word []byte) bool { return bytes.Equal(word, bytes.ToLower(word)) }

// lookInOwn searches texts that belong to one runner, or to somebody who is not
// named. Published texts about others do not explain a name there.
func (s *site) lookInOwn(file string, where place, texts ...[]byte) {
	private := make([]secretOwn, 0, 3)
	for _, e := range where.of {
		if !where.named {
			private = append(private, privateDataOf(e)...)
		}
	}
	for _, text := range texts {
		s.scan(file, text, func(from, to int) (context, bool) {
			return context{[2]int{0, len(text)}, where, isKey(text, to) || isSmall(text[from:to])}, true
		})
		s.private(file, private, text)
		for _, e := range where.of {
			if !where.named && e.Visibility != visible {
				s.lone(file, e, string(text))
			}
		}
	}
}

// private searches a text of a runner for private data of theirs. Digits within a
// longer number, or within a number of JSON, do not count.
func (s *site) private(file string, all []secretOwn, text []byte) {
	for _, p := range all {
		i := bytes.Index(text, []byte(p.text))
		if i < 0 || !isWholeWord(text, i, i+len(p.text)) {
			continue
		}
		if j := i + len(p.text); strings.Trim(p.text, "0123456789") == "" && (i > 0 && text[i-1] == ':' || j < len(text) && text[j] == '.') {
			continue
		}
		s.wrong(file, "private_field", "it is for nobody but the race office: take it off the page or out of the export", "bib %s: it says %s", p.bib, p.what)
	}
}

// lone reports a text that is nothing but a hidden name of one character.
func (s *site) lone(file string, e *race.Entry, text string) {
	if e.Visibility == visible {
		return
	}
	where := place{of: []*race.Entry{e}}
	for _, name := range []string{e.Name, e.LatinName} {
		if isOneCharacter(name) && strings.TrimSpace(text) == name && !where.allows(name) {
			s.leaked(file, &secret{text: name, owner: e})
		}
	}
}

// visible is the visibility of entries that are shown with their names.
const visible = race.Public

// person returns the entry with a bib, nil where the race has none.
func (s *site) person(folder, bib string) *race.Entry {
	return s.secrets.people[folder][race.FoldBib(bib)]
}

// of returns the place of the runner with a bib, of nobody where the race has none.
func (s *site) of(folder, bib string) place {
	if e := s.person(folder, bib); e != nil {
		return place{strict: true, of: []*race.Entry{e}}
	}
	return place{strict: true}
}
