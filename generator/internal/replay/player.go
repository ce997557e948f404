package replay

import (
	"slices"

	"guntime/generator/internal/race"
)

// Player writes the reads of a plan as the race goes on.
type Player struct {
	plan *Plan
	next int // of the plan's events
	open []pending
}

// pending is what a file has still to get.
type pending struct {
	text  []byte       // at once
	rest  []byte       // behind half a line
	until race.Instant // when that comes
}

// mostPending is how many bytes are kept before they are written.
const mostPending = 1 << 20

// Play returns a player at the beginning: nothing but the heads of the files is
// written.
func (p *Plan) Play() *Player {
	y := &Player{plan: p, open: make([]pending, len(p.Feeds))}
	for i := range p.Feeds {
		y.open[i].text = []byte(p.Feeds[i].writer.Head)
	}
	return y
}

// Until hands write what each file grows by up to a moment since the first gun:
// each text is to be appended in one piece. It returns how many reads that were.
func (y *Player) Until(moment race.Clock, write func(feed int, text []byte) error) (reads int, err error) {
	at := y.plan.Gun + race.Instant(moment)
	for ; y.next < len(y.plan.events) && y.plan.events[y.next].due <= at; y.next++ {
		v := &y.plan.events[y.next]
		reads++
		o := &y.open[v.feed]
		o.heal(v.due)
		line := y.plan.line(v)
		switch {
		case len(o.rest) > 0:
			o.rest = append(o.rest, line...)
		case v.torn:
			half := len(line) / 2
			o.text, o.rest, o.until = append(o.text, line[:half]...), []byte(line[half:]), v.due+tornFor
		default:
			o.text = append(o.text, line...)
		}
		if len(o.text) > mostPending {
			if err := y.hand(int(v.feed), write); err != nil {
				return reads, err
			}
		}
	}
	for i := range y.open {
		y.open[i].heal(at)
		if err := y.hand(i, write); err != nil {
			return reads, err
		}
	}
	return reads, nil
}

// heal ends a line that was torn long enough.
func (o *pending) heal(at race.Instant) {
	if len(o.rest) > 0 && o.until <= at {
		o.text, o.rest = append(o.text, o.rest...), nil
	}
}

func (y *Player) hand(feed int, write func(int, []byte) error) error {
	o := &y.open[feed]
	if len(o.text) == 0 {
		return nil
	}
	text := o.text
	o.text = o.text[:0]
	return write(feed, text)
}

// Over reports whether all reads are written.
func (y *Player) Over() bool {
	return y.next == len(y.plan.events) && !slices.ContainsFunc(y.open, func(o pending) bool { return len(o.rest) > 0 })
}

// Stop ends the lines that are torn.
func (y *Player) Stop(write func(feed int, text []byte) error) error {
	for i := range y.open {
		y.open[i].text, y.open[i].rest = append(y.open[i].text, y.open[i].rest...), nil
		if err := y.hand(i, write); err != nil {
			return err
		}
	}
	return nil
}

// Reached returns the moment, since the first gun, up to which files of these
// sizes were written by an earlier player; ok is false where no read was.
func (p *Plan) Reached(sizes []int64) (moment race.Clock, ok bool) {
	left := slices.Clone(sizes)
	for i := range p.Feeds {
		left[i] -= int64(len(p.Feeds[i].writer.Head))
	}
	for i := range p.events {
		v := &p.events[i]
		if left[v.feed] <= 0 {
			continue
		}
		if left[v.feed] -= int64(len(p.line(v))); left[v.feed] >= 0 {
			moment, ok = v.due.Since(p.Gun), true
		}
	}
	return moment, ok
}
