package read

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
	"time"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/race"
)

// A truth is what really happened to one runner, and what of it was heard.
type truth struct {
	bib, chip string
	at        []race.Instant // Unseen where the runner never was
	heard     []bool         // a whole line of the read that counts is there
	hurt      bool           // a pass of it is lost, or it stopped
}

// A trueRace is a race with all its reads, and all that went wrong, in one format.
type trueRace struct {
	*rand.Rand
	v        vendor
	km       []float64
	stations [][]int // the points of each reader
	gun      race.Instant
	faults   map[string]bool
	runners  []*truth
	files    map[string][]string
	chips    func(chip string) string // how the list writes one
	off      int                      // the reader whose clock is off, or -1
	all      race.Instant             // how far all clocks are off
	clock    func(at race.Instant) race.Instant
	silent   int // the reader that wrote nothing, or -1
	spelt    int // the reader that writes chips in another way, or -1
	spell    func(chip string) string
	torn     map[string]bool // lines that are torn
	counts   map[string]read // whose reads lines are that give a time
	told     []string
}

// A read is a runner's at a point.
type read struct {
	of    *truth
	point int
}

// faultsOfRaces are the kinds of faults that are mixed.
var faultsOfRaces = []string{"stray", "list spelling", "reader spelling", "torn", "doubles", "clock", "UTC", "midnight", "unknown", "foreign", "silent", "greetings", "parked", "lost"}

func (w *trueRace) between(least, most int) int { return least + w.IntN(most-least+1) }

func (w *trueRace) one(of int) bool { return w.IntN(100) < of }

func (w *trueRace) tell(format string, args ...any) {
	w.told = append(w.told, fmt.Sprintf(format, args...))
}

// undated are writers of formats whose files may lack the date.
var undated = []vendor{
	{"raceresult", 1, "", "", func(point, chip string, _ time.Time, at race.Instant) string {
		return fmt.Sprintf("#P;1;%s;;%s;0;1;-50;;0;;;0;0;0;0;;%s;1;1;1", chip, hms(at, ".%03d"), point)
	}},
	{"jchip", 1, "N0000X\n", byFile, func(_, chip string, _ time.Time, at race.Instant) string {
		return fmt.Sprintf("DA%s %s 10  10000      C7", chip, hms(at, ".%03d"))
	}},
	{"generic", 1, "tag;where;when\n", ", columns: {when: time, tag: chip, where: reader}", func(point, chip string, _ time.Time, at race.Instant) string {
		return chip + ";" + point + ";" + hms(at, ".%03d")
	}},
	{"generic", 1, "", `, columns: {"1": chip, "2": time, "3": reader}`, func(point, chip string, day time.Time, at race.Instant) string {
		return chip + "," + day.Format("2.1.2006") + " " + hms(at, ".%03d") + "," + point
	}},
}

// greetings are lines of settings and control, and guns, by format; %s is the gun.
var greetings = map[string][]string{
	"raceresult":      {"#S;whatever", "GETSTATUS"},
	"chronotrack":     {"SimpleClient~2.0001~CTP01", "getconnectionid", "ack~getconnectioninfo", "CT01_13,1,00,guntime,%s,0,117F37,0", "CT01_13,1,00,0000,%s,1,117F37,0"},
	"mylaps":          {"00@Pong@$", "00@Marker@t=%s|mt=gun|n=Gunshot 1@4@$"},
	"impinj":          {"Reader, EPC, Time, Count, RSSI", "10.16.21.147,,,0"},
	"rfidultra":       {"V=12.1"},
	"wiclax":          {"*", "RACESTART %s", "CLOCKOK"},
	"jchip":           {"N0000IMPINJ", "GT0094000120"},
	"orion":           {"# log", "$S,1"},
	"alien":           {"(No Tags)"},
	"zebra":           {`{"type":"heartbeat","timestamp":"x"}`},
	"raceresult-json": {`{"Time":SECONDS,"Passing":{"Transponder":"","IsMarker":true}}`},
}

