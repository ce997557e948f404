package export

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// byteOrderMark tells spreadsheets that the file is UTF-8.
const byteOrderMark = "\uFEFF"

// CSV writes results.csv: UTF-8 with a byte order mark, a header, a row for each
// runner, and no cell that a spreadsheet would run as a formula. Rows that parts has
// from the last build are not made again.
func CSV(w io.Writer, v *race.Verdict, rv *race.RaceVerdict, path CertificatePath, parts *artifact.Parts) error {
	var cells []cell
	var line, text []byte
	add := func(row []cell) {
		for _, c := range row {
			text = inert(c.appendText(text[:0]))
			if c.kind == wording {
				line = appendField(line, text)
			} else {
				line = append(line, text...)
			}
			line = append(line, ',')
		}
		line[len(line)-1] = '\n'
	}
	for _, name := range columns(rv.Race) {
		cells = append(cells, said(name))
	}
	line = append(line, byteOrderMark...)
	add(cells)
	if _, err := w.Write(line); err != nil {
		return err
	}
	return inParts(w, parts, len(rv.Results), func(from, to int) []byte {
		line = line[:0]
		for i := from; i < to; i++ {
			f := factsOf(v, &rv.Results[i], path)
			cells = f.row(cells[:0], rv.Race)
			add(cells)
		}
		return line
	})
}

// partRows is how many rows are a part of an export: few enough that a correction
// makes little anew, and so many that a part costs less than its rows.
const partRows = 256

// inParts writes rows in parts.
func inParts(w io.Writer, parts *artifact.Parts, rows int, draw func(from, to int) []byte) error {
	parts.Begin()
	for from := 0; from < rows; from += partRows {
		to := min(from+partRows, rows)
		_, _, err := parts.Part(w, from, to, func() ([]byte, [2]uint32, error) { return draw(from, to), [2]uint32{}, nil })
		if err != nil {
			return err
		}
	}
	return nil
}

func columns(rc *race.Race) []string {
	names := strings.Fields("bib name latin_name gender nat club division")
	if len(rc.Waves) > 0 {
		names = append(names, "wave")
	}
	names = append(names, strings.Fields("visibility status reason reason_point clause last_point place place_overall")...)
	if len(rc.Rules.AgeGroups) > 0 {
		names = append(names, "age_group", "age_group_place")
	}
	for i := range rc.Rules.Teams {
		id := rc.Rules.Teams[i].ID
		names = append(names, "team_"+id, "team_"+id+"_place")
	}
	if rc.OfLaps() {
		names = append(names, "laps", "distance")
	}
	names = append(names, "gun_time", "gun_ms", "net_time", "net_ms")
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		names = append(names, rc.Points[i].ID, rc.Points[i].ID+"_ms")
	}
	names = append(names, legColumns(rc)...)
	return append(names, strings.Fields("prize_currency prize_gross record_bonus tax prize_net prize_state trophy"+
		" finisher_package certificate certificate_path certificate_from")...)
}

// row appends the cells of a row.
func (f *facts) row(cells []cell, rc *race.Race) []cell {
	cells = append(cells, said(f.bib), said(f.name), said(f.latin), said(f.gender), said(f.nat), said(f.club), said(f.division))
	if len(rc.Waves) > 0 {
		cells = append(cells, said(f.wave))
	}
	cells = append(cells, said(string(f.Entry.Visibility)), said(string(f.Status)), said(string(f.reason.Code)), said(f.reason.Point), said(f.reason.Clause), said(f.reason.LastPoint),
		placed(f.Place), placed(f.PlaceOverall))
	if len(rc.Rules.AgeGroups) > 0 {
		group, place := f.AgeGroup()
		cells = append(cells, said(group), placed(place))
	}
	for i := range rc.Rules.Teams {
		var team race.TeamPlace
		if at := slices.IndexFunc(f.Teams, func(t *race.TeamPlace) bool { return t.Rules.ID == rc.Rules.Teams[i].ID }); at >= 0 {
			team = *f.Teams[at]
		}
		cells = append(cells, said(team.Name), placed(team.Place))
	}
	if rc.OfLaps() {
		cells = append(cells, figure(f.Laps), said(rc.DistanceOf(f.Result).String()))
	}
	cells = append(cells, timed(f.Gun), counted(f.Gun), timed(f.Net), counted(f.Net))
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		c := race.NoTime
		if f.Splits != nil {
			c = f.Splits[i]
		}
		cells = append(cells, timed(c), counted(c))
	}
	cells = f.legCells(cells, rc)
	p := prize{}
	if f.prize != nil {
		p = *f.prize
	}
	return append(cells, said(p.Currency), paidOut(p.Gross), paidOut(p.RecordBonus), paidOut(p.Tax), paidOut(p.Net), said(p.State),
		yes(f.Trophy), yes(f.Package), said(string(f.Certificate.Status)), said(f.path), said(f.from))
}

// inert puts an apostrophe before a leading = + - @ tab or carriage return, so that
// a spreadsheet does not run the cell.
func inert(text []byte) []byte {
	if len(text) > 0 && strings.IndexByte("=+-@\t\r", text[0]) >= 0 {
		return append([]byte{'\''}, text...)
	}
	return text
}

// appendField appends a field as encoding/csv does: in quotes if it contains quotes
// or separators, begins with a space, or is an end mark for some programs.
func appendField(b, text []byte) []byte {
	first, _ := utf8.DecodeRune(text)
	quoted := unicode.IsSpace(first) || string(text) == `\.`
	for _, c := range text {
		quoted = quoted || c == ',' || c == '"' || c == '\r' || c == '\n'
	}
	if !quoted {
		return append(b, text...)
	}
	b = append(b, '"')
	for _, c := range text {
		if c == '"' {
			b = append(b, '"')
		}
		b = append(b, c)
	}
	return append(b, '"')
}
