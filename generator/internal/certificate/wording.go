package certificate

import (
	"crypto/sha256"
	"encoding/hex"

	"guntime/generator/internal/race"
)

// Wording stands for the words of a certificate: two are the same if and only if the
// certificates say the same. A printed one whose wording is another today is what the
// verify page calls superseded.
type Wording struct {
	Shared string // of what all certificates of the race say
	Own    string // of what this one says of its runner
}

// WordingOf returns the wording of a certificate that is ready.
func (f *Form) WordingOf(r *race.Result) (Wording, error) {
	s := f.sheets.Get().(*sheet)
	defer f.sheets.Put(s)
	s.reset()
	s.silent = true
	err := f.layOut(s, r)
	s.silent = false
	if r.Annulled { // its sentence is another
		s.said = append(s.said, 1)
	}
	own := sha256.Sum256(s.said)
	return Wording{hex.EncodeToString(f.fixed[:8]), hex.EncodeToString(own[:12])}, err
}
