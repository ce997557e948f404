package certificate

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"iter"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/race"
)

// Layer says which part of a certificate is drawn.
type Layer int

// The layers. Imprint alone is for paper that has the form on it already.
const (
	Whole Layer = iota
	Imprint
)

// batchBuffer is how many bytes of a batch are buffered before writing.
const batchBuffer = 1 << 20

// Batch writes the certificates of many results as one PDF, a page each, in order.
// Shared parts are in it once. A certificate that is not ready is an error. Memory
// grows by some hundred bytes for each page.
func (f *Form) Batch(w io.Writer, results iter.Seq[*race.Result], layer Layer) error {
	b := batch{w: w, sum: sha256.New(), doc: pdf.Quick()}
	if f.design.caption != "" {
		b.doc.Plain()
	}
	b.doc.Continue(0, f.next)
	b.doc.SetOrdering(f.ordering)
	b.doc.PutBytes(f.bytes)
	var kids []int
	for r := range results {
		s, err := f.laidOut(r, layer)
		if err != nil {
			return err
		}
		number := b.doc.Reserve(1)
		err = f.page(&b.doc, number, s, r, layer)
		f.sheets.Put(s)
		if err != nil {
			return fmt.Errorf("certificate %s: %w", r.Entry.Bib, err)
		}
		kids = append(kids, number)
		if len(b.doc.Bytes()) >= batchBuffer {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	if len(kids) == 0 {
		return fmt.Errorf("a batch of no certificates")
	}
	// The tree and the data are those of one certificate: a batch claims neither.
	b.doc.Catalogue(f.root, f.pages, kids, f.languages[0].Tag())
	if err := b.flush(); err != nil {
		return err
	}
	var id [2][16]byte
	copy(id[0][:], f.key[:])
	copy(id[1][:], b.sum.Sum(nil))
	b.doc.Close(f.root, f.info, f.xref, id)
	return b.flush()
}

// batch is a PDF that is written while it grows.
type batch struct {
	w   io.Writer
	doc pdf.Document
	sum hash.Hash
}

func (b *batch) flush() error {
	b.sum.Write(b.doc.Bytes()) // a hash never fails
	if _, err := b.w.Write(b.doc.Bytes()); err != nil {
		return fmt.Errorf("a batch of certificates: %w", err)
	}
	b.doc.Written()
	return nil
}
