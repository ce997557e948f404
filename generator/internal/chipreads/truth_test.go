package chipreads

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// A course is how the points of a race lie on the readers.
type course struct {
	km       []float64
	stations []Station // one reader each
}

// truth is what really happened to one runner, and what of it was heard.
type truth struct {
	bib   string
	at    []race.Instant // Unseen where the runner never was
	heard []bool         // a whole line of that passing is there
	torn  bool
	hurt  bool // a pass of it is lost, or it stopped
}

// A world is a race with all its reads and all that went wrong.
type world struct {
	course  course
	gun     race.Instant
	dated   bool
	runners []*truth
	lines   []string
	off     string       // the reader whose clock is off
	by      race.Instant // how far
	zeros   string       // the reader that writes zeros before the chips
	faults  []string
}

func (w *world) reader(point int) string {
	for _, s := range w.course.stations {
		if slices.Contains(s.Points, point) {
			return s.Name
		}
	}
	return ""
}

// draw draws numbers for a world: evenly, for a field of which most is hurt says
// nothing.
type draw struct{ *rand.Rand }

func (d draw) between(least, most int) int { return least + d.IntN(most-least+1) }

func (d draw) one(of int) bool { return d.IntN(100) < of }

func courseOf(t draw) course {
	own := func(km ...float64) course {
		c := course{km: km}
		for i := range km {
			c.stations = append(c.stations, Station{Name: fmt.Sprintf("r%d", i), Points: []int{i}})
		}
		return c
	}
	switch t.between(0, 5) {
	case 0:
		return own(0, 5, 10, 15, 21.0975)
	case 1: // the start is the finish
		c := own(0, 10, 20, 30, 42.195)
		c.stations = append([]Station{{Name: "ends", Points: []int{0, 4}}}, c.stations[1:4]...)
		return c
	case 2: // out and back past one mat
		c := own(0, 10, 20, 30, 42.195)
		c.stations = []Station{c.stations[0], {Name: "twice", Points: []int{1, 3}}, c.stations[2], c.stations[4]}
		return c
	case 3: // laps past one mat
		n, lap := t.between(3, 8), []float64{1, 2.5, 5}[t.IntN(3)]
		c, s := course{}, Station{Name: "laps"}
		for i := range n + 1 {
			c.km, s.Points = append(c.km, lap*float64(i)), append(s.Points, i)
		}
		c.stations = []Station{s}
		return c
	case 4: // laps past two mats
		n := t.between(2, 5)
		c, a, b := course{}, Station{Name: "line"}, Station{Name: "turn"}
		for i := range 2*n + 1 {
			c.km = append(c.km, 2.5*float64(i))
			if i%2 == 0 {
				a.Points = append(a.Points, i)
			} else {
				b.Points = append(b.Points, i)
			}
		}
		c.stations = []Station{a, b}
		return c
	}
	return own(0, 20, 45, 70, 100) // past midnight
}

func worldOf(t draw) *world {
	w := &world{course: courseOf(t), gun: gun, dated: t.one(50)}
	n := len(w.course.km)
	if w.course.km[n-1] >= 100 {
		w.gun = race.Instant(t.between(6, 20)) * 3600 * second
	}
	late := t.between(0, 20)
	readers := w.course.stations
	if t.one(25) {
		w.off = readers[t.IntN(len(readers))].Name
		w.by = []race.Instant{3600 * second, -3600 * second, 12 * 3600 * second, -12 * 3600 * second}[t.IntN(4)]
	}
	if t.one(30) {
		w.zeros = readers[t.IntN(len(readers))].Name
	}
	write := func(reader, chip string, at race.Instant) string {
		if reader == w.off {
			at += w.by
		}
		if reader == w.zeros {
			chip = "00" + chip
		}
		day, ms := int(at)/int(race.Day), int(at)%int(race.Day)
		if ms < 0 {
			day, ms = day-1, ms+int(race.Day)
		}
		text := fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
		if w.dated {
			text = time.Date(2022, 11, 6+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) + " " + text
		}
		return reader + "," + chip + "," + text
	}
	for i := range t.between(25, 40) {
		r := &truth{bib: fmt.Sprint(i + 1), at: slices.Repeat([]race.Instant{race.Unseen}, n), heard: make([]bool, n)}
		w.runners = append(w.runners, r)
		chip := fmt.Sprintf("A%d", 7000+i)
		pace := t.between(210, 450)
		if w.course.km[n-1] >= 100 {
			pace = t.between(360, 720)
		}
		last := n - 1
		if t.one(6) {
			last = t.between(0, n-1)
			r.hurt = true
			w.faults = append(w.faults, fmt.Sprintf("bib %s stops at point %d", r.bib, last))
		}
		at := w.gun + race.Instant(t.between(0, late*60))*second + race.Instant(t.between(0, 999))
		begun := at
		for p := range last + 1 {
			if p > 0 {
				leg := (w.course.km[p] - w.course.km[p-1]) * float64(pace) * float64(t.between(93, 110)) * 10
				at += race.Instant(leg)
			}
			r.at[p] = at
			lost := t.one(4)
			if lost {
				r.hurt = true
				w.faults = append(w.faults, fmt.Sprintf("bib %s lost at point %d", r.bib, p))
				continue
			}
			reader := w.reader(p)
			for k := range t.between(1, 3) {
				off := race.Instant(k) * 700
				if p == 0 {
					off = -off
				}
				line := write(reader, chip, at+off)
				if k == 0 && t.one(2) {
					w.faults = append(w.faults, fmt.Sprintf("bib %s torn at point %d", r.bib, p))
					w.lines = append(w.lines, line[:len(line)-t.between(5, 9)])
					r.torn = true
					continue
				}
				w.lines = append(w.lines, line)
				if k == 0 {
					r.heard[p] = true
				}
				if t.one(5) {
					w.lines = append(w.lines, line)
				}
			}
		}
		// A pass before the start in place of one that was lost tells the same tale as a whole race.
		alike := r.hurt && len(w.course.stations) < n
		if m := int(begun-w.gun) / 60000; m > 6 && !alike && t.one(8) { // on the way to the start
			p := t.between(1, n-1)
			before := w.gun + race.Instant(t.between(60, (m-1)*60))*second
			w.faults = append(w.faults, fmt.Sprintf("bib %s walked over %s at %s", r.bib, w.reader(p), race.Clock(before)))
			w.lines = append(w.lines, write(w.reader(p), chip, before))
		}
		if last > 0 && t.one(3) {
			w.faults = append(w.faults, fmt.Sprintf("bib %s parked at %s", r.bib, w.reader(last)))
			for k := range 60 {
				w.lines = append(w.lines, write(w.reader(last), chip, at+race.Instant(k+1)*29*second))
			}
		}
		if t.one(5) {
			w.lines = append(w.lines, write(w.reader(n-1), fmt.Sprintf("OLD%d", i), at-600*second))
		}
	}
	t.Shuffle(len(w.lines), func(i, j int) { w.lines[i], w.lines[j] = w.lines[j], w.lines[i] })
	return w
}

