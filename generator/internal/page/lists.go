package page

import (
	"cmp"
	"slices"
	"strconv"

	"guntime/generator/internal/race"
)

// List is an order of a race's runners with places of its own: that of a
// division, that of all of them together, for information (R11), or that of a
// classification within a division, such as an age group (R44).
type List struct {
	ID       string         // the path of its folder in the race's: "men", "overall", "men/group/m40"
	Division *race.Division // nil for all together
	Overlay  *race.Overlay  // its id and name, nil for a list that is no classification
	rows     []int32        // the indices of its results
	size     int            // how many of them a page shows
}

// overallID is the folder of the list of all divisions together.
const overallID = "overall"

// Lists returns a race's lists: the divisions in their order, each with its
// classifications behind it, then all together where more than one division is
// ranked. A division has a list though nobody is ranked in it.
func (s *Set) Lists(rv *race.RaceVerdict) []*List {
	if known, ok := s.lists.Load(rv); ok {
		return known.([]*List)
	}
	var all []*List
	overall := &List{ID: overallID, size: s.crossListPageSize()}
	begun, ranked := 0, 0
	for i := range rv.Divisions {
		dv := &rv.Divisions[i]
		division := &List{ID: dv.Division.ID, Division: dv.Division, size: PageSize}
		all = append(all, division)
		groups := map[string]*List{}
		for at := begun; at < begun+len(dv.Results) && rv.Results[at].Place > 0; at++ {
			r := &rv.Results[at]
			division.rows = append(division.rows, int32(at))
			if r.PlaceOverall > 0 {
				overall.rows = append(overall.rows, int32(at))
			}
			for n := range r.Overlays {
				o := &r.Overlays[n]
				if groups[o.ID] == nil {
					groups[o.ID] = &List{ID: groupID(dv.Division, o), Division: dv.Division, Overlay: o, size: s.crossListPageSize()}
				}
				groups[o.ID].rows = append(groups[o.ID].rows, int32(at))
			}
		}
		if !dv.Division.Outside && len(division.rows) > 0 {
			ranked++
		}
		begun += len(dv.Results)
		for _, g := range rv.Race.Rules.AgeGroups {
			if l := groups[g.ID]; l != nil {
				all = append(all, l)
			}
		}
		for _, c := range rv.Race.Rules.Championships {
			if l := groups[c.ID]; l != nil {
				all = append(all, l)
			}
		}
	}
	if ranked > 1 && len(overall.rows) > 0 {
		slices.SortStableFunc(overall.rows, func(a, b int32) int {
			return cmp.Compare(rv.Results[a].PlaceOverall, rv.Results[b].PlaceOverall)
		})
		all = append(all, overall)
	}
	s.lists.Store(rv, all)
	return all
}

// groupID is the folder of a classification within a division.
func groupID(division *race.Division, o *race.Overlay) string { return division.ID + "/group/" + o.ID }

// groupName is what a classification is called, its id where it has no name.
func groupName(o *race.Overlay, lang string) string { return cmp.Or(o.Name.In(lang), o.ID) }

// Pages is how many pages a list has: at least one.
func (l *List) Pages() int { return max(1, pagesFilled(len(l.rows), l.size)) }

// shown are the results on a page.
func (l *List) shown(page int) []int32 {
	return l.rows[(page-1)*l.size : min(page*l.size, len(l.rows))]
}

// crossListPageSize is how many rows a page has of a list that shows once more whom the
// divisions' lists show: more where files are scarce.
func (s *Set) crossListPageSize() int {
	if s.archive.Site.Compact {
		return 5 * PageSize
	}
	return PageSize
}

// DependsOn returns the results that a page of the list looks at: those it shows,
// the one before them and the one after them, whose places they may share.
func (l *List) DependsOn(page int) []int32 {
	return l.rows[max(0, (page-1)*l.size-1):min(page*l.size+1, len(l.rows))]
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

// place is a result's place in the list.
func (l *List) place(r *race.Result) int {
	switch {
	case l.Division == nil:
		return r.PlaceOverall
	case l.Overlay != nil:
		for _, o := range r.Overlays {
			if o.ID == l.Overlay.ID {
				return o.Place
			}
		}
	}
	return r.Place
}

// shared reports whether a row of the list has its place together with the one
// before or after it: in a list of all, or of a group, that need not be whoever
// it is shared with in the division.
func (l *List) shared(rv *race.RaceVerdict, row int) bool {
	of := func(row int) int { return l.place(&rv.Results[l.rows[row]]) }
	if l.Division != nil && l.Overlay == nil {
		return rv.Results[l.rows[row]].Tied
	}
	return row > 0 && of(row-1) == of(row) || row+1 < len(l.rows) && of(row+1) == of(row)
}

// firstPlace is the place with which a page of the list begins.
func (l *List) firstPlace(rv *race.RaceVerdict, page int) int {
	return l.place(&rv.Results[l.rows[(page-1)*l.size]])
}

// placeID is the id of the row in which a place is first given.
func placeID(place int) string { return "p" + strconv.Itoa(place) }

// listName is what a list is called.
func (d *draft) listName(l *List, w *raceWords) string {
	switch {
	case l.Division == nil:
		return d.say("overall")
	case l.Overlay != nil:
		return d.say("division.group", "Division", w.divisions[l.Division], "Group", groupName(l.Overlay, d.lang))
	}
	return w.divisions[l.Division]
}

// listNote says what must be known of a list, nothing of a plain division's.
func (d *draft) listNote(l *List, w *raceWords) string {
	switch {
	case l.Division == nil:
		return d.say("division.overall")
	case l.Overlay != nil:
		return d.say("division.group_note", "Division", w.divisions[l.Division])
	case l.Division.Outside:
		return d.say("division.outside")
	}
	return ""
}

// siblings lead to the first pages of a race's divisions, and of all together.
func (d *draft) siblings(v *race.Verdict, rv *race.RaceVerdict, current *List, w *raceWords) []Link {
	var links []Link
	for _, l := range d.Lists(rv) {
		if l.Overlay == nil {
			links = append(links, Link{URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, l.ID, 1)),
				Label: d.listName(l, w), Current: current != nil && l.Division == current.Division})
		}
	}
	return links
}

// groups lead to the classifications within a list's division, from them back
// to it; nothing where there are none.
func (d *draft) groups(v *race.Verdict, rv *race.RaceVerdict, current *List, w *raceWords) []Link {
	var links []Link
	for _, l := range d.Lists(rv) {
		if current.Division == nil || l.Division != current.Division {
			continue
		}
		label := d.say("division.all")
		if l.Overlay != nil {
			label = groupName(l.Overlay, d.lang)
		}
		links = append(links, Link{URL: d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, l.ID, 1)), Label: label, Current: l.ID == current.ID})
	}
	if len(links) == 1 {
		return nil
	}
	return links
}
