package page

import (
	"cmp"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/page/sportsevent"
	"guntime/generator/internal/race"
)

// event describes a race for search engines. If the edition has no place, its name is
// used, which usually contains the city.
func (d *draft) event(e *race.Edition, rc *race.Race) sportsevent.Event {
	page := d.links.Edition(d.lang, e.ID)
	if e.State.HasResults() {
		page = d.links.Race(d.lang, e.ID, rc.ID)
	}
	title, base := d.titleOf(e, rc), d.archive.Site.BaseURL
	return sportsevent.Of(e, rc, sportsevent.Texts{Name: title, Place: cmp.Or(e.Course.In(d.lang), e.Name.In(d.lang)), Image: base + d.assetPath[asset.Card], URL: base + page,
		Description: d.say("race.event", "Title", title, "Date", d.l.Date(e.Date), "Distance", d.lengthOf(rc))})
}
