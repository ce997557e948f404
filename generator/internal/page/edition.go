package page

import (
	"io"
	"slices"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/page/ruletables"
	"guntime/generator/internal/race"
)

// chooseView is the root of the site, and the pages for wrong and for removed
// addresses. They are in all languages.
type chooseView struct {
	Frame
	Choices []choice
	Script  string // leads to a language, or finds runners in both layouts; "" if not needed
	Compact bool   // the site's layout
}

type choice struct {
	Lang, Name, Site, Text, Label, URL string
}

// Choose is the root of the site, where a visitor chooses a language.
func (s *Set) Choose() func(io.Writer) error {
	return s.everyLanguage("choose.html", "", "choose")
}

// NotFound is the page for a wrong address. It works at any depth, because its
// links begin with the path of the base URL.
func (s *Set) NotFound() func(io.Writer) error {
	return s.everyLanguage("notfound.html", s.base, "notfound")
}

// Removed is the page that replaces a withdrawn page for a while. It works at any
// depth, as NotFound does.
func (s *Set) Removed() func(io.Writer) error {
	return s.everyLanguage("notfound.html", s.base, "removed")
}

func (s *Set) everyLanguage(name, root, messages string) func(io.Writer) error {
	lang := s.languages[0]
	return s.draw(lang, name, func() (any, error) {
		d := s.draft(lang, "")
		d.root = root
		v := chooseView{Frame: d.frame(d.say(messages+".title"), d.say(messages+".description"), func(string) string { return "" })}
		v.Nav, v.Foot, v.Default = nil, nil, s.archive.Site.BaseURL
		v.NoIndex = messages != "choose"
		if v.NoIndex {
			v.Canonical = ""
		}
		switch messages {
		case "choose":
			v.Script = d.url(s.assetPath[languageScript])
		case "notfound":
			v.Script, v.Compact = d.url(s.assetPath[movedScript]), s.archive.Site.Compact
		}
		v.Languages = nil
		for _, lang := range s.languages {
			l := s.draft(lang, "")
			l.root = root
			p := s.links.Home(lang)
			v.Choices = append(v.Choices, choice{Lang: lang, Name: s.languageName(lang), Site: s.archive.Site.Title.In(lang),
				Text: l.say(messages + ".text"), Label: l.say(messages + ".go"), URL: l.url(p)})
			d.note(l.err)
			v.Languages = append(v.Languages, Switch{Lang: lang, Name: s.languageName(lang), URL: l.url(p), Absolute: s.archive.Site.BaseURL + p})
		}
		return v, d.err
	})
}

type homeView struct {
	Frame
	Latest   *editionBlock
	Finder   *finder        // of the latest edition
	Next     []editionBlock // scheduled ones, the nearest first
	Editions []editionBlock // the latest ones first
	Archive  Link           // to all of them
}

// latestEditions is how many editions the home page shows.
const latestEditions = 5

// editionBlock is an edition on the home page and on its own page.
type editionBlock struct {
	Name, Date, Course, State string
	URL                       string
	Made                      []Phrase
	Races                     []raceBlock
	Beside                    []raceBlock // races with results after the first, in short
}

// raceBlock is a race in short: its winners and links.
type raceBlock struct {
	Name, Distance, Gun string
	Subtitle            string // the distance, "" where the name says it
	URL                 string // "" where there are no results
	Live                *Link  // to the boards, while it runs
	Winners             []winner
}

// winner is the first of a division.
type winner struct {
	Division    string
	DivisionURL string
	Name        Name
	Nation      string
	Time        string
	Annulled    bool   // Time says so
	Note        string // in place of a name: vacant, not decided
	URL         string
}

// Home is the home page in a language: the latest edition with results and its
// winners, and links to all others.
func (s *Set) Home(lang string, verdicts ...*race.Verdict) func(io.Writer) error {
	return s.draw(lang, "home.html", func() (any, error) {
		path := s.links.Home
		d := s.draft(lang, path(lang))
		site := s.archive.Site.Title.In(lang)
		v := homeView{Frame: d.frame(site, d.say(described("home.description", lists.Races(verdicts)...), "Site", site), path)}
		if v.Default != "" {
			v.Default = s.archive.Site.BaseURL // the page to choose a language
		}
		for i := len(verdicts) - 1; i >= 0; i-- {
			e := verdicts[i].Edition
			block := d.editionBlock(verdicts[i])
			if len(v.Editions) < latestEditions {
				v.Editions = append(v.Editions, block)
			}
			switch {
			case e.State.HasResults() && v.Latest == nil:
				v.Latest = &block
			case e.State == race.Scheduled:
				v.Next = append([]editionBlock{block}, v.Next...)
			}
		}
		v.Archive = Link{URL: d.url(s.links.Section(lang, "editions")), Label: d.say("editions.link")}
		v.Finder, v.Opening = d.finderOf(verdicts), d.opening()
		if v.Latest != nil {
			v.Made = v.Latest.Made
		}
		return v, d.err
	})
}

