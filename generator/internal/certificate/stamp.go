package certificate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"runtime"
	"sync"

	"guntime/generator/internal/certificate/signing"
	"guntime/generator/internal/race"
)

// A stamp represents all that a certificate says: every text of the form and the
// runner, every signed fact, the site, the edition, the race, and whether it is a
// demonstration. It is the first 80 bits of an HMAC with a secret of the key, so
// nobody can find a masked name by trying names. A certificate is genuine as long
// as the site would give one with the same stamp. Colours and places of texts do
// not count.

// stamper computes tags and stamps for one goroutine.
type stamper struct {
	tags, stamps hash.Hash
	text, sum    []byte
}

func (s *Signer) stamper() *stamper {
	return &stamper{tags: hmac.New(sha256.New, s.tags), stamps: hmac.New(sha256.New, s.stamps)}
}

// wordsOfForm returns the hash of what all certificates of a race say. said has the
// texts on the form, each after its length.
func (s *Signer) wordsOfForm(e *race.Edition, rc *race.Race, said []byte) [sha256.Size]byte {
	var b []byte
	for _, text := range []string{s.base, e.ID, rc.ID} {
		b = appendText(b, text)
	}
	b = appendText(b, fmt.Sprint(e.Demonstration))
	return sha256.Sum256(append(b, said...))
}

// payload returns the signed payload of a result whose texts are in the sheet. It
// is valid until the sheet is reused.
func (f *Form) payload(s *sheet, r *race.Result) []byte {
	t := s.stamper
	t.tags.Reset()
	t.text = append(append(append(append(append(t.text[:0], f.edition.ID...), '/'), f.race.ID...), '/'), r.Entry.Bib...)
	t.tags.Write(t.text)
	t.sum = t.tags.Sum(t.sum[:0])
	t.text = f.signer.appendPayload(t.text[:0], f.edition, f.race, r, t.sum[:signing.TagSize])
	t.stamps.Reset()
	t.stamps.Write(f.words[:])
	t.stamps.Write([]byte(statementMark(r) + "\x00"))
	t.sum = binary.AppendUvarint(t.sum[:0], uint64(len(t.text)))
	t.stamps.Write(t.sum)
	t.stamps.Write(t.text)
	t.stamps.Write(s.said)
	t.sum = t.stamps.Sum(t.sum[:0])
	copy(t.text[stampAt:], t.sum[:signing.StampSize])
	return t.text
}

// statementMark returns which statement of the form a certificate has, as stamps say it:
// in words that never change, which were references to objects once.
func statementMark(r *race.Result) string {
	if r.Annulled {
		return " 26 0 R"
	}
	return " 25 0 R"
}

// issueOf returns the tag and the stamp of a certificate. It collects the texts
// without drawing.
func (f *Form) issueOf(s *sheet, r *race.Result) (i signing.Issue, err error) {
	s.reset()
	s.silent = true
	defer func() { s.silent = false }()
	if err := f.layOut(s, r); err != nil {
		return i, fmt.Errorf("certificate %s: %w", r.Entry.Bib, err)
	}
	payload := f.payload(s, r)
	copy(i.Tag[:], payload[tagAt:])
	copy(i.Stamp[:], payload[stampAt:])
	return i, nil
}

// issueAll returns them for every result of the race, zero where the certificate is
// not ready. It uses one worker for each core.
func (f *Form) issueAll() ([]signing.Issue, error) {
	all := make([]signing.Issue, len(f.results))
	share := max(1, (len(all)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	failures := make([]error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for w := range failures {
		workers.Go(func() {
			s := f.sheets.Get().(*sheet)
			defer f.sheets.Put(s)
			for i := w * share; i < min((w+1)*share, len(all)) && failures[w] == nil; i++ {
				if r := &f.results[i]; r.Certificate.Status == race.CertificateReady {
					all[i], failures[w] = f.issueOf(s, r)
				}
			}
		})
	}
	workers.Wait()
	return all, errors.Join(failures...)
}

// Said returns a key of everything on the certificate of the i-th result, the code
// included, without drawing or signing. It is "" where certificates are not signed.
func (f *Form) Said(i int) (string, error) {
	if f.signer == nil {
		return "", nil
	}
	all, err := f.issues()
	if err != nil {
		return "", err
	}
	return f.signer.page + "\x00" + f.signer.ID() + "\x00" + string(all[i].Tag[:]) + string(all[i].Stamp[:]), nil
}

// Link returns the address in the QR code of a certificate, "" where certificates
// are not signed.
func (f *Form) Link(r *race.Result) (string, error) {
	if f.signer == nil {
		return "", nil
	}
	s, err := f.laidOut(r, Whole)
	if err != nil {
		return "", err
	}
	defer f.sheets.Put(s)
	return f.link(s, r), nil
}
