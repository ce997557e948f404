// Package artifact holds the one concept between planning and publishing: a
// file that is known by its path and can be drawn at any time, on any
// goroutine, always with the same bytes.
package artifact

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
)

// File is one file of the site.
type File struct {
	Path   string  // from the output's root, with slashes
	Key    Key     // everything the drawing depends on
	Inputs []Input // what of that it shares with other files, by name; in Key already
	Cache  Cache
	// Removed is when the page that stood there was withdrawn, in seconds since
	// 1970; 0 for a file that has its place in the site.
	Removed int64
	Draw    func(io.Writer) error
}

// Cache is how long a copy of a file may be kept by those who serve it.
type Cache string

// The classes of copies.
const (
	Settled   Cache = "settled"   // it may change, seldom
	Live      Cache = "live"      // it changes as the race goes on
	Immutable Cache = "immutable" // its bytes never change under its name
)

// Input is something that many files depend on, under the name by which a
// person knows it: "templates", "race 2022/marathon". A name means one thing
// throughout a plan.
type Input struct {
	Name string
	Key  Key
}

// Key is a hash of everything a file's bytes depend on: two files with one
// key have the same bytes.
type Key [sha256.Size]byte

// KeyOf hashes the parts one by one, each with its length, so that no two
// lists of parts are taken for one another.
func KeyOf(parts ...[]byte) Key {
	b := make([]byte, 0, 512)
	for _, p := range parts {
		b = append(binary.LittleEndian.AppendUint64(b, uint64(len(p))), p...)
	}
	return sha256.Sum256(b)
}

// KeyOfReader is KeyOf of the one part that is read, of so many bytes.
func KeyOfReader(r io.Reader, size int64) (k Key, err error) {
	h := sha256.New()
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(size)))
	if n, err := io.Copy(h, r); err != nil || n != size {
		return k, cmp.Or(err, io.ErrUnexpectedEOF)
	}
	return Key(h.Sum(nil)), nil
}

// With returns the key of a file that depends on k and on the parts.
func (k Key) With(parts ...string) Key {
	b := append(make([]byte, 0, 512), k[:]...)
	for _, p := range parts {
		b = append(binary.LittleEndian.AppendUint64(b, uint64(len(p))), p...)
	}
	return sha256.Sum256(b)
}

// And returns the key of what depends on k and on the others, in this order.
func (k Key) And(others ...Key) Key {
	b := append(make([]byte, 0, 512), k[:]...)
	for i := range others {
		b = append(b, others[i][:]...)
	}
	return sha256.Sum256(b)
}

// String is the key in hexadecimal.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// MarshalText writes the key in hexadecimal.
func (k Key) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, k[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *Key) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(k) || len(text)%2 != 0 {
		return fmt.Errorf("%q is not a key of %d digits", text, hex.EncodedLen(len(k)))
	}
	_, err := hex.Decode(k[:], text)
	return err
}

// Bytes is a file's drawing when its bytes are already known.
func Bytes(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}
