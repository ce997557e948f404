package chipreads

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// List says how to read a list of places with their times or bibs: what a keypad,
// a stopwatch or an app on a phone writes.
type List struct {
	Path      string // inside the project
	Encoding  encoding.Encoding
	Skip      int
	Separator byte              // 0 to find it out
	Columns   map[string]string // a role of ListRoles by the folded header, or by the number of the column
	Missing   func()            // called where there is no file
}

// ListRoles are what a column of a list can hold.
var ListRoles = []string{"place", "time", "bib", table.Ignore}

// listRow is a row of a list.
type listRow struct {
	path  string
	line  int
	place int // from 1
	time  string
	bib   string // "" where nobody could read it
}

// mostPlaces is how many places a list may have.
const mostPlaces = 1_000_000

// The columns of a list by the words that devices and apps write above them,
// folded. Laps are those of a stopwatch that is pressed at each arrival; a split of
// one lap alone is not used.
var listWords = map[string]string{}

func init() {
	for role, words := range map[string][]string{
		"place":      {"place", "pos", "position", "rank", "lap", "lap no", "lap number", "no", "nr", "#", "number", "index", "order", "seq", "finish", "名次", "序号", "序號", "顺序", "顺位", "順位", "圈", "圈数", "计次", "計次", "编号", "ラップ", "순위", "platz", "rang", "runde", "puesto", "posición", "vuelta", "posto", "plats", "miejsce", "место"},
		"time":       {"time", "total", "total time", "overall", "overall time", "elapsed", "elapsed time", "cumulative", "cumulative time", "finish time", "race time", "split total", "gun time", "timestamp", "clock", "总时间", "總時間", "总用时", "累计", "累计时间", "累計", "时间", "時間", "成绩", "成績", "合計", "トータル", "タイム", "기록", "zeit", "gesamt", "gesamtzeit", "temps", "temps total", "tiempo", "tiempo total", "tempo", "tid", "czas", "время"},
		"bib":        {"bib", "bib no", "bibno", "bib number", "race number", "runner", "athlete", "startnr", "startnummer", "start no", "dossard", "dorsal", "pettorale", "号码", "号码布", "参赛号", "參賽號", "號碼", "ゼッケン", "ナンバー", "배번", "номер", "numer"},
		table.Ignore: {"split", "split time", "lap time", "laptime", "lap split", "difference", "diff", "gap", "interval", "delta", "rundenzeit", "单圈", "单圈时间", "圈速", "圈时", "间隔", "ラップタイム", "name", "姓名", "date", "日期", "note", "notes", "comment"},
	} {
		for _, w := range words {
			listWords[spelling.FoldHeader(w)] = role
		}
	}
}

// readList reads a list; ok is false where no row of it can be used.
func readList(in Input, of *List, times bool) ([]listRow, bool) {
	in.Tables.Opened[of.Path] = true
	f, err := in.Tables.FS.Open(of.Path)
	if err != nil {
		of.Missing()
		return nil, false
	}
	defer f.Close()
	l, guessed, refused := openLines(f, of.Encoding)
	if refused != nil {
		problem.WholeFile(of.Path).Report(in.Tables.Found, problem.Error, refused.Code, refused.Text, refused.Hint)
		return nil, false
	}
	if guessed {
		problem.WholeFile(of.Path).Report(in.Tables.Found, problem.Warning, "guessed_encoding", "the text is not UTF-8 and was read as GB18030, which is not confirmed", "declare it: encoding: gb18030, big5, windows-1252 …")
	}
	p := &listParser{of: of, times: times}
	for {
		text, number, _, err := l.next()
		if err == io.EOF {
			break
		}
		if err != nil && err != errTooLong {
			problem.WholeFile(of.Path).Report(in.Tables.Found, problem.Error, "unreadable_file", fmt.Sprintf("the file cannot be read: %v", err), "")
			return nil, false
		}
		if number > of.Skip && len(p.lines) < mostPlaces {
			p.take(string(bytes.ToValidUTF8(text, []byte("\uFFFD"))), number)
		}
	}
	rows, why := p.rows()
	if why != "" {
		problem.WholeFile(of.Path).Report(in.Tables.Found, problem.Error, "bad_list", why, `say what its columns are: columns: {"1": place, "2": time}; numbers where the list has no header`)
		return nil, false
	}
	in.Tables.Intake.Add(&table.File{Path: of.Path, Edition: in.Edition.ID, Race: in.Race.ID, Kind: "order", Rows: len(rows)})
	return rows, true
}

