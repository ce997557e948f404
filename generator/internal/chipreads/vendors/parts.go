package vendors

import "bytes"

// parts is a text of a date and a time taken apart: groups of numbers, and what
// words beside them say.
type parts struct {
	groups   [6]numbers
	many     int
	month    int    // by its name, 0 for none
	half     byte   // of the day: a, p, n for noon; 0 for none
	zoned    bool   // it says how far its clock is from UTC
	offset   int64  // in seconds
	digits   int    // of the offset as it is written
	zone     string // the short name of a zone
	negative bool
	number   []byte // the text of the first group, where it is one number
}

// numbers are some numbers with the same sign between.
type numbers struct {
	n        [4]int64
	width    [4]int8 // digits
	count    int
	sign     byte // between them, 0 for one number alone
	unit     byte // of the first number: h, m or s; 0 where nothing says it
	decimals []byte
}

// scan takes a text apart; false where it is nothing of the kind.
func (p *parts) scan(text []byte) bool {
	*p = parts{}
	text = bytes.TrimSpace(folded(text))
	if inner, ok := bytes.CutPrefix(text, []byte("/Date(")); ok {
		text = bytes.TrimSuffix(inner, []byte(")/"))
	}
	if len(text) > 1 && (text[0] == '-' || text[0] == '+') {
		p.negative, text = text[0] == '-', text[1:]
	}
	open := false // the last group may go on
	sign := byte(0)
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			end := i
			for end < len(text) && text[end] >= '0' && text[end] <= '9' {
				end++
			}
			if !p.add(text[i:end], open, sign) {
				return false
			}
			i, open, sign = end, true, 0
		case (c == '.' || c == ',') && p.fraction(text, i):
			end := i + 1
			for end < len(text) && text[end] >= '0' && text[end] <= '9' {
				end++
			}
			g := &p.groups[p.many-1]
			g.decimals = text[i+1 : end]
			if p.many == 1 && g.count == 1 {
				p.number = text[:end]
			}
			i, open = end, false
			if end < len(text) && text[end] == '"' {
				i++
			}
		case (c == '+' || c == '-') && p.offsetAt(text, i):
			end, ok := p.readOffset(text, i)
			if !ok {
				return false
			}
			i, open = end, false
		case c == ' ' || c == '\t' || c == '_' || c == ',' || c == ';':
			// A blank beside a sign is no end of the group: 2022 / 11 / 6.
			i++
			if sign == 0 && !signAhead(text, i) {
				open = false
			}
		case i == 0 && (c == '/' || c == '-' || c == ':' || c == '.' || c == '\''):
			return false
		case c == '/' || c == '-' || c == ':' || c == '.':
			if !open || sign != 0 {
				if i+1 == len(text) || i > 0 && (text[i-1]|0x20 >= 'a' && text[i-1]|0x20 <= 'z') || text[i-1] == ' ' && c == '-' { // Nov. 6, 06-Nov-2022, 2022-11-6-
					i++
					continue
				}
				return false
			}
			sign = c
			i++
		case c == '\'':
			if !open || p.many == 0 {
				return false
			}
			if p.groups[p.many-1].count == 1 && p.groups[p.many-1].unit == 0 {
				p.groups[p.many-1].unit = 'm'
			}
			sign = ':'
			i++
		case c == '"':
			i++
			if open && i < len(text) && text[i] >= '0' && text[i] <= '9' { // 9h40'00"12
				text = append(append(append([]byte(nil), text[:i-1]...), '.'), text[i:]...)
				i--
				continue
			}
			open = false
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			end := i
			for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z' || text[end] == '.' && end+1 < len(text) && text[end+1]|0x20 == 'm' && end-i == 1) {
				end++
			}
			after, ok := p.word(text[i:end], open, end < len(text) && text[end] >= '0' && text[end] <= '9' || end+1 < len(text) && text[end] == ' ' && text[end+1] >= '0' && text[end+1] <= '9')
			if !ok {
				return false
			}
			i, sign = end, after
			if after == 0 {
				open = false
			} else {
				for i < len(text) && text[i] == ' ' {
					i++
				}
			}
		default:
			return false
		}
	}
	return p.many > 0
}

