package certificate

import (
	"bytes"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"
)

// document is a PDF as bytes and the places of the objects that were added to
// it since it was last closed. Closing it again writes a table of those
// objects alone: an incremental update, which leaves what stands before it as
// it is.
type document struct {
	buf     []byte
	origin  int // how many bytes stand before buf
	objects []object
	next    int // the first number that no object has

	packer           *zlib.Writer
	least            int // bytes: a shorter stream is not worth the time of packing it
	packed, repacked bytes.Buffer
	scratch          []byte
}

type object struct{ number, offset int }

// begin opens an object; end closes it.
func (d *document) begin(number int) {
	d.objects = append(d.objects, object{number, d.origin + len(d.buf)})
	d.buf = strconv.AppendInt(d.buf, int64(number), 10)
	d.buf = append(d.buf, " 0 obj\n"...)
}

func (d *document) end() { d.buf = append(d.buf, "\nendobj\n"...) }

// reserve returns the first of n new numbers.
func (d *document) reserve(n int) int {
	d.next += n
	return d.next - n
}

func (d *document) str(s string) { d.buf = append(d.buf, s...) }
func (d *document) int(n int)    { d.buf = strconv.AppendInt(d.buf, int64(n), 10) }

// key writes a name and a number: "/Length 12".
func (d *document) key(name string, n int) {
	d.str("/")
	d.str(name)
	d.str(" ")
	d.int(n)
}

// ref writes a name and a reference: "/Parent 1 0 R".
func (d *document) ref(name string, number int) {
	d.key(name, number)
	d.str(" 0 R")
}

// whole begins a document that is written once, and copied often: as small as
// it can be.
func whole() document {
	d := document{next: 1, packer: packer(zlib.BestCompression)}
	d.str("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	return d
}

// imprinted is what many documents are made with, one after another: quickly. To
// pack the few glyphs of a name would take a third of the time and save a
// hundredth of the bytes.
func imprinted() document { return document{packer: packer(zlib.BestSpeed), least: 1700} }

// packer makes a writer that packs streams, one after another.
func packer(level int) *zlib.Writer {
	w, err := zlib.NewWriterLevel(nil, level)
	if err != nil { // zlib has the level
		panic(err)
	}
	return w
}

// stream writes an object of bytes; entries are further ones of its
// dictionary.
func (d *document) stream(number int, entries string, data []byte) {
	d.begin(number)
	d.str("<<")
	if d.packer != nil && len(data) >= d.least {
		data = d.pack(&d.packed, data)
		filter := "/Filter/FlateDecode"
		// Ornaments repeat so much that even what they pack to repeats.
		if d.least == 0 {
			if again := d.pack(&d.repacked, data); len(again)+50 < len(data) {
				data, filter = again, "/Filter[/FlateDecode/FlateDecode]"
			}
		}
		d.str(filter)
	}
	d.str(entries)
	d.key("Length", len(data))
	d.str(">>\nstream\n")
	d.buf = append(d.buf, data...)
	d.str("\nendstream")
	d.end()
}

// pack packs bytes into a buffer of the document's own.
func (d *document) pack(into *bytes.Buffer, data []byte) []byte {
	into.Reset()
	d.packer.Reset(into)
	d.packer.Write(data) // a buffer takes everything
	d.packer.Close()
	return into.Bytes()
}

// text appends a string of a dictionary, in UTF-16.
func (d *document) text(s string) {
	d.str("(\xFE\xFF")
	for _, u := range utf16.Encode([]rune(s)) {
		d.buf = appendCode(d.buf, int(u))
	}
	d.str(")")
}

// appendHex appends four hexadecimal digits.
func appendHex(b []byte, n int) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15])
}

// fontObjects is how many objects font writes.
const fontObjects = 5

// font writes a subset and all that a page needs to set text in it, as objects
// numbered from first, which is the one a page refers to.
func (d *document) font(first int, s *subset) {
	name := s.tag() + "+" + s.face.name
	d.begin(first)
	d.str("<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/")
	d.str(name)
	d.str("/DescendantFonts[")
	d.int(first + 1)
	d.str(" 0 R]")
	d.ref("ToUnicode", first+3)
	d.str(">>")
	d.end()

	d.begin(first + 1)
	d.str("<</Type/Font/Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/BaseFont/")
	d.str(name)
	d.ref("FontDescriptor", first+2)
	d.str("/W[1[") // squares, which come last among the characters and are the default, need no saying
	for _, r := range strings.TrimRightFunc(string(s.runes), func(r rune) bool { return s.face.advance(s.face.glyph(r)) == 1000 }) {
		d.int(s.face.advance(s.face.glyph(r)))
		d.str(" ")
	}
	d.str("]]>>")
	d.end()

	f := s.face
	d.begin(first + 2)
	d.str("<</Type/FontDescriptor/Flags 4/ItalicAngle 0/StemV 80/FontName/")
	d.str(name)
	d.key("Ascent", f.ascent)
	d.key("Descent", f.descent)
	d.key("CapHeight", f.cap)
	d.str("/FontBBox[")
	for i, v := range f.box {
		if i > 0 {
			d.str(" ")
		}
		d.int(v)
	}
	d.str("]")
	d.ref("FontFile2", first+4)
	d.str(">>")
	d.end()

	d.scratch = s.toUnicode(d.scratch[:0])
	d.stream(first+3, "", d.scratch)
	d.scratch = s.font(d.scratch[:0])
	d.stream(first+4, "/Length1 "+strconv.Itoa(len(d.scratch)), d.scratch)
}

