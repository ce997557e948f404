package e2e

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/unicode/norm"
)

// layout is a way of writing the true race, the files that come of it, and what
// they hold.
type layout struct {
	tongue     *tongue
	races      []*contest
	files      map[string][]byte
	order      []string // of the files
	byNet      bool     // the places of the table are by net
	holdsGun   bool
	holdsNet   bool
	holdsPoint bool
	holdsName  bool
	holdsNat   bool
	holdsAge   bool
	rowNumbers bool
	rows       []*entrant
	says       []string // what is particular about it
}

// pick takes one of the alternatives of a word.
func pick(r *rand.Rand, words string) string {
	list := strings.Split(words, "|")
	return list[r.IntN(len(list))]
}

// newLayout makes layout number i.
func newLayout(i int) *layout {
	r := rand.New(rand.NewPCG(19, uint64(i)))
	t := &tongues[i%len(tongues)]
	l := &layout{tongue: t, files: map[string][]byte{}}
	chance := func(percent int) bool { return r.IntN(100) < percent }
	say := func(s string) { l.says = append(l.says, s) }
	say(t.id)
	races := 1
	if chance(12) {
		races = 2 + r.IntN(2)
		say("several races")
	}
	l.races = trueEvent(r, t, races, 24)

	// What the table holds.
	kind := r.IntN(4) // both clocks, gun alone, net alone called the result, gun and splits and net
	l.holdsGun, l.holdsNet = true, kind == 0 || kind == 3
	l.holdsPoint = kind == 3 && races == 1 || kind == 1 && races == 1 && chance(50)
	placed := chance(75)
	if placed && l.holdsNet && chance(35) {
		l.byNet = true
		say("places by net")
	}
	for _, c := range l.races {
		ranked(c, func(e *entrant) int {
			if l.byNet {
				return e.net
			}
			return e.gun
		})
	}
	for _, c := range l.races {
		rows := slices.Clone(c.runners)
		if chance(70) {
			slices.SortStableFunc(rows, func(a, b *entrant) int {
				x, y := a.place, b.place
				if x == 0 {
					x = 1e6
				}
				if y == 0 {
					y = 1e6
				}
				return cmp.Compare(x, y)
			})
		}
		l.rows = append(l.rows, rows...)
	}
	if races > 1 && chance(30) {
		r.Shuffle(len(l.rows), func(a, b int) { l.rows[a], l.rows[b] = l.rows[b], l.rows[a] })
	}

	// How a time is written.
	clock := timeWriter(r, t, l)
	statusIn := []string{"column", "gun", "place", "both"}[r.IntN(4)]
	if !placed && statusIn == "place" {
		statusIn = "gun"
	}
	say("status in " + statusIn)
	words := map[string]string{"dnf": pick(r, t.dnf), "dns": pick(r, t.dns), "dq": pick(r, t.dq)}
	done := pick(r, t.done)

	// The columns.
	var columns []column
	add := func(header string, cell func(*entrant) string) { columns = append(columns, column{header, cell}) }
	if chance(8) {
		say("unnamed counter")
		n := 0
		counted := map[*entrant]int{}
		for _, e := range l.rows {
			n++
			counted[e] = n
		}
		add("", func(e *entrant) string { return fmt.Sprint(counted[e]) })
	}
	place := func(e *entrant, n int) string {
		if e.status != "" {
			if statusIn == "place" {
				return words[e.status]
			}
			return ""
		}
		return fmt.Sprint(n)
	}
	whole := true
	if placed {
		switch r.IntN(3) {
		case 0:
			add(pick(r, t.place), func(e *entrant) string { return place(e, e.place) })
		case 1:
			add(pick(r, t.place), func(e *entrant) string { return place(e, e.place) })
			add(pick(r, t.genderPlace), func(e *entrant) string { return place(e, e.among) })
		case 2:
			whole = false
			add(pick(r, t.place), func(e *entrant) string { return place(e, e.place) })
			columns = append(columns, column{"", nil}) // the place in the category, put in below
		}
	}
	l.rowNumbers = chance(3) && races == 1
	if !l.rowNumbers {
		letter := ""
		if chance(10) {
			letter = "A"
			for _, e := range l.rows {
				e.bib = letter + e.bib
			}
		}
		add(pick(r, t.bib), func(e *entrant) string { return e.bib })
	} else {
		say("no bib")
	}
	l.holdsName = true
	switch how := r.IntN(5); {
	case how <= 1:
		say("names split")
		given, family := pick(r, t.given), pick(r, t.family)
		if given == family {
			family = strings.Split(t.family, "|")[0]
		}
		if chance(50) {
			add(given, func(e *entrant) string { return e.given })
			add(family, func(e *entrant) string { return e.family })
		} else {
			add(family, func(e *entrant) string { return e.family })
			add(given, func(e *entrant) string { return e.given })
		}
	case how == 2 && !t.eastern:
		say("family, given")
		add(pick(r, t.name), func(e *entrant) string { return e.family + ", " + e.given })
	case how == 3 && !t.eastern:
		add(pick(r, t.name), func(e *entrant) string { return strings.ToUpper(e.family) + " " + e.given })
	case t.eastern:
		add(pick(r, t.name), func(e *entrant) string { return e.family + e.given })
	default:
		add(pick(r, t.name), func(e *entrant) string { return e.given + " " + e.family })
	}
	men, women := strings.Split(t.men, "|"), strings.Split(t.women, "|")
	g := r.IntN(len(men))
	gender := func(e *entrant) string {
		if e.woman {
			return women[g]
		}
		return men[g]
	}
	category := func(e *entrant) string {
		from := e.age / 10 * 10
		sex := []rune(gender(e))[:1]
		return fmt.Sprintf("%s%d-%d", string(sex), from, from+9)
	}
	inCategory := chance(15)
	if inCategory {
		say("gender in the category")
	} else {
		add(pick(r, t.gender), gender)
	}
	if inCategory || chance(40) {
		add(pick(r, t.category), category)
	}
	switch r.IntN(3) {
	case 0:
		l.holdsAge = true
		add(t.age[:cmp.Or(max(0, strings.IndexByte(t.age, '|')), len(t.age))], func(e *entrant) string { return fmt.Sprint(e.age) })
	case 1:
		add(pick(r, t.born), func(e *entrant) string { return fmt.Sprint(2025 - e.age) })
	}
	if chance(60) {
		l.holdsNat = true
		how := r.IntN(4)
		add(pick(r, t.nat), func(e *entrant) string { return nations[e.nation][how] })
		say("nations " + []string{"IOC", "ISO-3", "ISO-2", "by name"}[how])
	}
	if chance(50) {
		add(pick(r, t.club), func(e *entrant) string { return e.club })
	}
	if chance(25) {
		add(pick(r, t.city), func(e *entrant) string { return e.city })
	}
	if races > 1 {
		names := map[string]string{"full": pick(r, t.full), "half": pick(r, t.halfRace), "ten": pick(r, t.ten)}
		add(pick(r, t.race), func(e *entrant) string { return names[e.race.kind] })
	}
	time := func(seconds func(*entrant) int, result bool) func(*entrant) string {
		return func(e *entrant) string {
			if e.status != "" {
				if result && (statusIn == "gun" || statusIn == "both") {
					return words[e.status]
				}
				return ""
			}
			return clock(seconds(e))
		}
	}
	if l.holdsPoint {
		for _, p := range l.races[0].points {
			header := strings.ReplaceAll(pick(r, t.split), "%s", p)
			if p == "half" {
				header = pick(r, t.half)
			}
			add(header, func(e *entrant) string {
				if e.status == "dns" || e.status == "dq" {
					return ""
				}
				return clock(e.splits[p])
			})
		}
	}
	gunColumn := column{pick(r, t.gun), time(func(e *entrant) int { return e.gun }, true)}
	netColumn := column{pick(r, t.net), time(func(e *entrant) int { return e.net }, true)}
	switch {
	case l.holdsNet && chance(50):
		columns = append(columns, gunColumn, netColumn)
	case l.holdsNet:
		columns = append(columns, netColumn, gunColumn)
	default:
		columns = append(columns, column{pick(r, t.result), gunColumn.cell})
		if chance(40) {
			columns[len(columns)-1].header = gunColumn.header
		}
	}
	if statusIn == "column" || statusIn == "both" {
		add(pick(r, t.status), func(e *entrant) string { return cmp.Or(words[e.status], done) })
	}
	if !whole {
		i := slices.IndexFunc(columns, func(c column) bool { return c.cell == nil })
		columns[i] = column{pick(r, t.categoryPlace), categoryPlaces(l, category, func(e *entrant, n int) string { return place(e, n) })}
	}
	if chance(30) && columns[0].header != "" {
		say("columns shuffled")
		r.Shuffle(len(columns), func(a, b int) { columns[a], columns[b] = columns[b], columns[a] })
	}
	l.write(r, columns, chance)
	return l
}

