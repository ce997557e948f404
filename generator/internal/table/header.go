package table

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// Vocabulary is what the columns of a kind of table may be called.
type Vocabulary struct {
	Kind     string   // what the table is, as File.Kind has it
	Columns  []string // canonical names, as the csv tags of a row's struct have them
	Points   []string // ids of the race's points, each of which may be a column
	Also     []string // folded names that are known and ignored
	Required []string // canonical names without which there is no table
	Prefixes []string // "note" allows the columns note_zh, note_en … in any language
	Mappable bool     // the edition can declare columns: {…} for this table

	mappings []Mapping                   // those of the Source
	values   []*Values                   // and what it says of cells
	known    map[string][]spelling.Sense // of headers that were looked up
	folded   map[string]string           // the columns and points by their folded names, nil until they are needed
	parts    map[int]string              // which part of a name a column is that is declared to be the name, by its position
	decided  []string                    // what each column means by its name and its cells, nil before that is known
}

// column returns what the column of a position, from 0, stands for: the first
// thing, and the others that it is declared to be as well.
func (v *Vocabulary) column(position int, header string) (name string, also []string) {
	if part := v.parts[position]; part != "" {
		return part, nil
	}
	folded := spelling.FoldHeader(header)
	for _, placed := range [...]bool{true, false} {
		for _, m := range v.mappings {
			if m.Target == RowNumber || m.Target == NoName || placed && m.Position != position+1 || !placed && (m.Position != 0 || m.Header != folded || m.Header == Everything) {
				continue
			}
			if name == "" {
				name = m.Target
			} else {
				also = append(also, m.Target)
			}
		}
		if name != "" {
			return name, also
		}
	}
	return v.means(position, header), nil
}

// canonical returns the column or point that a header stands for, or Ignore; ""
// where the header is not known.
func (v *Vocabulary) canonical(header string) string {
	folded := spelling.FoldHeader(header)
	for _, m := range v.mappings {
		if m.Position == 0 && m.Header == folded && m.Header != Everything && m.Target != RowNumber && m.Target != NoName {
			return m.Target
		}
	}
	if own := v.own(folded); own != "" {
		return own
	}
	if target := v.called(header); target != "" {
		return target
	}
	for _, prefix := range v.Prefixes {
		if tag, ok := strings.CutPrefix(folded, prefix); ok && race.IsLanguageTag(tag) {
			return prefix + "_" + tag
		}
	}
	if slices.Contains(v.Also, folded) {
		return Ignore
	}
	return ""
}

// special reports whether some header is mapped to a target that is no column:
// RowNumber or NoName.
func (v *Vocabulary) special(target string) bool {
	return slices.ContainsFunc(v.mappings, func(m Mapping) bool { return m.Target == target })
}

// mostColumns is how many columns of one header are reported before the rest is
// ignored: a line that is no header at all could have a million.
const mostColumns = 100

// widest is how many cells of a line are looked at to find out whether it is a
// header.
const widest = 2000

// header finds out what each column of a header is. The result has a canonical
// name for each column, Ignore for those that are ignored and for blank ones. All
// findings are errors; ok is false where there is one. Later is the number of
// lines before one that looks more like the header, 0 for none.
func (v *Vocabulary) header(found *problem.List, s *scanner, r *Record, blank []bool, later int) (names []string, again []doubled, ok bool) {
	ok = true
	faults := 0
	fail := func(column int, code, text, hint string) {
		ok = false
		faults++
		s.cellAt(r, column).Report(found, problem.Error, code, text, hint)
	}
	first := map[string]int{}
	for i, cell := range r.Cells {
		if faults == mostColumns {
			fail(i, "unknown_column", fmt.Sprintf("the %d columns from here on were ignored", len(r.Cells)-i), "is this really the header line?")
			return names, again, ok
		}
		name, also := v.column(i, cell)
		if name == "bib" && v.special(RowNumber) || v.without(name) {
			name = Ignore
		}
		switch {
		case name == "" && blank != nil && blank[i]:
			name = Ignore
		case name == "" && (cell == "" || s.unnamed) && v.everything():
			name = Ignore
		case name == "" && (cell == "" || s.unnamed):
			fail(i, "unknown_column", fmt.Sprintf("column %d has no name", i+1), v.hint("")+v.dropping(i, "", true))
		case name == "" && isPrivate(spelling.FoldHeader(cell)):
			fail(i, "private_column", fmt.Sprintf("the column %q looks like private data", cell),
				"remove it from the file"+v.dropping(i, cell, false))
		case name == "" && v.everything():
			name = Ignore
		case name == "":
			hint := v.hint(cell) + v.dropping(i, cell, false)
			if later > 0 {
				hint = fmt.Sprintf("line %d looks like the names of the columns: declare skip_lines: %d", later+1, later)
			}
			fail(i, "unknown_column", fmt.Sprintf("unknown column %q", cell), hint)
		case name != Ignore:
			if at, twice := first[name]; twice && name == "chip" && spelling.FoldHeader(cell) == "epc" {
				name = Ignore // the number of the tag beside the one that is printed on it
			} else if twice && name == "chip" && spelling.FoldHeader(r.Cells[at]) == "epc" {
				names[at], first[name] = Ignore, i
			} else if twice {
				fail(i, "duplicate_column", fmt.Sprintf("the columns %q and %q both mean %s", r.Cells[at], cell, name),
					strings.Replace(v.dropping(i, cell, spelling.FoldHeader(cell) == spelling.FoldHeader(r.Cells[at])), "; to drop it, declare", "to drop the second, declare", 1))
				name = Ignore
			} else {
				first[name] = i
			}
		}
		names = append(names, name)
		for _, other := range also {
			if at, twice := first[other]; twice && other != Ignore {
				fail(i, "duplicate_column", fmt.Sprintf("the columns %q and %q both mean %s", r.Cells[at], cell, other), "")
				continue
			}
			first[other] = i
			again = append(again, doubled{other, i})
		}
	}
	for _, need := range v.Required {
		if need == "bib" && v.special(RowNumber) || v.without(need) || v.there(need, func(name string) bool { _, there := first[name]; return there }) {
			continue
		}
		fail(0, "missing_column", fmt.Sprintf("there is no column %q", need), v.hint(""))
	}
	return names, again, ok
}

