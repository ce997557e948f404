package vendors

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// genericReads reads a table of reads by the columns that the edition names, by
// their headers or, in a file without a header, by their numbers. Where it names
// none, the headers that are known say what they hold. Columns that it does not
// name are ignored, as are lines before the header and those that begin with #.
type genericReads struct {
	file      File
	moments   moments
	separator byte
	ready     bool // the columns are known
	broken    bool // a column is missing
	surveyed  bool // what cells leave open is decided
	good      bool // a line was read
	at        [columnRoles]int
	head      string // of the column time, folded
	fields    [][]byte
	r         Read
	lastDate  string // of the last line, as it stands there
	lastDay   int    // and as a day
}

// The columns of a read, as indices of genericReads.at.
const (
	chipColumn = iota
	bibColumn
	timeColumn
	dateColumn
	readerColumn
	pointColumn
	strengthColumn
	columnRoles
)

var genericFormat = Format{Name: Generic, writer: Writer{Head: "when,tag,where\n", Columns: "columns: {when: time, tag: chip, where: reader}", Line: genericLine}, parser: newGenericReads}

func newGenericReads(of File) Parser {
	p := &genericReads{file: of, separator: of.Separator, ready: len(of.Columns) > 0}
	p.moments = moments{zoned: newZoned(of), day: of.Day, order: of.Order, sinceGun: of.SinceGun}
	for i := range p.at {
		p.at[i] = -1
	}
	for _, c := range of.Columns {
		n, ok := wholeNumber([]byte(c.Header))
		if !ok || n < 1 || n > 1000 {
			p.ready = false
			break
		}
		p.put(c.Role, int(n)-1)
	}
	return p
}

// put says where the column of a role is.
func (p *genericReads) put(role string, at int) {
	if i := slices.Index(Roles, role); i >= 0 && i < columnRoles {
		p.at[i] = at
	}
}

// Parse implements Parser.
func (p *genericReads) Parse(line []byte, add func(*Read)) {
	switch {
	case p.broken:
		return
	case !p.ready:
		p.header(line)
		return
	case comment(line):
		return
	}
	if p.separator == 0 {
		p.separator = p.findSeparator(line)
	}
	p.split(line)
	if !p.surveyed {
		p.survey(line)
	}
	clock := p.get(timeColumn)
	if p.repeats(clock) {
		return
	}
	p.r = Read{}
	r := &p.r
	defer add(r)
	r.Chip, r.Bib = p.get(chipColumn), p.get(bibColumn)
	r.Place, r.Reader = p.get(pointColumn), p.get(readerColumn)
	r.Strength = signal(p.get(strengthColumn))
	if date := p.get(dateColumn); len(date) > 0 {
		if string(date) != p.lastDate || p.lastDay == 0 {
			day, why := p.day(date)
			if why != "" {
				r.unusable(line, date, why)
				return
			}
			p.lastDate, p.lastDay = string(date), day
		}
		r.Day, r.Dated = p.lastDay, true
	}
	if len(clock) == 0 {
		r.unusable(line, line, noTime)
		return
	}
	if why := p.moments.read(r, clock); why != "" {
		r.unusable(line, clock, why)
		return
	}
	if len(r.Chip) == 0 && len(r.Bib) == 0 {
		r.unusable(line, line, noChip)
		return
	}
	p.good = true
}

// day reads the cell of a date.
func (p *genericReads) day(text []byte) (int, string) {
	if day, ok := isoDay(text); ok {
		return day, ""
	}
	if !p.moments.parts.scan(text) {
		return 0, noDate
	}
	if p.moments.parts.timeGroup() >= 0 && p.moments.parts.dateGroup() < 0 && p.moments.parts.many == 1 { // 06.11.22 beside a column of times is no time
		g := &p.moments.parts.groups[0]
		return p.moments.inOrder(int(g.n[0]), int(g.n[1]), int(g.n[2]), false, false)
	}
	day, has, why := p.moments.dayOf(&p.moments.parts)
	if why == "" && !has {
		why = noDate
	}
	return day, why
}

// repeats reports whether the line is the header again, as where files were put
// together, or a header above columns that are numbered.
func (p *genericReads) repeats(clock []byte) bool {
	if len(clock) == 0 || bytes.ContainsAny(clock, "0123456789") {
		return false
	}
	if p.head != "" {
		return spelling.FoldHeader(string(clock)) == p.head
	}
	return !p.good && !p.moments.parts.scan(clock) && len(knownColumns[spelling.FoldHeader(string(clock))]) > 0
}

// comment reports whether a line is a remark.
func comment(line []byte) bool { return line[0] == '#' || bytes.HasPrefix(line, []byte("//")) }

// split cuts the line into fields.
func (p *genericReads) split(line []byte) {
	if p.separator == ' ' {
		p.fields = p.fields[:0]
		for part := range bytes.FieldsSeq(line) {
			p.fields = append(p.fields, part[:len(part):cap(part)])
		}
		return
	}
	p.fields = splitFields(p.fields, line, p.separator)
}

