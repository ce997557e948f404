package chipreads

import (
	"math"
	"slices"
)

// minutes finds clocks that are off by minutes, or drift, at points with a right
// one on either side; the worst first, for a wrong one makes its neighbours look
// wrong.
func (c *collector) minutes(list []witness, j *jury, found map[*reader]verdict) {
	wrong := map[int]bool{}
	for i := range list {
		_, wrong[i] = found[list[i].reader]
	}
	for range list {
		worst, worstOff := -1, int32(0)
		var worstAll []timed
		var drift []int32
		for i := range list {
			if wrong[i] || list[i].reader == nil || list[i].point == c.race.Start() {
				continue
			}
			off, all, drifts := c.minutesOf(list, j, i, wrong)
			if off != 0 && (worst < 0 || max(off, -off) > max(worstOff, -worstOff)) {
				worst, worstOff, worstAll, drift = i, off, all, drifts
			}
		}
		if worst < 0 {
			return
		}
		wrong[worst] = true
		v := verdict{off: worstOff, runners: len(worstAll), drift: drift}
		near := (worstOff + hour/2) / hour * hour
		if worstOff < 0 {
			near = (worstOff - hour/2) / hour * hour
		}
		if k := wholes(offs(worstAll), minute, 10_000); k != 0 {
			v.off, v.drift = k*minute, nil
		} else if drift == nil && near != 0 && max(worstOff-near, near-worstOff) < 4*spread(offs(worstAll)) {
			v.off = near
		}
		found[list[worst].reader] = v
	}
}

// minutesOf is by how much one witness is off by those beside it that are right, 0
// where it is not. One that the jury does not believe is judged by its neighbours
// and judges none; at an end of the course, where it has none on one side, the jury
// judges it.
func (c *collector) minutesOf(list []witness, j *jury, i int, wrong map[int]bool) (off int32, all []timed, drift []int32) {
	a, b := -1, -1
	for k := range list {
		if wrong[k] || !j.agree[k] || list[k].reader == nil || list[k].reader == list[i].reader {
			continue
		}
		if list[k].km < list[i].km && (a < 0 || list[k].km > list[a].km) {
			a = k
		}
		if list[k].km > list[i].km && (b < 0 || list[k].km < list[b].km) {
			b = k
		}
	}
	beside := a >= 0 && b >= 0
	switch {
	case beside:
	case j.agree[i] || i == j.a || i == j.b || list[j.a].reader == list[i].reader || list[j.b].reader == list[i].reader:
		return 0, nil, nil
	default:
		a, b = j.a, j.b
	}
	if all = between(&list[i], &list[a], &list[b]); len(all) < enoughShared {
		return 0, nil, nil
	}
	off = median(offs(all))
	limit := int32(15 * minute)
	if beside {
		limit = max(3*minute, c.span(list, a, b)/25)
	}
	if d := driftOf(all, limit); d != nil && max(d[3], -d[3]) > max(off, -off) {
		return d[3], all, d
	}
	if even := wholes(offs(all), minute, 10_000); even < 2 && even > -2 && max(off, -off) < max(limit, 4*spread(offs(all))) {
		return 0, nil, nil
	}
	return off, all, nil
}

// spread is how far the middle of deviations can be from the truth by chance.
func spread(deviations []int32) int32 {
	middle := median(deviations)
	apart := make([]int32, 0, len(deviations))
	for _, d := range deviations {
		apart = append(apart, max(d-middle, middle-d))
	}
	return int32(2 * float64(median(apart)) / math.Sqrt(float64(len(deviations))))
}

// span is how long the middle of the field takes from one witness to another.
func (c *collector) span(list []witness, a, b int) int32 {
	var spans []int32
	for i, at := range list[a].times {
		if o := list[b].at(i); at != nowhere && o != nowhere {
			spans = append(spans, since(&list[a], &list[b], at, o))
		}
	}
	return median(spans)
}

// driftOf returns how far a clock is ahead early and late where that differs by
// more than a limit, and than chance, and grows evenly for nearly all: two times
// with an offset each; nil where it does not.
func driftOf(list []timed, limit int32) []int32 {
	const enough = 40 // runners: how fewer run says too little
	n := len(list) / 3
	if len(list) < enough {
		return nil
	}
	early, late := list[:n], list[len(list)-n:]
	from, off := early[n/2].at, median(offs(early))
	span, grows := late[n/2].at-from, median(offs(late))-off
	middle := median(offs(list[n:len(list)-n])) - off
	if max(grows, -grows) < limit || middle > 0 != (grows > 0) || grows-middle > 0 != (grows > 0) {
		return nil
	}
	var apart []int32
	near := 0
	for _, o := range list {
		d := o.off - off - int32(int64(o.at-from)*int64(grows)/int64(span))
		if apart = append(apart, d); max(d, -d) < 2*limit {
			near++
		}
	}
	if 3*near < 2*len(list) || max(grows, -grows) < 8*spread(apart) {
		return nil // a step, reads of another lap, or chance
	}
	return []int32{from, off, from + span, off + grows}
}

// beside compares readers that stand at the same point, which is exact to some
// seconds. The one that agrees less with the other points is wrong.
func (c *collector) beside(list []witness, found map[*reader]verdict) {
	for i := range list {
		for k := range i {
			a, b := &list[i], &list[k]
			if a.reader == nil || b.reader == nil || a.point != b.point || a.reader == b.reader || len(c.mats[a.reader.mat].points) > 1 && !c.race.OfLaps() {
				continue
			}
			if _, known := found[a.reader]; known {
				continue
			}
			if _, known := found[b.reader]; known {
				continue
			}
			var apart []timed
			for n, at := range a.times {
				if o := b.at(n); at != nowhere && o != nowhere {
					apart = append(apart, timed{at, at - o})
				}
			}
			slices.SortFunc(apart, func(a, b timed) int { return int(a.at) - int(b.at) })
			v := verdict{against: b.reader, runners: len(apart), unsure: true}
			if k := wholes(offs(apart), minute, 5_000); k != 0 {
				v.off = k * minute
			} else if k := wholes(offs(apart), 1000, 500); k >= 5 || k <= -5 {
				v.off = k * 1000
			} else if d := driftOf(apart, 5_000); d != nil {
				v.off, v.drift = d[3], d
			} else {
				continue
			}
			found[a.reader] = v
		}
	}
}
