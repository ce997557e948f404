package site

import (
	"path"
	"sync"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// Tombstone is what stands for a while where a page was withdrawn. It says that, in
// every language, and nothing about whom it was of.
func Tombstone(in Input) artifact.File {
	on := (&plan{Input: in}).bases().look
	return artifact.File{Key: on.key.With("removed"), Inputs: on.inputs, Cache: artifact.Settled, Draw: in.Pages.Removed()}
}

// Withdrawn returns whether a file that a plan has no more was withdrawn: a
// page of somebody who is anonymous by now, or not in the race any more. Where a
// race, a language or the layout is gone, nobody is withdrawn.
func Withdrawn(in Input) func(name string) bool {
	links := Links(race.Site{})                  // in the compact layout nobody has a file, and nobody is withdrawn by that
	shown := map[string]func() map[string]bool{} // by folder, whose pages there are
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
