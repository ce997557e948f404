package truetype

// finest is an invisible length in points: 0.03 mm, a dot at 850 dpi.
const finest = 0.03 * 72 / 25.4

// GridFor returns how many units of the font can make one unit of the grid,
// invisibly in text of this size in points. Larger units give smaller numbers,
// which compress better.
func (f *Face) GridFor(size float64) int {
	for _, grid := range []int{5, 4, 2} {
		if f.unitsPerEm%grid == 0 && f.unitsPerEm/grid >= 16 && size*float64(grid) <= finest*float64(f.unitsPerEm) {
			return grid
		}
	}
	return 1
}

// snap rounds a length to the grid, halves up, and returns it in units of the grid.
func snap(v, grid int) int {
	v += grid / 2
	if v < 0 {
		v -= grid - 1
	}
	return v / grid
}

// simplify returns a contour on a grid, with fewer points where that makes no
// difference.
func simplify(c []Point, grid int) []Point {
	fewer := merged(c, grid)
	for i := range fewer {
		fewer[i].X, fewer[i].Y = snap(fewer[i].X, grid), snap(fewer[i].Y, grid)
	}
	if grid > 1 {
		fewer = withoutImplied(fewer)
	}
	return fewer
}

// merged returns a contour with fewer points. Fonts drawn with cubic curves have a chain
// of several quadratic curves for each. One or two suffice if no point of the curve moves
// by more than three quarters of a unit of the grid.
func merged(c []Point, grid int) []Point {
	fewer := make([]Point, 0, len(c))
	first := 0
	for first < len(c) && !c[first].On {
		first++
	}
	if grid == 1 || first == len(c) {
		return append(fewer, c...)
	}
	for i := 0; i < len(c); {
		chain := []Point{c[(first+i)%len(c)]}
		for i++; ; i++ {
			p := c[(first+i)%len(c)]
			chain = append(chain, p)
			if p.On {
				break
			}
		}
		fewer = append(fewer, shorten(chain, grid)...)
	}
	return fewer
}

// withoutImplied leaves out points on the curve, but the first, that are halfway between
// two that are not, as a reader assumes, or half a unit of the grid from there.
func withoutImplied(c []Point) []Point {
	kept := make([]Point, 0, len(c))
	for i, p := range c {
		if i > 0 && p.On {
			if a, b := c[i-1], c[(i+1)%len(c)]; !a.On && !b.On && near(a.X+b.X, 2*p.X) && near(a.Y+b.Y, 2*p.Y) {
				continue
			}
		}
		kept = append(kept, p)
	}
	return kept
}

// near reports whether numbers differ by one at most.
func near(a, b int) bool { return a-b <= 1 && b-a <= 1 }

// shorten returns a chain that begins and ends on the curve, without its end, and
// with fewer points between if possible.
func shorten(chain []Point, grid int) []Point {
	last := len(chain) - 1
	a, b, pieces := chain[0], chain[last], len(chain)-2
	for _, n := range []int{1, 2} {
		if n >= pieces {
			break
		}
		// The tangents at the ends do not change.
		c := Point{X: a.X + (chain[1].X-a.X)*pieces/n, Y: a.Y + (chain[1].Y-a.Y)*pieces/n}
		d := Point{X: b.X + (chain[last-1].X-b.X)*pieces/n, Y: b.Y + (chain[last-1].Y-b.Y)*pieces/n}
		short := []Point{a, c, d, b}
		if n == 1 {
			short = []Point{a, {X: (c.X + d.X) / 2, Y: (c.Y + d.Y) / 2}, b}
		}
		if alike(chain, short, grid) {
			return short[:n+1]
		}
	}
	return chain[:last]
}

// alike reports whether two chains are close to each other everywhere.
func alike(a, b []Point, grid int) bool {
	const stops = 16
	for i := 1; i < stops; i++ {
		t := float64(i) / stops
		ax, ay := along(a, t)
		bx, by := along(b, t)
		// Conversions round each product separately, so that all machines agree.
		if far := 0.75 * float64(grid); float64((ax-bx)*(ax-bx))+float64((ay-by)*(ay-by)) > far*far {
			return false
		}
	}
	return true
}

// along returns the point of a chain at t, from 0 at its start to 1 at its end.
func along(chain []Point, t float64) (x, y float64) {
	pieces := len(chain) - 2
	t *= float64(pieces)
	i := min(int(t), pieces-1)
	t -= float64(i)
	axis := func(of func(Point) int) float64 {
		from, by, to := float64(of(chain[i])), float64(of(chain[i+1])), float64(of(chain[i+2]))
		if i > 0 {
			from = (from + by) / 2
		}
		if i < pieces-1 {
			to = (by + to) / 2
		}
		return between(between(from, by, t), between(by, to, t), t)
	}
	return axis(func(p Point) int { return p.X }), axis(func(p Point) int { return p.Y })
}

func between(a, b, t float64) float64 { return a + float64((b-a)*t) }
