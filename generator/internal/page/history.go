package page

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/page/champions"
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

type historyView struct {
	Frame
	Heading  string
	TextLang string // "" if that of the page
	Contents []Link
	Parts    []partView
	Times    *champions.Timeline[championView] // nil if too few are known
	Wins     *chart.Chart                      // by nation, nil where none is known
	Records  Link                              // how the course records fell
	Years    []yearView                        // the latest first
	Notes    string                            // the script that puts notes at the margin
}

// yearView is a year of the race: its champions, or that it was not held.
type yearView struct {
	Year, URL string
	Notes     []remark // notes of a year without champions
	Champions []championView
}

type championView struct {
	Division     string
	Kind, Status string // "" for a plain winner
	Name         Name
	URL          string // address of the result, "" if not on the site
	Nation, Time string
	remark
}

// remark is a note with its sources.
type remark struct {
	Lead    string // before the note
	Note    string
	Lang    string // language of the note, "" if that of the page
	Sources []Link
}

// History is the history page: the text of the project if there is one, and the
// champions of every year with doubts and sources.
func (s *Set) History(lang string, history race.History) func(io.Writer) error {
	return s.draw(lang, "history.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "history") }
		d := s.draft(lang, at(lang))
		title, description := d.say("history.title"), d.say("history.description", "Site", s.archive.Site.Title.In(lang))
		view := historyView{Notes: d.url(s.assetPath[notesScript])}
		if doc := s.documents[lang]["history"]; doc != nil {
			title = doc.Title
			if doc.Description != "" {
				description = doc.Description
			}
			view.Contents, view.Parts, view.TextLang = contentsOf(doc), d.parts(doc, nil), doc.In(lang)
		}
		view.Frame, view.Heading = d.frame(title, description, at), title
		charts := d.champions()
		view.Times, view.Wins = charts.Timeline(history), charts.Wins(history)
		view.Records = Link{URL: d.url(s.links.Section(lang, "records")), Label: d.say("records.title")}
		editions := map[int]string{}
		for _, e := range s.archive.Editions {
			if !e.Demonstration || !e.State.HasResults() { // the history does not include invented editions
				editions[e.Date.Year()] = e.ID
			}
		}
		for _, c := range history.Champions {
			if n := len(view.Years); n == 0 || view.Years[n-1].Year != strconv.Itoa(c.Year) {
				y := yearView{Year: strconv.Itoa(c.Year)}
				if id := editions[c.Year]; id != "" {
					y.URL = d.url(s.links.Edition(lang, id))
				}
				view.Years = append(view.Years, y)
			}
			y := &view.Years[len(view.Years)-1]
			if c.Status == race.CancelledChampion {
				r := d.remark(&c)
				r.Lead = d.say("champion.cancelled")
				y.Notes = append(y.Notes, r)
				continue
			}
			y.Champions = append(y.Champions, d.championView(&c))
		}
		return view, d.err
	})
}

func (d *draft) championView(c *race.Champion) championView {
	v := championView{Division: d.division(&race.Division{ID: genderID(c.Gender)}), Kind: string(c.Status),
		Name: d.champion(c), Nation: d.l.Nation(c.Nat), Time: d.l.Clock(c.Time), remark: d.remark(c)}
	if c.Entry != nil {
		v.Name, v.Nation = d.name(c.Entry), d.nation(c.Entry)
	}
	if c.Bib != "" && (c.Entry == nil || c.Entry.Visibility != race.Anonymous) {
		v.URL = d.url(d.links.Runner(d.lang, c.Edition, c.Race, c.Bib))
	}
	if c.Status != race.Winner && c.Status != race.UnknownChampion { // an unknown name says so itself
		v.Status = d.say("champion." + string(c.Status))
	}
	if v.Name.Text == "" {
		v.Name.Text = d.say("champion.unknown")
	}
	return v
}

func genderID(g race.Gender) string {
	switch g {
	case race.Male:
		return "men"
	case race.Female:
		return "women"
	case race.GenderX:
		return "nonbinary"
	case race.Mixed:
		return "mixed"
	}
	return "open"
}

// remark returns the note and the sources of a champion; sources are separated by "
// ; ".
func (d *draft) remark(c *race.Champion) remark {
	r := remark{Note: c.Note.In(d.lang)}
	if r.Note != "" && c.Note[d.lang] == "" && c.Note["en"] != "" {
		r.Lang = "en" // Text uses English as the last resort
	}
	for source := range strings.SplitSeq(cmp.Or(c.Sources[d.lang], c.Source), " ; ") {
		source = strings.TrimSpace(source)
		if source == "" {
			continue
		}
		l := Link{Label: source}
		if u, err := url.Parse(source); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			l = Link{URL: source, Label: u.Host}
		}
		r.Sources = append(r.Sources, l)
	}
	return r
}

type recordsView struct {
	Frame
	Heading   string
	Divisions []recordDivision
	Baselines []namedTable // what the rules of each edition take as the record
}

type recordDivision struct {
	Name  string
	Steps []recordStep // the latest first
}

type recordStep struct {
	Year   string
	Status string // equalled, disputed; "" for a plain record
	championView
}

// Records is the page with the history of the course record, and the records in the
// rules of each edition.
func (s *Set) Records(lang string, history race.History) func(io.Writer) error {
	return s.draw(lang, "records.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "records") }
		d := s.draft(lang, at(lang))
		site := s.archive.Site.Title.In(lang)
		view := recordsView{Frame: d.frame(d.say("records.title"), d.say("records.description", "Site", site), at), Heading: d.say("records.title")}
		for _, line := range history.Records {
			division := recordDivision{Name: d.division(&race.Division{ID: genderID(line.Gender)})}
			for _, fell := range slices.Backward(line.Steps) {
				step := recordStep{Year: strconv.Itoa(fell.Year), championView: d.championView(&fell.Champion)}
				switch {
				case fell.Disputed:
					step.Status = d.say("champion.disputed")
				case fell.Equalled:
					step.Status = d.say("records.equalled")
				}
				division.Steps = append(division.Steps, step)
			}
			view.Divisions = append(view.Divisions, division)
		}
		for _, e := range slices.Backward(s.archive.Editions) {
			for _, rc := range e.Races {
				if len(rc.Rules.Records) > 0 {
					view.Baselines = append(view.Baselines, namedTable{
						Title: d.titleOf(e, rc), Table: d.tables().Records(rc)})
				}
			}
		}
		return view, d.err
	})
}

func (d *draft) champions() *champions.Writer[championView] {
	return &champions.Writer[championView]{Say: d.say, Number: d.l.Number, Nation: d.l.Nation, Join: d.l.Sentences,
		Division: func(g race.Gender) string { return d.division(&race.Division{ID: genderID(g)}) },
		Row: func(c *race.Champion) (row championView, name, time string) {
			v := d.championView(c)
			return v, v.Name.Text, v.Time
		}}
}

// Sections returns which pages of the archive say something.
func (s *Set) Sections() race.Sections { return s.says }
