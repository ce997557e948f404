package race

import "slices"

// Speed is how entries move: on foot, or on wheels.
type Speed uint8

// The speeds.
const (
	OnFoot Speed = iota
	OnWheels
	Speeds // how many there are
)

// recordLegs are distances with times that nobody on foot has beaten by a tenth:
// the men's world records of 2024, rounded. Between them a time is in proportion.
var recordLegs = []struct {
	far Distance
	ms  int64
}{{0, 0}, {100 * metre, 9_580}, {400 * metre, 43_030}, {800 * metre, 100_900}, {1500 * metre, 206_000}, {3000 * metre, 437_000},
	{5000 * metre, 755_000}, {10_000 * metre, 1_571_000}, {21_097_500, 3_402_000}, {42_195_000, 7_235_000}, {100_000 * metre, 21_935_000}, {1_000_000 * metre, 300_000_000}}

const (
	metre = Kilometre / 1000
	// A mat lies some metres off the place that is declared.
	misplaced = 50 * metre
	// No runner is faster than a record by more than a tenth (R36).
	recordShare = 90
	// The women's records take longer than the men's by this share at the least,
	// in hundredths: that of the marathon is 7.7 % behind, all others more.
	womensShare = 107
)

// Soonest is how long anybody takes at the least for a distance: on wheels that
// of 60 km/h, on foot a tenth less than the men's world record.
func Soonest(d Distance, speed Speed) Clock {
	if speed == OnWheels {
		return Clock(int64(d) * 60_000 / int64(Kilometre))
	}
	if d -= misplaced; d <= 0 {
		return 0
	}
	i := 1
	for i < len(recordLegs)-1 && d > recordLegs[i].far {
		i++
	}
	a, b := recordLegs[i-1], recordLegs[i]
	ms := a.ms + (b.ms-a.ms)*int64((d-a.far)/1000)/int64((b.far-a.far)/1000)
	return Clock(min(ms*recordShare/100, int64(7*Day)))
}

// SpeedOf is how an entry moves.
func (r *Race) SpeedOf(e *Entry) Speed {
	if d := r.DivisionOf(e); d != nil && d.Outside || wheeled(e.Category) {
		return OnWheels
	}
	return OnFoot
}

// wheeled reports whether a category is one on wheels.
func wheeled(category string) bool {
	return slices.Contains([]string{"wheelchair", "handcycle", "handbike", "hand-cycle", "racing-wheelchair", "skate", "inline", "bike"}, category)
}

// SoonestOf is how long an entry of a division takes at the least for a distance:
// by the pace that the race's rules say nobody of the division is faster than, else
// by Soonest, of women by the women's records.
func (r *Race) SoonestOf(e *Entry, in *Division, d Distance) Clock {
	if in != nil {
		if pace := r.Rules.Live.Fastest[in.ID]; pace > 0 {
			return Clock(int64(pace) * int64(max(d-misplaced, 0)) / int64(Kilometre))
		}
	}
	speed := r.SpeedOf(e)
	least := Soonest(d, speed)
	if speed == OnFoot && e.Gender == Female {
		least = least * womensShare / 100
	}
	return least
}
