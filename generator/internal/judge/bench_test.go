package judge

import (
	"fmt"
	"testing"

	"guntime/generator/internal/race"
)

// crowd is a race of n runners; grouped, with 28 age groups by net time that leave
// out the first three, and five waves.
func crowd(n int, grouped bool) *race.Edition {
	rc := marathon()
	for i := range n {
		bib := "M%d"
		if i%3 == 0 {
			bib = "F%d"
		}
		seconds := 8400 + i*7919%14000
		e := add(rc, fmt.Sprintf(bib, i), fmt.Sprintf("all=%d:%02d:%02d.%d", seconds/3600, seconds/60%60, seconds%60, i%10))
		e.Age = 18 + i*31%62
		if grouped {
			e.Wave = string(rune('A' + i%5))
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
	}
	return edition(rc)
}

func BenchmarkAgeGroupsAndWaves(b *testing.B) {
	for _, grouped := range []bool{false, true} {
		e := crowd(30_000, grouped)
		b.Run(map[bool]string{false: "plain", true: "28 groups, 5 waves"}[grouped], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Rule(e, later)
			}
		})
	}
}
