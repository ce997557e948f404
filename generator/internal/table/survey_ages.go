package table

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
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
	ageMain  = regexp.MustCompile(`(?i)^[mwfh]?[\s-]*(?:hk|hauptklasse|haupt)$`) // from 20 on, in German
	ageStart = regexp.MustCompile(`^\D*(\d{2})\D*$`)
)

// ages finds the categories that are spans of ages, and holds them against the
// ages of the table.
func (s *surveyor) ages() {
	c, age := s.Column("category"), s.Column("age")
	if age == nil {
		age = s.Column("birth_year")
	}
	if c == nil || c.many || len(c.values) > 80 {
		return
	}
	genders := c.Genders
	if genders == nil {
		genders = spelling.GenderOfCategories(c.values, s.spoken()...)
	}
	var list []AgeBand
	starts := map[race.Gender][]int{}
	for _, v := range slices.Sorted(maps.Keys(c.values)) {
		g := genders[v]
		n := func(t string) int { i, _ := strconv.Atoi(t); return i }
		switch plain := spelling.FoldWidth(v); {
		case ageSpan.MatchString(plain):
			m := ageSpan.FindStringSubmatch(plain)
			list = append(list, AgeBand{v, g, n(m[1]), n(m[2])})
		case ageOpen.MatchString(plain):
			m := ageOpen.FindStringSubmatch(plain)
			list = append(list, AgeBand{v, g, n(m[1] + m[2]), 0})
		case ageUnder.MatchString(plain):
			m := ageUnder.FindStringSubmatch(plain)
			list = append(list, AgeBand{v, g, 0, n(m[1]+m[2]) - 1})
		case ageMain.MatchString(plain):
			list = append(list, AgeBand{v, g, 20, -1})
		case ageStart.MatchString(plain):
			list = append(list, AgeBand{v, g, n(ageStart.FindStringSubmatch(plain)[1]), -1})
		default:
			continue
		}
		starts[g] = append(starts[g], list[len(list)-1].From)
	}
	step := fiveYears(starts)
	for i := range list {
		b := &list[i]
		if b.From == 0 { // under 20, beside under 18: from 18 on
			for _, other := range list {
				if other.From == 0 && other.To < b.To && other.To > 0 && other.Gender == b.Gender {
					b.From = max(b.From, other.To+1)
				}
			}
		}
		if b.To >= 0 {
			continue
		}
		b.To = 0
		for _, other := range starts[b.Gender] {
			if other > b.From && (b.To == 0 || other-1 < b.To) {
				b.To = other - 1
			}
		}
		if step && b.From >= 30 && b.To > b.From+4 { // of the groups between nobody came
			b.To = b.From + 4
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
	fit, all := map[int]int{}, 0 // by the year of the race, 0 where the table has ages
	s.rows(func(cells []string) bool {
		if c.Number > len(cells) || age.Number > len(cells) {
			return true
		}
		b := of[spelling.Given(cells[c.Number-1])]
		n, ok := wholeNumber(spelling.Given(cells[age.Number-1]))
		if b == nil || !ok || n == 0 {
			return true
		}
		all++
		last := b.To
		if last == 0 {
			last = 99
		}
		if age.Means == "age" {
			if n >= b.From && n <= last {
				fit[0]++
			}
			return all < 50*spelling.SampleCells
		}
		for years := b.From; years <= last && n >= 1900; years++ {
			fit[n+years]++
		}
		return all < 50*spelling.SampleCells
	})
	for _, year := range slices.Sorted(maps.Keys(fit)) {
		if most(fit[year], all) {
			s.bandsFit = append(s.bandsFit, year)
		}
	}
}

// fiveYears reports whether the groups that are called by their first age begin every
// five years from 30 on, as far as somebody is in them.
func fiveYears(starts map[race.Gender][]int) bool {
	next := 0
	for _, list := range starts {
		list = slices.Sorted(slices.Values(list))
		for i, from := range list {
			if from >= 30 && from%5 > 0 {
				return false
			}
			if from >= 30 && i+1 < len(list) && list[i+1] == from+5 {
				next++
			}
		}
	}
	return next > 0
}

// AgeBands are the categories that are spans of ages, and the years of the race in
// which the years of birth fit them; the year 0 where the table has ages that do.
func (s *Survey) AgeBands() (list []AgeBand, years []int) { return s.bands, s.bandsFit }

// Cells are the values of a column and how often each occurs, as far as there
// are few.
func (c *Surveyed) Cells() map[string]int { return c.values }