// fonts writes a subset for each face that has characters to draw. It returns
// them by the index of their face, and what a page's resources say of them:
// their names are F and that index.
func (d *document) fonts(faces []*face, runes [][]rune) (subsets []*subset, refs string) {
	for i, r := range runes {
		if len(r) == 0 {
			subsets = append(subsets, nil)
			continue
		}
		s := newSubset(faces[i], r)
		subsets = append(subsets, s)
		first := d.reserve(fontObjects)
		d.font(first, s)
		refs += "/F" + strconv.Itoa(i) + " " + strconv.Itoa(first) + " 0 R"
	}
	return subsets, refs
}

// catalogue writes the root of the document and the list of its pages.
func (d *document) catalogue(root, pages int, kids []int, language string) {
	d.begin(root)
	d.str("<</Type/Catalog")
	d.ref("Pages", pages)
	d.str("/Lang(" + language + ")/ViewerPreferences<</DisplayDocTitle true>>>>")
	d.end()
	d.kids(pages, kids)
}

// kids writes the list of a document's pages.
func (d *document) kids(pages int, kids []int) {
	d.begin(pages)
	d.str("<</Type/Pages/Kids[")
	for i, kid := range kids {
		if i > 0 {
			d.str(" ")
		}
		d.int(kid)
		d.str(" 0 R")
	}
	d.str("]")
	d.key("Count", len(kids))
	d.str(">>")
	d.end()
}

// mediaBox is a page's size, in points.
func mediaBox(width, height float64) string {
	b := append(appendNumber([]byte("/MediaBox[0 0 "), width), ' ')
	return string(append(appendNumber(b, height), ']'))
}

// tag is the prefix that tells the subsets of one font apart: six letters that
// depend on its glyphs alone.
func (s *subset) tag() string {
	h := fnv.New64a()
	for _, r := range s.runes {
		h.Write([]byte{byte(r >> 16), byte(r >> 8), byte(r)})
	}
	for _, c := range s.drawn {
		for _, p := range c {
			h.Write([]byte{byte(p.x >> 8), byte(p.x)})
		}
	}
	v := h.Sum64()
	var tag [6]byte
	for i := range tag {
		tag[i] = 'A' + byte(v%26)
		v /= 26
	}
	return string(tag[:])
}

// toUnicode appends the table by which a reader finds the characters of the
// codes.
func (s *subset) toUnicode(b []byte) []byte {
	b = append(b, "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"+
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"...)
	for from := 0; from < len(s.runes); {
		// A range ends where the first byte of the code changes.
		part := s.runes[from:min((from+1)/0x100*0x100+0xFF, len(s.runes))]
		run := successive(part)
		if run < 3 {
			for run = 0; run < len(part) && successive(part[run:]) < 3; {
				run++
			}
		}
		b = append(appendHex(append(b, "1 beginbfrange <"...), from+1), "><"...)
		b = append(appendHex(b, from+run), '>')
		if each := part[:run]; successive(each) == run {
			b = appendRune(b, each[0])
		} else {
			b = append(b, '[')
			for _, r := range each {
				b = appendRune(b, r)
			}
			b = append(b, ']')
		}
		b = append(b, " endbfrange\n"...)
		from += run
	}
	return append(b, "endcmap CMapName currentdict /CMap defineresource pop end end"...)
}

// successive is how many characters at the start follow each other, with the
// same first byte.
func successive(runes []rune) int {
	n := 1
	for n < len(runes) && runes[n] == runes[n-1]+1 && runes[n]&0xFF != 0 {
		n++
	}
	return n
}

// appendRune appends a character in UTF-16 as a hexadecimal string.
func appendRune(b []byte, r rune) []byte {
	b = append(b, '<')
	for _, u := range utf16.AppendRune(nil, r) {
		b = appendHex(b, int(u))
	}
	return append(b, '>')
}

// close writes the table of the objects added since the last one, which was
// at previous (0 for none), and the trailer. It returns where the table is.
func (d *document) close(root, info, previous int, id [2][16]byte) int {
	slices.SortFunc(d.objects, func(a, b object) int { return a.number - b.number })
	start := d.origin + len(d.buf)
	d.str("xref\n")
	if previous == 0 {
		d.str("0 1\n0000000000 65535 f \n")
	}
	for i := 0; i < len(d.objects); {
		j := i + 1
		for j < len(d.objects) && d.objects[j].number == d.objects[j-1].number+1 {
			j++
		}
		d.int(d.objects[i].number)
		d.str(" ")
		d.int(j - i)
		d.str("\n")
		for ; i < j; i++ {
			d.offset(d.objects[i].offset)
			d.str(" 00000 n \n")
		}
	}
	d.str("trailer\n<<")
	d.key("Size", d.next)
	d.ref("Root", root)
	d.ref("Info", info)
	if previous > 0 {
		d.key("Prev", previous)
	}
	d.str("/ID[<")
	for i, half := range id {
		if i > 0 {
			d.str("> <")
		}
		for j := 0; j < len(half); j += 2 {
			d.buf = appendHex(d.buf, int(half[j])<<8|int(half[j+1]))
		}
	}
	d.str(">]>>\nstartxref\n")
	d.int(start)
	d.str("\n%%EOF\n")
	d.objects = d.objects[:0]
	return start
}

// offset writes ten digits.
func (d *document) offset(n int) {
	var digits [10]byte
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = '0' + byte(n%10)
		n /= 10
	}
	d.buf = append(d.buf, digits[:]...)
}
