package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// byteOrderMark tells spreadsheets that the file is UTF-8.
const byteOrderMark = "\uFEFF"

// CSV writes results.csv: UTF-8 with a byte order mark, a header, one row a
// runner, and no cell that a spreadsheet would take for a formula.
func CSV(w io.Writer, v *race.Verdict, rv *race.RaceVerdict, path CertificatePath) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(columns(rv.Race)); err != nil {
		return err
	}
	for i := range rv.Results {
		row := row(rv.Race, resultOf(v, rv, &rv.Results[i], path))
		for c, cell := range row {
			row[c] = inert(cell)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func columns(rc *race.Race) []string {
	names := strings.Fields("bib name latin_name gender nat club division visibility status reason reason_point clause last_point" +
		" place place_overall gun_time gun_ms net_time net_ms")
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		names = append(names, rc.Points[i].ID, rc.Points[i].ID+"_ms")
	}
	return append(names, strings.Fields("prize_currency prize_gross record_bonus tax prize_net prize_state trophy"+
		" finisher_package certificate certificate_path certificate_from")...)
}

func row(rc *race.Race, r result) []string {
	why := reason{}
	if r.Reason != nil {
		why = *r.Reason
	}
	cells := []string{or(r.Bib), or(r.Name), or(r.LatinName), or(r.Gender), or(r.Nat), or(r.Club), or(r.Division),
		string(r.Visibility), string(r.Status), string(why.Code), why.Point, why.Clause, why.LastPoint,
		digits(r.Place), digits(r.PlaceOverall), or(r.GunTime), digits(r.GunMS), or(r.NetTime), digits(r.NetMS)}
	next := 0
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		if next < len(r.Splits) && r.Splits[next].Point == rc.Points[i].ID {
			cells = append(cells, r.Splits[next].Time, strconv.FormatInt(r.Splits[next].MS, 10))
			next++
			continue
		}
		cells = append(cells, "", "")
	}
	p := prize{}
	if r.Prize != nil {
		p = *r.Prize
	}
	return append(cells, p.Currency, or(p.Gross), or(p.RecordBonus), or(p.Tax), or(p.Net), p.State,
		strconv.FormatBool(r.Trophy), strconv.FormatBool(r.FinisherPackage),
		string(r.Certificate.Status), or(r.Certificate.Path), r.Certificate.From)
}

// inert keeps a spreadsheet from running a cell: a leading = + - @ tab or
// carriage return is quoted with an apostrophe.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func or(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func digits[N int | int64](n *N) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(int64(*n), 10)
}
