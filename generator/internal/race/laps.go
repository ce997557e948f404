package race

// In a race of laps whoever runs most of them wins; of equal many, whoever ended
// the last one first. Its points are the start, one a lap, and the finish, which is
// not listed: its time is that of the last lap that counts.

// OfLaps reports whether a race is one of laps.
func (r *Race) OfLaps() bool { return r.Lap > 0 }

// InTime reports whether a lap that ends at an instant counts: any in a race
// without a limit, else one that ends no later than it.
func (r *Race) InTime(at Instant) bool { return r.Limit == 0 || at.Since(r.Gun) <= r.Limit }

// DistanceOf is how far a result went: the race's length, or its laps.
func (r *Race) DistanceOf(of *Result) Distance {
	if r.OfLaps() {
		return r.Lap * Distance(of.Laps)
	}
	return r.Length
}
