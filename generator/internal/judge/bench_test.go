package judge

import (
	"fmt"

	"guntime/generator/internal/race"
)

// crowd is a race of n runners; grouped, with 28 age groups by net time that leave
// out the first three, five waves, and teams of three of 2,000 clubs, men and
// women.
func crowd(n int, grouped bool) *race.Edition {
	rc := marathon()
	for i := range n {
		bib := "M%d"
		if i%3 == 0 {
			bib = "F%d"
		}
		seconds := 8400 + i*7919%14000
		e := add(rc, fmt.Sprintf(bib, i), fmt.Sprintf("all=%d:%02d:%02d.%d", seconds/3600, seconds/60%60, seconds%60, i%10))
		for p := range e.Timing.At[:len(rc.Points)-1] { // nobody runs evenly, nor starts with the gun
			e.Timing.At[p] += race.Instant(i * (p + 3) * 7919 % 90_000)
		}
		e.Age = 18 + i*31%62
		if grouped {
			e.Wave = string(rune('A' + i%5))
			e.Club = fmt.Sprintf("Running Club %d", i*i%4001%2000)
		}
	}
	if grouped {
		for w := range 5 {
			rc.Waves = append(rc.Waves, race.Wave{ID: string(rune('A' + w)), Gun: rc.Gun + race.Instant(w)*60_000})
		}
		rc.Rules.AgeSets = []race.AgeSet{{By: race.ByNet, ExcludeTop: 3, Trophies: 3, Prizes: []race.Prize{{Place: 1, Amount: race.Amount{Cents: 100_00}}}}}
		for _, d := range []string{"men", "women"} {
			for at := 15; at < 85; at += 5 {
				rc.Rules.AgeGroups = append(rc.Rules.AgeGroups, race.AgeGroup{ID: fmt.Sprintf("%s-%d", d, at), Division: d, From: at, To: at + 4})
			}
		}
		rc.Rules.Teams = []race.TeamRules{{ID: "clubs-men", Division: "men", Scorers: 3}, {ID: "clubs-women", Division: "women", Scorers: 3}}
	}
	return edition(rc)
}
