package read

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// relayYAML is a relay of two legs.
const relayYAML = `name: {zh: 接力, en: Relay}
date: 2022-11-06
time_zone: Asia/Shanghai
state: official
races:
  marathon:
    gun: "07:30:00"
    divisions: {mixed: {gender: mixed}, men: {gender: M}, women: {gender: F}}
    points: [{id: half, km: 20}, {id: 30k, km: 30}, {id: finish, km: 40}]
    relay: {legs: [{point: half}, {point: finish}]}
`

func relayOf(entries, times string) []string {
	return []string{"data/2022/edition.yaml", relayYAML, folder + "entries.csv", entries, folder + "times.csv", times}
}

// inTeam writes an entry of a relay: "1 Hares mixed: 1 Ann(1), 2 B**(2)" and its
// times at the points after the start.
func inTeam(rc *race.Race, e *race.Entry) string {
	var members []string
	for i := range e.Members {
		m := &e.Members[i]
		name, _ := e.PublishedMember(m)
		members = append(members, strings.TrimSpace(fmt.Sprintf("%s %s(%d)", m.Bib, name, m.Leg)))
	}
	s := fmt.Sprintf("%s %s %s: %s", e.Bib, e.Name, e.Gender, strings.Join(members, ", "))
	if e.Timing == nil {
		return s
	}
	for _, at := range e.Timing.At[1:] {
		if at != race.Unseen {
			s += " " + at.Since(rc.Gun).String()
		}
	}
	return s
}

