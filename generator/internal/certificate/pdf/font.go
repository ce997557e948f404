package pdf

import (
	"encoding/binary"
	"hash/crc32"
	"hash/fnv"
	"strconv"
	"unicode/utf16"

	"guntime/generator/internal/certificate/truetype"
)

// FontObjects is how many objects Font writes.
const FontObjects = 5

// orderingOfFonts says that codes are numbers of glyphs.
const orderingOfFonts = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"

// Ordering writes what all fonts say alike as an object, to which those refer that are
// written later. It returns its number.
func (d *Document) Ordering() int {
	number := d.Reserve(1)
	d.Begin(number)
	d.Put(orderingOfFonts)
	d.End()
	d.ordering = number
	return number
}

// SetOrdering makes fonts refer to the object with this number, as after Ordering.
func (d *Document) SetOrdering(number int) { d.ordering = number }

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
	d.Put("<</Type/Font/Subtype/CIDFontType2/CIDToGIDMap/Identity")
	if d.ordering > 0 {
		d.Ref("CIDSystemInfo", d.ordering)
	} else {
		d.Put("/CIDSystemInfo" + orderingOfFonts)
	}
	d.Put("/BaseFont/")
	d.Put(name)
	d.Ref("FontDescriptor", first+2)
	d.Put("/W[1[") // QR codes have the last code and the default width
	runes := s.Runes
	for len(s.Pieces) == 0 && len(runes) > 0 && s.Face.Advance(s.Face.Glyph(runes[len(runes)-1])) == 1000 {
		runes = runes[:len(runes)-1]
	}
	for _, r := range runes {
		d.Int(s.Face.Declared(s.Face.Advance(s.Face.Glyph(r))))
		d.Put(" ")
	}
	for _, p := range s.Pieces {
		d.Int(s.Face.Declared(p.Width))
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
	d.stream(ofNames, first+3, "", d.scratch)
	if d.Outlines != nil {
		d.Outlines(first+4, s)
		return
	}
	d.FontFile(first+4, s)
}

// FontFile writes the file of a font as the stream object with this number.
func (d *Document) FontFile(number int, s *truetype.Subset) {
	d.scratch = s.AppendFont(d.scratch[:0])
	entries := "/Length1 " + strconv.Itoa(len(d.scratch))
	if d.finder == nil {
		d.Stream(number, entries, d.scratch)
		return
	}
	d.coded = appendFont(d.coded[:0], d.finder, d.scratch, s)
	d.Packed(number, "/Filter/FlateDecode"+entries, d.coded)
}

// Fonts writes a subset of each face that has characters or pieces to draw. It
// returns them by index of the face, and the font entries for the resources of a
// page, named F and that index.
func (d *Document) Fonts(faces []*truetype.Face, runes [][]rune, pieces [][]truetype.Piece) (subsets []*truetype.Subset, refs string) {
	for i, r := range runes {
		if len(r) == 0 && len(pieces[i]) == 0 {
			subsets = append(subsets, nil)
			continue
		}
		s := truetype.NewSubset(faces[i], r, pieces[i])
		subsets = append(subsets, s)
		first := d.Reserve(FontObjects)
		d.Font(first, s)
		refs += "/F" + strconv.Itoa(i) + " " + strconv.Itoa(first) + " 0 R"
	}
	return subsets, refs
}

// tagOf returns the prefix that distinguishes subsets of one font: six letters that
// depend only on its glyphs.
func tagOf(s *truetype.Subset) string {
	h := fnv.New64a()
	for _, r := range s.Runes {
		h.Write([]byte{byte(r >> 16), byte(r >> 8), byte(r)})
	}
	for _, p := range s.Pieces {
		p.Hash(h)
	}
	if s.Drawn != nil {
		h.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(s.Drawn)))
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
	for i, p := range s.Pieces {
		if p.Text == "" {
			continue
		}
		b = append(AppendHex(append(b, "1 beginbfchar <"...), s.PieceCode(i)), "><"...)
		for _, u := range utf16.Encode([]rune(p.Text)) {
			b = AppendHex(b, int(u))
		}
		b = append(b, "> endbfchar\n"...)
	}
	if s.Drawn != nil { // no letter; every code must stand for something
		b = append(AppendHex(append(b, "1 beginbfchar <"...), s.DrawnCode()), "><25A0> endbfchar\n"...)
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
	for _, u := range utf16.AppendRune(nil, truetype.Plain(r)) {
		b = AppendHex(b, int(u))
	}
	return append(b, '>')
}
