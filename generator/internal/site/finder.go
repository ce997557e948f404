package site

import (
	"io"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
)

// Finder is the search data of a race.
type Finder struct {
	search   *export.Search
	surnames []race.Surnamed
}

// compactRows is how many rows a file of the search data has on hosts that limit
// the number of files.
const compactRows = 4_000

// Finders prepares the search data of all races that have results. It returns at
// once; the returned functions wait for the data. Because they are large, they are
// dropped when nobody uses them any more, and made again when asked for.
func Finders(site race.Site, verdicts []*race.Verdict) map[*race.RaceVerdict]func() *Finder {
	rows := export.SearchRows
	if site.Compact {
		rows = compactRows
	}
	all := map[*race.RaceVerdict]func() *Finder{}
	for _, v := range verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		for _, rv := range v.Races {
			find := func() *Finder { return &Finder{search: export.NewSearch(rv, rows), surnames: export.Surnames(rv)} }
			first := make(chan *Finder, 1)
			go func() { first <- find(); close(first) }()
			all[rv] = func() *Finder {
				if f := <-first; f != nil {
					return f
				}
				return find()
			}
		}
	}
	return all
}

// finder adds the search data of a race, and the registers that need no script.
// They depend only on names and bibs: a changed result redraws none of them.
func (p *plan) finder(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	edition, id := v.Edition.ID, rv.Race.ID
	last := p.Pages.RegisterPages(rv)
	if p.Finders[rv] == nil || last == 0 {
		return
	}
	f := p.Finders[rv]()
	data := func(name string, draw func(io.Writer) error) {
		p.add(p.Links.Search(edition, id)+name, keys.search, artifact.Key{}, draw)
	}
	data("index.json", f.search.Index)
	index := p.cache
	p.cache = artifact.Immutable
	for _, shard := range f.search.Shards() {
		data(shard.Name, shard.Draw)
	}
	p.cache = index
	for _, lang := range p.Archive.Site.Languages {
		for n := 0; n <= last; n++ {
			p.add(file(p.Links.Bibs(lang, edition, id, n)), keys.registers, artifact.Key{}, p.Pages.Bibs(lang, v, rv, n))
			p.add(file(p.Links.Surnames(lang, edition, id, n)), keys.registers, artifact.Key{}, p.Pages.Surnames(lang, v, rv, f.surnames, n))
		}
	}
}
