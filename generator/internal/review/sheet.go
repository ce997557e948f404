package review

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

// Sheets draws the evidence as HTML pages that need nothing beside them: one
// a case, with charts, and an index by severity. They are for the referee
// alone, name whom the site masks, and are in English as the findings are.
type Sheets struct{ index, sheet *template.Template }

// Page is one file of the evidence.
type Page struct {
	Name string
	Draw func(io.Writer) error
}

// SheetMark begins the comment by which a page of evidence is known.
const SheetMark = "<!-- evidence for the referee"

// NewSheets reads evidence.html of the templates.
func NewSheets(templates fs.FS) (*Sheets, error) {
	t, err := template.New("evidence.html").Option("missingkey=error").ParseFS(templates, "evidence.html")
	if err != nil {
		return nil, fmt.Errorf("template evidence.html: %w", err)
	}
	s := &Sheets{t.Lookup("index"), t.Lookup("sheet")}
	if s.index == nil || s.sheet == nil {
		return nil, fmt.Errorf("template evidence.html: it defines no index or no sheet")
	}
	return s, nil
}

// Pages are the index and the sheets of a dossier, in order.
func (s *Sheets) Pages(d *Dossier) []Page {
	pages := []Page{{"index.html", func(w io.Writer) error { return s.index.Execute(w, d.indexView()) }}}
	for i := range d.Races {
		docket := &d.Races[i]
		for k := range docket.Cases {
			pages = append(pages, Page{docket.Cases[k].ID + ".html", func(w io.Writer) error { return s.sheet.Execute(w, docket.sheetView(d, k)) }})
		}
	}
	return pages
}

// frame is what every page of the evidence has.
type frame struct {
	Mark    template.HTML
	Edition string
}

func (d *Dossier) frame() frame {
	return frame{Mark: SheetMark + " of " + template.HTML(template.HTMLEscapeString(d.Edition.ID)) + " -->", Edition: d.Edition.Name.In("en")}
}

type indexView struct {
	frame
	Title string
	Races []docketView
}

type docketView struct {
	Name   string
	Mats   []Mat
	Groups []groupView
	More   int
	None   bool
}

type groupView struct {
	Severity, Meaning string
	Cases             []*Case
}

// meanings say what a severity is.
var meanings = [...]string{"innocent explanations are unlikely", "an explanation is needed", "there are many innocent explanations"}

func (d *Dossier) indexView() indexView {
	v := indexView{frame: d.frame(), Title: "Evidence for the referee"}
	for i := range d.Races {
		docket := &d.Races[i]
		view := docketView{Name: docket.Race.Name.In("en"), Mats: docket.Mats, More: docket.More, None: len(docket.Cases) == 0}
		for severity := Strong; severity <= Slight; severity++ {
			g := groupView{Severity: severity.String(), Meaning: meanings[severity]}
			for k := range docket.Cases {
				if docket.Cases[k].Severity == severity {
					g.Cases = append(g.Cases, &docket.Cases[k])
				}
			}
			if len(g.Cases) > 0 {
				view.Groups = append(view.Groups, g)
			}
		}
		v.Races = append(v.Races, view)
	}
	return v
}

// Bibs are the bibs of a case.
func (c *Case) Bibs() string {
	var bibs []string
	for _, r := range c.runners {
		bibs = append(bibs, r.bib())
	}
	if more := len(bibs) - 4; more > 0 {
		bibs = append(bibs[:4], fmt.Sprintf("%d more", more))
	}
	return strings.Join(bibs, ", ")
}

type sheetView struct {
	frame
	*Case
	Race           string
	Number, All    int
	Previous, Next string // file names, "" for none
	Meaning        string
	Row            string
	Facts          factsTable
	Charts         []chart
	Splits         splitsTable
	Header         string // of rulings.csv
}

type factsTable struct {
	Bibs []string
	Rows []factRow
}

type factRow struct {
	Name  string
	Cells []string
}

type splitsTable struct {
	Columns []string
	Rows    []splitRow
}

type splitRow struct {
	Class string
	Cells []string
}

func (docket *Docket) sheetView(d *Dossier, k int) sheetView {
	c := &docket.Cases[k]
	v := sheetView{frame: d.frame(), Case: c, Race: docket.Race.Name.In("en"), Number: k + 1, All: len(docket.Cases), Meaning: meanings[c.Severity],
		Row: race.Position{Path: c.From.Path, Sheet: c.From.Sheet, Line: max(1, c.From.Line)}.String(), Facts: c.facts(), Charts: c.charts(), Splits: c.splits(), Header: rulingsHeader}
	if k > 0 {
		v.Previous = docket.Cases[k-1].ID + ".html"
	}
	if k+1 < len(docket.Cases) {
		v.Next = docket.Cases[k+1].ID + ".html"
	}
	return v
}

// shown is how many runners of a case stand side by side.
const shown = 6

// named is the bib, or the chip of somebody unknown.
func (r *runner) named() string {
	if r.Entry.Chip != "" && r.Entry.Bib == "" {
		return "chip " + r.Entry.Chip
	}
	return r.Entry.Bib
}

