package read

import (
	"testing"
	"time"

	"guntime/generator/internal/race"
)

func TestBans(t *testing.T) {
	const file, header = "data/bans.csv", "name,birth_date,item,authority,from,to\n"
	t.Run("bans are read as they stand, the last day or for life", func(t *testing.T) {
		archive, list := Project(files(file, header+"张三,1990-05-01,13.8,组委会 Organiser,2022-01-01,2023-12-31\n\"Doe, Ann\",,13.2,Federation,2020/05/06,life\n"))
		if archive == nil || len(list) > 0 {
			t.Fatal(findings(list))
		}
		day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
		want := []race.Ban{
			{Name: "张三", Birth: day(1990, 5, 1), Item: "13.8", Authority: "组委会 Organiser", Since: day(2022, 1, 1), Until: day(2023, 12, 31), From: race.Position{Path: file, Line: 2}},
			{Name: "Doe, Ann", Item: "13.2", Authority: "Federation", Since: day(2020, 5, 6), From: race.Position{Path: file, Line: 3}},
		}
		if len(archive.Bans) != 2 || archive.Bans[0] != want[0] || archive.Bans[1] != want[1] {
			t.Fatalf("%+v", archive.Bans)
		}
		if b := archive.Bans[0]; b.Holds(day(2021, 12, 31)) || !b.Holds(day(2022, 1, 1)) || !b.Holds(day(2023, 12, 31)) || b.Holds(day(2024, 1, 1)) {
			t.Error("a ban holds from its first day to its last")
		}
		if !archive.Bans[1].Holds(day(2100, 1, 1)) {
			t.Error("a ban for life ends")
		}
	})
	t.Run("what a ban must say and does not is an error at its cell", func(t *testing.T) {
		expect(t, files(file, header+",1990-05-01,13.8,Organiser,2022-01-01,2023-12-31\nAnn,1990,,,soon,2022\nBob,,13.8,Organiser,2022-01-01,2021-12-31\nEve,,13.8\n"),
			`data/bans.csv:2:1: error: the ban has no name [missing_cell]`,
			`data/bans.csv:3:5: error: "1990" is not a day [bad_date]`,
			`data/bans.csv:3:10: error: the ban has no item [missing_cell]`,
			`data/bans.csv:3:11: error: the ban has no authority [missing_cell]`,
			`data/bans.csv:3:12: error: "soon" is not a day [bad_date]`,
			`data/bans.csv:3:17: error: "2022" is not a day [bad_date]`,
			`data/bans.csv:4:32: error: the ban ends on 2021-12-31, before it begins on 2022-01-01 [bad_date]`,
			`data/bans.csv:5:10: error: the row has 3 cells, the header has 6 [cell_count]`)
	})
	t.Run("a file without a column that it needs is an error", func(t *testing.T) {
		expect(t, files(file, "name,item,authority,from\nAnn,13.8,Organiser,2022-01-01\n"), `data/bans.csv:1:1: error: there is no column "to" [missing_column]`)
	})
}

func TestRulesForReviewAlone(t *testing.T) {
	t.Run("when bags close, the age of the text and the section of the offences reach the review", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", yearYAML+"    baggage: {until: \"13:00\"}\n    eligibility: {born_before: 2002-12-31, over: 20}\n    clauses: {discipline: \"13\"}\n"))
		r := rc.Rules
		if !r.Baggage.Set || r.Baggage.Until != 13*3600*1000 || r.Baggage.From != race.Unseen || r.Baggage.Closes != race.Unseen || r.Eligibility.Over != 20 || r.Eligibility.BornBefore.IsZero() || r.Clauses.Discipline != "13" {
			t.Fatalf("%+v %+v %+v", r.Baggage, r.Eligibility, r.Clauses)
		}
	})
	t.Run("rules that are not named do not exist", func(t *testing.T) {
		r := expect(t, files()).Rules
		if r.Baggage.Set || r.Eligibility.Over != 0 || r.Clauses.Discipline != "" {
			t.Fatalf("%+v %+v", r.Baggage, r.Eligibility)
		}
	})
	t.Run("bags without an hour are an error", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+"    baggage: {}\n"), `data/2022/edition.yaml:15:14: error: the key "races.marathon.baggage.until" is missing [missing_key]`)
	})
}