// courses are how points lie on readers: each with its own, the start at the
// finish, out and back, laps past one mat, laps past two, and a long way.
func (w *trueRace) course(kind int) {
	own := func(km ...float64) {
		w.km = km
		for i := range km {
			w.stations = append(w.stations, []int{i})
		}
	}
	switch kind {
	case 0:
		own(0, 5, 10, 15, 21.0975)
	case 1:
		own(0, 10, 20, 30, 42.195)
		w.stations = append([][]int{{0, 4}}, w.stations[1:4]...)
	case 2:
		own(0, 10, 20, 30, 42.195)
		w.stations = [][]int{{0}, {1, 3}, {2}, {4}}
	case 3:
		n, lap := w.between(3, 8), []float64{1, 2.5, 5}[w.IntN(3)]
		w.stations = [][]int{nil}
		for i := range n + 1 {
			w.km, w.stations[0] = append(w.km, lap*float64(i)), append(w.stations[0], i)
		}
	case 4:
		n := w.between(2, 5)
		w.stations = [][]int{nil, nil}
		for i := range 2*n + 1 {
			w.km, w.stations[i%2] = append(w.km, 2.5*float64(i)), append(w.stations[i%2], i)
		}
	default:
		own(0, 20, 45, 70, 100)
	}
}

func (w *trueRace) reader(point int) int {
	return slices.IndexFunc(w.stations, func(points []int) bool { return slices.Contains(points, point) })
}

// spellings are ways to write a chip of twelve hexadecimals.
func (w *trueRace) spelling(reader bool) func(string) string {
	ways := []func(string) string{
		func(c string) string { return strings.TrimLeft(c, "0") },
		func(c string) string { return "0x" + c },
		strings.ToUpper,
		func(c string) string { return "00" + c },
		func(c string) string {
			n, _ := strconv.ParseUint(c, 16, 64)
			return strconv.FormatUint(n, 10)
		},
		func(c string) string { return c[:4] + "-" + c[4:] },
	}
	if reader {
		ways = ways[:5]
	}
	return ways[w.IntN(len(ways))]
}

// newTrueRace makes a race with up to four kinds of faults.
func newTrueRace(seed uint64, v vendor) *trueRace {
	w := &trueRace{Rand: rand.New(rand.NewPCG(seed, 18)), v: v, gun: 27_000_000, faults: map[string]bool{}, files: map[string][]string{}, off: -1, silent: -1, spelt: -1,
		chips: func(c string) string { return c }, torn: map[string]bool{}, counts: map[string]read{}}
	for range w.between(0, 4) {
		w.faults[faultsOfRaces[w.IntN(len(faultsOfRaces))]] = true
	}
	w.course(w.IntN(6))
	n := len(w.km)
	long := w.km[n-1] >= 100
	if w.faults["midnight"] || long {
		w.gun = race.Instant(w.between(12, 23))*3_600_000 + race.Instant(w.IntN(60))*60_000
	}
	if w.faults["list spelling"] {
		w.chips = w.spelling(false)
	}
	if w.faults["reader spelling"] && v.name != "ipico" {
		w.spelt, w.spell = w.IntN(len(w.stations)), w.spelling(true)
	}
	if w.faults["clock"] {
		w.off = w.IntN(len(w.stations))
		hours := []race.Instant{1, -1, 2, -8, 8, 12, -12}[w.IntN(7)] * 3_600_000
		w.clock = func(at race.Instant) race.Instant { return at + hours }
		if inner := len(w.stations[w.off]) == 1 && w.stations[w.off][0] > 0 && w.stations[w.off][0] < n-1; inner && !w.faults["silent"] && w.one(50) {
			slow := race.Instant([]int{-1, 1}[w.IntN(2)] * w.between(20, 30))
			if long { // the more nobody can know without a reader beside it
				slow *= 2
			}
			w.clock = func(at race.Instant) race.Instant { return at + slow*60_000 }
			if w.stations[w.off][0] > 1 && !long && w.one(40) {
				w.clock = func(at race.Instant) race.Instant { return at + (at-w.gun)/(slow/2) }
			}
		}
		w.tell("the clock of reader %d is off: %s at the gun, %s five hours later", w.off, race.Clock(w.clock(w.gun)-w.gun), race.Clock(w.clock(w.gun+18_000_000)-w.gun-18_000_000))
	}
	if w.faults["UTC"] && w.off < 0 {
		w.all = -8 * 3_600_000
	}
	if w.faults["silent"] && len(w.stations) > 1 {
		w.silent = w.IntN(len(w.stations))
		w.tell("reader %d is silent", w.silent)
	}
	w.run(long)
	return w
}

