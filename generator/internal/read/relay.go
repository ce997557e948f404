package read

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// mostLegs is how many legs a relay may have.
const mostLegs = 100

// relay reads the legs of a relay: where each ends, the last one at the finish (R65).
func relay(rc *race.Race, f yamlpos.Fields) {
	v := f.Get("relay")
	if !v.Exists() {
		return
	}
	if rc.OfLaps() {
		v.Fail("unknown_key", "leave it out", "a race of laps has no legs")
		return
	}
	for _, key := range []string{"age_groups", "teams", "grades", "championships"} {
		if g := f.Get(key); g.Exists() {
			g.Fail("unknown_key", "leave it out", "a relay has no %s: each of its entries is a team", key)
		}
	}
	list := v.Fields("legs").Need("legs")
	sound := len(rc.Points) > 1
	for _, item := range list.Items() {
		at := item.Fields("point").Need("point")
		id := at.StringOr("")
		point, last := rc.Point(id), rc.Start()
		if n := len(rc.Legs); n > 0 {
			last = rc.Legs[n-1]
		}
		switch {
		case id == "":
			sound = false
		case point < 0:
			at.Fail("unknown_point", "known: "+strings.Join(legPoints(rc), ", "), "the race has no point %q", id)
			sound = false
		case point <= last:
			at.Fail("bad_value", "legs end in the order of the course", "the leg to %q does not end after %q", id, rc.Points[last].ID)
			sound = false
		case len(rc.Legs) == mostLegs:
			at.Fail("bad_value", "", "a relay has at most %d legs", mostLegs)
			return
		default:
			rc.Legs = append(rc.Legs, point)
		}
	}
	if n := len(rc.Legs); sound && list.Exists() && (n < 2 || rc.Legs[n-1] != rc.Finish()) {
		list.Fail("bad_value", "relay: {legs: [{point: "+legPoints(rc)[0]+"}, {point: finish}]}", "a relay has two legs at least, and the last ends at the finish")
	}
}

// legPoints are the points at which a leg may end.
func legPoints(rc *race.Race) (ids []string) {
	for i := rc.Start() + 1; i < len(rc.Points); i++ {
		ids = append(ids, rc.Points[i].ID)
	}
	return ids
}

// legless says that a column of legs means nothing where the race is no relay.
func (b *entryReader) legless() {
	column := b.table.Column("leg")
	if column < 0 || b.race.Relay() || b.race.OfLaps() {
		return
	}
	var legs []string
	for _, id := range legPoints(b.race) {
		legs = append(legs, "{point: "+id+"}")
	}
	b.table.ReportHeader(column, problem.Warning, "no_relay", fmt.Sprintf("the column %q is not used: the race is no relay", b.table.Header(column)),
		"if it is one, declare in edition.yaml where the legs end: relay: {legs: ["+strings.Join(legs, ", ")+"]}")
}

// legRow is a row of the entries of a relay: a team, or one of its runners.
type legRow struct {
	*race.Entry
	leg    int // 0 where the row says none
	place  problem.Place
	listed bool // the first row of its bib
}

// leg takes a row of a relay; a leg that there is not is an error.
func (b *entryReader) leg(e *race.Entry, row *entryRow, r *table.Record, listed bool) {
	one := legRow{Entry: e, place: b.table.Place(r, max(b.table.Column("leg"), b.table.Column("team"), 0)), listed: listed}
	if cell := spelling.Given(row.Leg); cell != "" {
		if one.leg = legOf(b.race, cell); one.leg == 0 {
			b.badLegs.addHint(cell, b.table.Place(r, b.table.Column("leg")), fmt.Sprintf("bib %q: %q is no leg of the relay", e.Bib, row.Leg), "expected: "+legHint(b.race))
		}
	}
	b.legs = append(b.legs, one)
}

// legOf is the leg that a cell says: its number, as in 2, Leg 2 or 第2棒, or the
// point at which it ends; 0 for none.
func legOf(rc *race.Race, cell string) int {
	cell = spelling.FoldWidth(cell)
	if at := slices.IndexFunc(rc.Legs, func(end int) bool { return spelling.FoldHeader(rc.Points[end].ID) == spelling.FoldHeader(cell) }); at >= 0 {
		return at + 1
	}
	digits := strings.TrimFunc(cell, func(r rune) bool { return unicode.IsLetter(r) || r == ' ' || r == '.' || r == '#' })
	if n, err := strconv.Atoi(digits); err == nil && n >= 1 && n <= len(rc.Legs) {
		return n
	}
	return 0
}

