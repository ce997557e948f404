package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"hash/adler32"
	"slices"
	"strings"
	"sync"
	"time"
)

// Colours writes what the colours of the document mean, sRGB, as the objects numbered
// from first: the output intent, which the catalogue names, and its profile.
func (d *Document) Colours(first int) {
	d.Begin(first)
	d.Put("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)")
	d.Ref("DestOutputProfile", first+1)
	d.Put(">>")
	d.End()
	d.Stream(first+1, "/N 3", profile())
}

// ColourObjects is how many objects Colours writes.
const ColourObjects = 2

// profile returns the smallest colour profile (ICC.1:2004) that says what sRGB is.
func profile() []byte {
	fixed := func(kind string, values ...uint32) []byte {
		b := append([]byte(kind), 0, 0, 0, 0)
		for _, v := range values {
			b = binary.BigEndian.AppendUint32(b, v)
		}
		return b
	}
	text := func(s string) []byte {
		b := fixed("mluc", 1, 12, 'e'<<24|'n'<<16|'U'<<8|'S', uint32(2*len(s)), 28)
		for _, c := range []byte(s) {
			b = append(b, 0, c)
		}
		return b
	}
	curve := fixed("para", 3<<16, 0x26666, 0xF2A7, 0xD59, 0x13D0, 0xA5B)
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", text("sRGB")}, {"cprt", text("CC0 ")},
		{"wtpt", fixed("XYZ ", 0xF6D6, 0x10000, 0xD32D)},
		{"chad", fixed("sf32", 0x10C42, 0x5DE, 0xFFFFF325, 0x793, 0xFD90, 0xFFFFFBA1, 0xFFFFFDA2, 0x3DC, 0xC06E)},
		{"rXYZ", fixed("XYZ ", 0x6FA2, 0x38F5, 0x390)},
		{"gXYZ", fixed("XYZ ", 0x6299, 0xB785, 0x18DA)},
		{"bXYZ", fixed("XYZ ", 0x24A0, 0xF84, 0xB6CF)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}, // the same
	}
	head := make([]byte, 128)
	copy(head[8:], "\x04\x20\x00\x00mntrRGB XYZ \x07\xE4\x00\x01\x00\x01")
	copy(head[36:], "acsp")
	copy(head[68:], fixed("XYZ ", 0xF6D6, 0x10000, 0xD32D)[8:])
	head = binary.BigEndian.AppendUint32(head, uint32(len(tags)))
	at, length := len(head)+12*len(tags), 0
	var data []byte
	for _, t := range tags {
		if t.data != nil {
			at += length
			length = len(t.data)
			data = append(data, t.data...)
		}
		head = append(head, t.name...)
		head = binary.BigEndian.AppendUint32(head, uint32(at))
		head = binary.BigEndian.AppendUint32(head, uint32(length))
	}
	all := append(head, data...)
	binary.BigEndian.PutUint32(all, uint32(len(all)))
	return all
}

// Packet is the metadata (XMP) of documents that differ in the end of the title alone.
// What they share is packed once.
type Packet struct {
	packed []byte  // up to the end of the title
	sum    uint32  // of what is packed
	after  []token // what follows the end of the title, whose length is missing in distances
}

// NewPacket returns the metadata of documents of this author and with this begin of
// their titles, made on this day. They say that they are PDF/A-3 of level A, and PDF/UA-1.
func NewPacket(author, title string, date time.Time) *Packet {
	day := date.Format("2006-01-02T15:04:05-07:00")
	const property = `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>` +
		`<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part</pdfaProperty:description></rdf:li>`
	plain := []byte("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"` +
		` xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">` +
		`<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>` +
		`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>` +
		`<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>` +
		`<pdfaSchema:property><rdf:Seq>` + property + `</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>` +
		`<xmp:CreateDate>` + day + `</xmp:CreateDate><xmp:ModifyDate>` + day + `</xmp:ModifyDate><xmp:CreatorTool>Guntime</xmp:CreatorTool>` +
		`<dc:creator><rdf:Seq><rdf:li>` + escaped(author) + `</rdf:li></rdf:Seq></dc:creator>` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escaped(title))
	// All but the end of the title is packed once, up to a whole byte.
	w := bitWriter{b: []byte{0x78, 0xDA}}
	w.block(tokensOf(plain), false)
	w.add(0, 3) // an empty block, stored, goes to the next whole byte
	w.add(0, (8-w.size%8)%8)
	w.flush()
	p := &Packet{packed: append(w.b, 0, 0, 0xFF, 0xFF), sum: adler32.Checksum(plain)}
	for at := 0; at < len(afterTitle); {
		n, from := 0, 0
		for at+n < len(afterTitle) {
			found := bytes.LastIndex(plain, []byte(afterTitle[at:at+n+1]))
			if found < 0 {
				break
			}
			n, from = n+1, found
		}
		if n < shortest {
			p.after = append(p.after, token{uint16(afterTitle[at]), 0})
			at++
			continue
		}
		p.after = append(p.after, token{uint16(n), uint16(len(plain) + at - from)})
		at += n
	}
	return p
}

// afterTitle is what follows the title.
const afterTitle = `</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

// fixedCodes are those that a stream need not tell (RFC 1951, 3.2.6).
var fixedCodes = sync.OnceValue(func() *codes {
	sizes := make([]int, 288) // two more than there are
	for i := range sizes {
		switch {
		case i < 144 || i >= 280:
			sizes[i] = 8
		case i < 256:
			sizes[i] = 9
		default:
			sizes[i] = 7
		}
	}
	letters := make([]code, len(sizes))
	assign(letters, sizes)
	c := &codes{head: &bitString{rest: 1, size: 2}}
	copy(c.letters[:], letters)
	assign(c.distances[:], slices.Repeat([]int{5}, 30))
	c.measure()
	return c
})

func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a builder never fails
	return b.String()
}

// Metadata writes the metadata of a document as an object. end is the end of its title.
func (d *Document) Metadata(number int, p *Packet, end string) {
	text := escaped(end)
	w, c := bitWriter{b: append(d.scratch[:0], p.packed...)}, fixedCodes()
	w.begin(c, true)
	w.letters(c, text)
	at := 0
	for _, t := range p.after {
		switch far := int(t.distance) + len(text); {
		case t.distance == 0:
			t.length = 1
			fallthrough
		case far >= farthest:
			w.letters(c, afterTitle[at:at+int(t.length)])
		default:
			w.tokens(c, []token{{t.length, uint16(far)}})
		}
		at += int(t.length)
	}
	w.end(c)
	w.flush()
	if w.size > 0 {
		w.b = append(w.b, byte(w.bits))
	}
	sum := adlerOn(adlerOn(p.sum, text), afterTitle)
	d.scratch = binary.BigEndian.AppendUint32(w.b, sum)
	d.Packed(number, "/Type/Metadata/Subtype/XML/Filter/FlateDecode", d.scratch)
}

// letters writes bytes one after another.
func (w *bitWriter) letters(c *codes, text string) {
	for i := range len(text) {
		k := c.letters[text[i]]
		w.add(uint64(k.bits), uint(k.size))
	}
}

// adlerOn returns the checksum (Adler-32) of what has this one and text after it.
func adlerOn(sum uint32, text string) uint32 {
	const prime = 65521
	low, high := sum&0xFFFF, sum>>16
	for i := range len(text) {
		low = (low + uint32(text[i])) % prime
		high = (high + low) % prime
	}
	return high<<16 | low
}
