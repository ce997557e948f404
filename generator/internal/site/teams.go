package site

import (
	"io"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// teams adds the classifications of teams of a race, and the page of all of them.
// Each page hangs on the teams that it shows and on the results of their runners.
func (p *plan) teams(lang string, v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	on := keys.pages[lang]
	all := lists.OfTeams(rv)
	add := func(list string, n int, own artifact.Key, draw func(io.Writer) error) {
		url := p.Links.Division(lang, v.Edition.ID, rv.Race.ID, list, n)
		p.urls = append(p.urls, url)
		p.add(file(url), on, own, draw)
	}
	first := artifact.Key{}
	for _, l := range all {
		shape := artifact.Sum([]int{len(all), l.Pages(), len(l.Teams)})
		for n := 1; n <= l.Pages(); n++ {
			shown := l.Shown(n)
			own := shape.And(artifact.Sum(shown), keys.of(lists.TeamMembers(shown)))
			if n == 1 {
				first = first.And(own)
			}
			add(l.ID, n, own, p.Pages.TeamList(lang, v, rv, l, n))
		}
	}
	if len(all) > 0 {
		add(lists.Teams, 1, first, p.Pages.Teams(lang, v, rv))
	}
}
