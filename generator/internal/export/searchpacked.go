package export

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"guntime/generator/internal/race"
)

// packedForm is what the names of files are made with besides their content: another one
// where the form of files changes, so that no copy of an old form is read as a new one.
const packedForm = "columns 1"

// A file of the finder has its rows as columns, because like stands beside like in them
// and compresses better: a column is the texts of all rows, a line each. The script of the
// finder reads them in the same way: change both.

// SearchRow is what a row of the finder shows of a runner. Label and Nation are numbers of
// the index, -1 for none; who has a club shows no nation.
type SearchRow struct {
	Bib, Name, Latin, Club string
	Label, Nation          int
}

// SearchKey is a key and the numbers of the rows that it finds.
type SearchKey struct {
	Key  string
	Rows []int
}

// packedShard is a file of a list.
//
// A line of Keys is the number of UTF-16 units that the key shares with the one before, as
// a character from "0" on, and the rest of it. A line of Rows has, with spaces between them,
// the rows of the key of the same line: 0 for the next row that no key had before, and N for
// the row N before that. A line that is empty is 0.
type packedShard struct {
	Bibs    string `json:"bibs"`
	Names   string `json:"names"`
	Latin   string `json:"latin"`
	Labels  string `json:"labels"`
	Clubs   string `json:"clubs"`
	Nations string `json:"nations"`
	Keys    string `json:"keys"`
	Rows    string `json:"rows"`
}

// maxShared is the most that a line of keys says of what it shares.
const maxShared = 60

// appendColumn appends a column as JSON, with its name.
func appendColumn(b []byte, name string, rows []SearchRow, text func(r *SearchRow) string) []byte {
	var column strings.Builder
	for i := range rows {
		if i > 0 {
			column.WriteByte('\n')
		}
		column.WriteString(text(&rows[i]))
	}
	return appendQuoted(append(append(append(b, '"'), name...), `":`...), column.String(), false)
}

// appendShard appends a file of a list. Rows stand in the order in which keys have them
// first.
func appendShard(b []byte, rows []SearchRow, keys []SearchKey) []byte {
	number := func(n int) string {
		if n < 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	b = append(appendColumn(append(b, '{'), "bibs", rows, func(r *SearchRow) string { return r.Bib }), ',')
	b = append(appendColumn(b, "names", rows, func(r *SearchRow) string { return r.Name }), ',')
	b = append(appendColumn(b, "latin", rows, func(r *SearchRow) string { return r.Latin }), ',')
	b = append(appendColumn(b, "labels", rows, func(r *SearchRow) string { return number(r.Label) }), ',')
	b = append(appendColumn(b, "clubs", rows, func(r *SearchRow) string { return r.Club }), ',')
	b = append(appendColumn(b, "nations", rows, func(r *SearchRow) string { return number(r.Nation) }), ',')
	var texts, numbers []byte
	next, before := 0, ""
	for i, k := range keys {
		if i > 0 {
			texts, numbers = append(texts, '\n'), append(numbers, '\n')
		}
		units, bytes := shared(before, k.Key)
		texts = append(append(texts, byte('0'+units)), k.Key[bytes:]...)
		before = k.Key
		numbers, next = appendRows(numbers, k.Rows, next)
	}
	b = appendQuoted(append(b, `"keys":`...), string(texts), false)
	b = appendQuoted(append(b, `,"rows":`...), string(numbers), false)
	return append(b, "}\n"...)
}

// shared returns how much two keys have in common at their beginning, in UTF-16 units
// and in bytes.
func shared(a, b string) (units, bytes int) {
	for i, r := range b {
		if !strings.HasPrefix(a[i:], string(r)) || units+utf16.RuneLen(r) > maxShared {
			return units, i
		}
		units += utf16.RuneLen(r)
	}
	return units, len(b)
}

func appendRows(b []byte, rows []int, next int) ([]byte, int) {
	if len(rows) == 1 && rows[0] == next {
		return b, next + 1
	}
	for i, n := range rows {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(next-n), 10)
		next = max(next, n+1)
	}
	return b, next
}

// ReadSearchShard reads a file of a list.
func ReadSearchShard(data []byte) ([]SearchRow, []SearchKey, error) {
	var p packedShard
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, nil, err
	}
	rows := make([]SearchRow, strings.Count(p.Bibs, "\n")+1)
	var err error
	column := func(name, text string, set func(r *SearchRow, cell string)) {
		cells := strings.Split(text, "\n")
		if len(cells) != len(rows) {
			err = fmt.Errorf("%d bibs, and %d %s", len(rows), len(cells), name)
			return
		}
		for i := range rows {
			set(&rows[i], cells[i])
		}
	}
	number := func(cell string) int {
		n := -1
		if cell != "" {
			if n, _ = strconv.Atoi(cell); strconv.Itoa(n) != cell {
				err = fmt.Errorf("%q is no number of the index", cell)
			}
		}
		return n
	}
	column("bibs", p.Bibs, func(r *SearchRow, cell string) { r.Bib = cell })
	column("names", p.Names, func(r *SearchRow, cell string) { r.Name = cell })
	column("names in Latin letters", p.Latin, func(r *SearchRow, cell string) { r.Latin = cell })
	column("clubs", p.Clubs, func(r *SearchRow, cell string) { r.Club = cell })
	column("labels", p.Labels, func(r *SearchRow, cell string) { r.Label = number(cell) })
	column("nations", p.Nations, func(r *SearchRow, cell string) { r.Nation = number(cell) })
	if err != nil {
		return nil, nil, err
	}
	keys, err := readKeys(p.Keys, p.Rows, len(rows))
	return rows, keys, err
}

