package page

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// finder is the field for finding a runner. Its script loads the search data;
// without a script it shows links to the lists by bib and by surname.
type finder struct {
	Action, Script string
	// Texts of the script; {n} stands for a number.
	None, Found, More, Failed string
	Races                     []finderRace
	Several                   bool // too many lists to show at once
}

// finderRace is a race that the finder searches. In Runner a * stands for the bib.
type finderRace struct {
	Name, Search, Runner string
	Bibs, Surnames       Link
}

// finderScript is the script of the finder.
const finderScript = "finder.js"

// finder returns a finder for races of one edition, nil where no runner has a page.
func (d *draft) finder(v *race.Verdict, races ...*race.RaceVerdict) *finder {
	f := &finder{Action: d.url(d.links.Section(d.lang, "search")), Script: d.url(d.assetPath[finderScript]),
		None: d.say("finder.none"), Found: d.say("finder.found", "Number", "{n}"), More: d.say("finder.more", "Number", "{n}"), Failed: d.say("finder.failed")}
	for _, rv := range races {
		if rv.Shown == 0 {
			continue
		}
		e, id := v.Edition.ID, rv.Race.ID
		one := finderRace{Name: rv.Race.Name.In(d.lang), Search: d.url(d.links.Search(e, id)), Runner: d.url(d.links.Runner(d.lang, e, id, "*")),
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
	Rows    []registered
	Pages   *pages
	Below   *pages
}

// ranged links to a page by its first and last entry.
type ranged struct {
	URL, From, FromReading, To, ToReading, Count string
}

// registered is a line of such a page. ID is set where a surname begins.
type registered struct {
	row
	ID string
}

// registerSize returns how many runners are on a page of a register: as many as on
// a page of a list, and more where the first page would have hundreds of links, or
// the host limits the number of files.
func (s *Set) registerSize(runners int) int {
	if s.archive.Site.Compact {
		return 10 * PageSize
	}
	return max(PageSize, (runners+499)/500)
}

// RegisterPages returns how many pages each register of a race has besides the
// first one, 0 where no runner has a page.
func (s *Set) RegisterPages(rv *race.RaceVerdict) int {
	return lists.Filled(rv.Shown, s.registerSize(rv.Shown))
}

// byBib returns the results that have a page, by bib in numeric order: 9 before 10.
func (s *Set) byBib(rv *race.RaceVerdict) []int32 {
	if known, ok := s.registers.Load(rv); ok {
		return known.([]int32)
	}
	order, folded := make([]int32, 0, rv.Shown), make([]string, len(rv.Results))
	for i := range rv.Results {
		if e := rv.Results[i].Entry; e.Visibility != race.Anonymous {
			order, folded[i] = append(order, int32(i)), race.FoldBib(e.Bib)
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return lists.CompareBibs(folded[a], folded[b]) })
	s.registers.Store(rv, order)
	return order
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
	crumbs := []Link{d.editionCrumb(v), d.raceCrumb(v, rv)}
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
		view.Rows = d.registered(v, rv, within(page), of.surnames, w)
		if last > 1 {
			view.Pages, view.Below = d.pages(page, last, link)
		}
	}
	view.Frame = d.frame(title, d.say("finder."+of.words+"_description", "Edition", w.edition, "Race", w.race), path)
	view.NoIndex = true
	d.under(&view.Frame, v, crumbs...)
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
			read = reading(s)
		}
		return text, read
	}
	r := ranged{URL: url}
	r.From, r.FromReading = say(entries[0])
	r.To, r.ToReading = say(entries[len(entries)-1])
	return r
}

// reading returns how a surname is read that is not in Latin letters, with a
// capital.
func reading(s race.Surnamed) string {
	if s.Reading == "" || s.Reading[0] > 'z' || words.ScriptOf(s.Surname, "") == "" {
		return ""
	}
	return strings.ToUpper(s.Reading[:1]) + s.Reading[1:]
}

// common returns links to surnames that fill much of a page.
func (d *draft) common(entries []race.Surnamed, size int, link func(int) string) []ranged {
	var all []ranged
	for from := 0; from < len(entries); {
		to := from + 1
		for to < len(entries) && entries[to].Surname == entries[from].Surname && entries[to].Reading == entries[from].Reading {
			to++
		}
		if to-from >= size/5 && entries[from].Surname != "" {
			all = append(all, ranged{URL: d.url(link(from/size+1)) + "#" + anchor(entries[from]), From: entries[from].Surname,
				FromReading: reading(entries[from]), Count: d.l.Number(to - from)})
		}
		from = to
	}
	return all
}

// anchor returns the id of the line where a surname begins.
func anchor(s race.Surnamed) string {
	if reading(s) == "" {
		return s.Reading
	}
	return s.Reading + "-" + s.Surname
}

func (d *draft) registered(v *race.Verdict, rv *race.RaceVerdict, entries []race.Surnamed, surnames bool, w *raceWords) []registered {
	rows := make([]registered, 0, len(entries))
	used := map[string]bool{}
	for _, entry := range entries {
		r := &rv.Results[entry.Result]
		line := registered{row: row{Bib: r.Entry.Bib, Name: d.name(r.Entry), Nation: d.nation(r.Entry), URL: d.runner(v, rv, r)}}
		if line.Name.Text == "" { // a page is opened by something
			line.Name.Text = r.Entry.Bib
		}
		if id := anchor(entry); surnames && id != "" && !used[id] {
			used[id], line.ID = true, id
		}
		rows = append(rows, line)
	}
	return rows
}
