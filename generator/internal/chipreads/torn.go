package chipreads

import (
	"fmt"
	"slices"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// somewhere stands for the mat of a torn line that no longer says its reader.
const somewhere = -1

// spot is an entry at a mat.
type spot struct {
	entry int32
	mat   int16
}

// torn notes whose line cannot be read, and at which mat, whether the line, the
// file's name or "*" says the reader.
func (c *collector) torn(r *vendors.Read) {
	if len(r.Chip) == 0 && len(r.Bib) == 0 {
		return
	}
	owner, known := c.owner(r, nil)
	if !known || owner.entry == elsewhere || len(c.spoilt) >= mostStrays {
		return
	}
	mat := somewhere
	if s := c.standing(string(r.Place), string(r.Reader), string(r.Part)); s >= 0 {
		mat = c.readerOf(r).mat
	} else if c.source.named() {
		if point := c.pointNamed(string(r.Place)); point >= 0 {
			mat = c.matOf(c.source, []int{point})
		}
	}
	c.spoilt[spot{owner.entry, int16(mat)}] = readPlace{int32(c.line), uint16(c.current)}
}

// underReview sets a runner aside where a line of a point could not be read and
// no other line gives a time there.
func (c *collector) underReview() {
	var keys []spot
	for k := range c.spoilt {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b spot) int {
		if a.entry != b.entry {
			return int(a.entry - b.entry)
		}
		return int(a.mat - b.mat)
	})
	for _, k := range keys {
		e, at := c.race.Entries[k.entry], c.spoilt[k]
		points := c.timed
		if k.mat >= 0 {
			points = c.mats[k.mat].points
		}
		missing := slices.IndexFunc(points, func(p int) bool { return e.Timing == nil || !e.Timing.SetAside && e.Timing.At[p] == race.Unseen })
		if missing < 0 {
			continue
		}
		from := race.Position{Path: c.files[at.file], Line: int(at.line)}
		problem.Place{Path: from.Path, Line: from.Line, Column: 1}.Report(c.tables.Found, c.stops(), "row_set_aside",
			fmt.Sprintf("bib %q has no other read at %s", e.Bib, c.race.Points[points[missing]].ID), "the runner is shown as under review; no other runner is affected")
		e.Timing = &race.Timing{At: slices.Repeat([]race.Instant{race.Unseen}, len(c.race.Points)), Net: race.NoTime, SetAside: true, From: from}
	}
}
