package site

import (
	"slices"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/page/hubs"
	"guntime/generator/internal/page/years"
	"guntime/generator/internal/race"
)

// hubs adds the pages of the clubs, nations and points of a race. Each hangs on the
// results that it shows; while the race is not over those of clubs and nations hang on
// who entered alone.
func (p *plan) hubs(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	h := p.Pages.Hubs(rv)
	pages := h.Pages()
	kinds := artifact.Sum(h.Shown())
	sums := func(pages []hubs.Page) []artifact.Key {
		all := make([]artifact.Key, len(pages))
		for i := range pages {
			results, rest := h.Basis(&pages[i])
			all[i] = keys.of(results).And(artifact.Sum(rest), kinds)
		}
		return all
	}
	entered := 0 // pages, those of clubs and nations come first, that are kept
	var own []artifact.Key
	if !rv.Over {
		for entered < len(pages) && pages[entered].Kind != hubs.Points {
			entered++
		}
		own = p.Memory.hubKeys(v.Edition.ID+"/"+rv.Race.ID, keys.search.key.And(keys.data.key), func() []artifact.Key { return sums(pages[:entered]) })
	}
	own = append(slices.Clip(own), sums(pages[entered:])...)
	for _, lang := range p.Archive.Site.Languages {
		for i := range pages {
			url := p.Links.Division(lang, v.Edition.ID, rv.Race.ID, pages[i].Folder, pages[i].N)
			p.urls = append(p.urls, url)
			p.add(file(url), keys.pages[lang], own[i], p.Pages.Hub(lang, v, rv, &pages[i]))
		}
	}
}

// years adds the pages of runners over the years. Each hangs on what it says alone.
func (p *plan) years() {
	pages := p.Pages.YearsPages(p.Verdicts)
	for i := range pages {
		own := artifact.Sum(pages[i].Basis())
		for _, lang := range p.Archive.Site.Languages {
			p.add(file(p.Links.Section(lang, years.Folder+"/"+pages[i].Name)), p.look, own, p.Pages.Years(lang, &pages[i]))
		}
	}
}