// run makes the runners and what was heard of them.
func (w *trueRace) run(long bool) {
	n := len(w.km)
	late := w.between(0, 20)
	for i := range w.between(25, 35) {
		r := &truth{bib: fmt.Sprint(i + 1), chip: fmt.Sprintf("%012x", 0x58000000+i*3), at: slices.Repeat([]race.Instant{race.Unseen}, n), heard: make([]bool, n)}
		w.runners = append(w.runners, r)
		pace, last := w.between(210, 450), n-1
		if long {
			pace = w.between(360, 720)
		}
		if w.faults["lost"] && w.one(6) {
			last, r.hurt = w.IntN(n), true
			w.tell("bib %s stops at point %d", r.bib, last)
		}
		at := w.gun + race.Instant(w.IntN(late*60+1))*1000 + race.Instant(w.IntN(1000))
		begun := at
		for p := range last + 1 {
			if p > 0 {
				at += race.Instant((w.km[p] - w.km[p-1]) * float64(pace) * float64(w.between(93, 110)) * 10)
			}
			r.at[p] = at
			if lost := w.faults["lost"] && w.one(4); lost || w.reader(p) == w.silent {
				r.hurt = true
				if lost {
					w.tell("bib %s lost at point %d", r.bib, p)
				}
				continue
			}
			w.pass(r, p)
		}
		if m := int(begun-w.gun) / 60_000; w.faults["stray"] && m > 6 && !(r.hurt && len(w.stations) < n) && w.one(30) {
			p := w.between(1, n-1)
			before := w.gun + race.Instant(w.between(60, (m-1)*60))*1000
			w.tell("bib %s walked over reader %d at %s", r.bib, w.reader(p), race.Clock(before))
			w.hear(w.reader(p), r.chip, before)
		}
		if w.faults["parked"] && last > 0 && w.one(5) {
			w.tell("bib %s parked at reader %d", r.bib, w.reader(last))
			for k := range 60 {
				w.hear(w.reader(last), r.chip, at+race.Instant(k+1)*29_000)
			}
		}
		if w.faults["unknown"] && w.one(20) {
			w.hear(w.reader(n-1), fmt.Sprintf("%012x", 0x99000000+i), at-600_000)
		}
		if w.faults["foreign"] && w.one(30) {
			w.hear(w.reader(w.IntN(n)), fmt.Sprintf("%012x", 0x77000000+i), at-500_000)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		lines := w.files[name]
		w.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	}
}

// pass writes what one reader hears of a runner that passes a point.
func (w *trueRace) pass(r *truth, p int) {
	for k := range w.between(1, 3) {
		off := race.Instant(k) * 700
		if p == 0 {
			off = -off
		}
		line := w.hear(w.reader(p), r.chip, r.at[p]+off)
		if k == 0 {
			r.heard[p] = true
			w.counts[line] = read{r, p}
		}
		if w.faults["torn"] && w.one(2) {
			w.torn[line] = true
		}
		if w.faults["doubles"] && w.one(10) {
			w.hear(w.reader(p), r.chip, r.at[p]+off)
		}
	}
}

// hear writes one read, and returns its line.
func (w *trueRace) hear(reader int, chip string, at race.Instant) string {
	if reader == w.silent {
		return ""
	}
	if reader == w.off {
		at = w.clock(at)
	}
	at += w.all
	if reader == w.spelt {
		chip = w.spell(chip)
	}
	days := int(at / race.Instant(race.Day))
	if at < 0 {
		days--
	}
	name := fmt.Sprintf("%02x", reader)
	line := w.v.line(name, chip, raceDay.AddDate(0, 0, days), at-race.Instant(days)*race.Instant(race.Day))
	if w.v.keys != byFile {
		name = fmt.Sprintf("%02x", w.IntN(2))
	}
	w.files[name] = append(w.files[name], line)
	return line
}

// project is the race as a project; auto says that the format is to be found out.
func (w *trueRace) project(auto bool) fstest.MapFS {
	keys, end, format := w.v.keys, "", w.v.name
	if keys == byFile {
		keys, end = "", ".txt"
	}
	if auto {
		format = vendors.Auto
	}
	points := make([]string, len(w.km))
	yaml := ""
	for i, km := range w.km {
		switch points[i] = fmt.Sprintf("p%d", i); i {
		case 0:
			points[i] = "start"
		case len(w.km) - 1:
			points[i] = "finish"
		}
		yaml += fmt.Sprintf("      - {id: %s, km: %g}\n", points[i], km)
	}
	stations := ""
	for i, list := range w.stations {
		var at []string
		for _, p := range list {
			at = append(at, points[p])
		}
		stations += fmt.Sprintf(`, "%02x%s": [%s]`, i, end, strings.Join(at, ", "))
	}
	head, _, _ := strings.Cut(yearYAML, "    points:\n")
	head = strings.Replace(head, "07:30:00", hms(w.gun, "")[:8], 1)
	other := strings.Replace(head[strings.Index(head, "  marathon:"):], "marathon", "other", 1)
	fsys := files("data/2022/edition.yaml", head+"    points:\n"+yaml+fmt.Sprintf("    timing:\n      - {kind: reads, file: \"*.txt\", format: %s%s, points: {%s}}\n", format, keys, stations[2:])+
		other+"    points:\n      - {id: finish, km: 5}\n", folder+"times.csv", "absent")
	entries := "bib,name,gender,chip\n"
	for _, r := range w.runners {
		entries += r.bib + ",Runner,M," + w.chips(r.chip) + "\n"
	}
	fsys[folder+"entries.csv"] = &fstest.MapFile{Data: []byte(entries)}
	entries = "bib,name,gender,chip\n"
	for i := range w.runners {
		entries += fmt.Sprintf("X%d,Other,M,%012x\n", i, 0x77000000+i)
	}
	fsys["data/2022/other/times.csv"] = &fstest.MapFile{Data: []byte("bib,finish\nX0,20:00\n")}
	fsys["data/2022/other/entries.csv"] = &fstest.MapFile{Data: []byte(entries)}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		fsys[folder+name+".txt"] = &fstest.MapFile{Data: []byte(w.v.head + w.text(w.files[name]))}
	}
	return fsys
}

