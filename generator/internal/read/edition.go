package read

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the same zones on a machine that has none

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read/beside"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// edition reads one folder of data/; of an edition whose cache is known it reads
// edition.yaml alone. It is nil only where that file cannot be parsed at all.
func (p *project) edition(id string) *race.Edition {
	known, head := p.known[id]
	folder := path.Join("data", id)
	root, ok := p.document(path.Join(folder, "edition.yaml"))
	if !ok {
		return nil
	}
	if err := checkID("edition", id, p.languages); err != nil {
		root.Place().Bare().Report(p.found, problem.Error, "bad_id", fmt.Sprintf("the edition's folder name %q is %v", id, err),
			"expected: lower-case letters, digits and hyphens, and no name of a folder or device, such as 2022")
	}
	f := root.Fields("name", "date", "time_zone", "state", "notice_until", "demonstration", "race_end", "course", "weather", "races", "contacts", "strict", "privacy", "links")
	e := &race.Edition{ID: id, Ledger: known.Ledger}
	if !head {
		e.Ledger = p.ledger(folder)
	}
	e.Name = f.Need("name").Text(p.languages)
	e.Zone = yamlpos.Parsed(f.Need("time_zone"), time.UTC, "a name of the time zone database such as Asia/Shanghai", func(s string) (*time.Location, error) {
		if s == "" || s == "Local" {
			return time.UTC, errors.New("not a time zone")
		}
		zone, err := time.LoadLocation(s)
		if err != nil {
			return time.UTC, errors.New("not a time zone")
		}
		return zone, nil
	})
	e.Date = day(f.Need("date"), e.Zone)
	states := []race.State{race.Scheduled, race.Cancelled, race.Provisional, race.Notice, race.Official}
	e.State = yamlpos.Choice(f.Need("state"), states...)
	until := f.Get("notice_until")
	if notice := moment(until, e.Zone, true); e.State == race.Notice {
		e.NoticeUntil = notice
		if !until.Exists() {
			until.Fail("missing_key", "the state is notice", "the key %q is missing", until.Name())
		}
	}
	e.Strict = f.Get("strict").Bool(false)
	e.Demonstration = f.Get("demonstration").Bool(false)
	e.Course = f.Get("course").Text(p.languages)
	e.Weather = f.Get("weather").Text(p.languages)
	day := e.Wall()
	e.RaceEnd = ends(f.Get("race_end"), day)
	e.Contacts = p.contacts(f.Get("contacts"))
	e.MaskUnder = f.Get("privacy").Fields("mask_under").Get("mask_under").Int(0, 1, 120)
	e.Links = beside.Links(f.Get("links"), p.languages)
	seen := map[string]bool{}
	races := f.Get("races").Pairs()
	p.guns = gunsOf(races, e)
	for _, pair := range races {
		if !validID(pair.At, "race", pair.Key, p.languages) {
			continue
		}
		seen[pair.Key] = true
		e.Races = append(e.Races, p.race(e, pair))
	}
	for _, rest := range p.rest {
		rest()
	}
	p.rest, p.rosters = nil, nil
	raceEnds(e, day, f.Get("race_end"))
	clockChange(e, day, f.Get("time_zone"))
	if !head {
		e.Ledger = withoutHidden(e.Ledger, e.Races)
	}
	return e
}

