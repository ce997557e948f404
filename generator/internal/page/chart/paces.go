package chart

import (
	"strconv"

	"guntime/generator/internal/race"
)

// PaceBox is the side of the square that paces are drawn in.
const PaceBox = 1000

// PaceUnit is a unit of height of the picture of median paces, per kilometre.
const PaceUnit race.Clock = 10

// PaceStep is how far the levels are apart: at most four spans at round paces.
func PaceStep(spread race.Clock) race.Clock {
	const second = race.Clock(1000)
	for _, s := range []race.Clock{5, 10, 15, 30, 60, 120, 300, 600, 1800} {
		if spread <= 3*s*second {
			return s * second
		}
	}
	return spread/3 + second
}

// PaceSteps draws a level line over each segment, and nothing over those
// without a pace. A faster one is higher.
func PaceSteps(b []byte, rc *race.Race, paces []race.Clock, top, bottom race.Clock) []byte {
	joined := false
	for i := range rc.Points {
		if i == rc.Start() || !rc.Points[i].Listed {
			continue
		}
		if paces[i] == race.NoTime {
			joined = false
			continue
		}
		y := int64((paces[i] - top) * PaceBox / (bottom - top))
		if joined {
			b = append(b, 'V')
		} else {
			b = strconv.AppendInt(append(b, 'M'), int64(rc.Points[rc.Before(i)].At*PaceBox/rc.Length), 10)
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, y, 10)
		b = strconv.AppendInt(append(b, 'H'), int64(rc.Points[i].At*PaceBox/rc.Length), 10)
		joined = true
	}
	return b
}
