package race

import (
	"cmp"
	"time"
)

// RulingKind is what a ruling does.
type RulingKind string

// The rulings a referee may make.
const (
	Disqualify         RulingKind = "disqualify"
	Doping             RulingKind = "doping"
	Withdraw           RulingKind = "withdraw"
	ConfirmPoint       RulingKind = "confirm_point"
	JudgesOrder        RulingKind = "judges_order"
	PlaceRuling        RulingKind = "place"
	AnnulTime          RulingKind = "annul_time"
	Reinstate          RulingKind = "reinstate"
	HoldCertificate    RulingKind = "hold_certificate"
	ReleaseCertificate RulingKind = "release_certificate"
)

// RulingKinds are all kinds in the order they are documented.
var RulingKinds = []RulingKind{Disqualify, Doping, Withdraw, ConfirmPoint, JudgesOrder, PlaceRuling,
	AnnulTime, Reinstate, HoldCertificate, ReleaseCertificate}

// Ruling is one line of rulings.csv: what was decided, by whom, by which
// clause (R30).
type Ruling struct {
	Bib       string
	Kind      RulingKind
	Clause    string
	Authority string
	// Authorities are what the authority is called in some languages.
	Authorities Text
	Date        time.Time // zero where the file gives none
	Place       int       // for JudgesOrder and PlaceRuling
	Point       string    // for ConfirmPoint
	Note        Text
	From        Position `sum:"-"`
}

// By is who decided, as a language calls them: its own name, else the one given
// for every language, else any; "" where nobody is named.
func (r *Ruling) By(lang string) string { return by(lang, r.Authority, r.Authorities) }

// By is who decided, as Ruling.By has it.
func (c *Change) By(lang string) string { return by(lang, c.Authority, c.Authorities) }

func by(lang, all string, own Text) string { return cmp.Or(own[lang], all, own.In(lang)) }
