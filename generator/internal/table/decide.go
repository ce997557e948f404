package table

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// decidedBy is how many rows are looked at where the name of a column is not
// enough.
const decidedBy = 1000

// mostDecided is how many columns a table has at most for this.
const mostDecided = 2000

// decide finds out what the columns are whose names can mean several things, and
// says what was decided by more than a name.
func (t *Table) decide(v *Vocabulary) {
	if !v.Mappable || len(t.head.Cells) > mostDecided {
		return
	}
	var cells [][]string
	column := func(i int) []string {
		if cells == nil {
			cells = t.sample(len(t.head.Cells), decidedBy)
		}
		return cells[i]
	}
	if t.scan.unnamed {
		return
	}
	v.parts = v.namedParts(t.head.Cells)
	d := v.Decide(t.head.Cells, column)
	v.decided = make([]string, len(d))
	var passed []string
	first := -1
	for i, one := range d {
		v.decided[i] = one.Means
		if one.Passed && t.head.Cells[i] != "" {
			if passed = append(passed, fmt.Sprintf("%q", t.head.Cells[i])); first < 0 {
				first = i
			}
		} else if one.Why != "" {
			t.scan.cellAt(&t.head, i).Report(t.found, problem.Review, "column_meaning", fmt.Sprintf("the column %q is taken for %s: %s", t.head.Cells[i], one.Means, one.Why),
				"if it is not, declare "+columnsHint(t.head.Cells[i], Ignore))
		}
	}
	if len(passed) > 0 && !v.everything() {
		t.scan.cellAt(&t.head, first).Report(t.found, problem.Review, "passed_over", fmt.Sprintf("%s passed over: %s", problem.Quantity(len(passed), "column is", "columns are"), strings.Join(passed, ", ")), "")
	}
}

// columnsHint is text to paste that says what a header stands for.
func columnsHint(header, target string) string {
	return fmt.Sprintf("columns: {%s: %s}", strconv.Quote(header), target)
}

// sample are the cells of each column in the first rows, "" where one is blank.
func (t *Table) sample(columns, rows int) [][]string {
	cells := make([][]string, columns)
	s := t.start
	var r Record
	for range rows {
		if !s.read(&r) {
			break
		}
		for i := range min(columns, len(r.Cells)) {
			cells[i] = append(cells[i], spelling.Given(r.Cells[i]))
		}
	}
	return cells
}

// Decision is what a column is.
type Decision struct {
	Means  string // a column, a point, Ignore, or "" where it is not known
	Passed bool   // known, and needed for nothing
	Why    string // where more than the name decided
}

// Decide says what each column of a table is, by the names of all of them and,
// where those do not suffice, by the cells of a column, "" where one is blank.
func (v *Vocabulary) Decide(headers []string, cells func(column int) []string) []Decision {
	filled := func(i int) []string {
		return slices.DeleteFunc(slices.Clone(cells(i)), func(c string) bool { return c == "" })
	}
	senses := make([][]spelling.Sense, len(headers))
	votes := [64]int{}
	parts := v.namedParts(headers)
	for i, h := range headers {
		if target := v.mapped(i, h); target != "" {
			target = cmp.Or(parts[i], target)
			senses[i] = []spelling.Sense{{Target: target, Exact: true}}
			continue
		}
		senses[i] = v.senses(h)
		if named := len(senses[i]) > 0 && senses[i][0].Exact; named || slices.Contains(v.Also, spelling.FoldHeader(h)) {
			senses[i] = slices.DeleteFunc(senses[i], func(s spelling.Sense) bool { return s.Target == spelling.PassSense || s.Weak && !named })
		}
		if len(senses[i]) == 1 {
			for in := senses[i][0].In; in != 0; in &= in - 1 {
				votes[bits.TrailingZeros64(uint64(in))]++
			}
		}
	}
	spoken := func(s spelling.Sense) (most int) {
		for in := s.In; in != 0; in &= in - 1 {
			most = max(most, votes[bits.TrailingZeros64(uint64(in))])
		}
		return most
	}
	out := make([]Decision, len(headers))
	for i := range headers {
		slices.SortStableFunc(senses[i], func(a, b spelling.Sense) int {
			if a.Exact != b.Exact {
				return cmp.Compare(rank(b.Exact), rank(a.Exact))
			}
			if n := cmp.Compare(spoken(b), spoken(a)); n != 0 {
				return n
			}
			return cmp.Compare(rank(a.Weak), rank(b.Weak))
		})
		out[i] = v.choose(senses[i], func() []string { return filled(i) })
	}
	v.settle(headers, senses, out, cells, filled)
	codes(senses, out, filled)
	v.nameParts(headers, out, cells)
	v.times(headers, out)
	for i := range out {
		out[i].Passed = out[i].Means == spelling.PassSense
		out[i].Means = v.canonicalOf(out[i].Means)
	}
	return out
}