// listParser takes the lines of a list apart.
type listParser struct {
	of    *List
	times bool // the list must have times, else bibs
	lines []listLine
	roles []string // by column, "" for none; from the header
	fixed bool     // they are known
	seen  bool     // a line says something
}

type listLine struct {
	cells  []string
	number int
	whole  bool // what the cells hold is known: place, time, bib
}

var (
	timeShape    = regexp.MustCompile(`^[-+]?\d{1,3}[:hH'′][0-5]?\d([:mM'′][0-5]?\d)?([.,:"″]\d{1,3})?[sS"″]?$|^\d+ ?[hm分时時].*[s秒]?$`)
	secondsRow   = regexp.MustCompile(`^\d{1,6}[.,]\d{1,3}$`)
	decimalComma = regexp.MustCompile(`:\d\d,\d{1,3}(\D|$)`)
	wholeShape   = regexp.MustCompile(`^\d{1,9}$`)
)

// isTime reports whether a cell is a time.
func isTime(cell string) bool {
	_, clock, dated := strings.Cut(cell, " ")
	if dated && strings.ContainsAny(cell[:len(cell)-len(clock)], "-/.") { // a day before it
		cell = clock
	}
	return timeShape.MatchString(cell) || secondsRow.MatchString(cell)
}

// take keeps a line that says something.
func (p *listParser) take(text string, number int) {
	switch {
	case len(text) >= 24 && (text[0] == 0x17 || text[0] == 0x14): // the messages of a Time Machine: a time, or a time with a bib
		cells := []string{strings.TrimSpace(text[8:13]), strings.TrimSpace(text[13:24]), ""}
		if text[0] == 0x14 && len(text) >= 32 {
			cells[2] = strings.TrimLeft(strings.TrimSpace(text[27:32]), "0")
		}
		p.lines = append(p.lines, listLine{cells, number, true})
		return
	case strings.TrimSpace(text) == "", text[0] < ' ' && text[0] != '\t', strings.HasPrefix(text, "//"), text[0] == '#' && !strings.ContainsAny(text, "0123456789") && len(p.lines) > 0:
		return
	}
	p.seen = true
	separator := p.of.Separator
	if separator == 0 {
		separator = listSeparator(text)
	}
	var cells []string
	if separator == ' ' {
		cells = strings.Fields(text)
	} else {
		cells = strings.Split(text, string(separator))
	}
	for i := range cells {
		cells[i] = strings.Trim(spelling.FoldWidth(cells[i]), "\" \t")
	}
	if !p.fixed && p.header(cells) {
		return
	}
	if separator == ' ' && p.roles == nil {
		cells = plainCells(cells)
	}
	p.lines = append(p.lines, listLine{cells, number, false})
}

// listSeparator is what stands between the cells of a line.
func listSeparator(text string) byte {
	for _, s := range []byte("\t;|") {
		if strings.IndexByte(text, s) >= 0 {
			return s
		}
	}
	if strings.Count(text, ",") > len(decimalComma.FindAllString(text, -1)) {
		return ','
	}
	return ' '
}

// plainCells drops the words of a line of an app, and what stands behind numbers:
// "Lap 3:", "#3", "3.", "第3圈". Words of several parts are joined with the time
// they belong to.
func plainCells(cells []string) []string {
	var plain []string
	for _, c := range cells {
		c = strings.TrimSuffix(strings.TrimLeft(c, "#第"), "圈")
		if trimmed := strings.TrimRight(c, ".:)"); wholeShape.MatchString(trimmed) {
			c = trimmed
		}
		if _, word := listWords[spelling.FoldHeader(c)]; c == "" || word || c == "-" {
			continue
		}
		plain = append(plain, c)
	}
	return plain
}

// header takes a line for the header where its cells are known words, or the
// declared columns.
func (p *listParser) header(cells []string) bool {
	roles := make([]string, len(cells))
	known, numbers := 0, 0
	for i, c := range cells {
		if strings.ContainsAny(c, "0123456789") {
			numbers++
		}
		folded := spelling.FoldHeader(c)
		role, ok := p.of.Columns[folded]
		if !ok && len(p.of.Columns) == 0 {
			role, ok = listWords[folded]
		}
		if ok {
			known++
			roles[i] = role
		}
	}
	if known == 0 || numbers > 0 && len(p.of.Columns) == 0 {
		return len(p.lines) == 0 && numbers == 0 && !slices.Contains(cells, "?")
	}
	p.roles, p.fixed = roles, true
	p.lines = p.lines[:0] // what stood before it is a preamble
	return true
}

