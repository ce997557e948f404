// Package hubs gathers a race's runners by what they belong to: the pages of the clubs,
// of the nations, and of the points of the course, each beneath a folder of the race's.
// It computes nothing of a race: places and times are the verdict's. Whoever is anonymous
// is in no club and no nation; whoever is masked stands there under the masked name.
//
// While a race is not over, the pages of clubs and nations say who entered and nothing
// else, and those of the points show the boards.
package hubs

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// Kind is what runners are gathered by: also the folder of the pages.
type Kind string

// The kinds of pages.
const (
	Clubs   Kind = "clubs"
	Nations Kind = "nations"
	Points  Kind = "points"
)

// Kinds are all kinds, in the order in which pages lead to them.
var Kinds = []Kind{Clubs, Nations, Points}

// few is the folder of the pages that small groups share where files are scarce, and
// fewMembers is how many members a group has that needs no sharing.
const (
	few        = "few"
	fewMembers = 20
)

// Group is a club or a nation with its runners.
type Group struct {
	Kind    Kind
	ID      string  // of its folder
	Name    string  // of a club; of a nation its code
	Members []int32 // the indices of the results: by time, then those without one; by bib while the race is not over
	arrived int     // how many of them finished
	shared  int     // the page that it shares with others, 0 for a folder of its own
}

// Folder is where the group stands, below the race's folder, and on which page.
func (g *Group) Folder() (folder string, page int) {
	if g.shared > 0 {
		return string(g.Kind) + "/" + few, g.shared
	}
	return string(g.Kind) + "/" + g.ID, 1
}

// Anchor is the end of the group's address: where it stands on a shared page.
func (g *Group) Anchor() string {
	if g.shared > 0 {
		return "#" + g.ID
	}
	return ""
}

// Options say how many rows a page has.
type Options struct {
	Size    int            // of a list of members
	AtPoint int            // of each division on the page of a point
	Front   bool           // a point has one page
	Share   bool           // small groups share pages
	ByBib   func() []int32 // lists.ByBib of the race, asked for while it is not over
}

// Hubs are the clubs, nations and points of a race.
type Hubs struct {
	rv     *race.RaceVerdict
	o      Options
	groups map[Kind][]*Group
	by     map[Kind]map[string]*Group // by the name as entries write it
	points map[int]func() [][]int32   // by index of the point: the order of each division there
	scored func() map[string][]teamLine
}

// Of gathers the runners of a race.
func Of(rv *race.RaceVerdict, o Options) *Hubs {
	h := &Hubs{rv: rv, o: o, groups: map[Kind][]*Group{}, by: map[Kind]map[string]*Group{}, points: map[int]func() [][]int32{}}
	order := h.order()
	h.gather(Clubs, order, func(e *race.Entry) string { return race.FoldTeam(e.Club) })
	h.gather(Nations, order, func(e *race.Entry) string { return e.Nat })
	h.scored = sync.OnceValue(func() map[string][]teamLine { return teamsOf(rv) })
	for _, p := range listed(rv.Race) {
		h.points[p] = sync.OnceValue(func() [][]int32 { return orderAt(rv, p) })
	}
	return h
}

// listed are the points of a race that have an order: those after the start that pages
// list. A race of laps has none that is more than its list.
func listed(rc *race.Race) (all []int) {
	if rc.OfLaps() {
		return nil
	}
	for p := rc.Start() + 1; p < len(rc.Points); p++ {
		if rc.Points[p].Listed {
			all = append(all, p)
		}
	}
	return all
}

// gather makes the groups of a kind. Of a club that is written in several ways the
// commonest stands, of two the first in the order of letters.
func (h *Hubs) gather(kind Kind, order []int32, fold func(*race.Entry) string) {
	by, folded := map[string]*Group{}, map[string]*Group{}
	spelt, names := map[string]int{}, map[*Group]string{}
	for _, i := range order {
		e := h.rv.Results[i].Entry
		if e.Visibility == race.Anonymous {
			continue
		}
		name := written(kind, e)
		g, known := by[name]
		if !known {
			key := fold(e)
			if g = folded[key]; g == nil && key != "" {
				g = &Group{Kind: kind}
				folded[key], names[g] = g, key
				h.groups[kind] = append(h.groups[kind], g)
			}
			by[name] = g
		}
		if g != nil {
			g.Members = append(g.Members, i)
			if r := &h.rv.Results[i]; r.Status == race.Finished || r.Status == race.Unranked {
				g.arrived++
			}
			spelt[name]++
		}
	}
	for name, g := range by {
		if g == nil {
			continue
		}
		if n, most := spelt[name], spelt[g.Name]; n > most || n == most && name < g.Name {
			g.Name = name
		}
	}
	h.by[kind] = by
	h.name(h.groups[kind], names)
	h.share(h.groups[kind])
}

// written is what an entry says of a kind.
func written(kind Kind, e *race.Entry) string {
	if kind == Clubs {
		return e.Club
	}
	return e.Nat
}

