package vendors

import (
	"bytes"

	"guntime/generator/internal/problem"
)

// Cut finds the first record of a text. It returns how many bytes the record takes
// with its end, and the record; n is 0 where the text holds no end of one.
func Cut(text []byte, ends Ends, line byte) (n int, record []byte) {
	switch ends {
	case AtDollars:
		if i := bytes.IndexAny(text, "$\r\n"); i >= 0 {
			if text[i] == '$' {
				return i + 1, text[: i+1 : i+1]
			}
			return i + 1, text[:i]
		}
		return 0, nil
	case AtBraces:
		return cutObject(text)
	}
	if i := bytes.IndexByte(text, line); i >= 0 {
		return i + 1, text[:i]
	}
	return 0, nil
}

// cutObject finds the first object of JSON. What stands before it, to the end of the
// line, is a record of its own, except for blanks and the signs of a list.
func cutObject(text []byte) (n int, record []byte) {
	at := 0
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n' || text[at] == ',' || text[at] == '[' || text[at] == ']') {
		if at++; text[at-1] == '\n' {
			return at, text[:0] // lines are counted by records
		}
	}
	if at == len(text) {
		return 0, nil
	}
	if text[at] != '{' {
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			return at + i + 1, text[at : at+i]
		}
		return 0, nil
	}
	depth, quoted := 0, false
	for i := at; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n' && i+1 < len(text) && text[i+1] == '{': // the object before was cut short
			return i + 1, text[at:i]
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1, text[at : i+1]
			}
		}
	}
	return 0, nil
}

// mostTried is how many records of a file are tried when its format is found out.
const mostTried = 400

// Detect finds out by the beginning of a file what wrote it; "" where nothing is
// known that writes so. A format counts where it reads at least half of what it
// takes for reads; of several, that which reads most, and leaves least.
func Detect(of File) string {
	best, most, strange := "", 0, 0
	for _, f := range Formats {
		if f.Name == Generic {
			continue
		}
		if good, bad := try(f, of); good >= bad && (good > most || good == most && good > 0 && bad < strange) {
			best, most, strange = f.Name, good, bad
		}
	}
	switch good, bad := try(genericFormat, of); {
	case best == "" && (len(of.Columns) > 0 || good > 0 && good >= bad),
		strange > 0 && good >= most && bad == 0: // a table whose header is known
		return Generic
	}
	return best
}

// try parses the beginning of a file by a format.
func try(f Format, of File) (good, bad int) {
	rest := bytes.TrimPrefix(of.Head, []byte("\xEF\xBB\xBF"))
	if f.ends == AtBraces && !bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n["), []byte("{")) {
		return 0, 0
	}
	of.Found = &problem.List{}
	p := f.parser(of)
	line := byte('\n')
	if bytes.IndexByte(rest, '\n') < 0 {
		line = '\r'
	}
	count := func(r *Read) {
		if r.Why == "" && !r.Gun {
			good++
		} else if r.Why != "" {
			bad++
		}
	}
	for tried := 0; len(rest) > 0 && tried < mostTried; {
		n, record := Cut(rest, f.ends, line)
		if n == 0 {
			if n, record = len(rest), rest; tried > 0 && len(of.Head) > 60_000 {
				return good, bad // the head may cut it short
			}
		}
		record = bytes.TrimRight(record[:len(record):len(record)], "\r")
		rest = rest[n:]
		if len(bytes.TrimSpace(record)) > 0 && bytes.IndexByte(record, 0) < 0 {
			p.Parse(record, count)
			tried++
		}
	}
	return good, bad
}
