package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/page/markdown"
	"guntime/generator/internal/race"
)

// manuscript is what a page of Markdown may refer to: tables and numbers of the
// rules, champions' times, addresses of other pages.
func (s *Set) manuscript(lang, name string) *markdown.Page {
	return &markdown.Page{
		Path: "content/" + lang + "/" + name + ".md", Name: name, Tables: directives, Figures: figureNames, Hint: directiveHint,
		Quote: func(name string) (string, error) { return s.book.In(lang).Say("quote." + name) },
		Address: func(other string) string {
			return strings.Repeat("../", strings.Count(s.place(lang, name), "/")) + s.place(lang, other)
		},
		Time: func(said string, of []string) (string, error) { return s.championTime(lang, said, of) },
		Table: func(said, race string) error {
			_, err := s.raceAsked(name, said, race)
			return err
		},
		Figure: func(said, figure, race string) (string, error) {
			e, err := s.raceAsked(name, said, race)
			if err != nil || e == nil {
				return "", err
			}
			d := s.draft(lang, "")
			text := d.figure(figure, e, raceOf(e, race))
			return text, d.err
		},
	}
}

// championTime returns the time of a champion by year and gender, {{time 1984
// men}}, or of another entry in the list of that year, {{time 2005 men second}}.
func (s *Set) championTime(lang, said string, of []string) (string, error) {
	statuses := []race.ChampionStatus{race.Winner, race.ByRuling, race.Disputed}
	switch len(of) {
	case 2:
	case 3:
		statuses = []race.ChampionStatus{race.ChampionStatus(of[2])}
	default:
		return "", fmt.Errorf("%q names no year and no gender", said)
	}
	for i := range s.archive.Champions {
		c := &s.archive.Champions[i]
		if strconv.Itoa(c.Year) == of[0] && genderID(c.Gender) == of[1] && slices.Contains(statuses, c.Status) && c.Time != race.NoTime {
			return s.book.In(lang).Clock(c.Time), nil
		}
	}
	return "", fmt.Errorf("%q: data/champions.csv has no such time", said)
}

// raceAsked returns the edition of the rules on a page, nil where the project does
// not have it, so that the page is never drawn.
func (s *Set) raceAsked(page, said, id string) (*race.Edition, error) {
	edition, ok := strings.CutPrefix(page, "rules/")
	if !ok {
		return nil, fmt.Errorf("%q can only be used in an edition's rules", said)
	}
	for _, e := range s.archive.Editions {
		if e.ID != edition {
			continue
		}
		if raceOf(e, id) == nil {
			return nil, fmt.Errorf("the edition %s has no race %q", edition, id)
		}
		return e, nil
	}
	return nil, nil
}

func raceOf(e *race.Edition, id string) *race.Race {
	for _, rc := range e.Races {
		if rc.ID == id {
			return rc
		}
	}
	return nil
}

// figureNames are the numbers that running text may refer to.
var figureNames = []string{"date", "gun", "tax", "trophies", "package", "bags", "born", "over", "delay"}

var directiveHint = "the tables are " + strings.Join(directives, ", ") + ", the figures in a text " + strings.Join(figureNames, ", ") + ", each with a race: {{cutoffs marathon}}; a champion's time is {{time 1984 men}}"

// figure returns a number of the rules of a race, or says that the rules do not
// state it.
func (d *draft) figure(name string, e *race.Edition, rc *race.Race) string {
	rules := &rc.Rules
	text := ""
	switch name {
	case "date":
		text = d.l.Date(e.Date)
	case "gun":
		text = d.l.TimeOfDay(&rc.Wall, rc.Gun)
	case "tax":
		text = d.l.Percent(rules.Prizes.Tax)
	case "trophies":
		text = d.l.Number(rules.Trophies)
	case "package":
		if rules.Package.Set && rules.Package.Before != race.Unseen {
			text = d.l.TimeOfDay(&rc.Wall, rules.Package.Before)
		}
	case "bags":
		if rules.Baggage.Set {
			text = d.l.TimeOfDay(&rc.Wall, rules.Baggage.Until)
		}
	case "born":
		if !rules.Eligibility.BornBefore.IsZero() {
			text = d.l.Date(rules.Eligibility.BornBefore)
		}
	case "over":
		if rules.Eligibility.Over > 0 {
			text = d.l.Number(rules.Eligibility.Over)
		}
	case "delay":
		text = d.tables().Delay(rules.Certificate.Delay)
	}
	if text == "" {
		return d.say("not_stated")
	}
	return text
}
