package publish

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path"
	"strings"

	"github.com/andybalholm/brotli"
	packed "github.com/klauspost/compress/gzip"

	"guntime/generator/internal/artifact"
)

// Twins say which compressed twins lie beside the files of a site, for hosts that send
// those instead: a .gz beside every text file, and a .br beside the large ones that
// Brotli names. What a twin is depends only on the bytes of its file, so a file that is
// drawn again with the same bytes keeps its twins.
type Twins struct {
	Key    artifact.Key           // of the program that compresses
	Brotli func(path string) bool // which files have a .br too; nil for none
}

// compressible lists the kinds of files that compression makes smaller.
var compressible = map[string]bool{".atom": true, ".css": true, ".csv": true, ".html": true, ".ics": true, ".js": true, ".json": true, ".svg": true, ".txt": true, ".xml": true}

// The ends of the names of twins.
const (
	gzipped   = ".gz"
	brotlized = ".br"
)

// Levels of compression: gzip is as small as that of level 6 of the C library, give or
// take 2 %, in a third of the time; brotli's 5 needs five times as long as gzip, so it is
// for large files only.
const (
	gzipLevel   = 6
	brotliLevel = 5
	brotliFrom  = 16 << 10 // bytes
)

// key returns a key that differs where other twins are made, zero for none.
func (t *Twins) key() (k artifact.Key) {
	if t == nil {
		return k
	}
	return t.Key.With("twins")
}

// of returns the ends of the names of the twins of a file with these bytes.
func (t *Twins) of(e *Entry) []string {
	switch {
	case t == nil || !compressible[path.Ext(e.Path)]:
		return nil
	case e.Size > brotliFrom && t.Brotli != nil && t.Brotli(e.Path):
		return []string{gzipped, brotlized}
	}
	return []string{gzipped}
}

// file returns a twin of a file, without the function that draws it.
func (t *Twins) file(of *Entry, end string) artifact.File {
	return artifact.File{Path: of.Path + end, Key: t.Key.With(end, string(of.SHA256[:])), Cache: of.Cache, Removed: of.Removed}
}

// original returns the path of the file that a twin of this path belongs to, false
// where the path is not that of a twin.
func original(name string) (string, bool) {
	end := path.Ext(name)
	return strings.TrimSuffix(name, end), end == gzipped || end == brotlized
}

// compressor compresses one file after the other. The same bytes give the same twin,
// whatever came before. The zero value is ready for use.
type compressor struct {
	gzip   *packed.Writer
	brotli *brotli.Writer
	chunk  []byte
}

// compressChunk is how many bytes are passed on at once. What brotli writes depends on it,
// so it is the same for files in memory and on the disk.
const compressChunk = 1 << 20

// compress writes the twin with this end of what it reads.
func (c *compressor) compress(w io.Writer, plain io.Reader, end string) (err error) {
	if end == brotlized {
		if c.brotli == nil {
			c.brotli = brotli.NewWriterLevel(w, brotliLevel)
		}
		c.brotli.Reset(w)
		return c.copy(c.brotli, plain)
	}
	if c.gzip == nil {
		if c.gzip, err = packed.NewWriterLevel(w, gzipLevel); err != nil {
			return err
		}
	}
	c.gzip.Reset(w)
	return c.copy(c.gzip, plain)
}

func (c *compressor) copy(to io.WriteCloser, plain io.Reader) error {
	if c.chunk == nil {
		c.chunk = make([]byte, compressChunk)
	}
	for {
		n, err := io.ReadFull(plain, c.chunk)
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return err
		}
		if _, err := to.Write(c.chunk[:n]); err != nil {
			return err
		}
		if ended {
			return to.Close()
		}
	}
}

// worker settles files and their twins, one after the other.
type worker struct {
	*build
	plain, twin drawing
	compressor
}

func (b *build) worker() *worker {
	return &worker{build: b, plain: drawing{build: b}, twin: drawing{build: b}}
}

// do settles a file, and then its twins from the same drawing.
func (w *worker) do(j job) outcome {
	r := w.timed(j, &w.plain)
	if r.err != nil {
		return r
	}
	for _, end := range w.o.Twins.of(&r.entry) {
		t := job{index: j.index, file: w.o.Twins.file(&r.entry, end), fresh: j.fresh}
		t.file.Inputs, t.old = j.file.Inputs, w.before(t.file.Path)
		t.file.Draw = func(to io.Writer) error { return w.pack(to, j.file, &r, end) }
		settled := w.timed(t, &w.twin)
		settled.old = t.old
		if r.twins = append(r.twins, settled); settled.err != nil {
			r.err = settled.err
			break
		}
	}
	return r
}

func (w *worker) timed(j job, d *drawing) outcome {
	began := w.o.Measure.clock()
	r := w.settle(j, d)
	r.index, r.writing = j.index, w.o.Measure.clock()-began-r.drawing
	return r
}

// pack draws a twin of a file that is settled: from its bytes in memory if it was drawn
// just now, else from the disk if the file there is whole.
func (w *worker) pack(to io.Writer, f artifact.File, settled *outcome, end string) error {
	if bytes, there := w.plain.bytes(); there && settled.drawn {
		return w.compress(to, bytes, end)
	}
	name := w.onDisk(f.Path)
	if settled.written {
		var err error
		if name, err = w.stagingPath(f.Path); err != nil {
			return err
		}
	}
	file, err := os.Open(name)
	if err != nil {
		return &DiskError{err}
	}
	defer file.Close()
	h := sha256.New()
	if err := w.compress(to, io.TeeReader(file, h), end); err != nil {
		return err
	}
	if [sha256.Size]byte(h.Sum(nil)) != settled.entry.SHA256 {
		return errors.New("the file was changed meanwhile: build again")
	}
	return nil
}

// bytes returns what was drawn last, false if not all of it is in memory.
func (d *drawing) bytes() (io.Reader, bool) {
	return bytes.NewReader(d.small.Bytes()), d.size == int64(d.small.Len())
}

// unpacked returns the hash of the content of a compressed twin.
func unpacked(name string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	var plain io.Reader = brotli.NewReader(f)
	if path.Ext(name) == gzipped {
		z, err := gzip.NewReader(f)
		if err != nil {
			return sum, err
		}
		if z.Name+z.Comment+string(z.Extra) != "" {
			return sum, errors.New("it says more than the file beside it")
		}
		plain = z
	}
	h := sha256.New()
	if _, err := io.Copy(h, plain); err != nil {
		return sum, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// Plain returns the original of a compressed twin and the encoding of the twin,
// "br" or "gzip". For any other file it returns that file and "".
func (m *Manifest) Plain(name string) (plain, encoding string) {
	plain, twin := original(name)
	if !twin {
		return name, ""
	}
	if _, there := m.Find(plain); !there {
		return name, ""
	}
	if strings.HasSuffix(name, brotlized) {
		return plain, "br"
	}
	return plain, "gzip"
}
