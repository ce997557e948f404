package export

import (
	"cmp"
	"slices"
	"strconv"

	"guntime/generator/internal/race"
)

// about is what rows say beside bib and name, by the number of the runner; -1 for nothing.
type about struct {
	labels  []race.Label
	nations []string // codes, of those who have no club
	label   []int16
	nation  []int16
}

// Labels are the divisions and age groups of the runners, as the index counts them.
func (s *Search) Labels() []race.Label { return s.about.labels }

// Nations are the codes of nations of runners without a club, as the index counts them.
func (s *Search) Nations() []string { return s.about.nations }

func aboutOf(e *race.Edition, rc *race.Race, runners []*race.Entry) about {
	a := about{label: make([]int16, len(runners)), nation: make([]int16, len(runners))}
	numbers := map[race.Label]int16{}
	for i, entry := range runners {
		label := LabelOf(e, rc, entry)
		n, known := numbers[label]
		if !known {
			n = int16(len(a.labels))
			if label == (race.Label{}) {
				n = -1
			} else {
				a.labels = append(a.labels, label)
			}
			numbers[label] = n
		}
		a.label[i] = n
	}
	// In the order of the rules, so that it depends on nobody's bib.
	order := make([]int, len(a.labels))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compareLabels(rc, a.labels[i], a.labels[j]) })
	turned, sorted := make([]int16, len(order)), make([]race.Label, len(order))
	for to, from := range order {
		turned[from], sorted[to] = int16(to), a.labels[from]
	}
	a.labels = sorted
	for i, n := range a.label {
		if n >= 0 {
			a.label[i] = turned[n]
		}
	}
	for _, entry := range runners {
		if at, known := slices.BinarySearch(a.nations, entry.Nat); !known && entry.Club == "" && entry.Nat != "" {
			a.nations = slices.Insert(a.nations, at, entry.Nat)
		}
	}
	for i, entry := range runners {
		a.nation[i] = -1
		if entry.Club == "" && entry.Nat != "" {
			at, _ := slices.BinarySearch(a.nations, entry.Nat)
			a.nation[i] = int16(at)
		}
	}
	return a
}

// LabelOf returns the division of an entry, or the first age group that the entry's age
// belongs to: the age alone decides it, no place. Of masked runners it is the division.
func LabelOf(e *race.Edition, rc *race.Race, entry *race.Entry) race.Label {
	l := race.Label{Division: rc.DivisionOf(entry)}
	if l.Division == nil || entry.Visibility != race.Public {
		return l
	}
	for i := range rc.Rules.AgeGroups {
		if g := &rc.Rules.AgeGroups[i]; g.Division == l.Division.ID && g.Holds(e.AgeOf(entry, rc.Rules.AgeSet(g.Set))) {
			l.Group = g
			break
		}
	}
	return l
}

func compareLabels(rc *race.Race, a, b race.Label) int {
	group := func(l race.Label) int {
		return slices.IndexFunc(rc.Rules.AgeGroups, func(g race.AgeGroup) bool {
			return l.Group != nil && g.ID == l.Group.ID && g.Division == l.Group.Division
		})
	}
	return cmp.Or(cmp.Compare(slices.Index(rc.Divisions, a.Division), slices.Index(rc.Divisions, b.Division)), cmp.Compare(group(a), group(b)))
}

// row returns what a row shows of a runner.
func (s *Search) row(i int) SearchRow {
	e := s.runners[i]
	r := SearchRow{Bib: e.Bib, Name: published(e.PublishedName()), Latin: published(e.PublishedLatinName()), Club: published(e.Club),
		Label: int(s.about.label[i]), Nation: int(s.about.nation[i])}
	if r.Latin == r.Name {
		r.Latin = ""
	}
	if r.Club != "" {
		r.Nation = -1
	}
	return r
}

// append appends the row as a text that no other row has.
func (r *SearchRow) append(b []byte) []byte {
	for _, text := range []string{r.Bib, r.Name, r.Latin, r.Club} {
		b = append(append(b, text...), '\n')
	}
	return strconv.AppendInt(append(strconv.AppendInt(b, int64(r.Label), 10), '\n'), int64(r.Nation), 10)
}
