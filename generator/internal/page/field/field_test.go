package field

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestTheSheetCountsTheCompleteTeamsOfAClassification(t *testing.T) {
	rc := &race.Race{ID: "run", Points: []race.Point{{ID: "start"}, {ID: "finish", At: 10 * race.Kilometre, Listed: true}}}
	rv := &race.RaceVerdict{Race: rc, Over: true, Statistics: func() *race.Statistics { return &race.Statistics{} }, Teams: []race.TeamTable{
		{TeamRules: &race.TeamRules{ID: "clubs"}, Teams: make([]race.Team, 12), Incomplete: make([]race.Team, 3)}}}
	w := Writer{Say: func(id string, args ...any) string { return fmt.Sprint(id, args) }, Number: func(n int) string { return fmt.Sprint(n) }}
	want := "." + Teams("clubs") + `::after{content:" · teams.size[Count 12]"}`
	if sheet := string(w.Sheet(rv, nil)); !strings.Contains(sheet, want) {
		t.Errorf("no %s in\n%s", want, sheet)
	}
}
