package verify

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// document is the text of a PDF, or of a part of one. A later part adds objects to
// those of the part before it.
type document struct {
	data   []byte            // the bytes
	before *document         // the part before, nil for the first
	says   string            // the drawn text in the order of drawing, a line for each text position
	notes  []string          // texts in dictionaries, comments and data
	fonts  map[string]int    // object numbers of fonts, by their names on pages
	codes  map[int]int       // by object number of a font: the object number of its code table
	table  map[int]codeTable // code tables by object number
}

// codeTable holds the text that each character code of a font stands for.
type codeTable []string

func (t *codeTable) set(code uint16, meaning string) {
	if n := int(code) + 1; n > len(*t) {
		*t = append(*t, make([]string, n-len(*t))...)
	}
	(*t)[code] = meaning
}

var errPDF = errors.New("it is no PDF, or not a whole one")

// pdfReader reads PDFs one after another.
type pdfReader struct {
	unpack io.ReadCloser
	packed bytes.Reader
	plain  bytes.Buffer
}

// read parses a PDF, or a part of one that follows the part before. It reads all
// objects one after another and ignores the cross-reference table, because a leak
// may be in an object that nothing refers to.
func (p *pdfReader) read(data []byte, before *document) (*document, error) {
	d := &document{data: data, before: before, fonts: map[string]int{}, codes: map[int]int{}, table: map[int]codeTable{}}
	if before == nil && !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, errPDF
	}
	if !bytes.HasSuffix(data, []byte("%%EOF\n")) || !bytes.Contains(data[max(0, len(data)-64):], []byte("startxref")) {
		return nil, errPDF
	}
	var drawn [][]byte
	for len(data) > 0 {
		head, stream, rest, err := cutStream(data)
		if err != nil {
			return nil, err
		}
		number := d.objects(head, 0)
		data = rest
		if bytes.Contains(lastObject(head), []byte("/Type/XRef")) { // the table of objects
			continue
		}
		if stream == nil || bytes.Contains(lastObject(head), []byte("/Length1")) { // outlines of a font
			continue
		}
		plain, err := p.unpacked(stream, bytes.Count(lastObject(head), []byte("/FlateDecode")))
		if err != nil {
			return nil, err
		}
		switch {
		case bytes.Contains(lastObject(head), []byte("/Type/ObjStm")):
			if err := d.packedObjects(lastObject(head), plain); err != nil {
				return nil, err
			}
		case bytes.Contains(plain, []byte("begincmap")):
			d.table[number] = codesOf(plain)
		case bytes.Contains(plain, []byte("BT")):
			drawn = append(drawn, bytes.Clone(plain))
		default:
			d.notes = append(d.notes, string(plain))
		}
	}
	var says strings.Builder
	for _, content := range drawn {
		d.draw(&says, content)
	}
	d.says = withSpelledRunes(says.String())
	return d, nil
}

// cutStream splits data at its first stream: what stands before it, the stream, and
// what follows.
func cutStream(data []byte) (head, stream, rest []byte, err error) {
	const begin, end = "stream\n", "endstream"
	i := bytes.Index(data, []byte(">>\n"+begin))
	if i < 0 {
		return data, nil, nil, nil
	}
	head, rest = data[:i+2], data[i+3+len(begin):]
	length := -1
	if _, after, has := bytes.Cut(lastObject(head), []byte("/Length ")); has {
		length = leading(after)
	}
	if length < 0 || length > len(rest) || !bytes.HasPrefix(bytes.TrimLeft(rest[length:], "\r\n"), []byte(end)) {
		return nil, nil, nil, errPDF
	}
	return head, rest[:length], rest[length:], nil
}

// leading returns the number at the beginning of a text, -1 for none.
func leading(text []byte) int {
	n := len(text) - len(bytes.TrimLeft(text, "0123456789"))
	number, err := strconv.Atoi(string(text[:n]))
	if err != nil {
		return -1
	}
	return number
}

// lastObject returns the last object of a text that may end within it.
func lastObject(text []byte) []byte {
	return text[max(0, bytes.LastIndex(text, []byte(" obj"))):]
}

// unpacked decompresses a stream as many times as it has filters.
func (p *pdfReader) unpacked(stream []byte, filters int) ([]byte, error) {
	for range filters {
		p.packed.Reset(stream)
		var err error
		if p.unpack == nil {
			p.unpack, err = zlib.NewReader(&p.packed)
		} else {
			err = p.unpack.(zlib.Resetter).Reset(&p.packed, nil)
		}
		if err != nil {
			p.unpack = nil
			return nil, err
		}
		p.plain.Reset()
		if _, err := p.plain.ReadFrom(p.unpack); err != nil {
			return nil, err
		}
		stream = p.plain.Bytes()
		if filters > 1 {
			stream = bytes.Clone(stream)
		}
	}
	return stream, nil
}

// packedObjects reads objects that are packed together in a stream: their numbers and
// places, then the objects.
func (d *document) packedObjects(head, plain []byte) error {
	_, after, _ := bytes.Cut(head, []byte("/First "))
	first := leading(after)
	if first < 0 || first > len(plain) {
		return errPDF
	}
	var places []int
	for _, word := range bytes.Fields(plain[:first]) {
		places = append(places, leading(word))
	}
	for i := 0; i+1 < len(places); i += 2 {
		end := len(plain)
		if i+3 < len(places) {
			end = first + places[i+3]
		}
		from := first + places[i+1]
		if places[i+1] < 0 || from > end || end > len(plain) {
			return errPDF
		}
		d.objects(plain[from:end], places[i])
	}
	return nil
}

