package page

import (
	"html/template"
	"io"
	"slices"
	"sort"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// raceWords are the texts and numbers that all pages of a race share in a language.
type raceWords struct {
	edition, race string
	title         string                    // both of them
	points        []string                  // by the index of the point
	divisions     map[*race.Division]string // nil is for runners without a division
	ranked        map[*race.Division]int
	first         map[*race.Division]int                 // index of the first result of the division
	without       map[*race.Division]map[race.Status]int // number of runners with each status; nil is for runners without a division
	overall       int                                    // number of runners with an overall place
	lists         []listed
	overallRows   []int32 `sum:"-"` // by result: the row of the overall list that first has its place; nil without that list
	half          int     // index of the half-way point, -1 for none
	clock         string
	waves         string // which guns the field had, "" for one
	// What the drawings of a runner's page share.
	stretches     []string                        // by index of the point: the stretch that ends there
	stretchesHTML []string                        // the same, escaped
	pointsHTML    []string                        // the points, escaped
	middles       map[*race.Division][]race.Clock // median pace to each point from the one before
	medians       map[*race.Division]string       // their names
	pointTicks    template.HTML
	fields        map[*race.Division]*fieldScale
	err           error
}

// listed is a list and its number of rows.
type listed struct {
	id   string
	rows int
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
		divisions: map[*race.Division]string{}, ranked: map[*race.Division]int{}, first: map[*race.Division]int{}, without: map[*race.Division]map[race.Status]int{}}
	for i := range rv.Race.Points {
		name, err := d.l.Point(rv.Race, rv.Race.Points[i].ID)
		own.note(err)
		w.points = append(w.points, name)
	}
	begun := 0
	w.divisions[nil] = own.say("no_division")
	for i := range rv.Divisions {
		dv := &rv.Divisions[i]
		w.divisions[dv.Division] = own.division(dv.Division)
		w.ranked[dv.Division] = dv.Counts.Ranked
		w.first[dv.Division] = begun
		begun += len(dv.Results)
	}
	w.overall = rv.RankedOverall()
	for i := range rv.Results {
		r := &rv.Results[i]
		if w.without[r.Division] == nil {
			w.without[r.Division] = map[race.Status]int{}
		}
		w.without[r.Division][r.Status]++
	}
	clock, err := d.l.RankedBy(rv.Race)
	own.note(err)
	w.clock, w.waves = clock, own.waves(rv.Race)
	for _, l := range d.Lists(rv) {
		w.lists = append(w.lists, listed{l.ID, len(l.Rows)})
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
	w.runnerCharts(own, rv)
	w.err = own.err
	d.note(w.err)
	d.races.Store(raceKey{d.lang, rv}, w)
	return w
}

// Shared returns the key of what the pages of a race share in a language.
func (s *Set) Shared(lang string, v *race.Verdict, rv *race.RaceVerdict) artifact.Key {
	return artifact.Sum(s.draft(lang, "").words(v, rv))
}

// runnerCharts prepares the charts on the pages of runners.
func (w *raceWords) runnerCharts(d *draft, rv *race.RaceVerdict) {
	rc := rv.Race
	w.stretches, w.middles = make([]string, len(rc.Points)), map[*race.Division][]race.Clock{}
	w.medians = map[*race.Division]string{}
	w.stretchesHTML, w.pointsHTML = make([]string, len(rc.Points)), make([]string, len(rc.Points))
	for i := range rc.Points {
		w.pointsHTML[i] = template.HTMLEscapeString(w.points[i])
		if i != rc.Start() {
			w.stretches[i] = d.say("runner.stretch", "From", w.points[rc.Before(i)], "To", w.points[i])
			w.stretchesHTML[i] = template.HTMLEscapeString(w.stretches[i])
		}
	}
	for n := range rv.Statistics.Divisions {
		f := &rv.Statistics.Divisions[n]
		paces := slices.Repeat([]race.Clock{race.NoTime}, len(rc.Points))
		for _, p := range f.Passages {
			i := rc.Point(p.Point)
			paces[i] = p.Segment.Pace(rc.Points[i].At - rc.Points[rc.Before(i)].At)
		}
		w.middles[f.Division] = paces
		w.medians[f.Division] = d.say("runner.median", "Division", w.divisions[f.Division])
	}
	w.pointTicks = ticksHTML(d.courseTicks(rc), paceTickY)
	w.fields = d.fieldScales(rv.Statistics, w.divisions)
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
	Awards            Link
	Statistics, Media Link
	Teams             *Link
	Facts             []string // the race in sentences
	Rules             Link
	JSON, CSV         string
	Find              *Link
	Finder            *finder
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
			Awards: Link{URL: d.url(s.links.Awards(lang, e.ID, rc.ID)), Label: d.say("awards.link")}, Rules: d.rules(e), Facts: d.facts(v, rv, w),
			Statistics: Link{URL: d.url(s.links.Statistics(lang, e.ID, rc.ID)), Label: d.say("statistics.link")},
			Media:      Link{URL: d.url(s.links.Media(lang, e.ID, rc.ID)), Label: d.say("media.link")},
			JSON:       d.url(s.links.JSON(e.ID, rc.ID)), CSV: d.url(s.links.CSV(e.ID, rc.ID)),
			Find: d.find(v, rv, ""), Finder: d.finder(v, rv), Teams: d.teamsLink(v, rv),
			Notice: e.State == race.Notice,
		}
		if view.Notice {
			view.Objections = d.objections(rc)
		}
		d.under(&view.Frame, v, d.editionCrumb(v))
		view.Events = []event{d.event(e, rc)}
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
				b.Others = d.say("division.others", "Count", others)
				b.OthersURL = d.url(s.links.Others(lang, e.ID, rc.ID, dv.Division.ID, 1))
			}
			for i := range ranked[:min(leaders, len(ranked))] {
				line := d.row(v, rv, &ranked[i], w)
				line.Gun = d.outcome(rc, &ranked[i])
				b.Places = append(b.Places, line)
			}
			if b.Groups = d.groupLines(v, rv, dv.Division, w); len(b.Groups) > 0 {
				b.Grouped, b.FewGroups = d.say("groups.count", "Count", len(b.Groups)), len(b.Groups) <= fewGroups
			}
			view.Divisions = append(view.Divisions, b)
		}
		if n := len(rv.Undivided()); n > 0 {
			view.Divisions = append(view.Divisions, divisionBlock{Name: w.divisions[nil], Others: d.say("division.others", "Count", n),
				OthersURL: d.url(s.links.Others(lang, e.ID, rc.ID, "", 1))})
		}
		return view, d.err
	})
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