// raceEnds gives each race the instant at which it is over: its own, else the
// edition's, else its finish's cut-off, else the end of the race day. The edition
// is over with the last of its races.
func raceEnds(e *race.Edition, day *race.Wall, given yamlpos.Value) {
	midnight, _ := day.Last(race.Day)
	last := race.Unseen
	for _, rc := range e.Races {
		switch {
		case rc.RaceEnd != 0:
		case e.RaceEnd != race.Unseen:
			if rc.RaceEnd = e.RaceEnd; rc.Gun != race.Unseen && rc.RaceEnd <= rc.Gun {
				given.Fail("bad_value", "", "the race's end %s is not after the gun of %s, %s", day.Text(rc.RaceEnd), rc.ID, day.Text(rc.Gun))
			}
		default:
			rc.RaceEnd = midnight
			if len(rc.Points) > 0 {
				if c := rc.Points[rc.Finish()].Cutoff; c.Set && !c.Unknown {
					rc.RaceEnd = c.At
				}
			}
		}
		last = max(last, rc.RaceEnd)
	}
	switch {
	case last != race.Unseen:
		e.RaceEnd = last
	case e.RaceEnd == race.Unseen:
		e.RaceEnd = midnight
	}
}

// clockChange says once that the clocks change while the edition is run (R50).
func clockChange(e *race.Edition, day *race.Wall, at yamlpos.Value) {
	first := race.Unseen
	for _, rc := range e.Races {
		if rc.Gun != race.Unseen && (first == race.Unseen || rc.Gun < first) {
			first = rc.Gun
		}
	}
	if from, to, ok := day.Change(first, e.RaceEnd); ok && first != race.Unseen {
		at.Report(problem.Review, "clock_change", "wall clocks are those of the zone, and a time is what really passed between two of them",
			"the clocks of %s change during the race, from %s to %s", e.Zone, from%race.Day, to%race.Day)
	}
}

// race reads one race of an edition: its rules from the edition's file and
// its tables from the folder named like it.
func (p *project) race(e *race.Edition, from yamlpos.Pair) *race.Race {
	rc := &race.Race{ID: from.Key, Wall: *e.Wall(), Gun: race.Unseen}
	before := from.Value.Errors()
	f := from.Value.Fields("name", "kind", "lap_km", "limit", "km", "gun", "race_end", "divisions", "outside_ranking", "points", "entries", "timing",
		"ranking", "cutoffs", "disqualification", "prizes", "records", "trophies", "finisher_package", "baggage", "services", "certificate",
		"eligibility", "zones", "waves", "age_groups", "championships", "teams", "relay", "grades", "objections", "clauses", "live", "links")
	rc.Name = f.Get("name").Text(p.languages)
	if len(rc.Name) == 0 {
		rc.Name = e.Name
	}
	rc.Gun = begins(f.Need("gun"), &rc.Wall)
	if end := f.Get("race_end"); end.Exists() {
		if at := ends(end, &rc.Wall); at != race.Unseen && at <= rc.Gun {
			end.Fail("bad_value", "", "the race's end %s is not after the gun at %s", rc.Wall.Text(at), rc.Wall.Text(rc.Gun))
		} else if at != race.Unseen {
			rc.RaceEnd = at
		}
	}
	if rc.Links = beside.Links(f.Get("links"), p.languages); !f.Get("links").Exists() {
		rc.Links = e.Links
	}
	p.divisions(rc, f)
	if yamlpos.Choice(f.Get("kind"), "course", "laps") == "laps" {
		laps(rc, f)
	} else {
		points(rc, f)
		for _, key := range []string{"lap_km", "limit"} {
			if v := f.Get(key); v.Exists() {
				v.Fail("unknown_key", "kind: laps", "%s is for a race of laps", key)
			}
		}
	}
	relay(rc, f)
	waves(rc, f.Get("waves"))
	s := sources(path.Join("data", e.ID, rc.ID), rc, f)
	sound := from.Value.Errors() == before
	p.rules(e, rc, f)
	p.borrow(e.ID, s)
	if _, known := p.known[e.ID]; sound && !known {
		p.rest = append(p.rest, p.raceTables(e, rc, s), func() { beside.Course(p.fsys, p.found, e, rc) })
	}
	return rc
}

