package chipreads

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// world is a race whose course passes some of its readers twice, with its reads and
// much that goes wrong with them.
type world struct {
	km       []float64
	stations []Station // one reader each
	runners  int
	lines    []string
}

func worldOf(random *rand.Rand) *world {
	between := func(least, most int) int { return least + random.IntN(most-least+1) }
	w := &world{km: []float64{0, 10, 20, 30, 42}, runners: between(25, 40),
		stations: []Station{{Name: "r0", Points: []int{0}}, {Name: "r1", Points: []int{1, 3}}, {Name: "r2", Points: []int{2}}, {Name: "r3", Points: []int{4}}}}
	off, zeros := between(0, 12), between(0, 8)
	write := func(reader int, chip string, at race.Instant) string {
		if reader == off {
			at += 3600 * second
		}
		if reader == zeros {
			chip = "00" + chip
		}
		return fmt.Sprintf("r%d,%s,%02d%02d%02d.%03d000,0,-60\n", reader, chip, at/3_600_000%24, at/60_000%60, at/1000%60, at%1000)
	}
	for i := range w.runners {
		chip, pace := fmt.Sprintf("A%d", 7000+i), between(210, 450)
		at := gun + race.Instant(between(0, 1200_000))
		for p, reader := range []int{0, 1, 2, 1, 3}[:between(3, 5)] {
			if p > 0 {
				at += race.Instant((w.km[p] - w.km[p-1]) * float64(pace*between(93, 110)*10))
			}
			if random.IntN(25) == 0 {
				continue // it was not heard
			}
			for k := range between(1, 3) {
				line := write(reader, chip, at+race.Instant(k)*700)
				switch random.IntN(40) {
				case 0:
					line = line[:between(3, len(line)-2)] + "\n"
				case 1:
					w.lines = append(w.lines, line)
				case 2:
					w.lines = append(w.lines, write(reader, fmt.Sprintf("OLD%d", i), at), write((reader+1)%4, fmt.Sprintf("OLD%d", i), at+1000*second))
				}
				w.lines = append(w.lines, line)
			}
		}
		if random.IntN(30) == 0 { // the chip lies at the finish
			for k := range 60 {
				w.lines = append(w.lines, write(3, chip, at+race.Instant(k+1)*29*second))
			}
		}
	}
	random.Shuffle(len(w.lines), func(i, j int) { w.lines[i], w.lines[j] = w.lines[j], w.lines[i] })
	return w
}

// growing is a world whose reads stand in files that grow.
type growing struct {
	w        *world
	files    fstest.MapFS
	replaced map[string]int
	format   string
}

func (g *growing) gather(m *Memory) (*race.Race, problem.List) {
	zone := time.FixedZone("CST", 8*3600)
	rc := &race.Race{ID: "marathon", Gun: gun, Divisions: []*race.Division{{ID: "all", Gun: race.Unseen}}}
	for i, km := range g.w.km {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprintf("p%d", i), At: race.Distance(km * float64(race.Kilometre))})
	}
	bibs := map[string]int{}
	for i := range g.w.runners {
		rc.Entries, bibs[fmt.Sprint(i+1)] = append(rc.Entries, &race.Entry{Bib: fmt.Sprint(i + 1), Chip: fmt.Sprintf("A%d", 7000+i)}), i
	}
	var found problem.List
	Gather(Input{Tables: table.NewReader(g.files, &found), Edition: &race.Edition{ID: "2022", Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone, RaceEnd: race.Unseen},
		Race: rc, Bibs: bibs, Join: func(e *race.Entry, t *race.Timing, _ problem.Level) { e.Timing = t }, Memory: m},
		[]Source{{Files: []string{"a.txt", "b.txt"}, Format: g.format, Window: DefaultWindow, Stations: g.w.stations}})
	return rc, found.Sorted()
}

