package page

import (
	"io"

	"guntime/generator/internal/race"
)

// followingView is the page of the runners whom a visitor follows. Who they are is in
// the visitor's browser; a script loads where they are.
type followingView struct {
	Frame
	Finder   *finder // of the latest edition
	Script   string
	Star     string // script that keeps who is followed
	Root     string // from the page up to the root of the site
	Statuses []statusWord
}

// statusWord is a status as results.json writes it, and in words.
type statusWord struct {
	ID    race.Status
	Label string
}

const (
	followingScript = "following.js"
	starScript      = "star.js"
	renewScript     = "renew.js"
)

// Following is the page of the runners that are followed in a browser.
func (s *Set) Following(lang string, verdicts ...*race.Verdict) func(io.Writer) error {
	return s.draw(lang, "following.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "following") }
		d := s.draft(lang, at(lang))
		view := followingView{Frame: d.frame(d.say("following.title"), d.say("following.description"), at), Finder: d.finderOf(verdicts),
			Script: d.url(s.assetPath[followingScript]), Star: d.url(s.assetPath[starScript]), Root: d.root}
		view.NoIndex = true
		for _, status := range race.Statuses {
			view.Statuses = append(view.Statuses, statusWord{status, d.say("status." + string(status))})
		}
		return view, d.err
	})
}

// PointNames returns the name of each point of a race in each language, by the id of the
// point.
func (s *Set) PointNames(rc *race.Race) (map[string]race.Text, error) {
	all := map[string]race.Text{}
	for i := range rc.Points {
		names := race.Text{}
		for _, lang := range s.languages {
			d := s.draft(lang, "")
			if names[lang] = d.pointName(rc, i); d.err != nil {
				return nil, d.err
			}
		}
		all[rc.Points[i].ID] = names
	}
	return all, nil
}
