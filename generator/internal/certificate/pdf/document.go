package pdf

import (
	"bytes"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"

	"guntime/generator/internal/certificate/truetype"
)

// Document is the bytes of a PDF, and the offsets of the objects added since it was
// last closed. Closing it again writes a table of only those objects: an
// incremental update, which leaves the earlier bytes unchanged.
type Document struct {
	buf     []byte
	origin  int // number of bytes before buf
	objects []object
	next    int // the first free object number

	packer           *zlib.Writer
	least            int // streams with fewer bytes are not compressed
	packed, repacked bytes.Buffer
	scratch          []byte
}

type object struct{ number, offset int }

// Bytes returns the bytes added since the document began, or since Written.
func (d *Document) Bytes() []byte { return d.buf }

// Written drops the bytes after the caller has written them. Offsets continue
// behind them.
func (d *Document) Written() {
	d.origin += len(d.buf)
	d.buf = d.buf[:0]
}

// Continue makes the document follow a number of bytes in which all object numbers
// below next are used.
func (d *Document) Continue(bytes, next int) { d.origin, d.next = bytes, next }

// Reset drops all bytes and objects and keeps the memory.
func (d *Document) Reset() { d.buf, d.objects = d.buf[:0], d.objects[:0] }

// PackOnce makes all later streams compressed once, at this level.
func (d *Document) PackOnce(level int) { d.packer, d.least = packer(level), 1 }

// Begin opens the object with a reserved number; End closes it.
func (d *Document) Begin(number int) {
	d.objects = append(d.objects, object{number, d.origin + len(d.buf)})
	d.buf = strconv.AppendInt(d.buf, int64(number), 10)
	d.buf = append(d.buf, " 0 obj\n"...)
}

// End closes the object that was opened last.
func (d *Document) End() { d.buf = append(d.buf, "\nendobj\n"...) }

// Reserve returns the first of n new numbers.
func (d *Document) Reserve(n int) int {
	d.next += n
	return d.next - n
}

// Put appends text unchanged.
func (d *Document) Put(s string) { d.buf = append(d.buf, s...) }

// PutBytes appends bytes unchanged.
func (d *Document) PutBytes(b []byte) { d.buf = append(d.buf, b...) }

// Int appends a whole number.
func (d *Document) Int(n int) { d.buf = strconv.AppendInt(d.buf, int64(n), 10) }

// Key writes a name and a number: "/Length 12".
func (d *Document) Key(name string, n int) {
	d.Put("/")
	d.Put(name)
	d.Put(" ")
	d.Int(n)
}

// Ref writes a name and a reference: "/Parent 1 0 R".
func (d *Document) Ref(name string, number int) {
	d.Key(name, number)
	d.Put(" 0 R")
}

// New returns a document that is written once and copied often: compressed as much
// as possible.
func New() Document {
	d := Document{next: 1, packer: packer(zlib.BestCompression)}
	d.Put("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	return d
}

// Quick returns a document for fast repeated use. It does not compress short
// streams: the few glyphs of a name would take a third of the time and save 1 % of
// the bytes.
func Quick() Document { return Document{packer: packer(zlib.BestSpeed), least: 1700} }

// packer returns a compressor to be used for one stream after another.
func packer(level int) *zlib.Writer {
	w, err := zlib.NewWriterLevel(nil, level)
	if err != nil { // zlib knows the level
		panic(err)
	}
	return w
}

// Stream writes a stream object. entries are more entries of its dictionary.
func (d *Document) Stream(number int, entries string, data []byte) {
	d.Begin(number)
	d.Put("<<")
	if d.packer != nil && len(data) >= d.least {
		data = d.pack(&d.packed, data)
		filter := "/Filter/FlateDecode"
		// Ornaments repeat so often that their compressed bytes repeat too.
		if d.least == 0 {
			if again := d.pack(&d.repacked, data); len(again)+50 < len(data) {
				data, filter = again, "/Filter[/FlateDecode/FlateDecode]"
			}
		}
		d.Put(filter)
	}
	d.Put(entries)
	d.Key("Length", len(data))
	d.Put(">>\nstream\n")
	d.buf = append(d.buf, data...)
	d.Put("\nendstream")
	d.End()
}

// pack compresses bytes into a buffer of the document.
func (d *Document) pack(into *bytes.Buffer, data []byte) []byte {
	into.Reset()
	d.packer.Reset(into)
	d.packer.Write(data) // a buffer never fails
	d.packer.Close()
	return into.Bytes()
}

// Text appends a string of a dictionary, in UTF-16.
func (d *Document) Text(s string) {
	d.Put("(\xFE\xFF")
	for _, u := range utf16.Encode([]rune(s)) {
		d.buf = AppendCode(d.buf, int(u))
	}
	d.Put(")")
}

// AppendHex appends four hexadecimal digits.
func AppendHex(b []byte, n int) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15])
}

