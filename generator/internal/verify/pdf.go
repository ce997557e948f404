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

// document is what a PDF says, or its first part: a later part adds objects to
// those of the one before.
type document struct {
	data   []byte            // the part itself
	before *document         // nil for the first
	says   string            // what is drawn, a line of text a line, in the order of drawing
	notes  []string          // what its dictionaries, remarks and data say
	fonts  map[string]int    // the objects of fonts by their names on pages
	codes  map[int]int       // the objects of the tables of fonts' codes
	table  map[int]codeTable // those tables
}

// codeTable is what codes mean, by the code.
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

// read reads a part of a PDF, which stands behind another or is the first. It
// reads what stands there, object by object, and not what the tables at the end
// lead to: a leak is one in an object that nothing leads to as well.
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
		number := d.objects(head)
		data = rest
		if stream == nil || bytes.Contains(lastObject(head), []byte("/Length1")) { // a font's outlines
			continue
		}
		plain, err := p.unpacked(stream, bytes.Count(lastObject(head), []byte("/FlateDecode")))
		if err != nil {
			return nil, err
		}
		switch {
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
	d.says = unspelt(says.String())
	return d, nil
}

// cutStream cuts what stands before the first stream from it, and what stands
// behind it.
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

// leading is the number that a text begins with, -1 for none.
func leading(text []byte) int {
	n := len(text) - len(bytes.TrimLeft(text, "0123456789"))
	number, err := strconv.Atoi(string(text[:n]))
	if err != nil {
		return -1
	}
	return number
}

// lastObject is the last object of several, as far as it goes.
func lastObject(text []byte) []byte {
	return text[max(0, bytes.LastIndex(text, []byte(" obj"))):]
}

// unpacked is a stream without the filters it has.
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

// objects takes in what stands outside of streams: what its strings say, which
// fonts there are, and all of it as it is. It returns the last object's number.
func (d *document) objects(text []byte) (number int) {
	raw := bytes.Clone(text)
	l := lexer{text: text}
	var name string
	var numbers [2]int // the last ones
	inFonts := false
	for {
		from := l.at
		switch kind, token := l.next(); kind {
		case tokenEnd:
			d.notes = append(d.notes, string(raw))
			return number
		case tokenString:
			d.notes = append(d.notes, utf16Text(token))
			clear(raw[from:l.at]) // its bytes are no text
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

// draw appends what a page's content says, each text that begins at a place of
// its own on a line of its own.
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
			case "BDC": // spaced letters, which are drawn as well
				for _, s := range shown {
					d.notes = append(d.notes, utf16Text(s))
				}
			case "Tj", "TJ", "'", `"`:
				for _, s := range shown {
					codes.say(says, s)
				}
			default:
				if leading(token) >= 0 || token[0] == '-' || token[0] == '.' {
					continue // an operand
				}
			}
			shown = shown[:0]
		}
	}
}

// font is the table of a font's codes, nil where it has none.
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

// say appends what the codes of a string mean.
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

// utf16Text is a string of a dictionary.
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

// codesOf reads the table of a font's codes.
func codesOf(text []byte) codeTable {
	t := codeTable{}
	l := lexer{text: text}
	var operands [][]byte
	list := -1 // where one begins
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
