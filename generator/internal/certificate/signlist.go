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

// What the page that checks certificates has to know besides the certificate.
// A list says which certificate the site gives today to the runner behind a tag;
// whoever is in none has none. A runner stands there under the hash of the tag,
// which leads from a certificate to its line and from a line to nobody. The list
// is cut into files by the first bits of the hashes, so that a phone loads a few KB
// whatever the field's size. No file of it tells a name, a bib or that somebody is
// masked; the order is that of the hashes.
//
// A line has the stamp of the certificate and what the results say of the runner
// today, by which a person sees what changed: veiled, for whoever holds a
// certificate of that runner alone.
type (
	signList struct {
		Key      signKey             `json:"key"`
		ID       string              `json:"id"`
		Editions map[string][]string `json:"editions"` // races with certificates, by edition
	}
	signKey struct { // a JSON Web Key
		Kty string `json:"kty"`
		Crv string `json:"crv"`
		X   string `json:"x"`
		Y   string `json:"y"`
	}
	signRace struct {
		Edition       map[string]string            `json:"edition"` // names by language
		Race          map[string]string            `json:"race"`
		Divisions     map[string]map[string]string `json:"divisions"`
		Page          map[string]string            `json:"page"`   // where its results are
		Runner        map[string]string            `json:"runner"` // where a runner's page is, * for the bib
		Revision      int                          `json:"revision"`
		Demonstration bool                         `json:"demonstration"`
		Bits          int                          `json:"bits"` // of a hash that say in which file it is
	}
)

// Key writes, as JSON, the public key and the races that have certificates, by
// edition.
func (s *Signer) Key(w io.Writer, editions map[string][]string) error {
	b64 := base64.RawURLEncoding
	return plainJSON(w).Encode(signList{ID: s.ID(), Editions: editions,
		Key: signKey{Kty: "EC", Crv: "P-256", X: b64.EncodeToString(s.key.public[1:33]), Y: b64.EncodeToString(s.key.public[33:])}})
}

// plainJSON leaves < and & as they are: no page holds the list.
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
	Name string       // in the race's folder for them, without its ending
	Key  artifact.Key // depends on its bytes alone
	Draw func(io.Writer) error
}

// listed is how many certificates a file has at most in the mean.
const listed = 240

// bitsOf is how many bits of a hash say in which file it is. It hangs on the
// entries, not on who has a certificate, so that it stays as it is while results
// are corrected.
func bitsOf(entries int) int {
	bits := 0
	for entries > listed<<bits {
		bits++
	}
	return bits
}

// first are the first bits of a hash as a number.
func first(hash []byte, bits int) int {
	return int(uint64(binary.BigEndian.Uint32(hash)) >> (32 - bits))
}

// lower32 writes hashes and stamps: in small letters and digits hardly anything
// looks like a word.
var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// listLine is a line of a list.
type listLine struct {
	hash  [tagSize]byte
	stamp [stampSize]byte
	today [todaySize]byte
}

// Where are a race's pages in a language, * for the bib.
type Where struct{ Race, Runner func(lang string) string }

// Lists are the files of a race, the same ones each time, none where certificates
// are not signed: "race" with what is the same for all, and "stamps/N" with a line
// for every certificate that the site gives.
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
	bits := bitsOf(len(f.results))
	head, err := f.head(bits, where)
	if err != nil {
		return nil, err
	}
	files := make([][]listLine, 1<<bits)
	for i := range f.results {
		if r := &f.results[i]; r.Certificate.Status == race.CertificateReady {
			l := listLine{hash: hashOf(issues[i].tag), stamp: issues[i].stamp, today: veiled(today(r), issues[i])}
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
			return ended(b)
		}
		lists = append(lists, List{Name: "stamps/" + strconv.Itoa(n), Key: artifact.KeyOf(text()), Draw: func(w io.Writer) error {
			_, err := w.Write(text())
			return err
		}})
	}
	return lists, nil
}

// hashOf is what a tag is listed under.
func hashOf(tag [tagSize]byte) [tagSize]byte {
	sum := sha256.Sum256(tag[:])
	return [tagSize]byte(sum[:tagSize])
}

// todaySize is how many bytes say what the results say of a runner.
const todaySize = 8

// today is what the results say: a bit for whether the runner has a page, 23 for
// the place, 20 each for gun and net time in seconds and one more; 0 is none. Of
// somebody anonymous it is nothing: the results do not say who that row is, and an
// old certificate must not.
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

// veiled is that in a form that a tag, which certificates alone have, uncovers. No
// two stamps have the same veil.
func veiled(today [todaySize]byte, i issue) [todaySize]byte {
	veil := sha256.Sum256(append(i.tag[:], i.stamp[:]...))
	for n := range today {
		today[n] ^= veil[n]
	}
	return today
}

// ended ends an object of JSON whose last member has a comma behind it.
func ended(b []byte) []byte {
	if len(b) > 1 {
		b = b[:len(b)-1]
	}
	return append(b, "}\n"...)
}

// head is what the certificates of a race are checked against alike.
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
