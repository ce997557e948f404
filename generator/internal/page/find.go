package page

import (
	"io"

	"guntime/generator/internal/race"
)

// findView is the page for requesting a certificate.
type findView struct {
	Frame
	Heading string
	Script  string
	Picture painter
	Finder  *finder // of the latest edition
	Compact bool    // lists have no links to certificates
	Races   []findRace
}

// findRace is a race with certificates. In addresses a * stands for the bib or the
// token.
type findRace struct {
	ID, Name            string
	Certificate, Runner string
	Join                *join
	ByCode              bool
	Divisions           []Link // lists with links to certificates
}

// Find is the page that takes a bib, and a code where one is needed, and opens the
// certificate. It has no list of certificates: the browser tries the address.
func (s *Set) Find(lang string, verdicts ...*race.Verdict) func(io.Writer) error {
	return s.draw(lang, "find.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "search") }
		d := s.draft(lang, at(lang))
		title := d.say("lookup.title")
		view := findView{Frame: d.frame(title, d.say("lookup.description"), at), Heading: title, Script: d.url(s.assetPath[findScript]), Picture: d.painter()}
		view.Finder, view.Compact = d.finderOf(verdicts), s.archive.Site.Compact
		for i := len(verdicts) - 1; i >= 0; i-- { // the latest edition first
			v := verdicts[i]
			if !v.Edition.State.HasResults() {
				continue
			}
			for _, rv := range v.Races {
				if rv.Race.Rules.Certificate.None {
					continue
				}
				w := d.words(v, rv)
				e, rc := v.Edition.ID, rv.Race
				one := findRace{ID: e + "/" + rc.ID, Name: w.title, ByCode: rc.Rules.Certificate.ByCode,
					Certificate: d.url(s.links.Certificate(e, rc.ID, "*")), Runner: d.url(s.links.Runner(lang, e, rc.ID, "*")), Join: d.join(v, rv)}
				for _, division := range rc.Divisions {
					if !one.ByCode && one.Join == nil {
						one.Divisions = append(one.Divisions, Link{URL: d.url(s.links.Division(lang, e, rc.ID, division.ID, 1)), Label: w.divisions[division]})
					}
				}
				view.Races = append(view.Races, one)
			}
		}
		return view, d.err
	})
}

// find returns a link to the form for the certificates of a race, with the bib of a
// runner filled in if given.
func (d *draft) find(v *race.Verdict, rv *race.RaceVerdict, bib string) *Link {
	label, about := "lookup.link", v.Edition.ID+"/"+rv.Race.ID
	if bib != "" {
		label, about = "lookup.link_code", about+"/"+bib
	}
	return &Link{URL: d.url(d.links.Section(d.lang, "search")) + "#" + about, Label: d.say(label)}
}
