// Package export writes the results of a race for other programs: results.json,
// results.csv and results.xlsx with the same facts, feeds, and the search data.
//
// It takes a verdict in which everything private is already absent or masked. Rows
// and keys have a fixed order, times are text and milliseconds, and there is no
// time stamp of the export.
package export

import (
	"time"

	"guntime/generator/internal/race"
)

// CertificatePath returns the path of the certificate of a result, "" where there
// is none or it must not be named.
type CertificatePath func(*race.Result) string

// The head of results.json, and prizes. Pointers are null where there is no value.
type (
	header struct {
		Edition       string      `json:"edition"`
		Race          string      `json:"race"`
		State         race.State  `json:"state"`
		Revision      int         `json:"revision"`
		Demonstration bool        `json:"demonstration"`
		Counts        counts      `json:"counts"`
		Divisions     []division  `json:"divisions"`
		Teams         []teamTable `json:"teams,omitempty"`
	}
	counts struct {
		Entries   int `json:"entries"`
		Starters  int `json:"starters"`
		Finishers int `json:"finishers"`
		Ranked    int `json:"ranked"`
	}
	division struct {
		ID     string `json:"id"`
		Counts counts `json:"counts"`
	}
	prize struct {
		Currency    string          `json:"currency"`
		Gross       *string         `json:"gross"`
		RecordBonus *string         `json:"record_bonus"`
		Tax         *string         `json:"tax"`
		Net         *string         `json:"net"`
		State       string          `json:"state"`
		Reason      race.ReasonCode `json:"reason"`
		Clause      string          `json:"clause,omitempty"`
		Paid        *paid           `json:"paid,omitempty"` // the net amount, if paid in another currency
	}
	paid struct {
		Currency string `json:"currency"`
		Amount   string `json:"amount"`
	}
)

func headerOf(v *race.Verdict, rv *race.RaceVerdict) header {
	h := header{Edition: v.Edition.ID, Race: rv.Race.ID, State: v.Edition.State, Revision: v.Edition.Revision(),
		Demonstration: v.Edition.Demonstration, Counts: counts(rv.Counts), Divisions: []division{}, Teams: teamsOf(rv)}
	for _, d := range rv.Divisions {
		h.Divisions = append(h.Divisions, division{ID: d.Division.ID, Counts: counts(d.Counts)})
	}
	return h
}

// facts are the published values of a result, empty where there are none.
type facts struct {
	*race.Result
	bib, name, latin, gender, nat, club, division, wave string
	reason                                              race.Reason
	prize                                               *prize
	path, from                                          string // of the certificate
}

func factsOf(v *race.Verdict, r *race.Result, path CertificatePath) facts {
	e := r.Entry
	f := facts{Result: r, bib: e.Bib, name: e.PublishedName(), latin: e.PublishedLatinName(), gender: e.Gender.String(), nat: e.Nat, club: e.Club,
		prize: prizeOf(r.Prize), path: path(r)}
	if e.Members != nil { // each stands with a leg
		f.latin = ""
	}
	if e.Visibility == race.Anonymous {
		f.bib, f.nat, f.club = "", "", ""
	}
	if e.Visibility != race.Anonymous {
		f.wave = e.Wave
	}
	if r.Division != nil {
		f.division = r.Division.ID
	}
	if r.Reason != nil {
		f.reason = *r.Reason
	}
	if r.Certificate.Status == race.CertificateScheduled {
		f.from = r.Certificate.From.In(v.Edition.Zone).Format(time.RFC3339)
	}
	return f
}

func prizeOf(p *race.PrizeDue) *prize {
	if p == nil {
		return nil
	}
	amount := func(c race.Cents) *string { return text(c.String()) }
	out := &prize{Currency: p.Currency, State: "pending", Reason: p.Reason.Code, Clause: p.Reason.Clause}
	if p.Due {
		out.State = "due"
	}
	if !p.GrossOpen {
		out.Gross = amount(p.Gross)
	}
	if !p.Open() {
		out.Tax, out.Net = amount(p.Tax), amount(p.Net)
	}
	if p.PaidIn != "" {
		out.Paid = &paid{Currency: p.PaidIn, Amount: p.Paid.String()}
	}
	if !p.BonusOpen {
		out.RecordBonus = amount(p.Bonus)
	}
	return out
}

// text returns nil for an empty text.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// number returns nil for zero.
func number(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
