// Package selection reads the conditions of -where and chooses results by them.
//
// In goes a line such as "division=men place<=100 nat=CHN,KEN"; out come
// conditions, or an error that names the word that is none.
package selection

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// Condition chooses results by one of their facts.
type Condition struct {
	fact, op string
	values   []string
	number   int // of a place, where op compares
}

// askable are the facts that a condition may ask for.
var askable = map[string]func(*race.Result) string{
	"bib":      func(r *race.Result) string { return r.Entry.Bib },
	"category": func(r *race.Result) string { return r.Entry.Category },
	"club":     func(r *race.Result) string { return r.Entry.Club },
	"division": func(r *race.Result) string {
		if r.Division == nil {
			return ""
		}
		return r.Division.ID
	},
	"gender": func(r *race.Result) string { return r.Entry.Gender.String() },
	"nat":    func(r *race.Result) string { return r.Entry.Nat },
	"place":  func(r *race.Result) string { return strconv.Itoa(r.Place) },
	"status": func(r *race.Result) string { return string(r.Status) },
	"zone":   func(r *race.Result) string { return r.Entry.Zone },
}

// Parse reads conditions that must all hold: "division=men place<=100
// nat=CHN,KEN". Values with commas between them are alternatives.
func Parse(text string) ([]Condition, error) {
	var all []Condition
	for _, word := range strings.Fields(text) {
		at := strings.IndexAny(word, "=!<>")
		if at <= 0 {
			return nil, fmt.Errorf("%q is not a condition like division=men or place<=100", word)
		}
		c := Condition{fact: word[:at]}
		for _, op := range []string{"<=", ">=", "!=", "=", "<", ">"} {
			if value, ok := strings.CutPrefix(word[at:], op); ok {
				c.op, c.values = op, strings.Split(value, ",")
				break
			}
		}
		if askable[c.fact] == nil || c.op == "" {
			known := make([]string, 0, len(askable))
			for name := range askable {
				known = append(known, name)
			}
			slices.Sort(known)
			return nil, fmt.Errorf("%q is not one of %s", c.fact, strings.Join(known, ", "))
		}
		if strings.ContainsAny(c.op, "<>") {
			n, err := strconv.Atoi(c.values[0])
			if err != nil || c.fact != "place" || len(c.values) > 1 {
				return nil, fmt.Errorf("%q: only places can be compared with < or >", word)
			}
			c.number = n
		}
		all = append(all, c)
	}
	return all, nil
}

// Holds reports whether a result is chosen.
func (c Condition) Holds(r *race.Result) bool {
	switch c.op {
	case "<=":
		return r.Place > 0 && r.Place <= c.number
	case ">=":
		return r.Place >= c.number && r.Place > 0
	case "<":
		return r.Place > 0 && r.Place < c.number
	case ">":
		return r.Place > c.number
	}
	fact := askable[c.fact](r)
	among := slices.ContainsFunc(c.values, func(v string) bool {
		return strings.EqualFold(v, fact) || c.fact == "bib" && race.FoldBib(v) == race.FoldBib(fact)
	})
	return among == (c.op == "=")
}
