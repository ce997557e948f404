// Package course draws where a race goes: a map without any ground, the profile of its
// heights, its climbs, and what a climb did to the field. It has no words of its own.
package course

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// Map is a drawing of the course in a box.
type Map struct {
	Box     string // of the drawing, for viewBox
	Drawing template.HTML
}

// The longer side of a map, the margin around the line, and the size of its letters, in
// units of the box.
const (
	side   = 1000
	margin = 70
	letter = 30
)

// Mark is a place to show on the map: a point with its label, or a station.
type Mark struct {
	At      race.Distance
	Label   string
	Station bool
}

// MapOf draws a course with marks. North is up.
func MapOf(c *race.Course, length race.Distance, marks []Mark) Map {
	wide, high := int32(1), int32(1)
	for _, at := range c.At {
		wide, high = max(wide, at.East), max(high, at.North)
	}
	scale := func(v int32) int { return int(int64(v) * (side - 2*margin) / int64(max(wide, high))) }
	width, height := scale(wide)+2*margin, max(scale(high)+2*margin, 4*letter)
	width = max(width, 300)
	x := func(at race.CourseAt) int { return scale(at.East) + margin }
	y := func(at race.CourseAt) int { return height - margin - scale(at.North) }
	var b strings.Builder
	fmt.Fprintf(&b, `<path class="way" d="M%d %d`, x(c.At[0]), y(c.At[0]))
	for i, at := range c.At[1:] {
		if x(at) != x(c.At[i]) || y(at) != y(c.At[i]) {
			fmt.Fprintf(&b, "L%d %d", x(at), y(at))
		}
	}
	b.WriteString("\"/>\n")
	type box struct{ left, top, right, bottom int }
	var taken []box
	free := func(one box) bool {
		return one.left >= 0 && one.top >= 0 && one.right <= width && one.bottom <= height && !slices.ContainsFunc(taken, func(o box) bool {
			return one.left < o.right && o.left < one.right && one.top < o.bottom && o.top < one.bottom
		})
	}
	for _, m := range marks {
		at := c.At[c.Index(m.At, length)]
		px, py := x(at), y(at)
		label := html.EscapeString(m.Label)
		if m.Station {
			fmt.Fprintf(&b, `<rect class="station" x="%d" y="%d" width="12" height="12"><title>%s</title></rect>`+"\n", px-6, py-6, label)
			continue
		}
		fmt.Fprintf(&b, `<circle class="point" cx="%d" cy="%d" r="10"><title>%s</title></circle>`+"\n", px, py, label)
		taken = append(taken, box{px - 12, py - 12, px + 12, py + 12})
	}
	for _, m := range marks {
		if m.Station {
			continue
		}
		at := c.At[c.Index(m.At, length)]
		px, py := x(at), y(at)
		long := 0
		for _, r := range m.Label {
			if long += letter * 3 / 5; r > 0x2000 {
				long += letter * 2 / 5
			}
		}
		for _, place := range []struct {
			x, y   int
			anchor string
			box    box
		}{
			{px + 18, py + 10, "start", box{px + 14, py - letter/2, px + 18 + long, py + letter/2}},
			{px - 18, py + 10, "end", box{px - 18 - long, py - letter/2, px - 14, py + letter/2}},
			{px, py - 20, "middle", box{px - long/2, py - 20 - letter, px + long/2, py - 14}},
			{px, py + 42, "middle", box{px - long/2, py + 14, px + long/2, py + 20 + letter}},
		} {
			if free(place.box) {
				taken = append(taken, place.box)
				fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="%s">%s</text>`+"\n", place.x, place.y, place.anchor, html.EscapeString(m.Label))
				break
			}
		}
	}
	return Map{Box: fmt.Sprintf("0 0 %d %d", width, height), Drawing: template.HTML(b.String())}
}

// Span are the heights between which a profile is drawn, in metres, with the step of its
// grid.
func Span(c *race.Course) (low, high, step int) {
	least, most := c.At[0].Height, c.At[0].Height
	for _, at := range c.At {
		least, most = min(least, at.Height), max(most, at.Height)
	}
	step = 5
	for (int(most-least)/10)/step > 5 {
		step *= 2
	}
	floor := func(v int) int { return v - ((v%step)+step)%step }
	low, high = floor(int(least)/10-1), floor(int(most)/10+step)
	return low, max(high, low+4*step), step
}

// outline is the path of the profile in a box of 400 by 180, which is stretched.
func outline(c *race.Course, low, high, box int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M0 %d", box)
	last, drawn := -1, -1 // the level, and the sample to which the line goes
	for i, at := range c.At {
		y := box - (int(at.Height)-low*10)*box/((high-low)*10)
		if y == last && i < len(c.At)-1 {
			continue
		}
		if drawn >= 0 && drawn < i-1 {
			b.WriteString("H" + strconv.Itoa(i-1))
		}
		b.WriteString("L" + strconv.Itoa(i) + " " + strconv.Itoa(y))
		last, drawn = y, i
	}
	fmt.Fprintf(&b, "V%dZ", box)
	return b.String()
}

// Picture is the profile as a file of its own, which the pages of runners lay their pace
// over.
func Picture(c *race.Course) []byte {
	low, high, _ := Span(c)
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" preserveAspectRatio="none">` +
		`<style>@media(prefers-color-scheme:dark){path{fill:#34302c}}</style><path fill="#ebe7e2" d="` + outline(c, low, high, 100) + "\"/></svg>\n")
}

// Profile lays out the chart of the heights; words and table are the caller's.
func Profile(c *race.Course, chartOf *chart.Chart) {
	low, high, step := Span(c)
	chartOf.Height = chart.Drawing
	chartOf.Area = &chart.Area{Box: "0 0 400 180", Path: outline(c, low, high, 180)}
	for level := low; level <= high; level += step {
		y := chart.PlotBottom - (level-low)*chart.PlotHeight/(high-low)
		chartOf.Grid = append(chartOf.Grid, chart.GridLine{Y: y, LabelY: y + 4, Label: strconv.Itoa(level)})
	}
}

// Climb is a part of the course that goes up.
type Climb struct {
	From, To race.Distance
	Up       int // metres
	Point    int // the index of the point whose stretch has the middle of it
}

// Grade is how steep it is on average, in hundredths of a percent.
func (c *Climb) Grade() int { return int(int64(c.Up) * 1000 * 10_000 / max(1, int64(c.To-c.From))) }

// What is a climb: so many metres up, with dips of no more than so many decimetres.
const (
	leastClimb = 6
	deepestDip = 20
)

// mostClimbs is how many climbs are told.
const mostClimbs = 6

// Climbs are the largest climbs of a race, in course order; none where heights are unknown.
func Climbs(rc *race.Race) (all []Climb) {
	c := rc.Drawn
	if c == nil || !c.Heights {
		return nil
	}
	at := func(i int) race.Distance { return rc.Length * race.Distance(i) / race.Distance(len(c.At)-1) }
	foot, top := 0, 0
	end := func() {
		if up := int(c.At[top].Height-c.At[foot].Height) / 10; up >= leastClimb {
			one := Climb{From: at(foot), To: at(top), Up: up, Point: rc.Finish()}
			for i := range rc.Points {
				if i > rc.Start() && rc.Points[i].Listed && rc.Points[i].At >= (one.From+one.To)/2 {
					one.Point = i
					break
				}
			}
			all = append(all, one)
		}
	}
	for i := range c.At {
		switch h := c.At[i].Height; {
		case h >= c.At[top].Height:
			top = i
		case top == foot, c.At[top].Height-h > deepestDip:
			end()
			foot, top = i, i
		}
		if c.At[i].Height < c.At[foot].Height {
			foot, top = i, i
		}
	}
	end()
	slices.SortStableFunc(all, func(a, b Climb) int { return cmp.Compare(b.Up, a.Up) })
	all = all[:min(len(all), mostClimbs)]
	slices.SortFunc(all, func(a, b Climb) int { return cmp.Compare(a.From, b.From) })
	return all
}

// Slowed is the median pace of a division on the stretch of a point, and how much slower
// it is than the division's median pace over the whole race; false where either is not
// known.
func Slowed(rc *race.Race, f *race.DivisionFigure, point int) (pace, than race.Clock, known bool) {
	var took race.Clock // by the middle of each stretch, so that waiting for the start does not count
	var ran race.Distance
	pace = race.NoTime
	for _, p := range f.Passages {
		i := rc.Point(p.Point)
		if i <= rc.Start() || p.Segment == race.NoTime {
			continue
		}
		far := rc.Points[i].At - rc.Points[rc.Before(i)].At
		if took, ran = took+p.Segment, ran+far; i == point {
			pace = p.Segment.Pace(far)
		}
	}
	whole := took.Pace(ran)
	if pace == race.NoTime || whole == race.NoTime {
		return 0, 0, false
	}
	return pace, pace - whole, true
}

// Kilometres is a distance to a tenth of a kilometre, without a unit.
func Kilometres(d race.Distance) string {
	return strconv.FormatInt(int64(d)/1_000_000, 10) + "." + strconv.FormatInt(int64(d)/100_000%10, 10)
}
