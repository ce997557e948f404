package hubs

import (
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// Page is one page: of the overview of a kind, of a club or nation, of several small
// ones, or of a point.
type Page struct {
	Kind   Kind
	Folder string   // below the race's
	N, Of  int      // from 1 on
	Groups []*Group // whose members it shows, or that it lists; none of a point
	Index  bool     // it is an overview
	Point  int      // the index of the point, of a point's page
	from   int      // of a long list: its first row
	rows   int
}

// Pages are all pages of a race.
func (h *Hubs) Pages() (all []Page) {
	for _, kind := range []Kind{Clubs, Nations} {
		all = append(all, h.overview(kind)...)
		all = append(all, h.shared(kind)...)
		for _, g := range h.groups[kind] {
			if g.shared > 0 {
				continue
			}
			folder, _ := g.Folder()
			last := lists.Filled(len(g.Members), h.o.Size)
			for n := 1; n <= last; n++ {
				from := (n - 1) * h.o.Size
				all = append(all, Page{Kind: kind, Folder: folder, N: n, Of: last, Groups: []*Group{g}, from: from, rows: min(h.o.Size, len(g.Members)-from)})
			}
		}
	}
	points := listed(h.rv.Race)
	if len(points) > 0 {
		all = append(all, Page{Kind: Points, Folder: string(Points), N: 1, Of: 1, Index: true})
	}
	for _, p := range points {
		last := h.pointPages(p)
		for n := 1; n <= last; n++ {
			all = append(all, Page{Kind: Points, Folder: PointFolder(h.rv.Race, p), N: n, Of: last, Point: p, from: (n - 1) * h.o.AtPoint, rows: h.o.AtPoint})
		}
	}
	return all
}

// PointFolder is the folder of a point's page.
func PointFolder(rc *race.Race, point int) string {
	return string(Points) + "/" + rc.Points[point].ID
}

// overview are the pages that name all clubs, or all nations.
func (h *Hubs) overview(kind Kind) (all []Page) {
	groups := h.groups[kind]
	size := 2 * h.o.Size // a line of it is short
	last := lists.Filled(len(groups), size)
	for n := 1; n <= last; n++ {
		all = append(all, Page{Kind: kind, Folder: string(kind), N: n, Of: last, Index: true, Groups: groups[(n-1)*size : min(n*size, len(groups))]})
	}
	return all
}

// shared are the pages of the small groups of a kind.
func (h *Hubs) shared(kind Kind) (all []Page) {
	for _, g := range h.groups[kind] {
		if g.shared == 0 {
			continue
		}
		if len(all) < g.shared {
			all = append(all, Page{Kind: kind, Folder: string(kind) + "/" + few, N: g.shared})
		}
		on := &all[len(all)-1]
		on.Groups = append(on.Groups, g)
		on.rows = max(on.rows, len(g.Members))
	}
	for i := range all {
		all[i].Of = len(all)
	}
	return all
}

// pointPages is how many pages a point has: while the race is not over one, which shows
// what the boards show.
func (h *Hubs) pointPages(point int) int {
	if !h.rv.Over || h.o.Front {
		return 1
	}
	last := 1
	for _, order := range h.points[point]() {
		last = max(last, lists.Filled(len(order), h.o.AtPoint))
	}
	return last
}

// shown are the members of a group that a page shows.
func (p *Page) shown(g *Group) []int32 {
	return g.Members[p.from:min(p.from+p.rows, len(g.Members))]
}

// at is the order of each division on a page of a point.
func (h *Hubs) at(p *Page) [][]int32 {
	var all [][]int32
	for _, order := range h.points[p.Point]() {
		from := min(p.from, len(order))
		all = append(all, order[from:min(from+p.rows, len(order))])
	}
	return all
}

// Basis is what the drawing of a page reads: results, by index, and anything else, which
// can be summed. While the race is not over it reads no result of the field.
func (h *Hubs) Basis(p *Page) (results []int32, rest any) {
	type line struct {
		ID, Name string
		Counts   [2]int
		Shared   int
	}
	type entered struct {
		Bib, Name, Latin, Nat, Club string
		Visibility                  race.Visibility
		Division                    string
	}
	type seen struct {
		entered
		Place int
		Share bool
		Clock race.Clock
	}
	var rows struct {
		Of     int
		Lines  []line
		Field  []entered
		Orders [][]seen
		Teams  []teamLine
		Passed []int
	}
	rows.Of = p.Of
	who := func(r *race.Result) entered {
		e := r.Entry
		one := entered{Bib: e.Bib, Name: e.PublishedName(), Latin: e.PublishedLatinName(), Nat: e.Nat, Club: e.Club, Visibility: e.Visibility}
		if r.Division != nil {
			one.Division = r.Division.ID
		}
		return one
	}
	for _, g := range p.Groups {
		one := line{ID: g.ID, Name: g.Name, Shared: g.shared}
		if h.rv.Over {
			one.Counts = g.counts()
		}
		rows.Lines = append(rows.Lines, one)
		switch {
		case p.Index:
		case h.rv.Over:
			results = append(results, p.shown(g)...)
			if p.N == 1 || g.shared > 0 {
				results = append(results, h.best(g)...)
				rows.Teams = append(rows.Teams, h.teams(g)...)
			}
		default:
			for _, i := range p.shown(g) {
				rows.Field = append(rows.Field, who(&h.rv.Results[i]))
			}
		}
	}
	switch {
	case p.Kind != Points:
	case p.Index && h.rv.Over:
		for i := range h.rv.Board.Points {
			rows.Passed = append(rows.Passed, h.rv.Board.Points[i].Passed)
		}
	case p.Index:
	case h.rv.Over:
		for _, order := range h.at(p) {
			results = append(results, order...)
		}
		for _, order := range h.points[p.Point]() { // the gaps are those to the first
			results = append(results, order[:min(1, len(order))]...)
		}
	default:
		for _, d := range h.board(p.Point) {
			order := []seen{}
			for _, r := range h.rv.LeadRows(&d, p.Point, h.o.AtPoint) {
				order = append(order, seen{who(r.Result), r.At, r.Share, r.Clock})
			}
			rows.Orders = append(rows.Orders, order)
		}
	}
	return results, rows
}

// board is a point of the boards.
func (h *Hubs) board(point int) []race.BoardDivision {
	for i := range h.rv.Board.Points {
		if h.rv.Board.Points[i].Point == point {
			return h.rv.Board.Points[i].Divisions
		}
	}
	return nil
}

// counts are how many a group has: members, and those of them who finished.
func (g *Group) counts() [2]int { return [2]int{len(g.Members), g.arrived} }

// best are the first of a group in each division.
func (h *Hubs) best(g *Group) (all []int32) {
	found := map[*race.Division]int32{}
	for _, i := range g.Members {
		r := &h.rv.Results[i]
		if was, ok := found[r.Division]; r.Place > 0 && r.Division != nil && (!ok || r.Place < h.rv.Results[was].Place) {
			found[r.Division] = i
		}
	}
	for _, d := range h.rv.Race.Divisions {
		if i, ok := found[d]; ok {
			all = append(all, i)
		}
	}
	return all
}

// teamLine is a team of a club in one classification.
type teamLine struct {
	List  *lists.TeamList `sum:"-"`
	Row   int             // of the team there
	Place int
	Tied  bool
	Score string
	Name  string
}

// teams are a club's teams in the classifications that go by clubs.
func (h *Hubs) teams(g *Group) []teamLine {
	if g.Kind != Clubs {
		return nil
	}
	return h.scored()[race.FoldTeam(g.Name)]
}

// teamsOf are the complete teams of the classifications that go by clubs, by the folded
// name of the club.
func teamsOf(rv *race.RaceVerdict) map[string][]teamLine {
	all := map[string][]teamLine{}
	for _, l := range lists.OfTeams(rv) {
		if l.By != race.ByClub {
			continue
		}
		for row := range l.Teams {
			t := &l.Teams[row]
			key := race.FoldTeam(t.Name)
			all[key] = append(all[key], teamLine{l, row, t.Place, t.Tied, t.Score(), t.FullName()})
		}
	}
	return all
}
