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
// whoever is in none has none. It is cut into files by the first bits of the
// tags, so that a phone loads a few KB whatever the field's size. No file of it
// tells a name or a bib; the order is that of the tags.
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
		Runner        map[string]string            `json:"runner"` // where a runner's page is, * for the bib
		Revision      int                          `json:"revision"`
		Demonstration bool                         `json:"demonstration"`
		Bits          int                          `json:"bits"` // of a tag that say in which file it is
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

// bitsOf is how many bits of a tag say in which file it is. It hangs on the
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

// lower32 writes tags and stamps: in small letters and digits hardly anything
// looks like a word.
var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Lists are the files of a race, the same ones each time, none where certificates
// are not signed: "race" with what is the same for all, "stamps/N" with the stamp
// of every certificate that the site gives by tag, and "today/N", by bib, with the
// place and the times in seconds of those who have one and are named in the
// results, by which a person sees what changed. Of others with a page it has the
// bib alone. Runner is where a runner's page is in a language, * for the bib.
func (f *Form) Lists(runner func(lang string) string) ([]List, error) {
	if f.signer == nil {
		return nil, nil
	}
	f.listing.Do(func() { f.lists, f.unlisted = f.list(runner) })
	return f.lists, f.unlisted
}

func (f *Form) list(runner func(lang string) string) ([]List, error) {
	issues, err := f.issues()
	if err != nil {
		return nil, err
	}
	bits := bitsOf(len(f.results))
	head, err := f.head(bits, runner)
	if err != nil {
		return nil, err
	}
	lists := []List{{Name: "race", Key: artifact.KeyOf(head), Draw: artifact.Bytes(head)}}
	stamps, today := make([][]int32, 1<<bits), make([][]int32, 1<<bits)
	for i := range f.results {
		r := &f.results[i]
		if r.Certificate.Status == race.CertificateReady {
			n := first(issues[i].tag[:], bits)
			stamps[n] = append(stamps[n], int32(i))
		}
		if r.Entry.Visibility != race.Anonymous {
			sum := sha256.Sum256([]byte(r.Entry.Bib))
			n := first(sum[:], bits)
			today[n] = append(today[n], int32(i))
		}
	}
	for n := range stamps {
		slices.SortFunc(stamps[n], func(a, b int32) int { return bytes.Compare(issues[a].tag[:], issues[b].tag[:]) })
		lists = append(lists, listOf("stamps/"+strconv.Itoa(n), func() []byte {
			b := []byte{'{'}
			for _, i := range stamps[n] {
				b = append(lower32.AppendEncode(append(b, '"'), issues[i].tag[:]), `":"`...)
				b = append(lower32.AppendEncode(b, issues[i].stamp[:]), `",`...)
			}
			return ended(b)
		}))
	}
	for n := range today {
		slices.SortFunc(today[n], func(a, b int32) int { return cmp.Compare(f.results[a].Entry.Bib, f.results[b].Entry.Bib) })
		lists = append(lists, listOf("today/"+strconv.Itoa(n), func() []byte {
			b := []byte{'{'}
			for _, i := range today[n] {
				b = appendToday(b, &f.results[i])
			}
			return ended(b)
		}))
	}
	return lists, nil
}

// listOf is a file whose bytes are made when they are asked for.
func listOf(name string, text func() []byte) List {
	return List{Name: name, Key: artifact.KeyOf(text()), Draw: func(w io.Writer) error {
		_, err := w.Write(text())
		return err
	}}
}

// ended ends an object of JSON whose last member has a comma behind it.
func ended(b []byte) []byte {
	if len(b) > 1 {
		b = b[:len(b)-1]
	}
	return append(b, "}\n"...)
}

// appendToday appends what a result says today: place, gun and net time, as the
// results have them, each null where there is none; nothing where there is no
// certificate.
func appendToday(b []byte, r *race.Result) []byte {
	bib, _ := json.Marshal(r.Entry.Bib) // no text is an error
	b = append(append(b, bib...), ":["...)
	if r.Certificate.Status == race.CertificateReady {
		for i, n := range []int64{int64(r.Place) - 1, seconds(r.Gun), seconds(r.Net)} {
			switch {
			case n < 0:
				b = append(b, "null,"...)
				continue
			case i == 0:
				n++
			}
			b = append(strconv.AppendInt(b, n, 10), ',')
		}
		b = b[:len(b)-1]
	}
	return append(b, "],"...)
}

// head is what the certificates of a race are checked against alike.
func (f *Form) head(bits int, runner func(lang string) string) ([]byte, error) {
	s, e := f.signer, f.edition
	head := signRace{Edition: s.names(e.Name.In), Race: s.names(f.race.Name.In), Divisions: map[string]map[string]string{},
		Runner: s.names(runner), Revision: e.Revision(), Demonstration: e.Demonstration, Bits: bits}
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