// facts are what a race and its findings say, without the lines that are named.
func facts(rc *race.Race, found problem.List) string {
	var b strings.Builder
	for _, e := range rc.Entries {
		if e.Timing != nil {
			fmt.Fprintln(&b, e.Bib, e.Timing.At, e.Timing.SetAside, len(e.Timing.Later))
		}
	}
	for _, s := range rc.Strays {
		fmt.Fprintln(&b, s.Chip, s.At)
	}
	fmt.Fprintln(&b, len(rc.Readers))
	var said []string
	for _, p := range found {
		if p.Code == "chip_spelling" { // its example is the first that came
			p.Text = p.Text[strings.LastIndex(p.Text, ":"):]
		}
		said = append(said, fmt.Sprintln(p.Level, p.Code, p.Text))
	}
	slices.Sort(said)
	return b.String() + strings.Join(said, "")
}

func TestReadsThatGrowGiveWhatOneReadingOfAllGives(t *testing.T) {
	again := 0
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		g := &growing{w: worldOf(random), files: fstest.MapFS{"a.txt": {}, "b.txt": {}}, replaced: map[string]int{}, format: []string{"impinj", "auto"}[random.IntN(2)]}
		m := &Memory{Replaced: func(name string) int { return g.replaced[name] }}
		lines := g.w.lines
		for len(lines) > 0 {
			name := []string{"a.txt", "b.txt"}[random.IntN(2)]
			n := min(len(lines), 1+random.IntN(200))
			g.files[name] = &fstest.MapFile{Data: append(g.files[name].Data[:len(g.files[name].Data):len(g.files[name].Data)], strings.Join(lines[:n], "")...)}
			lines = lines[n:]
			if random.IntN(10) == 0 { // it is written anew, with some lines gone
				g.files[name] = &fstest.MapFile{Data: g.files[name].Data[len(g.files[name].Data)/2:]}
				g.replaced[name]++
			}
			before := m.Lines
			got := facts(g.gather(m))
			if want := facts(g.gather(nil)); got != want {
				t.Fatalf("(-want +got):\n%s", cmp.Diff(want, got))
			}
			if m.Lines-before <= 2*n && len(lines) > 0 {
				again++
			}
		}
	})
	if again < 20 {
		t.Errorf("only %d times the reading went on where it had ended", again)
	}
}

func TestOnlyTheLinesThatAreNewAreRead(t *testing.T) {
	g := &growing{w: &world{km: []float64{0, 10}, stations: []Station{{Name: "s", Points: []int{0}}, {Name: "f", Points: []int{1}}}, runners: 100},
		files: fstest.MapFS{"a.txt": {}, "b.txt": {}}, format: "impinj"}
	m := &Memory{}
	add := func(name string, from, to int, reader string, hour int) (read int) {
		for i := from; i < to; i++ {
			g.files[name].Data = append(g.files[name].Data, fmt.Sprintf("%s,A%d,%02d%02d00.000000,0,-60\n", reader, 7000+i, hour, i%60)...)
		}
		before := m.Lines
		got := facts(g.gather(m))
		if want := facts(g.gather(nil)); got != want {
			t.Fatalf("(-want +got):\n%s", cmp.Diff(want, got))
		}
		return m.Lines - before
	}
	if n := add("a.txt", 0, 100, "s", 7); n != 100 {
		t.Errorf("%d lines were read", n)
	}
	if n := add("b.txt", 0, 10, "f", 9); n != 10 { // the first of a file that was empty
		t.Errorf("%d lines were read", n)
	}
	if n := add("b.txt", 10, 30, "f", 9); n != 20 {
		t.Errorf("%d lines were read", n)
	}
	if n := add("b.txt", 0, 0, "f", 9); n != 0 {
		t.Errorf("%d lines were read", n)
	}
	g.w.runners++ // another entry
	if n := add("b.txt", 30, 31, "f", 9); n != 131 {
		t.Errorf("%d lines were read", n)
	}
}
