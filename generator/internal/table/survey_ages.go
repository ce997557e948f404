package table

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// AgeBand is a category that is a span of ages.
type AgeBand struct {
	Category string
	Gender   race.Gender // NoGender where the category does not say
	From, To int         // both inclusive; To is 0 for the last, which is open
}

var (
	ageSpan  = regexp.MustCompile(`(\d{1,2})\s*[-–—~～至到/]\s*(\d{1,3})`)
	ageOpen  = regexp.MustCompile(`(\d{2})\s*(?:\+|and over|& over|plus|ans et plus|以上|岁以上)|(?:over|ab|üb)\s*(\d{2})`)
	ageUnder = regexp.MustCompile(`(?i)(?:u|under|unter|bis|-)\s?(\d{2})|(\d{2})\s*(?:以下|岁以下|and under|& under)`)
	ageStart = regexp.MustCompile(`^\D*(\d{2})\D*$`)
)

// ages finds the categories that are spans of ages, and holds them against the
// ages of the table.
func (s *surveyor) ages() {
	c, age := s.Column("category"), s.Column("age")
	if c == nil || c.many || len(c.values) > 80 {
		return
	}
	var list []AgeBand
	starts := map[race.Gender][]int{}
	for _, v := range slices.Sorted(maps.Keys(c.values)) {
		g := c.Genders[v]
		n := func(t string) int { i, _ := strconv.Atoi(t); return i }
		switch plain := FoldWidth(v); {
		case ageSpan.MatchString(plain):
			m := ageSpan.FindStringSubmatch(plain)
			list = append(list, AgeBand{v, g, n(m[1]), n(m[2])})
		case ageOpen.MatchString(plain):
			m := ageOpen.FindStringSubmatch(plain)
			list = append(list, AgeBand{v, g, n(m[1] + m[2]), 0})
		case ageUnder.MatchString(plain):
			m := ageUnder.FindStringSubmatch(plain)
			list = append(list, AgeBand{v, g, 0, n(m[1]+m[2]) - 1})
		case ageStart.MatchString(plain):
			list = append(list, AgeBand{v, g, n(ageStart.FindStringSubmatch(plain)[1]), -1})
		default:
			continue
		}
		starts[g] = append(starts[g], list[len(list)-1].From)
	}
	for i := range list {
		b := &list[i]
		if b.To >= 0 {
			continue
		}
		b.To = 0
		for _, other := range starts[b.Gender] {
			if other > b.From && (b.To == 0 || other-1 < b.To) {
				b.To = other - 1
			}
		}
	}
	slices.SortFunc(list, func(a, b AgeBand) int {
		return cmp.Or(cmp.Compare(a.From, b.From), strings.Compare(a.Category, b.Category))
	})
	rows := 0
	of := map[string]*AgeBand{}
	for i := range list {
		of[list[i].Category] = &list[i]
		rows += c.values[list[i].Category]
	}
	if len(list) < 2 || rows*2 < c.Filled {
		return
	}
	s.bands = list
	if age == nil {
		return
	}
	fit, all := 0, 0
	s.rows(func(cells []string) bool {
		if c.Number > len(cells) || age.Number > len(cells) {
			return true
		}
		b := of[Given(cells[c.Number-1])]
		years, ok := wholeNumber(Given(cells[age.Number-1]))
		if b == nil || !ok || years == 0 {
			return true
		}
		if all++; years >= b.From && (b.To == 0 || years <= b.To) {
			fit++
		}
		return all < 50*sampleCells
	})
	s.bandsFit = most(fit, all)
}

// AgeBands are the categories that are spans of ages, and whether the ages of
// the table fit them.
func (s *Survey) AgeBands() (list []AgeBand, fit bool) { return s.bands, s.bandsFit }

// Cells are the values of a column and how often each occurs, as far as there
// are few.
func (c *Surveyed) Cells() map[string]int { return c.values }