// doubled is a column that is a second thing too.
type doubled struct {
	name   string
	column int
}

// everything reports whether all columns that are neither mapped nor known are
// to be ignored.
func (v *Vocabulary) everything() bool {
	return slices.ContainsFunc(v.mappings, func(m Mapping) bool { return m.Header == Everything && m.Position == 0 && m.Target == Ignore })
}

// hint says which columns are known and how to drop one.
func (v *Vocabulary) hint(cell string) string {
	known := slices.Concat(v.Columns, v.Points)
	for _, prefix := range v.Prefixes {
		known = append(known, prefix+"_zh", prefix+"_en")
	}
	hint := "known: " + strings.Join(known, ", ")
	if near := problem.Nearest(spelling.FoldHeader(cell), known); near != "" && len(near) > 4 && strings.HasPrefix(spelling.FoldHeader(cell), near[:1]) { // shorter words look alike and mean something else
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	return hint
}

// dropping says how to declare that a column be ignored, where that is possible:
// by its name, or by its position where the name is not enough.
func (v *Vocabulary) dropping(position int, cell string, placed bool) string {
	if !v.Mappable {
		return ""
	}
	key := YAMLKey(cell)
	if placed || cell == "" {
		key = strconv.Itoa(position + 1)
	}
	return fmt.Sprintf("; to drop it, declare columns: {%s: ignore}", key)
}

// plainKey is a text that YAML takes as it stands for the name of a key.
var plainKey = regexp.MustCompile(`^\pL[\pL\pN_/-]*( [\pL\pN_/-]+)*$`)

// YAMLKey writes a text as a key or a value of YAML, in quotes where it needs
// them.
func YAMLKey(text string) string {
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
	default:
		if plainKey.MatchString(text) {
			return text
		}
	}
	quoted := strconv.Quote(strings.ToValidUTF8(text, "\uFFFD"))
	return quoted
}

// fits reports whether cells have all columns that the table must have.
func (v *Vocabulary) fits(cells []string) bool {
	cells = cells[:min(len(cells), widest)]
	for _, need := range v.Required {
		if need == "bib" && v.special(RowNumber) || v.without(need) {
			continue
		}
		if !v.there(need, func(name string) bool {
			for i, c := range cells {
				if is, also := v.column(i, c); is == name || slices.Contains(also, name) {
					return true
				}
			}
			return false
		}) {
			return false
		}
	}
	return true
}

// recognised is how many of the cells are the name of a column.
func (v *Vocabulary) recognised(cells []string) int {
	known := 0
	for _, c := range cells[:min(len(cells), widest)] {
		if c != "" && v.canonical(c) != "" {
			known++
		}
	}
	return known
}

// anyKnown reports whether a header has at least one known column, and whether
// one of those has a letter beyond ASCII: that confirms a guessed encoding.
func (v *Vocabulary) anyKnown(cells []string) (known, confirmed bool) {
	for _, c := range cells[:min(len(cells), widest)] {
		if v.canonical(c) != "" {
			known = true
			confirmed = confirmed || strings.ContainsFunc(c, func(r rune) bool { return r > unicode.MaxASCII })
		}
	}
	return known, confirmed
}
