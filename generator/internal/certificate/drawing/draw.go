package drawing

import (
	"bytes"
	"errors"
	"fmt"
	"guntime/generator/internal/certificate/pdf"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// Point is the length of a point in millimetres.
const Point = 25.4 / 72

// Paths returns the content stream of what draw draws on a page, given the size of
// the page in millimetres.
func Paths(width, height float64, draw func(*gofpdf.Fpdf) error) ([]byte, error) {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: width, Ht: height}})
	pdf.SetMargins(0, 0, 0)
	pdf.SetCompression(false)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddPage()
	pdf.SetLineCapStyle("round")
	if err := draw(pdf); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("artwork: %w", err)
	}
	_, after, found := bytes.Cut(b.Bytes(), []byte(">>\nstream\n"))
	stream, _, closed := bytes.Cut(after, []byte("\nendstream\n"))
	if !found || !closed {
		return nil, errors.New("artwork: a PDF without a content stream")
	}
	var short []byte
	for line := range bytes.Lines(stream) {
		short = trimDecimals(short, bytes.TrimSuffix(line, []byte("\n")))
	}
	return bytes.TrimSuffix(short, []byte("\n")), nil
}

// trimDecimals appends a line of a content stream without needless decimals. Lines
// that draw need only the precision of a printer, lines that rotate need more.
func trimDecimals(b, line []byte) []byte {
	draws := false
	switch line = bytes.TrimSpace(line); string(line[bytes.LastIndexByte(line, ' ')+1:]) {
	case "m", "l", "c", "re":
		draws = true
	}
	for word := range bytes.FieldsSeq(line) {
		v, err := strconv.ParseFloat(string(word), 64)
		switch {
		case err == nil && draws:
			b = pdf.AppendNumber(b, v)
		case err == nil && bytes.IndexByte(word, '.') >= 0:
			b = append(b, bytes.TrimRight(bytes.TrimRight(word, "0"), ".")...)
		default:
			b = append(b, word...)
		}
		b = append(b, ' ')
	}
	if n := len(b); n > 0 && b[n-1] == ' ' {
		b[n-1] = '\n'
	}
	return b
}

// Rosette draws one loop many times around a centre, each turned from the one
// before. The same bytes repeat, so they compress to almost nothing.
func Rosette(pdf *gofpdf.Fpdf, x, y, radius, inner float64, turns int) {
	loop := (radius - inner) / 2
	pdf.TransformBegin()
	for range turns {
		pdf.TransformRotate(360/float64(turns), x, y)
		Ellipse(pdf, x, y-inner-loop, loop*0.62, loop)
	}
	pdf.TransformEnd()
}

// Ellipse draws an ellipse around its centre, as four curves.
func Ellipse(pdf *gofpdf.Fpdf, x, y, rx, ry float64) {
	const k = 0.5522847498 // distance of the control points of a quarter, for radius 1
	pdf.MoveTo(x+rx, y)
	pdf.CurveBezierCubicTo(x+rx, y-k*ry, x+k*rx, y-ry, x, y-ry)
	pdf.CurveBezierCubicTo(x-k*rx, y-ry, x-rx, y-k*ry, x-rx, y)
	pdf.CurveBezierCubicTo(x-rx, y+k*ry, x-k*rx, y+ry, x, y+ry)
	pdf.CurveBezierCubicTo(x+k*rx, y+ry, x+rx, y+k*ry, x+rx, y)
	pdf.DrawPath("D")
}