// readKeys reads the keys of a file, which has so many rows.
func readKeys(texts, numbers string, rows int) ([]SearchKey, error) {
	lines, lists := strings.Split(texts, "\n"), strings.Split(numbers, "\n")
	if len(lines) != len(lists) {
		return nil, fmt.Errorf("%d keys, and rows of %d", len(lines), len(lists))
	}
	keys := make([]SearchKey, len(lines))
	var before []uint16
	next := 0
	for i, line := range lines {
		if line == "" || int(line[0])-'0' < 0 || int(line[0])-'0' > len(before) {
			return nil, fmt.Errorf("line %d of the keys does not begin with what it shares", i+1)
		}
		before = append(before[:line[0]-'0':line[0]-'0'], utf16.Encode([]rune(line[1:]))...)
		keys[i].Key = string(utf16.Decode(before))
		var err error
		if keys[i].Rows, next, err = readRows(lists[i], next); err != nil {
			return nil, err
		}
		for _, n := range keys[i].Rows {
			if n < 0 || n >= rows {
				return nil, fmt.Errorf("the key %q leads to row %d, which it does not have", keys[i].Key, n)
			}
		}
	}
	return keys, nil
}

func readRows(text string, next int) (all []int, after int, err error) {
	if text == "" {
		text = "0"
	}
	for number := range strings.SplitSeq(text, " ") {
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || n > next {
			return nil, 0, fmt.Errorf("%q are no rows before row %d", text, next)
		}
		all = append(all, next-n)
		if n == 0 {
			next++
		}
	}
	return all, next, nil
}

// SearchOutcome is the time of a row, or its distance, and its place, 0 for none: then with
// a status.
type SearchOutcome struct {
	Time   string
	Place  int
	Status string
}

// packedOutcomes is a file of times and places. A row has as many digits of base 32 in
// Places as in each other row: below the number of Statuses it is one of these, from there
// on a place. Times has seconds in the same way, and one more, 0 for no time; Texts has
// what is not all hours, minutes and seconds, a line each.
type packedOutcomes struct {
	Statuses []string `json:"statuses"`
	Places   string   `json:"places"`
	Times    string   `json:"times"`
	Texts    string   `json:"texts"`
}

// appendOutcomes appends a file of times and places.
func appendOutcomes(b []byte, all []SearchOutcome) []byte {
	var statuses, texts []string
	for _, o := range all {
		if o.Place == 0 && !slices.Contains(statuses, o.Status) {
			statuses = append(statuses, o.Status)
		}
		texts = append(texts, o.Time)
	}
	slices.Sort(statuses)
	b = append(b, `{"statuses":[`...)
	for i, status := range statuses {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(b, status, false)
	}
	places, times, plain := make([]int, len(all)), make([]int, len(all)), true
	for i, o := range all {
		places[i] = slices.Index(statuses, o.Status)
		if o.Place > 0 {
			places[i] = o.Place - 1 + len(statuses)
		}
		if o.Time != "" {
			clock, err := race.ParseClock(o.Time)
			times[i] = int(clock/1000) + 1
			plain = plain && err == nil && clock >= 0 && clock.Text() == o.Time
		}
	}
	b = append(appendDigits(append(b, `],"places":"`...), places), '"')
	if plain {
		return append(appendDigits(append(b, `,"times":"`...), times), "\"}\n"...)
	}
	return append(appendQuoted(append(b, `,"texts":`...), strings.Join(texts, "\n"), false), "}\n"...)
}

// appendDigits appends numbers in base 32, all with as many digits as the largest needs.
func appendDigits(b []byte, all []int) []byte {
	width := 1
	for _, n := range all {
		width = max(width, len(strconv.FormatInt(int64(n), 32)))
	}
	for _, n := range all {
		digits := strconv.FormatInt(int64(n), 32)
		b = append(append(b, "0000000000000"[:width-len(digits)]...), digits...)
	}
	return b
}

// readDigits reads what appendDigits wrote of so many numbers.
func readDigits(text string, rows int) ([]int, error) {
	all := make([]int, rows)
	width := len(text) / max(1, rows)
	if width*rows != len(text) {
		return nil, fmt.Errorf("%d digits for %d rows", len(text), rows)
	}
	for i := range all {
		n, err := strconv.ParseInt(text[i*width:(i+1)*width], 32, 64)
		if err != nil {
			return nil, err
		}
		all[i] = int(n)
	}
	return all, nil
}

// ReadSearchOutcomes reads a file of times and places, which has so many rows.
func ReadSearchOutcomes(data []byte, rows int) ([]SearchOutcome, error) {
	var p packedOutcomes
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, err
	}
	places, err := readDigits(p.Places, rows)
	if err != nil {
		return nil, err
	}
	texts := strings.Split(p.Texts, "\n")
	if p.Texts == "" {
		times, err := readDigits(p.Times, rows)
		if err != nil {
			return nil, err
		}
		texts = make([]string, rows)
		for i, n := range times {
			if n > 0 {
				texts[i] = race.Clock((n - 1) * 1000).Text()
			}
		}
	}
	if len(texts) != rows {
		return nil, fmt.Errorf("%d times of %d rows", len(texts), rows)
	}
	all := make([]SearchOutcome, rows)
	for i, n := range places {
		all[i].Time = texts[i]
		if n < len(p.Statuses) {
			all[i].Status = p.Statuses[n]
		} else {
			all[i].Place = n - len(p.Statuses) + 1
		}
	}
	return all, nil
}
