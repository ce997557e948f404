package pdf

import (
	"slices"
	"strconv"
)

// NewCompact returns a document like that of New, whose objects without a stream are
// packed together, and whose table of objects is a stream too.
func NewCompact() Document {
	d := New()
	d.compact, d.thorough = true, true
	return d
}

// Pack makes a document pack its objects without a stream together, too.
func (d *Document) Pack() { d.compact = true }

// loose is an object that waits to be packed together with others.
type loose struct {
	number, from, to int // where it stands in the text of all
}

// Gather writes the objects that were kept back so far, packed together.
func (d *Document) Gather() {
	if len(d.loose) == 0 {
		return
	}
	slices.SortFunc(d.loose, func(a, b loose) int { return a.number - b.number })
	number := d.Reserve(1)
	b, at := d.scratch[:0], 0
	for i, o := range d.loose {
		b = append(strconv.AppendInt(b, int64(o.number), 10), ' ')
		b = append(strconv.AppendInt(b, int64(at), 10), ' ')
		at += o.to - o.from
		d.objects = append(d.objects, object{number: o.number, offset: i, within: number})
	}
	entries := "/Type/ObjStm/N " + strconv.Itoa(len(d.loose)) + "/First " + strconv.Itoa(len(b))
	for _, o := range d.loose {
		b = append(b, d.looseText[o.from:o.to]...)
	}
	d.loose, d.looseText, d.scratch = d.loose[:0], d.looseText[:0], b
	d.stream(ofObjects, number, entries, b)
}

// tableStream writes the table of objects as a stream, and returns its offset.
func (d *Document) tableStream(root, info, previous int, id [2][16]byte) int {
	number, start := d.Reserve(1), d.origin+len(d.buf)
	d.objects = append(d.objects, object{number: number, offset: start})
	slices.SortFunc(d.objects, func(a, b object) int { return a.number - b.number })
	wide, deep := 2, 1 // bytes of a place, and of an index
	for wide < 8 && start>>(8*wide) > 0 {
		wide++
	}
	index := d.scratch[:0]
	if previous == 0 {
		index = append(index, "0 1 "...)
	}
	for i := 0; i < len(d.objects); {
		j := i + 1
		for j < len(d.objects) && d.objects[j].number == d.objects[j-1].number+1 {
			j++
		}
		index = append(strconv.AppendInt(index, int64(d.objects[i].number), 10), ' ')
		index = append(strconv.AppendInt(index, int64(j-i), 10), ' ')
		for ; i < j; i++ {
			if d.objects[i].within > 0 && d.objects[i].offset > 0xFF {
				deep = 2
			}
		}
	}
	d.table = d.table[:0]
	row := func(kind byte, place, index int) {
		d.table = append(d.table, kind)
		for i := wide - 1; i >= 0; i-- {
			d.table = append(d.table, byte(place>>(8*i)))
		}
		for i := deep - 1; i >= 0; i-- {
			d.table = append(d.table, byte(index>>(8*i)))
		}
	}
	if previous == 0 {
		row(0, 0, 1<<(8*deep)-1)
	}
	for _, o := range d.objects {
		if o.within > 0 {
			row(2, o.within, o.offset)
			continue
		}
		row(1, o.offset, 0)
	}
	d.objects = d.objects[:0]

	data, packed := d.table, d.packs() && len(d.table) >= max(200, d.least)
	if packed {
		data = d.pack(&d.packed, ofContent, differences(data, 1+wide+deep))
	}
	d.Int(number)
	d.Put(" 0 obj\n<</Type/XRef")
	if packed {
		d.Put("/Filter/FlateDecode/DecodeParms<</Predictor 12")
		d.Key("Columns", 1+wide+deep)
		d.Put(">>")
	}
	d.Put("/W[1 ")
	d.Int(wide)
	d.Put(" ")
	d.Int(deep)
	d.Put("]/Index[")
	d.PutBytes(index[:len(index)-1])
	d.Put("]")
	d.scratch = index[:0]
	d.trailer(root, info, previous, id, true)
	d.Key("Length", len(data))
	d.Put(">>\nstream\n")
	d.PutBytes(data)
	d.Put("\nendstream\nendobj\n")
	return start
}

// differences returns rows of a table, each as the difference from the row before: hardly
// more than one byte of a row moves, and always by one.
func differences(table []byte, width int) []byte {
	const up = 2 // as PNG numbers the ways to tell a row
	b := make([]byte, 0, len(table)+len(table)/width)
	for i, v := range table {
		if i%width == 0 {
			b = append(b, up)
		}
		if i >= width {
			v -= table[i-width]
		}
		b = append(b, v)
	}
	return b
}

// trailer appends the entries of a trailer. In a stream the identity is written in the
// fewest bytes, elsewhere as text that any program finds.
func (d *Document) trailer(root, info, previous int, id [2][16]byte, inStream bool) {
	d.Key("Size", d.next)
	d.Ref("Root", root)
	d.Ref("Info", info)
	if previous > 0 {
		d.Key("Prev", previous)
	}
	if inStream {
		d.Put("/ID[")
		for _, half := range id {
			d.Put("(")
			for j := 0; j < len(half); j += 2 {
				d.buf = AppendCode(d.buf, int(half[j])<<8|int(half[j+1]))
			}
			d.Put(")")
		}
		d.Put("]")
		return
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
	d.Put(">]")
}
