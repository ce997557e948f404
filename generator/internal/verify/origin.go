package verify

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// origins hold the published texts that contain a secret. Such a text explains why
// the secret is on the site, so it is no leak: a club may be called like a person.
type origins struct {
	shapes [][]shape // by the number of the secret
	known  map[string]origin
}

// shape says how many bytes of a published text stand before a secret, and how many
// bytes the whole text has.
type shape struct{ before, long int }

// origin says where a published text comes from.
type origin byte

const (
	ofPeople origin = 1 << iota // the name or club of one person: it explains nothing about another person
	ofSite                      // messages, written pages, names of races: they may appear anywhere
)

// originsOf searches all published texts for secrets: those of the archive, of
// messages, of written pages and of templates.
func originsOf(a *race.Archive, s *secrets, words []fs.FS) *origins {
	o := &origins{shapes: make([][]shape, len(s.texts)), known: map[string]origin{}}
	if len(s.texts) == 0 {
		return o
	}
	people := func(texts ...string) {
		for _, text := range texts {
			o.add(s, text, ofPeople, nil)
		}
	}
	site := func(texts ...string) {
		for _, text := range texts {
			o.add(s, text, ofSite, nil)
		}
	}
	text := func(all ...race.Text) {
		for _, t := range all {
			for _, text := range t {
				site(text)
			}
		}
	}
	text(a.Site.Title)
	site(a.Site.BaseURL, a.Site.Contact, a.Site.ICP, a.Site.Police, a.Site.Logo)
	for i := range a.Champions {
		c := &a.Champions[i]
		people(c.Name)
		for _, name := range c.Names {
			people(name)
		}
		text(c.Note, c.Sources)
		site(c.Source)
	}
	for _, e := range a.Editions {
		text(e.Name, e.Course)
		site(e.ID)
		for i := range e.Ledger {
			r := &e.Ledger[i]
			text(r.Note)
			for j := range r.Changes {
				c := &r.Changes[j]
				site(c.Clause, c.Authority)
				o.notes(s, c.Note, s.people[e.ID+"/"+c.Race][race.FoldBib(c.Bib)])
			}
		}
		for _, rc := range e.Races {
			site(rc.ID)
			text(rc.Name)
			for _, d := range rc.Divisions {
				site(d.ID, d.Category)
				text(d.Name)
			}
			for i := range rc.Points {
				site(rc.Points[i].ID)
			}
			for i := range rc.Waves {
				site(rc.Waves[i].ID)
			}
			for i := range rc.Rules.AgeGroups {
				site(rc.Rules.AgeGroups[i].ID)
				text(rc.Rules.AgeGroups[i].Name)
			}
			for i := range rc.Rules.Championships {
				site(rc.Rules.Championships[i].ID)
				text(rc.Rules.Championships[i].Name)
			}
			if g := rc.Rules.Grades; g != nil {
				text(g.Name)
				text(g.Levels...)
				site(g.Source)
			}
			site(rc.Rules.Objections.Contact)
			for i := range rc.Rulings {
				r := &rc.Rulings[i]
				site(r.Clause, r.Authority)
				o.notes(s, r.Note, s.people[e.ID+"/"+rc.ID][race.FoldBib(r.Bib)])
			}
			for _, entry := range rc.Entries {
				people(published(entry)...)
				site(entry.Nat)
			}
		}
	}
	for _, fsys := range words {
		o.words(s, fsys)
	}
	return o
}

// published returns the texts that the site may show of an entry.
func published(e *race.Entry) []string {
	if e.Visibility == race.Anonymous {
		return []string{e.Club, e.Team}
	}
	return []string{e.PublishedName(), e.PublishedLatinName(), surname(e), e.Club, e.Team, e.Bib}
}

// surname returns a surname of two characters, which the lists use as a heading; ""
// for any other.
func surname(e *race.Entry) string {
	shown, _, _ := strings.Cut(race.MaskName(e.Name), "*")
	if e.Visibility == race.Anonymous || utf8.RuneCountInString(shown) < 2 {
		return ""
	}
	return shown
}

// notes adds a published note about a runner. It may explain every name but that of
// the runner.
func (o *origins) notes(s *secrets, note race.Text, about *race.Entry) {
	for _, text := range note {
		o.add(s, text, ofSite, about)
	}
}

// add records a published text, both as it is and as pages show it.
func (o *origins) add(s *secrets, text string, from origin, about *race.Entry) {
	if text == "" {
		return
	}
	o.take(s, text, from, about)
	if shown := strings.Join(strings.Fields(withoutInvisible(text)), " "); shown != text {
		o.take(s, shown, from, about)
	}
}

func (o *origins) take(s *secrets, text string, from origin, about *race.Entry) {
	s.find([]byte(text), func(n, i, j int) {
		if about != nil && slices.ContainsFunc(s.all[n], func(one secret) bool { return one.owner == about }) {
			return
		}
		o.known[text] |= from
		if sh := (shape{i, len(text)}); !slices.Contains(o.shapes[n], sh) {
			o.shapes[n] = append(o.shapes[n], sh)
		}
	})
}

// withoutInvisible returns a text without invisible characters.
func withoutInvisible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector) || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// words searches the files with the words of the site. One text is a run of words
// with only spaces between them, because a page may fill in whatever stands beside
// it.
func (o *origins) words(s *secrets, fsys fs.FS) {
	fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() { // the folder may be missing
			return nil
		}
		switch path.Ext(name) {
		case ".yaml", ".yml", ".md", ".html", ".js", ".css", ".svg", ".txt":
		default:
			return nil
		}
		if data, err := fs.ReadFile(fsys, name); err == nil {
			s.find(data, func(_, i, j int) {
				wordly := func(r rune) bool { return script(r) != none || r == ' ' }
				from := i - len(endOf(data[:i], wordly))
				to := j + len(data[j:]) - len(bytes.TrimLeftFunc(data[j:], wordly))
				o.add(s, string(bytes.TrimSpace(data[from:to])), ofSite, nil)
			})
		}
		return nil
	})
}

// endOf returns the end of a text, as long as all its characters satisfy of.
func endOf(text []byte, of func(rune) bool) []byte {
	return text[len(bytes.TrimRightFunc(text, of)):]
}

// place says whose a part of a file is.
type place struct {
	strict bool          // texts about other people do not belong here
	of     []*race.Entry // the people it is about, if any
	named  bool          // and it may show their full name, because only they read it
}

// accounts reports whether secret n, found at text[from:to], is part of a published
// text that may stand at this place.
func (o *origins) accounts(n int, text []byte, from, to int, at *place) bool {
	for _, sh := range o.shapes[n] {
		i := from - sh.before
		j := i + sh.long
		if i < 0 || j > len(text) {
			continue
		}
		source, known := o.known[string(text[i:j])]
		if !known || !isWholeWord(text, i, j) {
			continue
		}
		if !at.strict || source&ofSite != 0 || at.allows(string(text[i:j])) {
			return true
		}
	}
	return false
}

// allows reports whether a text is a published text of the people of this place.
func (at *place) allows(text string) bool {
	return slices.ContainsFunc(at.of, func(e *race.Entry) bool {
		return slices.ContainsFunc(published(e), func(p string) bool {
			return p == text || strings.Join(strings.Fields(withoutInvisible(p)), " ") == text
		})
	})
}

// isOneCharacter reports whether a text is a name of one character.
func isOneCharacter(name string) bool { return utf8.RuneCountInString(name) == 1 }
