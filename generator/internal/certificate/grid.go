package certificate

import (
	"fmt"
	"slices"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// grid is a table of facts with their labels, from left to right and row by row. A
// fact that no runner of the race has takes no room: the next one stands in its place.
type grid struct {
	At      [2]float64 `yaml:"at"` // left, baseline of the first labels
	Size    [2]float64 `yaml:"size"`
	Columns int        `yaml:"columns"`
	Row     float64    `yaml:"row"`  // from one row to the next
	Down    float64    `yaml:"down"` // from the baseline of a label to that of its fact
	Show    []string   `yaml:"show"` // facts of runners, by their names
	Label   gridType   `yaml:"label"`
	Value   gridType   `yaml:"value"`
}

// gridType is how labels or facts of a grid are set.
type gridType struct {
	Font   string  `yaml:"font"`
	Size   float64 `yaml:"size"`
	Least  float64 `yaml:"least"`
	Colour string  `yaml:"colour"`
}

// gridFacts are the facts that a grid can show: those of which there is a label.
var gridFacts = []string{"bib", "nation", "division", "club", "team", "team_place", "wave", "place", "overall", "gun", "net", "pace", "grade", "records", "age_group", "age_group_place", "laps", "weather"}

// check reports mistakes.
func (g *grid) check(d *Design, c *checker) {
	d.inside(c, "$.grid", g.At)
	d.inside(c, "$.grid", [2]float64{g.At[0] + g.Size[0], g.At[1] + g.Size[1]})
	if g.Columns < 1 || g.Columns > 12 || !(g.Row > 0 && g.Down > 0 && g.Size[0] > 0 && g.Size[1] >= g.Down) {
		c.at("$.grid", "design", "columns must be from 1 to 12; row, down and the width greater than 0; the height at least down", "a grid of %d columns, row %g, down %g", g.Columns, g.Row, g.Down)
	}
	for i, fact := range g.Show {
		if !slices.Contains(gridFacts, fact) {
			c.oneOf(fmt.Sprintf("$.grid.show[%d]", i), "fact", fact, gridFacts...)
		}
	}
	for _, t := range []*gridType{&g.Label, &g.Value} {
		if t.Least == 0 {
			t.Least = smallest
		}
		if !(t.Size >= smallest && t.Least <= t.Size) {
			c.at("$.grid", "design", fmt.Sprintf("size must be at least %g and at least `least`", smallest), "type of size %g, least %g", t.Size, t.Least)
		}
		d.font(c, "$.grid", t.Font)
		d.colour(c, "$.grid", t.Colour)
	}
}

// fieldsOf returns the fields of the design for a race: its own, and those of the
// grid that somebody has. What has no room left in the grid is left out.
func (f *Form) fieldsOf(results []race.Result) ([]field, error) {
	fields, g := f.design.Fields, f.design.Grid
	if g == nil {
		return fields, nil
	}
	fields = slices.Clone(fields)
	width, n := g.Size[0]/float64(g.Columns), 0
	for _, fact := range g.Show {
		had, err := f.had(fact, results)
		if err != nil {
			return nil, err
		}
		y := g.At[1] + float64(n/g.Columns)*g.Row
		if !had || y+g.Down > g.At[1]+g.Size[1] {
			continue
		}
		at := [2]float64{g.At[0] + float64(n%g.Columns)*width, y}
		n++
		language := "both"
		if slices.Contains([]string{"bib", "overall", "age_group_place", "team_place", "net", "pace", "club", "team", "wave"}, fact) {
			language = "first"
		}
		cell := field{Width: width - 3, Align: "left", Grow: "down", Leading: 1.3, At: at}
		label, value := cell, cell
		label.Say, label.Language, label.Font, label.Size, label.Least, label.Colour = fact, "both", g.Label.Font, g.Label.Size, g.Label.Least, g.Label.Colour
		value.Fact, value.Language, value.Font, value.Size, value.Least, value.Colour = fact, language, g.Value.Font, g.Value.Size, g.Value.Least, g.Value.Colour
		value.At[1] += g.Down
		fields = append(fields, label, value)
	}
	return fields, nil
}

// had reports whether any runner has a fact.
func (f *Form) had(fact string, results []race.Result) (bool, error) {
	if slices.Index(facts, fact) < shared {
		text, err := f.fixedText(&field{Fact: fact}, f.languages[0])
		return text != "", err
	}
	for i := range results {
		if !results[i].Certificate.Possible() {
			continue
		}
		text, err := f.text(fact, f.languages[0], &results[i])
		if err != nil || text != "" && text != words.Nothing {
			return err == nil, err
		}
	}
	return false, nil
}
