package page

import (
	"cmp"
	"slices"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// rankedBy says which clock gives the places of a list.
func (d *draft) rankedBy(l *lists.List, rc *race.Race, w *raceWords) string {
	if l.Group != nil {
		if by := lists.AgeSetOf(rc, l.Group.Group).By; by != "" {
			return d.say("ranked_by." + string(by))
		}
	}
	return w.clock
}

// groupNote says what a classification is: of which division, and whom it leaves
// out.
func (d *draft) groupNote(g *race.GroupVerdict, rc *race.Race, w *raceWords) string {
	set, division := lists.AgeSetOf(rc, g.Group), w.divisions[g.Division]
	note := d.say("division.group_note", "Division", division)
	if set.By != "" {
		note = d.say("groups.own_clock", "Division", division)
	}
	return d.l.Sentences(note, d.excluded(set, division))
}

// excluded says whom the age groups of a set leave out, and how they count ages.
func (d *draft) excluded(set race.AgeSet, division string) string {
	var said []string
	if set.ExcludeTop > 0 {
		said = append(said, d.say("groups.excluded", "Count", set.ExcludeTop, "Division", division))
	}
	if set.YearEnd {
		said = append(said, d.say("groups.year_end"))
	}
	if len(said) == 0 {
		return ""
	}
	return d.l.Sentences(said[0], said[1:]...)
}

// groupLine is a classification with its winner.
type groupLine struct {
	Name, URL string
	Winner    *row   // nil where the first place is vacant
	Vacant    string // in place of a name
}

// groupLines are the classifications of a division, each with its winner.
func (d *draft) groupLines(v *race.Verdict, rv *race.RaceVerdict, division *race.Division, w *raceWords) []groupLine {
	var lines []groupLine
	for i := range rv.Groups {
		g := &rv.Groups[i]
		if g.Division != division || len(g.Members) == 0 {
			continue
		}
		line := groupLine{Name: d.l.Group(g.Group), URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, lists.GroupID(rv, g.Division, g.ID), 1))}
		if first := &rv.Results[g.Members[0]]; lists.PlaceIn(first, g.ID) == 1 {
			winner := d.row(v, rv, first, w)
			winner.Gun = d.outcome(rv.Race, first)
			if !rv.Race.OfLaps() {
				winner.Gun = d.time(first, lists.GroupClock(rv.Race, g.Group, first))
			}
			line.Winner = &winner
		} else {
			line.Vacant = d.say("vacant")
		}
		lines = append(lines, line)
	}
	return lines
}

// awardGroups are the age groups of one division and set that earn something.
type awardGroups struct {
	Name, Note string
	Time       string // the head of its column
	Money, Tax bool
	Groups     []awardDivision
}

// awardGroups lists the places of age groups that earn a trophy or a prize, as
// far as somebody holds one.
func (d *draft) awardGroups(v *race.Verdict, rv *race.RaceVerdict, w *raceWords) []awardGroups {
	var all []awardGroups
	division, last := (*race.Division)(nil), -1
	for i := range rv.Groups {
		g := &rv.Groups[i]
		set := lists.AgeSetOf(rv.Race, g.Group)
		places := set.Trophies
		for _, p := range set.Prizes {
			places = max(places, p.Place)
		}
		if places == 0 || g.Division.Outside || len(g.Members) == 0 {
			continue
		}
		if division != g.Division || last != g.Ages.Set {
			division, last = g.Division, g.Ages.Set
			a := awardGroups{Name: d.say("groups.of", "Division", w.divisions[g.Division]), Note: d.excluded(set, w.divisions[g.Division]), Time: d.say("gun_time"), Money: len(set.Prizes) > 0}
			if rv.Race.OfLaps() {
				a.Time = d.outcomeHead(rv.Race)
			} else if cmp.Or(set.By, rv.Race.Rules.Ranking.By) == race.ByNet {
				a.Time = d.say("net_time")
			}
			all = append(all, a)
		}
		a := &all[len(all)-1]
		list := awardDivision{Name: d.l.Group(g.Group)}
		next := 1
		for _, at := range g.Members {
			r := &rv.Results[at]
			o := &r.Overlays[slices.IndexFunc(r.Overlays, func(o race.Overlay) bool { return o.ID == g.ID })]
			if o.Place > places {
				break
			}
			for ; next < o.Place && !o.Tied; next++ {
				list.Rows = append(list.Rows, awardRow{Place: d.l.Number(next), Vacant: d.say("list.vacant")})
			}
			next++
			line := d.awardRow(v, rv, r, w)
			line.Place = d.tied(o.Place, o.Tied)
			if !rv.Race.OfLaps() {
				line.Time = d.time(r, lists.GroupClock(rv.Race, g.Group, r))
			}
			line.Prize, line.Trophy = d.prize(v.Edition, rv.Race, o.Prize), o.Trophy
			a.Tax = a.Tax || line.Prize != nil && line.Prize.Tax != ""
			list.Rows = append(list.Rows, line)
		}
		if len(list.Rows) > 0 {
			a.Groups = append(a.Groups, list)
		}
	}
	return all
}

// groupExtras are what a runner receives in classifications.
func (d *draft) groupExtras(r *race.Result, w *raceWords) []string {
	var extras []string
	for i := range r.Overlays {
		o := &r.Overlays[i]
		if o.Trophy {
			extras = append(extras, d.say("extra.group_trophy", "Group", d.l.GroupOf(w.divisions[r.Division], o.Group)))
		}
		if p := o.Prize; p != nil {
			state, amount := "prize.due", d.say("prize.open")
			if !p.Due {
				state = "prize.pending"
			}
			if !p.Open() {
				amount = d.l.Money(p.Net, p.Currency)
			}
			extras = append(extras, d.say("extra.group_prize", "Group", d.l.GroupOf(w.divisions[r.Division], o.Group), "Amount", amount, "State", d.say(state)))
		}
	}
	return extras
}

// groupBests shows the best time of each age group, by division: also of those who
// are left out of it.
func (d *draft) groupBests(rv *race.RaceVerdict, w *raceWords) section {
	part := section{ID: "age-groups", Title: d.say("groups.bests"), Note: d.say("groups.bests_note")}
	division := (*race.Division)(nil)
	for i := range rv.Groups {
		g := &rv.Groups[i]
		if g.Ages == nil || len(g.Best) == 0 {
			continue
		}
		if division != g.Division {
			division = g.Division
			part.Tables = append(part.Tables, namedTable{Title: w.divisions[division],
				Table: chart.Table{Head: []string{d.say("groups.group"), d.say("groups.best"), d.say("table.name"), d.say("counts.ranked")}}})
		}
		var names []string
		for _, at := range g.Best {
			if r := &rv.Results[at]; r.Entry.Visibility == race.Anonymous {
				names = append(names, d.say("anonymous"))
			} else {
				names = append(names, cmp.Or(d.name(r.Entry).Text, r.Entry.Bib))
			}
		}
		rows := &part.Tables[len(part.Tables)-1].Table.Rows
		*rows = append(*rows, []string{d.l.Group(g.Group), d.bestOf(rv.Race, g, rv.Results), strings.Join(names, " · "), d.l.Number(g.Finishers)})
	}
	if len(part.Tables) == 0 {
		return section{}
	}
	return part
}
