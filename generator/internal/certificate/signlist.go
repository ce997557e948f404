package certificate

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"io"
	"slices"

	"guntime/generator/internal/race"
)

// What the page that checks certificates has to know besides the certificate.
type (
	signList struct {
		Key      signKey                    `json:"key"`
		ID       string                     `json:"id"`
		Editions map[string]json.RawMessage `json:"editions"` // each a signEdition
	}
	signKey struct { // a JSON Web Key
		Kty string `json:"kty"`
		Crv string `json:"crv"`
		X   string `json:"x"`
		Y   string `json:"y"`
	}
	signEdition struct {
		Name          map[string]string   `json:"name"`
		Revision      int                 `json:"revision"`
		Demonstration bool                `json:"demonstration,omitempty"`
		Races         map[string]signRace `json:"races"`
	}
	signRace struct {
		Name      map[string]string            `json:"name"`
		Divisions map[string]map[string]string `json:"divisions"`
		Revoked   []string                     `json:"revoked"`
		Changed   []signChange                 `json:"changed"`
	}
	// signChange is what a revision changed: whose own result did, by tag, and
	// from which places of a division the others moved, from–to inclusive.
	signChange struct {
		Revision int                 `json:"revision"`
		Tags     []string            `json:"tags,omitempty"`
		Places   map[string][][2]int `json:"places,omitempty"`
	}
)

// List writes, as JSON, the public key and what became of certificates since:
// which are revoked, and which a later revision superseded. Editions holds, by
// id, what Edition says of each. Runners stand there by tag alone, places as
// they were: it tells nothing of anybody who does not hold the certificate.
func (s *Signer) List(w io.Writer, editions map[string]json.RawMessage) error {
	b64 := base64.RawURLEncoding
	return plainJSON(w).Encode(signList{ID: s.ID(), Editions: editions,
		Key: signKey{Kty: "EC", Crv: "P-256", X: b64.EncodeToString(s.key.public[1:33]), Y: b64.EncodeToString(s.key.public[33:])}})
}

// Edition is an edition's part of the list, nil where it has no results.
func (s *Signer) Edition(v *race.Verdict) (json.RawMessage, error) {
	e := v.Edition
	if !e.State.HasResults() {
		return nil, nil
	}
	edition := signEdition{Name: s.names(e.Name.In), Revision: e.Revision(), Demonstration: e.Demonstration, Races: map[string]signRace{}}
	for _, rv := range v.Races {
		listed := signRace{Name: s.names(rv.Race.Name.In), Divisions: map[string]map[string]string{},
			Revoked: s.revoked(e, rv), Changed: s.changed(e, rv.Race.ID)}
		for _, d := range rv.Race.Divisions {
			var err error
			listed.Divisions[d.ID] = s.names(func(lang string) string {
				name, wrong := s.book.In(lang).Division(d)
				err = cmp.Or(err, wrong)
				return name
			})
			if err != nil {
				return nil, err
			}
		}
		edition.Races[rv.Race.ID] = listed
	}
	var b bytes.Buffer
	err := plainJSON(&b).Encode(edition)
	return b.Bytes(), err
}

// plainJSON leaves < and & as they are: no page holds the list.
func plainJSON(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

func (s *Signer) names(in func(lang string) string) map[string]string {
	m := map[string]string{}
	for _, lang := range s.languages {
		m[lang] = in(lang)
	}
	return m
}

// revoked are the tags of those who have no certificate now though they may
// hold one: the disqualified, those whose entry is hidden now and has no code,
// and whoever finished by some earlier revision and does not now.
func (s *Signer) revoked(e *race.Edition, rv *race.RaceVerdict) []string {
	once := map[string]bool{}
	note := func(bib string, standing *race.Standing) {
		if certified(standing) {
			once[bib] = true
		}
	}
	for _, rev := range e.Ledger {
		for bib, standing := range rev.First[rv.Race.ID] {
			note(bib, &standing)
		}
		for _, c := range rev.Changes {
			if c.Race == rv.Race.ID {
				note(c.Bib, c.To)
			}
		}
	}
	gone := map[string]bool{}
	for i := range rv.Results {
		r := &rv.Results[i]
		bib, c := r.Entry.Bib, r.Certificate
		if c.Status == race.CertificateNone && (c.Reason == race.CertDQ || c.Reason == race.CertNoCode || once[bib]) {
			gone[bib] = true
		}
		delete(once, bib)
	}
	for bib := range once { // the entry itself is no longer there
		gone[bib] = true
	}
	return s.tagsOf(e.ID, rv.Race.ID, gone)
}

// certified reports whether whoever stood so might have a certificate.
func certified(s *race.Standing) bool {
	return s != nil && (s.Status == race.Finished || s.Status == race.Unranked)
}

// changed is what each revision after the first changed in a race. Those who
// moved because others did are many and stand as runs of places.
func (s *Signer) changed(e *race.Edition, id string) []signChange {
	all := []signChange{}
	for _, rev := range e.Ledger {
		own := map[string]bool{}
		moved := map[string][]int{}
		for _, c := range rev.Changes {
			switch {
			case c.Race != id || !certified(c.From):
			case c.Cause == race.CauseOthers && c.From.Place > 0:
				moved[c.From.Division] = append(moved[c.From.Division], c.From.Place)
			default:
				own[c.Bib] = true
			}
		}
		if len(own)+len(moved) == 0 {
			continue
		}
		change := signChange{Revision: rev.Number, Tags: s.tagsOf(e.ID, id, own), Places: map[string][][2]int{}}
		for division, places := range moved {
			change.Places[division] = runs(places)
		}
		all = append(all, change)
	}
	return all
}

// tagsOf are the tags of bibs, in an order that tells nothing of theirs.
func (s *Signer) tagsOf(edition, id string, bibs map[string]bool) []string {
	tags := make([]string, 0, len(bibs))
	for bib := range bibs {
		tags = append(tags, base64.RawURLEncoding.EncodeToString(s.tag(edition, id, bib)))
	}
	slices.Sort(tags)
	return tags
}

// runs writes numbers as runs of neighbours, each its first and last.
func runs(numbers []int) [][2]int {
	numbers = slices.Sorted(slices.Values(numbers))
	var all [][2]int
	for _, n := range numbers {
		if last := len(all) - 1; last >= 0 && n <= all[last][1]+1 {
			all[last][1] = n
			continue
		}
		all = append(all, [2]int{n, n})
	}
	return all
}
