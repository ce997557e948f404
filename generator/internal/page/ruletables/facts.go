package ruletables

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"
)

// Fact is one rule and its value in words. Facts with the same key are about the
// same thing.
type Fact struct{ Key, Label, Clause, Value string }

// Ranking returns what gives a place.
func (w *Writer) Ranking(rc *race.Race) []Fact {
	rules, clauses := &rc.Rules, &rc.Rules.Clauses
	by := Either(rules.Ranking.By == race.ByNet, "compared.by_net", "compared.by_gun")
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
		return w.Say("compared." + string(v))
	}
	return []Fact{
		{"missing", w.Say("compared.missing"), clauses.MissingPoint, w.Say("compared." + string(missing))},
		{"ranking", w.Say("compared.ranking"), clauses.Ranking, w.Say(by)},
		{"doping", w.Say("compared.doping"), clauses.Doping, then(rules.Disqualification.Doping, race.Vacate)},
		{"other", w.Say("compared.other"), clauses.Ranking, then(rules.Disqualification.Other, race.Promote)},
	}
}

// PrizeFacts returns the prizes by place, as one fact where all divisions have the
// same, then other payments and deductions.
func (w *Writer) PrizeFacts(rc *race.Race) []Fact {
	prizes, clauses := &rc.Rules.Prizes, &rc.Rules.Clauses
	var facts []Fact
	t := w.Prizes(rc)
	for _, row := range t.Rows {
		place, cells := row[0], row[1:]
		if len(slices.Compact(slices.Clone(cells))) == 1 {
			facts = append(facts, Fact{"prize " + place, w.Say("compared.prize", "Place", place), clauses.Prize, cells[0]})
			continue
		}
		for i, cell := range cells {
			if cell != "" {
				facts = append(facts, Fact{"prize " + place + " " + t.Head[i+1], w.Say("compared.prize_of", "Place", place, "Division", t.Head[i+1]), clauses.Prize, cell})
			}
		}
	}
	for _, row := range w.Records(rc).Rows {
		facts = append(facts, Fact{"record " + row[0], w.Say("compared.record", "Division", row[0]), clauses.Record,
			w.Say("compared.record_value", "Time", row[1], "Bonus", row[2])})
	}
	if prizes.Tax > 0 {
		facts = append(facts, Fact{"tax", w.Say("compared.tax"), clauses.Tax, w.Language.Percent(prizes.Tax)})
	}
	if x := prizes.Exchange; x.To != "" {
		var nations []string
		for _, code := range x.For {
			nations = append(nations, w.Language.Nation(code))
		}
		facts = append(facts, Fact{"paid", w.Say("compared.paid", "Currency", w.Language.CurrencyName(x.To)), clauses.Prize, w.Language.List(nations)})
	}
	return facts
}

// Certificate returns when and to whom certificates are given.
func (w *Writer) Certificate(e *race.Edition, rc *race.Race) []Fact {
	rules, clause := &rc.Rules.Certificate, rc.Rules.Clauses.Certificate
	fact := func(id, value string) Fact { return Fact{id, w.Say("compared." + id), clause, value} }
	if rules.None {
		return []Fact{fact("certificate", w.Say("compared.no_certificate"))}
	}
	when := w.Say("compared.after_race")
	switch {
	case !rules.From.IsZero():
		when = w.Language.Moment(rules.From.In(e.Zone))
	case rules.Delay > 0:
		when = w.Say("compared.after", "Delay", w.Delay(rules.Delay))
	}
	facts := []Fact{fact("certificate", when), fact("access", w.Say(Either(rules.ByCode, "compared.by_code", "compared.open")))}
	if len(rules.Hold) > 0 {
		facts = append(facts, fact("held", strings.Join(rules.Hold, ", ")))
	}
	return facts
}

// Delay returns a duration: whole hours in words, others as h:mm.
func (w *Writer) Delay(s time.Duration) string {
	if s%time.Hour == 0 {
		return w.Say("hours", "Count", int(s/time.Hour))
	}
	return strconv.Itoa(int(s/time.Hour)) + ":" + strconv.Itoa(100 + int(s%time.Hour/time.Minute))[1:]
}

// Either is one of two texts.
func Either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