// FontObjects is how many objects Font writes.
const FontObjects = 5

// Font writes a subset with all that a page needs to use it, as objects numbered
// from first. A page refers to first.
func (d *Document) Font(first int, s *truetype.Subset) {
	name := tagOf(s) + "+" + s.Face.Name
	d.Begin(first)
	d.Put("<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/")
	d.Put(name)
	d.Put("/DescendantFonts[")
	d.Int(first + 1)
	d.Put(" 0 R]")
	d.Ref("ToUnicode", first+3)
	d.Put(">>")
	d.End()

	d.Begin(first + 1)
	d.Put("<</Type/Font/Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/BaseFont/")
	d.Put(name)
	d.Ref("FontDescriptor", first+2)
	d.Put("/W[1[") // QR codes have the last code and the default width
	for _, r := range strings.TrimRightFunc(string(s.Runes), func(r rune) bool { return s.Face.Advance(s.Face.Glyph(r)) == 1000 }) {
		d.Int(s.Face.Advance(s.Face.Glyph(r)))
		d.Put(" ")
	}
	d.Put("]]>>")
	d.End()

	f := s.Face
	d.Begin(first + 2)
	d.Put("<</Type/FontDescriptor/Flags 4/ItalicAngle 0/StemV 80/FontName/")
	d.Put(name)
	d.Key("Ascent", f.Ascent)
	d.Key("Descent", f.Descent)
	d.Key("CapHeight", f.CapHeight)
	d.Put("/FontBBox[")
	for i, v := range f.Box {
		if i > 0 {
			d.Put(" ")
		}
		d.Int(v)
	}
	d.Put("]")
	d.Ref("FontFile2", first+4)
	d.Put(">>")
	d.End()

	d.scratch = appendToUnicode(d.scratch[:0], s)
	d.Stream(first+3, "", d.scratch)
	d.scratch = s.AppendFont(d.scratch[:0])
	d.Stream(first+4, "/Length1 "+strconv.Itoa(len(d.scratch)), d.scratch)
}

// Fonts writes a subset of each face that has characters to draw. It returns them
// by index of the face, and the font entries for the resources of a page, named F
// and that index.
func (d *Document) Fonts(faces []*truetype.Face, runes [][]rune) (subsets []*truetype.Subset, refs string) {
	for i, r := range runes {
		if len(r) == 0 {
			subsets = append(subsets, nil)
			continue
		}
		s := truetype.NewSubset(faces[i], r)
		subsets = append(subsets, s)
		first := d.Reserve(FontObjects)
		d.Font(first, s)
		refs += "/F" + strconv.Itoa(i) + " " + strconv.Itoa(first) + " 0 R"
	}
	return subsets, refs
}

