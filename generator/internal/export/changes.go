package export

import (
	"encoding/json"
	"io"

	"guntime/generator/internal/race"
)

type (
	changeLog struct {
		Edition    string     `json:"edition"`
		State      race.State `json:"state"`
		Revision   int        `json:"revision"`
		Revisions  []revision `json:"revisions"`
		Unreleased []change   `json:"unreleased"`
	}
	revision struct {
		Revision int        `json:"revision"`
		Released string     `json:"released"`
		State    race.State `json:"state"`
		Note     race.Text  `json:"note,omitempty"`
		Changes  []change   `json:"changes"`
	}
	change struct {
		Race        string           `json:"race"`
		Bib         *string          `json:"bib"`
		Name        *string          `json:"name"`
		Before      string           `json:"name_before,omitempty"` // where the name was corrected
		From        *standing        `json:"from"`
		To          *standing        `json:"to"`
		Cause       race.ChangeCause `json:"cause"`
		Clause      string           `json:"clause,omitempty"`
		Authority   string           `json:"authority,omitempty"`
		Authorities race.Text        `json:"authorities,omitempty"` // by language
		Date        string           `json:"date,omitempty"`
		Note        race.Text        `json:"note,omitempty"`
	}
	standing struct {
		Division *string     `json:"division"`
		Status   race.Status `json:"status"`
		Place    *int        `json:"place"`
		GunTime  *string     `json:"gun_time"`
	}
)

// Changes writes changes.json: every revision of the results of an edition, the
// first one first: who moved, from where to where, why and on whose authority.
// Names are shown as published elsewhere.
func Changes(w io.Writer, v *race.Verdict) error {
	e := v.Edition
	entries := v.Changed()
	all := func(changes []race.Change) []change {
		out := []change{}
		for i := range changes {
			c := &changes[i]
			o := change{Race: c.Race, From: standingOf(c.From), To: standingOf(c.To), Cause: c.Cause, Clause: c.Clause, Authority: c.By("en"), Authorities: c.Authorities, Note: c.Note}
			if !c.Date.IsZero() {
				o.Date = c.Date.Format("2006-01-02")
			}
			entry := entries[race.Runner{Race: c.Race, Bib: c.Bib}]
			// Nobody knows how visible a removed entry wanted to be.
			if entry != nil && entry.Visibility != race.Anonymous {
				o.Bib, o.Name = text(c.Bib), text(entry.PublishedName())
			}
			if c.Renamed != nil && entry != nil && entry.Visibility == race.Public {
				o.Before = c.Renamed.From
			}
			out = append(out, o)
		}
		return out
	}
	log := changeLog{Edition: e.ID, State: e.State, Revision: e.Revision(), Revisions: []revision{}, Unreleased: all(v.Unreleased)}
	for _, r := range e.Ledger {
		log.Revisions = append(log.Revisions, revision{Revision: r.Number, Released: r.Released.In(e.Zone).Format("2006-01-02T15:04:05Z07:00"),
			State: r.State, Note: r.Note, Changes: all(r.Changes)})
	}
	out := json.NewEncoder(w)
	out.SetIndent("", " ")
	return out.Encode(log)
}

func standingOf(s *race.Standing) *standing {
	if s == nil {
		return nil
	}
	out := &standing{Division: text(s.Division), Status: s.Status, Place: number(s.Place)}
	if s.GunMS != nil {
		out.GunTime = text(s.GunMS.Text())
	}
	return out
}
