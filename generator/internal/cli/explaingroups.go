package cli

import (
	"cmp"
	"fmt"
	"slices"

	"guntime/generator/internal/race"
)

// start is from when the gun time counts, where runners have guns of their own
// (R63).
func (a account) start() (rows [][2]string) {
	e, rc := a.r.Entry, a.rv.Race
	if !rc.Staggered() {
		return nil
	}
	const meaning = "gun time counts from it, cut-offs stay wall clock [R63]"
	gun := rc.Wall.Said(rc.GunFor(e, a.r.Division))
	switch {
	case e.OwnStart:
		return [][2]string{{"start", fmt.Sprintf("own start at %s, %s after the gun: %s", gun, e.StartOffset, meaning)}}
	case e.Wave != "":
		return [][2]string{{"wave", fmt.Sprintf("%s, whose gun was at %s: %s", e.Wave, gun, meaning)}}
	}
	return [][2]string{{"wave", fmt.Sprintf("none: gun time counts from the gun at %s [R63]", gun)}}
}

// age is how old the runner is, and what that hides.
func (a account) age() (rows [][2]string) {
	e, edition := a.r.Entry, a.v.Edition
	born := ""
	switch {
	case !e.Birth.IsZero():
		born = "born " + e.Birth.Format("2006-01-02")
	case e.BirthYear > 0:
		born = fmt.Sprintf("born in %d", e.BirthYear)
	}
	age := "not known: the entry has no birth_date, birth_year or age"
	if e.Age == 0 && born == "" && len(a.rv.Race.Rules.AgeGroups) == 0 && edition.MaskUnder == 0 {
		return nil
	}
	switch {
	case e.Age > 0:
		age = listed(", ", fmt.Sprintf("%d on race day", e.Age), born)
	case born != "":
		age = fmt.Sprintf("%d or %d on race day, %s", edition.YoungestAge(e), edition.YoungestAge(e)+1, born)
	}
	rows = append(rows, [2]string{"age", age})
	if known := e.Age > 0 || born != ""; known && e.Visibility == race.Masked && edition.YoungestAge(e) < edition.MaskUnder {
		rows = append(rows, [2]string{"name", fmt.Sprintf("masked, as that of everybody under %d [privacy: mask_under]", edition.MaskUnder)})
	}
	return rows
}

// groups are the age groups and championships, and why there is none.
func (a account) groups() (rows [][2]string, err error) {
	r, rules := a.r, &a.rv.Race.Rules
	for n := range max(1, len(rules.AgeSets)) {
		set := rules.AgeSet(n)
		if r.Division == nil || !slices.ContainsFunc(rules.AgeGroups, func(g race.AgeGroup) bool { return g.Set == n && g.Division == r.Division.ID }) {
			continue
		}
		age, counted := a.v.Edition.AgeOf(r.Entry, set), "on race day"
		if set.YearEnd {
			counted = "at the end of the race's year"
		}
		at := slices.IndexFunc(rules.AgeGroups, func(g race.AgeGroup) bool { return g.Set == n && g.Division == r.Division.ID && g.Holds(age) })
		said := ""
		switch o := slices.IndexFunc(r.Overlays, func(o race.Overlay) bool { return o.Ages != nil && o.Ages.Set == n }); {
		case o >= 0:
			if said, err = a.overlay(&r.Overlays[o], fmt.Sprintf("%d %s", age, counted), set); err != nil {
				return nil, err
			}
		case !a.rv.Over:
			said = "none before the race is over"
		case age == 0:
			said = "none: the age " + counted + " is not known"
		case at < 0:
			said = fmt.Sprintf("none: no group holds the age of %d %s", age, counted)
		case r.Place == 0:
			said = fmt.Sprintf("%s, but no place in it without one in the division", rules.AgeGroups[at].ID)
		default:
			said = fmt.Sprintf("none: place %d in the division is among the first %d, who are in no group", r.Place, set.ExcludeTop)
		}
		rows = append(rows, [2]string{"age group", said + " [R64]"})
	}
	for i := range r.Overlays {
		if o := &r.Overlays[i]; o.Ages == nil {
			rows = append(rows, [2]string{o.ID, fmt.Sprintf("%d of %d, in the order of the division [R44]", o.Place, o.Ranked)})
		}
	}
	return rows, nil
}

// overlay is a place in an age group, and what it earns.
func (a account) overlay(o *race.Overlay, age string, set race.AgeSet) (string, error) {
	how := "in the order of the division"
	if set.By != "" {
		how = "by " + string(set.By) + " time"
	}
	if o.Tied {
		how += ", shared: equal times"
	}
	said := fmt.Sprintf("%s, for %s: %d of %d, %s", o.ID, age, o.Place, o.Ranked, how)
	if set.Trophies > 0 {
		said += "; trophy " + map[bool]string{true: "yes", false: "no"}[o.Trophy]
	}
	if o.Prize != nil {
		prize, err := a.due(o.Prize)
		if err != nil {
			return "", err
		}
		said += "; prize " + prize
	}
	return said, nil
}

// rankedAlone says where a runner stands who has no division (R66).
func (a account) rankedAlone() [][2]string {
	place := "none"
	if a.r.PlaceOverall > 0 {
		place = "none: no division is of gender " + cmp.Or(a.r.Entry.Gender.String(), "?") + ", ranked in the overall list alone [R66]"
	}
	return [][2]string{{"place", place}}
}
