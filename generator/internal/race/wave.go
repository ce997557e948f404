package race

// Wave is a part of the field that starts by a gun of its own (R63).
type Wave struct {
	ID  string // as the edition writes it
	Gun Instant
}

// Wave returns the wave with an id, or nil.
func (r *Race) Wave(id string) *Wave {
	if id == "" {
		return nil
	}
	for i := range r.Waves {
		if r.Waves[i].ID == id {
			return &r.Waves[i]
		}
	}
	return nil
}

// Staggered reports whether runners of one division may have different guns:
// there are waves, or starts of their own.
func (r *Race) Staggered() bool { return len(r.Waves) > 0 || r.OwnStarts }

// GunFor is the instant from which the gun time of an entry in a division counts
// (R1, R63): the entry's own start, else its wave's gun, else the division's,
// else the race's.
func (r *Race) GunFor(e *Entry, d *Division) Instant {
	if e.OwnStart {
		return r.Gun.After(e.StartOffset)
	}
	if len(r.Waves) > 0 {
		if w := r.Wave(e.Wave); w != nil {
			return w.Gun
		}
	}
	return r.GunOf(d)
}
