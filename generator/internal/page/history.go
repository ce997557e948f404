package page

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

type historyView struct {
	Frame
	Heading  string
	Contents []Link
	Parts    []partView
	Years    []yearView // the latest first
}

// yearView is a year of the race: its champions, or that it was not held.
type yearView struct {
	Year, URL string
	Notes     []remark // of a year without champions
	Champions []championView
}

type championView struct {
	Division     string
	Kind, Status string // "" for a plain winner
	Name         Name
	Nation, Time string
	remark
}

// remark is a note and its sources.
type remark struct {
	Note    string
	Sources []Link
}

// champion is a line of history, from the champions' file or from an official
// edition of this project.
type champion struct {
	race.Champion
	edition string // "" from the file
	runner  *race.Entry
}

// champions are those of the file and, for years and genders it does not
// name, the winners of real and official editions. Made-up results never are
// among them.
func (s *Set) champions(verdicts []*race.Verdict) []champion {
	type key struct {
		year   int
		gender race.Gender
	}
	var all []champion
	known := map[key]bool{}
	for _, c := range s.archive.Champions {
		all = append(all, champion{Champion: c})
		known[key{c.Year, c.Gender}] = true
	}
	for _, v := range verdicts {
		e := v.Edition
		year := e.Date.Year()
		if e.State == race.Cancelled && !known[key{year, race.NoGender}] {
			all = append(all, champion{Champion: race.Champion{Year: year, Status: race.CancelledChampion, Time: race.NoTime}, edition: e.ID})
		}
		if e.Demonstration || e.State != race.Official || !v.Over || len(v.Races) == 0 {
			continue
		}
		won := map[race.Gender]bool{}
		for i := range v.Races[0].Divisions { // an edition's first race is the one its history is about
			dv := &v.Races[0].Divisions[i]
			gender := dv.Division.Gender
			if dv.Division.Outside || gender == race.NoGender || won[gender] || known[key{year, gender}] {
				continue
			}
			won[gender] = true
			for j := range dv.Results {
				r := &dv.Results[j]
				if r.Place != 1 {
					break
				}
				all = append(all, champion{edition: e.ID, runner: r.Entry,
					Champion: race.Champion{Year: year, Gender: gender, Status: race.Winner, Nat: r.Entry.Nat, Time: r.Gun}})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b champion) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(b.Gender, a.Gender), cmp.Compare(rank(a.Status), rank(b.Status)))
	})
	return all
}

// rank puts who is listed first in a year first.
func rank(s race.ChampionStatus) int {
	return slices.Index([]race.ChampionStatus{race.Winner, race.ByRuling, race.Disputed, race.Second, race.ChampionDQ}, s)
}

// History is the race's own: the narrative where the project has one, and the
// champions of every year with their doubts and sources.
func (s *Set) History(lang string, verdicts ...*race.Verdict) func(io.Writer) error {
	return s.draw(lang, "history.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "history") }
		d := s.draft(lang, at(lang))
		title, description := d.say("history.title"), d.say("history.description", "Site", s.archive.Site.Title.In(lang))
		view := historyView{}
		if doc := s.documents[lang]["history"]; doc != nil {
			title = doc.title
			if doc.description != "" {
				description = doc.description
			}
			view.Contents, view.Parts = doc.contents, d.parts(doc, nil)
		}
		view.Frame, view.Heading = d.frame(title, description, at), title
		editions := map[int]string{}
		for _, e := range s.archive.Editions {
			if !e.Demonstration || !e.State.HasResults() { // a made-up edition is not the one that history tells of
				editions[e.Date.Year()] = e.ID
			}
		}
		for _, c := range s.champions(verdicts) {
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
				r.Note = d.l.Sentences(d.say("champion.cancelled"), r.Note)
				y.Notes = append(y.Notes, r)
				continue
			}
			y.Champions = append(y.Champions, d.championView(&c))
		}
		return view, d.err
	})
}

func (d *draft) championView(c *champion) championView {
	v := championView{Division: d.division(&race.Division{ID: genderID(c.Gender)}), Kind: string(c.Status),
		Name: d.champion(&c.Champion), Nation: d.l.Nation(c.Nat), Time: d.l.Clock(c.Time), remark: d.remark(c)}
	if c.runner != nil {
		v.Name, v.Nation = d.name(c.runner), d.nation(c.runner)
	}
	if c.Status != race.Winner && c.Status != race.UnknownChampion { // of the unknown, the name says so
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
	}
	return "open"
}

// remark takes a champion's note and sources; sources stand one after the
// other between " ; ".
func (d *draft) remark(c *champion) remark {
	r := remark{Note: c.Note.In(d.lang)}
	for source := range strings.SplitSeq(c.Source, " ; ") {
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

// Records is the progression of the course record, worked out from the
// champions: each time faster than, or equal to, every undisputed one before
// it. A disputed time is listed and marked, and later ones need not beat it.
func (s *Set) Records(lang string, verdicts ...*race.Verdict) func(io.Writer) error {
	return s.draw(lang, "records.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "records") }
		d := s.draft(lang, at(lang))
		site := s.archive.Site.Title.In(lang)
		view := recordsView{Frame: d.frame(d.say("records.title"), d.say("records.description", "Site", site), at), Heading: d.say("records.title")}
		champions := s.champions(verdicts)
		slices.Reverse(champions)
		for _, gender := range []race.Gender{race.Male, race.Female} {
			division := recordDivision{Name: d.division(&race.Division{ID: genderID(gender)})}
			best := race.NoTime
			for i := range champions {
				c := &champions[i]
				if c.Gender != gender || c.Time == race.NoTime || c.Status != race.Winner && c.Status != race.Disputed {
					continue
				}
				time := c.Time.Official()
				if best != race.NoTime && time > best {
					continue
				}
				step := recordStep{Year: strconv.Itoa(c.Year), championView: d.championView(c)}
				switch {
				case c.Status == race.Disputed:
					step.Status = d.say("champion.disputed")
				case time == best:
					step.Status = d.say("records.equalled")
				}
				if c.Status != race.Disputed {
					best = time
				}
				division.Steps = append(division.Steps, step)
			}
			slices.Reverse(division.Steps)
			if len(division.Steps) > 0 {
				view.Divisions = append(view.Divisions, division)
			}
		}
		for _, e := range slices.Backward(s.archive.Editions) {
			for _, rc := range e.Races {
				if len(rc.Rules.Records) > 0 {
					view.Baselines = append(view.Baselines, namedTable{
						Title: d.say("race.title", "Edition", e.Name.In(lang), "Race", rc.Name.In(lang)), Table: d.recordTable(rc)})
				}
			}
		}
		return view, d.err
	})
}
