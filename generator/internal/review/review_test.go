package review

import (
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
)

func verdict(change func(*race.Race)) *race.Verdict {
	rc := &race.Race{ID: "run", Divisions: []*race.Division{{ID: "open", Gun: race.Unseen}},
		Points: []race.Point{{ID: "start"}, {ID: "finish", Required: true}}}
	for i, bib := range []string{"1", "2"} {
		rc.Entries = append(rc.Entries, &race.Entry{Bib: bib, Name: bib, Visibility: race.Public, From: race.Position{Path: "entries.csv", Line: i + 2},
			Timing: &race.Timing{At: []race.Instant{race.Unseen, race.Instant(3600000 + i)}, Net: race.NoTime}})
	}
	change(rc)
	e := &race.Edition{ID: "2022", State: race.Official, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC), Zone: time.UTC,
		RaceEnd: race.Instant(race.Day), Races: []*race.Race{rc}}
	return judge.Rule(e, time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC))
}

func TestFindings(t *testing.T) {
	from := race.Position{Path: "rulings.csv", Line: 2}
	for _, c := range []struct {
		claim   string
		change  func(*race.Race)
		anchors map[string]bool
		want    string
	}{
		{"a sound edition has none", func(*race.Race) {}, nil, ""},
		{"a clause without an anchor is a warning", func(rc *race.Race) {
			rc.Rulings = []race.Ruling{{Bib: "1", Kind: race.Disqualify, Clause: "13.9", From: from}}
		}, map[string]bool{"clause-13.1": true}, `rulings.csv:2:1: warning: clause "13.9" has no anchor on the rules page [clause_without_anchor]`},
		{"a clause that the rule data cites and the rules page lacks is a warning", func(rc *race.Race) {
			rc.Rules.Clauses = race.Clauses{Cutoff: "10.6", Stations: "10.8", From: race.Position{Path: "data/2022/edition.yaml", Line: 9}}
		}, map[string]bool{"clause-10.6": true}, `data/2022/edition.yaml:9:1: warning: race run: clause "10.8" of stations has no anchor on the rules page [clause_without_anchor]`},
		{"a division that nobody fits is a warning where it is named", func(rc *race.Race) {
			rc.Divisions = append(rc.Divisions, &race.Division{ID: "women", Gender: race.Female, Gun: race.Unseen, From: race.Position{Path: "data/2022/edition.yaml", Line: 9, Column: 7}})
		}, nil, `data/2022/edition.yaml:9:7: warning: race run: nobody fits the division women [empty_division]`},
		{"a point at which nobody was seen is a warning where it is named", func(rc *race.Race) {
			rc.Points = []race.Point{{ID: "start"}, {ID: "5k", Required: true, From: race.Position{Path: "data/2022/edition.yaml", Line: 12, Column: 14}}, {ID: "finish", Required: true}}
			for _, e := range rc.Entries {
				e.Timing.At = []race.Instant{race.Unseen, race.Unseen, e.Timing.At[1]}
			}
		}, nil, `data/2022/edition.yaml:12:14: warning: race run: nobody was seen at 5k in any file, and whoever was not seen there is not ranked [point_without_data]`},
		{"without a rules page no clause is missed", func(rc *race.Race) {
			rc.Rules.Clauses = race.Clauses{Cutoff: "10.6", From: race.Position{Path: "data/2022/edition.yaml", Line: 9}}
		}, nil, ""},
		{"a judges' order without a tie is for the referee", func(rc *race.Race) {
			rc.Rulings = []race.Ruling{{Bib: "2", Kind: race.JudgesOrder, Place: 1, From: from}}
		}, nil, `rulings.csv:2:1: review: the judges' order of 2 has no effect: no other runner has the same time [order_without_tie]`},
		{"a judges' order that settles a tie with one whose place stays vacant has an effect", func(rc *race.Race) {
			rc.Entries[1].Timing = &race.Timing{At: slices.Clone(rc.Entries[0].Timing.At), Net: race.NoTime}
			rc.Rules.Disqualification.Doping = race.Vacate
			rc.Rulings = []race.Ruling{{Bib: "1", Kind: race.Doping, From: from}, {Bib: "1", Kind: race.JudgesOrder, Place: 1, From: from}, {Bib: "2", Kind: race.JudgesOrder, Place: 2, From: from}}
		}, nil, ""},
		{"a judges' order that does not settle a tie says whom it lacks", func(rc *race.Race) {
			rc.Entries = append(rc.Entries, &race.Entry{Bib: "3", Visibility: race.Public})
			for _, e := range rc.Entries {
				e.Timing = &race.Timing{At: slices.Clone(rc.Entries[0].Timing.At), Net: race.NoTime}
			}
			rc.Rulings = []race.Ruling{{Bib: "2", Kind: race.JudgesOrder, Place: 1, From: from}}
		}, nil, `rulings.csv:2:1: warning: 1, 2, 3 share place 1 of open, for the judges' order does not settle it: it lacks 1, 3 [order_incomplete]`},
		{"somebody too young is for the referee", func(rc *race.Race) {
			rc.Rules.Eligibility.BornBefore = time.Date(2002, 12, 31, 0, 0, 0, 0, time.UTC)
			rc.Entries[0].Birth = time.Date(2002, 12, 31, 0, 0, 0, 0, time.UTC)
			rc.Entries[1].Birth = time.Date(2002, 12, 30, 0, 0, 0, 0, time.UTC)
		}, nil, `entries.csv:2:1: review: 1 was born on 2002-12-31, not before 2002-12-31 [too_young]`},
		{"a masked entry without a code is a warning", func(rc *race.Race) { rc.Entries[1].Visibility = race.Masked }, nil,
			`entries.csv:3:1: warning: 2 gets no certificate: certificates need a code, and this entry has none [no_code]`},
	} {
		t.Run(c.claim, func(t *testing.T) {
			var got []string
			for _, p := range Edition(verdict(c.change), c.anchors, nil) {
				got = append(got, p.String())
			}
			if s := strings.Join(got, "\n"); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}
