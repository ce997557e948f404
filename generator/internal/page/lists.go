package page

import (
	"strconv"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// Lists returns a race's lists, made once.
func (s *Set) Lists(rv *race.RaceVerdict) []*lists.List {
	if known, ok := s.lists.Load(rv); ok {
		return known.([]*lists.List)
	}
	all := lists.Of(rv, s.listPageSize(), s.crossListPageSize())
	s.lists.Store(rv, all)
	return all
}

// listPageSize is how many rows a page of a division's list has: twice as many where
// files are scarce.
func (s *Set) listPageSize() int {
	if s.archive.Site.Compact {
		return 2 * PageSize
	}
	return PageSize
}

// crossListPageSize is how many rows a page has of a list that shows once more whom the
// divisions' lists show: more where files are scarce.
func (s *Set) crossListPageSize() int {
	if s.archive.Site.Compact {
		return 10 * PageSize
	}
	return PageSize
}

// OverallPage is the page of the list of all on which a result's overall place
// is first given, 0 where it has none there.
func (s *Set) OverallPage(lang string, v *race.Verdict, rv *race.RaceVerdict, i int) int {
	w := s.draft(lang, "").words(v, rv)
	if rv.Results[i].PlaceOverall == 0 || w.overallRows == nil {
		return 0
	}
	return int(w.overallRows[i])/s.crossListPageSize() + 1
}

// placeID is the id of the row in which a place is first given.
func placeID(place int) string { return "p" + strconv.Itoa(place) }

// listName is what a list is called.
func (d *draft) listName(l *lists.List, w *raceWords) string {
	switch {
	case l.Division == nil:
		return d.say("overall")
	case l.Group != nil && !d.l.ByAges(l.Group.Group):
		return d.say("division.group", "Division", w.divisions[l.Division], "Group", d.l.Group(l.Group.Group))
	case l.Group != nil:
		return d.l.GroupOf(w.divisions[l.Division], l.Group.Group)
	}
	return w.divisions[l.Division]
}

// listNote says what must be known of a list, nothing of a plain division's.
func (d *draft) listNote(l *lists.List, rc *race.Race, w *raceWords) string {
	note := ""
	switch {
	case l.Division == nil:
		note = d.say("division.overall")
	case l.Group != nil:
		note = d.groupNote(l.Group, rc, w)
	case l.Division.Outside:
		note = d.say("division.outside")
	}
	if note == "" {
		return w.waves
	}
	return d.l.Sentences(note, w.waves)
}

// siblings lead to the first pages of a race's divisions, and of all together.
func (d *draft) siblings(v *race.Verdict, rv *race.RaceVerdict, current *lists.List, w *raceWords) []Link {
	var links []Link
	for _, l := range d.Lists(rv) {
		if l.Group == nil {
			links = append(links, Link{URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, l.ID, 1)),
				Label: d.listName(l, w), Current: current != nil && l.Division == current.Division})
		}
	}
	return links
}

// groups lead to the classifications within a list's division, from them back
// to it; nothing where there are none.
func (d *draft) groups(v *race.Verdict, rv *race.RaceVerdict, current *lists.List) []Link {
	var links []Link
	for _, l := range d.Lists(rv) {
		if current.Division == nil || l.Division != current.Division {
			continue
		}
		label := d.say("division.all")
		if l.Group != nil {
			label = d.l.Group(l.Group.Group)
		}
		links = append(links, Link{URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, l.ID, 1)), Label: label, Current: l.ID == current.ID})
	}
	if len(links) == 1 {
		return nil
	}
	return links
}
