package page

import (
	"fmt"
	"io"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// finder is the field for finding a runner. Its script loads the search data;
// without a script it shows links to the lists by bib and by surname.
type finder struct {
	Action, Script, Core, Latin, Star string
	// Texts of the script; {n} stands for a number.
	Found, Near, More, Failed, Place string
	Races                            []finderRace
	Several                          bool         // too many lists to show at once
	Statuses                         []statusWord // what the script says of who has no place
}

// finderRace is a race that the finder searches. In Runner a * stands for the bib.
type finderRace struct {
	ID                   string // edition/race
	Name, Search, Runner string
	Over                 bool // there are files of times and places
	Bibs, Surnames       Link
}

// The scripts of the field, of who is found, and of other alphabets.
const (
	finderScript = "finder.js"
	searchScript = "search.js"
	latinScript  = "latin.js"
)

// finder returns a finder for races of one edition, nil where no runner has a page.
func (d *draft) finder(v *race.Verdict, races ...*race.RaceVerdict) *finder {
	f := &finder{Action: d.url(d.links.Section(d.lang, "search")), Script: d.url(d.assetPath[finderScript]), Core: d.url(d.assetPath[searchScript]), Latin: d.url(d.assetPath[latinScript]), Star: d.url(d.assetPath[starScript]),
		Found: d.say("finder.found", "Number", "{n}"), Near: d.say("finder.near", "Number", "{n}"), More: d.say("finder.more"), Failed: d.say("finder.failed"), Place: d.say("finder.place", "Place", "{n}")}
	over := false
	for _, rv := range races {
		if rv.Shown == 0 {
			continue
		}
		e, id := v.Edition.ID, rv.Race.ID
		over = over || rv.Over
		one := finderRace{ID: e + "/" + id, Over: rv.Over, Name: rv.Race.Name.In(d.lang), Search: d.url(d.links.Search(e, id)), Runner: d.url(d.links.Runner(d.lang, e, id, "*")),
			Bibs:     Link{URL: d.url(d.links.Bibs(d.lang, e, id, 0)), Label: d.say("finder.bibs")},
			Surnames: Link{URL: d.url(d.links.Surnames(d.lang, e, id, 0)), Label: d.say("finder.surnames")}}
		if len(races) > 1 {
			one.Bibs.Label = d.say("finder.bibs_of", "Race", one.Name)
			one.Surnames.Label = d.say("finder.surnames_of", "Race", one.Name)
		}
		f.Races = append(f.Races, one)
	}
	if len(f.Races) == 0 {
		return nil
	}
	f.Several = len(f.Races) > 1
	for _, status := range race.Statuses {
		if over && status != race.Finished && status != race.OnCourse && status != race.NotStarted {
			f.Statuses = append(f.Statuses, statusWord{status, d.say("status." + string(status))})
		}
	}
	return f
}

// finderOf returns a finder for the latest edition with results.
func (d *draft) finderOf(verdicts []*race.Verdict) *finder {
	for i := len(verdicts) - 1; i >= 0; i-- {
		if v := verdicts[i]; v.Edition.State.HasResults() {
			return d.finder(v, v.Races...)
		}
	}
	return nil
}

// registerView is a page of the lists for finding a runner without a script, in the
// order of bibs or of surnames. The first page links to the others.
type registerView struct {
	Frame
	Heading string
	Common  []ranged // frequent surnames
	Ranges  []ranged // what is on which page
	Timed   bool     // times and places are shown
	Time    string   // the head of their column
	Rows    []registered
	Pages   *lists.Ways
	Below   *lists.Ways
}

// ranged links to a page.
type ranged struct {
	URL, From, FromReading, To, ToReading, Count string
}

// registered is a line of such a page. ID is set where a surname begins. Time and
// Standing, the place in the division or the status, are those of a race that is over.
type registered struct {
	row
	ID, Time, Standing string
}

// registerSize returns how many runners are on a page of a register: as many as on
// a page of a list, and more where the first page would have hundreds of links, or
// the host limits the number of files.
func (s *Set) registerSize(runners int) int {
	if s.archive.Site.Compact {
		return 20 * PageSize
	}
	return max(PageSize, (runners+499)/500)
}

// RegisterPages returns how many pages each register of a race has besides the
// first one, 0 where no runner has a page.
func (s *Set) RegisterPages(rv *race.RaceVerdict) int {
	return lists.Filled(rv.Shown, s.registerSize(rv.Shown))
}

// byBib returns the results that have a page, by bib in numeric order, made once.
func (s *Set) byBib(rv *race.RaceVerdict) []int32 {
	if known, ok := s.registers.Load(rv); ok {
		return known.([]int32)
	}
	order := lists.ByBib(rv)
	s.registers.Store(rv, order)
	return order
}

// RegisteredBibs returns the results on a page of the runners by bib, from 1 on.
func (s *Set) RegisteredBibs(rv *race.RaceVerdict, page int) []int32 {
	order := s.byBib(rv)
	size := s.registerSize(len(order))
	return order[(page-1)*size : min(page*size, len(order))]
}

// RegisteredSurnames returns the results on a page of the runners by surname, in the
// given order.
func (s *Set) RegisteredSurnames(rv *race.RaceVerdict, order []race.Surnamed, page int) []int32 {
	size := s.registerSize(len(order))
	var all []int32
	for _, one := range order[(page-1)*size : min(page*size, len(order))] {
		all = append(all, int32(one.Result))
	}
	return all
}

// LabelNames are the names of some divisions and age groups, and of some nations, in
// each language.
func (s *Set) LabelNames(labels []race.Label, nations []string) (named, of map[string][]string, err error) {
	named, of = map[string][]string{}, map[string][]string{}
	for _, lang := range s.languages {
		d := s.draft(lang, "")
		named[lang], of[lang] = make([]string, len(labels)), make([]string, len(nations))
		for i, l := range labels {
			if named[lang][i] = d.division(l.Division); l.Group != nil {
				named[lang][i] = d.l.GroupOf(named[lang][i], &race.Group{ID: l.Group.ID, Name: l.Group.Name, Ages: l.Group})
			}
		}
		for i, code := range nations {
			of[lang][i] = d.l.Nation(code)
		}
		if d.err != nil {
			return nil, nil, d.err
		}
	}
	return named, of, nil
}

// Bibs is a page of the runners of a race by bib. Page 0 links to the others.
func (s *Set) Bibs(lang string, v *race.Verdict, rv *race.RaceVerdict, page int) func(io.Writer) error {
	return s.draw(lang, "register.html", func() (any, error) {
		order := s.byBib(rv)
		of := register{words: "bibs", link: s.links.Bibs, size: len(order), entries: func(from, to int) []race.Surnamed {
			part := make([]race.Surnamed, 0, to-from)
			for _, i := range order[from:to] {
				part = append(part, race.Surnamed{Result: int(i), Surname: rv.Results[i].Entry.Bib})
			}
			return part
		}}
		return s.register(lang, v, rv, of, page)
	})
}

// Surnames is a page of the runners of a race by surname, in the given order. Page
// 0 links to the others.
func (s *Set) Surnames(lang string, v *race.Verdict, rv *race.RaceVerdict, order []race.Surnamed, page int) func(io.Writer) error {
	return s.draw(lang, "register.html", func() (any, error) {
		of := register{words: "surnames", link: s.links.Surnames, size: len(order), surnames: true,
			entries: func(from, to int) []race.Surnamed { return order[from:to] }}
		return s.register(lang, v, rv, of, page)
	})
}

// register is an order of runners, with the texts of its pages and their addresses.
type register struct {
	words    string
	link     func(lang, edition, race string, page int) string
	size     int
	entries  func(from, to int) []race.Surnamed // of bibs, the bib stands for the surname
	surnames bool
}

func (s *Set) register(lang string, v *race.Verdict, rv *race.RaceVerdict, of register, page int) (any, error) {
	e, id := v.Edition.ID, rv.Race.ID
	path := func(lang string) string { return of.link(lang, e, id, page) }
	d := s.draft(lang, path(lang))
	w := d.words(v, rv)
	size := s.registerSize(of.size)
	last := lists.Filled(of.size, size)
	if page < 0 || page > last {
		return nil, fmt.Errorf("the %s have %d pages, not a page %d", of.words, last, page)
	}
	link := func(n int) string { return of.link(lang, e, id, n) }
	within := func(n int) []race.Surnamed { return of.entries((n-1)*size, min(n*size, of.size)) }
	title := d.say("finder."+of.words+"_title", "Edition", w.edition, "Race", w.race)
	view := registerView{Heading: d.say("finder." + of.words + "_heading")}
	var crumbs []Link
	if page == 0 {
		for n := 1; n <= last; n++ {
			view.Ranges = append(view.Ranges, d.ranged(d.url(link(n)), rv, within(n), of.surnames))
		}
		if of.surnames && last > 1 {
			view.Common = d.common(of.entries(0, of.size), size, link)
		}
	} else {
		span := d.ranged("", rv, within(page), of.surnames)
		view.Heading = d.say("finder."+of.words+"_range", "From", span.From, "To", span.To)
		title = d.say("finder.range_title", "Range", view.Heading, "Edition", w.edition, "Race", w.race)
		crumbs = append(crumbs, Link{URL: d.url(link(0)), Label: d.say("finder." + of.words)})
		view.Rows, view.Timed, view.Time = d.registered(v, rv, within(page), of.surnames, w), rv.Over, d.outcomeHead(rv.Race)
		if last > 1 {
			view.Pages, view.Below = d.pages(true)(page, last, func(n int) string { return d.url(link(n)) })
		}
	}
	view.Frame = d.frame(title, d.say("finder."+of.words+"_description", "Edition", w.edition, "Race", w.race), path)
	view.NoIndex = true
	d.underRace(&view.Frame, v, rv, crumbs...)
	return view, d.err
}

// ranged describes a page by its first and last entry: bibs, or names with the
// readings of the surnames.
func (d *draft) ranged(url string, rv *race.RaceVerdict, entries []race.Surnamed, surnames bool) ranged {
	say := func(s race.Surnamed) (text, read string) {
		if !surnames {
			return s.Surname, ""
		}
		text = d.name(rv.Results[s.Result].Entry).Text
		if text == "" {
			return d.say("finder.no_surname"), ""
		}
		if words.ScriptOf(text, "") != "" {
			read = lists.Reading(s)
		}
		return text, read
	}
	r := ranged{URL: url}
	r.From, r.FromReading = say(entries[0])
	r.To, r.ToReading = say(entries[len(entries)-1])
	return r
}

// common returns links to surnames that fill much of a page.
func (d *draft) common(entries []race.Surnamed, size int, link func(int) string) []ranged {
	var all []ranged
	for _, c := range lists.Common(entries, size/5) {
		first := entries[c.From]
		all = append(all, ranged{URL: d.url(link(c.From/size+1)) + "#" + lists.SurnameID(first), From: first.Surname, FromReading: lists.Reading(first), Count: d.l.Number(c.To - c.From)})
	}
	return all
}

func (d *draft) registered(v *race.Verdict, rv *race.RaceVerdict, entries []race.Surnamed, surnames bool, w *raceWords) []registered {
	rows := make([]registered, 0, len(entries))
	used := map[string]bool{}
	for _, entry := range entries {
		r := &rv.Results[entry.Result]
		line := registered{row: row{Bib: r.Entry.Bib, Name: d.name(r.Entry), Nation: d.nation(r.Entry), URL: d.runner(v, rv, r)}}
		if rv.Over {
			line.Time, line.Standing = d.outcome(rv.Race, r), d.say("status."+string(r.Status))
			if r.Place > 0 {
				line.Standing = w.divisions[r.Division] + " " + d.place(r)
			}
		}
		if line.Name.Text == "" { // a page is opened by something
			line.Name.Text = r.Entry.Bib
		}
		if id := lists.SurnameID(entry); surnames && id != "" && !used[id] {
			used[id], line.ID = true, id
		}
		rows = append(rows, line)
	}
	return rows
}
