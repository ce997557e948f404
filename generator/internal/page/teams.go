package page

import (
	"fmt"
	"io"

	"guntime/generator/internal/page/field"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

type teamsView struct {
	Frame
	Heading      string
	Lists        []Link // the race's classifications of teams
	Sections     []lists.TeamSection[awardRow]
	Pages, Below *lists.Ways
}

// leadingTeams is how many teams of each classification the page of all shows.
const leadingTeams = 3

// Teams is the page of a race's classifications of teams, with the first of each.
func (s *Set) Teams(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "teams.html", func() (any, error) {
		path := func(lang string) string { return s.links.Division(lang, v.Edition.ID, rv.Race.ID, lists.Teams, 1) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := d.teamsView(v, rv, d.say("teams.link"), 1, path, nil)
		for _, l := range lists.OfTeams(rv) {
			part := d.teamSection(v, rv, l, w)
			part.Name, part.URL = l.Name.In(lang), d.url(s.links.Division(lang, v.Edition.ID, rv.Race.ID, l.ID, 1))
			part.Teams = d.teamWriter(v, rv, w).Blocks(l, rv.Results, l.Shown(1)[:min(leadingTeams, len(l.Teams))], 0)
			for i := range part.Teams {
				part.Teams[i].ID, part.Teams[i].Others = "", nil
			}
			view.Sections = append(view.Sections, part)
		}
		d.underRace(&view.Frame, v, rv)
		return view, d.err
	})
}

// TeamList is one page of a classification of teams, from 1 on.
func (s *Set) TeamList(lang string, v *race.Verdict, rv *race.RaceVerdict, of *lists.TeamList, page int) func(io.Writer) error {
	return s.draw(lang, "teams.html", func() (any, error) {
		link := func(lang string, n int) string { return s.links.Division(lang, v.Edition.ID, rv.Race.ID, of.ID, n) }
		path := func(lang string) string { return link(lang, page) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		if page < 1 || page > of.Pages() {
			return nil, fmt.Errorf("the teams %s have %d pages, not a page %d", of.ID, of.Pages(), page)
		}
		view := d.teamsView(v, rv, of.Name.In(lang), page, path, of)
		part := d.teamSection(v, rv, of, w)
		part.Teams = d.teamWriter(v, rv, w).Blocks(of, rv.Results, of.Shown(page), (page-1)*len(of.Shown(1)))
		view.Sections = append(view.Sections, part)
		view.Pages, view.Below = d.pages(true)(page, of.Pages(), func(n int) string { return d.url(link(lang, n)) })
		d.underRace(&view.Frame, v, rv, *d.teamsLink(v, rv))
		return view, d.err
	})
}

// teamsView begins a page of teams. Of is the classification that it shows, nil
// for the page of all.
func (d *draft) teamsView(v *race.Verdict, rv *race.RaceVerdict, name string, page int, path func(string) string, of *lists.TeamList) teamsView {
	w := d.words(v, rv)
	title := d.say("division.title", "Edition", w.edition, "Race", w.race, "Division", name)
	if page > 1 {
		title = d.say("division.title_page", "Edition", w.edition, "Race", w.race, "Division", name, "Page", page)
	}
	view := teamsView{Frame: d.frame(title, d.say("teams.description", "Edition", w.edition, "Race", w.race, "Teams", name), path), Heading: name}
	for _, l := range lists.OfTeams(rv) {
		view.Lists = append(view.Lists, Link{URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, l.ID, 1)), Label: l.Name.In(d.lang), Current: of != nil && l.ID == of.ID})
	}
	if len(view.Lists) == 1 {
		view.Lists = nil
	}
	return view
}

func (d *draft) teamSection(v *race.Verdict, rv *race.RaceVerdict, l *lists.TeamList, w *raceWords) lists.TeamSection[awardRow] {
	said := d.teamWriter(v, rv, w).Note(l.TeamRules, w.divisions[rv.Race.Division(l.Division)])
	part := lists.TeamSection[awardRow]{Note: d.l.Sentences(said[0], said[1:]...), Score: d.say("time")}
	if l.ByPlaces {
		part.Score = d.say("teams.points")
	}
	return part
}

func (d *draft) teamWriter(v *race.Verdict, rv *race.RaceVerdict, w *raceWords) *lists.TeamWriter[awardRow] {
	return &lists.TeamWriter[awardRow]{Say: d.say, Place: d.tied, Member: func(r *race.Result, order int, of *race.TeamRules) awardRow {
		line := d.awardRow(v, rv, r, w)
		line.Time, line.Place = d.l.Clock(race.TeamClock(rv.Race, r)), ""
		if of.ByPlaces {
			line.Time = d.l.Number(of.PlaceOf(r))
		}
		if order > 0 {
			line.Place = d.l.Number(order)
		}
		return line
	}}
}

// teamsLink leads to a race's teams, nil where it has none.
func (d *draft) teamsLink(v *race.Verdict, rv *race.RaceVerdict) *Link {
	if len(lists.OfTeams(rv)) == 0 {
		return nil
	}
	return &Link{URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, lists.Teams, 1)), Label: d.say("teams.link")}
}

// teamPlace is a runner's team in words, and the class by which the style sheet of the
// field says of how many.
type teamPlace struct{ URL, Label, Of string }

// teamsOf are a runner's teams, each with its place.
func (d *draft) teamsOf(v *race.Verdict, rv *race.RaceVerdict, r *race.Result) []teamPlace {
	var all []teamPlace
	for _, t := range r.Teams {
		id, of, list, args := "teams.of", "", lists.Teams+"/"+t.Rules.ID, []any{"Teams", t.Rules.Name.In(d.lang), "Team", words.PlainText(t.Name)}
		switch {
		case t.Place == 0:
			id = "teams.of_incomplete"
		case !t.Scores:
			id = "teams.of_other"
		}
		if t.Place > 0 {
			args = append(args, "Place", d.tied(t.Place, t.Tied))
			if rv.Over {
				of = field.Teams(t.Rules.ID)
			}
		}
		all = append(all, teamPlace{Of: of, Label: d.say(id, args...),
			URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, list, lists.TeamPage(t.Row))) + "#" + lists.TeamID(t.Row)})
	}
	return all
}
