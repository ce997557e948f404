package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// comparison is what differs between the rules of a race and those of the
// edition before it.
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

// ruleFact is one rule with its value, put in words. Facts of one key are about
// the same thing.
type ruleFact struct{ key, label, clause, value string }

// compared puts the rules of a race beside those of the latest edition before
// that ran a race of the same id: only what differs.
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
			i := slices.IndexFunc(was, func(w ruleFact) bool { return w.key == f.key })
			switch {
			case i < 0:
				c.Rows = append(c.Rows, comparedRow{Rule: f.label, Earlier: words.Nothing, Later: f.value, LaterClause: d.clause(e, f.clause)})
			case was[i].value != f.value:
				c.Rows = append(c.Rows, comparedRow{Rule: f.label, Earlier: was[i].value, Later: f.value,
					EarlierClause: d.clause(before, was[i].clause), LaterClause: d.clause(e, f.clause)})
			}
		}
		for _, w := range was {
			if !slices.ContainsFunc(is, func(f ruleFact) bool { return f.key == w.key }) {
				c.Rows = append(c.Rows, comparedRow{Rule: w.label, Earlier: w.value, Later: words.Nothing, EarlierClause: d.clause(before, w.clause)})
			}
		}
		break
	}
	return c
}

func (d *draft) rulesOf(e *race.Edition) Link {
	return Link{URL: d.url(d.links.Rules(d.lang, e.ID)), Label: e.Name.In(d.lang)}
}

// ruleFacts are the rules of a race that the rule data states, in the order of
// a rule book. A rule that does not exist has no fact.
func (d *draft) ruleFacts(e *race.Edition, rc *race.Race) []ruleFact {
	var facts []ruleFact
	rules, clauses := &rc.Rules, &rc.Rules.Clauses
	add := func(key, label, clause, value string) {
		if value != "" {
			facts = append(facts, ruleFact{key, label, clause, value})
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
	add("boundary", say("boundary"), clauses.Cutoff, say(either(rules.Inclusive, "in_time", "too_late")))
	facts = append(facts, d.rankingFacts(rc)...)
	facts = append(facts, d.prizeFacts(rc)...)
	if rules.Trophies > 0 {
		add("trophies", say("trophies"), clauses.Trophy, d.l.Number(rules.Trophies))
	}
	if rules.Package.Set && rules.Package.Before != race.Unseen {
		add("package", say("package"), clauses.Package, d.l.TimeOfDay(&rc.Wall, rules.Package.Before))
	}
	return append(facts, d.certificateFacts(e, rc)...)
}

func (d *draft) rankingFacts(rc *race.Race) []ruleFact {
	rules, clauses := &rc.Rules, &rc.Rules.Clauses
	by := either(rules.Ranking.By == race.ByNet, "compared.by_net", "compared.by_gun")
	if len(rules.Ranking.Bands) > 0 {
		by = "compared.bands"
	}
	missing := rules.Ranking.MissingPoint
	if missing == "" {
		missing = race.MissingUnranked
	}
	then := func(v, silent race.Vacancy) string {
		if v == "" {
			v = silent
		}
		return d.say("compared." + string(v))
	}
	return []ruleFact{
		{"missing", d.say("compared.missing"), clauses.MissingPoint, d.say("compared." + string(missing))},
		{"ranking", d.say("compared.ranking"), clauses.Ranking, d.say(by)},
		{"doping", d.say("compared.doping"), clauses.Doping, then(rules.Disqualification.Doping, race.Vacate)},
		{"other", d.say("compared.other"), clauses.Ranking, then(rules.Disqualification.Other, race.Promote)},
	}
}

// prizeFacts are the prizes by place, in one fact where all divisions have the
// same, and what is paid and taken beside them.
func (d *draft) prizeFacts(rc *race.Race) []ruleFact {
	prizes, clauses := &rc.Rules.Prizes, &rc.Rules.Clauses
	var facts []ruleFact
	t := d.prizeTable(rc)
	for _, row := range t.Rows {
		place, cells := row[0], row[1:]
		if len(slices.Compact(slices.Clone(cells))) == 1 {
			facts = append(facts, ruleFact{"prize " + place, d.say("compared.prize", "Place", place), clauses.Prize, cells[0]})
			continue
		}
		for i, cell := range cells {
			if cell != "" {
				facts = append(facts, ruleFact{"prize " + place + " " + t.Head[i+1], d.say("compared.prize_of", "Place", place, "Division", t.Head[i+1]), clauses.Prize, cell})
			}
		}
	}
	for _, row := range d.recordTable(rc).Rows {
		facts = append(facts, ruleFact{"record " + row[0], d.say("compared.record", "Division", row[0]), clauses.Record,
			d.say("compared.record_value", "Time", row[1], "Bonus", row[2])})
	}
	if prizes.Tax > 0 {
		facts = append(facts, ruleFact{"tax", d.say("compared.tax"), clauses.Tax, d.l.Percent(prizes.Tax)})
	}
	if x := prizes.Exchange; x.To != "" {
		var nations []string
		for _, code := range x.For {
			nations = append(nations, d.l.Nation(code))
		}
		facts = append(facts, ruleFact{"paid", d.say("compared.paid", "Currency", d.l.CurrencyName(x.To)), clauses.Prize, d.l.List(nations)})
	}
	return facts
}

func (d *draft) certificateFacts(e *race.Edition, rc *race.Race) []ruleFact {
	rules, clause := &rc.Rules.Certificate, rc.Rules.Clauses.Certificate
	fact := func(id, value string) ruleFact { return ruleFact{id, d.say("compared." + id), clause, value} }
	if rules.None {
		return []ruleFact{fact("certificate", d.say("compared.no_certificate"))}
	}
	when := d.say("compared.after_race")
	switch {
	case !rules.From.IsZero():
		when = d.l.Moment(rules.From.In(e.Zone))
	case rules.Delay > 0:
		when = d.say("compared.after", "Delay", d.delay(rules.Delay))
	}
	facts := []ruleFact{fact("certificate", when), fact("access", d.say(either(rules.ByCode, "compared.by_code", "compared.open")))}
	if len(rules.Hold) > 0 {
		facts = append(facts, fact("held", strings.Join(rules.Hold, ", ")))
	}
	return facts
}

// delay writes a length of time: whole hours in words, others as h:mm.
func (d *draft) delay(s time.Duration) string {
	if s%time.Hour == 0 {
		return d.say("hours", "Count", int(s/time.Hour))
	}
	return strconv.Itoa(int(s/time.Hour)) + ":" + strconv.Itoa(100 + int(s%time.Hour/time.Minute))[1:]
}

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