// legHint says which legs there are.
func legHint(rc *race.Race) string {
	var all []string
	for i, end := range rc.Legs {
		all = append(all, fmt.Sprintf("%d (to %s)", i+1, rc.Points[end].ID))
	}
	return strings.Join(all, ", ")
}

// relayTeam is a team whose runners have bibs of their own, by leg. Each has an
// entry until the times are read; then the first one's stands for the team.
type relayTeam []legRow

// relayTeams makes teams of the rows of a relay: of those with one bib, and of those
// with one name in the column team. Everybody of a team gets what it has in common,
// on which the gun depends.
func (b *entryReader) relayTeams() {
	b.badLegs.reportAs(b.project.found, problem.Error, "unknown_leg", "")
	sameBib := map[string]int{}
	for _, one := range b.legs {
		sameBib[race.FoldBib(one.Bib)]++
	}
	byKey, keyOf, order := map[string]relayTeam{}, map[string]string{}, []string(nil)
	var homeless tally
	for _, one := range b.legs {
		bib := race.FoldBib(one.Bib)
		key := "bib " + bib
		switch shared := sameBib[bib] > 1; {
		case one.Team != "" && (one.leg > 0 || shared):
			key = "team " + race.FoldTeam(one.Team)
		case one.leg > 0 && !shared:
			homeless.add("", one.place, fmt.Sprintf("bib %q runs leg %d, but of no team", one.Bib, one.leg))
			continue
		}
		if had, there := keyOf[bib]; there && had != key {
			one.place.Report(b.project.found, problem.Error, "two_teams", fmt.Sprintf("bib %q is of the team %q here and of another one in a row above", one.Bib, one.Team), "give each team a bib of its own, or all rows of the bib the same team")
			continue
		}
		if keyOf[bib] = key; byKey[key] == nil {
			order = append(order, key)
		}
		byKey[key] = append(byKey[key], one)
	}
	homeless.reportAs(b.project.found, problem.Error, "no_team", "say which, in the column team, or give all runners of a team the same bib")
	var empty, unsaid tally
	for _, key := range order {
		team := byKey[key]
		slices.SortStableFunc(team, func(a, c legRow) int {
			return cmp.Or(cmp.Compare(a.leg, c.leg), cmp.Compare(a.Name, c.Name), cmp.Compare(a.Bib, c.Bib))
		})
		b.manned(team, &empty, &unsaid)
		b.team(team)
	}
	empty.report(b.project.found, "leg_without_runner", "add a row with that leg; the team is ranked by its times all the same")
	unsaid.reportAs(b.project.found, problem.Error, "no_leg", "expected in the column leg: "+legHint(b.race))
	b.legs = nil
}

// manned reports legs of a team that two run, or nobody, and runners without one.
func (b *entryReader) manned(team relayTeam, empty, unsaid *tally) {
	last := team[len(team)-1].leg
	if last == 0 {
		return // nothing says who runs which
	}
	next := 1
	for i, one := range team {
		switch {
		case one.leg == 0:
			unsaid.add("", one.place, fmt.Sprintf("bib %q of the team %q has no leg, others of it have", one.Bib, team.name()))
		case i > 0 && team[i-1].leg == one.leg:
			one.place.Report(b.project.found, problem.Error, "leg_twice", fmt.Sprintf("leg %d of the team %q has two runners: %q in line %d, and %q here", one.leg, team.name(), team[i-1].Name, team[i-1].From.Line, one.Name),
				"give one of them another leg, or remove the row")
		default:
			for ; next < one.leg; next++ {
				empty.add("", team[0].place, fmt.Sprintf("nobody runs leg %d of the team %q", next, team.name()))
			}
			next = one.leg + 1
		}
	}
	for ; next <= len(b.race.Legs); next++ {
		empty.add("", team[0].place, fmt.Sprintf("nobody runs leg %d of the team %q", next, team.name()))
	}
}