func (d *draft) editionBlock(v *race.Verdict) editionBlock {
	e := v.Edition
	b := editionBlock{Name: e.Name.In(d.lang), Date: d.l.Date(e.Date), Course: e.Course.In(d.lang), State: d.stateName(v),
		URL: d.url(d.links.Edition(d.lang, e.ID)), Made: d.made(e)}
	if e.State.HasResults() {
		for _, rv := range v.Races {
			b.Races = append(b.Races, d.raceBlock(v, rv))
		}
		if len(b.Races) > 1 {
			b.Beside = b.Races[1:]
		}
		return b
	}
	for _, rc := range e.Races {
		b.Races = append(b.Races, raceBlock{Name: rc.Name.In(d.lang), Distance: d.lengthOf(rc), Subtitle: d.subtitle(rc.Name.In(d.lang), rc), Gun: d.l.TimeOfDay(&rc.Wall, rc.Gun)})
	}
	return b
}

// subtitle returns the length of a race, "" where the name of the race is nothing
// but its length: "10 km", "10km", "10K".
func (d *draft) subtitle(name string, rc *race.Race) string {
	text, length := d.lengthOf(rc), rc.Length
	closed := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	switch closed(name) {
	case closed(text), length.String() + "km", length.String() + "k":
		return ""
	}
	return text
}

func (d *draft) raceBlock(v *race.Verdict, rv *race.RaceVerdict) raceBlock {
	w := d.words(v, rv)
	b := raceBlock{Name: w.race, Distance: d.lengthOf(rv.Race), Subtitle: d.subtitle(w.race, rv.Race), Gun: d.l.TimeOfDay(&rv.Race.Wall, rv.Race.Gun),
		URL: d.url(d.links.Race(d.lang, v.Edition.ID, rv.Race.ID))}
	if !rv.Over {
		live := d.liveLink(v, rv)
		b.Live = &live
	}
	for i := range rv.Divisions {
		b.Winners = append(b.Winners, d.winners(v, rv, &rv.Divisions[i], w)...)
	}
	return b
}

// winners returns the runners in first place of a division: one, several in a tie,
// or a line that says why there is none.
func (d *draft) winners(v *race.Verdict, rv *race.RaceVerdict, dv *race.DivisionVerdict, w *raceWords) []winner {
	base := winner{Division: w.divisions[dv.Division], DivisionURL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, dv.Division.ID, 1))}
	var all []winner
	for i := range dv.Results {
		r := &dv.Results[i]
		if r.Place != 1 {
			break
		}
		one := base
		one.Name, one.Nation, one.Time = d.name(r.Entry), d.nation(r.Entry), d.outcome(rv.Race, r)
		one.Annulled = r.Gun == race.NoTime
		one.URL = d.runner(v, rv, r)
		all = append(all, one)
	}
	if len(all) > 0 {
		return all
	}
	switch {
	case dv.Counts.Ranked > 0:
		base.Note = d.say("vacant")
	case !rv.Over:
		base.Note = d.say("not_decided")
	default:
		base.Note = d.say("nobody_ranked")
	}
	return []winner{base}
}

type editionView struct {
	Frame
	Block   editionBlock
	Results bool
	Rules   Link
	Guide   *Link        // the race day page, if there is one
	Changes *Link        // the log of revisions, if there are results
	Expect  []string     // information about a race without results
	More    []Link       // further reading
	Tables  []namedTable // tables of the course, if there are no results
	Objections
}

type namedTable struct {
	Title string
	Table chart.Table
}

// Objections says whom to ask, and until when.
type Objections struct {
	To    *Link
	Until string
}

