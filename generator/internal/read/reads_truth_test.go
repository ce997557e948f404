package read

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

var trueRaces = flag.Int("races", 6, "how many true races are written in each format")

// A true race, written in every format with up to four kinds of faults mixed,
// comes back as it was, or a finding names the runner, the clock or the reader.
func TestNoFormatAndNoFaultMakesATimeWrongInSilence(t *testing.T) {
	for i, v := range slices.Concat(writers, undated) {
		t.Run(fmt.Sprintf("%s, writer %d", v.name, i), func(t *testing.T) {
			for seed := range *trueRaces {
				seed := uint64(i*100_000 + seed)
				w := newTrueRace(seed, v)
				auto := w.one(50)
				fsys := w.project(auto)
				archive, list := Project(fsys)
				if archive == nil {
					t.Fatalf("seed %d, %v: %v\n%s", seed, w.faults, w.told, findings(list))
				}
				if why := w.wrong(archive.Editions[0].Races[0], list); why != "" {
					t.Errorf("seed %d, auto %v: %s\ncourse %v %v, gun %s, %v\n%s\n%s", seed, auto, why, w.km, w.stations, race.Clock(w.gun), w.faults, strings.Join(w.told, "\n"), findings(list))
				}
			}
		})
	}
}

// wrong says which time is wrong in silence, and whom a finding names to whom
// nothing happened; "" where all is well.
func (w *trueRace) wrong(rc *race.Race, found problem.List) string {
	said := findings(found)
	told := strings.Join(w.told, " ") + " "
	clock := slices.ContainsFunc(found, func(p problem.Problem) bool {
		return p.Code == "clock_offset" || p.Code == "epoch" || w.off >= 0 && (p.Code == "before_gun" || p.Code == "too_soon") && strings.Contains(p.Text, fmt.Sprintf(`"%02x`, w.off)) ||
			w.all != 0 && p.Code == "before_gun"
	})
	moved := w.off >= 0 || w.all != 0
	for _, p := range found {
		if p.Code == "clock_offset" && (!moved || w.off >= 0 && w.all == 0 && len(w.stations) > 1 && !strings.Contains(p.Text, fmt.Sprintf(`"%02x`, w.off))) {
			return "a clock that is right is named: " + p.String()
		}
	}
	for i, r := range w.runners {
		timing := rc.Entries[i].Timing
		named := strings.Contains(said, fmt.Sprintf("bib %q", r.bib)) || strings.Contains(said, r.chip+",") || strings.Contains(said, r.chip+";")
		if !moved && named && !strings.Contains(told, "bib "+r.bib+" ") && !strings.Contains(told, strings.TrimLeft(r.chip, "0")) {
			return fmt.Sprintf("nothing happened to bib %s, and it is named", r.bib)
		}
		if timing != nil && timing.SetAside {
			if !named && !clock {
				return fmt.Sprintf("bib %s is set aside and not named", r.bib)
			}
			continue
		}
		if timing != nil && w.impossible(timing.At) {
			continue // the referee is told (R36)
		}
		for p, at := range r.at {
			got := race.Unseen
			if timing != nil {
				got = timing.At[p]
			}
			if at != race.Unseen {
				at = w.v.shown(at)
			}
			switch {
			case got == at, named, moved && clock:
			case got == race.Unseen && !r.heard[p]:
			case got != race.Unseen && at != race.Unseen && !r.heard[p] && p > 0 && got > at && got-at < 60_000: // the first read was torn
			case p == 0 && got != race.Unseen && at != race.Unseen && !r.heard[p] && got < at: // whoever was heard waiting, and not starting, started then (R2)
			default:
				return fmt.Sprintf("bib %s (chip %s) passed point %d at %s and got %s; of %s, got %s", r.bib, r.chip, p, race.Clock(at), race.Clock(got), clocksOf(r.at), clocksOf(timesOf(rc.Entries[i])))
			}
		}
	}
	return ""
}

// impossible reports whether nobody can have run so fast.
func (w *trueRace) impossible(times []race.Instant) bool {
	last := -1
	for p, at := range times {
		if at == race.Unseen {
			continue
		}
		if last >= 0 && float64(at-times[last]) < (w.km[p]-w.km[last])*120_000 {
			return true
		}
		last = p
	}
	return false
}

// clocksOf writes times, "-" for one that is not there.
func clocksOf(list []race.Instant) string {
	var out []string
	for _, at := range list {
		if at == race.Unseen {
			out = append(out, "-")
		} else {
			out = append(out, shown(at))
		}
	}
	return strings.Join(out, " ")
}
