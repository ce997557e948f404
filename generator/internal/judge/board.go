package judge

import "guntime/generator/internal/race"

// board writes down who passed which point first. The runners stand in the order of
// the results. Passings that lie ahead of now are no reason to call the board newer.
func (w *watch) board(now race.Instant) *race.Board {
	rc := w.race
	b := &race.Board{AsOf: race.Unseen}
	for i, r := range w.runners {
		r.row = int32(i)
	}
	doubted := make([]int, len(rc.Divisions)+1)
	for d, in := range w.in {
		for _, r := range in {
			if r.status == race.OnCourse {
				b.OnCourse++
			}
			if len(r.doubts) > 0 {
				doubted[d]++
			}
			if t := r.entry.Timing; t != nil && !t.SetAside {
				for _, at := range t.At {
					if at > b.AsOf && at <= now { // Unseen is before everything
						b.AsOf = at
					}
				}
			}
		}
		if !w.over {
			b.Apart += doubted[d]
		}
	}
	for p := rc.Start() + 1; p < len(rc.Points); p++ {
		if rc.OfLaps() && p != rc.Finish() || !rc.OfLaps() && !rc.Points[p].Listed {
			continue
		}
		at := race.BoardPoint{Point: p}
		for d := range w.in {
			at.Passed += w.passed[d][p]
		}
		for d, division := range rc.Divisions {
			one := race.BoardDivision{Division: division, Passed: w.passed[d][p]}
			for _, r := range w.orderAt(d, p, doubted[d]) {
				one.Order = append(one.Order, r.row)
			}
			at.Divisions = append(at.Divisions, one)
		}
		b.Points = append(b.Points, at)
	}
	return b
}

// orderAt are the first of a division at a point, without those in doubt there, of
// whom there are no more than so many. At the finish of a race that is over they
// stand by their places, which rulings may have settled, and of a race of laps always.
func (w *watch) orderAt(d, point, doubted int) []*runner {
	var order []*runner
	if point == w.race.Finish() && (w.over || w.race.OfLaps()) {
		for _, r := range w.runners {
			if r.index == d && r.place > 0 && r.onBoard() {
				if order = append(order, r); len(order) == race.BoardRows {
					break
				}
			}
		}
		return order
	}
	in, _ := w.first(d, point, race.BoardRows+doubted, w.byLead)
	for _, r := range in {
		if r.doubtAt(point) == nil && len(order) < race.BoardRows {
			order = append(order, r)
		}
	}
	return order
}
