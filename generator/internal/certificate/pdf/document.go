package pdf

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"

	"guntime/generator/internal/artifact"
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

	thorough  bool    // streams are compressed as much as possible
	compact   bool    // objects without a stream are kept back, to be packed together
	plain     bool    // tables are no streams, as Join needs it
	loose     []loose // these objects
	looseText []byte

	finder   *finder // for quick documents
	ordering int     // object that fonts refer to, 0 for none

	// Outlines writes the file of a font as the stream object with this number, as FontFile
	// does; nil for FontFile itself.
	Outlines func(number int, s *truetype.Subset)

	packer           *zlib.Writer
	least            int // streams with fewer bytes are not compressed
	packed, repacked bytes.Buffer
	scratch, table   []byte
	coded            []byte
}

// object is where an object stands: at an offset, or as the one with this index within
// the stream of another.
type object struct{ number, offset, within int }

// Bytes returns the bytes added since the document began, or since Written.
func (d *Document) Bytes() []byte { return d.buf }

// Written drops the bytes after the caller has written them. Offsets continue
// behind them.
func (d *Document) Written() {
	d.origin += len(d.buf)
	d.buf = d.buf[:0]
}

// Again says that an object with this number comes, at this distance, with bytes of an
// earlier document; Skip says how many they are, once they were written.
func (d *Document) Again(number, distance int) {
	d.objects = append(d.objects, object{number: number, offset: d.origin + len(d.buf) + distance})
}

// Skip makes the document continue behind bytes that somebody else has written.
func (d *Document) Skip(bytes int) { d.origin += bytes }

// Plain makes all tables of a document those that Join reads.
func (d *Document) Plain() { d.plain = true }

// Continue makes the document follow a number of bytes in which all object numbers
// below next are used.
func (d *Document) Continue(bytes, next int) { d.origin, d.next = bytes, next }

// Reset drops all bytes and objects and keeps the memory.
func (d *Document) Reset() {
	d.buf, d.objects, d.loose, d.looseText = d.buf[:0], d.objects[:0], d.loose[:0], d.looseText[:0]
}

// PackOnce makes all later streams compressed once, at this level.
func (d *Document) PackOnce(level int) { d.packer, d.least = packer(level), 1 }

// Begin opens the object with a reserved number; End closes it.
func (d *Document) Begin(number int) {
	if d.compact {
		d.loose = append(d.loose, loose{number: number, from: len(d.buf)})
		return
	}
	d.begin(number)
}

// begin opens an object that is written where it stands.
func (d *Document) begin(number int) {
	d.objects = append(d.objects, object{number: number, offset: d.origin + len(d.buf)})
	d.buf = strconv.AppendInt(d.buf, int64(number), 10)
	d.buf = append(d.buf, " 0 obj\n"...)
}

// End closes the object that was opened last.
func (d *Document) End() {
	if d.compact {
		last := &d.loose[len(d.loose)-1]
		text := d.buf[last.from:]
		d.buf, last.from = d.buf[:last.from], len(d.looseText)
		d.looseText = append(d.looseText, text...) // all end in a bracket, so nothing need stand between
		last.to = len(d.looseText)
		return
	}
	d.end()
}

func (d *Document) end() { d.buf = append(d.buf, "\nendobj\n"...) }

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

// Quick returns a document for fast repeated use. It does not compress streams that are
// so short that they would hardly become shorter.
func Quick() Document { return Document{finder: &finder{}, least: 150} }

// mostThorough is how many bytes of a stream are worth the time that thorough takes.
const mostThorough = 1 << 16

// smallest has the last streams that were compressed as much as possible. Races of one
// design share most of theirs, and so do the cycles of a race day.
var smallest artifact.Memo[artifact.Key, []byte]

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
	d.stream(ofContent, number, entries, data)
}

func (d *Document) stream(of kind, number int, entries string, data []byte) {
	d.begin(number)
	d.Put("<<")
	if d.packs() && len(data) >= d.least {
		packed := d.pack(&d.packed, of, data)
		filter := "/Filter/FlateDecode"
		if len(packed)+len(filter) < len(data) {
			data = packed
		} else {
			filter = ""
		}
		// Ornaments repeat so often that their compressed bytes repeat too.
		if d.least == 0 {
			if again := d.pack(&d.repacked, of, data); len(again)+50 < len(data) {
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
	d.end()
}

// Data writes a stream object for programs, compressed though it is short.
func (d *Document) Data(number int, entries string, data []byte) {
	d.Packed(number, "/Filter/FlateDecode"+entries, d.pack(&d.packed, ofData, data))
}

// Packed writes a stream object whose bytes are packed already, as its entries say.
func (d *Document) Packed(number int, entries string, data []byte) {
	d.begin(number)
	d.Put("<<")
	d.Put(entries)
	d.Key("Length", len(data))
	d.Put(">>\nstream\n")
	d.PutBytes(data)
	d.Put("\nendstream")
	d.end()
}

// packs reports whether streams are compressed.
func (d *Document) packs() bool { return d.packer != nil || d.finder != nil }

// pack compresses bytes into a buffer of the document.
func (d *Document) pack(into *bytes.Buffer, of kind, data []byte) []byte {
	if d.thorough && len(data) < mostThorough {
		return smallest.Find(artifact.KeyOf(data), func() ([]byte, bool) {
			if best := thorough(data); len(best) <= len(d.usual(into, data)) {
				return best, true
			}
			return bytes.Clone(into.Bytes()), true // which is better for some short ones
		})
	}
	if d.finder != nil {
		d.coded = codesOfKind()[of].append(d.coded[:0], d.finder, data)
		return d.coded
	}
	return d.usual(into, data)
}

// usual compresses bytes into a buffer by the packer.
func (d *Document) usual(into *bytes.Buffer, data []byte) []byte {
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

// Close writes the table of the objects added since the last one, whose offset is
// previous (0 for none), and the trailer. It returns the offset of the table. That of a
// compact document is a stream, and so are those that follow it, but in a plain document.
func (d *Document) Close(root, info, previous int, id [2][16]byte) int {
	d.Gather()
	if d.compact || previous > 0 && !d.plain {
		start := d.tableStream(root, info, previous, id)
		d.finish(start)
		return start
	}
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
	d.trailer(root, info, previous, id, false)
	d.Put(">>\n")
	d.objects = d.objects[:0]
	d.finish(start)
	return start
}

// finish says where the table begins.
func (d *Document) finish(table int) {
	d.Put("startxref\n")
	d.Int(table)
	d.Put("\n%%EOF\n")
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
