package read

import (
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/yamlpos"
)

// ageGroups reads the classifications by age (R11, R64): a list of them, or a
// mapping that says how they are made and awarded, or several of such sets.
func (p *project) ageGroups(rc *race.Race, v yamlpos.Value) {
	if !v.IsMapping() {
		if groups := p.listedGroups(rc, v); len(groups) > 0 {
			p.addGroups(rc, v, race.AgeSet{}, groups)
		}
		return
	}
	f := v.Fields(append([]string{"sets"}, setKeys...)...)
	sets := f.Get("sets")
	if !sets.Exists() {
		p.ageSet(rc, v, f)
		return
	}
	for _, key := range setKeys {
		if at := f.Get(key); at.Exists() {
			at.Fail("bad_value", "write it under each of the sets", "%s stands beside sets", at.Title())
		}
	}
	for _, item := range sets.Items() {
		p.ageSet(rc, item, item.Fields(setKeys...))
	}
}

// setKeys are the keys of a set of age groups.
var setKeys = []string{"groups", "every", "preset", "from", "to", "divisions", "age", "by", "exclude_top", "trophies", "prizes"}

// ageSet reads one set of age groups and what they have in common.
func (p *project) ageSet(rc *race.Race, v yamlpos.Value, f yamlpos.Fields) {
	var by race.ClockKind
	if f.Get("by").Exists() {
		by = yamlpos.Choice(f.Get("by"), race.ByGun, race.ByNet)
	}
	if by == rc.Rules.Ranking.By && len(rc.Rules.Ranking.Bands) == 0 {
		by = "" // the order of the division is that order
	}
	set := race.AgeSet{By: by, ExcludeTop: f.Get("exclude_top").Int(0, 0, 1000), Trophies: f.Get("trophies").Int(0, 0, 1000)}
	for _, item := range f.Get("prizes").Items() {
		g := item.Fields("place", "amount")
		prize := race.Prize{Place: g.Need("place").Int(0, 1, 1_000_000), Amount: amount(g.Need("amount")), Under: race.NoTime}
		if slices.ContainsFunc(set.Prizes, func(o race.Prize) bool { return o.Place == prize.Place && o.Place != 0 }) {
			g.Get("place").Fail("duplicate_place", "", "the prize of place %d is given twice", prize.Place)
			continue
		}
		set.Prizes = append(set.Prizes, prize)
	}
	from, to := f.Get("from").Int(0, 1, 120), f.Get("to").Int(0, 1, 120)
	every := f.Get("every").Int(0, 1, 50)
	var preset *agePreset
	ids := make([]string, len(agePresets))
	for i := range agePresets {
		ids[i] = agePresets[i].id
	}
	counted := []string{"race_day", "year_end"}
	if f.Get("preset").Exists() {
		preset = &agePresets[slices.Index(ids, yamlpos.Choice(f.Get("preset"), ids...))]
		if preset.yearEnd {
			slices.Reverse(counted)
		}
	}
	set.YearEnd = yamlpos.Choice(f.Get("age"), counted...) == "year_end"
	if to > 0 && to < from {
		f.Get("to").Fail("bad_value", "", "the last age group begins at %d, before the first at %d", to, from)
		return
	}

	ways := 0
	for _, key := range []string{"groups", "every", "preset"} {
		if f.Get(key).Exists() {
			ways++
		}
	}
	switch {
	case ways != 1:
		v.Fail("missing_key", "expected: {every: 5, from: 30}, {preset: "+ids[0]+"} or {groups: […]}", "%s needs exactly one of every, preset and groups", v.Title())
		return
	case f.Get("groups").Exists():
		for _, key := range []string{"from", "to", "divisions"} {
			if at := f.Get(key); at.Exists() {
				at.Fail("bad_value", "each of the groups says its own", "%s stands beside groups", at.Title())
			}
		}
		p.addGroups(rc, f.Get("groups"), set, p.listedGroups(rc, f.Get("groups")))
		return
	case f.Get("every").Exists() && !f.Get("from").Exists():
		f.Need("from")
		return
	}
	var groups []placedGroup
	for _, d := range groupedDivisions(rc, f.Get("divisions")) {
		bands := bandsEvery(max(every, 1), max(from, 1), to)
		if preset != nil {
			bands = within(preset.bands, from, to)
		}
		for _, b := range bands {
			groups = append(groups, placedGroup{race.AgeGroup{ID: d.ID + "-" + b.id, Name: b.name(d.Gender), Division: d.ID, From: b.from, To: b.to}, v})
		}
	}
	p.addGroups(rc, v, set, groups)
}

// groupedDivisions are the divisions that have age groups: those that are named,
// else all that are ranked for prizes.
func groupedDivisions(rc *race.Race, v yamlpos.Value) []*race.Division {
	var all []*race.Division
	if !v.Exists() {
		for _, d := range rc.Divisions {
			if !d.Outside {
				all = append(all, d)
			}
		}
		return all
	}
	for _, item := range v.Items() {
		id, ok := item.Scalar()
		d := rc.Division(id)
		switch {
		case !ok:
		case d == nil:
			item.Fail("unknown_division", knownDivisions(rc), "the race has no division %q", id)
		case slices.Contains(all, d):
			item.Fail("bad_value", "", "the division %q is named twice", id)
		default:
			all = append(all, d)
		}
	}
	return all
}

func knownDivisions(rc *race.Race) string {
	var ids []string
	for _, d := range rc.Divisions {
		ids = append(ids, d.ID)
	}
	return "known here: " + strings.Join(ids, ", ")
}

