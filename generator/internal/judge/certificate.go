package judge

import (
	"slices"
	"time"

	"guntime/generator/internal/race"
)

// certificate decides whether there is one now (R24–R26): for everybody who
// finished, ranked or not; not before its time; not while it is held; for nobody
// where the race gives none.
func (r *runner) certificate(e *race.Edition, rc *race.Race, now time.Time) race.Certificate {
	rules := &rc.Rules.Certificate
	none := func(code race.ReasonCode) race.Certificate {
		return race.Certificate{Status: race.CertificateNone, Reason: code}
	}
	switch {
	case rules.None:
		return none(race.CertNotGiven)
	case r.status == race.Disqualified:
		return none(race.CertDQ)
	case r.status != race.Finished && r.status != race.Unranked || !e.State.HasResults():
		return none(race.CertNotFinished)
	}
	c := race.Certificate{Status: race.CertificateReady, ByCode: rules.ByCode || r.entry.Visibility != race.Public}
	if c.ByCode && r.entry.Code == "" {
		return none(race.CertNoCode)
	}
	from := rules.From
	if from.IsZero() {
		from = e.End()
	}
	from = from.Add(rules.Delay)
	switch {
	case r.held(rc):
		c.Status, c.Reason = race.CertificateHeld, race.CertPending
	case now.Before(from):
		c.Status, c.Reason, c.From = race.CertificateScheduled, race.CertNotYet, from
	}
	return c
}

// shared are certificates without runners: what is true of many is kept once.
type shared map[race.Certificate]*race.Certificate

func (s shared) one(c race.Certificate) *race.Certificate {
	if s[c] == nil {
		s[c] = &c
	}
	return s[c]
}

// held reports whether a hold stands (R25). One by ruling ends by ruling alone; one
// of the entry or of its category also by the list of releases (R57).
func (r *runner) held(rc *race.Race) bool {
	category := r.entry.Category
	if category == "" {
		category = "general"
	}
	if r.decision.held || r.decision.released {
		return r.decision.held
	}
	return (r.entry.Hold || slices.Contains(rc.Rules.Certificate.Hold, category)) && !rc.Released[race.FoldBib(r.entry.Bib)]
}
