package race

import "time"

// Revision is one line of an edition's ledger (R18, R27): what a release
// changed, and on whose authority. The first one holds every standing, and what
// moved since the results were first published where that is known; each later
// one the standings that moved.
type Revision struct {
	Number   int                            `json:"revision"`
	Released time.Time                      `json:"released"`
	State    State                          `json:"state"`
	Note     Text                           `json:"note,omitempty"`      // why it was released
	Rulings  map[string]int                 `json:"rulings"`             // by race: how many rulings were known
	First    map[string]map[string]Standing `json:"standings,omitempty"` // by race, then bib; revision 1 alone
	// Names are the public names that the revisions before do not have, by race,
	// then bib: a name that is corrected later is known by them.
	Names   map[string]map[string]string `json:"names,omitempty"`
	Changes []Change                     `json:"changes,omitempty"`
}

// Standing is where a runner stood at a release.
type Standing struct {
	Division string `json:"division,omitempty"`
	Status   Status `json:"status"`
	Place    int    `json:"place,omitempty"`
	GunMS    *Clock `json:"gun_ms,omitempty"` // raw; nil where none is published
}

// Equal reports whether two standings say the same.
func (s Standing) Equal(o Standing) bool {
	if (s.GunMS == nil) != (o.GunMS == nil) || s.GunMS != nil && *s.GunMS != *o.GunMS {
		return false
	}
	return s.Division == o.Division && s.Status == o.Status && s.Place == o.Place
}

// ChangeCause is why a standing moved.
type ChangeCause string

// The causes of a change.
const (
	CauseRuling ChangeCause = "ruling" // of the runner's own
	CauseTiming ChangeCause = "timing" // the runner's own times or entry were corrected
	CauseName   ChangeCause = "name"   // the runner stands as before, under a corrected name
	CauseOthers ChangeCause = "others" // others moved
)

// Change is one runner whose standing moved. From is nil for an entry that is
// new, To for one that is gone.
type Change struct {
	Race        string      `json:"race"`
	Bib         string      `json:"bib"`
	From        *Standing   `json:"from"`
	To          *Standing   `json:"to"`
	Cause       ChangeCause `json:"cause"`
	Clause      string      `json:"clause,omitempty"`
	Authority   string      `json:"authority,omitempty"`
	Authorities Text        `json:"authorities,omitempty"` // by language, beside Authority
	Date        time.Time   `json:"date,omitzero"`         // of the ruling
	Note        Text        `json:"note,omitempty"`
	Renamed     *Renamed    `json:"renamed,omitempty"` // nil where the name is as before, or not public
}

// Renamed is the correction of a name that was public and is.
type Renamed struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Runner is somebody of an edition: a race, and a bib in it.
type Runner struct{ Race, Bib string }

// Changed returns the entries that changes name. Who is not entered any more is nil.
func Changed(races []*Race, lists ...[]Change) map[Runner]*Entry {
	all := map[Runner]*Entry{}
	for _, changes := range lists {
		for i := range changes {
			all[Runner{changes[i].Race, changes[i].Bib}] = nil
		}
	}
	if len(all) == 0 { // as before any release: the entries are many
		return nil
	}
	for _, rc := range races {
		for _, e := range rc.Entries {
			key := Runner{rc.ID, e.Bib}
			if _, named := all[key]; named {
				all[key] = e
			}
		}
	}
	return all
}

// Changed returns the entries that the changes of an edition name, unreleased ones too.
func (v *Verdict) Changed() map[Runner]*Entry {
	races, lists := make([]*Race, len(v.Races)), [][]Change{v.Unreleased}
	for i, rv := range v.Races {
		races[i] = rv.Race
	}
	for i := range v.Edition.Ledger {
		lists = append(lists, v.Edition.Ledger[i].Changes)
	}
	return Changed(races, lists...)
}
