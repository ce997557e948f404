package page

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// prizeView is what a place earned, as text.
type prizeView struct {
	Gross, Bonus, Tax, Net string
	Paid                   string // amount in the currency of the payment, if another
	State, Reason          string
	Pending                bool
	Clause                 *Link
}

// prize returns the view of a prize, nil where there is none.
func (d *draft) prize(e *race.Edition, rc *race.Race, p *race.PrizeDue) *prizeView {
	if p == nil {
		return nil
	}
	v := &prizeView{Pending: !p.Due, State: d.say("prize.due"), Reason: d.reason(rc, &p.Reason), Clause: d.clause(e, p.Reason.Clause)}
	if v.Pending {
		v.State = d.say("prize.pending")
	}
	open := d.say("prize.open")
	if p.Open() && p.Reason.Code == race.PrizeUnknown {
		open, v.State = d.say("not_stated"), d.say("not_stated")
	}
	amount := func(c race.Cents, isOpen bool) string {
		if isOpen {
			return open
		}
		return d.l.Money(c, p.Currency)
	}
	v.Gross, v.Net = amount(p.Gross, p.GrossOpen), amount(p.Net, p.Open())
	if p.Bonus > 0 || p.BonusOpen {
		v.Bonus = amount(p.Bonus, p.BonusOpen)
	}
	if !p.Open() {
		v.Tax = amount(p.Tax, false)
	}
	if p.PaidIn != "" {
		v.Paid = d.l.Money(p.Paid, p.PaidIn)
	}
	return v
}

type awardsView struct {
	Frame
	Heading   string
	Tax       string
	Exchange  string // how athletes of some nations are paid in another currency
	Unsettled bool   // not official: every prize is pending
	Divisions []awardDivision
	Ages      []awardGroups
	Rules     Link
	Teams     *Link
	Outcome   string // the head of its column
	Clauses   []labelled
}

// labelled is a clause and what it governs.
type labelled struct {
	Label  string
	Clause *Link
}

type awardDivision struct {
	Name   string
	Rows   []awardRow
	Record string // the time to beat for the bonus
	Money  bool   // whether the rules give prizes to this division
	Bonus  bool   // whether anybody in it earned one
	Tax    bool   // whether tax is deducted
}

type awardRow struct {
	Place, Bib, Nation, Time string
	Name                     Name
	URL                      string
	Vacant                   string // in place of a name
	Prize                    *prizeView
	Trophy                   bool
	Ruled                    bool // a ruling gave the place
}

// Awards is the page with the prizes and trophies of a race.
func (s *Set) Awards(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "awards.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		path := func(lang string) string { return s.links.Awards(lang, e.ID, rc.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := awardsView{Frame: d.frame(d.say("awards.title", "Edition", w.edition, "Race", w.race),
			d.say("awards.description", "Edition", w.edition, "Race", w.race), path),
			Heading: d.say("awards.link"), Unsettled: e.State != race.Official || !rv.Over, Rules: d.rules(e)}
		d.underRace(&view.Frame, v, rv)
		rules := &rc.Rules
		if rules.Prizes.Tax > 0 {
			view.Tax = d.say("awards.tax", "Percent", d.l.Percent(rules.Prizes.Tax))
		}
		view.Exchange = d.exchange(&rules.Prizes)
		for i := range rv.Divisions {
			if a := d.awards(v, rv, &rv.Divisions[i], w); len(a.Rows) > 0 {
				view.Divisions = append(view.Divisions, a)
			}
		}
		view.Ages, view.Teams = d.awardGroups(v, rv, w), d.teamsLink(v, rv)
		view.Outcome = d.outcomeHead(rc)
		for _, c := range []struct{ label, clause string }{{"clause.prize", rules.Clauses.Prize}, {"clause.record", rules.Clauses.Record},
			{"clause.tax", rules.Clauses.Tax}, {"clause.trophy", rules.Clauses.Trophy}, {"clause.ranking", rules.Clauses.Ranking}, {"clause.doping", rules.Clauses.Doping}} {
			if link := d.clause(e, c.clause); link != nil {
				view.Clauses = append(view.Clauses, labelled{d.say(c.label), link})
			}
		}
		return view, d.err
	})
}

