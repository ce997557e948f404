package table

import (
	"cmp"
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// raceHeaders are folded names of columns that tell races apart, whatever their
// values say of a length.
var raceHeaders = []string{"race", "racename", "event", "eventname", "distance", "course", "competition", "contest", "subevent", "项目", "比赛项目", "赛事", "赛事项目", "距离", "項目", "比賽項目", "距離", "種目",
	"bewerb", "wettbewerb", "strecke", "lauf", "épreuve", "epreuve", "course/épreuve", "parcours", "distanz", "carrera", "prueba", "distancia", "gara", "distanza", "prova", "percurso", "wedstrijd", "afstand",
	"dystans", "bieg", "závod", "trať", "дистанция", "забег", "distants", "distance/laps", "종목", "코스", "klass", "løp", "løb", "distans", "matka", "distancija"}

// mostParts is how many races one table may hold.
const mostParts = 15

// races finds the column that tells races apart: its values are lengths, or it
// is called a race.
func (s *surveyor) races() {
	s.partColumn = -1
	for i := range s.Columns {
		c := &s.Columns[i]
		called := slices.Contains(raceHeaders, spelling.FoldHeader(c.Header)) || c.Means == SurveyedRace
		if c.Given && c.Means != SurveyedRace || c.many || c.Filled*10 < s.Rows*9 || len(c.values) < 2 || len(c.values) > 60 || c.Format != "" && !called || // 50M might be minutes
			slices.Contains([]string{"bib", "name", "given_name", "family_name", "gender", "nat", "place", "gender_place", "age", "birth_year", "birth_date"}, c.Means) {
			continue
		}
		lengths, long := map[race.Distance]bool{}, 0
		for v, rows := range c.values {
			if km, ok := lengthOf(v, called); ok {
				lengths[km] = true
				long += rows
			}
		}
		if len(lengths) >= 2 && most(long, c.Filled) || called && len(lengths) >= 1 && len(c.values) <= mostParts && long*2 > c.Filled {
			c.Means, c.Why = SurveyedRace, "its values are races"
			c.noteValues()
			s.partColumn, s.PartBy = i, cmp.Or(c.Header, "")
			return
		}
	}
}

// lengthOf is the length that a value of a column names; a bare number is one of
// kilometres where the column is called a distance.
func lengthOf(value string, called bool) (race.Distance, bool) {
	if km, ok := spelling.LengthIn(value); ok {
		return km, true
	}
	if called && strings.Trim(value, "0123456789.,") == "" {
		return spelling.LengthIn(value + " km")
	}
	if miles, _, ok := spelling.LengthByM(value); ok && called {
		return miles, true
	}
	return 0, false
}

// Length is the length that the values of a part name; where an M may stand for
// miles, in miles.
func (p *Part) Length() (race.Distance, bool) {
	for _, v := range p.Values {
		if km, ok := lengthOf(v, true); ok {
			return km, true
		}
	}
	return 0, false
}

// partKey is a race of a year.
type partKey struct{ year, value string }

// parts divides the table into its races, of each year apart, and looks at each.
func (s *surveyor) parts() {
	at := map[partKey]int{}
	part := func(k partKey) int {
		i, ok := at[k]
		if ok {
			return i
		}
		i = len(s.Parts)
		if km, named := lengthOf(k.value, true); named && k.value != "" {
			for n := range s.Parts {
				if l, ok := s.Parts[n].Length(); ok && l == km && s.Parts[n].Year == k.year {
					i = n // 10K men and 10K women are one race
				}
			}
		}
		k = partKey{strings.Clone(k.year), strings.Clone(k.value)}
		if i == len(s.Parts) {
			s.Parts = append(s.Parts, Part{Year: k.year, Times: map[string]int{}, Fast: race.NoTime})
		}
		if k.value != "" {
			s.Parts[i].Values = append(s.Parts[i].Values, k.value)
		}
		at[k] = i
		return i
	}
	year, category := s.Column(SurveyedYear), s.Column("category")
	var genders []map[race.Gender]bool
	var times [][]race.Clock
	look := s.rowLooker()
	s.rows(func(cells []string) bool {
		k := partKey{}
		if s.partColumn >= 0 && s.partColumn < len(cells) {
			if k.value = spelling.Given(cells[s.partColumn]); k.value == "" {
				return true // a row of no race
			}
		}
		if year != nil && year.Number <= len(cells) {
			k.year = spelling.Given(cells[year.Number-1])
		}
		n := part(k)
		p := &s.Parts[n]
		for len(genders) <= n {
			genders, times = append(genders, map[race.Gender]bool{}), append(times, nil)
		}
		p.Rows++
		result, g := look(p, cells)
		genders[n][g] = true
		if c := category; c != nil && c.Number <= len(cells) && spelling.FoldCategory(cells[c.Number-1]) == "wheelchair" {
			return true // how fast people run says how long the course is
		}
		if result != race.NoTime && len(times[n]) < 20*spelling.SampleCells {
			times[n] = append(times[n], result)
		}
		return true
	})
	for n := range s.Parts {
		s.Parts[n].Genders = ordered(genders[n])
		if slices.Sort(times[n]); len(times[n]) > 0 {
			s.Parts[n].Fast = times[n][len(times[n])/50]
		}
	}
	if s.partColumn >= 0 && len(s.Parts) > mostParts*max(1, s.years()) {
		s.Columns[s.partColumn].pass("it has too many values to be races")
		s.Parts, s.partColumn, s.PartBy = nil, -1, ""
		s.parts()
		return
	}
	slices.SortStableFunc(s.Parts, func(a, b Part) int {
		x, _ := a.Length()
		y, _ := b.Length()
		return cmp.Or(strings.Compare(b.Year, a.Year), cmp.Compare(y, x))
	})
}

// years is how many years the table holds.
func (s *Survey) years() int {
	if c := s.Column(SurveyedYear); c != nil {
		return len(c.Values)
	}
	return 1
}

// PartsOf are the races of a year; of all of the table where it has no years.
func (s *Survey) PartsOf(year string) []Part {
	var list []Part
	for _, p := range s.Parts {
		if p.Year == "" || p.Year == year {
			list = append(list, p)
		}
	}
	return list
}

// rowLooker counts what a row has; it returns the row's result and gender.
func (s *surveyor) rowLooker() func(p *Part, cells []string) (race.Clock, race.Gender) {
	var timed, splits []int
	place, gender, result, aged := -1, -1, -1, []int{}
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.IsTime() && c.Format != "" {
			timed = append(timed, i)
			if c.KM > 0 || c.Leg > 0 || c.Means == "half" {
				splits = append(splits, i)
			}
		}
		switch c.Means {
		case "place":
			place = i
		case "gender_place":
			if place < 0 {
				place = i
			}
		case "gun":
			result = i
		case "finish":
			if result < 0 {
				result = i
			}
		case "age", "birth_year", "birth_date":
			aged = append(aged, i)
		}
		if c.Means == "gender" || c.Also == "gender" {
			gender = i
		}
	}
	cell := func(cells []string, i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return spelling.Given(cells[i])
	}
	seen := make([]bool, len(s.Columns))
	return func(p *Part, cells []string) (race.Clock, race.Gender) {
		for _, i := range timed {
			t, err := spelling.TimeShown(cell(cells, i), spelling.TimeFormat(s.Columns[i].Format))
			if seen[i] = err == nil && t > 0; seen[i] {
				p.Times[s.Columns[i].Means]++
			}
		}
		final := race.NoTime
		if result >= 0 && seen[result] {
			final, _ = spelling.TimeShown(cell(cells, result), spelling.TimeFormat(s.Columns[result].Format))
			placed := place < 0
			if n, ok := leading(cell(cells, place)); ok && n > 0 {
				placed = true
			}
			if placed {
				p.Placed++
				for _, i := range splits {
					if !seen[i] {
						p.Lacking++
						break
					}
				}
			}
		}
		for _, i := range aged {
			if c := cell(cells, i); c != "" && c != "0" {
				p.Aged++
				break
			}
		}
		g := race.NoGender
		if gender >= 0 {
			g = s.Columns[gender].Genders[cell(cells, gender)]
		}
		return final, g
	}
}

// leading is the number that a text begins with.
func leading(cell string) (n int, ok bool) {
	for i := range len(cell) {
		if cell[i] < '0' || cell[i] > '9' {
			break
		}
		n, ok = n*10+int(cell[i]-'0'), i < 9
	}
	return n, ok
}
