package site

import (
	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// pictures adds the pictures for messengers: of the race in every language, and of the
// runners who have one. Each depends on what it says alone, so that it is drawn again
// only when that changes. In the compact layout all runners have one address, and none
// has a picture.
func (p *plan) pictures(v *race.Verdict, rv *race.RaceVerdict) {
	edition, id := v.Edition.ID, rv.Race.ID
	var none basis
	program := none.and("program", p.Sources.Program)
	for _, lang := range p.Archive.Site.Languages {
		key, draw := p.Pages.RacePicture(lang, v, rv)
		p.add(p.Links.RacePicture(lang, edition, id), program, key, draw)
	}
	if p.Archive.Site.Compact || p.Archive.Site.Pictures == race.PicturesOfNone || !rv.Over {
		return
	}
	key, picture := p.Pages.RunnerPictures(v, rv)
	for i := range rv.Results {
		if r := &rv.Results[i]; p.Archive.Site.Pictures.Of(rv, r) {
			says, draw := picture(r)
			p.add(p.Links.RunnerPicture(edition, id, r.Entry.Bib), program, key.And(artifact.Sum(says)), draw)
		}
	}
}