// gather reads a world.
func (w *world) gather() (*race.Race, problem.List) {
	zone := time.FixedZone("CST", 8*3600)
	rc := &race.Race{ID: "marathon", Gun: w.gun, Divisions: []*race.Division{{ID: "all", Gun: race.Unseen}}}
	for i, km := range w.course.km {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprintf("p%d", i), At: race.Distance(km * float64(race.Kilometre))})
	}
	bibs := map[string]int{}
	for i, r := range w.runners {
		rc.Entries = append(rc.Entries, &race.Entry{Bib: r.bib, Chip: fmt.Sprintf("A%d", 7000+i)})
		bibs[r.bib] = i
	}
	var found problem.List
	files := fstest.MapFS{"reads.txt": {Data: []byte(strings.Join(w.lines, "\n"))}}
	columns := []vendors.Column{{Header: "1", Role: "reader"}, {Header: "2", Role: "chip"}, {Header: "3", Role: "time"}}
	Gather(Input{Tables: table.NewReader(files, &found), Edition: &race.Edition{ID: "2022", Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone, RaceEnd: race.Unseen},
		Race: rc, Bibs: bibs, Join: func(e *race.Entry, t *race.Timing, _ problem.Level) { e.Timing = t }},
		[]Source{{Files: []string{"reads.txt"}, Format: "generic", Columns: columns, Window: DefaultWindow, Stations: w.course.stations}})
	return rc, found
}

// TestNoTimeIsWrongInSilence makes true races, writes them as reads with all kinds
// of faults, and holds that each time comes back or a finding names its runner or
// the clock.
func TestNoTimeIsWrongInSilence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worldOf(draw{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))})
		rc, found := w.gather()
		var all strings.Builder
		clock := false
		for _, p := range found {
			all.WriteString(p.String() + "\n")
			clock = clock || p.Code == "clock_offset" || w.off != "" && p.Code == "before_gun" && strings.Contains(p.Text, fmt.Sprintf("%q", w.off))
		}
		said := all.String()
		for i, r := range w.runners {
			timing := rc.Entries[i].Timing
			named := strings.Contains(said, fmt.Sprintf("bib %q", r.bib)) || strings.Contains(said, fmt.Sprintf("A%d,", 7000+i)) // or its torn line
			if w.off == "" && named && !strings.Contains(strings.Join(w.faults, " ")+" ", "bib "+r.bib+" ") {
				t.Fatalf("nothing happened to bib %s, and it is named: %s, %v\ncourse %v\n%v\n%s", r.bib, times(r.at), timing, w.course, w.faults, said)
			}
			if timing != nil && timing.SetAside {
				if !named && !clock {
					t.Fatalf("bib %s is set aside and not named\n%v\n%s", r.bib, w.faults, said)
				}
				continue
			}
			for p, at := range r.at {
				got := race.Unseen
				if timing != nil {
					got = timing.At[p]
				}
				off := w.off != "" && w.reader(p) == w.off
				switch {
				case got == at, named, off && clock:
				case got == race.Unseen && !r.heard[p]:
				case got != race.Unseen && !r.heard[p] && p > 0 && got > at && got-at < 60*second: // the first read was torn or lost
				case got != race.Unseen && p == 0 && max(got-at, at-got) < 5*second && !r.heard[p]:
				case p == 0 && !r.heard[p] && got != race.Unseen && got < at: // whoever was heard waiting, and not starting, started then (R2)
				case w.off != "" && clock: // one clock spoils a chain
				default:
					t.Fatalf("bib %s passed p%d at %v and got %v (of %s, got %v)\ncourse %v, off %s %v\n%v\n%s", r.bib, p, race.Clock(at), race.Clock(got), times(r.at), timing, w.course, w.off, race.Clock(w.by), w.faults, said)
				}
			}
		}
	})
}

func times(list []race.Instant) string {
	var out []string
	for _, at := range list {
		if at == race.Unseen {
			out = append(out, "-")
		} else {
			out = append(out, race.Clock(at).String())
		}
	}
	return strings.Join(out, " ")
}
