package read

import (
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// live reads whom the boards of the running race believe.
func live(rc *race.Race, v yamlpos.Value) race.LiveRules {
	f := v.Fields("front", "fastest", "confirmed")
	l := race.LiveRules{Front: f.Get("front").Int(0, 1, race.BoardRows)}
	for _, pair := range f.Get("fastest").Pairs() {
		if rc.Division(pair.Key) == nil {
			var ids []string
			for _, d := range rc.Divisions {
				ids = append(ids, d.ID)
			}
			pair.At.Fail("unknown_division", "known here: "+strings.Join(ids, ", "), "the race has no division %q", pair.Key)
			continue
		}
		if l.Fastest == nil {
			l.Fastest = map[string]race.Clock{}
		}
		if pace := clockOf(pair.Value); pace != race.NoTime {
			l.Fastest[pair.Key] = pace
		}
	}
	for _, bib := range f.Get("confirmed").Scalars() {
		if l.Confirmed == nil {
			l.Confirmed = map[string]bool{}
		}
		l.Confirmed[race.FoldBib(spelling.FoldWidth(bib))] = true
	}
	return l
}

// recordSplits reads when a record's runner passed the points of the course.
func recordSplits(rc *race.Race, v yamlpos.Value) map[string]race.Clock {
	var splits map[string]race.Clock
	for _, pair := range v.Pairs() {
		at := rc.Point(pair.Key)
		if at <= rc.Start() || at == rc.Finish() {
			pair.At.Fail("unknown_point", "expected: a point between start and finish, of "+strings.Join(pointIDs(rc), ", "), "the record has a split at %q", pair.Key)
			continue
		}
		if splits == nil {
			splits = map[string]race.Clock{}
		}
		if c := clockOf(pair.Value); c != race.NoTime {
			splits[pair.Key] = c
		}
	}
	return splits
}
