package export

import (
	"bufio"
	"strconv"

	"guntime/generator/internal/race"
)

// teamColumns are those of the sheet of teams: a row a runner.
var teamColumns = [...]string{"bib", "name", "classification", "place", "team", "time", "points", "role", "runner_place", "gun_time", "net_time"}

// teamSheet lists the classifications of teams: who scores, who does not, and who
// is in an incomplete team.
func teamSheet(b *bufio.Writer, v *race.Verdict, rv *race.RaceVerdict, path CertificatePath) {
	b.WriteString(`<worksheet xmlns="` + sheetNS + `"><cols><col min="1" max="1" width="12" customWidth="1"/><col min="2" max="2" width="24" customWidth="1"/><col min="3" max="4" width="14" customWidth="1"/><col min="5" max="5" width="28" customWidth="1"/></cols><sheetData>`)
	var line, row []byte
	n := 0
	write := func(style string, cells ...cell) {
		n++
		row = strconv.AppendInt(row[:0], int64(n), 10)
		line = append(append(append(line[:0], `<row r="`...), row...), `">`...)
		for i, c := range cells {
			s := style
			if s == "" {
				s = styleOf[c.kind]
			}
			line = c.appendXML(line, letters(i), row, s)
		}
		b.Write(append(line, "</row>\n"...))
	}
	var head []cell
	for _, name := range teamColumns {
		head = append(head, said(name))
	}
	write(headStyle, head...)
	for i := range rv.Teams {
		table := &rv.Teams[i]
		team := func(t *race.Team, members []int32, role string) {
			points := cell{}
			if table.ByPlaces && t.Place > 0 {
				points = figure(t.Points)
			}
			for _, m := range members {
				f := factsOf(v, &rv.Results[m], path)
				write("", said(f.bib), said(f.name), said(table.ID), placed(t.Place), said(t.FullName()), timed(t.Time), points, said(role), placed(f.Place), timed(f.Gun), timed(f.Net))
			}
		}
		for j := range table.Teams {
			team(&table.Teams[j], table.Teams[j].Members, "scorer")
			team(&table.Teams[j], table.Teams[j].Others, "other")
		}
		for j := range table.Incomplete {
			team(&table.Incomplete[j], table.Incomplete[j].Members, "incomplete")
		}
	}
	b.WriteString(`</sheetData></worksheet>`)
}
