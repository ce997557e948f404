// Package years gathers the results of runners over the years: of those whom the entries
// give an id, and of none by name alone. Many runners share a page, and which one follows
// from the runner alone, so that the page of a result leads there without knowing whether
// there are others.
package years

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// Folder is the folder of the pages in a language's.
const Folder = "runners"

// Page is a page: the runners whose hash begins with its name.
type Page struct {
	Name   string
	People []Person
}

// Person is a runner, the latest result first.
type Person struct {
	ID      string
	Results []Result
}

// Result is a result with its edition.
type Result struct {
	race.Year
	Edition *race.Edition
}

// NameOf is the page of a runner: with more digits there are more pages.
func NameOf(person string, digits int) string { return person[:min(digits, len(person))] }

// Anchor is where a runner stands on the page.
func Anchor(person string) string { return "r" + person }

// Of are the pages that have anybody, by name.
func Of(verdicts []*race.Verdict, digits int) (all []Page) {
	by := map[string][]Result{}
	for _, v := range verdicts {
		for _, y := range v.Years {
			by[y.Person] = append(by[y.Person], Result{y, v.Edition})
		}
	}
	people := make([]string, 0, len(by))
	for person := range by {
		people = append(people, person)
	}
	slices.Sort(people)
	for _, person := range people {
		name := NameOf(person, digits)
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, Page{Name: name})
		}
		slices.SortStableFunc(by[person], func(a, b Result) int {
			return cmp.Or(b.Edition.Date.Compare(a.Edition.Date), cmp.Compare(a.Race, b.Race))
		})
		on := &all[len(all)-1]
		on.People = append(on.People, Person{person, by[person]})
	}
	return all
}

// Basis is what a page says, for its key.
func (p *Page) Basis() any {
	type line struct {
		race.Year
		ID, Zone, State   string
		Edition, RaceName race.Text
		Division          *race.Division
	}
	var all []line
	for _, person := range p.People {
		for _, r := range person.Results {
			one := line{Year: r.Year, ID: r.Edition.ID, Edition: r.Edition.Name, State: string(r.Edition.State)}
			if rc := r.RaceOf(); rc != nil {
				one.RaceName, one.Division = rc.Name, rc.Division(r.Division)
			}
			all = append(all, one)
		}
	}
	return all
}

// RaceOf is the race of a result.
func (r *Result) RaceOf() *race.Race {
	for _, rc := range r.Edition.Races {
		if rc.ID == r.Race {
			return rc
		}
	}
	return nil
}
