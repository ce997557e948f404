package years

import (
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// PersonView is a runner in finished texts. N is a name on a page.
type PersonView[N any] struct {
	ID   string
	Name N
	Rows []Row
}

// Row is a result: its address and race, and what came of it.
type Row struct {
	URL, Label                              string
	Edition, Division, Place, Time, Outcome string
}

// Writer writes the results of runners in one language.
type Writer[N any] struct {
	Words    *words.Language
	Say      func(id string, args ...any) string
	Division func(d *race.Division) string
	Name     func(e *race.Entry) N
	Runner   func(edition, race, bib string) string // the address of a runner's page
}

// People are the runners of a page. A race that its edition has no more is left out.
func (w *Writer[N]) People(p *Page) (all []PersonView[N]) {
	for _, person := range p.People {
		one := PersonView[N]{ID: Anchor(person.ID)}
		for i, y := range person.Results {
			rc := y.RaceOf()
			if rc == nil {
				continue
			}
			if i == 0 {
				one.Name = w.Name(&race.Entry{Name: y.Name, LatinName: y.Latin, Nat: y.Nat, Visibility: race.Public})
			}
			row := Row{URL: w.Runner(y.Edition.ID, y.Race, y.Bib), Label: rc.Name.In(w.Words.Tag()), Edition: y.Edition.Name.In(w.Words.Tag()), Time: w.Words.Clock(y.Gun)}
			if division := rc.Division(y.Division); division != nil {
				row.Division = w.Division(division)
			}
			if y.Place > 0 {
				row.Place = w.Say("runner.place_of", "Place", w.Words.Number(y.Place), "Of", w.Words.Number(y.Of))
			} else {
				row.Outcome = w.Say("status." + string(y.Status))
			}
			one.Rows = append(one.Rows, row)
		}
		all = append(all, one)
	}
	return all
}
