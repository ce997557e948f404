package race

import "time"

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
	Date      time.Time // zero where the file gives none
	Place     int       // for JudgesOrder and PlaceRuling
	Point     string    // for ConfirmPoint
	Note      Text
	From      Position `sum:"-"`
}
