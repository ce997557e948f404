package site

import (
	"io"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
)

// Finder is what the runners of a race are found by.
type Finder struct {
	search   *export.Search
	surnames []race.Surnamed
}

// Finders prepares the finders of all races that have results.
func Finders(verdicts []*race.Verdict) map[*race.RaceVerdict]*Finder {
	all := map[*race.RaceVerdict]*Finder{}
	for _, v := range verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		for _, rv := range v.Races {
			all[rv] = &Finder{search: export.NewSearch(rv), surnames: export.Surnames(rv)}
		}
	}
	return all
}

// finder adds the search data of a race, and the registers that do without a
// script. The data depend on names and bibs alone: results that move draw none
// of it again.
func (p *plan) finder(v *race.Verdict, rv *race.RaceVerdict) {
	edition, id := v.Edition.ID, rv.Race.ID
	f := p.Finders[rv]
	last := p.Pages.RegisterPages(rv)
	if f == nil || last == 0 {
		return
	}
	data := func(name string, draw func(io.Writer) error) {
		path := p.Links.Search(edition, id) + name
		if !p.done {
			p.done = !p.yield(artifact.File{Path: path, Key: p.Program.With(path, f.search.Version()), Draw: draw}, nil)
		}
	}
	data("index.json", f.search.Index)
	for _, shard := range f.search.Shards() {
		data(shard.Name, shard.Draw)
	}
	for _, lang := range p.Archive.Site.Languages {
		for n := 0; n <= last; n++ {
			p.page(p.Links.Bibs(lang, edition, id, n), false, p.Pages.Bibs(lang, v, rv, n))
			p.page(p.Links.Surnames(lang, edition, id, n), false, p.Pages.Surnames(lang, v, rv, f.surnames, n))
		}
	}
}
