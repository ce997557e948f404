package page

import (
	"html/template"
	"io"
	"sort"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/field"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/page/sportsevent"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// raceWords are the texts and numbers that all pages of a race share in a language.
type raceWords struct {
	edition, race string
	title         string                    // both of them
	points        []string                  // by the index of the point
	divisions     map[*race.Division]string // nil is for runners without a division
	first         map[*race.Division]int    // index of the first result of the division
	overallRows   []int32                   `sum:"-"` // by result: the row of the overall list that first has its place; nil without that list
	half          int                       // index of the half-way point, -1 for none
	clock         string
	waves         string // which guns the field had, "" for one
	// What the drawings of a runner's page share.
	stretches     []string                       // by index of the point: the stretch that ends there
	stretchesHTML []string                       // the same, escaped
	pointsHTML    []string                       // the points, escaped
	medians       map[*race.Division]string      // names of the median paces, of the divisions that have them
	mediansAt     string                         // where they are drawn
	reaches       map[*race.Division]field.Reach // where they lie
	own           string                         // name of a runner's own pace
	pointTicks    template.HTML
	fields        map[*race.Division]*fieldScale
	err           error
}

type raceKey struct {
	lang string
	race *race.RaceVerdict
}

// words returns what the pages of a race share, made once.
func (d *draft) words(v *race.Verdict, rv *race.RaceVerdict) *raceWords {
	if w, ok := d.races.Load(raceKey{d.lang, rv}); ok {
		d.note(w.(*raceWords).err)
		return w.(*raceWords)
	}
	own := &draft{Set: d.Set, l: d.l, lang: d.lang}
	w := &raceWords{edition: v.Edition.Name.In(d.lang), race: rv.Race.Name.In(d.lang), title: own.titleOf(v.Edition, rv.Race), half: rv.Race.Point("half"),
		divisions: map[*race.Division]string{}, first: map[*race.Division]int{}}
	for i := range rv.Race.Points {
		name, err := d.l.Point(rv.Race, rv.Race.Points[i].ID)
		own.note(err)
		w.points = append(w.points, words.Unbroken(name))
	}
	begun := 0
	w.divisions[nil] = own.say("no_division")
	for i := range rv.Divisions {
		dv := &rv.Divisions[i]
		w.divisions[dv.Division] = own.division(dv.Division)
		w.first[dv.Division] = begun
		begun += len(dv.Results)
	}
	clock, err := d.l.RankedBy(rv)
	own.note(err)
	w.clock, w.waves = clock, own.waves(rv.Race)
	w.course(own, rv.Race)
	if rv.Over {
		w.end(own, v, rv)
	}
	w.err = own.err
	d.note(w.err)
	d.races.Store(raceKey{d.lang, rv}, w)
	return w
}

// end adds what only the pages of a race that is over show. What counts the field is
// not among it: package field has it.
func (w *raceWords) end(d *draft, v *race.Verdict, rv *race.RaceVerdict) {
	for _, l := range d.Lists(rv) {
		if l.Division != nil {
			continue
		}
		w.overallRows = make([]int32, len(rv.Results))
		for row, i := range l.Rows {
			w.overallRows[i] = int32(row)
			if row > 0 && rv.Results[l.Rows[row-1]].PlaceOverall == rv.Results[i].PlaceOverall {
				w.overallRows[i] = w.overallRows[l.Rows[row-1]]
			}
		}
	}
	w.medians, w.mediansAt, w.reaches = map[*race.Division]string{}, d.links.FieldPaces(v.Edition.ID, rv.Race.ID), field.Reaches(rv)
	for division := range w.reaches {
		w.medians[division] = d.say("runner.median", "Division", w.divisions[division])
	}
	w.fields = d.fieldScales(rv.Statistics(), w.divisions)
}

// Shared returns the key of what the pages of a race share in a language.
func (s *Set) Shared(lang string, v *race.Verdict, rv *race.RaceVerdict) artifact.Key {
	return artifact.Sum(s.draft(lang, "").words(v, rv))
}

// course prepares the texts of the splits and charts of runners.
func (w *raceWords) course(d *draft, rc *race.Race) {
	if w.own = d.say("runner.own"); rc.Relay() {
		w.own = d.say("runner.own_team")
	}
	w.stretches, w.pointTicks = make([]string, len(rc.Points)), chart.TicksHTML(d.courseTicks(rc))
	w.stretchesHTML, w.pointsHTML = make([]string, len(rc.Points)), make([]string, len(rc.Points))
	for i := range rc.Points {
		w.pointsHTML[i] = template.HTMLEscapeString(w.points[i])
		if i != rc.Start() {
			w.stretches[i] = d.say("runner.stretch", "From", w.points[rc.Before(i)], "To", w.points[i])
			w.stretchesHTML[i] = template.HTMLEscapeString(w.stretches[i])
		}
	}
}

func (d *draft) division(division *race.Division) string {
	name, err := d.l.Division(division)
	d.note(err)
	return name
}

// nation returns the nation of a runner, nothing where it is not published.
func (d *draft) nation(e *race.Entry) string {
	if e.Visibility == race.Anonymous {
		return ""
	}
	return d.l.Nation(e.Nat)
}

// time returns a time of a result, or the word for an annulled one.
func (d *draft) time(r *race.Result, c race.Clock) string {
	if c == race.NoTime && r.Annulled {
		return d.say("annulled")
	}
	return d.l.Clock(c)
}

// runner returns the address of a runner's page, "" without one.
func (d *draft) runner(v *race.Verdict, rv *race.RaceVerdict, r *race.Result) string {
	if r.Entry.Visibility == race.Anonymous {
		return ""
	}
	return d.url(d.links.Runner(d.lang, v.Edition.ID, rv.Race.ID, r.Entry.Bib))
}

// place returns a place, with a sign where it is shared.
func (d *draft) place(r *race.Result) string {
	if r.Place == 0 {
		return ""
	}
	return d.tied(r.Place, r.Tied)
}

// tied writes a place, with a sign where it is shared.
func (d *draft) tied(place int, shared bool) string {
	if shared {
		return d.l.Number(place) + "="
	}
	return d.l.Number(place)
}

// clause returns a link to a clause, if the rules page has an anchor for it. Its
// text is the number, or how the heading says it is cited.
func (d *draft) clause(e *race.Edition, clause string) *Link {
	if clause == "" {
		return nil
	}
	l, id := &Link{Label: clause}, "clause-"+clause
	if d.Anchors(e.ID)[id] {
		l.URL = d.url(d.links.Rules(d.lang, e.ID)) + "#" + id
	}
	if doc := d.documents[d.lang]["rules/"+e.ID]; doc != nil && doc.Labels[id] != "" {
		l.Label = doc.Labels[id]
	}
	return l
}

// figure is a number and what it counts.
type figure struct{ Value, Label string }

func (d *draft) counts(c race.Counts) []figure {
	return []figure{
		{d.l.Number(c.Entries), d.say("counts.entries")},
		{d.l.Number(c.Starters), d.say("counts.starters")},
		{d.l.Number(c.Finishers), d.say("counts.finishers")},
		{d.l.Number(c.Ranked), d.say("counts.ranked")},
	}
}

type raceView struct {
	Frame
	Race              raceBlock
	Races             []Link // all races of the edition; none where there is only one
	Date              string
	Course            string
	Waves             string
	Clock, Outcome    string
	Counts            []figure
	Divisions         []divisionBlock
	Awards, Live      Link
	Statistics, Media Link
	Teams             *Link
	CourseLink        *Link        // to the map, nil without one
	Hubs              []lists.Link // clubs, nations, points
	Facts             []string     // the race in sentences
	Rules             Link
	JSON, CSV         string
	Find              *Link
	Finder            *finder
	Share             *share
	Objections
	Notice bool
}

// divisionBlock links to the lists of a division, and has its first three.
type divisionBlock struct {
	Name, URL string
	Outside   bool
	Ranked    string
	Others    string // "" where everybody is ranked
	OthersURL string
	Places    []row
	Groups    []groupLine
	Grouped   string // what they are, with their number
	FewGroups bool   // they need no folding away
}

// fewGroups is how many classifications of a division stand unfolded.
const fewGroups = 4

// leaders is how many places the race's page shows of each division.
const leaders = 8

// Race is the page of a race: winners, numbers, divisions and links.
func (s *Set) Race(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "race.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		path := func(lang string) string { return s.links.Race(lang, e.ID, rc.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := raceView{
			Frame: d.frame(w.title, d.say(described("race.description", rc), "Edition", w.edition, "Race", w.race, "Count", rv.Counts.Ranked), path),
			Race:  d.raceBlock(v, rv), Date: d.l.Date(e.Date), Course: e.Course.In(lang), Clock: w.clock, Outcome: d.outcomeHead(rc), Waves: w.waves, Counts: d.counts(rv.Counts),
			Awards: d.awardsLink(e, rc), Live: d.liveLink(v, rv), Rules: d.rules(e), Facts: d.facts(v, rv, w),
			Statistics: Link{URL: d.url(s.links.Statistics(lang, e.ID, rc.ID)), Label: d.say("statistics.link")},
			Media:      Link{URL: d.url(s.links.Media(lang, e.ID, rc.ID)), Label: d.say("media.link")},
			JSON:       d.url(s.links.JSON(e.ID, rc.ID)), CSV: d.url(s.links.CSV(e.ID, rc.ID)),
			Find: d.find(v, rv, ""), Finder: d.finder(v, rv), Teams: d.teamsLink(v, rv), Hubs: d.hubLinks(v, rv, w), CourseLink: d.courseLink(v, rv),
			Notice: e.State == race.Notice,
		}
		if view.Notice {
			view.Objections = d.objections(rc)
		}
		d.under(&view.Frame, v, d.editionCrumb(v))
		view.Card, view.Opening = d.raceCard(v, rv), d.opening()
		view.Share = d.share(view.Canonical)
		view.Events = []sportsevent.Event{d.event(e, rc)}
		if len(v.Races) > 1 {
			for _, other := range v.Races {
				view.Races = append(view.Races, Link{URL: d.url(s.links.Race(lang, e.ID, other.Race.ID)), Label: other.Race.Name.In(lang), Current: other == rv})
			}
		}
		for i := range rv.Divisions {
			dv := &rv.Divisions[i]
			b := divisionBlock{Name: w.divisions[dv.Division], URL: d.url(s.links.Division(lang, e.ID, rc.ID, dv.Division.ID, 1)),
				Outside: dv.Division.Outside, Ranked: d.say("division.ranked", "Count", dv.Counts.Ranked)}
			ranked := rankedOf(dv.Results)
			if others := len(dv.Results) - len(ranked); others > 0 {
				b.Others = d.othersLink(rv, others)
				b.OthersURL = d.url(s.links.Others(lang, e.ID, rc.ID, dv.Division.ID, 1))
			}
			b.Places = d.leaders(v, rv, dv, w, firstOf(dv))
			if b.Groups = d.groupLines(v, rv, dv.Division, w); len(b.Groups) > 0 {
				b.Grouped, b.FewGroups = d.say("groups.count", "Count", len(b.Groups)), len(b.Groups) <= fewGroups
			}
			view.Divisions = append(view.Divisions, b)
		}
		if n := len(rv.Undivided()); n > 0 {
			view.Divisions = append(view.Divisions, divisionBlock{Name: w.divisions[nil], Others: d.othersLink(rv, n),
				OthersURL: d.url(s.links.Others(lang, e.ID, rc.ID, "", 1))})
		}
		return view, d.err
	})
}

