package race

import (
	"crypto/sha256"
	"encoding/hex"
)

// Year is one result of a runner who is known over the years, as it is published.
type Year struct {
	Person   string // who it is: Entry.Person
	Race     string // its id
	Bib      string
	Name     string
	Latin    string `json:",omitempty"`
	Nat      string `json:",omitempty"`
	Division string // its id, "" for none
	Status   Status
	Place    int // in the division, 0 without one
	Of       int // how many have a place there
	Gun, Net Clock
}

// PersonOf is what an id of the entries becomes, before anything keeps it: no page and no
// state shows the id itself. It is 16 hexadecimal digits.
func PersonOf(id string) string {
	sum := sha256.Sum256([]byte("guntime runner\x00" + id))
	return hex.EncodeToString(sum[:8])
}

// OfYears reports whether a result may stand among its runner's years: of somebody who is
// public, started and was not withdrawn.
func (r *Result) OfYears() bool {
	withdrawn := r.Reason != nil && r.Reason.Ruling != nil && r.Reason.Ruling.Kind == Withdraw
	return r.Entry.Visibility == Public && r.Entry.Members == nil && r.Status != DNS && !withdrawn
}