// rows makes rows of the lines. Why says why none can be used.
func (p *listParser) rows() (rows []listRow, why string) {
	what := "bibs"
	if p.times {
		what = "times"
	}
	if len(p.lines) == 0 && p.seen {
		return nil, "no line of the list has " + what
	}
	if len(p.lines) == 0 {
		return nil, "the list is empty"
	}
	place, clock, bib := p.columns()
	switch {
	case p.times && clock < 0, !p.times && bib < 0:
		return nil, "no column of the list has " + what
	}
	last, numbered, blank := 0, 0, 0
	for _, l := range p.lines {
		row := listRow{path: p.of.Path, line: l.number}
		at := func(i int) string {
			if i < 0 || i >= len(l.cells) {
				return ""
			}
			return l.cells[i]
		}
		number := at(place)
		row.time, row.bib = at(clock), at(bib)
		if l.whole {
			number, row.time, row.bib = l.cells[0], l.cells[1], l.cells[2]
		}
		if row.bib = unread(row.bib); p.times && row.time == "" {
			blank++
			continue
		}
		if n, err := strconv.Atoi(strings.Trim(number, "#.")); err == nil && n >= 0 && n <= mostPlaces {
			if n == 0 {
				continue // the start
			}
			row.place = n
			numbered++
		}
		rows = append(rows, row)
	}
	if 2*numbered < len(rows) {
		numbered = 0
	}
	kept := rows[:0]
	for _, row := range rows {
		if numbered == 0 {
			last++
			row.place = last
		} else if row.place == 0 {
			continue
		}
		kept = append(kept, row)
	}
	if len(kept) == 0 {
		return nil, "the list is empty"
	}
	return kept, ""
}

// unread returns a bib, "" for the marks of one that nobody could read.
func unread(bib string) string {
	switch strings.Trim(bib, "?xX*-. _") {
	case "", "0", "unknown", "未知", "不明":
		return ""
	}
	return spelling.Bib(bib)
}

// columns finds out which column is which: by the header, by what is declared, or
// by what the cells hold.
func (p *listParser) columns() (place, clock, bib int) {
	place, clock, bib = -1, -1, -1
	set := func(role string, i int) {
		switch {
		case role == "place" && place < 0:
			place = i
		case role == "time" && clock < 0:
			clock = i
		case role == "bib" && bib < 0:
			bib = i
		}
	}
	numbered := false
	for header, role := range p.of.Columns {
		if n, err := strconv.Atoi(header); err == nil && n > 0 {
			set(role, n-1)
			numbered = true
		}
	}
	if numbered {
		return place, clock, bib
	}
	if p.fixed {
		for i, role := range p.roles {
			set(role, i)
		}
		if !p.times && bib < 0 && place >= 0 && clock < 0 && len(p.roles) == 1 {
			place, bib = -1, place // "No" alone above a list of bibs
		}
		if p.times && clock >= 0 || !p.times && bib >= 0 {
			return place, clock, bib
		}
	}
	return p.guess()
}

