package page

import (
	"fmt"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/ruletables"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// directives are the tables that a page of rules may contain.
var directives = []string{"points", "cutoffs", "prizes", "records", "counts", "stations", "compared"}

// table returns the table for a directive.
func (d *draft) table(kind string, v *race.Verdict, rc *race.Race) (chart.Table, error) {
	switch kind {
	case "points":
		return d.tables().Points(rc), nil
	case "cutoffs":
		return d.tables().Cutoffs(rc), nil
	case "prizes":
		return d.tables().Prizes(rc), nil
	case "records":
		return d.tables().Records(rc), nil
	case "counts":
		return d.tables().Counts(v, rc), nil
	case "stations":
		return d.stationTable(rc), nil
	}
	return chart.Table{}, fmt.Errorf("unknown directive %q", kind)
}

func (d *draft) pointName(rc *race.Race, i int) string {
	name, err := d.l.Point(rc, rc.Points[i].ID)
	d.note(err)
	return words.Unbroken(name)
}

// tables makes the tables of a race's rules.
func (d *draft) tables() *ruletables.Writer {
	return &ruletables.Writer{Language: d.l, Say: d.say, Division: d.division, Point: d.pointName}
}

func (d *draft) cutoff(rc *race.Race, c race.Cutoff) string { return d.tables().Cutoff(rc, c) }

func (d *draft) amount(a race.Amount, currency string) string { return d.tables().Amount(a, currency) }