// objects reads what stands outside of streams: strings, the names of fonts, and
// the raw text. It returns the number of the last object; that of the first is given
// where the text does not say it.
func (d *document) objects(text []byte, first int) (number int) {
	number = first
	raw := bytes.Clone(text)
	l := lexer{text: text}
	var name string
	var numbers [2]int // the last two numbers
	inFonts := false
	for {
		from := l.at
		switch kind, token := l.next(); kind {
		case tokenEnd:
			d.notes = append(d.notes, string(raw))
			return number
		case tokenString:
			d.notes = append(d.notes, utf16Text(token))
			clear(raw[from:l.at]) // its escaped bytes would match by chance
		case tokenName:
			name = string(token)
		case tokenOpen:
			inFonts = name == "Font"
		case tokenClose:
			inFonts = false
		case tokenWord:
			switch word := string(token); {
			case word == "obj":
				number = numbers[0]
			case word == "R" && inFonts:
				d.fonts[name] = numbers[0]
			case word == "R" && name == "ToUnicode":
				d.codes[number] = numbers[0]
			default:
				if n := leading(token); n >= 0 {
					numbers = [2]int{numbers[1], n}
				}
			}
		}
	}
}

// draw appends the text that a page draws, a line for each text position.
func (d *document) draw(says *strings.Builder, content []byte) {
	l := lexer{text: content}
	var name string
	var codes codeTable
	var shown [][]byte
	for {
		switch kind, token := l.next(); kind {
		case tokenEnd:
			says.WriteByte('\n')
			return
		case tokenString:
			shown = append(shown, token)
		case tokenName:
			name = string(token)
		case tokenWord:
			switch string(token) {
			case "Tf":
				codes = d.font(name)
			case "Td", "TD", "Tm", "T*", "BT":
				says.WriteByte('\n')
			case "BDC": // a second form of spaced text
				for _, s := range shown {
					d.notes = append(d.notes, utf16Text(s))
				}
			case "Tj", "TJ", "'", `"`:
				for _, s := range shown {
					codes.say(says, s)
				}
			default:
				if leading(token) >= 0 || strings.IndexByte("-.[]", token[0]) >= 0 {
					continue // an operand
				}
			}
			shown = shown[:0]
		}
	}
}

// font returns the code table of a font, nil where it has none.
func (d *document) font(name string) codeTable {
	object, named := d.fonts[name]
	if !named && d.before != nil {
		return d.before.font(name)
	}
	for part := d; part != nil; part = part.before {
		if table, is := part.codes[object]; is {
			for ; part != nil; part = part.before {
				if codes, is := part.table[table]; is {
					return codes
				}
			}
			return nil
		}
	}
	return nil
}

// say appends the text that the codes of a string stand for.
func (t codeTable) say(says *strings.Builder, s []byte) {
	if t == nil {
		says.Write(s)
		return
	}
	for ; len(s) > 1; s = s[2:] { // of two bytes each
		if code := int(s[0])<<8 | int(s[1]); code < len(t) {
			says.WriteString(t[code])
		}
	}
}

// utf16Text decodes a string of a dictionary.
func utf16Text(s []byte) string {
	rest, is := bytes.CutPrefix(s, []byte{0xFE, 0xFF})
	if !is {
		return string(s)
	}
	units := make([]uint16, len(rest)/2)
	for i := range units {
		units[i] = uint16(rest[2*i])<<8 | uint16(rest[2*i+1])
	}
	return string(utf16.Decode(units))
}

// codesOf parses a ToUnicode table.
func codesOf(text []byte) codeTable {
	t := codeTable{}
	l := lexer{text: text}
	var operands [][]byte
	list := -1 // index of the first operand in brackets, -1 outside
	code := func(s []byte) uint16 {
		if len(s) < 2 {
			return 0
		}
		return uint16(s[0])<<8 | uint16(s[1])
	}
	meaning := func(s []byte, more uint16) string {
		units := make([]uint16, len(s)/2)
		for i := range units {
			units[i] = code(s[2*i:])
		}
		if len(units) > 0 {
			units[len(units)-1] += more
		}
		return string(utf16.Decode(units))
	}
	for {
		kind, token := l.next()
		switch {
		case kind == tokenEnd:
			return t
		case kind == tokenString:
			operands = append(operands, token)
		case kind != tokenWord:
		case string(token) == "[":
			list = len(operands)
		case string(token) == "]" && list >= 2:
			from := code(operands[list-2])
			for i, s := range operands[list:] {
				t.set(from+uint16(i), meaning(s, 0))
			}
			operands, list = operands[:0], -1
		case string(token) == "endbfrange":
			for ; len(operands) > 2; operands = operands[3:] {
				for c := int(code(operands[0])); c <= int(code(operands[1])); c++ {
					t.set(uint16(c), meaning(operands[2], uint16(c)-code(operands[0])))
				}
			}
			operands = nil
		case string(token) == "endbfchar":
			for ; len(operands) > 1; operands = operands[2:] {
				t.set(code(operands[0]), meaning(operands[1], 0))
			}
			operands = nil
		case strings.HasPrefix(string(token), "begin"), strings.HasPrefix(string(token), "end"):
			operands = nil
		}
	}
}
