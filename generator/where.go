package main

import (
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// condition chooses results by one of their facts.
type condition struct {
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

// parseWhere reads conditions that must all hold: "division=men place<=100
// nat=CHN,KEN". Values apart by commas are alternatives.
func parseWhere(text string) ([]condition, error) {
	var all []condition
	for _, word := range strings.Fields(text) {
		at := strings.IndexAny(word, "=!<>")
		if at <= 0 {
			return nil, misused("-where: %q is not a condition like division=men or place<=100", word)
		}
		c := condition{fact: word[:at]}
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
			return nil, misused("-where: %q is not one of %s", c.fact, strings.Join(known, ", "))
		}
		if strings.ContainsAny(c.op, "<>") {
			n, err := strconv.Atoi(c.values[0])
			if err != nil || c.fact != "place" || len(c.values) > 1 {
				return nil, misused("-where: %q: only places can be compared with < or >", word)
			}
			c.number = n
		}
		all = append(all, c)
	}
	return all, nil
}

// holds reports whether a result is chosen.
func (c condition) holds(r *race.Result) bool {
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
