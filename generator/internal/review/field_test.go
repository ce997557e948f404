package review

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

const gun = race.Instant(7*3600+30*60) * 1000

// sample is a marathon of n runners on one course, each ten seconds and a
// second a kilometre behind the one before. Bibs are 1, 2, 3 …; odd ones are
// men. A row of times.csv has the bib's number and one more.
func sample(n int) *race.Race {
	rc := &race.Race{ID: "marathon", Gun: gun, Length: marathon, Divisions: []*race.Division{
		{ID: "men", Gender: race.Male, Gun: race.Unseen}, {ID: "women", Gender: race.Female, Gun: race.Unseen},
		{ID: "wheelchair-men", Gender: race.Male, Category: "wheelchair", Outside: true, Gun: race.Unseen}}}
	rc.Rules.OutsideRanking = []string{"wheelchair"}
	rc.Rules.Clauses.Discipline = "13"
	for _, p := range []struct {
		id string
		at race.Distance
	}{{"start", 0}, {"5k", 5}, {"10k", 10}, {"15k", 15}, {"20k", 20}, {"25k", 25}, {"30k", 30}, {"35k", 35}, {"40k", 40}, {"finish", 0}} {
		at := p.at * race.Kilometre
		if p.id == "finish" {
			at = marathon
		}
		rc.Points = append(rc.Points, race.Point{ID: p.id, At: at, Required: true, Listed: true})
	}
	for i := range n {
		e := &race.Entry{Bib: fmt.Sprint(i + 1), Name: fmt.Sprintf("Runner %d", i+1), Gender: race.Male, Visibility: race.Public,
			From: race.Position{Path: "entries.csv", Line: i + 2}}
		if i%2 == 1 {
			e.Gender = race.Female
		}
		e.Timing = &race.Timing{Net: race.NoTime, At: make([]race.Instant, len(rc.Points)), From: race.Position{Path: "times.csv", Line: i + 2}}
		pace := race.Instant(300_000 + 1000*(i%120)) // a kilometre
		for p := range rc.Points {
			km := race.Instant(rc.Points[p].At / 1000)
			e.Timing.At[p] = gun + race.Instant(10_000*(i+1)) + km*pace/1000
		}
		rc.Entries = append(rc.Entries, e)
	}
	return rc
}

// point is the index of one of the sample's points.
func point(rc *race.Race, id string) int { return rc.Point(id) }

// miss leaves a runner unread at points.
func miss(rc *race.Race, bib int, ids ...string) {
	for _, id := range ids {
		rc.Entries[bib-1].Timing.At[point(rc, id)] = race.Unseen
	}
}

// shift moves a runner's reads from a point on.
func shift(rc *race.Race, bib int, from string, by race.Clock) {
	at := rc.Entries[bib-1].Timing.At
	for p := point(rc, from); p < len(at); p++ {
		at[p] += race.Instant(by)
	}
}

// beside puts a runner's reads a time behind those of another.
func beside(rc *race.Race, bib, other int, by race.Clock) {
	for p, at := range rc.Entries[other-1].Timing.At {
		rc.Entries[bib-1].Timing.At[p] = at + race.Instant(by)
	}
}

// reviewed is what is found about a race of 2022, official, long over.
func reviewed(rc *race.Race, bans ...race.Ban) problem.List {
	e := &race.Edition{ID: "2022", State: race.Official, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC), Zone: time.UTC,
		RaceEnd: race.Instant(race.Day), Races: []*race.Race{rc}}
	return Edition(judge.Rule(e, time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)), nil, bans)
}

func lines(list problem.List) string {
	var all []string
	for _, p := range list {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

// claim is one thing that is found, or not, about a sample that was changed.
type claim struct {
	claim  string
	change func(*race.Race)
	want   string
}

// hold tests claims on samples of n runners.
func hold(t *testing.T, n int, claims []claim) {
	t.Helper()
	for _, c := range claims {
		t.Run(c.claim, func(t *testing.T) {
			rc := sample(n)
			c.change(rc)
			if got := lines(reviewed(rc)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
