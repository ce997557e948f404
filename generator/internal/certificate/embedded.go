package certificate

import (
	"slices"
	"strconv"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// appendData appends what a certificate carries for programs, as JSON: what it says of its
// runner, in the words of results.json. There is nothing that the certificate does not
// say: the stamp of a signed one represents this too.
func (f *Form) appendData(b []byte, r *race.Result) []byte {
	text := func(name, value string) {
		b = append(append(b, name...), ':')
		if value == "" || value == words.Nothing {
			b = append(b, "null"...)
			return
		}
		b = pdf.AppendJSON(b, value)
	}
	clock := func(name string, c race.Clock) {
		if b = append(append(b, name...), ':'); c == race.NoTime {
			b = append(b, "null"...)
			return
		}
		b = append(c.Official().Append(append(b, '"')), '"')
	}
	number := func(name string, n int) {
		if b = append(append(b, name...), ':'); n == 0 {
			b = append(b, "null"...)
			return
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	text(`{"edition"`, f.edition.ID)
	text(`,"race"`, f.race.ID)
	number(`,"revision"`, f.edition.Revision())
	if f.edition.Demonstration {
		b = append(b, `,"demonstration":true`...)
	}
	text(`,"bib"`, r.Entry.Bib)
	name, latin := f.nameOf(r)
	text(`,"name"`, name)
	if f.always("latin_name") {
		text(`,"latin_name"`, latin)
	}
	if f.always("nation") {
		nat := ""
		if !concealed(r) {
			nat = r.Entry.Nat
		}
		text(`,"nat"`, nat)
	}
	division := ""
	if r.Division != nil {
		division = r.Division.ID
	}
	text(`,"division"`, division)
	number(`,"place"`, r.Place)
	if f.always("overall") {
		number(`,"place_overall"`, r.PlaceOverall)
	}
	clock(`,"gun_time"`, r.Gun)
	clock(`,"net_time"`, r.Net)
	b = append(b, `,"splits":[`...)
	for i := range f.table {
		if i > 0 {
			b = append(b, ',')
		}
		gun, _, _ := f.splitTimes(r, f.table, i)
		text(`{"point"`, f.points[i])
		clock(`,"time"`, gun)
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

// always reports whether every certificate of the race shows a fact.
func (f *Form) always(fact string) bool {
	return slices.ContainsFunc(f.fields, func(field *field) bool { return field.Fact == fact && field.If == "" && field.Unless == "" })
}
