package lists

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// Wins are the victories of a nation.
type Wins struct {
	Nation          string
	Men, Women, All int
}

// WinsOf counts the victories of each nation, most first, also those of champions
// whose name is unknown but not their nation; unknown is of how many it is.
func WinsOf(champions []race.Champion) (all []Wins, unknown int) {
	at := map[string]int{}
	for i := range champions {
		c := &champions[i]
		nat := c.Nat
		if c.Entry != nil && c.Entry.Visibility == race.Anonymous {
			nat = ""
		}
		switch c.Status {
		case race.Winner, race.ByRuling, race.Disputed, race.UnknownChampion:
		default:
			continue
		}
		if nat == "" {
			unknown++
			continue
		}
		n, known := at[nat]
		if !known {
			n, at[nat] = len(all), len(all)
			all = append(all, Wins{Nation: nat})
		}
		w := &all[n]
		if w.All++; c.Gender == race.Female {
			w.Women++
		} else {
			w.Men++
		}
	}
	slices.SortFunc(all, func(a, b Wins) int { return cmp.Or(cmp.Compare(b.All, a.All), cmp.Compare(a.Nation, b.Nation)) })
	return all, unknown
}