// facts put the runners of a case beside each other.
func (c *Case) facts() factsTable {
	t := factsTable{}
	rows := []factRow{{Name: "Name"}, {Name: "Gender"}, {Name: "Nation"}, {Name: "Born"}, {Name: "Club"}, {Name: "Category"}, {Name: "Zone"}, {Name: "Chip"},
		{Name: "Status"}, {Name: "Place"}, {Name: "Gun time"}, {Name: "Net time"}, {Name: "Rulings so far"}}
	for _, r := range c.runners[:min(len(c.runners), shown)] {
		e := r.Entry
		t.Bibs = append(t.Bibs, r.named())
		born, place := "", ""
		if !e.Birth.IsZero() {
			born = e.Birth.Format("2006-01-02")
		} else if e.Age > 0 {
			born = fmt.Sprintf("%d years old", e.Age)
		}
		if r.Place > 0 {
			place = fmt.Sprintf("%d of %s", r.Place, r.Division.ID)
		}
		var ruled []string
		for _, ruling := range c.Race.Rulings {
			if e.Bib != "" && race.FoldBib(ruling.Bib) == race.FoldBib(e.Bib) {
				ruled = append(ruled, strings.TrimSpace(string(ruling.Kind)+" "+ruling.Clause))
			}
		}
		for i, cell := range []string{e.Name, e.Gender.String(), e.Nat, born, e.Club, e.Category, e.Zone, e.Chip,
			strings.ReplaceAll(string(r.Status), "_", " "), place, r.Gun.String(), r.Net.String(), strings.Join(ruled, ", ")} {
			rows[i].Cells = append(rows[i].Cells, cell)
		}
	}
	for _, row := range rows {
		if strings.Join(row.Cells, "") != "" {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// splits put what was read of the first two runners beside each other.
func (c *Case) splits() splitsTable {
	var timed []*runner
	for _, r := range c.runners {
		if r.at != nil && len(timed) < 2 {
			timed = append(timed, r)
		}
	}
	switch len(timed) {
	case 0:
		return splitsTable{}
	case 1:
		return c.alone(timed[0])
	}
	return c.together(timed[0], timed[1])
}

// row begins the line of a point.
func (c *Case) row(p int, runners ...*runner) splitRow {
	f := c.field
	row := splitRow{Cells: []string{f.id(p), f.race.Points[p].At.String()}}
	for _, r := range runners {
		switch {
		case r.at[p] == race.Unseen && f.mats[p].required && p != f.race.Start() && !f.passed(r, p):
			row.Class = "missed"
		case c.from < c.to && c.from < p && p <= c.to && c.Code != "side_by_side" && c.Code != "unofficial_chip" && row.Class == "":
			row.Class = "odd"
		}
	}
	return row
}

// seen is a time of day, or that there was none.
func (f *field) seen(r *runner, p int) string {
	switch {
	case r.at[p] != race.Unseen:
		return f.clock(r.at[p])
	case r.seen[f.id(p)]:
		return "by ruling"
	}
	return "not read"
}

func (c *Case) alone(r *runner) splitsTable {
	f := c.field
	t := splitsTable{Columns: []string{"Point", "km", "Time of day", "Since the gun", "Leg", "Pace", "km/h", "Division’s middle, km/h"}}
	closes := slices.ContainsFunc(f.race.Points, func(p race.Point) bool { return p.Cutoff.Set && !p.Cutoff.Unknown })
	if closes {
		t.Columns = append(t.Columns, "Cut-off")
	}
	legs, middle := map[int]leg{}, f.middles(r)
	for _, l := range f.legs(r) {
		legs[l.to.point] = l
	}
	for p := range f.race.Points {
		row := c.row(p, r)
		row.Cells = append(row.Cells, f.seen(r, p), r.at[p].Since(r.gun).String())
		if l, ok := legs[p]; ok {
			row.Cells = append(row.Cells, l.took.String(), perKilometre(l.took, l.length), kmh(l.speed()))
		} else {
			row.Cells = append(row.Cells, "", "", "")
		}
		field, cut := "", ""
		if middle[p] > 0 {
			field = kmh(middle[p])
		}
		if x := f.race.Points[p].Cutoff; x.Set && !x.Unknown {
			cut = f.clock(x.At)
		}
		if row.Cells = append(row.Cells, field); closes {
			row.Cells = append(row.Cells, cut)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (c *Case) together(a, b *runner) splitsTable {
	f := c.field
	t := splitsTable{Columns: []string{"Point", "km", a.named(), b.named(), "Apart, s", a.named() + " pace", b.named() + " pace"}}
	paces := func(r *runner) map[int]string {
		list := map[int]string{}
		for _, l := range f.legs(r) {
			list[l.to.point] = perKilometre(l.took, l.length)
		}
		return list
	}
	first, second := paces(a), paces(b)
	for p := range f.race.Points {
		row := c.row(p, a, b)
		gap := ""
		if a.at[p] != race.Unseen && b.at[p] != race.Unseen {
			gap = seconds(int64(b.at[p] - a.at[p]))
		}
		row.Cells = append(row.Cells, f.seen(a, p), f.seen(b, p), gap, first[p], second[p])
		t.Rows = append(t.Rows, row)
	}
	return t
}