// column is a column of a layout.
type column struct {
	header string
	cell   func(*entrant) string
}

// categoryPlaces numbers the runners of each category.
func categoryPlaces(l *layout, category func(*entrant) string, write func(*entrant, int) string) func(*entrant) string {
	places := map[*entrant]int{}
	n := map[string]int{}
	sorted := slices.Clone(l.rows)
	slices.SortStableFunc(sorted, func(a, b *entrant) int { return cmp.Compare(a.place, b.place) })
	for _, e := range sorted {
		if e.place > 0 {
			n[category(e)]++
			places[e] = n[category(e)]
		}
	}
	return func(e *entrant) string { return write(e, places[e]) }
}

// timeWriter takes one of the ways of writing times.
func timeWriter(r *rand.Rand, t *tongue, l *layout) func(int) string {
	plain := func(s int) string { return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60) }
	ways := []struct {
		name  string
		write func(int) string
	}{
		{"h:mm:ss", plain}, {"h:mm:ss", plain},
		{"hh:mm:ss", func(s int) string { return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60) }},
		{"hh:mm:ss", func(s int) string { return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60) }},
		{"tenths", func(s int) string { return plain(s) + ".0" }},
		{"hundredths", func(s int) string {
			if t.comma {
				return plain(s) + ",00"
			}
			return plain(s) + ".00"
		}},
		{"m:ss below the hour", func(s int) string {
			if s < 3600 {
				return fmt.Sprintf("%d:%02d", s/60, s%60)
			}
			return plain(s)
		}},
		{"1h02m03s", func(s int) string { return fmt.Sprintf("%dh%02dm%02ds", s/3600, s/60%60, s%60) }},
		{"decimal minutes", func(s int) string { return fmt.Sprintf("%.2f", float64(s)/60) }},
		{"day fractions", func(s int) string { return fmt.Sprintf("%.12f", float64(s)/86400) }},
		{"seconds", func(s int) string { return fmt.Sprint(s) }},
	}
	way := ways[r.IntN(len(ways))]
	l.says = append(l.says, way.name)
	return way.write
}

