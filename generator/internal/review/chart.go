package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// chart is a drawing with what it says in a sentence. Its classes are those of
// the sheet's style.
type chart struct {
	ID, Title, Text string
	Height          int
	Legend          []key
	Rects           []rect
	Paths           []path
	Bars            []rect // in front of the paths
	Dots            []dot
	Labels          []label
}

type key struct{ Class, Text string }

type rect struct {
	X, Y, Width, Height int
	Class               string
}

type path struct{ D, Class string }

type dot struct {
	X, Y  int
	Class string
}

type label struct {
	X, Y   int
	Anchor string // start, middle or end
	Class  string
	Text   string
}

// Where things lie in a drawing, in its own units.
const (
	chartWidth = 760
	left       = 48
	right      = chartWidth - 28
	top        = 16
	bottom     = 236
	tickRow    = bottom + 20
	chartTall  = tickRow + 10
	tickRoom   = 34 // between two labels under the drawing
	valueRoom  = 52 // between two figures in it
)

// charts draws what a case has to show.
func (c *Case) charts() []chart {
	var list []chart
	if len(c.marks) > 0 {
		list = append(list, c.timeline())
	}
	if pair := c.pair(); pair != nil {
		list = append(list, c.gaps(pair[0], pair[1]))
	}
	if c.Code == "went_on" {
		list = append(list, c.margins())
	}
	if slices.ContainsFunc(c.runners, func(r *runner) bool { return len(c.field.legs(r)) > 0 }) {
		list = append(list, c.speeds())
	}
	for i := range list {
		list[i].ID = "chart-" + strconv.Itoa(i+1)
	}
	return list
}

// pair are the two runners of a case of two who share points, nil in another.
func (c *Case) pair() []*runner {
	if len(c.runners) != 2 || c.runners[0].at == nil || c.runners[1].at == nil {
		return nil
	}
	for p := 1; p < len(c.field.race.Points); p++ {
		if c.runners[0].at[p] != race.Unseen && c.runners[1].at[p] != race.Unseen {
			return c.runners
		}
	}
	return nil
}

// leg is a stretch as the sheet shows it.
type leg struct {
	stretch
	guessed bool // it begins at the gun, for the own start is not known
	over    bool // it leads over points that were not read
}

// legs are what lies between the reads of a runner, wrong clocks and all.
func (f *field) legs(r *runner) []leg {
	if r.at == nil {
		return nil
	}
	var list []leg
	from, guessed := passing{f.race.Start(), 0, r.start}, false
	if from.at == race.Unseen {
		from.at, guessed = r.gun, true
	}
	for p := 1; p < len(r.at); p++ {
		if r.at[p] == race.Unseen {
			continue
		}
		to := passing{p, f.race.Points[p].At, r.at[p]}
		if from.at != race.Unseen && to.at > from.at {
			list = append(list, leg{between(from, to), guessed, p > from.point+1})
		}
		from, guessed = to, false
	}
	return list
}

// middles are the speeds in the middle of a runner's division between each
// point and the one before it, 0 where too few say.
func (f *field) middles(r *runner) []int64 {
	if have, ok := f.middle[r.Division]; ok {
		return have
	}
	speeds := make([][]int64, len(f.race.Points))
	for i := range f.runners {
		o := &f.runners[i]
		if o.at == nil || o.Division != r.Division {
			continue
		}
		for _, l := range f.legs(o) {
			if !l.over && !l.guessed {
				speeds[l.to.point] = append(speeds[l.to.point], l.speed())
			}
		}
	}
	list := make([]int64, len(speeds))
	for p, s := range speeds {
		if len(s) >= 10 {
			slices.Sort(s)
			list[p] = s[len(s)/2]
		}
	}
	if f.middle == nil {
		f.middle = map[*race.Division][]int64{}
	}
	f.middle[r.Division] = list
	return list
}