// divisions reads the divisions, and makes those of the categories outside the
// ranking.
func (p *project) divisions(rc *race.Race, f yamlpos.Fields) {
	for _, pair := range f.Need("divisions").Pairs() {
		g := pair.Value.Fields("gender", "category", "name", "gun")
		d := &race.Division{ID: pair.Key, Name: g.Get("name").Text(p.languages), Category: spelling.FoldCategory(g.Get("category").StringOr("")), Gun: gun(g.Get("gun"), rc), From: position(pair.At)}
		d.Gender = yamlpos.Parsed(g.Get("gender"), race.NoGender, "M, F, X or mixed (teams of a relay), or no gender for all runners", spelling.ParseGender)
		if validID(pair.At, "division", pair.Key, p.languages) {
			rc.Divisions = append(rc.Divisions, d)
		}
	}
	if v := f.Get("divisions"); v.Exists() && len(rc.Divisions) == 0 {
		v.Fail("missing_key", "", "the race has no division")
	}
	declared := rc.Divisions
	for _, item := range f.Get("outside_ranking").Items() {
		starts := race.Unseen // a category may start apart (R1, R10), else by the race's gun
		if item.IsMapping() {
			g := item.Fields("category", "gun")
			item, starts = g.Need("category"), gun(g.Get("gun"), rc)
		}
		category, ok := item.Scalar()
		if category = spelling.FoldCategory(category); !ok || !validID(item, "category", category, p.languages) {
			continue
		}
		if slices.Contains(rc.Rules.OutsideRanking, category) {
			item.Fail("bad_value", "", "the category %q is named twice", category)
			continue
		}
		rc.Rules.OutsideRanking = append(rc.Rules.OutsideRanking, category)
		for _, d := range declared {
			if d.Category != "" {
				continue
			}
			id := category + "-" + d.ID
			if rc.Division(id) != nil {
				item.Fail("bad_id", "", "the division %q of this category already exists", id)
				continue
			}
			rc.Divisions = append(rc.Divisions, &race.Division{ID: id, Base: d.Name, Gender: d.Gender, Category: category, Outside: true, Gun: starts})
		}
	}
}

// points reads the course: the start first, the finish last.
func points(rc *race.Race, f yamlpos.Fields) {
	list := f.Need("points")
	items := list.Items()
	for i, item := range items {
		g := item.Fields("id", "km", "cutoff", "missing")
		at := g.Need("id")
		id, ok := at.Scalar()
		if !ok || !pointID(rc, at, id) {
			continue
		}
		point := race.Point{ID: id, At: kilometres(g.Need("km")), Required: true, Listed: true, From: position(at)}
		point.Required = yamlpos.Choice(g.Get("missing"), "counts", "ignored") == "counts"
		point.Cutoff = cutoff(rc, point.At, g.Get("cutoff"))
		if id == "start" {
			if i > 0 {
				at.Fail("bad_value", "", "the start is not the first point")
				continue
			}
			if point.At != 0 {
				g.Get("km").Fail("bad_value", "", "the start is at %s km, not at 0", point.At)
				continue
			}
		}
		if id == "finish" && i != len(items)-1 {
			at.Fail("bad_value", "", "the finish is not the last point")
		}
		if n := len(rc.Points); n > 0 && g.Get("km").Exists() && point.At <= rc.Points[n-1].At {
			g.Get("km").Fail("bad_value", "points must be in course order", "the point %q at %s km is not after %q at %s km", id, point.At, rc.Points[n-1].ID, rc.Points[n-1].At)
		}
		cutoffOrder(rc, point, g.Get("cutoff"))
		rc.Points = append(rc.Points, point)
	}
	if rc.Point("start") < 0 {
		rc.Points = append([]race.Point{{ID: "start"}}, rc.Points...)
	}
	if list.Exists() && rc.Point("finish") < 0 {
		list.Fail("missing_key", "expected: {id: finish, km: …} at the end", "the race has no point %q", "finish")
	}
	length(rc, f.Get("km"))
}

// position is where a value stands.
func position(v yamlpos.Value) race.Position {
	at := v.Place()
	return race.Position{Path: at.Path, Line: at.Line, Column: at.Column}
}