// write writes the files.
func (l *layout) write(r *rand.Rand, columns []column, chance func(int) bool) {
	t := l.tongue
	say := func(s string) { l.says = append(l.says, s) }
	name := []string{"results", "export", "race_data"}[r.IntN(3)]
	lengthTold := len(l.races) > 1 || chance(50)
	if lengthTold && len(l.races) == 1 {
		name = map[string]string{"full": "marathon_2025", "half": "half-marathon-2025", "ten": "city_10k_2025"}[l.races[0].kind]
	}
	var lines [][]string
	if chance(25) {
		say("title")
		title := t.title
		if len(l.races) == 1 && !lengthTold {
			title += " " + map[string]string{"full": strings.Split(t.full, "|")[0], "half": strings.Split(t.halfRace, "|")[0], "ten": strings.Split(t.ten, "|")[0]}[l.races[0].kind]
		}
		lines = append(lines, []string{title}, []string{""})
	}
	preamble := len(lines)
	var header []string
	for _, c := range columns {
		header = append(header, c.header)
	}
	lines = append(lines, header)
	again := chance(10)
	if again {
		say("header again")
	}
	for n, e := range l.rows {
		if again && n > 0 && n%20 == 0 {
			lines = append(lines, header)
		}
		var row []string
		for _, c := range columns {
			row = append(row, c.cell(e))
		}
		lines = append(lines, row)
	}
	if chance(10) {
		say("total")
		row := make([]string, len(header))
		row[0] = t.total
		if len(row) > 1 {
			row[1] = fmt.Sprint(len(l.rows))
		}
		lines = append(lines, row)
	}
	container := r.IntN(100)
	switch {
	case container < 12:
		say("XLSX")
		l.file(name+".xlsx", workbook(lines))
		return
	case container < 20 && !again && header[0] != "":
		say("fixed columns")
		l.file(name+".txt", encoded(r, t, l, fixed(lines, preamble)))
		return
	}
	comma := []string{",", ",", ";", "\t", "|"}[r.IntN(5)]
	if t.comma && comma == "," && chance(70) {
		comma = ";"
	}
	var b strings.Builder
	end := []string{"\n", "\n", "\r\n", "\r"}[r.IntN(4)]
	all := chance(15)
	for n, row := range lines {
		if n < preamble {
			b.WriteString(strings.Join(row, comma) + end)
			continue
		}
		for i, cell := range row {
			if i > 0 {
				b.WriteString(comma)
			}
			if all || strings.ContainsAny(cell, comma+"\"") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(end)
	}
	say("separator " + fmt.Sprintf("%q", comma))
	l.file(name+[]string{".csv", ".csv", ".txt"}[r.IntN(3)], encoded(r, t, l, b.String()))
}

func (l *layout) file(name string, data []byte) {
	l.files[name] = data
	l.order = append(l.order, name)
}

// encoded writes a text in one of the encodings of a tongue.
func encoded(r *rand.Rand, t *tongue, l *layout, text string) []byte {
	switch n := r.IntN(10); {
	case n < 3:
		return []byte(text)
	case n == 3:
		l.says = append(l.says, "byte order mark")
		return []byte("\xEF\xBB\xBF" + text)
	case n == 4:
		l.says = append(l.says, "UTF-16")
		var b bytes.Buffer
		b.WriteString("\xFF\xFE")
		binary.Write(&b, binary.LittleEndian, utf16.Encode([]rune(text)))
		return b.Bytes()
	case n == 5:
		return []byte(norm.NFD.String(text))
	}
	name := t.encodings[r.IntN(len(t.encodings))]
	e, err := htmlindex.Get(name)
	if err != nil {
		panic(err)
	}
	out, err := e.NewEncoder().String(text)
	if err != nil { // a word of the world in an alphabet that lacks it
		return []byte(text)
	}
	l.says = append(l.says, name)
	return []byte(out)
}

// fixed writes a table in fixed columns, with a ruler below the header.
func fixed(lines [][]string, preamble int) string {
	wide := []int{}
	width := func(s string) int {
		n := 0
		for _, r := range s {
			if n++; r > 0x1100 {
				n++
			}
		}
		return n
	}
	for _, row := range lines[preamble:] {
		for i, cell := range row {
			if i >= len(wide) {
				wide = append(wide, 0)
			}
			wide[i] = max(wide[i], width(cell), 2)
		}
	}
	var b strings.Builder
	for n, row := range lines {
		if n < preamble {
			b.WriteString(strings.Join(row, " ") + "\n")
			continue
		}
		for i, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", wide[i]-width(cell)+1))
		}
		b.WriteString("\n")
		if n == preamble {
			for _, w := range wide {
				b.WriteString(strings.Repeat("=", w) + " ")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}