// leaders are the rows of the first results of a division, with the places that stay vacant
// between and before them. What gives the place stands in Gun.
func (d *draft) leaders(v *race.Verdict, rv *race.RaceVerdict, dv *race.DivisionVerdict, w *raceWords, first []race.Result) (rows []row) {
	vacant := dv.Vacant
	for i := range first {
		for len(vacant) > 0 && vacant[0] < first[i].Place {
			rows, vacant = append(rows, d.vacant(vacant[:1])...), vacant[1:]
			rows[len(rows)-1].ID = ""
		}
		line := d.row(v, rv, &first[i], w)
		line.Gun = d.outcome(rv.Race, &first[i])
		rows = append(rows, line)
	}
	return rows
}

// titleOf returns the name of a race with its edition. If the name of the edition
// ends in that of the race, it is enough: the 2022 Beijing Marathon.
func (d *draft) titleOf(e *race.Edition, rc *race.Race) string {
	edition, name := e.Name.In(d.lang), rc.Name.In(d.lang)
	if d.lastNamed(e) == rc {
		return edition
	}
	return d.say("race.title", "Edition", edition, "Race", name)
}

// lastNamed returns the race whose name ends the name of the edition, nil for none.
// If there are two, such as marathon and half marathon, it is the one with the
// longer name.
func (d *draft) lastNamed(e *race.Edition) *race.Race {
	var last *race.Race
	edition := strings.ToLower(e.Name.In(d.lang))
	for _, rc := range e.Races {
		name := strings.ToLower(rc.Name.In(d.lang))
		if name != "" && strings.HasSuffix(edition, name) && (last == nil || len(name) > len(last.Name.In(d.lang))) {
			last = rc
		}
	}
	return last
}

// described is a message's id where certificates are given, and that of its other
// form where none are.
func described(id string, races ...*race.Race) string {
	for _, rc := range races {
		if !rc.Rules.Certificate.None {
			return id
		}
	}
	return id + "_plain"
}

func (d *draft) editionCrumb(v *race.Verdict) Link {
	return Link{URL: d.url(d.links.Edition(d.lang, v.Edition.ID)), Label: v.Edition.Name.In(d.lang)}
}

func (d *draft) raceCrumb(v *race.Verdict, rv *race.RaceVerdict) Link {
	return Link{URL: d.url(d.links.Race(d.lang, v.Edition.ID, rv.Race.ID)), Label: rv.Race.Name.In(d.lang)}
}

// rankedOf returns the results with a place, which come first.
func rankedOf(results []race.Result) []race.Result {
	return results[:sort.Search(len(results), func(i int) bool { return results[i].Place == 0 })]
}