// signAhead reports whether a sign of a date comes next, after blanks.
func signAhead(text []byte, i int) bool {
	for i < len(text) && text[i] == ' ' {
		i++
	}
	return i < len(text) && (text[i] == '/' || text[i] == '-' && i+1 < len(text) && text[i+1] == ' ')
}

// add adds a number to the last group, or begins a group with it.
func (p *parts) add(digits []byte, open bool, sign byte) bool {
	if open && sign != 0 {
		g := &p.groups[p.many-1]
		if g.count == 4 || g.sign != 0 && g.sign != sign || len(digits) > 9 {
			return false
		}
		n, _ := wholeNumber(digits)
		g.n[g.count], g.width[g.count], g.sign = n, int8(len(digits)), sign
		g.count++
		return true
	}
	if p.many == len(p.groups) {
		return false
	}
	n, ok := wholeNumber(digits)
	if !ok {
		if len(digits) != 19 {
			return false
		}
	}
	p.groups[p.many] = numbers{n: [4]int64{n}, width: [4]int8{int8(len(digits))}, count: 1}
	if p.many == 0 {
		p.number = digits
	}
	p.many++
	return true
}

// fraction reports whether a point or comma at i begins the decimals of the last
// number: of seconds after colons, or of a number that stands alone.
func (p *parts) fraction(text []byte, i int) bool {
	if i == 0 || i+1 >= len(text) || p.many == 0 || text[i-1] < '0' || text[i-1] > '9' || text[i+1] < '0' || text[i+1] > '9' {
		return false
	}
	g := &p.groups[p.many-1]
	if len(g.decimals) > 0 {
		return false
	}
	if g.sign == ':' {
		return g.count >= 2
	}
	if g.count != 1 {
		return text[i] == ',' && g.sign == '.' && g.count == 3 // 9.40.00,12
	}
	if text[i] == ',' || p.many > 1 && g.width[0] == 6 {
		return true
	}
	end := i + 1
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	return end == len(text) || text[end] != '.'
}

// offsetAt reports whether a sign at i begins an offset from UTC: it follows a
// time, and digits follow it.
func (p *parts) offsetAt(text []byte, i int) bool {
	if p.zoned && p.offset == 0 && p.zone == "" && text[i-1]|0x20 >= 'a' { // UTC+8
		return true
	}
	if p.many == 0 || i+1 >= len(text) || p.timeGroup() < 0 && !p.bare() {
		return false
	}
	last := &p.groups[p.many-1]
	if text[i] == '+' {
		return true
	}
	if last.sign != ':' && len(last.decimals) == 0 {
		return p.many > 1 && last.count == 1 && last.width[0] == 6 && text[i-1] != ' '
	}
	return true
}

// readOffset reads +8, +08, +0800 or +08:00 at i.
func (p *parts) readOffset(text []byte, i int) (end int, ok bool) {
	negative := text[i] == '-'
	end = i + 1
	var digits []byte
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == ':') {
		if text[end] != ':' {
			digits = append(digits, text[end])
		}
		end++
	}
	n, ok := wholeNumber(digits)
	switch {
	case !ok || len(digits) > 4 || len(digits) == 3 || len(digits) == 1 && !(p.zoned && p.digits == 0):
		return 0, false
	case len(digits) > 2:
		p.offset = (n/100*60 + n%100) * 60
	default:
		p.offset = n * 3600
	}
	if p.offset > 15*3600 {
		return 0, false
	}
	if negative {
		p.offset = -p.offset
	}
	p.zoned, p.digits = true, len(digits)
	return end, true
}

