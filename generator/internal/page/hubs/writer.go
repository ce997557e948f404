package hubs

import (
	"html"
	"html/template"

	"guntime/generator/internal/page/board"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Name is a name on a page, as the pages of runners write it.
type Name struct {
	Text, Lang   string
	Other, OLang string
	Team         bool
}

// View is a page in finished texts.
type View struct {
	Heading, Lead string
	Kinds         []lists.Link // the overviews, the races' other hubs
	Points        []lists.Link // the points, on the page of one
	Index         *Index       // of an overview
	Sections      []Section
	Pages, Below  *lists.Ways
	Sifted        bool   // the rows do not change any more: they can be filtered and sorted
	Words         string // the page in the words of a title
}

// Index is a list of clubs, nations or points, each with what is counted of it.
type Index struct {
	Head []string
	Rows []IndexRow
}

// IndexRow is a line of an Index.
type IndexRow struct {
	lists.Link
	Figures []string
}

// Section is a table of runners, with what is said above it.
type Section struct {
	ID, Title, Lead string
	More            lists.Link // to the list of the division
	Best            []Best
	Teams           []lists.Link
	Head            []Column
	Kind            string // of the table, for the style sheet
	Rows            template.HTML
}

// Column is the head of a column: its class, and its name.
type Column struct{ Class, Label string }

// Best is the first of a club or nation in a division.
type Best struct {
	Division, DivisionURL string
	Time, Place           string
	Name                  Name
	URL                   string
}

// Writer writes the pages of a race in one language.
type Writer struct {
	Words     *words.Language
	Say       func(id string, args ...any) string
	Address   func(folder string, page int) string // of a list or hub of the race
	Runner    func(r *race.Result) string          // the address of the page, "" without one
	Name      func(e *race.Entry) Name
	Time      func(r *race.Result, c race.Clock) string
	Points    []string // by the index of the point
	Divisions map[*race.Division]string
	Ways      func(page, last int, link func(int) string) (above, below *lists.Ways)
}

// View is a page.
func (h *Hubs) View(w *Writer, p *Page) View {
	rows := 0
	for _, g := range p.Groups {
		rows += len(g.Members)
	}
	v := View{Kinds: w.Kinds(h, p.Kind), Sifted: h.rv.Over && !p.Index && p.Kind != Points && rows > lists.AtAGlance}
	kind := w.Say("hubs." + string(p.Kind))
	switch {
	case p.Index:
		v.Heading, v.Lead, v.Index = kind, w.Say("hubs."+string(p.Kind)+"_text"), w.index(h, p)
	case p.Kind == Points:
		v.Heading = w.Points[p.Point]
		v.Lead = w.Say("hubs.order_text")
		if !h.rv.Over {
			v.Lead = w.Say("hubs.order_running")
		} else if h.o.Front {
			v.Lead = w.Words.Sentences(v.Lead, w.Say("hubs.order_front", "Count", h.o.AtPoint))
		}
		v.Sections = w.point(h, p)
		for _, point := range listed(h.rv.Race) {
			v.Points = append(v.Points, lists.Link{URL: w.Address(PointFolder(h.rv.Race, point), 1), Label: w.Points[point], Current: point == p.Point})
		}
	default:
		for _, g := range p.Groups {
			v.Sections = append(v.Sections, w.group(h, p, g))
		}
		if v.Heading = kind; p.Folder != string(p.Kind)+"/"+few {
			v.Heading, v.Lead = v.Sections[0].Title, v.Sections[0].Lead
			v.Sections[0].Title, v.Sections[0].Lead, v.Sections[0].ID = "", "", ""
		}
	}
	v.Words = v.Heading
	if p.Kind == Points && !p.Index {
		v.Words = w.Say("hubs.order_at", "Point", v.Heading)
	}
	v.Pages, v.Below = w.Ways(p.N, p.Of, func(n int) string { return w.Address(p.Folder, n) })
	return v
}

// Kinds lead to the overviews of a race; current is that of the page itself.
func (w *Writer) Kinds(h *Hubs, current Kind) (all []lists.Link) {
	for _, kind := range Kinds {
		if h.Any(kind) {
			all = append(all, lists.Link{URL: w.Address(string(kind), 1), Label: w.Say("hubs." + string(kind)), Current: kind == current})
		}
	}
	return all
}

// Title is what a group is called.
func (w *Writer) Title(g *Group) string {
	if g.Kind == Nations {
		return w.Words.Nation(g.Name)
	}
	return words.PlainText(g.Name)
}

// Link leads to a group.
func (w *Writer) Link(g *Group) string {
	folder, page := g.Folder()
	return w.Address(folder, page) + g.Anchor()
}

func (w *Writer) index(h *Hubs, p *Page) *Index {
	x := &Index{}
	number := w.Words.Number
	if p.Kind == Points {
		x.Head = []string{w.Say("table.point"), w.Say("table.distance")}
		passed := map[int]int{}
		for i := range h.rv.Board.Points {
			passed[h.rv.Board.Points[i].Point] = h.rv.Board.Points[i].Passed
		}
		if h.rv.Over {
			x.Head = append(x.Head, w.Say("hubs.passed"))
		}
		for _, point := range listed(h.rv.Race) {
			row := IndexRow{Link: lists.Link{URL: w.Address(PointFolder(h.rv.Race, point), 1), Label: w.Points[point]}, Figures: []string{w.Words.Distance(h.rv.Race.Points[point].At)}}
			if h.rv.Over {
				row.Figures = append(row.Figures, number(passed[point]))
			}
			x.Rows = append(x.Rows, row)
		}
		return x
	}
	x.Head = []string{w.Say("hubs.name_" + string(p.Kind))}
	if h.rv.Over {
		x.Head = append(x.Head, w.Say("counts.entries"), w.Say("counts.finishers"))
	}
	for _, g := range p.Groups {
		row := IndexRow{Link: lists.Link{URL: w.Link(g), Label: w.Title(g)}}
		if n := g.counts(); h.rv.Over {
			row.Figures = []string{number(n[0]), number(n[1])}
		}
		x.Rows = append(x.Rows, row)
	}
	return x
}

// group is a club or a nation on a page.
func (w *Writer) group(h *Hubs, p *Page, g *Group) Section {
	s := Section{ID: g.ID, Title: w.Title(g)}
	head := func(class, id string) { s.Head = append(s.Head, Column{class, w.Say(id)}) }
	var b []byte
	if !h.rv.Over {
		s.Kind, s.Lead = "list without", w.Say("hubs.running")
		head("b", "bib")
		head("w", "table.name")
		head("nat", "table.division")
		for _, i := range p.shown(g) {
			r := &h.rv.Results[i]
			b = w.who(append(b, "<tr>"...), r)
			b = append(cell(b, "nat", w.Divisions[r.Division]), "</tr>\n"...)
		}
		s.Rows = template.HTML(b)
		return s
	}
	s.Kind = "list half"
	n := g.counts()
	s.Lead = w.Say("hubs.members", "Count", n[0], "Finishers", w.Words.Number(n[1]))
	if p.N == 1 || g.shared > 0 {
		for _, i := range h.best(g) {
			s.Best = append(s.Best, w.best(h, &h.rv.Results[i]))
		}
		for _, t := range h.teams(g) {
			s.Teams = append(s.Teams, w.team(t))
		}
	}
	head("p", "table.place")
	head("b", "bib")
	head("w", "table.name")
	head("nat", "table.division")
	other, name := "table.nation", func(e *race.Entry) string { return w.Words.Nation(e.Nat) }
	if g.Kind == Nations {
		other, name = "hubs.name_clubs", func(e *race.Entry) string { return words.PlainText(e.Club) }
	}
	others, net := false, false // a column that nobody has is left out
	for _, i := range p.shown(g) {
		r := &h.rv.Results[i]
		others, net = others || name(r.Entry) != "", net || r.Net != race.NoTime
	}
	if others {
		head("h", other)
	}
	head("c", "gun_time")
	if net {
		head("n", "net_time")
	}
	for _, i := range p.shown(g) {
		r := &h.rv.Results[i]
		b = append(w.placed(append(b, `<tr><td class="p">`...), r.Place, r.Tied), "</td>"...)
		b = cell(w.who(b, r), "nat", w.Divisions[r.Division])
		if others {
			b = cell(b, "h", name(r.Entry))
		}
		gun := w.Time(r, r.Gun)
		if r.Place == 0 && r.Gun == race.NoTime {
			gun, _ = w.Words.Status(r)
		}
		if b = cell(b, "c", gun); net {
			b = cell(b, "n", w.Time(r, r.Net))
		}
		b = append(b, "</tr>\n"...)
	}
	s.Rows = template.HTML(b)
	return s
}

func (w *Writer) best(h *Hubs, r *race.Result) Best {
	place := w.Words.Number(r.Place)
	if r.Tied {
		place += "="
	}
	return Best{Division: w.Divisions[r.Division], DivisionURL: w.Address(r.Division.ID, 1), Time: w.Time(r, lists.Clock(h.rv.Race, r)),
		Place: w.Say("hubs.place", "Place", place), Name: w.Name(r.Entry), URL: w.Runner(r)}
}

// team leads to a club's team in its classification.
func (w *Writer) team(t teamLine) lists.Link {
	place := w.Words.Number(t.Place)
	if t.Tied {
		place += "="
	}
	return lists.Link{URL: w.Address(t.List.ID, lists.TeamPage(t.Row)) + "#" + lists.TeamID(t.Row),
		Label: w.Say("hubs.team", "Teams", t.List.Name.In(w.Words.Tag()), "Team", words.PlainText(t.Name), "Place", place, "Score", t.Score)}
}

// point is the order of the divisions at a point, as far as it stands on a page.
func (w *Writer) point(h *Hubs, p *Page) (all []Section) {
	section := func(d *race.Division) *Section {
		s := Section{ID: "others", Title: w.Divisions[d], Kind: "list"}
		if d != nil {
			s.ID = d.ID
		}
		for _, c := range [...]Column{{"p", "table.place"}, {"b", "bib"}, {"w", "table.name"}, {"nat", "table.nation"}, {"c", "time"}, {"n", "hubs.gap"}} {
			s.Head = append(s.Head, Column{c.Class, w.Say(c.Label)})
		}
		all = append(all, s)
		return &all[len(all)-1]
	}
	row := func(b []byte, r *race.Result, place int, shared bool, at, gap race.Clock) []byte {
		b = append(w.placed(append(b, `<tr><td class="p">`...), place, shared), "</td>"...)
		b = w.who(b, r)
		nation := ""
		if r.Entry.Visibility != race.Anonymous {
			nation = w.Words.Nation(r.Entry.Nat)
		}
		b = append(cell(b, "nat", nation), `<td class="c">`...)
		b = append(w.Words.AppendClock(b, at), `</td><td class="n">`...)
		if gap != race.NoTime {
			b = append(b, board.Gap(gap)...)
		}
		return append(b, "</td></tr>\n"...)
	}
	if !h.rv.Over {
		for _, d := range h.board(p.Point) {
			rows := h.rv.LeadRows(&d, p.Point, h.o.AtPoint)
			if len(rows) == 0 {
				continue
			}
			s := section(d.Division)
			var b []byte
			for i := range rows {
				r := &rows[i]
				b = row(b, r.Result, r.At, r.Share, r.Clock, r.Gap)
			}
			s.Rows = template.HTML(b)
		}
		return all
	}
	final := p.Point == h.rv.Race.Finish()
	whole := h.points[p.Point]()
	for n, order := range h.at(p) {
		if len(order) == 0 {
			continue
		}
		var division *race.Division
		if n < len(h.rv.Divisions) {
			division = h.rv.Divisions[n].Division
		}
		clock := func(i int32) race.Clock {
			if r := &h.rv.Results[i]; !final {
				return lists.Split(r, p.Point)
			} else if r.Place > 0 {
				return lists.Clock(h.rv.Race, r)
			} else {
				return r.Gun
			}
		}
		s, first := section(division), clock(whole[n][0])
		var b []byte
		for i, at := range order {
			r := &h.rv.Results[at]
			place, shared, gap := placeAt(r, p.Point), false, race.NoTime
			switch {
			case final:
				place, shared = r.Place, r.Tied
			case place > 0:
				shared = i > 0 && placeAt(&h.rv.Results[order[i-1]], p.Point) == place || i+1 < len(order) && placeAt(&h.rv.Results[order[i+1]], p.Point) == place
			}
			here := clock(at)
			if here != race.NoTime && first != race.NoTime && here.Official() > first.Official() {
				gap = here.Official() - first.Official()
			}
			b = row(b, r, place, shared, here, gap)
		}
		s.Rows = template.HTML(b)
	}
	return all
}

func (w *Writer) placed(b []byte, place int, shared bool) []byte {
	if place == 0 {
		return b
	}
	if b = w.Words.AppendNumber(b, place); shared {
		b = append(b, '=')
	}
	return b
}

// who writes the cells of bib and name, the name with the link to the runner's page.
func (w *Writer) who(b []byte, r *race.Result) []byte {
	bib := ""
	if r.Entry.Visibility != race.Anonymous {
		bib = r.Entry.Bib
	}
	b = append(cell(b, "b", bib), `<th scope="row" class="w" dir="auto">`...)
	name, url := w.Name(r.Entry), w.Runner(r)
	tag := "span"
	if url != "" {
		tag = "a"
	}
	b = append(append(b, '<'), tag...)
	if url != "" {
		b = append(escaped(append(b, ` href="`...), url), '"')
	}
	b = append(lang(b, name.Lang), '>')
	b = append(append(append(escaped(b, name.Text), "</"...), tag...), '>')
	if name.Other != "" {
		b = append(b, " <small"...)
		if name.Team {
			b = append(b, ` class="team"`...)
		}
		b = append(escaped(append(lang(b, name.OLang), '>'), name.Other), "</small>"...)
	}
	return append(b, "</th>"...)
}

func lang(b []byte, tag string) []byte {
	if tag == "" {
		return b
	}
	return append(append(append(b, ` lang="`...), tag...), '"')
}

func cell(b []byte, class, text string) []byte {
	b = append(append(append(b, `<td class="`...), class...), `">`...)
	return append(escaped(b, text), "</td>"...)
}

func escaped(b []byte, text string) []byte { return append(b, html.EscapeString(text)...) }
