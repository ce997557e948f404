package site

import (
	"guntime/generator/internal/artifact"
	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
)

// boards adds the data of a race's boards. They are small, and each is known by its
// own bytes: a passing changes the files of its point, and of no other.
func (p *plan) boards(v *race.Verdict, rv *race.RaceVerdict) {
	write := func(path string, text []byte, err error) {
		if err != nil {
			p.fail(err)
			return
		}
		p.add(path, basis{}, artifact.KeyOf(text), artifact.Bytes(text))
	}
	text, err := export.Leaders(v, rv)
	write(p.Links.Leaders(v.Edition.ID, rv.Race.ID), text, err)
	for i := range rv.Board.Points {
		point := &rv.Board.Points[i]
		text, err := export.PointOrder(v, rv, point)
		write(p.Links.PointOrder(v.Edition.ID, rv.Race.ID, rv.Race.Points[point.Point].ID), text, err)
	}
}
