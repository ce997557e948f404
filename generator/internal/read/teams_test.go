package read

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestTeamsAreRead(t *testing.T) {
	const clubs = `[{id: clubs, name: {zh: 跑团, en: Clubs}, by: club, scorers: 3}]`
	with := func(rules, entries string) []string {
		return []string{"data/2022/edition.yaml", yearYAML + "    teams: " + rules + "\n", folder + "entries.csv", entries}
	}
	t.Run("a club and a team are two things where each has a column", func(t *testing.T) {
		rc := expect(t, files(with(`[{id: relay-teams, name: {zh: 队, en: Teams}, by: team, scorers: 2, women: 1, score: places, several: true}]`,
			"bib,name,gender,club,team\n1,张三,M,LG Nord, Foxes  Red \n2,Ann Lee,F,,Foxes Red\nF3,李四,女,LG Nord,\n")...))
		got := ""
		for _, e := range rc.Entries {
			got += e.Club + "|" + e.Team + " "
		}
		if got != "LG Nord|Foxes Red |Foxes Red LG Nord| " {
			t.Errorf("%q", got)
		}
		if r := rc.Rules.Teams[0]; r.By != race.ByTeam || r.Scorers != 2 || r.Women != 1 || !r.ByPlaces || !r.Several || r.Division != "" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("without a column of clubs the team serves as the club too", func(t *testing.T) {
		rc := expect(t, files(with(clubs, "bib,name,gender,team\n1,张三,M,Foxes\n2,Ann Lee,F,\nF3,李四,女,\n")...))
		if e := rc.Entries[0]; e.Club != "Foxes" || e.TeamOf(race.ByClub) != "Foxes" || e.TeamOf(race.ByTeam) != "Foxes" {
			t.Errorf("%+v", e)
		}
	})
	t.Run("whoever is anonymous is in no team", func(t *testing.T) {
		rc := expect(t, files(with(clubs, "bib,name,gender,club,visibility\n1,张三,M,Foxes,anonymous\n2,Ann Lee,F,Foxes,masked\nF3,李四,女,,\n")...))
		if rc.Entries[0].TeamOf(race.ByClub) != "" || rc.Entries[1].TeamOf(race.ByClub) != "Foxes" {
			t.Error("the sum of a team would tell who is in it")
		}
	})
	t.Run("a classification without its column is said", func(t *testing.T) {
		expect(t, files(with(clubs, "bib,name,gender\n1,张三,M\n2,Ann Lee,F\nF3,李四,女\n")...),
			`data/2022/marathon/entries.csv:1:1: warning: no column of the entries says the club, so nobody is in the teams "clubs" [no_teams]`)
		expect(t, files(with(`[{id: t, name: {zh: 队, en: T}, by: team, scorers: 2}]`, "bib,name,gender,club\n1,张三,M,X\n2,Ann Lee,F,X\nF3,李四,女,X\n")...),
			`data/2022/marathon/entries.csv:1:1: warning: no column of the entries says the team, so nobody is in the teams "t" [no_teams]`)
	})
	const name = "name: {zh: 队, en: T}, by: club, scorers: 3"
	for text, want := range map[string]string{
		"[{id: men, " + name + "}]":                             `the teams "men" have the id of a division [bad_id]`,
		"[{id: t, " + name + "}, {id: t, " + name + "}]":        `the teams "t" are listed twice [bad_id]`,
		"[{id: runners, " + name + "}]":                         `the team id "runners" is reserved for a folder or key of the program's own [bad_id]`,
		"[{id: t, division: man, " + name + "}]":                `the race has no division "man" [unknown_division]`,
		"[{id: t, women: 4, " + name + "}]":                     `4 women of 3 scorers [bad_value]`,
		"[{id: t, name: {zh: 队, en: T}, by: club}]":             `teams.1.scorers" is missing`,
		"[{id: t, " + name + ", score: points}]":                `points`,
		"[{id: t, " + name + ", members: 3}]":                   `unknown key "members" [unknown_key]`,
		"[{id: t, name: {zh: 队, en: T}, by: town, scorers: 3}]": `town`,
	} {
		t.Run("finding: "+text, func(t *testing.T) {
			_, list := Project(files("data/2022/edition.yaml", yearYAML+"    teams: "+text+"\n"))
			if got := findings(list); !strings.Contains(got, want) || !strings.Contains(got, "data/2022/edition.yaml:15:") || !list.Errors() {
				t.Errorf("findings:\n%swanted:\n%s", got, want)
			}
		})
	}
	for clash, id := range map[string]string{"    age_groups: [{id: m40, division: men, from: 40}]\n": "m40", "    championships: [{id: city, name: {zh: 市, en: City}}]\n": "city"} {
		_, list := Project(files("data/2022/edition.yaml", yearYAML+clash+"    teams: [{id: "+id+", "+name+"}]\n"))
		if got := findings(list); !strings.Contains(got, `the teams "`+id+`" have the id of a`) {
			t.Errorf("%s: %s", id, got)
		}
	}
}