// word takes in a word. The sign is what it stands for between two numbers of a
// group, 0 for nothing.
func (p *parts) word(word []byte, open, number bool) (sign byte, ok bool) {
	var lower [12]byte
	if len(word) > len(lower) {
		return 0, false
	}
	n := 0
	for _, c := range word {
		if c != '.' {
			lower[n] = c | 0x20
			n++
		}
	}
	w := string(lower[:n])
	switch w {
	case "t":
		return 0, p.many > 0
	case "z":
		p.zoned = true
		return 0, p.many > 0
	case "utc", "gmt":
		p.zoned = true
		return 0, true
	case "am", "pm", "noon":
		ok = p.half == 0
		p.half = w[0]
		return 0, ok
	case "h", "hr", "hrs", "m", "min", "mins", "s", "sec", "secs":
		if p.many == 0 || !open && len(p.groups[p.many-1].decimals) == 0 {
			return 0, false
		}
		g := &p.groups[p.many-1]
		if g.count == 1 && g.unit == 0 {
			g.unit = w[0]
		}
		if number {
			return ':', true
		}
		return 0, true
	}
	if m, known := monthNames[w]; known {
		if p.month != 0 {
			return 0, false
		}
		p.month = m
		return 0, true
	}
	if weekdays[w] {
		return 0, true
	}
	if p.many > 0 && n >= 2 && n <= 5 {
		p.zone = string(word)
		return 0, true
	}
	return 0, false
}

// bare reports whether the text is one number and no more.
func (p *parts) bare() bool {
	return p.many == 1 && p.groups[0].count == 1 && p.groups[0].unit == 0 && p.month == 0 && p.half == 0 && !p.negative
}

// timeGroup returns the group that is the time, or -1: the one with colons or
// units, else the last of three numbers that is no date, else six digits beside a
// date.
func (p *parts) timeGroup() int {
	for i := range p.many {
		if g := &p.groups[i]; g.sign == ':' || g.unit != 0 {
			return i
		}
	}
	for i := p.many - 1; i >= 0; i-- {
		g := &p.groups[i]
		if g.count >= 3 && (g.sign == '.' || g.sign == '-') && g.width[0] <= 2 && g.width[2] <= 2 && (p.many == 1 || p.month > 0 || p.another(i)) {
			return i
		}
	}
	if p.many == 2 && p.groups[1].count == 1 && p.groups[1].width[0] == 6 {
		return 1
	}
	if p.half != 0 && p.many == 2 && p.groups[1].count == 1 && p.groups[1].width[0] <= 2 {
		return -1
	}
	return -1
}

// another reports whether a group before or after i is a date.
func (p *parts) another(i int) bool {
	for j := range p.many {
		if g := &p.groups[j]; j != i && (g.count == 3 && (g.sign == '/' || g.sign == '-' || g.sign == '.') || g.count == 1 && g.width[0] == 8) {
			return true
		}
	}
	return false
}

// dateGroup returns the group that is the date, or -1.
func (p *parts) dateGroup() int {
	at := p.timeGroup()
	for i := range p.many {
		g := &p.groups[i]
		if i == at || p.month > 0 {
			continue
		}
		if g.count == 3 && g.sign != ':' || g.count == 1 && (g.width[0] == 8 || g.width[0] == 6 && at != i) && len(g.decimals) == 0 {
			return i
		}
	}
	return -1
}

// dayAndYear returns the two numbers of a date whose month has a name.
func (p *parts) dayAndYear() (day, year int, ok bool) {
	at := p.timeGroup()
	var list []int
	for i := range p.many {
		g := &p.groups[i]
		if i == at {
			continue
		}
		if g.count == 3 && g.width[0] == 4 { // the date again, in numbers: Sat Feb 01 14:11:29 2020-02-01
			return int(g.n[2]), int(g.n[0]), int(g.n[1]) == p.month
		}
		if g.count != 1 {
			return 0, 0, false
		}
		if g.width[0] == 4 {
			year = int(g.n[0])
			continue
		}
		list = append(list, int(g.n[0]))
	}
	switch {
	case len(list) == 1 && year > 0:
		return list[0], year, true
	case len(list) == 2 && year == 0: // 06-Nov-22
		return list[0], list[1], true
	}
	return 0, 0, false
}

// monthNames are months by the names that programs write, in English.
var monthNames = map[string]int{}

// weekdays are words that say nothing which the date does not.
var weekdays = map[string]bool{}

func init() {
	for i, name := range []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"} {
		monthNames[name], monthNames[name[:3]] = i+1, i+1
	}
	monthNames["sept"] = 9
	for _, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		weekdays[name], weekdays[name[:3]] = true, true
	}
}