// guess finds the columns by their cells: times have colons, and those since the
// start never go back; places count up by one; what is left is bibs.
func (p *listParser) guess() (place, clock, bib int) {
	place, clock, bib = -1, -1, -1
	width := 0
	for _, l := range p.lines {
		width = max(width, len(l.cells))
	}
	type column struct {
		times, whole, filled int
		up                   int // numbers that are one more, or one less, than that before
		least                int
		back, on             int // times that are before, and after, that before
	}
	columns := make([]column, min(width, 50))
	for i := range columns {
		c := &columns[i]
		c.least = mostPlaces
		last, lastTime := -1, race.Clock(-1)
		for _, l := range p.lines {
			if l.whole || i >= len(l.cells) || l.cells[i] == "" {
				continue
			}
			cell := l.cells[i]
			c.filled++
			if isTime(cell) {
				c.times++
				var r vendors.Read
				if at, ok := vendors.SinceGun(&r, cell); ok {
					switch at := race.Clock(at); {
					case at < lastTime:
						c.back++
					case lastTime >= 0 && at > lastTime:
						c.on++
					}
					lastTime = race.Clock(at)
				}
			} else if n, err := strconv.Atoi(cell); err == nil {
				c.whole++
				c.least = min(c.least, n)
				if last >= 0 && n == last+1 || last < 0 && n <= 1 {
					c.up++
				} else if last >= 0 && n == last-1 {
					c.up++ // the last first
				}
				last = n
			}
		}
	}
	for i, c := range columns {
		if 10*c.times >= 9*c.filled && c.times > 0 && (clock < 0 || min(c.back, c.on) < min(columns[clock].back, columns[clock].on)) {
			clock = i
		}
	}
	for i, c := range columns {
		if counts := 10*c.up >= 8*c.whole || c.least <= 1 && 10*c.up >= 6*c.whole; i != clock && 10*c.whole >= 9*c.filled && c.whole > 1 && counts &&
			(place < 0 || c.least <= 1 && columns[place].least > 1) {
			place = i
		}
	}
	if place < 0 && width > 1 && columns[0].whole == columns[0].filled && columns[0].filled == 1 && len(p.lines) == 1 {
		place = 0
	}
	for i, c := range columns {
		if i != clock && i != place && c.filled > 0 && c.times == 0 {
			bib = i
			break
		}
	}
	if !p.times && bib < 0 && place >= 0 { // bibs that count up by one
		place, bib = -1, place
	}
	if slices.ContainsFunc(p.lines, func(l listLine) bool { return l.whole }) && clock < 0 {
		clock, bib = 1, 2
	}
	return place, clock, bib
}

// lastPlace is the last place of a list.
func lastPlace(rows []listRow) int {
	last := 0
	for _, r := range rows {
		last = max(last, r.place)
	}
	return last
}

// clock returns what reads the times of a list. Where nothing says whether they
// are those since the gun or of the wall clock, they are those since the gun, unless
// the finish had closed before the first of them.
func (h *hand) clock(rows []listRow) func(*listRow) race.Instant {
	rc := h.in.Race
	since := func(row *listRow) race.Instant {
		var r vendors.Read
		at, ok := vendors.SinceGun(&r, row.time)
		if !ok {
			return race.Unseen
		}
		return rc.Gun + race.Instant(at)
	}
	wall := h.wallClock(rows)
	finish := rc.Points[rc.Finish()].Cutoff
	switch {
	case h.order.SinceGun:
		return since
	case h.order.TimeOfDay:
		return wall
	}
	closed, timed := 0, 0
	for i := range rows {
		if w := wall(&rows[i]); w != race.Unseen {
			timed++
			if s := since(&rows[i]); (s == race.Unseen || finish.Set && !finish.Unknown && s > finish.At) && w > rc.Gun {
				closed++
			}
		}
	}
	if closed > 0 && closed == timed {
		problem.WholeFile(h.order.Times.Path).Report(h.in.Tables.Found, problem.Review, "time_of_day", "the times of the list are read as times of day: since the gun all of them are after the finish has closed", "to confirm it, declare clock: time_of_day, else clock: since_gun")
		return wall
	}
	return since
}

// wallClock returns what reads times of the wall clock.
func (h *hand) wallClock(rows []listRow) func(*listRow) race.Instant {
	rc := h.in.Race
	of := vendors.File{Zone: h.in.Edition.Zone}
	if !h.in.Edition.Date.IsZero() {
		of.Day = vendors.DayNumber(h.in.Edition.Date)
	}
	var cells [][]byte
	for i := range rows {
		if len(cells) < 2000 {
			cells = append(cells, []byte(rows[i].time))
		}
	}
	read := vendors.Moments(of, cells)
	return func(row *listRow) race.Instant {
		var r vendors.Read
		if read(&r, []byte(row.time)) != "" {
			return race.Unseen
		}
		shown := r.At
		switch {
		case r.UTC:
			return race.Instant(int64(r.Day)*dayLength + r.At - race.Midnight(h.in.Edition.Date, h.in.Edition.Zone).UnixMilli())
		case r.Dated && of.Day != 0:
			shown += int64(r.Day-of.Day) * dayLength
		}
		at, _ := rc.Wall.First(race.Clock(shown))
		for !r.Dated && at <= rc.Gun {
			shown += dayLength
			at, _ = rc.Wall.First(race.Clock(shown))
		}
		return at
	}
}