// namedParts are the columns that the edition maps to the name together, and
// whose own names say which part of it they are: by their index.
func (v *Vocabulary) namedParts(headers []string) map[int]string {
	parts := map[int]string{}
	names := 0
	for i, h := range headers {
		if v.mapped(i, h) != "name" {
			continue
		}
		names++
		for _, s := range v.senses(h) {
			if s.Target == "given_name" || s.Target == "family_name" {
				parts[i] = s.Target
				break
			}
		}
	}
	if names != 2 || len(parts) != 2 {
		return nil
	}
	return parts
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// mapped is what the edition says of a column, "" where it says nothing.
func (v *Vocabulary) mapped(position int, header string) string {
	folded := spelling.FoldHeader(header)
	for _, placed := range [...]bool{true, false} {
		for _, m := range v.mappings {
			if m.Target != RowNumber && m.Target != NoName && (placed && m.Position == position+1 || !placed && m.Position == 0 && m.Header == folded && folded != "" && m.Header != Everything) {
				return m.Target
			}
		}
	}
	return ""
}

// choose takes the first sense that the cells fit, or for which the edition says
// what a cell stands for; a single strong one needs no cells, and without any cell
// a strong one stands.
func (v *Vocabulary) choose(list []spelling.Sense, cells func() []string) Decision {
	if len(list) == 0 {
		return Decision{}
	}
	strong := slices.IndexFunc(list, func(s spelling.Sense) bool { return !s.Weak })
	if len(list) == 1 && strong == 0 {
		return Decision{Means: list[0].Target}
	}
	sample := cells()
	for i, s := range list {
		if len(sample) > 0 && (spelling.Fits(s.Target, sample) || v.declared(s.Target, sample)) {
			d := Decision{Means: s.Target}
			if i != strong && s.Target != spelling.PassSense && !slices.Contains(PlaceColumns, s.Target) {
				d.Why = "its cells are such"
			}
			return d
		}
	}
	if strong >= 0 {
		return Decision{Means: list[strong].Target}
	}
	return Decision{}
}

// declared reports whether the edition says what a cell stands for in a column.
func (v *Vocabulary) declared(column string, cells []string) bool {
	of := (&Table{values: v.values}).valuesOf(column)
	return of != nil && slices.ContainsFunc(cells, func(c string) bool { _, ok := of.Of(c); return ok })
}

// codes takes a column for the gender that is called so and has no number over 3,
// where no other column is: 1 and 2 are not places in the gender then.
func codes(senses [][]spelling.Sense, out []Decision, filled func(int) []string) {
	if slices.ContainsFunc(out, func(d Decision) bool { return d.Means == "gender" }) {
		return
	}
	for i, list := range senses {
		if out[i].Means == "gender_place" && list[0].Target == "gender" && !list[0].Weak && !slices.ContainsFunc(filled(i), func(c string) bool { return strings.Trim(c, "0123") != "" }) {
			out[i] = Decision{Means: "gender"}
			return
		}
	}
}

// settle leaves each meaning to one column. What only sounds like it, or says the
// same again, is passed over; other names that stand twice stay, and are errors.
func (v *Vocabulary) settle(headers []string, senses [][]spelling.Sense, out []Decision, cells, filled func(int) []string) {
	holder := map[string]int{}
	chosen := func(i int) spelling.Sense {
		for _, s := range senses[i] {
			if s.Target == out[i].Means {
				return s
			}
		}
		return spelling.Sense{Weak: true}
	}
	for i := range out {
		target := out[i].Means
		if target == "" || target == spelling.PassSense || target == Ignore || target == spelling.TimeSense {
			continue
		}
		other, twice := holder[target]
		if !twice {
			holder[target] = i
			continue
		}
		loser, a, b := i, chosen(other), chosen(i)
		if !a.Exact && (b.Exact || !b.Weak && a.Weak || b.Weak == a.Weak && target == "name" && b.Order < a.Order) {
			loser, holder[target] = other, i
		}
		winner := holder[target]
		weaker := chosen(loser)
		next := Decision{}
		for _, s := range senses[loser] {
			if _, taken := holder[s.Target]; s.Target != target && !taken && len(filled(loser)) > 0 && spelling.Fits(s.Target, filled(loser)) {
				next = Decision{Means: s.Target, Why: fmt.Sprintf("%q is the %s", headers[winner], target)}
				break
			}
		}
		switch {
		case next.Means != "":
			out[loser] = next
			holder[next.Means] = loser
		case target == "name" && other != i && spelling.TwoScripts(filled(winner), filled(loser)):
			latin := loser
			if !spelling.EasternCells(filled(winner)) {
				latin, holder["name"] = winner, loser
			}
			if _, taken := holder["latin_name"]; !taken {
				out[latin] = Decision{Means: "latin_name", Why: "it is the name in Latin letters"}
				holder["latin_name"] = latin
			}
		case target == "name" && spelling.SameWords(cells(winner), cells(loser)):
			out[loser] = Decision{Means: spelling.PassSense}
		case slices.Contains(PlaceColumns, target), target == "remark", weaker.Weak, !weaker.Exact && slices.Contains([]string{"category", "club", "team", "nat", "zone"}, target):
			out[loser] = Decision{Means: spelling.PassSense}
		}
	}
}

// nameParts finds out whether a column called Name is the whole name or, beside
// a given name or a family name alone, its other part. Where the whole name
// stands beside its parts, the parts are passed over.
func (v *Vocabulary) nameParts(headers []string, out []Decision, cells func(int) []string) {
	at := func(means string) int {
		return slices.IndexFunc(out, func(d Decision) bool { return d.Means == means })
	}
	name, given, family := at("name"), at("given_name"), at("family_name")
	if name < 0 || given < 0 && family < 0 {
		return
	}
	part := max(given, family)
	if given < 0 || family < 0 {
		other := "family_name"
		if given < 0 {
			other = "given_name"
		}
		if v.mapped(name, headers[name]) == "" && slices.Contains(v.Columns, other) && len(cells(part)) > 0 && !spelling.Within(cells(part), cells(name)) {
			out[name] = Decision{Means: other, Why: fmt.Sprintf("it stands beside %q", headers[part])}
			return
		}
	}
	for _, i := range []int{given, family} {
		if i >= 0 && v.mapped(i, headers[i]) == "" {
			out[i] = Decision{Means: spelling.PassSense}
		}
	}
}

// times takes a time of no certain kind for the gun time where nothing else is
// the gun time or the finish.
func (v *Vocabulary) times(headers []string, out []Decision) {
	has := func(means string) bool {
		return slices.ContainsFunc(out, func(d Decision) bool { return d.Means == means })
	}
	taken := has("gun") || has("finish")
	for i := range out {
		if out[i].Means != spelling.TimeSense {
			continue
		}
		switch {
		case !taken && slices.Contains(v.Columns, "gun"):
			out[i] = Decision{Means: "gun", Why: "no other column is the gun time or the finish"}
			taken = true
		case taken && has("net"):
			out[i] = Decision{Means: spelling.PassSense}
		default:
			out[i] = Decision{}
		}
	}
}
