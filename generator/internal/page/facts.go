package page

import (
	"strings"
	"unicode"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// facts describes a race in sentences: winners and margins, records, and how many
// finished from how many nations.
func (d *draft) facts(v *race.Verdict, rv *race.RaceVerdict, w *raceWords) []string {
	var all []string
	for i := range rv.Divisions {
		if text := d.won(v, rv, &rv.Divisions[i], w); text != "" {
			all = append(all, text)
		}
	}
	return append(all, d.field(v, rv)...)
}

// won describes how a division was won, "" where nobody is ranked.
func (d *draft) won(v *race.Verdict, rv *race.RaceVerdict, dv *race.DivisionVerdict, w *raceWords) string {
	ranked, name := rankedOf(dv.Results), w.divisions[dv.Division]
	if len(ranked) == 0 {
		return ""
	}
	firsts := 0
	for firsts < len(ranked) && ranked[firsts].Place == 1 {
		firsts++
	}
	winner := &ranked[0]
	time := lists.Clock(rv.Race, winner)
	switch {
	case firsts == 0:
		return d.say("facts.vacant", "Division", name)
	case time == race.NoTime:
		return d.say("facts.won_untimed", "Division", name, "Name", d.called(winner.Entry))
	case rv.Race.OfLaps():
		var names []string
		for i := range ranked[:firsts] {
			names = append(names, d.called(ranked[i].Entry))
		}
		return d.say("facts.won_laps", "Division", name, "Names", d.l.List(names), "Laps", winner.Laps, "Distance", d.outcome(rv.Race, winner))
	case firsts > 1:
		var names []string
		for i := range ranked[:firsts] {
			names = append(names, d.called(ranked[i].Entry))
		}
		return d.l.Sentences(d.say("facts.shared", "Division", name, "Names", d.l.List(names), "Time", d.l.Clock(time)), d.recordFact(rv.Race, dv.Division, winner))
	}
	text := d.say("facts.won", "Division", name, "Name", d.called(winner.Entry), "Time", d.l.Clock(time))
	switch {
	case !rv.Over:
		text = d.say("facts.leads", "Division", name, "Name", d.called(winner.Entry), "Time", d.l.Clock(time))
	case v.Edition.State != race.Official:
		text = d.say("facts.provisional", "Division", name, "Name", d.called(winner.Entry), "Time", d.l.Clock(time))
	}
	return d.l.Sentences(text, d.margin(rv.Race, ranked), d.recordFact(rv.Race, dv.Division, winner))
}

// margin says how far behind the second was, by the official times in the lists.
func (d *draft) margin(rc *race.Race, ranked []race.Result) string {
	if rc.OfLaps() || len(ranked) < 2 || ranked[1].Place != 2 || ranked[1].Tied || lists.Clock(rc, &ranked[1]) == race.NoTime {
		return ""
	}
	behind := int((lists.Clock(rc, &ranked[1]).Official() - lists.Clock(rc, &ranked[0]).Official()) / 1000)
	name := d.called(ranked[1].Entry)
	switch {
	case behind < 0: // places by ruling, or another clock
		return ""
	case behind == 0:
		return d.say("facts.same_second", "Name", name)
	}
	return d.say("facts.margin", "Name", name, "Margin", d.span(behind))
}

// span returns a number of seconds in words.
func (d *draft) span(seconds int) string {
	minutes, seconds := seconds/60, seconds%60
	switch {
	case minutes == 0:
		return d.say("facts.seconds", "Count", seconds)
	case seconds == 0:
		return d.say("statistics.minutes", "Count", minutes)
	}
	return d.say("facts.minutes_seconds", "Minutes", d.say("statistics.minutes", "Count", minutes), "Seconds", d.say("facts.seconds", "Count", seconds))
}

// recordFact says whether the record in the rules was broken.
func (d *draft) recordFact(rc *race.Race, division *race.Division, winner *race.Result) string {
	baseline, ok := rc.Rules.Records[division.ID]
	switch {
	case winner.Record != nil:
		return d.say("facts.record", "Old", d.l.Clock(winner.Record.Old))
	case ok && baseline.Time != race.NoTime && winner.Gun != race.NoTime:
		return d.say("facts.record_stands", "Old", d.l.Clock(baseline.Time))
	}
	return ""
}

// field says how many finished, and from how many nations.
func (d *draft) field(v *race.Verdict, rv *race.RaceVerdict) []string {
	c := rv.Counts
	if c.Finishers == 0 {
		return nil
	}
	if !rv.Over {
		return []string{d.say("facts.finished_so_far", "Count", c.Finishers)}
	}
	text := d.say("facts.finished", "Finishers", c.Finishers, "Starters", c.Starters, "Share", d.percent(c.Finishers*100_00/max(c.Starters, 1)))
	var most []string
	nations := 0
	for _, n := range rv.Statistics().Nations {
		if n.Finishers == 0 {
			break // they stand by their finishers
		}
		if nations++; nations <= 3 {
			most = append(most, d.say("facts.nation", "Nation", d.l.Nation(n.Code), "Count", n.Finishers))
		}
	}
	if nations > 0 {
		text = d.l.Sentences(text, d.say("facts.nations", "Count", nations, "Most", d.l.List(most)))
	}
	return []string{text}
}

// called returns the name of a runner for a sentence, with the nation if published.
// Right-to-left names are isolated, so that they do not turn the sentence.
func (d *draft) called(e *race.Entry) string {
	if e.Visibility == race.Anonymous {
		return d.say("facts.anonymous")
	}
	name := d.name(e).Text
	if strings.ContainsFunc(name, func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
	}) {
		name = "\u2068" + name + "\u2069" // an isolate
	}
	if nation := d.nation(e); nation != "" {
		return d.say("facts.of_nation", "Name", name, "Nation", nation)
	}
	return name
}