// findSeparator returns the separator of a line: which of , ; tab | and ~ is most
// frequent outside quotes, else blanks.
func (p *genericReads) findSeparator(line []byte) byte {
	text := string(line)
	s := table.Separator(text)
	if strings.IndexByte(text, s) >= 0 {
		return s
	}
	for _, s := range []byte("~^") {
		if strings.IndexByte(text, s) >= 0 {
			return s
		}
	}
	if strings.IndexByte(strings.TrimSpace(text), ' ') > 0 {
		return ' '
	}
	return ','
}

func (p *genericReads) get(column int) []byte { return nth(p.fields, p.at[column]) }

// mostPreamble is how many lines may stand before the header.
const mostPreamble = 100

// header looks for the named columns in a line. Lines without them are a
// preamble, unless no line that follows has them.
func (p *genericReads) header(line []byte) {
	if p.find(line) {
		p.ready = true
		return
	}
	rest := p.file.Head
	if len(p.file.Head) > 0 {
		for range mostPreamble {
			var next []byte
			next, rest, _ = bytes.Cut(rest, []byte("\n"))
			if next = bytes.TrimRight(next, "\r"); len(bytes.TrimSpace(next)) > 0 && p.find(next) {
				p.forget()
				return // it comes
			}
			if len(rest) == 0 {
				break
			}
		}
	}
	p.missing(line)
}

// forget takes back what was found in a line that comes later.
func (p *genericReads) forget() {
	p.separator, p.head = p.file.Separator, ""
	for i := range p.at {
		p.at[i] = -1
	}
}

// find looks for the columns in one line and remembers where they are.
func (p *genericReads) find(line []byte) bool {
	if p.separator = p.file.Separator; p.separator == 0 {
		p.separator = p.findSeparator(line)
	}
	p.split(line)
	var names []string
	for _, f := range p.fields {
		names = append(names, spelling.FoldHeader(string(f)))
	}
	for i := range p.at {
		p.at[i] = -1
	}
	if len(p.file.Columns) == 0 {
		for i, name := range names {
			for _, role := range knownColumns[name] {
				if k := slices.Index(Roles, role); p.at[k] < 0 {
					p.at[k] = i
				}
			}
		}
		if p.at[timeColumn] < 0 && p.at[dateColumn] >= 0 { // a column of the date and the time
			p.at[timeColumn], p.at[dateColumn] = p.at[dateColumn], -1
		}
		if p.at[timeColumn] < 0 || p.at[chipColumn] < 0 && p.at[bibColumn] < 0 {
			return false
		}
	}
	for _, c := range p.file.Columns {
		i := slices.Index(names, c.Header)
		if i < 0 && c.Role != table.Ignore {
			return false
		}
		p.put(c.Role, i)
	}
	p.head = names[p.at[timeColumn]]
	return true
}

// missing reports the columns that the file does not have, by its first line.
func (p *genericReads) missing(line []byte) {
	p.broken = true
	p.find(line)
	var names []string
	for _, f := range p.fields {
		names = append(names, spelling.FoldHeader(string(f)))
	}
	if len(p.file.Columns) == 0 {
		problem.WholeFile(p.file.Path).Report(p.file.Found, problem.Error, "unknown_column", "no line of the file names its columns in words that are known",
			"say what they are: columns: {\"1\": chip, \"2\": time, \"3\": reader}; numbers where the file has no header")
		return
	}
	for _, c := range p.file.Columns {
		if !slices.Contains(names, c.Header) && c.Role != table.Ignore {
			c.At.Report(p.file.Found, problem.Error, "unknown_column", fmt.Sprintf("the file %q has no column %q", p.file.Path, c.Name), "the file's columns: "+strings.Join(names, ", "))
		}
	}
}

// survey lets the beginning of the file decide what its cells leave open. Line is
// the first that has cells.
func (p *genericReads) survey(line []byte) {
	p.surveyed = true
	var times, dates [][]byte
	fields := p.fields
	p.fields = nil
	take := func(line []byte) {
		p.split(line)
		if cell := p.get(timeColumn); len(cell) > 0 && bytes.ContainsAny(cell, "0123456789") {
			times = append(times, bytes.Clone(cell))
		}
		if cell := p.get(dateColumn); len(cell) > 0 {
			dates = append(dates, bytes.Clone(cell))
		}
	}
	if len(p.file.Head) == 0 {
		take(line)
	}
	for rest := p.file.Head; len(rest) > 0 && len(times) < 2000; {
		n := bytes.IndexAny(rest, "\r\n")
		if n < 0 {
			n = len(rest)
		}
		if n > 0 && !comment(rest[:n]) {
			take(rest[:n])
		}
		rest = rest[min(n+1, len(rest)):]
	}
	p.fields = fields
	p.moments.survey(times, dates)
	if !p.moments.sinceGun && len(dates) == 0 && p.beforeGun(times) {
		p.moments.sinceGun = true
		problem.WholeFile(p.file.Path).Report(p.file.Found, problem.Review, "since_gun", "the times of the file are read as times since the gun: by the clock all of them are before it", "to confirm it, declare clock: since_gun, else clock: time_of_day")
	}
}

