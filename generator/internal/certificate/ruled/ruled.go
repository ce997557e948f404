// Package ruled says of rulings what a printed list of them needs.
package ruled

import (
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// StateOf returns the state of the results in words.
func StateOf(l *words.Language, v *race.Verdict) (string, error) {
	e := v.Edition
	switch {
	case e.State.HasResults() && !v.Over:
		return l.Say("state.running")
	case e.State == race.Notice && !e.NoticeUntil.IsZero():
		return l.Say("certificate.notice", "Until", l.Until(e.NoticeUntil))
	case e.Revised():
		return l.Say("state.revised")
	}
	return l.Say("state." + string(e.State))
}

// KindOf returns what a ruling does, in words.
func KindOf(l *words.Language, rc *race.Race, ruling *race.Ruling) (string, error) {
	id := "rulings.kind." + string(ruling.Kind)
	switch ruling.Kind {
	case race.JudgesOrder, race.PlaceRuling:
		return l.Say(id, "Place", l.Ordinal(ruling.Place))
	case race.ConfirmPoint:
		point, err := l.Point(rc, ruling.Point)
		if err != nil {
			return "", err
		}
		return l.Say(id, "Point", point)
	}
	return l.Say(id)
}

// Private reports whether the note of such a ruling is private: why somebody
// withdrew or waits for a certificate.
func Private(k race.RulingKind) bool {
	return k == race.Withdraw || k == race.HoldCertificate || k == race.ReleaseCertificate
}

// Results returns the results that rulings are about, by folded bib.
func Results(rv *race.RaceVerdict) map[string]*race.Result {
	results := make(map[string]*race.Result, len(rv.Race.Rulings))
	for i := range rv.Race.Rulings {
		results[race.FoldBib(rv.Race.Rulings[i].Bib)] = nil
	}
	for i := range rv.Results {
		bib := race.FoldBib(rv.Results[i].Entry.Bib)
		if _, ok := results[bib]; ok {
			results[bib] = &rv.Results[i]
		}
	}
	return results
}

// CancelledBy returns for each ruling the number, from 1, of the ruling that it
// cancels or that cancels it; 0 for none. A reinstatement cancels the latest
// disqualification of the bib that still holds.
func CancelledBy(rulings []race.Ruling) []int {
	others := make([]int, len(rulings))
	standing := map[string][]int{}
	for i := range rulings {
		bib := race.FoldBib(rulings[i].Bib)
		switch rulings[i].Kind {
		case race.Disqualify, race.Doping:
			standing[bib] = append(standing[bib], i)
		case race.Reinstate:
			if n := len(standing[bib]); n > 0 {
				struck := standing[bib][n-1]
				standing[bib] = standing[bib][:n-1]
				others[i], others[struck] = struck+1, i+1
			}
		}
	}
	return others
}
