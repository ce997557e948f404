package verify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// secrets holds the texts that the site must not show, and the people of the
// archive.
type secrets struct {
	*matcher
	all    [][]secret                        // by the number of the text: several people may have the same
	people map[string]map[string]*race.Entry // by edition/race and bib
	coded  map[string]*race.Entry            // by path of a certificate that a code opens: its owner
}

// secret is a text that must not be published.
type secret struct {
	text  string
	kind  secretKind
	owner *race.Entry // nil for a withdrawn page
	word  bool        // a single ASCII word, which is no name in what only programs read
}

type secretKind int

const (
	nameSecret  secretKind = iota // name of somebody masked or anonymous
	bibSecret                     // bib of somebody anonymous
	codeSecret                    // certificate code
	tokenSecret                   // file name of a certificate that a code opens
	stoneSecret                   // path of a withdrawn page
)

// secretsOf collects the secrets of an archive. It leaves out names of one
// character, and bibs and codes that other texts may contain by chance: those are
// searched for only in what belongs to their owner.
func secretsOf(a *race.Archive, has map[string]bool, tombstones []string) *secrets {
	s := &secrets{people: map[string]map[string]*race.Entry{}, coded: map[string]*race.Entry{}}
	var list []secret
	add := func(kind secretKind, owner *race.Entry, text string) {
		if utf8.RuneCountInString(text) > 1 {
			list = append(list, secret{text, kind, owner, oneWord(text)})
		}
	}
	shown := shownBibs(a)
	for _, e := range a.Editions {
		for _, rc := range e.Races {
			folder := e.ID + "/" + rc.ID
			all := make(map[string]*race.Entry, len(rc.Entries))
			s.people[folder] = all
			for _, entry := range rc.Entries {
				all[race.FoldBib(entry.Bib)] = entry
				if entry.Visibility != race.Public {
					add(nameSecret, entry, entry.Name)
					add(nameSecret, entry, entry.LatinName)
				}
				for i := range entry.Members { // of a relay team
					m := &entry.Members[i]
					if m.Visibility == race.Public && entry.Visibility == race.Public {
						continue
					}
					one := &race.Entry{Bib: m.Bib, Name: m.Name, LatinName: m.LatinName, Visibility: race.Masked}
					add(nameSecret, one, m.Name)
					add(nameSecret, one, m.LatinName)
				}
				if entry.Visibility == race.Anonymous && isDistinctive(entry.Bib, 5) && !shown[race.FoldBib(entry.Bib)] {
					add(bibSecret, entry, entry.Bib)
				}
				if entry.Code == "" {
					continue
				}
				if isDistinctive(entry.Code, 8) {
					add(codeSecret, entry, entry.Code)
				}
				token := tokenOf(entry.Code, folder, entry.Bib)
				if name := folder + "/certificates/" + token + ".pdf"; has[name] {
					s.coded[name] = entry
					add(tokenSecret, entry, token)
				}
			}
		}
	}
	for _, tombstone := range tombstones {
		add(stoneSecret, nil, tombstone)
	}
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = list[i].text
	}
	s.matcher = newMatcher(texts)
	s.all = make([][]secret, len(s.texts))
	for _, one := range list {
		if n, there := s.number(one.text); there {
			s.all[n] = append(s.all[n], one)
		}
	}
	return s
}

// shownBibs returns the folded bibs of everybody who is not anonymous: the same bib
// may belong to others in other races.
func shownBibs(a *race.Archive) map[string]bool {
	shown := map[string]bool{}
	for _, e := range a.Editions {
		for _, rc := range e.Races {
			for _, entry := range rc.Entries {
				if entry.Visibility != race.Anonymous {
					shown[race.FoldBib(entry.Bib)] = true
				}
			}
		}
	}
	return shown
}

// tokenOf returns the file name, without its ending, of a certificate that a code
// opens.
func tokenOf(code, folder, bib string) string {
	mac := hmac.New(sha256.New, []byte(code))
	mac.Write([]byte(folder + "/" + bib))
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:15]))
}

// isDistinctive reports whether a text is long enough, with letters and digits, not to
// appear by chance.
func isDistinctive(text string, least int) bool {
	digits := strings.IndexFunc(text, unicode.IsDigit) >= 0
	return len(text) >= least && digits && strings.IndexFunc(text, unicode.IsLetter) >= 0
}

// oneWord reports whether a text is ASCII letters only.
func oneWord(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || class[byte(r)] == 0 || class[byte(r)] == 3 })
}

// privateDataOf returns the private data of one runner that are searched for only in what
// belongs to them, because such numbers and dates appear elsewhere with other
// meanings.
func privateDataOf(e *race.Entry) []secretOwn {
	var private []secretOwn
	add := func(what, text string) {
		if len(text) >= 6 && text != e.Bib {
			private = append(private, secretOwn{e.Bib, what, text})
		}
	}
	add("the chip", e.Chip)
	add("the certificate code", e.Code)
	if !e.Birth.IsZero() {
		add("the date of birth", e.Birth.Format("2006-01-02"))
	}
	return private
}

type secretOwn struct{ bib, what, text string }

// private reports whether a column or key is only for the race office.
func private(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"birth", "phone", "mobile", "mail", "chip", "certificate_code", "id_number", "passport", "address"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return name == "age" || name == "code"
}
