// Package sportsevent describes a race for search engines, as a SportsEvent of schema.org.
// The description has no results.
package sportsevent

import (
	"time"

	"guntime/generator/internal/race"
)

// Event is the description, as JSON-LD.
type Event struct {
	Context     string `json:"@context"`
	Type        string `json:"@type"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Sport       string `json:"sport"`
	Start       string `json:"startDate"`
	End         string `json:"endDate"`
	Status      string `json:"eventStatus"`
	Attendance  string `json:"eventAttendanceMode"`
	Location    Place  `json:"location"`
	Image       string `json:"image"`
	URL         string `json:"url"`
}

// Place is where a race is.
type Place struct {
	Type    string `json:"@type"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Texts are what is said of a race in one language. Image and URL are absolute
// addresses.
type Texts struct{ Name, Description, Place, Image, URL string }

// Of describes a race of an edition.
func Of(e *race.Edition, rc *race.Race, t Texts) Event {
	status := "https://schema.org/EventScheduled"
	if e.State == race.Cancelled {
		status = "https://schema.org/EventCancelled"
	}
	return Event{Context: "https://schema.org", Type: "SportsEvent", Name: t.Name, Sport: "Road running", Description: t.Description,
		Start: e.At(rc.Gun).Format(time.RFC3339), End: e.EndOf(rc).Format(time.RFC3339), Status: status,
		Attendance: "https://schema.org/OfflineEventAttendanceMode", Location: Place{"Place", t.Place, t.Place}, Image: t.Image, URL: t.URL}
}