// kmh writes millimetres a second as kilometres an hour with one decimal.
func kmh(speed int64) string {
	tenths := (speed*36 + 500) / 1000
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// x is where a distance lies in a drawing.
func (f *field) x(d race.Distance) int {
	whole := f.race.Points[f.race.Finish()].At
	return left + int(int64(d)*(right-left)/max(1, int64(whole)))
}

// ground draws the points along the course: one that a runner of the case
// missed is marked.
func (c *Case) ground(ch *chart) {
	f, last := c.field, -tickRoom
	for p := range f.race.Points {
		x := f.x(f.race.Points[p].At)
		ch.Paths = append(ch.Paths, path{fmt.Sprintf("M%d %dV%d", x, top, bottom), "grid"})
		missed := p != f.race.Start() && f.mats[p].required && slices.ContainsFunc(c.runners[:min(2, len(c.runners))], func(r *runner) bool {
			return r.at != nil && !f.passed(r, p)
		})
		class, text := "tick", f.id(p)
		if missed {
			class, text = "tick odd", "✕ "+f.id(p)
			ch.Dots = append(ch.Dots, dot{x, bottom, "mark odd"})
		}
		if x-last < tickRoom {
			continue
		}
		last = x
		ch.Labels = append(ch.Labels, label{x, tickRow, "middle", class, text})
	}
}

// speeds draws how fast the first two runners of a case were from read to
// read, beside the middle of their division.
func (c *Case) speeds() chart {
	f := c.field
	ch := chart{Title: "Speed from read to read", Height: chartTall, Text: "Speed in km/h along the course"}
	most := int64(1)
	var world int64
	runners := c.runners[:min(2, len(c.runners))]
	for _, r := range runners {
		for _, l := range f.legs(r) {
			most = max(most, l.speed())
		}
	}
	middle := f.middles(runners[0])
	most = max(most, slices.Max(middle))
	if r := runners[0]; c.Code == "too_fast" {
		if s, record, ok := f.fastest(f.tracked(r), r); ok {
			world = record.speed() * tooFast / 100
			most = max(most, world, s.speed())
		}
	}
	most += most / 12
	y := func(speed int64) int { return bottom - int(speed*(bottom-top)/most) }
	for _, r := range runners { // what raises the question lies at the back
		for _, l := range f.legs(r) {
			if c.shows(l.from.point, l.to.point) {
				x := f.x(l.from.km)
				ch.Rects = append(ch.Rects, rect{x, top, f.x(l.to.km) - x, bottom - top, "wash"})
			}
		}
	}
	c.ground(&ch)
	step := int64(5)
	for most*36/10_000 > 6*step {
		step *= 2
	}
	for v := int64(0); v*10_000/36 <= most; v += step {
		at := y(v * 10_000 / 36)
		ch.Paths = append(ch.Paths, path{fmt.Sprintf("M%d %dH%d", left, at, right), "grid"})
		ch.Labels = append(ch.Labels, label{left - 8, at + 4, "end", "tick", strconv.FormatInt(v, 10)})
	}
	var d strings.Builder
	for p := 1; p < len(middle); p++ {
		if middle[p] > 0 {
			fmt.Fprintf(&d, "M%d %dH%d", f.x(f.race.Points[p-1].At), y(middle[p]), f.x(f.race.Points[p].At))
		}
	}
	if d.Len() > 0 {
		ch.Paths = append(ch.Paths, path{d.String(), "middle"})
		ch.Legend = append(ch.Legend, key{"middle", "middle of the division"})
	}
	if world > 0 {
		ch.Paths = append(ch.Paths, path{fmt.Sprintf("M%d %dH%d", left, y(world), right), "limit"})
		ch.Legend = append(ch.Legend, key{"limit", "world record's pace and a tenth more, " + kmh(world) + " km/h"})
	}
	for i, r := range runners {
		class := "runner" + strconv.Itoa(i+1)
		last := -1
		var whole, broken strings.Builder
		for _, l := range f.legs(r) {
			x, at := f.x(l.from.km), y(l.speed())
			to := &whole
			if l.over || l.guessed {
				to = &broken
			}
			if last >= 0 {
				fmt.Fprintf(to, "M%d %dV%dH%d", x, last, at, f.x(l.to.km))
			} else {
				fmt.Fprintf(to, "M%d %dH%d", x, at, f.x(l.to.km))
			}
			last = at
			if c.shows(l.from.point, l.to.point) {
				ch.Labels = append(ch.Labels, label{(x + f.x(l.to.km)) / 2, max(at-7, top+10), "middle", "value odd", kmh(l.speed())})
			}
		}
		ch.Paths = append(ch.Paths, path{whole.String(), class}, path{broken.String(), class + " broken"})
		if whole.Len()+broken.Len() > 0 {
			ch.Legend = append([]key{{class, r.named()}}, ch.Legend...)
		}
	}
	slices.Reverse(ch.Legend[:min(len(runners), len(ch.Legend))])
	ch.Text = "Speed in km/h from each read to the next. A broken line leads over points that were not read, or begins at the gun."
	return ch
}

// shows reports whether a leg is part of what raises the question.
func (c *Case) shows(from, to int) bool {
	return c.from < c.to && c.from <= from && to <= c.to && c.Code != "side_by_side" && c.Code != "unofficial_chip"
}

// gaps draws how far two runners were apart at each point they share.
func (c *Case) gaps(a, b *runner) chart {
	f := c.field
	ch := chart{Title: "How far apart they were read", Height: chartTall,
		Text: fmt.Sprintf("Seconds from %s to %s at each point after the start that read both. Inside the band they are less than a second apart.", a.named(), b.named())}
	most := int64(sideways) * 5 / 4
	for p := 1; p < len(a.at); p++ {
		if a.at[p] != race.Unseen && b.at[p] != race.Unseen {
			most = max(most, int64(apart(a.at[p], b.at[p]))*11/10)
		}
	}
	middle := (top + bottom) / 2
	y := func(gap int64) int { return middle - int(gap*int64(bottom-top)/2/most) }
	ch.Rects = append(ch.Rects, rect{left, y(int64(sideways)), right - left, y(-int64(sideways)) - y(int64(sideways)), "wash"})
	c.ground(&ch)
	for _, v := range []int64{int64(sideways), 0, -int64(sideways)} {
		ch.Paths = append(ch.Paths, path{fmt.Sprintf("M%d %dH%d", left, y(v), right), "axis"})
		ch.Labels = append(ch.Labels, label{left - 8, y(v) + 4, "end", "tick", strings.TrimSuffix(seconds(v), ".000") + " s"})
	}
	var d strings.Builder
	last := -valueRoom
	for p := 1; p < len(a.at); p++ {
		if a.at[p] == race.Unseen || b.at[p] == race.Unseen {
			continue
		}
		gap := int64(b.at[p] - a.at[p])
		x, at := f.x(f.race.Points[p].At), y(gap)
		d.WriteString(map[bool]string{true: "M", false: "L"}[d.Len() == 0])
		fmt.Fprintf(&d, "%d %d", x, at)
		ch.Dots = append(ch.Dots, dot{x, at, "runner2"})
		if x-last >= valueRoom { // the table beneath has them all
			last = x
			ch.Labels = append(ch.Labels, label{min(x, right-16), max(at-10, top+10), "middle", "value", seconds(gap)})
		}
	}
	ch.Paths = append(ch.Paths, path{d.String(), "runner2"})
	return ch
}

// seconds writes milliseconds as +0.250.
func seconds(ms int64) string {
	sign := "+"
	switch {
	case ms == 0:
		sign = ""
	case ms < 0:
		sign, ms = "−", -ms
	}
	return fmt.Sprintf("%s%d.%03d", sign, ms/1000, ms%1000)
}

// margins draws how long before or after each cut-off a runner passed.
func (c *Case) margins() chart {
	f, r := c.field, c.runners[0]
	ch := chart{Title: "Time left at each cut-off", Height: chartTall, Text: "Minutes and seconds before the cut-off; below the line, after it."}
	most := int64(60_000)
	each := func(do func(p int, margin int64)) {
		for p := range f.race.Points {
			if cut := f.race.Points[p].Cutoff; cut.Set && !cut.Unknown && r.at[p] != race.Unseen {
				do(p, int64(cut.At-r.at[p]))
			}
		}
	}
	low := int64(0)
	each(func(_ int, margin int64) { most, low = max(most, margin), min(low, margin) })
	span := (most - low) * 11 / 10
	zero := top + int(most*11/10*int64(bottom-top)/max(1, span)) - 14
	c.ground(&ch)
	ch.Paths = append(ch.Paths, path{fmt.Sprintf("M%d %dH%d", left, zero, right), "axis"})
	each(func(p int, margin int64) {
		x, h := f.x(f.race.Points[p].At), int(margin*int64(bottom-top-30)/max(1, span))
		in, at := rect{x - 9, zero - h, 18, max(h, 1), "bar"}, zero-h-6
		class := "value"
		if margin <= 0 {
			in, at, class = rect{x - 9, zero, 18, max(-h, 2), "bar odd"}, zero-h+16, "value odd"
		}
		ch.Bars = append(ch.Bars, in)
		ch.Labels = append(ch.Labels, label{x, at, "middle", class, minutes(margin)})
	})
	return ch
}

// minutes writes milliseconds as −8:04, cut off at the second.
func minutes(ms int64) string {
	sign := ""
	if ms < 0 {
		sign, ms = "−", -ms
	}
	return fmt.Sprintf("%s%d:%02d", sign, ms/60_000, ms/1000%60)
}

// mostMarks is how many marks a drawing has room for.
const mostMarks = 12

// timeline draws moments, days or ages beside each other.
func (c *Case) timeline() chart {
	marks := slices.Clone(c.marks[:min(len(c.marks), mostMarks)])
	slices.SortStableFunc(marks, func(a, b Mark) int { return int(min(max(a.At-b.At, -1), 1)) })
	tall := top + 24*len(marks) + 26
	ch := chart{Title: "What is compared with what", Height: tall + 8, Text: "In the order of time, to scale."}
	ch.Paths = append(ch.Paths, path{fmt.Sprintf("M%d %dH%d", left, tall, right), "axis"})
	first, span := marks[0].At, max(1, marks[len(marks)-1].At-marks[0].At)
	for i, m := range marks {
		x := left + 12 + int((m.At-first)*int64(right-left-24)/span)
		y := top + 14 + 24*i
		class, anchor, at := "mark", "start", x+8
		if m.Odd {
			class = "mark odd"
		}
		if x > (left+right)/2 {
			anchor, at = "end", x-8
		}
		ch.Paths = append(ch.Paths, path{fmt.Sprintf("M%d %dV%d", x, y-8, tall), class})
		ch.Dots = append(ch.Dots, dot{x, tall, class})
		ch.Labels = append(ch.Labels, label{at, y + 2, anchor, strings.Replace(class, "mark", "value", 1), m.Label})
	}
	return ch
}