// order is that of members, of all groups: by the time that ranks the race, of a race of
// laps by laps first; then those without a place, in the order of the results. While the
// race is not over they stand by bib.
func (h *Hubs) order() []int32 {
	if !h.rv.Over {
		return h.o.ByBib()
	}
	rc := h.rv.Race
	all := make([]int32, len(h.rv.Results))
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortFunc(all, func(a, b int32) int {
		one, other := &h.rv.Results[a], &h.rv.Results[b]
		switch {
		case (one.Place > 0) != (other.Place > 0):
			return cmp.Compare(other.Place, one.Place) // who has none has 0
		case one.Place > 0:
			return cmp.Or(cmp.Compare(other.Laps, one.Laps), cmp.Compare(timed(lists.Clock(rc, one)), timed(lists.Clock(rc, other))),
				cmp.Compare(one.Place, other.Place), cmp.Compare(a, b))
		}
		return cmp.Or(cmp.Compare(slices.Index(race.Statuses, one.Status), slices.Index(race.Statuses, other.Status)), cmp.Compare(a, b))
	})
	return all
}

// timed puts whoever has no time first: only a ruling gives a place without one.
func timed(c race.Clock) race.Clock {
	if c == race.NoTime {
		return -1
	}
	return c
}

// name gives each group its id and sorts them: clubs by their ids' letters, as a
// directory does, nations by their codes. An id that two would have is nobody's.
func (h *Hubs) name(groups []*Group, folded map[*Group]string) {
	taken := map[string]int{}
	slugs := map[*Group]string{}
	for _, g := range groups {
		slugs[g] = Slug(folded[g])
		taken[slugs[g]]++
	}
	for _, g := range groups {
		g.ID = slugs[g]
		if g.ID == "" || g.ID == few || taken[g.ID] > 1 || digits(g.ID) {
			g.ID = hashed(folded[g])
		}
	}
	slices.SortFunc(groups, func(a, b *Group) int {
		return cmp.Or(cmp.Compare(first(slugs[a] == ""), first(slugs[b] == "")), cmp.Compare(slugs[a], slugs[b]), cmp.Compare(folded[a], folded[b]))
	})
}

func first(is bool) int {
	if is {
		return 1
	}
	return 0
}

// share puts small groups on pages that they share.
func (h *Hubs) share(groups []*Group) {
	if !h.o.Share {
		return
	}
	page, rows := 1, 0
	for _, g := range groups {
		if len(g.Members) >= fewMembers {
			continue
		}
		if rows > 0 && rows+len(g.Members) > 2*h.o.Size {
			page, rows = page+1, 0
		}
		g.shared, rows = page, rows+len(g.Members)
	}
}

// Group is the club or nation of an entry, nil without one.
func (h *Hubs) Group(kind Kind, e *race.Entry) *Group {
	if e.Visibility == race.Anonymous {
		return nil
	}
	return h.by[kind][written(kind, e)]
}

// Of tells where the club and the nation of an entry stand, for those who lead there.
func (h *Hubs) Of(e *race.Entry) []string {
	all := make([]string, 0, 6)
	for _, kind := range []Kind{Clubs, Nations} {
		if g := h.Group(kind, e); g != nil {
			all = append(all, g.ID, strconv.Itoa(g.shared))
		} else {
			all = append(all, "", "")
		}
	}
	return all
}

// Any reports whether the race has pages of a kind.
func (h *Hubs) Any(kind Kind) bool {
	if kind == Points {
		return len(h.points) > 0
	}
	return len(h.groups[kind]) > 0
}

// orderAt is the order of each division at a point, those who fit no division last: by
// the time since the gun, at the finish by place. Whoever has no place in the end stands
// where their time is, behind those of the same time.
func orderAt(rv *race.RaceVerdict, point int) [][]int32 {
	// What a runner is sorted by: those with a place in the end first, then the place or the
	// time, then the greater place at the point. Beside each other, for a field is large.
	type row struct {
		class, place, result int32
		first                int64
	}
	all := make([][]row, len(rv.Divisions)+1)
	at := map[*race.Division]int{nil: len(rv.Divisions)}
	for i := range rv.Divisions {
		at[rv.Divisions[i].Division] = i
	}
	finish := point == rv.Race.Finish()
	for i := range rv.Results {
		r := &rv.Results[i]
		of := row{1, int32(-placeAt(r, point)), int32(i), int64(lists.Split(r, point))}
		switch {
		case finish && r.Place > 0:
			of.class, of.place, of.first = 0, 0, int64(r.Place)
		case lists.Split(r, point) == race.NoTime:
			continue
		}
		d := at[r.Division]
		all[d] = append(all[d], of)
	}
	orders := make([][]int32, len(all))
	for d, rows := range all {
		slices.SortFunc(rows, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.first, b.first), cmp.Compare(a.place, b.place), cmp.Compare(a.result, b.result))
		})
		for _, of := range rows {
			orders[d] = append(orders[d], of.result)
		}
	}
	return orders
}

// placeAt is a result's place in the division at a point, 0 without one.
func placeAt(r *race.Result, point int) int {
	if point < len(r.SplitPlaces) {
		return max(0, int(r.SplitPlaces[point]))
	}
	return 0
}

// digits reports whether an id would be taken for the number of a page.
func digits(id string) bool { _, err := strconv.Atoi(id); return err == nil }

// Shown are the kinds of pages that the race has.
func (h *Hubs) Shown() (all []Kind) {
	for _, kind := range Kinds {
		if h.Any(kind) {
			all = append(all, kind)
		}
	}
	return all
}
