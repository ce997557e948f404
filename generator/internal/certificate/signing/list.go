package signing

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"
)

// The lists tell the page that checks certificates which ones hold today. A line
// stands for a runner with a certificate, under the hash of the runner's tag: it
// can be found from a certificate, but nobody can be found from a line. The list is
// cut into files by the first bits of the hashes, so a phone loads a few KB
// whatever the size of the field. No file reveals a name, a bib, or that somebody
// is masked; the order is that of the hashes.
//
// A line has the stamp of the certificate and the results of the runner today, from
// which a person sees what changed. They are masked so that only a certificate of
// that runner can read them.

// WritePublic writes, as JSON, the public key and the races with certificates, by edition.
func (k *Key) WritePublic(w io.Writer, editions map[string][]string) error {
	type webKey struct { // a JSON Web Key
		Kty string `json:"kty"`
		Crv string `json:"crv"`
		X   string `json:"x"`
		Y   string `json:"y"`
	}
	b64 := base64.RawURLEncoding
	return PlainJSON(w).Encode(struct {
		Key      webKey              `json:"key"`
		ID       string              `json:"id"`
		Editions map[string][]string `json:"editions"`
	}{webKey{Kty: "EC", Crv: "P-256", X: b64.EncodeToString(k.public[1:33]), Y: b64.EncodeToString(k.public[33:])}, k.ID(), editions})
}

// PlainJSON returns an encoder that does not escape < and &, because no page embeds
// the lists.
func PlainJSON(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

// Sizes in bytes.
const (
	TagSize   = 8
	StampSize = 10
	todaySize = 8
)

// Issue identifies a certificate that the site gives: its runner and its content.
type Issue struct {
	Tag   [TagSize]byte
	Stamp [StampSize]byte
}

// Line is a line of a list.
type Line struct {
	hash  [TagSize]byte
	stamp [StampSize]byte
	today [todaySize]byte
}

// LineOf returns the line of a certificate, with the runner's results today: the place, 0
// for none, and gun and net time in seconds, -1 for none. Of an anonymous runner it has
// none, because the results do not say whose row it is, and an old certificate must not
// either.
func LineOf(i Issue, anonymous bool, place, gun, net int64) Line {
	l := Line{stamp: i.Stamp}
	sum := sha256.Sum256(i.Tag[:])
	copy(l.hash[:], sum[:])
	if !anonymous {
		// One bit for having a page, 23 for the place, 20 each for gun and net time plus one.
		v := uint64(1)<<23 | uint64(place)&(1<<23-1)
		for _, seconds := range []int64{gun, net} {
			stored := uint64(seconds + 1)
			if stored >= 1<<20 {
				stored = 0
			}
			v = v<<20 | stored
		}
		binary.BigEndian.PutUint64(l.today[:], v)
	}
	// Only the tag, which is on certificates only, uncovers it. Each stamp has another mask.
	veil := sha256.Sum256(append(i.Tag[:], i.Stamp[:]...))
	for n := range l.today {
		l.today[n] ^= veil[n]
	}
	return l
}

// BitsOf returns how many bits of a hash give the number of the file, which has so many
// entries at most on average. It depends on the number of entries and not of
// certificates, so that corrections of results do not change it.
func BitsOf(entries, each int) int {
	bits := 0
	for entries > each<<bits {
		bits++
	}
	return bits
}

// Files returns the lines of every file, sorted, for so many bits.
func Files(lines []Line, bits int) [][]Line {
	files := make([][]Line, 1<<bits)
	for _, l := range lines {
		n := uint64(binary.BigEndian.Uint32(l.hash[:])) >> (32 - bits)
		files[n] = append(files[n], l)
	}
	for _, lines := range files {
		slices.SortFunc(lines, func(a, b Line) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	}
	return files
}

// Lower32 encodes hashes and stamps in small letters and digits, so that hardly any
// looks like a word.
var Lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// AppendList appends a file as JSON.
func AppendList(b []byte, lines []Line) []byte {
	b = append(b, '{')
	for i := range lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = Lower32.AppendEncode(append(b, '"'), lines[i].hash[:])
		b = Lower32.AppendEncode(append(b, `":"`...), lines[i].stamp[:])
		b = append(Lower32.AppendEncode(b, lines[i].today[:]), '"')
	}
	return append(b, "}\n"...)
}
