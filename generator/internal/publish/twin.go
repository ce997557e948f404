package publish

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"io"
	"iter"
	"os"
	"path"
	"strings"

	"github.com/andybalholm/brotli"

	"guntime/generator/internal/artifact"
)

// compressible lists the kinds of files that compression makes smaller.
var compressible = map[string]bool{".html": true, ".css": true, ".js": true, ".json": true, ".svg": true, ".csv": true, ".txt": true, ".xml": true}

// Twins yields after each text file its compressed twins, .br and .gz, for hosts
// that serve those instead.
func Twins(files iter.Seq2[artifact.File, error]) iter.Seq2[artifact.File, error] {
	return func(yield func(artifact.File, error) bool) {
		for f, err := range files {
			if !yield(f, err) {
				return
			}
			if err != nil || !compressible[path.Ext(f.Path)] {
				continue
			}
			for _, t := range []struct {
				ext string
				to  func(io.Writer) (io.WriteCloser, error)
			}{
				{".br", func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriterLevel(w, 5), nil }},
				{".gz", func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, 6) }},
			} {
				twin := f
				twin.Path = f.Path + t.ext
				if f.Key != (artifact.Key{}) {
					twin.Key = f.Key.With(t.ext)
				}
				twin.Draw = func(w io.Writer) error { return compress(w, f.Draw, t.to) }
				if !yield(twin, nil) {
					return
				}
			}
		}
	}
}

// unpacked returns the hash of the content of a compressed twin.
func unpacked(name string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	var plain io.Reader = brotli.NewReader(f)
	if path.Ext(name) == ".gz" {
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
	switch path.Ext(name) {
	case ".br":
		plain, encoding = strings.TrimSuffix(name, ".br"), "br"
	case ".gz":
		plain, encoding = strings.TrimSuffix(name, ".gz"), "gzip"
	default:
		return name, ""
	}
	if _, there := m.Find(plain); !there {
		return name, ""
	}
	return plain, encoding
}

func compress(w io.Writer, draw func(io.Writer) error, to func(io.Writer) (io.WriteCloser, error)) error {
	var plain bytes.Buffer
	if err := draw(&plain); err != nil {
		return err
	}
	z, err := to(w)
	if err != nil {
		return err
	}
	if _, err := z.Write(plain.Bytes()); err != nil {
		return err
	}
	return z.Close()
}
