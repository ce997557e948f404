// Package export writes a race's results for other programs: results.json and
// results.csv, the same facts in both.
//
// What goes in is a verdict, from which everything that may not be published
// is already absent or masked; what comes out has a stable order of rows and
// keys, times as text and as milliseconds, and no time stamp of its own.
package export

import (
	"time"

	"guntime/generator/internal/race"
)

// CertificatePath returns where a result's certificate is published, "" where
// it has none or none that may be named.
type CertificatePath func(*race.Result) string

// The shapes of results.json. Pointers are null where there is nothing to say.
type (
	header struct {
		Edition       string     `json:"edition"`
		Race          string     `json:"race"`
		State         race.State `json:"state"`
		Revision      int        `json:"revision"`
		Demonstration bool       `json:"demonstration"`
		Counts        counts     `json:"counts"`
		Divisions     []division `json:"divisions"`
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
	result struct {
		Bib             *string          `json:"bib"`
		Name            *string          `json:"name"`
		LatinName       *string          `json:"latin_name"`
		Gender          *string          `json:"gender"`
		Nat             *string          `json:"nat"`
		Club            *string          `json:"club"`
		Division        *string          `json:"division"`
		Visibility      race.Visibility  `json:"visibility"`
		Status          race.Status      `json:"status"`
		Reason          *reason          `json:"reason"`
		Place           *int             `json:"place"`
		PlaceOverall    *int             `json:"place_overall"`
		GunTime         *string          `json:"gun_time"`
		GunMS           *int64           `json:"gun_ms"`
		NetTime         *string          `json:"net_time"`
		NetMS           *int64           `json:"net_ms"`
		Splits          []split          `json:"splits"`
		Prize           *prize           `json:"prize"`
		Trophy          bool             `json:"trophy"`
		FinisherPackage bool             `json:"finisher_package"`
		Certificate     certificate      `json:"certificate"`
		Classifications []classification `json:"classifications,omitempty"`
	}
	reason struct {
		Code      race.ReasonCode `json:"code"`
		Point     string          `json:"point,omitempty"`
		Clause    string          `json:"clause,omitempty"`
		LastPoint string          `json:"last_point,omitempty"`
	}
	split struct {
		Point string `json:"point"`
		Time  string `json:"time"`
		MS    int64  `json:"ms"`
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
		Paid        *paid           `json:"paid,omitempty"` // the net sum where it is paid in another currency
	}
	paid struct {
		Currency string `json:"currency"`
		Amount   string `json:"amount"`
	}
	certificate struct {
		Status race.CertificateStatus `json:"status"`
		Path   *string                `json:"path"`
		From   string                 `json:"from,omitempty"`
	}
	classification struct {
		ID     string `json:"id"`
		Place  int    `json:"place"`
		Ranked int    `json:"ranked"`
	}
)

func headerOf(v *race.Verdict, rv *race.RaceVerdict) header {
	h := header{Edition: v.Edition.ID, Race: rv.Race.ID, State: v.Edition.State, Revision: v.Edition.Revision(),
		Demonstration: v.Edition.Demonstration, Counts: counts(rv.Counts), Divisions: []division{}}
	for _, d := range rv.Divisions {
		h.Divisions = append(h.Divisions, division{ID: d.Division.ID, Counts: counts(d.Counts)})
	}
	return h
}

func resultOf(v *race.Verdict, rv *race.RaceVerdict, r *race.Result, path CertificatePath) result {
	e := r.Entry
	out := result{
		Bib: text(e.Bib), Name: text(e.PublishedName()), LatinName: text(e.PublishedLatinName()),
		Gender: text(e.Gender.String()), Nat: text(e.Nat), Club: text(e.Club), Visibility: e.Visibility,
		Status: r.Status, Place: number(r.Place), PlaceOverall: number(r.PlaceOverall),
		GunTime: text(r.Gun.Text()), GunMS: milliseconds(r.Gun), NetTime: text(r.Net.Text()), NetMS: milliseconds(r.Net),
		Splits: splitsOf(rv.Race, r), Prize: prizeOf(r.Prize), Trophy: r.Trophy, FinisherPackage: r.Package,
		Certificate: certificate{Status: r.Certificate.Status, Path: text(path(r))},
	}
	if e.Visibility == race.Anonymous {
		out.Bib, out.Nat, out.Club = nil, nil, nil
	}
	if r.Division != nil {
		out.Division = text(r.Division.ID)
	}
	if r.Reason != nil {
		out.Reason = &reason{Code: r.Reason.Code, Point: r.Reason.Point, Clause: r.Reason.Clause, LastPoint: r.Reason.LastPoint}
	}
	if r.Certificate.Status == race.CertificateScheduled {
		out.Certificate.From = r.Certificate.From.In(v.Edition.Zone).Format(time.RFC3339)
	}
	for _, o := range r.Overlays {
		out.Classifications = append(out.Classifications, classification{ID: o.ID, Place: o.Place, Ranked: o.Ranked})
	}
	return out
}

// splitsOf leaves out the start and the finish, and points that were not seen.
func splitsOf(rc *race.Race, r *race.Result) []split {
	if r.Splits == nil {
		return nil
	}
	splits := []split{}
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		if c := r.Splits[i]; c != race.NoTime {
			splits = append(splits, split{Point: rc.Points[i].ID, Time: c.Text(), MS: int64(c)})
		}
	}
	return splits
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

// text is nil for an empty text.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// number is nil for zero.
func number(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func milliseconds(c race.Clock) *int64 {
	if c == race.NoTime {
		return nil
	}
	ms := int64(c)
	return &ms
}
