package judge

import (
	"slices"

	"guntime/generator/internal/race"
)

// award gives prizes, bonus and trophies to one division's results, which
// stand in the order of their places (R14–R21). A division outside the ranking
// has none (R10), nor has a race that is not over, if its order of arrival is not
// that of the results.
func award(e *race.Edition, rc *race.Race, d *race.Division, results []race.Result, over bool) {
	if d.Outside || !over && !arrivalRanks(rc) {
		return
	}
	official := e.State == race.Official && over
	for i := range results {
		r := &results[i]
		if r.Place == 0 {
			break
		}
		r.Trophy = r.Place <= rc.Rules.Trophies
		r.Record = recordFall(&rc.Rules, d, r)
		r.Prize = prize(&rc.Rules, d, r, official)
	}
}

// recordFall is the record that a winner's time is strictly under (R16), nil
// where there is none. A time that was annulled breaks nothing (R43).
func recordFall(rules *race.Rules, d *race.Division, r *race.Result) *race.RecordFall {
	record, ok := rules.Records[d.ID]
	judged := judgedTime(rules, r)
	if !ok || r.Place != 1 || r.Annulled || record.Time == race.NoTime || judged == race.NoTime || judged >= record.Time {
		return nil
	}
	return &race.RecordFall{Old: record.Time, New: judged}
}

// judgedTime is the time that conditions compare: official or raw (R15).
func judgedTime(rules *race.Rules, r *race.Result) race.Clock {
	if rules.Prizes.Raw {
		return r.Gun
	}
	return r.Gun.Official()
}

// prize is what a place earns, nil where that is nothing. What cannot be said
// yet is open, with the first reason for it.
func prize(rules *race.Rules, d *race.Division, r *race.Result, official bool) *race.PrizeDue {
	due := &race.PrizeDue{Currency: rules.Prizes.Currency,
		Reason: race.Reason{Code: race.PrizeByPlace, Clause: rules.Clauses.Prize, Limit: race.NoTime}}
	judged := judgedTime(rules, r)
	// A place by ruling, or a time that was annulled, leaves every condition on
	// the time open (R43).
	untimed := r.Annulled || r.PlaceRuling != nil || judged == race.NoTime
	undecided := race.PrizeAnnulled
	if r.PlaceRuling != nil && !r.Annulled { // the time stands, but it did not give the place (R56)
		undecided = race.PrizeByRuling
	}

	table := rules.Prizes.Tables[d.ID]
	listed := slices.IndexFunc(table, func(p race.Prize) bool { return p.Place == r.Place })
	if listed >= 0 {
		line := table[listed]
		amount := line.Amount
		if line.Under != race.NoTime {
			due.Reason.Limit = line.Under
			switch {
			case untimed:
				due.GrossOpen, due.Reason.Code = true, undecided
			case judged < line.Under:
				due.Reason.Code = race.PrizeUnder
			default:
				due.Reason.Code, amount = race.PrizeNotUnder, line.Otherwise
			}
		}
		if amount.Unknown && !due.GrossOpen {
			due.GrossOpen, due.Reason.Code = true, race.PrizeUnknown
		}
		due.Gross = amount.Cents
	}
	if r.Record != nil {
		bonus := rules.Records[d.ID].Bonus
		due.Bonus, due.BonusOpen = bonus.Cents, bonus.Unknown || untimed
		switch {
		case bonus.Unknown && !due.GrossOpen:
			due.Reason.Code = race.PrizeUnknown
		case untimed && !due.GrossOpen:
			due.Reason.Code = undecided
		}
	}
	if due.Gross == 0 && due.Bonus == 0 && !due.Open() {
		return nil
	}
	if r.Tied || r.TiedVacant { // one prize, or bonus, for several (R13, R59)
		due.GrossOpen, due.BonusOpen = listed >= 0, due.BonusOpen || due.Bonus > 0
		due.Reason.Code = race.PrizeTied
	}
	return total(rules, due, r.Entry.Nat, official)
}

// total adds up a prize: what is open counts nothing, else tax is taken and the
// rest is paid in the currency of the nation's athletes (R19, R20).
func total(rules *race.Rules, due *race.PrizeDue, nat string, official bool) *race.PrizeDue {
	if due.GrossOpen {
		due.Gross = 0
	}
	if due.BonusOpen {
		due.Bonus = 0
	}
	if due.Open() {
		return due
	}
	due.Tax = race.Cents(part(int64(due.Gross+due.Bonus), rules.Prizes.Tax))
	due.Net = due.Gross + due.Bonus - due.Tax
	due.Due = official
	x := rules.Prizes.Exchange
	if x.Rate > 0 && slices.Contains(x.For, nat) {
		due.PaidIn, due.Paid = x.To, race.Cents(part(int64(due.Net), x.Rate))
	}
	return due
}

// part returns so many ten-thousandths of a sum, rounded half up once.
func part(sum, tenThousandths int64) int64 { return (sum*tenThousandths + 5_000) / 10_000 }

// earnsPackage reports whether the raw finish is in time for the finisher's
// package (R9): unranked finishers qualify, the disqualified do not. Where the
// rules set no limit, a finish that a ruling confirmed is as good (R61).
func (r *runner) earnsPackage(rc *race.Race) bool {
	p := rc.Rules.Package
	if !p.Set || r.status != race.Finished && r.status != race.Unranked {
		return false
	}
	return p.Before == race.Unseen || r.finishAt != race.Unseen && r.finishAt < p.Before
}