// text puts the lines of a file together, with greetings between them, and tears
// some: cut short, with the next line right behind, or at the end of the file.
func (w *trueRace) text(lines []string) string {
	var b strings.Builder
	greets := greetings[w.v.name]
	last := ""
	for i, line := range lines {
		if w.faults["greetings"] && len(greets) > 0 && w.one(10) {
			g := greets[w.IntN(len(greets))]
			if strings.Contains(g, "%s") {
				g = fmt.Sprintf(g, hms(w.gun+w.all+24*3_600_000, ".%03d"))
			}
			b.WriteString(strings.Replace(g, "SECONDS", fmt.Sprint((w.gun+w.all+24*3_600_000)%race.Instant(race.Day)/1000), 1) + "\n")
		}
		if !w.torn[line] {
			b.WriteString(line + "\n")
			continue
		}
		w.lose(line)
		cut := line[:w.between(1, len(line)-1)]
		switch w.IntN(4) {
		case 0:
			if last == "" {
				last = cut
				w.tell("torn at the end: %q of %q", cut, line)
				continue
			}
		case 1:
			if i < len(lines)-1 && !w.torn[lines[i+1]] {
				w.lose(lines[i+1])
				w.tell("torn, and glued: %q of %q and %q", cut, line, lines[i+1])
				b.WriteString(cut)
				continue
			}
		}
		w.tell("torn: %q of %q", cut, line)
		b.WriteString(cut + "\n")
	}
	return b.String() + last
}

// lose notes that a line cannot be read as it was.
func (w *trueRace) lose(line string) {
	if r, ok := w.counts[line]; ok {
		r.of.heard[r.point] = false
		w.tell("bib %s is not heard at point %d", r.of.bib, r.point)
	}
}
