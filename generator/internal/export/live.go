package export

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"guntime/generator/internal/race"
)

//go:embed live.schema.json
var liveSchema []byte

// LiveSchema writes the JSON Schema (2020-12) of leaders.json and of the orders at
// points.
func LiveSchema(w io.Writer) error {
	_, err := w.Write(liveSchema)
	return err
}

// leadersRoom is how many bytes leaders.json has at the most, and leadersMost how
// many leaders of a division it names where there is room.
const (
	leadersRoom = 20_000
	leadersMost = 10
)

type (
	boardHead struct {
		Edition       string     `json:"edition"`
		Race          string     `json:"race"`
		State         race.State `json:"state"`
		Demonstration bool       `json:"demonstration"`
		Over          bool       `json:"over"`
		AsOf          *string    `json:"as_of"`
	}
	leadersFile struct {
		boardHead
		Counts    boardCounts       `json:"counts"`
		Points    []passedPoint     `json:"points"`
		Divisions []leadersDivision `json:"divisions"`
	}
	boardCounts struct {
		Entries  int `json:"entries"`
		Started  int `json:"started"`
		Finished int `json:"finished"`
	}
	passedPoint struct {
		Point  string  `json:"point"`
		KM     float64 `json:"km"`
		Passed int     `json:"passed"`
	}
	leadersDivision struct {
		ID      string       `json:"id"`
		Point   *string      `json:"point"` // the newest that anybody passed
		Leaders []leader     `json:"leaders"`
		Record  *againstText `json:"record"`
		First   []firstAt    `json:"first"` // at each point before it, the newest first
	}
	firstAt struct {
		Point  string       `json:"point"`
		Leader leader       `json:"leader"`
		Record *againstText `json:"record"`
	}
	leader struct {
		Place      int             `json:"place"`
		Bib        *string         `json:"bib"`
		Name       *string         `json:"name"`
		LatinName  *string         `json:"latin_name"`
		Nat        *string         `json:"nat"`
		Visibility race.Visibility `json:"visibility"`
		Time       *string         `json:"time"`
		MS         *int64          `json:"ms"`
		Gap        *string         `json:"gap"`
		GapMS      *int64          `json:"gap_ms"`
		Laps       int             `json:"laps,omitempty"`
	}
	againstText struct {
		State    race.RecordState `json:"state"`
		Record   string           `json:"record"`
		GapMS    int64            `json:"gap_ms"`
		Basis    string           `json:"basis"`
		Forecast *string          `json:"forecast"`
	}
	pointFile struct {
		boardHead
		Point     string          `json:"point"`
		KM        float64         `json:"km"`
		Passed    int             `json:"passed"`
		Divisions []pointDivision `json:"divisions"`
	}
	pointDivision struct {
		ID     string       `json:"id"`
		Passed int          `json:"passed"`
		Record *againstText `json:"record"`
		Order  []leader     `json:"order"`
	}
)

// Leaders is leaders.json: the first of each division at the newest point that
// anybody of it passed, and who was first at each point before. It has at most
// leadersRoom bytes: in a race of very many divisions it names fewer of each.
func Leaders(v *race.Verdict, rv *race.RaceVerdict) ([]byte, error) {
	for most := leadersMost; ; most-- {
		text, err := json.Marshal(leadersOf(v, rv, most))
		if err != nil {
			return nil, fmt.Errorf("leaders of %s/%s: %w", v.Edition.ID, rv.Race.ID, err)
		}
		if len(text) < leadersRoom || most == 0 {
			return append(text, '\n'), nil
		}
	}
}