// exportColumns are columns of results.csv, which has a column for each point as
// well.
var exportColumns = []string{"division", "age_group", "age_group_place", "reason", "clause", "place", "tax", "trophy", "certificate"}

// pointPattern is what the ids of points may be, as people write them: 5k, 21.1K.
var pointPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// pointID checks a point's id: it is also a column of the timing files, whose
// headers are read without regard to case.
func pointID(rc *race.Race, at yamlpos.Value, id string) bool {
	names := slices.Concat(table.EntryColumns, table.TimeColumns, exportColumns, []string{table.Ignore})
	switch {
	case !pointPattern.MatchString(id) || len(id) > 64:
		at.Fail("bad_id", "", "the point id %q is not made of letters, digits, points and hyphens", id)
	case device(id), strings.HasSuffix(id, "."):
		at.Fail("bad_id", "give the point another name, such as "+strings.Trim(id, ".")+"-1", "the point id %q cannot be the name of a folder on Windows", id)
	case slices.Contains(names, strings.ToLower(id)):
		at.Fail("bad_id", "", "the point id %q is the name of a column", id)
	case slices.ContainsFunc(rc.Points, func(p race.Point) bool { return spelling.FoldHeader(p.ID) == spelling.FoldHeader(id) }):
		at.Fail("duplicate_point", "", "the point %q is listed twice", id)
	default:
		return true
	}
	return false
}

// cutoff reads by the wall clock when a point of the course closes. A time at or
// before the gun is of the next day (R51), if that is within twelve hours of the
// gun or 20 minutes a kilometre; further off it is taken for a slip.
func cutoff(rc *race.Race, point race.Distance, v yamlpos.Value) race.Cutoff {
	s, ok := v.Scalar()
	if !ok {
		return race.Cutoff{}
	}
	if s == unknown {
		return race.Cutoff{Set: true, Unknown: true}
	}
	at := ends(v, &rc.Wall)
	if at == race.Unseen {
		return race.Cutoff{}
	}
	if rc.Gun != race.Unseen && at <= rc.Gun {
		next, ok := rc.Wall.Last(rc.Wall.Shows(at) + race.Day)
		if longest := max(race.Instant(race.Day)/2, race.Instant(point)*20*60_000/race.Instant(race.Kilometre)); !ok || next-rc.Gun > longest {
			v.Fail("bad_value", fmt.Sprintf("of the next day it is written %q", rc.Wall.Text(next)), "the cut-off %q is not after the gun at %s", s, rc.Wall.Text(rc.Gun))
		}
		at = next
	}
	return race.Cutoff{Set: true, At: at}
}

// cutoffOrder warns of a point that closes before an earlier one does.
func cutoffOrder(rc *race.Race, next race.Point, v yamlpos.Value) {
	for _, earlier := range slices.Backward(rc.Points) {
		if !earlier.Cutoff.Set || earlier.Cutoff.Unknown {
			continue
		}
		if next.Cutoff.Set && !next.Cutoff.Unknown && next.Cutoff.At < earlier.Cutoff.At {
			v.Warn("cutoff_order", "", "the point %q closes at %s, before %q at %s", next.ID, rc.Wall.Text(next.Cutoff.At), earlier.ID, rc.Wall.Text(earlier.Cutoff.At))
		}
		return
	}
}

// length reads how long the race is; where the file does not say, it ends at the
// kilometre of its finish.
func length(rc *race.Race, v yamlpos.Value) {
	finish := rc.Point("finish")
	rc.Length = kilometres(v)
	switch {
	case finish < 0:
	case !v.Exists():
		rc.Length = rc.Points[finish].At
	case rc.Length != rc.Points[finish].At:
		v.Warn("length_differs", "", "the race is %s km long, but its finish is at %s km", rc.Length, rc.Points[finish].At)
	}
}
