package page

import (
	"fmt"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// directives are the tables a page of rules may place.
var directives = []string{"points", "cutoffs", "prizes", "records", "counts", "stations", "compared"}

// table makes the table that a directive asks for.
func (d *draft) table(kind string, v *race.Verdict, rc *race.Race) (chart.Table, error) {
	switch kind {
	case "points":
		return d.pointTable(rc), nil
	case "cutoffs":
		return d.cutoffTable(rc), nil
	case "prizes":
		return d.prizeTable(rc), nil
	case "records":
		return d.recordTable(rc), nil
	case "counts":
		return d.countTable(v, rc), nil
	case "stations":
		return d.stationTable(rc), nil
	}
	return chart.Table{}, fmt.Errorf("unknown directive %q", kind)
}

func (d *draft) pointName(rc *race.Race, i int) string {
	name, err := d.l.Point(rc, rc.Points[i].ID)
	d.note(err)
	return name
}

func (d *draft) pointTable(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{d.say("table.point"), d.say("table.distance"), d.say("table.required")}, None: d.say("table.none")}
	for i, p := range rc.Points {
		if !p.Listed {
			continue
		}
		required := d.say("no")
		if p.Required {
			required = d.say("yes")
		}
		t.Rows = append(t.Rows, []string{d.pointName(rc, i), d.l.Distance(p.At), required})
	}
	return t
}

func (d *draft) cutoff(rc *race.Race, c race.Cutoff) string {
	if c.Unknown {
		return d.say("not_stated")
	}
	return d.l.TimeOfDay(&rc.Wall, c.At)
}

func (d *draft) cutoffTable(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{d.say("table.point"), d.say("table.distance"), d.say("table.cutoff")}, None: d.say("table.no_cutoffs")}
	for i, p := range rc.Points {
		if p.Cutoff.Set || p.Cutoff.Unknown {
			t.Rows = append(t.Rows, []string{d.pointName(rc, i), d.l.Distance(p.At), d.cutoff(rc, p.Cutoff)})
		}
	}
	return t
}

// courseTable is both of them in one, for an edition without results.
func (d *draft) courseTable(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{d.say("table.point"), d.say("table.distance"), d.say("table.cutoff")}, None: d.say("table.none")}
	for i, p := range rc.Points {
		if !p.Listed {
			continue
		}
		cutoff := ""
		if p.Cutoff.Set || p.Cutoff.Unknown {
			cutoff = d.cutoff(rc, p.Cutoff)
		}
		t.Rows = append(t.Rows, []string{d.pointName(rc, i), d.l.Distance(p.At), cutoff})
	}
	return t
}

func (d *draft) prizeTable(rc *race.Race) chart.Table {
	prizes := &rc.Rules.Prizes
	t := chart.Table{Head: []string{d.say("table.place")}, None: d.say("table.no_prizes")}
	var columns [][]race.Prize
	last := 0
	for _, division := range rc.Divisions {
		if list := prizes.Tables[division.ID]; len(list) > 0 {
			t.Head = append(t.Head, d.division(division))
			columns = append(columns, list)
			for _, p := range list {
				last = max(last, p.Place)
			}
		}
	}
	for place := 1; place <= last; place++ {
		cells := []string{d.l.Number(place)}
		for _, list := range columns {
			cell := ""
			for _, p := range list {
				if p.Place != place {
					continue
				}
				cell = d.amount(p.Amount, prizes.Currency)
				switch {
				case p.Under != race.NoTime && p.Amount.Unknown && p.Otherwise.Unknown:
					cell = d.say("prize.condition_unknown", "Time", d.l.Clock(p.Under))
				case p.Under != race.NoTime:
					cell = d.say("prize.condition", "Amount", cell, "Time", d.l.Clock(p.Under), "Otherwise", d.amount(p.Otherwise, prizes.Currency))
				}
			}
			cells = append(cells, cell)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (d *draft) recordTable(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{d.say("table.division"), d.say("table.record"), d.say("table.bonus")}, None: d.say("table.no_records")}
	for _, division := range rc.Divisions {
		rec, ok := rc.Rules.Records[division.ID]
		if !ok {
			continue
		}
		time := d.say("not_stated")
		if rec.Time != race.NoTime {
			time = d.l.Clock(rec.Time)
		}
		t.Rows = append(t.Rows, []string{d.division(division), time, d.amount(rec.Bonus, rc.Rules.Prizes.Currency)})
	}
	return t
}

func (d *draft) countTable(v *race.Verdict, rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{d.say("table.division"), d.say("counts.entries"), d.say("counts.starters"), d.say("counts.finishers"), d.say("counts.ranked")},
		None: d.say("table.no_counts")}
	if !v.Edition.State.HasResults() {
		return t
	}
	line := func(name string, c race.Counts) {
		t.Rows = append(t.Rows, []string{name, d.l.Number(c.Entries), d.l.Number(c.Starters), d.l.Number(c.Finishers), d.l.Number(c.Ranked)})
	}
	for _, rv := range v.Races {
		if rv.Race != rc {
			continue
		}
		for i := range rv.Divisions {
			line(d.division(rv.Divisions[i].Division), rv.Divisions[i].Counts)
		}
		line(d.say("counts.all"), rv.Counts)
	}
	return t
}
