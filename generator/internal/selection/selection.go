// Package selection parses the conditions of -where and chooses results by them.
//
// It takes a line such as "division=men place<=100 nat=CHN,KEN" and returns
// conditions, or an error that names the wrong word.
package selection

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// Condition is a condition on one fact of a result.
type Condition struct {
	fact, op string
	values   []string
	number   int // a place, where op compares
}

// askable are the facts that a condition may use.
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

// Parse parses conditions, all of which must hold: "division=men place<=100
// nat=CHN,KEN". Values separated by commas are alternatives.
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

// Holds reports whether a result satisfies the condition.
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
