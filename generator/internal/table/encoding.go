package table

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"guntime/generator/internal/table/encodings"
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
		d.text, d.encoding = encodings.Text(raw, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), "UTF-16"
	case declared != nil:
		d.text = encodings.Text(raw, declared)
		if name, err := htmlindex.Name(declared); err == nil {
			d.encoding = strings.ToUpper(name)
		}
		d.doubted = utf8.ValidString(raw) && d.text != raw && strings.IndexByte(raw, 0) < 0
	case strings.IndexByte(raw, 0) >= 0:
		if wide := encodings.UTF16([]byte(raw[:min(len(raw), 1<<20)])); wide != encoding.Nop {
			d.text, d.encoding = encodings.Text(raw, wide), "UTF-16"
		}
	case utf8.ValidString(raw):
	default:
		d.text, d.encoding = encodings.Text(raw, simplifiedchinese.GB18030), "GB18030"
		if strings.ContainsRune(d.text, utf8.RuneError) {
			return decoded{}, &fault{code: "encoding", text: "the text is neither UTF-8 nor UTF-16 nor GB18030",
				hint: "declare it: encoding: big5, windows-1252 …", in: raw, offset: encodings.FirstInvalid(raw)}
		}
		d.guessed, d.unlikely = true, !encodings.LikelyChinese(raw)
	}
	if i := strings.IndexByte(d.text, 0); i >= 0 && strings.Count(d.text, "\x00") > 1+strings.Count(d.text, "\n")/20 { // of a few each costs its own row
		return decoded{}, &fault{code: "not_text", text: "the file contains zero bytes: it is not text", hint: "save it as CSV in UTF-8", in: d.text, offset: i}
	}
	if i := encodings.Undecoded(d.text, raw); i >= 0 {
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
