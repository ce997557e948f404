package race

import "slices"

// Services are what a race offers its runners, on the race day and before it.
// They decide no result.
type Services struct {
	RollCalls []RollCall
	Stations  []Station // in course order, each place once
	Unplaced  []Offer   // what the text promises on the course, leaving blank where
	Along     []Along
	Fees      []Fee
	RacePack  Text // how bib, chip and the rest are picked up
	Insurance Text
	Notes     []Text
}

// Set reports whether the rule data says anything of services.
func (s *Services) Set() bool {
	return len(s.RollCalls)+len(s.Stations)+len(s.Unplaced)+len(s.Along)+len(s.Fees)+len(s.RacePack)+len(s.Insurance)+len(s.Notes) > 0
}

// RollCall is when and where some of the runners report before the start.
type RollCall struct {
	For         Text    // empty for everybody
	From, Until Instant // Unseen where the text does not say
	Place, Note Text
}

// Offer is something that a station has.
type Offer string

// The offers, in the order in which they are shown.
const (
	Water        Offer = "water"
	Sponge       Offer = "sponge"
	Drink        Offer = "drink"
	Gels         Offer = "gels"
	Refreshments Offer = "refreshments"
	Toilets      Offer = "toilets"
	Mist         Offer = "mist"
	Medical      Offer = "medical"
	AED          Offer = "aed"
)

// Offers are all of them in that order.
var Offers = []Offer{Water, Sponge, Drink, Gels, Refreshments, Toilets, Mist, Medical, AED}

// Nourishes reports whether an offer is for eating, drinking or cooling down
// while running: what the rules list as water and refreshment stations.
func (o Offer) Nourishes() bool { return slices.Index(Offers, o) <= slices.Index(Offers, Refreshments) }

// Station is a place on the course and what it offers. Of what is Unknown the
// text may promise it there: the mark in its table is lost.
type Station struct {
	At              Distance
	Offers, Unknown []Offer // in the order of Offers, none in both
}

// Along is what is offered along the course, at no place that the text names.
type Along struct {
	Offers []Offer
	Note   Text
}

// Fee is what an entry costs.
type Fee struct {
	Amount   Amount
	Currency string
	For      Text // empty for everybody
	Note     Text
}

// Contact answers the questions of runners.
type Contact struct {
	Name, Hours Text
	Telephones  []string // as printed
	Website     string   // with its scheme
	Email       string
}

// HasGuide reports whether the edition says anything that a runner needs on
// the race day beyond the course.
func (e *Edition) HasGuide() bool {
	return len(e.Contacts) > 0 || slices.ContainsFunc(e.Races, func(rc *Race) bool { return rc.Rules.Services.Set() || rc.Rules.Baggage.Set })
}
