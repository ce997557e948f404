package read

import (
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// testify notes the places that the table gives.
func (row *timeRow) testify(timing *race.Timing) {
	if row.Place != "" {
		timing.Place, timing.PlaceOf = spelling.OwnPlace(row.Place)
	}
	if row.GenderPlace != "" {
		timing.GenderPlace, timing.GenderPlaceOf = spelling.OwnPlace(row.GenderPlace)
	}
}
