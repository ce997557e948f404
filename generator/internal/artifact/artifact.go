// Package artifact defines what is passed from planning to publishing: a file with
// a path, which can be drawn at any time, on any goroutine, always with the same
// bytes.
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
	Path   string  // from the root of the site, with slashes
	Key    Key     // covers everything that the bytes depend on
	Inputs []Input // the part of it that other files share, by name; already in Key
	Cache  Cache
	// Removed is when the page there was withdrawn, in seconds since 1970; 0 for
	// any other file.
	Removed int64
	Draw    func(io.Writer) error
}

// Cache is how long servers and browsers may keep a copy of a file.
type Cache string

// The classes of files.
const (
	Settled   Cache = "settled"   // changes seldom
	Live      Cache = "live"      // changes during the race
	Immutable Cache = "immutable" // never changes under its name
)

// Input is something that many files depend on, with a name for people:
// "templates", "race 2022/marathon". A name has one meaning in a plan.
type Input struct {
	Name string
	Key  Key
}

// Key is a hash of everything that the bytes of a file depend on: files with the
// same key have the same bytes.
type Key [sha256.Size]byte

// KeyOf hashes parts with their lengths, so that different lists have different
// keys.
func KeyOf(parts ...[]byte) Key {
	b := make([]byte, 0, 512)
	for _, p := range parts {
		b = append(binary.LittleEndian.AppendUint64(b, uint64(len(p))), p...)
	}
	return sha256.Sum256(b)
}

// KeyOfReader returns the KeyOf of one part, read from r, with this size in bytes.
func KeyOfReader(r io.Reader, size int64) (k Key, err error) {
	h := sha256.New()
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(size)))
	if n, err := io.Copy(h, r); err != nil || n != size {
		return k, cmp.Or(err, io.ErrUnexpectedEOF)
	}
	return Key(h.Sum(nil)), nil
}

// With returns the key of what depends on k and on texts.
func (k Key) With(parts ...string) Key { return k.AndWith(nil, parts...) }

// And returns the key of what depends on k and on other keys, in this order.
func (k Key) And(others ...Key) Key { return k.AndWith(others) }

// AndWith returns the key of what depends on k, on other keys, and on texts. It is And
// and With in one: with other keys and texts both, it differs from one after the other.
func (k Key) AndWith(others []Key, parts ...string) Key {
	b := scratch.Get().(*[]byte)
	defer scratch.Put(b)
	*b = append((*b)[:0], k[:]...)
	for i := range others {
		*b = append(*b, others[i][:]...)
	}
	for _, p := range parts {
		*b = append(binary.LittleEndian.AppendUint64(*b, uint64(len(p))), p...)
	}
	return sha256.Sum256(*b)
}

// String returns the key in hexadecimal.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// MarshalText returns the key in hexadecimal.
func (k Key) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, k[:]), nil }

// UnmarshalText parses a key in hexadecimal.
func (k *Key) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(k) || len(text)%2 != 0 {
		return fmt.Errorf("%q is not a key of %d digits", text, hex.EncodedLen(len(k)))
	}
	_, err := hex.Decode(k[:], text)
	return err
}

// Bytes returns a function that draws these bytes.
func Bytes(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}
