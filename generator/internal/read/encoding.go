package read

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decoded is the text of a table in UTF-8, without a byte order mark.
type decoded struct {
	text    string
	guessed bool // GB18030 was tried because nothing spoke against it
	doubted bool // read as declared, though it is UTF-8 that is more than ASCII
}

// fault is why bytes cannot be read as a table, and where in their text.
type fault struct {
	code, text, hint string
	in               string // the text as far as it could be made out
	offset           int    // into it
}

// decode makes text of a table's bytes. The order is: a declared encoding, a
// byte order mark, UTF-16 by where the zero bytes are, valid UTF-8, and last
// GB18030 where it leaves nothing undecoded. x/text never fails, it puts
// U+FFFD where it cannot decode, so that character is looked for.
func decode(raw []byte, declared encoding.Encoding) (decoded, *fault) {
	switch {
	case len(bytes.TrimSpace(raw)) == 0:
		return decoded{}, &fault{code: "empty_file", text: "the file is empty", hint: "its first line must name the columns"}
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return decoded{}, &fault{code: "not_text", text: "the file is a spreadsheet or another archive, not text", hint: "save the sheet as CSV in UTF-8"}
	case bytes.HasPrefix(raw, []byte("\xD0\xCF\x11\xE0")):
		return decoded{}, &fault{code: "not_text", text: "the file is an old spreadsheet, not text", hint: "save the sheet as CSV in UTF-8"}
	}
	d := decoded{}
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		d.text = string(raw[3:])
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")), bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		d.text = convert(raw, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case declared != nil:
		d.text = convert(raw, declared)
		d.doubted = utf8.Valid(raw) && d.text != string(raw) && bytes.IndexByte(raw, 0) < 0
	case bytes.IndexByte(raw, 0) >= 0:
		d.text = convert(raw, endian(raw))
	case utf8.Valid(raw):
		d.text = string(raw)
	default:
		d.text = convert(raw, simplifiedchinese.GB18030)
		if strings.ContainsRune(d.text, utf8.RuneError) {
			text := string(raw)
			return decoded{}, &fault{code: "encoding", text: "the text is neither UTF-8 nor UTF-16 nor GB18030",
				hint: "declare it: encoding: big5, windows-1252 …", in: text, offset: firstInvalid(text)}
		}
		d.guessed = true
	}
	if i := strings.IndexByte(d.text, 0); i >= 0 {
		return decoded{}, &fault{code: "not_text", text: "the file holds zero bytes: it is not text", hint: "save it as CSV in UTF-8", in: d.text, offset: i}
	}
	if i := undecoded(d.text, raw); i >= 0 {
		return decoded{}, &fault{code: "encoding", text: "a character cannot be read in the file's encoding",
			hint: "declare the right one: encoding: gb18030, big5, windows-1252 …", in: d.text, offset: i}
	}
	if strings.TrimSpace(d.text) == "" {
		return decoded{}, &fault{code: "empty_file", text: "the file is empty", hint: "its first line must name the columns"}
	}
	return d, nil
}

// convert decodes all bytes at once.
func convert(raw []byte, from encoding.Encoding) string {
	out, _, err := transform.Bytes(from.NewDecoder(), raw)
	if err != nil { // only at a last character that is cut short
		return string(out) + string(utf8.RuneError)
	}
	return string(bytes.TrimPrefix(out, []byte("\uFEFF")))
}

// endian says which UTF-16 the zero bytes of mostly Latin separators and
// digits speak for. Separators and line ends are in every table and each of
// them has its zero byte there: where most have none, the zeros are damage.
func endian(raw []byte) encoding.Encoding {
	var zeros, with, without [2]int // by the place of the zero, and of the separator, in its pair
	for i := 0; i+1 < len(raw); i += 2 {
		for at, b := range raw[i : i+2] {
			if b == 0 {
				zeros[at]++
			}
			switch other := raw[i+1-at]; {
			case !strings.ContainsRune(",;|\t\r\n", rune(b)):
			case other == 0:
				with[at]++
			default:
				without[at]++
			}
		}
	}
	switch {
	case zeros[1] > 8*zeros[0] && with[0] > without[0]:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[0] > 8*zeros[1] && with[1] > without[1]:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return encoding.Nop
}

// undecoded returns where a character is that could not be decoded, or -1.
// Where the bytes are the text, that is an invalid one: the character U+FFFD
// itself may stand there.
func undecoded(text string, raw []byte) int {
	if !utf8.ValidString(text) {
		return firstInvalid(text)
	}
	if bytes.HasSuffix(raw, []byte(text)) {
		return -1
	}
	return strings.IndexRune(text, utf8.RuneError)
}

// firstInvalid returns where the first byte stands that is not UTF-8.
func firstInvalid(text string) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(text)
}

// placeIn returns the line and column, in characters, of an offset of a text.
func placeIn(file, text string, offset int) place {
	offset = min(offset, len(text))
	before := text[:offset]
	line := strings.Count(before, "\n")
	if end := strings.LastIndexByte(before, '\n'); end >= 0 {
		before = before[end+1:]
	}
	return place{path: file, line: line + 1, column: utf8.RuneCountInString(before) + 1}
}
