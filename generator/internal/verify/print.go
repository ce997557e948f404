package verify

import (
	"bytes"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// printed checks a PDF: a certificate, the shared beginning of certificates
// (compact layout), or a printed list.
func (r *reader) printed(name string, data []byte) error {
	folder := path.Dir(name)
	if path.Base(folder) != "certificates" {
		if d := r.readPDF(name, data, nil); d != nil {
			r.lookInShared(name, []byte(d.says))
			r.lookInNotes(name, d, place{})
			if race := r.races[folder]; race != nil && path.Base(name) == "results.pdf" {
				r.results(name, d.says, race)
			}
		}
		return nil
	}
	folder = path.Dir(folder)
	bib := strings.TrimSuffix(path.Base(name), ".pdf")
	where := r.of(folder, bib)
	if e := r.secrets.coded[name]; e != nil {
		where, bib = place{strict: true, of: where.of[:0:0], named: true}, e.Bib
		where.of = append(where.of, e)
	}
	r.certificate(name, folder, bib, data, where)
	return nil
}

// certificate checks a certificate. All certificates of a race begin with one form,
// which is read once.
func (r *reader) certificate(name, folder, bib string, data []byte, where place) {
	form := r.forms[folder]
	if form == nil || !bytes.HasPrefix(data, form.data) {
		first, rest, _ := bytes.Cut(data, []byte("%%EOF\n"))
		if form = r.readPDF(name, data[:len(data)-len(rest)], nil); form == nil {
			return
		}
		r.lookInCertificate(name, form, where)
		form.data = bytes.Clone(first)
		form.data = append(form.data, "%%EOF\n"...)
		form.notes = nil
		r.forms[folder] = form
	}
	d := form
	if len(data) > len(form.data) {
		if d = r.readPDF(name, data[len(form.data):], form); d == nil {
			return
		}
		r.lookInCertificate(name, d, where)
	}
	race := r.races[folder]
	if race == nil {
		return
	}
	i, there := race.at[bib]
	if !there {
		return // an anonymous runner; a certificate too many is reported elsewhere
	}
	f := &race.facts[i]
	full, latin := f.Name, f.Latin
	if where.named { // it shows the full name
		full, latin = where.of[0].Name, where.of[0].LatinName
	}
	text := withoutSpaces(d.says)
	for _, want := range []struct{ what, text string }{{"bib", f.Bib}, {"gun time", f.Gun}, {"net time", f.Net}} {
		if !strings.Contains(text, want.text) {
			r.wrong(name, "results_differ", rebuild, "bib %s: it does not say the %s %q of results.json", f.Bib, want.what, want.text)
		}
	}
	if !showsName(text, full, latin) {
		r.wrong(name, "results_differ", rebuild, "bib %s: it does not say the name %q of results.json", f.Bib, full)
	}
}

// showsName reports whether a certificate shows a name. It may show the Latin name
// where its fonts lack a character, and no name where the name has a rare letter.
func showsName(says, name, latin string) bool {
	return containsName(says, name) || latin != "" && containsName(says, latin) || rare(name)
}

// containsName reports whether a certificate shows a name, with or without symbols and
// marks that its fonts lack.
func containsName(says, name string) bool {
	return strings.Contains(says, withoutSpaces(name)) || strings.Contains(says, withoutSpaces(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.S, unicode.M) {
			return -1
		}
		return r
	}, name)))
}

// rare reports whether a name has a letter that fonts may lack.
func rare(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsLetter(r) && r > 0x24F && (r < 0x4E00 || r > 0x9FFF)
	})
}

// lookInCertificate searches a certificate for secrets.
func (r *reader) lookInCertificate(name string, d *document, where place) {
	text := []byte(d.says)
	where.strict = true
	r.scan(name, text, func(from, to int) (context, bool) { // line by line
		next := bytes.IndexByte(text[to:], '\n')
		if next < 0 {
			next = len(text) - to
		}
		return context{[2]int{bytes.LastIndexByte(text[:from], '\n') + 1, to + next}, where, isSmall(text[from:to])}, true
	})
	for _, e := range where.of {
		if !where.named {
			r.private(name, privateDataOf(e), text)
			for line := range strings.Lines(d.says) {
				r.lone(name, e, line)
			}
		}
	}
	r.lookInNotes(name, d, where)
}

// lookInNotes searches everything in a PDF that is not drawn for secrets.
func (r *reader) lookInNotes(name string, d *document, where place) {
	for _, note := range d.notes {
		text := plain([]byte(note))
		r.scan(name, text, func(int, int) (context, bool) { return context{part: [2]int{0, len(text)}, where: where}, true })
	}
}

// results compares a printed list with results.json: a row has the times, the bib
// and the name in this order, and rows have the order of results.json.
func (s *site) results(name, says string, r *results) {
	text, at := withoutSpaces(says), 0
	for i := range r.facts {
		f := &r.facts[i]
		if f.Place == 0 || f.Bib == "" {
			continue
		}
		times, who := withoutSpaces(f.Gun+f.Net), withoutSpaces(f.Bib+f.Name)
		if found := rowEnd(text, at, times, who); found >= 0 {
			at = found
		} else if rowEnd(text, 0, times, who) < 0 {
			s.wrong(name, "results_differ", rebuild, "bib %s: no row says %s, %s and %q", f.Bib, f.Gun, f.Net, f.Name)
		}
	}
}

// rowEnd returns where the next row ends that has these times and, right behind
// them, this runner; -1 without one. A sign may stand in place of a missing time.
func rowEnd(text string, at int, times, who string) int {
	for {
		i := strings.Index(text[at:], who)
		if i < 0 {
			return -1
		}
		before := strings.TrimRightFunc(text[:at+i], func(r rune) bool { return !unicode.IsDigit(r) })
		at += i + len(who)
		if strings.HasSuffix(before, times) {
			return at
		}
	}
}

var spelt = regexp.MustCompile(`\[\s*U\s*\+\s*(?:[0-9A-F]\s*){4,6}\]`)

// withSpelledRunes replaces characters that a list spells as [U+XXXX], because no font has
// them. A line may end inside the brackets.
func withSpelledRunes(text string) string {
	if !strings.Contains(text, "[") {
		return text
	}
	return spelt.ReplaceAllStringFunc(text, func(s string) string {
		n, err := strconv.ParseUint(strings.Trim(strings.Join(strings.Fields(s), ""), "[U+]"), 16, 21)
		if err != nil {
			return s
		}
		return string(rune(n))
	})
}

// withoutSpaces returns a text without white space and invisible characters.
func withoutSpaces(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, withoutInvisible(text))
}

// readPDF parses a PDF, or the part of one behind before. It reports one that
// cannot be read and returns nil.
func (r *reader) readPDF(name string, data []byte, before *document) *document {
	d, err := r.pdfs.read(data, before)
	if err != nil {
		r.wrong(name, "unreadable_pdf", rebuild, "it cannot be read: %v", err)
		return nil
	}
	return d
}

// checkCertificates reports the runners of results.json whose certificate is missing.
func (s *site) checkCertificates(r *results) {
	for i := range r.facts {
		if f := &r.facts[i]; f.Certificate.Path != "" && !s.paths[f.Certificate.Path] {
			s.wrong(f.Certificate.Path, "no_certificate", rebuild, "bib %s of %s/results.json has no certificate", f.Bib, r.folder)
		}
	}
}