func TestRelaysAreRead(t *testing.T) {
	const own = "bib,name,gender,team,leg\n12,Bo Boon,M,hares,2\n11,Ann Adler,F,Hares,1\n21,Dan Dorn,M,Owls,1\n22,Emil Ernst,M,Owls,2\n"
	for _, c := range []struct {
		claim, entries, times string
		want                  []string
	}{
		{"runners with bibs of their own are one team, by the first one's bib", own,
			"bib,half,30k,finish\n11,1:00:00,,\n12,,1:30:00,2:01:00\n21,1:02:00,,\n22,,1:31:00,2:00:00\n",
			[]string{"11 Hares mixed: 11 Ann Adler(1), 12 Bo Boon(2) 1:00:00 1:30:00 2:01:00", "21 Owls M: 21 Dan Dorn(1), 22 Emil Ernst(2) 1:02:00 1:31:00 2:00:00"}},
		{"runners who share a bib are one team", "bib,name,gender,team,leg\n7,Bo Boon,M,Hares,2\n7,Ann Adler,F,Hares,1\n", "bib,half,30k,finish\n7,1:00:00,1:30:00,2:00:00\n",
			[]string{"7 Hares mixed: Ann Adler(1), Bo Boon(2) 1:00:00 1:30:00 2:00:00"}},
		{"without a name of its own a team is called by its runners", "bib,name,gender,leg\n7,Bo Boon,M,2\n7,Ann Adler,F,1\n", "bib,half,30k,finish\n7,1:00:00,1:30:00,2:00:00\n",
			[]string{"7 Ann Adler · Bo Boon mixed: Ann Adler(1), Bo Boon(2) 1:00:00 1:30:00 2:00:00"}},
		{"a row may be a team, with as many names in a cell as legs", "bib,name,gender,team\n7,Ann Adler / Bo Boon,mixed,Hares\n8,Cy Cole／Di Day,mixed,\n9,Owls of the Wood,M,\n", "bib,half,30k,finish\n7,1:00:00,1:30:00,2:00:00\n8,,,\n9,,,\n",
			[]string{"7 Hares mixed: Ann Adler(1), Bo Boon(2) 1:00:00 1:30:00 2:00:00", "8 Cy Cole · Di Day mixed: Cy Cole(1), Di Day(2)", "9 Owls of the Wood M: "}},
		{"a team may have a name alone", "bib,gender,team\n7,mixed,Hares\n", "bib,half,30k,finish\n7,1:00:00,1:30:00,2:00:00\n", []string{"7 Hares mixed:  1:00:00 1:30:00 2:00:00"}},
		{"a chip that is handed on has the times of all", own, "bib,half,30k,finish\n11,1:00:00,1:30:00,2:01:00\n21,1:02:00,1:31:00,2:00:00\n",
			[]string{"11 Hares mixed: 11 Ann Adler(1), 12 Bo Boon(2) 1:00:00 1:30:00 2:01:00", "21 Owls M: 21 Dan Dorn(1), 22 Emil Ernst(2) 1:02:00 1:31:00 2:00:00"}},
		{"who waits at the end of the leg before may be read there", own, "bib,half,30k,finish\n11,1:00:00,,\n12,0:50:00,1:30:00,2:01:00\n21,1:02:00,,\n22,1:01:00,1:31:00,2:00:00\n",
			[]string{"11 Hares mixed: 11 Ann Adler(1), 12 Bo Boon(2) 1:00:00 1:30:00 2:01:00", "21 Owls M: 21 Dan Dorn(1), 22 Emil Ernst(2) 1:02:00 1:31:00 2:00:00"}},
		{"a leg may be said by its end", strings.NewReplacer(",2\n", ",finish\n", ",1\n", ",Leg 1\n").Replace(own), "bib,half,30k,finish\n11,1:00:00,,\n12,,1:30:00,2:01:00\n",
			[]string{"11 Hares mixed: 11 Ann Adler(1), 12 Bo Boon(2) 1:00:00 1:30:00 2:01:00", "21 Owls M: 21 Dan Dorn(1), 22 Emil Ernst(2)"}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rc := expect(t, files(relayOf(c.entries, c.times)...))
			var got []string
			for _, e := range rc.Entries {
				got = append(got, inTeam(rc, e))
			}
			if g, w := strings.Join(got, "\n"), strings.Join(c.want, "\n"); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
		})
	}
	t.Run("the statuses of the runners are the team's", func(t *testing.T) {
		rc := expect(t, files(relayOf(own+"31,Finn Fox,M,Foxes,1\n32,Gus Gray,M,Foxes,2\n",
			"bib,half,finish,status\n11,1:00:00,,finished\n12,,,DNF\n21,1:02:00,,\n22,,2:00:00,DQ\n31,,,DNS\n32,,,DNS\n")...))
		hares, owls, foxes := entry(t, rc, "11").Timing, entry(t, rc, "21").Timing, entry(t, rc, "31").Timing
		if hares.LegOut != 2 || hares.Status != race.TimedNone || owls.Status != race.TimedDQ || foxes.Status != race.TimedDNS {
			t.Errorf("%+v\n%+v\n%+v", hares, owls, foxes)
		}
	})
	t.Run("a ruling on a runner is one on the team", func(t *testing.T) {
		rc := expect(t, files(append(relayOf(own, "bib,half,30k,finish\n11,1:00:00,,\n12,,1:30:00,2:01:00\n"),
			folder+"rulings.csv", "bib,ruling,clause,authority,date,place,point\n12,disqualify,13.6,Jury,2022-11-06,,\n")...))
		if got := rc.Rulings[0].Bib; got != "11" {
			t.Errorf("the ruling is on %q", got)
		}
	})
	t.Run("each runner hides what the runner wants hidden", func(t *testing.T) {
		rc := expect(t, files(relayOf("bib,name,gender,team,leg,visibility\n11,Ann Adler,F,Hares,1,masked\n12,Bo Boon,M,Hares,2,anonymous\n21,Dan Dorn,M,Owls,1,anonymous\n22,Emil Ernst,M,Owls,2,anonymous\n",
			"bib,half,30k,finish\n")...))
		hares, owls := entry(t, rc, "11"), entry(t, rc, "21")
		if hares.Visibility != race.Public || hares.PublishedLatinName() != "A** A****" || owls.Visibility != race.Anonymous || owls.PublishedName() != "" || owls.PublishedLatinName() != "" {
			t.Errorf("%s %q, %s %q", hares.Visibility, hares.PublishedLatinName(), owls.Visibility, owls.PublishedName())
		}
	})
}

