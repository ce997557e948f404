package page

import (
	"cmp"
	"slices"

	"guntime/generator/internal/page/ruletables"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// comparison is the differences between the rules of a race and those of the
// edition before.
type comparison struct {
	Earlier, Later Link
	Rows           []comparedRow
	None           string
}

type comparedRow struct {
	Rule                       string
	Earlier, Later             string
	EarlierClause, LaterClause *Link
}

// compared compares the rules of a race with those of the latest earlier edition
// with a race of the same id, and returns the differences.
func (d *draft) compared(e *race.Edition, rc *race.Race) *comparison {
	c := &comparison{None: d.say("compared.none")}
	at := slices.Index(d.archive.Editions, e)
	for _, before := range slices.Backward(d.archive.Editions[:max(at, 0)]) {
		old := raceOf(before, rc.ID)
		if old == nil {
			continue
		}
		c.Earlier, c.Later = d.rulesOf(before), d.rulesOf(e)
		was, is := d.ruleFacts(before, old), d.ruleFacts(e, rc)
		for _, f := range is {
			i := slices.IndexFunc(was, func(w ruletables.Fact) bool { return w.Key == f.Key })
			switch {
			case i < 0:
				c.Rows = append(c.Rows, comparedRow{Rule: f.Label, Earlier: words.Nothing, Later: f.Value, LaterClause: d.clause(e, f.Clause)})
			case was[i].Value != f.Value:
				c.Rows = append(c.Rows, comparedRow{Rule: f.Label, Earlier: was[i].Value, Later: f.Value,
					EarlierClause: d.clause(before, was[i].Clause), LaterClause: d.clause(e, f.Clause)})
			}
		}
		for _, w := range was {
			if !slices.ContainsFunc(is, func(f ruletables.Fact) bool { return f.Key == w.Key }) {
				c.Rows = append(c.Rows, comparedRow{Rule: w.Label, Earlier: w.Value, Later: words.Nothing, EarlierClause: d.clause(before, w.Clause)})
			}
		}
		break
	}
	return c
}

func (d *draft) rulesOf(e *race.Edition) Link {
	return Link{URL: d.url(d.links.Rules(d.lang, e.ID)), Label: e.Name.In(d.lang)}
}

// ruleFacts returns the rules of a race in the order of a rule book. A rule that
// does not exist has no fact.
func (d *draft) ruleFacts(e *race.Edition, rc *race.Race) []ruletables.Fact {
	var facts []ruletables.Fact
	rules, clauses := &rc.Rules, &rc.Rules.Clauses
	add := func(key, label, clause, value string) {
		if value != "" {
			facts = append(facts, ruletables.Fact{Key: key, Label: label, Clause: clause, Value: value})
		}
	}
	say := func(id string) string { return d.say("compared." + id) }
	add("date", say("date"), clauses.Date, d.l.Date(e.Date))
	add("course", say("course"), clauses.Course, e.Course.In(d.lang))
	if born := rules.Eligibility.BornBefore; !born.IsZero() {
		add("born", say("born"), clauses.Eligibility, d.l.Date(born))
	}
	if over := rules.Eligibility.Over; over > 0 {
		add("over", say("over"), clauses.Eligibility, d.l.Number(over))
	}
	var divisions []string
	for _, division := range rc.Divisions {
		if !division.Outside {
			divisions = append(divisions, d.division(division))
		}
	}
	add("divisions", say("divisions"), clauses.Divisions, d.l.List(divisions))
	add("gun", say("gun"), clauses.Start, d.l.TimeOfDay(&rc.Wall, rc.Gun))
	facts = append(facts, d.serviceFacts(e, rc)...)
	var points []string
	for i, p := range rc.Points {
		if !p.Listed {
			continue
		}
		points = append(points, d.pointName(rc, i))
		if p.Cutoff.Set || p.Cutoff.Unknown {
			add("cutoff "+p.ID, d.say("compared.cutoff", "Point", d.pointName(rc, i)), clauses.Cutoff, d.cutoff(rc, p.Cutoff))
		}
	}
	add("points", say("points"), cmp.Or(clauses.Points, clauses.MissingPoint), d.l.List(points))
	add("boundary", say("boundary"), clauses.Cutoff, say(ruletables.Either(rules.Inclusive, "in_time", "too_late")))
	facts = append(facts, d.tables().Ranking(rc)...)
	facts = append(facts, d.tables().PrizeFacts(rc)...)
	if rules.Trophies > 0 {
		add("trophies", say("trophies"), clauses.Trophy, d.l.Number(rules.Trophies))
	}
	if rules.Package.Set && rules.Package.Before != race.Unseen {
		add("package", say("package"), clauses.Package, d.l.TimeOfDay(&rc.Wall, rules.Package.Before))
	}
	return append(facts, d.tables().Certificate(e, rc)...)
}