// name is what a team is called, by its bib where it has no name.
func (t relayTeam) name() string { return cmp.Or(t[0].Team, t[0].Bib) }

// team gives the rows of a team what they have in common, and the first of its
// entries the members.
func (b *entryReader) team(team relayTeam) {
	var own relayTeam // those with an entry
	for _, one := range team {
		if one.listed {
			own = append(own, one)
		}
	}
	if len(own) == 0 {
		return
	}
	lead := own[0].Entry
	lead.Members = membersOf(b.race, team)
	whole := race.Entry{Gender: team[0].Gender, Category: team[0].Category, Nat: team[0].Nat, Club: team[0].Club, Zone: team[0].Zone, Wave: team[0].Wave,
		OwnStart: team[0].OwnStart, StartOffset: team[0].StartOffset, Visibility: team[0].Visibility}
	for _, one := range team[1:] {
		if whole.Gender != one.Gender {
			whole.Gender = race.Mixed
		}
		for _, field := range []struct {
			of   *string
			here string
		}{{&whole.Category, one.Category}, {&whole.Nat, one.Nat}, {&whole.Club, one.Club}} {
			if *field.of != field.here {
				*field.of = ""
			}
		}
		if one.Visibility != whole.Visibility { // what each hides, the list of members hides
			whole.Visibility = race.Public
		}
		lead.Hold = lead.Hold || one.Hold
		lead.Code = cmp.Or(lead.Code, one.Code)
	}
	if len(team) > 1 && whole.Visibility == race.Masked {
		whole.Visibility = race.Public
	}
	if race.FoldTeam(whole.Club) == race.FoldTeam(team[0].Team) { // it is the name already
		whole.Club = ""
	}
	for _, one := range own {
		e := one.Entry
		e.Gender, e.Category, e.Nat, e.Club, e.Zone, e.Wave, e.OwnStart, e.StartOffset = whole.Gender, whole.Category, whole.Nat, whole.Club, whole.Zone, whole.Wave, whole.OwnStart, whole.StartOffset
		e.Visibility = whole.Visibility
	}
	if lead.Members != nil {
		lead.LatinName, lead.Age, lead.BirthYear = "", 0, 0
		if lead.Name = team[0].Team; lead.Name == "" {
			lead.Name = lead.PublishedMembers()
		}
	}
	if lead.Name == "" {
		lead.Name = team[0].Team
	}
	if len(own) > 1 {
		b.roster.teams = append(b.roster.teams, own)
	}
	if b.race.DivisionOf(lead) == nil && !b.race.OverallAlone(lead) {
		b.unfit.addHint(lead.Gender.String()+"\x00"+lead.Category, team[0].place, fmt.Sprintf("the team %q fits no division: gender %q, category %q", team.name(), lead.Gender, lead.Category),
			"a team of both is mixed: divisions: {mixed: {gender: mixed}}")
	}
}

// betweenNames stands between the names of a team's members in one cell.
const betweenNames = "/"

// membersOf are the members of a team. A row alone with a team and a name has the
// names in one cell; where they are as many as the legs, they stand in their order,
// and then no team needs to be named.
func membersOf(rc *race.Race, team relayTeam) []race.Member {
	if one := team[0]; len(team) == 1 && one.leg == 0 {
		names := strings.Split(spelling.FoldWidth(one.Name), betweenNames)
		if one.Name == "" || race.FoldTeam(one.Team) == race.FoldTeam(one.Name) || one.Team == "" && len(names) != len(rc.Legs) {
			return nil // it is the team's name
		}
		var members []race.Member
		for i, name := range names {
			m := race.Member{Name: strings.TrimSpace(name), Visibility: one.Visibility, From: one.From}
			if len(names) == len(rc.Legs) {
				m.Leg = i + 1
			}
			members = append(members, m)
		}
		return members
	}
	members := make([]race.Member, len(team))
	for i, one := range team {
		members[i] = race.Member{Leg: one.leg, Name: one.Name, LatinName: one.LatinName, Visibility: one.Visibility, From: one.From}
		if race.FoldBib(one.Bib) != race.FoldBib(team[0].Bib) || len(team) > 1 && race.FoldBib(team[1].Bib) != race.FoldBib(one.Bib) {
			members[i].Bib = one.Bib
		}
	}
	return members
}
