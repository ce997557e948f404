package certificate

import (
	"bytes"
	"cmp"
	"io"
	"strconv"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/signing"
	"guntime/generator/internal/race"
)

// What the page that checks certificates asks the site: signing has the lists of which
// ones hold today, and these what all share.
type signRace struct {
	Edition       map[string]string            `json:"edition"` // name by language
	Race          map[string]string            `json:"race"`
	Divisions     map[string]map[string]string `json:"divisions"`
	Page          map[string]string            `json:"page"`   // page of its results, by language
	Runner        map[string]string            `json:"runner"` // page of a runner, * for the bib
	Revision      int                          `json:"revision"`
	Demonstration bool                         `json:"demonstration"`
	Bits          int                          `json:"bits"` // how many first bits of a hash give the number of the file
}

// Key writes, as JSON, the public key and the races with certificates, by edition.
func (s *Signer) Key(w io.Writer, editions map[string][]string) error {
	return s.key.WritePublic(w, editions)
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
	bits := signing.BitsOf(len(f.results), each)
	head, err := f.head(bits, where)
	if err != nil {
		return nil, err
	}
	var lines []signing.Line
	for i := range f.results {
		if r := &f.results[i]; r.Certificate.Status == race.CertificateReady {
			lines = append(lines, signing.LineOf(issues[i], r.Entry.Visibility == race.Anonymous, int64(r.Place), seconds(r.Gun), seconds(r.Net)))
		}
	}
	lists := []List{{Name: "race", Key: artifact.KeyOf(head), Draw: artifact.Bytes(head)}}
	for n, lines := range signing.Files(lines, bits) {
		text := func() []byte { return signing.AppendList(nil, lines) }
		lists = append(lists, List{Name: "stamps/" + strconv.Itoa(n), Key: artifact.KeyOf(text()), Draw: func(w io.Writer) error {
			_, err := w.Write(text())
			return err
		}})
	}
	return lists, nil
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
	err := signing.PlainJSON(&b).Encode(head)
	return b.Bytes(), err
}
