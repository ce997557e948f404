package table

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decoded is the text of a table in UTF-8, without a byte order mark.
type decoded struct {
	text     string
	encoding string // its name
	guessed  bool   // GB18030 was tried because nothing spoke against it
	unlikely bool   // and what came out is hardly Chinese
	doubted  bool   // read as declared, though it is UTF-8 that is more than ASCII
}

// fault is why bytes cannot be read as a table, and where in their text.
type fault struct {
	code, text, hint string
	in               string // the text as far as it could be made out
	offset           int    // into it
}

func emptyFile() *fault {
	return &fault{code: "empty_file", text: "the file is empty", hint: "its first line must be the header"}
}

// archives are how files begin that are often sent as tables and are no text.
var archives = []struct{ begins, what, hint string }{
	{"\x1F\x8B", "a compressed file", "unpack it"},
	{"7z\xBC\xAF\x27\x1C", "an archive", "unpack it"},
	{"%PDF-", "a PDF", "ask for the table itself, as CSV in UTF-8"},
}

// decode makes text of a table's bytes. It goes by, in this order: a byte order
// mark, the declared encoding, UTF-16 if the zero bytes stand as there, valid
// UTF-8, and last GB18030 if every byte can be decoded so. Decoders of x/text
// never fail: they write U+FFFD for what they cannot decode, so decode looks for
// that character.
func decode(raw string, declared encoding.Encoding) (decoded, *fault) {
	if strings.TrimSpace(raw) == "" {
		return decoded{}, emptyFile()
	}
	switch {
	case strings.HasPrefix(raw, "PK\x03\x04"), strings.HasPrefix(raw, "PK\x05\x06"):
		return decoded{}, archiveFault(raw)
	case strings.HasPrefix(raw, compound):
		return decoded{}, compoundFault(raw)
	}
	for _, a := range archives {
		if strings.HasPrefix(raw, a.begins) {
			return decoded{}, &fault{code: "not_text", text: "the file is " + a.what + ", not text", hint: a.hint}
		}
	}
	d := decoded{text: raw, encoding: "UTF-8"}
	switch {
	case strings.HasPrefix(raw, "\xEF\xBB\xBF"):
		d.text = raw[3:]
	case strings.HasPrefix(raw, "\xFF\xFE"), strings.HasPrefix(raw, "\xFE\xFF"):
		d.text, d.encoding = convert(raw, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), "UTF-16"
	case declared != nil:
		d.text = convert(raw, declared)
		if name, err := htmlindex.Name(declared); err == nil {
			d.encoding = strings.ToUpper(name)
		}
		d.doubted = utf8.ValidString(raw) && d.text != raw && strings.IndexByte(raw, 0) < 0
	case strings.IndexByte(raw, 0) >= 0:
		if wide := UTF16([]byte(raw[:min(len(raw), 1<<20)])); wide != encoding.Nop {
			d.text, d.encoding = convert(raw, wide), "UTF-16"
		}
	case utf8.ValidString(raw):
	default:
		d.text, d.encoding = convert(raw, simplifiedchinese.GB18030), "GB18030"
		if strings.ContainsRune(d.text, utf8.RuneError) {
			return decoded{}, &fault{code: "encoding", text: "the text is neither UTF-8 nor UTF-16 nor GB18030",
				hint: "declare it: encoding: big5, windows-1252 …", in: raw, offset: firstInvalid(raw)}
		}
		d.guessed, d.unlikely = true, !chinese(raw)
	}
	if i := strings.IndexByte(d.text, 0); i >= 0 {
		return decoded{}, &fault{code: "not_text", text: "the file contains zero bytes: it is not text", hint: "save it as CSV in UTF-8", in: d.text, offset: i}
	}
	if i := undecoded(d.text, raw); i >= 0 {
		return decoded{}, &fault{code: "encoding", text: "a character cannot be read in the file's encoding",
			hint: "declare the right one: encoding: gb18030, big5, windows-1252 …", in: d.text, offset: i}
	}
	if strings.TrimSpace(d.text) == "" {
		return decoded{}, emptyFile()
	}
	if markup(d.text) {
		return decoded{}, &fault{code: "not_text", text: "the file is a web page or another document, not a table", hint: "open it in a spreadsheet program and save it as XLSX, or as CSV in UTF-8"}
	}
	return d, nil
}

// chinese reports whether bytes are likely GB18030, and not another encoding
// whose bytes happen to decode as GB18030. Two signs must hold:
//
// Nine characters of ten are those of GB 2312, whose two bytes are both high. In
// Big5, in Shift_JIS and in the letters of Western names the second byte is
// often low.
//
// One character of twenty begins with a byte from 0xD0 to 0xD7, as 张 and 赵 do.
// That rules out EUC-KR, whose syllables all come before, and EUC-JP, where
// few characters stand there.
func chinese(raw string) bool {
	characters, common, late := 0, 0, 0
	for i := 0; i+1 < len(raw); i++ {
		lead, trail := raw[i], raw[i+1]
		if lead < 0x80 {
			continue
		}
		characters++
		if lead >= 0xA1 && lead <= 0xF7 && trail >= 0xA1 {
			common++
		}
		if lead >= 0xD0 && lead <= 0xD7 {
			late++
		}
		i++
	}
	return common*10 >= characters*9 && (characters < 20 || late*20 >= characters)
}

// convert decodes all bytes at once.
func convert(raw string, from encoding.Encoding) string {
	out, _, err := transform.String(from.NewDecoder(), raw)
	if err != nil { // only at a last character that is cut short
		return out + string(utf8.RuneError)
	}
	return strings.TrimPrefix(out, "\uFEFF")
}

// UTF16 returns the byte order of UTF-16 by where the zero bytes of a text
// stand, or encoding.Nop where the text is not UTF-16. Every table has separators
// and line ends, and in UTF-16 each has a zero byte beside it: where most have
// none, the zeros are damage.
func UTF16(raw []byte) encoding.Encoding {
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

// undecoded returns the offset of a character that could not be decoded, or -1.
// In bytes that were not converted U+FFFD may stand as a character of its own;
// there only an invalid byte counts.
func undecoded(text, raw string) int {
	if !utf8.ValidString(text) {
		return firstInvalid(text)
	}
	if strings.HasSuffix(raw, text) {
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