// leadersOf names most leaders of each division, and with none of them not who was
// first before either.
func leadersOf(v *race.Verdict, rv *race.RaceVerdict, most int) leadersFile {
	f := leadersFile{boardHead: headOfBoard(v, rv), Points: []passedPoint{}, Divisions: []leadersDivision{},
		Counts: boardCounts{rv.Counts.Entries, rv.Counts.Starters, rv.Counts.Finishers}}
	points := rv.Board.Points
	for i := range points {
		p := &rv.Race.Points[points[i].Point]
		f.Points = append(f.Points, passedPoint{p.ID, kilometres(p.At), points[i].Passed})
	}
	for n, d := range rv.Race.Divisions {
		one := leadersDivision{ID: d.ID, Leaders: []leader{}, First: []firstAt{}}
		for i := len(points) - 1; i >= 0; i-- {
			at, of := points[i].Point, &points[i].Divisions[n]
			id := rv.Race.Points[at].ID
			switch rows := rv.LeadRows(of, at, max(1, most)); {
			case len(rows) == 0:
			case one.Point == nil:
				one.Point, one.Record = &id, against(rv, d, at, rows)
				one.Leaders = leadersIn(rv, rows[:min(most, len(rows))])
			case most > 0:
				one.First = append(one.First, firstAt{id, leadersIn(rv, rows[:1])[0], against(rv, d, at, rows)})
			}
		}
		f.Divisions = append(f.Divisions, one)
	}
	return f
}

// PointOrder is the file of one point of a board: the order of each division there, as
// far as the board goes.
func PointOrder(v *race.Verdict, rv *race.RaceVerdict, p *race.BoardPoint) ([]byte, error) {
	point := &rv.Race.Points[p.Point]
	f := pointFile{boardHead: headOfBoard(v, rv), Point: point.ID, KM: kilometres(point.At), Passed: p.Passed, Divisions: []pointDivision{}}
	f.AsOf = nil // another point's passings change nothing here
	for i := range p.Divisions {
		d := &p.Divisions[i]
		rows := rv.LeadRows(d, p.Point, race.BoardRows)
		f.Divisions = append(f.Divisions, pointDivision{ID: d.Division.ID, Passed: d.Passed, Order: leadersIn(rv, rows), Record: against(rv, d.Division, p.Point, rows)})
	}
	text, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("order at %s of %s/%s: %w", point.ID, v.Edition.ID, rv.Race.ID, err)
	}
	return append(text, '\n'), nil
}

func headOfBoard(v *race.Verdict, rv *race.RaceVerdict) boardHead {
	h := boardHead{Edition: v.Edition.ID, Race: rv.Race.ID, State: v.Edition.State, Demonstration: v.Edition.Demonstration, Over: rv.Over}
	if rv.Board.AsOf != race.Unseen {
		at := v.Edition.At(rv.Board.AsOf).In(v.Edition.Zone).Truncate(time.Second).Format(time.RFC3339)
		h.AsOf = &at
	}
	return h
}

func kilometres(d race.Distance) float64 { return float64(d) / float64(race.Kilometre) }

// leadersIn are rows of a board as they are published: who is masked has a masked
// name, who is anonymous none.
func leadersIn(rv *race.RaceVerdict, rows []race.LeadRow) []leader {
	all := []leader{}
	for i := range rows {
		r := &rows[i]
		e := r.Entry
		l := leader{Place: r.At, Name: text(e.PublishedName()), LatinName: text(e.PublishedLatinName()), Visibility: e.Visibility}
		if e.Visibility != race.Anonymous {
			l.Bib, l.Nat = text(e.Bib), text(e.Nat)
		}
		if r.Clock != race.NoTime {
			ms := int64(r.Clock)
			l.Time, l.MS = text(r.Clock.Text()), &ms
		}
		if first := rows[0].Clock; r.Gap != race.NoTime {
			ms := int64(r.Clock - first)
			l.Gap, l.GapMS = text(r.Gap.Text()), &ms
		}
		if rv.Race.OfLaps() {
			l.Laps = r.Laps
		}
		all = append(all, l)
	}
	return all
}

func against(rv *race.RaceVerdict, d *race.Division, point int, rows []race.LeadRow) *againstText {
	if len(rows) == 0 {
		return nil
	}
	a := rv.Race.AgainstRecord(d.ID, point, rows[0].Clock)
	if a == nil {
		return nil
	}
	out := &againstText{State: a.State, Record: a.Record.Text(), GapMS: int64(a.Gap), Basis: "splits"}
	if a.Even {
		out.Basis = "even_pace"
	}
	if a.Finish != race.NoTime {
		out.Forecast = text(a.Finish.Text())
	}
	return out
}
