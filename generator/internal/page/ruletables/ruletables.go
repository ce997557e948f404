// Package ruletables makes tables of what the rules of a race say: points, cut-offs,
// prizes, records, and of how many took part.
package ruletables

import (
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Writer makes the tables in one language.
type Writer struct {
	Language *words.Language
	Say      func(id string, args ...any) string
	Division func(*race.Division) string
	Point    func(rc *race.Race, i int) string // the name of a point
}

// Cutoff writes a cut-off as a time of day, or says that the rules do not state it.
func (w *Writer) Cutoff(rc *race.Race, c race.Cutoff) string {
	if c.Unknown {
		return w.Say("not_stated")
	}
	return w.Language.TimeOfDay(&rc.Wall, c.At)
}

// Amount writes a sum of money, or says that the rules do not state it.
func (w *Writer) Amount(a race.Amount, currency string) string {
	if a.Unknown {
		return w.Say("not_stated")
	}
	return w.Language.Money(a.Cents, currency)
}

// Points is the table of the points of a race.
func (w *Writer) Points(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{w.Say("table.point"), w.Say("table.distance"), w.Say("table.required")}, None: w.Say("table.none")}
	for i, p := range rc.Points {
		if !p.Listed {
			continue
		}
		required := w.Say("no")
		if p.Required {
			required = w.Say("yes")
		}
		t.Rows = append(t.Rows, []string{w.Point(rc, i), w.Language.Distance(p.At), required})
	}
	return t
}

// Cutoffs is the table of its cut-offs.
func (w *Writer) Cutoffs(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{w.Say("table.point"), w.Say("table.distance"), w.Say("table.cutoff")}, None: w.Say("table.no_cutoffs")}
	for i, p := range rc.Points {
		if p.Cutoff.Set || p.Cutoff.Unknown {
			t.Rows = append(t.Rows, []string{w.Point(rc, i), w.Language.Distance(p.At), w.Cutoff(rc, p.Cutoff)})
		}
	}
	return t
}

// Course is the table of points and that of cut-offs in one, for an edition without results.
func (w *Writer) Course(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{w.Say("table.point"), w.Say("table.distance"), w.Say("table.cutoff")}, None: w.Say("table.none")}
	for i, p := range rc.Points {
		if !p.Listed {
			continue
		}
		cutoff := ""
		if p.Cutoff.Set || p.Cutoff.Unknown {
			cutoff = w.Cutoff(rc, p.Cutoff)
		}
		t.Rows = append(t.Rows, []string{w.Point(rc, i), w.Language.Distance(p.At), cutoff})
	}
	return t
}

// Prizes is the table of its prizes, a column for each division that has any.
func (w *Writer) Prizes(rc *race.Race) chart.Table {
	prizes := &rc.Rules.Prizes
	t := chart.Table{Head: []string{w.Say("table.place")}, None: w.Say("table.no_prizes")}
	var columns [][]race.Prize
	last := 0
	for _, division := range rc.Divisions {
		if list := prizes.Tables[division.ID]; len(list) > 0 {
			t.Head = append(t.Head, w.Division(division))
			columns = append(columns, list)
			for _, p := range list {
				last = max(last, p.Place)
			}
		}
	}
	for place := 1; place <= last; place++ {
		cells := []string{w.Language.Number(place)}
		for _, list := range columns {
			cell := ""
			for _, p := range list {
				if p.Place != place {
					continue
				}
				cell = w.Amount(p.Amount, prizes.Currency)
				switch {
				case p.Under != race.NoTime && p.Amount.Unknown && p.Otherwise.Unknown:
					cell = w.Say("prize.condition_unknown", "Time", w.Language.Clock(p.Under))
				case p.Under != race.NoTime:
					cell = w.Say("prize.condition", "Amount", cell, "Time", w.Language.Clock(p.Under), "Otherwise", w.Amount(p.Otherwise, prizes.Currency))
				}
			}
			cells = append(cells, cell)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Records is the table of its records.
func (w *Writer) Records(rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{w.Say("table.division"), w.Say("table.record"), w.Say("table.bonus")}, None: w.Say("table.no_records")}
	for _, division := range rc.Divisions {
		rec, ok := rc.Rules.Records[division.ID]
		if !ok {
			continue
		}
		time := w.Say("not_stated")
		if rec.Time != race.NoTime {
			time = w.Language.Clock(rec.Time)
		}
		t.Rows = append(t.Rows, []string{w.Division(division), time, w.Amount(rec.Bonus, rc.Rules.Prizes.Currency)})
	}
	return t
}

// Counts is the table of entries, starters, finishers and ranked, empty without results.
func (w *Writer) Counts(v *race.Verdict, rc *race.Race) chart.Table {
	t := chart.Table{Head: []string{w.Say("table.division"), w.Say("counts.entries"), w.Say("counts.starters"), w.Say("counts.finishers"), w.Say("counts.ranked")},
		None: w.Say("table.no_counts")}
	if !v.Edition.State.HasResults() {
		return t
	}
	line := func(name string, c race.Counts) {
		t.Rows = append(t.Rows, []string{name, w.Language.Number(c.Entries), w.Language.Number(c.Starters), w.Language.Number(c.Finishers), w.Language.Number(c.Ranked)})
	}
	for _, rv := range v.Races {
		if rv.Race != rc {
			continue
		}
		for i := range rv.Divisions {
			line(w.Division(rv.Divisions[i].Division), rv.Divisions[i].Counts)
		}
		line(w.Say("counts.all"), rv.Counts)
	}
	return t
}
