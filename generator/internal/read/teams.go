package read

import (
	"slices"

	"guntime/generator/internal/race"
	"guntime/generator/internal/yamlpos"
)

// teams reads the classifications of teams (R65).
func (p *project) teams(rc *race.Race, v yamlpos.Value) []race.TeamRules {
	var list []race.TeamRules
	for _, item := range v.Items() {
		f := item.Fields("id", "name", "by", "division", "scorers", "women", "score", "several")
		id := f.Need("id")
		t := race.TeamRules{ID: id.StringOr(""), Name: f.Need("name").Text(p.languages), By: yamlpos.Choice(f.Get("by"), race.ByClub, race.ByTeam),
			Division: f.Get("division").StringOr(""), Scorers: f.Need("scorers").Int(0, 1, 1000), Women: f.Get("women").Int(0, 0, 1000),
			ByPlaces: yamlpos.Choice(f.Get("score"), "time", "places") == "places", Several: f.Get("several").Bool(false)}
		if f.Get("division").Exists() && rc.Division(t.Division) == nil {
			f.Get("division").Fail("unknown_division", knownDivisions(rc), "the race has no division %q", t.Division)
		}
		if rc.OfLaps() && !t.ByPlaces {
			item.Fail("bad_value", "score: places", "times of a race of laps cannot be added")
		}
		if t.Women > t.Scorers && t.Scorers > 0 {
			f.Get("women").Fail("bad_value", "at most as many women as scorers", "%d women of %d scorers", t.Women, t.Scorers)
		}
		if id.Exists() && validID(id, "team", t.ID, p.languages) {
			switch {
			case slices.ContainsFunc(list, func(o race.TeamRules) bool { return o.ID == t.ID }):
				id.Fail("bad_id", "", "the teams %q are listed twice", t.ID)
			case holderOf(rc, t.ID) != "":
				id.Fail("bad_id", "", "the teams %q have the id of %s", t.ID, holderOf(rc, t.ID))
			}
		}
		list = append(list, t)
	}
	return list
}

// teamless reports classifications of teams that the entries have no column for.
func (b *entryReader) teamless() {
	for i := range b.race.Rules.Teams {
		rules := &b.race.Rules.Teams[i]
		column := string(rules.By)
		if b.table.Column(column) >= 0 || rules.By == race.ByClub && b.table.Column(string(race.ByTeam)) >= 0 {
			continue
		}
		b.table.WarnHeader("no_teams", "add the column, or name it under columns: {\"HEADER\": "+column+"}",
			"no column of the entries says the %s, so nobody is in the teams %q", column, rules.ID)
	}
}
