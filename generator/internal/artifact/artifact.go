// Package artifact holds the one concept between planning and publishing: a
// file that is known by its path and can be drawn at any time, on any
// goroutine, always with the same bytes.
package artifact

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
)

// File is one file of the site.
type File struct {
	Path string // from the output's root, with slashes
	Key  Key    // everything the drawing depends on
	Draw func(io.Writer) error
}

// Key is a hash of everything a file's bytes depend on: two files with one
// key have the same bytes.
type Key [sha256.Size]byte

// KeyOf hashes the parts one by one, each with its length, so that no two
// lists of parts are taken for one another.
func KeyOf(parts ...[]byte) Key {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.LittleEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write(p)
	}
	var k Key
	h.Sum(k[:0])
	return k
}

// With returns the key of a file that depends on k and on the parts.
func (k Key) With(parts ...string) Key {
	all := make([][]byte, 0, len(parts)+1)
	all = append(all, k[:])
	for _, p := range parts {
		all = append(all, []byte(p))
	}
	return KeyOf(all...)
}

// String is the key in hexadecimal.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// Bytes is a file's drawing when its bytes are already known.
func Bytes(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}
