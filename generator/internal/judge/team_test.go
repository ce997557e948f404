package judge

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"

	"pgregory.net/rapid"
)

// inTeams writes the classifications of teams: "1 Hares 7+9 (12) 6:30:00", the
// others in parentheses, the incomplete in brackets.
func inTeams(e *race.Edition) string {
	rv := Rule(e, later).Races[0]
	bibs := func(members []int32) string {
		var all []string
		for _, m := range members {
			all = append(all, rv.Results[m].Entry.Bib)
		}
		return strings.Join(all, "+")
	}
	var all []string
	for i := range rv.Teams {
		for j := range rv.Teams[i].Teams {
			t := &rv.Teams[i].Teams[j]
			text := fmt.Sprintf("%d %s", t.Place, t.Name)
			if t.Number > 1 {
				text += fmt.Sprintf(" %d", t.Number)
			}
			text += " " + bibs(t.Members)
			if len(t.Others) > 0 {
				text += " (" + bibs(t.Others) + ")"
			}
			all = append(all, text+" "+t.Score())
		}
		for _, t := range rv.Teams[i].Incomplete {
			all = append(all, fmt.Sprintf("[%s %s]", t.Name, bibs(t.Members)))
		}
	}
	return strings.Join(all, ", ")
}

// inClubs is a race whose runners are in clubs: "1 Hares 2:10:00".
func inClubs(rules race.TeamRules, runners ...string) *race.Race {
	rc := marathon()
	rc.Rules.Teams = []race.TeamRules{rules}
	for _, runner := range runners {
		bib, rest, _ := strings.Cut(runner, " ")
		last := strings.LastIndex(rest, " ")
		add(rc, bib, "all="+rest[last+1:]).Club = rest[:last]
	}
	return rc
}

