package pdf

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
)

// Part is a document of this package that Join puts into another.
type Part struct {
	Title string // of its bookmark
	Bytes []byte
}

// Join writes documents of this package as one: their pages in order, with a bookmark
// for each of them. The objects that a page needs are taken over; what a document says
// of itself is not.
func Join(w io.Writer, parts []Part, title, language string, id [16]byte) error {
	d := New()
	root, pages, info, outlines := d.Reserve(1), d.Reserve(1), d.Reserve(1), d.Reserve(1)
	marks := d.Reserve(len(parts))
	var kids []int
	var first []int // page of each part
	for _, part := range parts {
		own, err := d.take(part.Bytes, pages)
		if err != nil {
			return fmt.Errorf("join %s: %w", part.Title, err)
		}
		first = append(first, own[0])
		kids = append(kids, own...)
	}
	d.Begin(root)
	d.Put("<</Type/Catalog/PageMode/UseOutlines")
	d.Ref("Pages", pages)
	d.Ref("Outlines", outlines)
	d.Put("/Lang(" + language + ")/ViewerPreferences<</DisplayDocTitle true>>>>")
	d.End()
	d.Kids(pages, kids)
	d.Begin(info)
	d.Put("<</Title")
	d.Text(title)
	d.Put("/Creator(Guntime)>>")
	d.End()
	d.Begin(outlines)
	d.Put("<</Type/Outlines")
	d.Ref("First", marks)
	d.Ref("Last", marks+len(parts)-1)
	d.Key("Count", len(parts))
	d.Put(">>")
	d.End()
	for i, part := range parts {
		d.Begin(marks + i)
		d.Put("<</Title")
		d.Text(part.Title)
		d.Ref("Parent", outlines)
		if i > 0 {
			d.Ref("Prev", marks+i-1)
		}
		if i+1 < len(parts) {
			d.Ref("Next", marks+i+1)
		}
		d.Put("/Dest[" + strconv.Itoa(first[i]) + " 0 R/Fit]>>")
		d.End()
	}
	d.Close(root, info, 0, [2][16]byte{id, id})
	_, err := w.Write(d.Bytes())
	return err
}

var (
	startOfTable = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	tableBefore  = regexp.MustCompile(`/Prev (\d+)`)
	reference    = regexp.MustCompile(`\b(\d+) 0 R\b`)
	rootOf       = regexp.MustCompile(`/Root (\d+) 0 R`)
	pagesOf      = regexp.MustCompile(`/Pages (\d+) 0 R`)
	kidsOf       = regexp.MustCompile(`/Kids\[([^\]]*)\]`)
	lengthOf     = regexp.MustCompile(`/Length (\d+)\b`)
)

// take copies the pages of a document of this package and all that they refer to, and
// returns the numbers of the pages. Their parent is the list of pages of d.
func (d *Document) take(file []byte, pages int) (kids []int, err error) {
	offsets, trailer, err := tables(file)
	if err != nil {
		return nil, err
	}
	number := func(of *regexp.Regexp, in []byte) int {
		m := of.FindSubmatch(in)
		if m == nil {
			return 0
		}
		n, _ := strconv.Atoi(string(m[1])) // digits
		return n
	}
	dictionary := func(n int) (entries, stream []byte, err error) {
		at, known := offsets[n]
		head := fmt.Sprintf("%d 0 obj\n", n)
		if !known || at > len(file) || !bytes.HasPrefix(file[at:], []byte(head)) {
			return nil, nil, fmt.Errorf("there is no object %d", n)
		}
		body := file[at+len(head):]
		const streams = ">>\nstream\n"
		end, begin := bytes.Index(body, []byte("\nendobj\n")), bytes.Index(body, []byte(streams))
		if end < 0 {
			return nil, nil, fmt.Errorf("object %d has no end", n)
		}
		if begin < 0 || begin > end {
			return body[:end], nil, nil
		}
		entries, body = body[:begin+2], body[begin+len(streams):]
		length := lengthOf.FindAllSubmatch(entries, -1)
		if length == nil {
			return nil, nil, fmt.Errorf("object %d has no length", n)
		}
		size, err := strconv.Atoi(string(length[len(length)-1][1]))
		if err != nil || size > len(body) {
			return nil, nil, fmt.Errorf("object %d has a length of %d", n, size)
		}
		return entries, body[:size], nil
	}
	catalogue, _, err := dictionary(number(rootOf, trailer))
	if err != nil {
		return nil, err
	}
	list := number(pagesOf, catalogue)
	entries, _, err := dictionary(list)
	if err != nil {
		return nil, err
	}
	m := kidsOf.FindSubmatch(entries)
	if m == nil {
		return nil, fmt.Errorf("object %d is no list of pages", list)
	}
	var open []int // objects to copy
	renamed := map[int]int{list: pages}
	rename := func(n int) int {
		if renamed[n] == 0 {
			renamed[n] = d.Reserve(1)
			open = append(open, n)
		}
		return renamed[n]
	}
	for _, kid := range reference.FindAllSubmatch(m[1], -1) {
		n, _ := strconv.Atoi(string(kid[1])) // digits
		kids = append(kids, rename(n))
	}
	if len(kids) == 0 {
		return nil, fmt.Errorf("object %d lists no page", list)
	}
	for len(open) > 0 {
		n := open[0]
		open = open[1:]
		entries, stream, err := dictionary(n)
		if err != nil {
			return nil, err
		}
		entries = reference.ReplaceAllFunc(entries, func(r []byte) []byte {
			return fmt.Appendf(nil, "%d 0 R", rename(number(reference, r)))
		})
		d.Begin(renamed[n])
		d.PutBytes(entries)
		if stream != nil {
			d.Put("\nstream\n")
			d.PutBytes(stream)
			d.Put("\nendstream")
		}
		d.End()
	}
	return kids, nil
}

// tables returns the offset of each object in a file, the latest, and the latest trailer.
func tables(file []byte) (offsets map[int]int, trailer []byte, err error) {
	m := startOfTable.FindSubmatch(file)
	if m == nil {
		return nil, nil, fmt.Errorf("it has no end of a PDF")
	}
	at, _ := strconv.Atoi(string(m[1])) // digits
	offsets = map[int]int{}
	for been := []int{}; ; {
		if at >= len(file) || !bytes.HasPrefix(file[at:], []byte("xref\n")) || slices.Contains(been, at) {
			return nil, nil, fmt.Errorf("there is no table at %d", at)
		}
		been = append(been, at)
		table, rest, _ := bytes.Cut(file[at+len("xref\n"):], []byte("trailer\n"))
		end, _, _ := bytes.Cut(rest, []byte("startxref"))
		if trailer == nil {
			trailer = end
		}
		n := 0
		for line := range bytes.Lines(table) {
			var a, b int
			var kind string
			switch fields, _ := fmt.Sscanf(string(line), "%d %d %s", &a, &b, &kind); {
			case fields == 2:
				n = a
			case fields == 3:
				if _, later := offsets[n]; !later && kind == "n" {
					offsets[n] = a
				}
				n++
			}
		}
		m := tableBefore.FindSubmatch(end)
		if m == nil {
			return offsets, trailer, nil
		}
		at, _ = strconv.Atoi(string(m[1])) // digits
	}
}
