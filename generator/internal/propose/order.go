package propose

import "guntime/generator/internal/table"

// Order is timing by hand: a list of times and a list of bibs, which are joined
// by place.
type Order struct{ Times, Bibs *Table }

// tables are all tables of a race.
func (rc *Race) tables() []*Table {
	list := append([]*Table{rc.Entries}, rc.Timing...)
	if rc.Order != nil {
		list = append(list, rc.Order.Times, rc.Order.Bibs)
	}
	return list
}

// handLists finds a list of times and a list of bibs among the sources: neither has
// names, one has times and no column that is called a bib, and one has bibs and
// nothing else of a runner. They are nil where there is not one of each.
func handLists(sources []Source) (times, bibs *Source) {
	for i := range sources {
		s := &sources[i]
		bib := s.Survey.Column("bib")
		switch {
		case s.Survey.Separator == table.XLSX: // lists by hand are texts
		case s.Survey.Named() || len(s.Survey.Columns) > 4:
		case s.Survey.Timed() && (bib == nil || !bib.Known && !bib.Given):
			if times != nil {
				return nil, nil
			}
			times = s
		case !s.Survey.Timed() && bib != nil && s.Survey.Column("gender") == nil:
			if bibs != nil {
				return nil, nil
			}
			bibs = s
		}
	}
	if times == nil || bibs == nil {
		return nil, nil
	}
	return times, bibs
}

// order proposes a race that was timed by hand. Without a table of entries those
// of the list of bibs are all.
func (p *Proposal) order(times, bibs *Source) {
	entries := bibs
	for i := range p.Sources {
		s := &p.Sources[i]
		switch {
		case s == times || s == bibs:
		case entries == bibs && s.Survey.Column("bib") != nil:
			entries = s
		default:
			p.Notes = append(p.Notes, s.File+" is not used: the times are those of "+times.File)
		}
	}
	p.race(entries, []*Source{times}, nil)
	rc := p.Races[0]
	rc.Timing = nil
	rc.Order = &Order{Times: p.table(rc, times, false), Bibs: p.table(rc, bibs, false)}
	p.Notes = append(p.Notes, times.File+" and "+bibs.File+" are taken for times and bibs in the order of arrival (kind: order), joined by place")
}