// beforeGun reports whether all times can be those since the gun alone: they have
// no day, and by the clock they are before the gun or after the finish has closed.
func (p *genericReads) beforeGun(times [][]byte) bool {
	since := p.moments
	since.sinceGun = true
	for _, text := range times {
		var r Read
		if why := p.moments.read(&r, text); why == "" && (r.Dated || r.At >= p.file.Gun || r.At+dayLength <= p.file.Close) {
			return false
		}
		r = Read{}
		if since.read(&r, text) != "" {
			return false
		}
	}
	return len(times) > 0 && p.file.Close > 0
}

// knownColumns are what columns hold, by the headers that readers and programs
// write, folded.
var knownColumns = map[string][]string{}

func init() {
	for role, names := range map[string][]string{
		"chip": {"chip", "epc", "tag", "tag id", "tagid", "tag no", "tag number", "chip id", "chip code", "chip no", "chip number", "transponder", "transponder code", "transpondercode", "rfid", "uid", "epc id",
			"芯片", "芯片号", "芯片编号", "芯片码", "芯片id", "标签", "标签号", "标签id", "計時晶片", "晶片", "晶片號", "晶片號碼", "チップ", "チップ番号", "タグ", "칩", "칩번호", "puce", "no puce", "numéro de puce", "dorsal chip", "chipnummer", "chip-nr", "chip-nr.", "chipnr", "chip nr", "transpondernummer", "transponder-nr", "czip", "čip", "çip", "numer chipa", "чип", "номер чипа", "метка"},
		"bib": {"bib", "bib no", "bib number", "bib#", "race number", "start no", "startnr", "start-nr", "startnr.", "stnr", "startnummer", "dossard", "n° dossard", "no dossard", "dorsal", "pettorale", "número", "rajtszám", "göğüs no", "参赛号", "參賽號", "号码", "號碼", "号码布", "号码布号", "ゼッケン", "ナンバー", "배번", "номер", "numer startowy"},
		"time": {"time", "timestamp", "time stamp", "time of day", "timeofday", "tod", "read time", "readtime", "date time", "datetime", "date/time", "date & time", "discover time", "discovery time", "first seen", "firstseen", "first seen time", "last seen", "detection time", "passing time", "clock", "local time",
			"时间", "時間", "读取时间", "讀取時間", "通过时间", "通過時間", "过点时间", "感应时间", "感應時間", "采集时间", "计时时间", "日期时间", "首次读取时间", "时刻", "時刻", "通過時刻", "計測時刻", "시간", "시각", "zeit", "uhrzeit", "zeitstempel", "durchgangszeit", "tageszeit", "heure de passage", "hora de paso", "ora passaggio", "időpont", "saat", "čas", "heure", "horodatage", "hora", "ora", "tid", "tijd", "czas", "время", "tempo"},
		"date": {"date", "day", "日期", "日付", "날짜", "datum", "fecha", "data", "dato", "дата"},
		"reader": {"reader", "reader id", "readerid", "reader name", "reader ip", "mat", "mat id", "box", "box id", "boxid", "box name", "device", "device id", "deviceid", "device name", "decoder", "decoder id", "location", "timing point", "timingpoint", "station", "checkpoint", "loop", "ip", "hostname",
			"读写器", "讀寫器", "阅读器", "閱讀器", "读卡器", "设备", "设备号", "设备编号", "设备id", "設備", "設備編號", "计时点", "計時點", "点位", "地毯", "计时毯", "検知器", "装置", "地点", "계측지점", "장비", "lesegerät", "gerät", "matte", "messpunkt", "ort", "standort", "zeitnahmepunkt", "lieu", "emplacement", "point de passage", "lugar", "punto de control", "luogo", "punto", "plaats", "meetpunt", "miejsce", "sted", "plats", "paikka", "место", "точка", "čtečka", "pont", "nokta", "lecteur", "tapis", "lector", "alfombra", "lettore", "lezer", "считыватель", "punkt"},
		"strength": {"rssi", "peak rssi", "peakrssi", "max rssi", "maxrssi", "signal", "strength", "dbm", "信号", "信号强度", "信號強度", "受信強度"},
	} {
		for _, name := range names {
			folded := spelling.FoldHeader(name)
			if len(knownColumns[folded]) == 0 {
				knownColumns[folded] = []string{role}
			}
		}
	}
}

// genericLine writes a read, in columns that Writer.Columns names.
func genericLine(w *Written) string {
	return w.date() + " " + w.clock() + "," + w.Chip + "," + w.Reader + "\n"
}