// placedGroup is an age group and where the file says it.
type placedGroup struct {
	race.AgeGroup
	at yamlpos.Value
}

// listedGroups reads age groups that are written out.
func (p *project) listedGroups(rc *race.Race, v yamlpos.Value) []placedGroup {
	var list []placedGroup
	for _, item := range v.Items() {
		f := item.Fields("id", "name", "division", "from", "to")
		g := placedGroup{race.AgeGroup{Name: f.Get("name").Text(p.languages), Division: f.Need("division").StringOr("")}, f.Need("id")}
		g.From, g.To = ages(f)
		g.ID = g.at.StringOr("")
		if rc.Division(g.Division) == nil && f.Get("division").Exists() {
			f.Get("division").Fail("unknown_division", knownDivisions(rc), "the race has no division %q", g.Division)
		}
		list = append(list, g)
	}
	return list
}

// addGroups adds a set of age groups to the rules. Each has an id of its own
// among all groups and divisions; where ages of two in one division overlap, the
// first of them counts.
func (p *project) addGroups(rc *race.Race, v yamlpos.Value, set race.AgeSet, groups []placedGroup) {
	r := &rc.Rules
	r.AgeSets = append(r.AgeSets, set)
	for i, g := range groups {
		if g.at.Exists() && validID(g.at, "age group", g.ID, p.languages) {
			switch {
			case rc.Division(g.ID) != nil:
				g.at.Fail("bad_id", "", "the age group %q has the id of a division", g.ID)
			case r.AgeGroup(g.ID) != nil:
				g.at.Fail("bad_id", "", "the age group %q is listed twice", g.ID)
			}
		}
		for _, o := range groups[:i] {
			if low := max(o.From, g.From); o.Division == g.Division && o.ID != g.ID && o.Holds(max(low, 1)) && g.Holds(max(low, 1)) {
				g.at.Warn("ages_overlap", "for lists that overlap on purpose, write two sets: age_groups: {sets: [{groups: […]}, {groups: […]}]}",
					"the age groups %q and %q both hold the age of %d; who is in both counts in %q alone", o.ID, g.ID, max(low, 1), o.ID)
				break
			}
		}
		g.AgeGroup.Set = len(r.AgeSets) - 1
		r.AgeGroups = append(r.AgeGroups, g.AgeGroup)
	}
}

// ageBand is a run of ages of a generated age group, both inclusive; To 0 is "and
// over".
type ageBand struct {
	id       string
	from, to int
	// what it is called for men and for women, "" by its ages
	men, women string
}

func (b *ageBand) name(g race.Gender) race.Text {
	name := ""
	switch g {
	case race.Male:
		name = b.men
	case race.Female:
		name = b.women
	}
	if name == "" {
		return nil
	}
	return race.Text{"en": name} // the same in every language
}

// bandsEvery are bands of so many years from an age on, with all who are younger
// before them. The last is open: that which holds the age to, or, without one,
// the oldest anybody has been.
func bandsEvery(years, from, to int) []ageBand {
	if to == 0 {
		to = 125
	}
	var all []ageBand
	if from > 1 {
		all = append(all, ageBand{id: fmt.Sprintf("under-%d", from), to: from - 1})
	}
	for at := from; ; at += years {
		b := ageBand{id: fmt.Sprint(at), from: at, to: at + years - 1}
		if b.to >= to {
			b.to = 0
		}
		if all = append(all, b); b.to == 0 {
			return all
		}
	}
}

// within are the bands that begin neither before an age nor after another one, of
// which the last is then open; 0 is no such limit.
func within(bands []ageBand, from, to int) []ageBand {
	var all []ageBand
	for _, b := range bands {
		if b.from < from || to > 0 && b.from > to {
			continue
		}
		all = append(all, b)
	}
	if n := len(all); n > 0 && to > 0 {
		all = slices.Clone(all)
		all[n-1].to = 0
	}
	return all
}

// agePreset is a division by age that many races have. Where they are from:
// rules.md, R64.
type agePreset struct {
	id      string
	bands   []ageBand
	yearEnd bool // the age that is reached in the race's year, if the edition does not say
}

var agePresets = []agePreset{
	{id: "five-year", bands: bandsEvery(5, 15, 90)},
	{id: "ten-year", bands: append([]ageBand{{id: "under-15", to: 14}, {id: "15", from: 15, to: 19}}, bandsEvery(10, 20, 80)[1:]...)},
	{id: "iaaf-masters", bands: seniors(35)},
	{id: "dlv", yearEnd: true, bands: append([]ageBand{
		{"u8", 6, 7, "MK U8", "WK U8"}, {"u10", 8, 9, "MK U10", "WK U10"}, {"u12", 10, 11, "MK U12", "WK U12"},
		{"u14", 12, 13, "MJ U14", "WJ U14"}, {"u16", 14, 15, "MJ U16", "WJ U16"}, {"u18", 16, 17, "MJ U18", "WJ U18"}, {"u20", 18, 19, "MJ U20", "WJ U20"},
		{"u23", 20, 22, "M U23", "W U23"}, {"hk", 23, 29, "MHK", "WHK"}}, seniors(30)...)},
}

// seniors are the bands of the masters, five years each up to 100 and over: M35,
// W35.
func seniors(from int) []ageBand {
	var all []ageBand
	for at := from; at <= 100; at += 5 {
		b := ageBand{id: fmt.Sprint(at), from: at, to: at + 4, men: fmt.Sprintf("M%d", at), women: fmt.Sprintf("W%d", at)}
		if at == 100 {
			b.to = 0
		}
		all = append(all, b)
	}
	return all
}
