package site

import (
	"io"
	"strconv"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
)

// following adds the files that tell where the runners of a race are, for those who follow
// some of them. A runner who was seen changes one of them.
func (p *plan) following(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	if rv.Shown == 0 {
		return
	}
	edition, id := v.Edition.ID, rv.Race.ID
	most := export.Followed
	if rv.Over || p.Archive.Site.Compact {
		most *= 64 // nobody asks by the minute once it is over, and hosts that limit the number of files take no changes by the minute
	}
	f := export.NewFollowing(v.Edition, rv, most)
	at := p.Links.Following(edition, id)
	points, err := p.Pages.PointNames(rv.Race)
	if err != nil {
		p.fail(err)
		return
	}
	names := export.FollowingNames{Edition: v.Edition.Name, Race: rv.Race.Name, Points: points, Runner: race.Text{}}
	for _, lang := range p.Archive.Site.Languages {
		names.Runner[lang] = p.Links.Runner(lang, edition, id, "*")
	}
	p.add(at+"index.json", keys.places, artifact.Sum(len(f.Files())), f.Index(names))
	for n, results := range f.Files() {
		p.add(at+strconv.Itoa(n)+".json", keys.places, keys.of(results), func(w io.Writer) error { return f.File(n)(w) })
	}
}
