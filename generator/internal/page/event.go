package page

import (
	"cmp"
	"time"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/race"
)

// event describes a race as a SportsEvent of schema.org, for search engines. It has
// no results.
type event struct {
	Context     string `json:"@context"`
	Type        string `json:"@type"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Sport       string `json:"sport"`
	Start       string `json:"startDate"`
	End         string `json:"endDate"`
	Status      string `json:"eventStatus"`
	Attendance  string `json:"eventAttendanceMode"`
	Location    place  `json:"location"`
	Image       string `json:"image"`
	URL         string `json:"url"`
}

type place struct {
	Type    string `json:"@type"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

// event describes a race. If the edition has no place, its name is used, which
// usually contains the city.
func (d *draft) event(e *race.Edition, rc *race.Race) event {
	status, page := "https://schema.org/EventScheduled", d.links.Edition(d.lang, e.ID)
	if e.State == race.Cancelled {
		status = "https://schema.org/EventCancelled"
	}
	if e.State.HasResults() {
		page = d.links.Race(d.lang, e.ID, rc.ID)
	}
	at := cmp.Or(e.Course.In(d.lang), e.Name.In(d.lang))
	title := d.titleOf(e, rc)
	return event{Context: "https://schema.org", Type: "SportsEvent", Name: title, Sport: "Road running",
		Description: d.say("race.event", "Title", title, "Date", d.l.Date(e.Date), "Distance", d.lengthOf(rc)),
		Start:       e.At(rc.Gun).Format(time.RFC3339), End: e.EndOf(rc).Format(time.RFC3339), Status: status,
		Attendance: "https://schema.org/OfflineEventAttendanceMode", Location: place{"Place", at, at},
		Image: d.archive.Site.BaseURL + d.assetPath[asset.Card], URL: d.archive.Site.BaseURL + page}
}