// exchange says by which dated rate athletes of some nations are paid, or that the
// rate is unknown and the amounts are in the currency of the table (R20).
func (d *draft) exchange(p *race.Prizes) string {
	x := p.Exchange
	if x.To == "" {
		return ""
	}
	var nations []string
	for _, code := range x.For {
		nations = append(nations, d.l.Nation(code))
	}
	if x.Rate == 0 {
		return d.say("awards.no_rate", "Nations", d.l.List(nations), "To", d.l.CurrencyName(x.To), "Currency", d.l.CurrencyName(p.Currency))
	}
	rate := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%04d", x.Rate/10_000, x.Rate%10_000), "0"), ".")
	return d.say("awards.rate", "Nations", d.l.List(nations), "To", d.l.CurrencyName(x.To), "Currency", d.l.CurrencyName(p.Currency), "Rate", rate, "Date", d.l.Date(x.Date))
}

// awards returns the places of a division that earn something, each with its
// holder or as vacant.
func (d *draft) awards(v *race.Verdict, rv *race.RaceVerdict, dv *race.DivisionVerdict, w *raceWords) awardDivision {
	rc := rv.Race
	table := rc.Rules.Prizes.Tables[dv.Division.ID]
	a := awardDivision{Name: w.divisions[dv.Division], Money: len(table) > 0}
	if rec, ok := rc.Rules.Records[dv.Division.ID]; ok {
		a.Record = d.record(rc, rec)
	}
	last := 0
	for _, p := range table {
		last = max(last, p.Place)
	}
	if !dv.Division.Outside {
		last = max(last, rc.Rules.Trophies)
	}
	ranked := rankedOf(dv.Results)
	next := 0 // index in ranked
	covered := 0
	for place := 1; place <= last; place++ {
		held := false
		for next < len(ranked) && ranked[next].Place == place {
			r := &ranked[next]
			a.Rows = append(a.Rows, d.awardRow(v, rv, r, w))
			if p := a.Rows[len(a.Rows)-1].Prize; p != nil {
				a.Bonus, a.Tax = a.Bonus || p.Bonus != "", a.Tax || p.Tax != ""
			}
			next, held = next+1, true
			covered++
		}
		if held || place <= covered {
			continue // a shared place skips the places after it
		}
		covered = place
		vacant := d.say("list.vacant")
		if next == len(ranked) {
			vacant = d.say("not_awarded")
		}
		a.Rows = append(a.Rows, awardRow{Place: strconv.Itoa(place), Vacant: vacant})
	}
	return a
}

// awardRow is the row of somebody who holds a place of the division.
func (d *draft) awardRow(v *race.Verdict, rv *race.RaceVerdict, r *race.Result, w *raceWords) awardRow {
	return awardRow{Place: d.place(r), Bib: d.row(v, rv, r, w).Bib, Name: d.name(r.Entry), Nation: d.nation(r.Entry),
		Time: d.outcome(rv.Race, r), URL: d.runner(v, rv, r), Prize: d.prize(v.Edition, rv.Race, r.Prize), Trophy: r.Trophy, Ruled: r.PlaceRuling != nil}
}

// record says what a winner must beat for the bonus, and what it pays.
func (d *draft) record(rc *race.Race, rec race.Record) string {
	if rec.Time == race.NoTime {
		return d.say("awards.record_open", "Bonus", d.amount(rec.Bonus, rc.Rules.Prizes.Currency))
	}
	return d.say("awards.record", "Time", d.l.Clock(rec.Time), "Bonus", d.amount(rec.Bonus, rc.Rules.Prizes.Currency))
}

// amount returns an amount of the rules, which may be blank.
