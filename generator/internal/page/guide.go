package page

import (
	"html/template"
	"io"
	"slices"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/ruletables"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// guideView is the race day page of an edition: hours, the course with its
// services, and contacts.
type guideView struct {
	Frame
	Heading  string
	When     string
	Rules    Link
	Races    []guideRace
	Contacts []guideContact
	Clause   *Link // clause of the contacts
}

// guideRace is the race day of one race.
type guideRace struct {
	Name, Distance string
	Subtitle       string // the distance, "" where the name says it
	Hours          []guideHour
	Cutoffs        bool // whether the table of the course has cut-off times
	Offers         []string
	Stops          []guideStop // along the course, if anything is known
	Notes          []string    // notes for that table
	Clauses        []Link      // clauses it comes from
	Said           []guideSaid
}

// guideHour is a line of the schedule.
type guideHour struct {
	What, When, Where string
	Notes             []string
	Clause            *Link
}

// guideStop is a place on the course.
type guideStop struct {
	Name, Distance string // Distance is "" where the name says it
	Cutoff         string
	Marks          []guideMark // a mark for each service of the race
}

// guideMark says whether a station has something, as a sign and in words.
type guideMark struct{ Sign, Says string }

// guideSaid is a topic described in words.
type guideSaid struct {
	What   string
	Texts  []string
	Clause *Link
}

type guideContact struct {
	Name, Hours    string
	Telephones     []telephone
	Website, Email *Link
}

type telephone struct {
	URL    template.URL
	Number string
}

// Guide is the race day page of an edition, which must have one.
func (s *Set) Guide(lang string, v *race.Verdict) func(io.Writer) error {
	return s.draw(lang, "guide.html", func() (any, error) {
		e := v.Edition
		at := func(lang string) string { return s.links.Guide(lang, e.ID) }
		d := s.draft(lang, at(lang))
		name := e.Name.In(lang)
		view := guideView{Frame: d.frame(d.say("guide.title", "Edition", name), d.say("guide.description", "Edition", name, "Date", d.l.Date(e.Date)), at),
			Heading: d.say("guide.link"), When: d.l.Date(e.Date), Rules: d.rules(e)}
		if course := e.Course.In(lang); course != "" {
			view.When += " · " + course
		}
		for _, rc := range e.Races {
			view.Races = append(view.Races, d.guideRace(e, rc))
			if view.Clause == nil {
				view.Clause = d.clause(e, rc.Rules.Clauses.Contact)
			}
		}
		for _, c := range e.Contacts {
			view.Contacts = append(view.Contacts, d.guideContact(&c))
		}
		d.under(&view.Frame, v, d.editionCrumb(v))
		return view, d.err
	})
}

// guide returns a link to the race day page of an edition, nil without one.
func (d *draft) guide(e *race.Edition) *Link {
	if !e.HasGuide() {
		return nil
	}
	return &Link{URL: d.url(d.links.Guide(d.lang, e.ID)), Label: d.say("guide.link")}
}

func (d *draft) guideRace(e *race.Edition, rc *race.Race) guideRace {
	g := guideRace{Name: rc.Name.In(d.lang), Distance: d.lengthOf(rc), Subtitle: d.subtitle(rc.Name.In(d.lang), rc), Hours: d.guideHours(e, rc), Said: d.guideSaid(e, rc)}
	d.guideCourse(&g, e, rc)
	return g
}

// guideHours returns the schedule of the day in order.
func (d *draft) guideHours(e *race.Edition, rc *race.Race) []guideHour {
	rules, clauses := &rc.Rules, &rc.Rules.Clauses
	var hours []guideHour
	add := func(what, when, clause, where string, notes ...string) {
		hours = append(hours, guideHour{What: what, When: when, Where: where, Notes: said(notes...), Clause: d.clause(e, clause)})
	}
	for _, call := range rules.Services.RollCalls {
		add(d.forWhom("guide.roll_call", call.For), d.hours(rc, call.From, call.Until), clauses.RollCall, call.Place.In(d.lang), call.Note.In(d.lang))
	}
	bags := &rules.Baggage
	if bags.Set && (bags.From != race.Unseen || bags.Closes != race.Unseen) {
		add(d.say("guide.bags_in"), d.hours(rc, bags.From, bags.Closes), clauses.Baggage, bags.Place.In(d.lang), bags.Note.In(d.lang))
	}
	add(d.say("guide.start"), d.l.TimeOfDay(&rc.Wall, rc.Gun), clauses.Start, "")
	if finish := rc.Points[rc.Finish()].Cutoff; finish.Set {
		add(d.say("guide.finish"), d.cutoff(rc, finish), clauses.Cutoff, "")
	}
	if rules.Package.Set && rules.Package.Before != race.Unseen {
		add(d.say("guide.package"), d.say("guide.before", "Time", d.l.TimeOfDay(&rc.Wall, rules.Package.Before)), clauses.Package, "")
	}
	if bags.Set {
		kept := ""
		if text := bags.Kept.In(d.lang); text != "" {
			kept = d.say("guide.bags_kept", "Span", text)
		}
		add(d.say("guide.bags_out"), d.hours(rc, race.Unseen, bags.Until), clauses.Baggage, "", kept)
	}
	return hours
}

// hours writes a span of the day, or the one end of it that is known.
func (d *draft) hours(rc *race.Race, from, until race.Instant) string {
	switch {
	case from == race.Unseen && until == race.Unseen:
		return d.say("not_stated")
	case from == race.Unseen:
		return d.say("guide.until", "Time", d.l.TimeOfDay(&rc.Wall, until))
	case until == race.Unseen:
		return d.say("guide.from", "Time", d.l.TimeOfDay(&rc.Wall, from))
	}
	return d.say("guide.span", "From", d.l.TimeOfDay(&rc.Wall, from), "To", d.l.TimeOfDay(&rc.Wall, until))
}

// forWhom returns a topic, with the people it is for if not everybody.
func (d *draft) forWhom(id string, of race.Text) string {
	if text := of.In(d.lang); text != "" {
		return d.say("guide.for", "What", d.say(id), "Whom", text)
	}
	return d.say(id)
}

// said returns the texts that are not empty.
func said(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// guideCourse fills the table of the course: points and stations in the order of
// the course. There is no table without stations and cut-off times.
func (d *draft) guideCourse(g *guideRace, e *race.Edition, rc *race.Race) {
	services, clauses := &rc.Rules.Services, &rc.Rules.Clauses
	columns := offered(services.Stations, func(race.Offer) bool { return true })
	for _, o := range columns {
		g.Offers = append(g.Offers, d.offer(o))
	}
	stations := services.Stations
	for i := range rc.Points {
		if p := &rc.Points[i]; p.Listed || p.Cutoff.Set {
			g.Cutoffs = g.Cutoffs || p.Cutoff.Set
			for len(stations) > 0 && stations[0].At < p.At {
				g.Stops = append(g.Stops, d.guideStop(columns, &stations[0]))
				stations = stations[1:]
			}
			stop := guideStop{Name: d.pointName(rc, i), Distance: words.Unbroken(d.l.Distance(p.At))}
			var here race.Station
			if len(stations) > 0 && stations[0].At == p.At {
				here, stations = stations[0], stations[1:]
			}
			stop.Marks = d.marks(columns, &here)
			if p.Cutoff.Set {
				stop.Cutoff = d.cutoff(rc, p.Cutoff)
			}
			if stop.Name == stop.Distance || p.At == 0 {
				stop.Distance = ""
			}
			g.Stops = append(g.Stops, stop)
		}
	}
	for i := range stations {
		g.Stops = append(g.Stops, d.guideStop(columns, &stations[i]))
	}
	if !g.Cutoffs && len(columns) == 0 {
		g.Stops = nil
	}
	var notes []string
	if slices.ContainsFunc(services.Stations, func(s race.Station) bool { return len(s.Unknown) > 0 }) {
		notes = append(notes, d.say("guide.unknown_note"))
	}
	if len(services.Unplaced) > 0 {
		notes = append(notes, d.unplaced(services))
	}
	g.Notes = notes
	all := append(slices.Clone(columns), services.Unplaced...)
	has := func(of func(race.Offer) bool) bool { return slices.ContainsFunc(all, of) }
	cited := []struct {
		is     bool
		clause string
	}{
		{g.Cutoffs, clauses.Cutoff}, {has(race.Offer.Nourishes), clauses.Stations},
		{has(func(o race.Offer) bool { return o == race.Toilets || o == race.Mist }), clauses.Facilities},
		{has(func(o race.Offer) bool { return o == race.Medical || o == race.AED }), clauses.Medical},
	}
	for _, c := range cited {
		if l := d.clause(e, c.clause); c.is && l != nil && !slices.Contains(g.Clauses, *l) {
			g.Clauses = append(g.Clauses, *l)
		}
	}
}

func (d *draft) guideStop(columns []race.Offer, s *race.Station) guideStop {
	return guideStop{Name: d.l.Distance(s.At), Marks: d.marks(columns, s)}
}

func (d *draft) marks(columns []race.Offer, s *race.Station) []guideMark {
	var marks []guideMark
	for _, o := range columns {
		switch {
		case slices.Contains(s.Offers, o):
			marks = append(marks, guideMark{"●", d.say("yes")})
		case slices.Contains(s.Unknown, o):
			marks = append(marks, guideMark{"?", d.say("guide.unknown")})
		default:
			marks = append(marks, guideMark{})
		}
	}
	return marks
}

// offered returns those of the given services that a station has or may have, in
// order.
func offered(stations []race.Station, asked func(race.Offer) bool) []race.Offer {
	var list []race.Offer
	for _, o := range race.Offers {
		if asked(o) && slices.ContainsFunc(stations, func(s race.Station) bool { return slices.Contains(s.Offers, o) || slices.Contains(s.Unknown, o) }) {
			list = append(list, o)
		}
	}
	return list
}

func (d *draft) offer(o race.Offer) string { return d.say("guide.offer." + string(o)) }

func (d *draft) offers(list []race.Offer) string {
	var names []string
	for _, o := range list {
		names = append(names, d.offer(o))
	}
	return d.l.List(names)
}

// unplaced describes services that the text promises without a place.
func (d *draft) unplaced(s *race.Services) string {
	return d.say("guide.unplaced", "Offers", d.offers(s.Unplaced))
}

// guideSaid returns the topics in words: services along the course, then those
// about the entry.
func (d *draft) guideSaid(e *race.Edition, rc *race.Race) []guideSaid {
	services, clauses := &rc.Rules.Services, &rc.Rules.Clauses
	var all []guideSaid
	add := func(what, clause string, texts ...string) {
		if texts = said(texts...); len(texts) > 0 {
			all = append(all, guideSaid{What: what, Texts: texts, Clause: d.clause(e, clause)})
		}
	}
	for _, a := range services.Along {
		clause := clauses.Stations
		switch {
		case slices.Contains(a.Offers, race.AED), slices.Contains(a.Offers, race.Medical):
			clause = clauses.Medical
		case slices.Contains(a.Offers, race.Toilets), slices.Contains(a.Offers, race.Mist):
			clause = clauses.Facilities
		}
		text := a.Note.In(d.lang)
		if text == "" {
			text = d.say("guide.along")
		}
		add(d.offers(a.Offers), clause, text)
	}
	add(d.say("guide.race_pack"), clauses.RacePack, services.RacePack.In(d.lang))
	for _, fee := range services.Fees {
		add(d.forWhom("guide.fee", fee.For), clauses.Entry, d.amount(fee.Amount, fee.Currency), fee.Note.In(d.lang))
	}
	add(d.say("guide.insurance"), clauses.Insurance, services.Insurance.In(d.lang))
	var notes []string
	for _, n := range services.Notes {
		notes = append(notes, n.In(d.lang))
	}
	add(d.say("guide.notes"), "", notes...)
	return all
}

func (d *draft) guideContact(c *race.Contact) guideContact {
	g := guideContact{Name: c.Name.In(d.lang), Hours: c.Hours.In(d.lang), Website: contact(c.Website), Email: contact(c.Email)}
	for _, number := range c.Telephones {
		dialled := strings.Map(func(r rune) rune {
			if r == '+' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, number)
		g.Telephones = append(g.Telephones, telephone{URL: template.URL("tel:" + dialled), Number: number})
	}
	return g
}

// serviceFacts returns the services in the rules, for comparing two editions.
func (d *draft) serviceFacts(e *race.Edition, rc *race.Race) []ruletables.Fact {
	services, bags, clauses := &rc.Rules.Services, &rc.Rules.Baggage, &rc.Rules.Clauses
	var facts []ruletables.Fact
	add := func(key, label, clause string, texts ...string) {
		if texts = said(texts...); len(texts) > 0 {
			facts = append(facts, ruletables.Fact{Key: key, Label: label, Clause: clause, Value: d.l.Sentences(texts[0], texts[1:]...)})
		}
	}
	for _, call := range services.RollCalls {
		label := d.forWhom("guide.roll_call", call.For)
		add(label, label, clauses.RollCall, d.hours(rc, call.From, call.Until))
	}
	if bags.Set {
		if bags.From != race.Unseen || bags.Closes != race.Unseen {
			add("bags in", d.say("guide.bags_in"), clauses.Baggage, d.hours(rc, bags.From, bags.Closes))
		}
		add("bags", d.say("compared.bags"), clauses.Baggage, d.l.TimeOfDay(&rc.Wall, bags.Until))
		add("bags kept", d.say("compared.bags_kept"), clauses.Baggage, bags.Kept.In(d.lang))
	}
	clauseOf := func(o race.Offer) string {
		switch o {
		case race.Toilets, race.Mist:
			return clauses.Facilities
		case race.Medical, race.AED:
			return clauses.Medical
		}
		return clauses.Stations
	}
	for _, o := range race.Offers {
		var at, lost []race.Distance
		for _, s := range services.Stations {
			switch {
			case slices.Contains(s.Offers, o):
				at = append(at, s.At)
			case slices.Contains(s.Unknown, o):
				lost = append(lost, s.At)
			}
		}
		value := ""
		switch {
		case len(at) > 0:
			value = d.say("compared.at", "Places", d.kilometres(at))
		case len(lost) > 0:
			value = d.say("compared.marks_lost", "Places", d.kilometres(lost))
		case slices.Contains(services.Unplaced, o):
			value = d.say("not_stated")
		}
		add("offer "+string(o), d.say("compared.offer", "Offer", d.offer(o)), clauseOf(o), value)
	}
	for _, a := range services.Along {
		for _, o := range a.Offers {
			text := a.Note.In(d.lang)
			if text == "" {
				text = d.say("guide.along")
			}
			add("along "+string(o), d.offer(o), clauseOf(o), text)
		}
	}
	for _, fee := range services.Fees {
		label := d.forWhom("guide.fee", fee.For)
		add(label, label, clauses.Entry, d.amount(fee.Amount, fee.Currency), fee.Note.In(d.lang))
	}
	add("race pack", d.say("guide.race_pack"), clauses.RacePack, services.RacePack.In(d.lang))
	add("insurance", d.say("guide.insurance"), clauses.Insurance, services.Insurance.In(d.lang))
	for i, c := range e.Contacts {
		var ways []string
		ways = append(ways, c.Telephones...)
		if w := contact(c.Website); w != nil {
			ways = append(ways, w.Label)
		}
		if c.Email != "" {
			ways = append(ways, c.Email)
		}
		if hours := c.Hours.In(d.lang); hours != "" {
			ways = append(ways, hours)
		}
		add("contact "+d.l.Number(i), d.say("compared.contact", "Name", c.Name.In(d.lang)), clauses.Contact, strings.Join(ways, " · "))
	}
	return facts
}

// kilometres lists places in the order of the course. Four or more at equal
// distances become a series.
func (d *draft) kilometres(at []race.Distance) string {
	var list []string
	for len(at) > 0 {
		n := 1
		for n < len(at) && (n == 1 || at[n]-at[n-1] == at[1]-at[0]) {
			n++
		}
		if n < 4 {
			list, at = append(list, at[0].String()), at[1:]
			continue
		}
		list = append(list, d.say("compared.series", "From", at[0].String(), "To", at[n-1].String(), "Step", (at[1]-at[0]).String()))
		at = at[n:]
	}
	return d.l.List(list)
}

// stationTable returns where the race offers food, drinks and cooling: yes, no, or
// that the source lost the mark.
func (d *draft) stationTable(rc *race.Race) chart.Table {
	services := &rc.Rules.Services
	columns := offered(services.Stations, race.Offer.Nourishes)
	t := chart.Table{Head: []string{d.say("table.distance")}, None: d.say("guide.no_stations")}
	if len(services.Unplaced) > 0 {
		t.None = d.unplaced(services)
	}
	for _, o := range columns {
		t.Head = append(t.Head, d.offer(o))
	}
	for _, s := range services.Stations {
		row, any := []string{words.Unbroken(d.l.Distance(s.At))}, false
		for _, m := range d.marks(columns, &s) {
			any = any || m.Sign != ""
			row = append(row, ruletables.Either(m.Sign == "", d.say("no"), m.Says))
		}
		if any {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}
