package certificate

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
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
type (
	signList struct {
		Key      signKey             `json:"key"`
		ID       string              `json:"id"`
		Editions map[string][]string `json:"editions"` // by edition: the races with certificates
	}
	signKey struct { // a JSON Web Key
		Kty string `json:"kty"`
		Crv string `json:"crv"`
		X   string `json:"x"`
		Y   string `json:"y"`
	}
	signRace struct {
		Edition       map[string]string            `json:"edition"` // name by language
		Race          map[string]string            `json:"race"`
		Divisions     map[string]map[string]string `json:"divisions"`
		Page          map[string]string            `json:"page"`   // page of its results, by language
		Runner        map[string]string            `json:"runner"` // page of a runner, * for the bib
		Revision      int                          `json:"revision"`
		Demonstration bool                         `json:"demonstration"`
		Bits          int                          `json:"bits"` // how many first bits of a hash give the number of the file
	}
)

// Key writes, as JSON, the public key and the races with certificates, by edition.
func (s *Signer) Key(w io.Writer, editions map[string][]string) error {
	b64 := base64.RawURLEncoding
	return plainJSON(w).Encode(signList{ID: s.ID(), Editions: editions,
		Key: signKey{Kty: "EC", Crv: "P-256", X: b64.EncodeToString(s.key.Public()[1:33]), Y: b64.EncodeToString(s.key.Public()[33:])}})
}

// plainJSON returns an encoder that does not escape < and &, because no page embeds
// the list.
func plainJSON(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

func (s *Signer) names(in func(lang string) string) map[string]string {
	m := map[string]string{}
	for _, lang := range s.languages {
		m[lang] = in(lang)
	}
	return m
}

// List is a file that certificates of a race are checked against.
type List struct {
	Name string       // path in the folder of the race for lists, without extension
	Key  artifact.Key // depends only on its bytes
	Draw func(io.Writer) error
}

// listed is the most certificates a file has on average; listedFew where files must be
// few.
const listed, listedFew = 240, 480

// bitsOf returns how many bits of a hash give the number of the file, which has so many
// entries at most on average. It depends on the number of entries and not of
// certificates, so that corrections of results do not change it.
func bitsOf(entries, each int) int {
	bits := 0
	for entries > each<<bits {
		bits++
	}
	return bits
}

// first returns the first bits of a hash as a number.
func first(hash []byte, bits int) int {
	return int(uint64(binary.BigEndian.Uint32(hash)) >> (32 - bits))
}

// lower32 encodes hashes and stamps in small letters and digits, so that hardly any
// looks like a word.
var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// listLine is a line of a list.
type listLine struct {
	hash  [tagSize]byte
	stamp [stampSize]byte
	today [todaySize]byte
}

// Where returns addresses of pages of a race in a language, * for the bib.
type Where struct {
	Race, Runner func(lang string) string
	Few          bool // files must be few
}

// Lists returns the files of a race, always the same, none where certificates are
// not signed: "race" with what all share, and "stamps/N" with a line for every
// certificate that the site gives.
func (f *Form) Lists(where Where) ([]List, error) {
	if f.signer == nil {
		return nil, nil
	}
	f.listing.Do(func() { f.lists, f.unlisted = f.list(where) })
	return f.lists, f.unlisted
}

func (f *Form) list(where Where) ([]List, error) {
	issues, err := f.issues()
	if err != nil {
		return nil, err
	}
	each := listed
	if where.Few {
		each = listedFew
	}
	bits := bitsOf(len(f.results), each)
	head, err := f.head(bits, where)
	if err != nil {
		return nil, err
	}
	files := make([][]listLine, 1<<bits)
	for i := range f.results {
		if r := &f.results[i]; r.Certificate.Status == race.CertificateReady {
			l := listLine{hash: hashOf(issues[i].tag), stamp: issues[i].stamp, today: masked(today(r), issues[i])}
			n := first(l.hash[:], bits)
			files[n] = append(files[n], l)
		}
	}
	lists := []List{{Name: "race", Key: artifact.KeyOf(head), Draw: artifact.Bytes(head)}}
	for n, lines := range files {
		slices.SortFunc(lines, func(a, b listLine) int { return bytes.Compare(a.hash[:], b.hash[:]) })
		text := func() []byte {
			b := []byte{'{'}
			for i := range lines {
				b = lower32.AppendEncode(append(b, '"'), lines[i].hash[:])
				b = lower32.AppendEncode(append(b, `":"`...), lines[i].stamp[:])
				b = append(lower32.AppendEncode(b, lines[i].today[:]), `",`...)
			}
			return endObject(b)
		}
		lists = append(lists, List{Name: "stamps/" + strconv.Itoa(n), Key: artifact.KeyOf(text()), Draw: func(w io.Writer) error {
			_, err := w.Write(text())
			return err
		}})
	}
	return lists, nil
}

// hashOf returns the hash under which a tag is listed.
func hashOf(tag [tagSize]byte) [tagSize]byte {
	sum := sha256.Sum256(tag[:])
	return [tagSize]byte(sum[:tagSize])
}

// todaySize is the size in bytes of the results of a runner.
const todaySize = 8

// today encodes the results of a runner: one bit for having a page, 23 for the
// place, 20 each for gun and net time in seconds plus one; 0 is none. For an
// anonymous runner it is all zero, because the results do not say whose row it is,
// and an old certificate must not either.
func today(r *race.Result) [todaySize]byte {
	if r.Entry.Visibility == race.Anonymous {
		return [todaySize]byte{}
	}
	v := uint64(1)
	v = v<<23 | uint64(r.Place)&(1<<23-1)
	for _, clock := range []race.Clock{r.Gun, r.Net} {
		stored := uint64(seconds(clock) + 1)
		if stored >= 1<<20 {
			stored = 0
		}
		v = v<<20 | stored
	}
	return [todaySize]byte(binary.BigEndian.AppendUint64(nil, v))
}

// masked returns the results of today in a form that only the tag, which is on
// certificates only, uncovers. Each stamp has another mask.
func masked(today [todaySize]byte, i issue) [todaySize]byte {
	veil := sha256.Sum256(append(i.tag[:], i.stamp[:]...))
	for n := range today {
		today[n] ^= veil[n]
	}
	return today
}

// endObject closes a JSON object after a comma.
func endObject(b []byte) []byte {
	if len(b) > 1 {
		b = b[:len(b)-1]
	}
	return append(b, "}\n"...)
}

// head returns the file with what all certificates of a race share.
func (f *Form) head(bits int, where Where) ([]byte, error) {
	s, e := f.signer, f.edition
	head := signRace{Edition: s.names(e.Name.In), Race: s.names(f.race.Name.In), Divisions: map[string]map[string]string{},
		Page: s.names(where.Race), Runner: s.names(where.Runner), Revision: e.Revision(), Demonstration: e.Demonstration, Bits: bits}
	for _, d := range f.race.Divisions {
		var wrong error
		head.Divisions[d.ID] = s.names(func(lang string) string {
			name, err := s.book.In(lang).Division(d)
			wrong = cmp.Or(wrong, err)
			return name
		})
		if wrong != nil {
			return nil, wrong
		}
	}
	var b bytes.Buffer
	err := plainJSON(&b).Encode(head)
	return b.Bytes(), err
}