// Edition is the page of an edition: its races and winners, or without results what
// its rules say about the course.
func (s *Set) Edition(lang string, v *race.Verdict) func(io.Writer) error {
	return s.draw(lang, "edition.html", func() (any, error) {
		e := v.Edition
		path := func(lang string) string { return s.links.Edition(lang, e.ID) }
		d := s.draft(lang, path(lang))
		name := e.Name.In(lang)
		view := editionView{Frame: d.frame(name, d.say("edition.description", "Edition", name, "Date", d.l.Date(e.Date)), path),
			Block: d.editionBlock(v), Results: e.State.HasResults(), Rules: d.rules(e), Guide: d.guide(e)}
		if view.Results {
			view.Changes = &Link{URL: d.url(s.links.Changes(lang, e.ID)), Label: d.say("changes.link")}
		}
		d.under(&view.Frame, v)
		view.Opening = d.opening()
		for _, rc := range e.Races {
			view.Events = append(view.Events, d.event(e, rc))
		}
		if !view.Results {
			view.Expect = d.expect(e)
			view.More = []Link{{URL: d.url(s.links.Section(lang, "editions")), Label: d.say("editions.link")}, {URL: d.url(s.links.Section(lang, "history")), Label: d.say("nav.history")}}
			for _, rc := range e.Races {
				view.Tables = append(view.Tables, namedTable{Title: rc.Name.In(lang), Table: d.tables().Course(rc)})
			}
		}
		if e.State == race.Notice && len(e.Races) > 0 {
			view.Objections = d.objections(e.Races[0])
		}
		return view, d.err
	})
}

func (d *draft) rules(e *race.Edition) Link {
	if doc := d.documents[d.lang]["rules/"+e.ID]; (doc == nil || len(doc.Parts) == 0) && !e.HasRuleTables() {
		return Link{}
	}
	return Link{URL: d.url(d.links.Rules(d.lang, e.ID)), Label: d.say("rules.link")}
}

// awardsLink leads to the awards of a race, "" where its rules give none.
func (d *draft) awardsLink(e *race.Edition, rc *race.Race) Link {
	if !rc.Rules.Award() {
		return Link{}
	}
	return Link{URL: d.url(d.links.Awards(d.lang, e.ID, rc.ID)), Label: d.say("awards.link")}
}

// objections returns those of the rules of a race, or else the contact of the site.
func (d *draft) objections(rc *race.Race) Objections {
	o := Objections{To: contact(rc.Rules.Objections.Contact)}
	if o.To == nil {
		o.To = contact(d.archive.Site.Contact)
	}
	if !rc.Rules.Objections.Until.IsZero() {
		o.Until = d.l.Until(rc.Rules.Objections.Until)
	}
	return o
}

type editionsView struct {
	Frame
	Heading   string
	Editions  []editionBlock // all, the latest first
	Champions *Link          // link to champions of earlier years, nil without any
}

// Editions is the page with all editions and the winners of each race.
func (s *Set) Editions(lang string, verdicts ...*race.Verdict) func(io.Writer) error {
	return s.draw(lang, "editions.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "editions") }
		d := s.draft(lang, at(lang))
		title := d.say("editions.title")
		view := editionsView{Frame: d.frame(title, d.say("editions.description", "Site", s.archive.Site.Title.In(lang)), at), Heading: title}
		for _, v := range slices.Backward(verdicts) {
			block := d.editionBlock(v)
			if len(view.Made) == 0 {
				view.Made = block.Made
			}
			view.Editions = append(view.Editions, block)
		}
		if len(s.archive.Champions) > 0 {
			view.Champions = &Link{URL: d.url(s.links.Section(lang, "history")) + "#champions", Label: d.say("history.champions")}
		}
		return view, d.err
	})
}

// expect returns information about an edition without results: when it will be run
// and what will be here then, or that it was not run.
func (d *draft) expect(e *race.Edition) []string {
	if e.State == race.Cancelled {
		return []string{d.say("expect.cancelled", "Date", d.l.Date(e.Date)), d.say("expect.kept")}
	}
	said := []string{d.say("expect.scheduled", "Date", d.l.Date(e.Date))}
	for _, rc := range e.Races {
		rules, name := &rc.Rules, rc.Name.In(d.lang)
		said = append(said, d.say(ruletables.Either(rules.Ranking.By == race.ByNet, "expect.net", "expect.gun"), "Race", name, "Time", d.l.TimeOfDay(&rc.Wall, rc.Gun)))
		if finish := rc.Points[rc.Finish()].Cutoff; finish.Set {
			said = append(said, d.say("expect.cutoff", "Race", name, "Time", d.l.TimeOfDay(&rc.Wall, finish.At)))
		}
	}
	return append(said, d.say(described("expect.results", e.Races...)))
}
