package page

import (
	"cmp"
	"io"
	"slices"

	"guntime/generator/internal/race"
)

// carriedShown is how many runners are listed who moved only because others did.
// changes.json has them all.
const carriedShown = 200

type changesView struct {
	Frame
	Heading   string
	JSON      Link
	Revisions []revisionView // the latest first
}

type revisionView struct {
	Number      int // 0 for changes that are not released yet
	Title, When string
	Text        string // what kind of revision it is
	Own         []changeRow
	Carried     []changeRow // moved because others did
	CarriedText string
}

type changeRow struct {
	Bib, URL string
	Name     Name
	Race     string // "" where the edition has one race
	From, To string
	Why      string
	Clause   *Link
}

// Changes is the public log of an edition: what each revision changed, why, on
// whose authority, and what changed since the last one.
func (s *Set) Changes(lang string, v *race.Verdict) func(io.Writer) error {
	return s.draw(lang, "changes.html", func() (any, error) {
		e := v.Edition
		at := func(lang string) string { return s.links.Changes(lang, e.ID) }
		d := s.draft(lang, at(lang))
		heading := d.say("changes.title", "Edition", e.Name.In(lang))
		view := changesView{Frame: d.frame(heading, d.say("changes.description", "Edition", e.Name.In(lang)), at), Heading: heading,
			JSON: Link{URL: d.url(s.links.ChangesJSON(e.ID)), Label: d.say("changes.json")}}
		d.under(&view.Frame, v, d.editionCrumb(v))
		view.Feed = d.url(s.links.Feed(lang, e.ID))
		runners := v.Changed()
		if len(v.Unreleased) > 0 {
			r := revisionView{Title: d.say("changes.unreleased"), Text: d.say("changes.unreleased_text")}
			d.moved(&r, v, v.Unreleased, runners)
			view.Revisions = append(view.Revisions, r)
		}
		for _, revision := range slices.Backward(e.Ledger) {
			r := revisionView{Number: revision.Number, Title: d.say("changes.revision", "Number", revision.Number), When: d.l.Moment(revision.Released.In(e.Zone)),
				Text: cmp.Or(revision.Note.In(lang), d.say("changes.state", "State", d.say("state."+string(revision.State))))}
			if revision.Number == 1 {
				r.Text = d.say("changes.first", "State", d.say("state."+string(revision.State)))
				if len(revision.Changes) > 0 {
					r.Text = d.l.Sentences(r.Text, d.say("changes.first_since"))
				}
				r.Text = d.l.Sentences(r.Text, revision.Note.In(lang))
			}
			d.moved(&r, v, revision.Changes, runners)
			view.Revisions = append(view.Revisions, r)
		}
		return view, d.err
	})
}

// moved returns what a revision changed: first those with a cause of their own,
// then those who moved because others did.
func (d *draft) moved(r *revisionView, v *race.Verdict, changes []race.Change, runners map[race.Runner]*race.Entry) {
	carried := 0
	for i := range changes {
		c := &changes[i]
		if c.Cause != race.CauseOthers {
			r.Own = append(r.Own, d.change(v, c, runners))
			continue
		}
		if carried++; carried <= carriedShown {
			r.Carried = append(r.Carried, d.change(v, c, runners))
		}
	}
	if carried > 0 {
		r.CarriedText = d.say("changes.carried", "Count", carried)
	}
}

func (d *draft) change(v *race.Verdict, c *race.Change, runners map[race.Runner]*race.Entry) changeRow {
	row := changeRow{Bib: c.Bib, From: d.standing(c.From), To: d.standing(c.To), Why: d.cause(c), Clause: d.clause(v.Edition, c.Clause)}
	if len(v.Races) > 1 {
		for _, rv := range v.Races {
			if rv.Race.ID == c.Race {
				row.Race = rv.Race.Name.In(d.lang)
			}
		}
	}
	entry := runners[race.Runner{Race: c.Race, Bib: c.Bib}]
	switch {
	case entry == nil: // nobody knows how visible a removed entry wanted to be
		row.Bib, row.Name = "", Name{Text: d.say("changes.gone")}
	case entry.Visibility == race.Anonymous:
		row.Bib, row.Name = "", d.name(entry)
	default:
		row.Name, row.URL = d.name(entry), d.url(d.links.Runner(d.lang, v.Edition.ID, c.Race, c.Bib))
	}
	if c.Renamed != nil && entry != nil && entry.Visibility == race.Public {
		renamed := d.say("changes.renamed", "From", c.Renamed.From, "To", c.Renamed.To)
		if c.Cause == race.CauseName {
			row.Why = renamed
		} else {
			row.Why = d.l.Sentences(row.Why, renamed)
		}
	}
	return row
}

// standing returns the place and time that somebody had, or the status.
func (d *draft) standing(s *race.Standing) string {
	switch {
	case s == nil:
		return d.say("changes.absent")
	case s.Place > 0 && s.GunMS != nil:
		return d.say("changes.placed", "Place", s.Place, "Time", d.l.Clock(*s.GunMS))
	case s.Place > 0:
		return d.l.Number(s.Place)
	}
	return d.say("status." + string(s.Status))
}

// cause says why somebody moved: a ruling and its authority, a correction of times
// or name, or the moves of others.
func (d *draft) cause(c *race.Change) string {
	if c.Cause != race.CauseRuling {
		return d.say("changes." + string(c.Cause))
	}
	by := c.By(d.lang)
	switch {
	case by == "":
		by = d.say("changes.ruling")
	case c.Date.IsZero():
		by = d.say("reason.ruled", "Authority", by)
	default:
		by = d.say("reason.ruled_dated", "Authority", by, "Date", d.l.Date(c.Date))
	}
	return d.l.Sentences(by, c.Note.In(d.lang))
}