func TestFindingsOnRelays(t *testing.T) {
	const times = "bib,half,30k,finish\n"
	const at = "data/2022/marathon/entries.csv:"
	for _, c := range []struct{ claim, entries, times, want, hint string }{
		{"two run one leg", "bib,name,gender,team,leg\n11,Ann,F,Hares,1\n12,Bo,F,Hares,2\n13,Cy,F,Hares,2\n", times,
			at + `4:15: error: leg 2 of the team "Hares" has two runners: "Bo" in line 3, and "Cy" here [leg_twice]`, "give one of them another leg, or remove the row"},
		{"nobody runs a leg, in two teams", "bib,name,gender,team,leg\n11,Ann,F,Hares,1\n22,Bo,F,Owls,2\n", times,
			at + `2:16: warning: nobody runs leg 2 of the team "Hares", in 2 rows: also on line 3 [leg_without_runner]`, "add a row with that leg; the team is ranked by its times all the same"},
		{"a leg that there is not", "bib,name,gender,team,leg\n11,Ann,F,Hares,1\n12,Bo,F,Hares,2\n21,Cy,F,Owls,3\n22,Di,F,Owls,2\n", times,
			at + `4:14: error: bib "21": "3" is no leg of the relay [unknown_leg]`, "expected: 1 (to half), 2 (to finish)"},
		{"a runner of no team", "bib,name,gender,team,leg\n11,Ann,F,Hares,1\n12,Bo,F,Hares,2\n21,Cy,F,,1\n", times,
			at + `4:10: error: bib "21" runs leg 1, but of no team [no_team]`, "say which, in the column team, or give all runners of a team the same bib"},
		{"a runner without a leg", "bib,name,gender,team,leg\n7,Ann,F,Hares,1\n7,Bo,F,Hares,2\n7,Cy,F,Hares,\n", times,
			at + `4:14: error: bib "7" of the team "Hares" has no leg, others of it have [no_leg]`, "expected in the column leg: 1 (to half), 2 (to finish)"},
		{"a bib of two teams", "bib,name,gender,team,leg\n7,Ann,F,Hares,1\n7,Bo,F,Owls,2\n", times,
			at + `3:13: error: bib "7" is of the team "Owls" here and of another one in a row above [two_teams]`, "give each team a bib of its own, or all rows of the bib the same team"},
		{"a time in a leg of somebody else", "bib,name,gender,team,leg\n11,Ann,F,Hares,1\n12,Bo,F,Hares,2\n", "bib,half,30k,finish\n11,1:00:00,1:29:00,\n12,,1:30:00,2:00:00\n",
			`data/2022/marathon/times.csv:2:1: review: bib "11" runs leg 1, and a time at 30k is not of it [outside_leg]`, "each runner counts from the end of the leg before to the end of the own one"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			_, list := Project(files(relayOf(c.entries, c.times)...))
			for i := range list {
				if list[i].String() == c.want && list[i].Hint == c.hint {
					return
				}
			}
			hints := ""
			for i := range list {
				hints += list[i].Hint + "\n"
			}
			t.Errorf("findings:\n%s%swanted:\n%s\n%s", findings(list), hints, c.want, c.hint)
		})
	}
	t.Run("a column of legs in a race that is no relay", func(t *testing.T) {
		_, list := Project(files("data/2022/edition.yaml", yearYAML, folder+"entries.csv", "bib,name,gender,leg\n1,张三,M,1\n2,Ann Lee,F,2\nF3,李四,女,1\n"))
		if got := findings(list); got != at+"1:17: warning: the column \"leg\" is not used: the race is no relay [no_relay]\n" || !strings.HasSuffix(list[0].Hint, "relay: {legs: [{point: half}, {point: finish}]}") {
			t.Errorf("%s%s", got, list[0].Hint)
		}
	})
	for text, want := range map[string]string{
		"{legs: [{point: 50k}, {point: finish}]}":                `the race has no point "50k" [unknown_point]`,
		"{legs: [{point: half}]}":                                `a relay has two legs at least, and the last ends at the finish [bad_value]`,
		"{legs: [{point: half}, {point: 30k}]}":                  `a relay has two legs at least, and the last ends at the finish [bad_value]`,
		"{legs: [{point: 30k}, {point: half}, {point: finish}]}": `the leg to "half" does not end after "30k" [bad_value]`,
		"{legs: [{point: start}, {point: finish}]}":              `the leg to "start" does not end after "start" [bad_value]`,
		"{legs: [{point: half}, {point: finish}]}\n    teams: [{id: t, name: {zh: 队, en: T}, scorers: 2}]": `a relay has no teams: each of its entries is a team [unknown_key]`,
	} {
		t.Run("finding: "+text, func(t *testing.T) {
			yaml := strings.Replace(relayYAML, "{legs: [{point: half}, {point: finish}]}", text, 1)
			_, list := Project(files("data/2022/edition.yaml", yaml))
			if got := findings(list); !strings.Contains(got, want) || !list.Errors() {
				t.Errorf("findings:\n%swanted:\n%s", got, want)
			}
		})
	}
}