// Catalogue writes the catalogue and the list of pages.
func (d *Document) Catalogue(root, pages int, kids []int, language string) {
	d.Begin(root)
	d.Put("<</Type/Catalog")
	d.Ref("Pages", pages)
	d.Put("/Lang(" + language + ")/ViewerPreferences<</DisplayDocTitle true>>>>")
	d.End()
	d.Kids(pages, kids)
}

// Kids writes the list of pages.
func (d *Document) Kids(pages int, kids []int) {
	d.Begin(pages)
	d.Put("<</Type/Pages/Kids[")
	for i, kid := range kids {
		if i > 0 {
			d.Put(" ")
		}
		d.Int(kid)
		d.Put(" 0 R")
	}
	d.Put("]")
	d.Key("Count", len(kids))
	d.Put(">>")
	d.End()
}

// MediaBox returns the entry for the size of a page in points.
func MediaBox(width, height float64) string {
	b := append(AppendNumber([]byte("/MediaBox[0 0 "), width), ' ')
	return string(append(AppendNumber(b, height), ']'))
}

// tagOf returns the prefix that distinguishes subsets of one font: six letters that
// depend only on its glyphs.
func tagOf(s *truetype.Subset) string {
	h := fnv.New64a()
	for _, r := range s.Runes {
		h.Write([]byte{byte(r >> 16), byte(r >> 8), byte(r)})
	}
	for _, c := range s.Drawn {
		for _, p := range c {
			h.Write([]byte{byte(p.X >> 8), byte(p.X)})
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

// appendToUnicode appends the table that maps codes to characters.
func appendToUnicode(b []byte, s *truetype.Subset) []byte {
	b = append(b, "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"+
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"...)
	for from := 0; from < len(s.Runes); {
		// A range must end where the first byte of the code changes.
		part := s.Runes[from:min((from+1)/0x100*0x100+0xFF, len(s.Runes))]
		run := successive(part)
		if run < 3 {
			for run = 0; run < len(part) && successive(part[run:]) < 3; {
				run++
			}
		}
		b = append(AppendHex(append(b, "1 beginbfrange <"...), from+1), "><"...)
		b = append(AppendHex(b, from+run), '>')
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

// successive returns how many characters at the start are consecutive and have the
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
		b = AppendHex(b, int(u))
	}
	return append(b, '>')
}

// Close writes the table of the objects added since the last one, whose offset is
// previous (0 for none), and the trailer. It returns the offset of the table.
func (d *Document) Close(root, info, previous int, id [2][16]byte) int {
	slices.SortFunc(d.objects, func(a, b object) int { return a.number - b.number })
	start := d.origin + len(d.buf)
	d.Put("xref\n")
	if previous == 0 {
		d.Put("0 1\n0000000000 65535 f \n")
	}
	for i := 0; i < len(d.objects); {
		j := i + 1
		for j < len(d.objects) && d.objects[j].number == d.objects[j-1].number+1 {
			j++
		}
		d.Int(d.objects[i].number)
		d.Put(" ")
		d.Int(j - i)
		d.Put("\n")
		for ; i < j; i++ {
			d.offset(d.objects[i].offset)
			d.Put(" 00000 n \n")
		}
	}
	d.Put("trailer\n<<")
	d.Key("Size", d.next)
	d.Ref("Root", root)
	d.Ref("Info", info)
	if previous > 0 {
		d.Key("Prev", previous)
	}
	d.Put("/ID[<")
	for i, half := range id {
		if i > 0 {
			d.Put("> <")
		}
		for j := 0; j < len(half); j += 2 {
			d.buf = AppendHex(d.buf, int(half[j])<<8|int(half[j+1]))
		}
	}
	d.Put(">]>>\nstartxref\n")
	d.Int(start)
	d.Put("\n%%EOF\n")
	d.objects = d.objects[:0]
	return start
}

// offset writes a number with ten digits.
func (d *Document) offset(n int) {
	var digits [10]byte
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = '0' + byte(n%10)
		n /= 10
	}
	d.buf = append(d.buf, digits[:]...)
}