func TestTeams(t *testing.T) {
	men := race.TeamRules{ID: "clubs", Division: "men", Scorers: 2}
	all := race.TeamRules{ID: "clubs", Scorers: 2}
	with := func(rules race.TeamRules, change func(*race.TeamRules)) race.TeamRules {
		change(&rules)
		return rules
	}
	for _, c := range []struct {
		claim   string
		rules   race.TeamRules
		runners []string
		rulings []string
		want    string
	}{
		{"the best so many score, the others stand behind them", men,
			[]string{"1 Hares 2:10:00", "2 Hares 2:40:00", "3 Hares 2:20:00", "4 Owls 2:12:00", "5 Owls 2:13:00", "6 Toads 2:05:00"}, nil,
			"1 Owls 4+5 4:25:00, 2 Hares 1+3 (2) 4:30:00, [Toads 6]"},
		{"raw times are added and rounded once", men,
			[]string{"1 Hares 2:10:00.4", "2 Hares 2:40:00.4"}, nil, "1 Hares 1+2 4:50:01"},
		{"of equal sums the better last scorer is ahead", men,
			[]string{"1 Hares 2:10:00", "2 Hares 2:20:00", "3 Owls 2:12:00", "4 Owls 2:18:00"}, nil, "1 Owls 3+4 4:30:00, 2 Hares 1+2 4:30:00"},
		{"equal in both they share the place", men,
			[]string{"1 Hares 2:10:00", "2 Hares 2:20:00", "3 Owls 2:10:00", "4 Owls 2:20:00", "5 Toads 2:50:00", "6 Toads 2:51:00"}, nil,
			"1 Hares 1+2 4:30:00, 1 Owls 3+4 4:30:00, 3 Toads 5+6 5:41:00"},
		{"places may be added in the place of times", with(men, func(r *race.TeamRules) { r.ByPlaces = true }),
			[]string{"1 Hares 2:10:00", "2 Hares 2:20:00", "3 Owls 2:11:00", "4 Owls 2:12:00"}, nil, "1 Owls 3+4 5, 2 Hares 1+2 5"},
		{"a club may have more teams", with(men, func(r *race.TeamRules) { r.Several = true }),
			[]string{"1 Hares 2:10:00", "2 Hares 2:11:00", "3 Hares 2:12:00", "4 Hares 2:13:00", "5 Hares 2:14:00"}, nil,
			"1 Hares 1+2 4:21:00, 2 Hares 2 3+4 (5) 4:25:00"},
		{"a mixed team has its women", with(all, func(r *race.TeamRules) { r.Women = 1 }),
			[]string{"1 Hares 2:10:00", "2 Hares 2:11:00", "F3 Hares 2:50:00", "4 Owls 2:09:00", "5 Owls 2:10:00"}, nil,
			"1 Hares 1+F3 (2) 5:00:00, [Owls 4+5]"},
		{"a division has its own teams", men, []string{"1 Hares 2:10:00", "F2 Hares 2:11:00", "3 Hares 2:50:00"}, nil, "1 Hares 1+3 5:00:00"},
		{"who is outside of the ranking scores for no team of all", all, []string{"1 Hares 2:10:00", "W2 Hares 1:30:00", "F3 Hares 2:50:00"}, nil, "1 Hares 1+F3 5:00:00"},
		{"who has no place does not score", men, []string{"1 Hares 2:10:00", "2 Hares 2:11:00", "3 Hares 2:12:00"}, []string{"2 disqualify 10.6"},
			"1 Hares 1+3 4:22:00"},
		{"names that differ in case, width and spaces are of one club, as most write it", men,
			[]string{"1 Hares  AC 2:10:00", "2 HARES AC 2:11:00", "3 HARES AC 2:12:00", "4 Ｈares AC 2:13:00"}, nil, "1 HARES AC 1+2 (3+4) 4:21:00"},
		{"nobody without a club is in one", men, []string{"1  2:10:00", "2  2:11:00"}, nil, ""},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rc := inClubs(c.rules, c.runners...)
			rule(rc, c.rulings...)
			if got := inTeams(edition(rc)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestNobodyWhoIsAnonymousScores(t *testing.T) {
	rc := inClubs(race.TeamRules{ID: "clubs", Scorers: 2}, "1 Hares 2:10:00", "2 Hares 2:11:00", "3 Hares 2:12:00")
	rc.Entries[0].Visibility = race.Anonymous
	if got, want := inTeams(edition(rc)), "1 Hares 2+3 4:23:00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTeamsAreGivenWhenTheRaceIsOver(t *testing.T) {
	rc := inClubs(race.TeamRules{ID: "clubs", Scorers: 1}, "1 Hares 2:10:00")
	if rv := Rule(edition(rc), during).Races[0]; rv.Teams != nil {
		t.Errorf("teams while the race is not over: %v", rv.Teams)
	}
}

// Every runner with a place who is of a club is a scorer or one of the others of
// one team; a team's score is that of its scorers; and no order of the entries
// changes any of it.
func TestTeamInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := race.TeamRules{ID: "clubs", Scorers: rapid.IntRange(1, 3).Draw(t, "scorers"), ByPlaces: rapid.Bool().Draw(t, "places"), Several: rapid.Bool().Draw(t, "several")}
		rules.Women = rapid.IntRange(0, rules.Scorers).Draw(t, "women")
		var runners []string
		for i := range rapid.IntRange(0, 14).Draw(t, "runners") {
			runners = append(runners, fmt.Sprintf("%s%d %s 2:%02d:00", rapid.SampledFrom([]string{"", "F"}).Draw(t, "gender"), i+1,
				rapid.SampledFrom([]string{"Hares", "Owls", "hares", ""}).Draw(t, "club"), rapid.IntRange(10, 20).Draw(t, "minutes")))
		}
		e := edition(inClubs(rules, runners...))
		rv := Rule(e, later).Races[0]
		table, seen := &rv.Teams[0], map[int32]int{}
		for i := range table.Teams {
			team := &table.Teams[i]
			sum, women := int64(0), 0
			for _, m := range team.Members {
				score, _ := teamScore(rv.Race, &rules, &rv.Results[m])
				sum += score
				if rv.Results[m].Entry.Gender == race.Female {
					women++
				}
			}
			if got := max(int64(team.Points), int64(team.Time)); got != sum || len(team.Members) != rules.Scorers || women < rules.Women {
				t.Fatalf("%+v: the scorers give %d, %d women", team, sum, women)
			}
		}
		for _, team := range append(append([]race.Team{}, table.Teams...), table.Incomplete...) {
			for _, m := range append(append([]int32{}, team.Members...), team.Others...) {
				seen[m]++
			}
		}
		for i := range rv.Results {
			want := 0
			if r := &rv.Results[i]; r.Place > 0 && r.Entry.Club != "" {
				want = 1
			}
			if seen[int32(i)] != want {
				t.Fatalf("bib %s stands in %d teams", rv.Results[i].Entry.Bib, seen[int32(i)])
			}
		}
		before := inTeams(e)
		e.Races[0].Entries = rapid.Permutation(e.Races[0].Entries).Draw(t, "order")
		if after := inTeams(e); after != before {
			t.Fatalf("shuffled\n%s\nbefore\n%s", after, before)
		}
	})
}
