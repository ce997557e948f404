package table

import (
	"hash/maphash"
	"io/fs"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// SurveyFile looks at a table of results. What it says of the columns are
// proposals for somebody to check. No Survey comes out where no table can be made
// of the file; the findings say why. Of a workbook they are the sheets that say
// who ran and when: several where each is of other runners. Without any they are
// one that says who entered beside one that says when they came, else the first of
// either, else the first sheet.
func SurveyFile(fsys fs.FS, file string, o SurveyOptions) ([]*Survey, problem.List) {
	first, sheets, found := surveySheet(fsys, file, o)
	if o.Sheet != "" || len(sheets) < 2 {
		return some(first), found
	}
	var full, named, timed []*Survey
	of := map[*Survey]problem.List{first: found}
	for _, sheet := range sheets {
		s := first
		if s == nil || s.Sheet != sheet {
			one := o
			one.Sheet = sheet
			var more problem.List
			s, _, more = surveySheet(fsys, file, one)
			of[s] = more
		}
		switch {
		case s == nil:
		case s.Named() && s.Timed():
			full = append(full, s)
		case s.Named():
			named = append(named, s)
		case s.Timed():
			timed = append(timed, s)
		}
	}
	list := some(first)
	switch {
	case len(full) > 0:
		list = apart(full)
	case len(named) > 0 && len(timed) > 0 && named[0].Column("bib") != nil && timed[0].Column("bib") != nil:
		list = []*Survey{named[0], timed[0]}
	case len(named)+len(timed) > 0:
		list = append(named, timed...)[:1]
	}
	if len(list) == 0 {
		return nil, found
	}
	var all problem.List
	for _, s := range list {
		all = append(all, of[s]...)
	}
	return list, all.Sorted()
}

// some is a list of a survey, empty without one.
func some(s *Survey) []*Survey {
	if s == nil {
		return nil
	}
	return []*Survey{s}
}

// apart are the sheets whose runners stand in no larger one: where all stand in
// one sheet, the lists of the women and of the first ten are excerpts of it.
func apart(list []*Survey) (kept []*Survey) {
	largest := slices.Clone(list)
	slices.SortStableFunc(largest, func(a, b *Survey) int { return b.Rows - a.Rows })
	seen := map[uint64]struct{}{}
	for _, s := range largest {
		again := 0
		for r := range s.runners {
			if _, had := seen[r]; had {
				again++
			}
		}
		if again*2 > len(s.runners) || len(s.runners) == 0 {
			continue
		}
		for r := range s.runners {
			seen[r] = struct{}{}
		}
		kept = append(kept, s)
	}
	slices.SortFunc(kept, func(a, b *Survey) int { return slices.Index(list, a) - slices.Index(list, b) })
	return kept
}

// runnersSeed is of the fingerprints of runners, which are compared within one run
// of the program alone.
var runnersSeed = maphash.MakeSeed()

// noteRunners keeps who stands in the rows, by bib, or name without one, and result:
// bibs begin anew in each race.
func (s *surveyor) noteRunners() {
	who, result := s.Column("bib"), s.Column("gun")
	for _, means := range []string{"name", "family_name", "given_name"} {
		if who == nil {
			who = s.Column(means)
		}
	}
	for _, means := range []string{"finish", "net"} {
		if result == nil {
			result = s.Column(means)
		}
	}
	if who == nil || result == nil {
		return
	}
	s.runners = map[uint64]struct{}{}
	var h maphash.Hash
	h.SetSeed(runnersSeed)
	s.rows(func(cells []string) bool {
		if n := max(who.Number, result.Number); n <= len(cells) && spelling.Given(cells[who.Number-1]) != "" {
			h.Reset()
			h.WriteString(spelling.Given(cells[who.Number-1]))
			h.WriteByte(0)
			h.WriteString(spelling.Given(cells[result.Number-1]))
			s.runners[h.Sum64()] = struct{}{}
		}
		return true
	})
}
