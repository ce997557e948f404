package certificate

import (
	"fmt"
	"strconv"

	"guntime/generator/internal/certificate/pdf"
)

// A certificate is tagged: each field, each cell of the table and the code is a marked
// piece of the content with a number of its own, and the form has the tree of what these
// are. So the tree is the same for every runner and drawn once. A piece that a runner has
// nothing for is there and empty.
//
// The number of a field's piece is its index among all. Those of the table follow, then
// that of the code.

// noPiece is the number of what is no piece of a certificate.
const noPiece = -1

// headPiece is the number of the head of a column of the table in one of the languages.
func (f *Form) headPiece(column, language int) int {
	return len(f.all) + column*len(f.languages) + language
}

// cellPiece is the number of a cell of the table: its label, then its times.
func (f *Form) cellPiece(row, column int) int { return f.headPiece(4, 0) + 4*row + column }

// codePiece is the number of the QR code.
func (f *Form) codePiece() int { return f.cellPiece(len(f.table), 0) }

// appendPiece appends the begin of a piece.
func appendPiece(b []byte, number int) []byte {
	return append(strconv.AppendInt(append(b, "/P<</MCID "...), int64(number), 10), ">>BDC "...)
}

// appendAbsent appends the runner's pieces that no line is of, empty.
func (f *Form) appendAbsent(b []byte, lines []line) []byte {
	have := make([]bool, f.codePiece())
	for i := range lines {
		have[lines[i].piece] = true
	}
	missing := func(piece int) {
		if !have[piece] {
			b = append(appendPiece(append(b, '\n'), piece), "EMC"...)
		}
	}
	for _, field := range f.fields {
		missing(field.piece)
	}
	for i := range f.table {
		for column := 1; column < 4; column++ {
			missing(f.cellPiece(i, column))
		}
	}
	return b
}

// tree writes the tree of what the pieces are, and returns the number of its root. there
// reports whether the form has a piece that is on it.
func (f *Form) tree(d *pdf.Document, there func(piece int) bool) int {
	root, document := d.Reserve(1), d.Reserve(1)
	parents := make([]int, f.codePiece()+1) // by piece
	var top []int
	element := func(kind string, parent int, more string, pieces []int, kids []int, number int) {
		d.Begin(number)
		d.Put("<</S/" + kind)
		d.Ref("P", parent)
		if len(pieces) > 0 {
			d.Ref("Pg", f.sole)
		}
		d.Put("/K[")
		for i, piece := range pieces {
			if i > 0 {
				d.Put(" ")
			}
			d.Int(piece)
			parents[piece] = number
		}
		for i, kid := range kids {
			if i > 0 {
				d.Put(" ")
			}
			d.Int(kid)
			d.Put(" 0 R")
		}
		d.Put("]" + more + ">>")
		d.End()
	}
	add := func(kind, more string, pieces ...int) {
		number := d.Reserve(1)
		top = append(top, number)
		element(kind, document, more, pieces, nil, number)
	}
	second := "/Lang(" + f.languages[len(f.languages)-1].Tag() + ")"
	tabled := false
	for i := range f.all {
		field := &f.all[i]
		if field.isFixed() && !there(field.piece) {
			continue
		}
		kind, more := "P", ""
		if field.Say == "title" && field.Language != "second" {
			kind = "H1"
		}
		if field.Language == "second" {
			more = second
		}
		add(kind, more, field.piece)
		if field.Say == "splits" && !tabled {
			tabled = true
			top = append(top, f.treeOfTable(d, document, second, element, there))
		}
	}
	if !tabled {
		top = append(top, f.treeOfTable(d, document, second, element, there))
	}
	if q := f.design.QR; q != nil && f.link != nil {
		var more pdf.Document
		more.Put(fmt.Sprintf("/A<</O/Layout/BBox[%.2f %.2f %.2f %.2f]>>/Alt", q.At[0]/millimetres, (f.design.Page.Height-q.At[1]-q.Size)/millimetres,
			(q.At[0]+q.Size)/millimetres, (f.design.Page.Height-q.At[1])/millimetres))
		more.Text(f.alternative)
		add("Figure", string(more.Bytes()), f.codePiece())
	}
	element("Document", root, "", nil, top, document)

	d.Begin(root)
	d.Put("<</Type/StructTreeRoot")
	d.Put("/K[" + strconv.Itoa(document) + " 0 R]/ParentTreeNextKey 1/ParentTree<</Nums[0[")
	for i, number := range parents {
		if i > 0 {
			d.Put(" ")
		}
		if number == 0 {
			d.Put("null")
			continue
		}
		d.Int(number)
		d.Put(" 0 R")
	}
	d.Put("]]>>>>")
	d.End()
	return root
}

// treeOfTable writes the table of splits within the tree.
func (f *Form) treeOfTable(d *pdf.Document, parent int, second string, element func(kind string, parent int, more string, pieces []int, kids []int, number int), there func(int) bool) int {
	table := d.Reserve(1)
	var rows []int
	row := func(cells ...func(row, number int)) {
		number := d.Reserve(1)
		first := d.Reserve(len(cells))
		var kids []int
		for i, cell := range cells {
			cell(number, first+i)
			kids = append(kids, first+i)
		}
		element("TR", table, "", nil, kids, number)
		rows = append(rows, number)
	}
	cell := func(kind, more string, pieces ...int) func(int, int) {
		return func(row, number int) { element(kind, row, more, pieces, nil, number) }
	}
	var heads []func(int, int)
	for column := range 4 {
		var pieces []int
		for i := range f.languages {
			if piece := f.headPiece(column, i); there(piece) {
				pieces = append(pieces, piece)
			}
		}
		heads = append(heads, cell("TH", "/A<</O/Table/Scope/Column>>", pieces...))
	}
	row(heads...)
	for i := range f.table {
		cells := []func(int, int){cell("TH", "/A<</O/Table/Scope/Row>>", f.cellPiece(i, 0))}
		for column := 1; column < 4; column++ {
			cells = append(cells, cell("TD", "", f.cellPiece(i, column)))
		}
		row(cells...)
	}
	element("Table", parent, "", nil, rows, table)
	return table
}
