package site

import (
	"path"
	"sync"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// Tombstone replaces a withdrawn page for a while. It says so in every language,
// and nothing about the person.
func Tombstone(in Input) artifact.File {
	on := basesOf(in).look
	return artifact.File{Key: on.key.With("removed"), Inputs: on.inputs, Cache: artifact.Settled, Draw: in.Pages.Removed()}
}

// Withdrawn returns whether a file that the plan lacks was withdrawn: the page of
// somebody who is anonymous now or left the race. A page that went with its race,
// its language or the layout was not withdrawn.
func Withdrawn(in Input) func(name string) bool {
	links := Links(race.Site{})                  // links of the usual layout: a change to the compact one withdraws nobody
	shown := map[string]func() map[string]bool{} // by folder: the runners with pages
	for _, v := range in.Verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		for _, rv := range v.Races {
			pages := sync.OnceValue(func() map[string]bool {
				all := make(map[string]bool, len(rv.Results))
				for i := range rv.Results {
					if e := rv.Results[i].Entry; e.Visibility != race.Anonymous {
						all[path.Base(links.Runner("", v.Edition.ID, rv.Race.ID, e.Bib))] = true
					}
				}
				return all
			})
			for _, lang := range in.Archive.Site.Languages {
				shown[path.Dir(links.Runner(lang, v.Edition.ID, rv.Race.ID, "x"))] = pages
			}
		}
	}
	return func(name string) bool {
		pages, known := shown[path.Dir(name)]
		return known && path.Ext(name) == ".html" && path.Base(name) != "index.html" && !pages()[path.Base(name)]
	}
}
