package read

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/problem"
)

// dialect is how a table is written.
type dialect struct {
	separator, quote, escape, end string
	always                        bool // quotes about every cell
}

var plainDialect = dialect{",", `"`, `"`, "\n", false}

// write writes rows in a dialect.
func (d dialect) write(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(d.row(row) + d.end)
	}
	return b.String()
}

func (d dialect) row(row []string) string {
	cells := make([]string, len(row))
	for i, c := range row {
		if d.quote != "" && (d.always || strings.ContainsAny(c, d.separator+d.quote+`"`) || d.separator == " " && c == "") {
			c = d.quote + strings.ReplaceAll(c, d.quote, d.escape+d.quote) + d.quote
		}
		cells[i] = c
	}
	return strings.Join(cells, d.separator)
}

// The true tables: a name with a separator, one with quotes, one of two words,
// cells that are empty.
var (
	trueEntries = [][]string{{"bib", "name", "gender", "club"}, {"11", "Adler, Anna", "F", "Run Club"}, {"12", `Bert "Bo" Boon`, "M", ""}, {"13", "Carl Coen", "M", "TV"}, {"14", "Dora Dahl", "F", ""}}
	trueTimes   = [][]string{{"bib", "half", "finish", "status"}, {"11", "1:10:00", "2:30:00", ""}, {"12", "1:11:00", "2:31:00", ""}, {"13", "", "", "DNF"}, {"14", "1:13:00", "2:33:00", ""}}
)

// pollution is a table as somebody's program or hand spoilt it.
type pollution struct {
	name string
	text string
	line int // that is spoilt, 0 where the whole file is
}

// pollutions are those that a survey of real files found, each applied to a table.
func pollutions(rows [][]string) []pollution {
	var list []pollution
	add := func(line int, text, format string, args ...any) {
		list = append(list, pollution{fmt.Sprintf(format, args...), text, line})
	}
	d := plainDialect
	clean := d.write(rows)
	lines := strings.Split(strings.TrimSuffix(clean, "\n"), "\n")
	with := func(i int, line string) string {
		l := slices.Clone(lines)
		l[i] = line
		return strings.Join(l, "\n") + "\n"
	}
	for _, s := range []string{";", "\t", "|", ", ", " "} {
		d := plainDialect
		d.separator = s
		add(0, d.write(rows), "separator %q", s)
		d.always = true
		add(0, d.write(rows), "separator %q, quotes about every cell", s)
	}
	for _, q := range []string{`"`, "'"} {
		for _, e := range []string{q, `\`} {
			for _, end := range []string{"\n", "\r\n", "\r"} {
				for _, always := range []bool{true, false} {
					d := dialect{",", q, e, end, always}
					add(0, d.write(rows), "quote %s, escape %s, end %q, always %v", q, e, end, always)
				}
			}
		}
	}
	add(0, dialect{",", `"`, "\x00", "\n", true}.write(rows), "escape NUL")
	add(0, dialect{",", "", "", "\n", false}.write(rows), "no quotes at all")
	add(0, "\uFEFF"+clean, "byte order mark")
	add(0, strings.TrimSuffix(clean, "\n"), "no end of the last line")
	add(0, clean+"\n\n", "empty lines at the end")
	add(0, strings.ReplaceAll(clean, "\n", "\n\n"), "empty lines between")
	add(0, "", "nothing")
	add(0, lines[0]+"\n", "names of columns alone")
	add(0, strings.Join(lines[1:], "\n")+"\n", "no names of columns")
	add(0, lines[0]+"\n"+lines[1]+"\n", "one row")
	add(0, "Results\n"+clean, "a title")
	add(0, "Results\n\n"+clean, "a title and an empty line")
	add(0, "Results, of the run\nby: us,\n,,\n"+clean, "a title with separators")
	add(0, "Harbour Run,,,\n2022,,,\n"+clean, "titles as wide as the table")
	add(0, "Runner,,,\n"+clean, "names of columns in two lines")
	add(0, "A,,,\nB,,,\n"+clean, "names of columns in three lines")
	add(len(lines)+1, clean+"* not official\n", "a footnote")
	add(len(lines)+1, clean+"* not official, not at all\n", "a footnote with separators")
	add(len(lines)+2, clean+"\nTotal: 4\n", "a total")
	add(len(lines)+1, clean+"Total,4,,\n", "a total as wide as the table")
	add(len(lines)+2, clean+"\nclub,points,town,x\nAll,12,Ely,y\n", "another table as wide")
	add(len(lines)+2, clean+"\nclub,points\nAll,12\n", "another table, narrower")
	add(len(lines)+2, clean+"\nplace,club,points,town,x\n1,All,12,Ely,y\n", "another table, wider")
	add(0, clean+lines[0]+"\n", "the names of the columns again")
	add(0, "sep=,\n"+clean, "a line that names the separator")
	for i := 1; i < len(rows); i++ {
		line := i + 1
		for j := range rows[i] {
			row := func(change func(cells []string) []string) string {
				cells := change(slices.Clone(rows[i]))
				return with(i, plainDialect.row(cells))
			}
			add(line, row(func(c []string) []string { return slices.Insert(c, j, "") }), "row %d: a separator more at %d", i, j)
			add(line, row(func(c []string) []string { return slices.Insert(c, j, "x") }), "row %d: a cell more at %d", i, j)
			add(line, row(func(c []string) []string { return slices.Delete(c, j, j+1) }), "row %d: a cell less at %d", i, j)
			if j > 0 {
				add(line, row(func(c []string) []string { c[j-1] += c[j]; return slices.Delete(c, j, j+1) }), "row %d: a separator less at %d", i, j)
			}
			spoilt := func(change func(written string) string) string {
				cells := make([]string, len(rows[i]))
				for k, c := range rows[i] {
					if cells[k] = plainDialect.row([]string{c}); k == j {
						cells[k] = change(cells[k])
					}
				}
				return with(i, strings.Join(cells, ","))
			}
			add(line, spoilt(func(w string) string { return `"` + w }), "row %d: a quote before cell %d", i, j)
			add(line, spoilt(func(w string) string { return w + `"` }), "row %d: a quote behind cell %d", i, j)
			add(line, spoilt(func(w string) string { return `""` + w }), "row %d: two quotes before cell %d", i, j)
			add(line, spoilt(func(w string) string { return w + `""` }), "row %d: two quotes behind cell %d", i, j)
		}
		for _, s := range []string{";", "\t", "|"} {
			d := plainDialect
			d.separator = s
			add(line, with(i, d.row(rows[i])), "row %d: separator %q", i, s)
		}
		d := dialect{",", "'", "'", "\n", true}
		add(line, with(i, d.row(rows[i])), "row %d: single quotes", i)
		add(line, with(i, dialect{",", `"`, `\`, "\n", true}.row(rows[i])), "row %d: another escape", i)
		add(line, with(i, lines[i]+"\r"), "row %d: another end", i)
		if i+1 < len(rows) {
			add(line, strings.Join(slices.Concat(lines[:i], []string{lines[i] + lines[i+1]}, lines[i+2:]), "\n")+"\n", "row %d: no end", i)
		}
		half := len(lines[i]) / 2
		add(line, with(i, lines[i][:half]+"\x00"+lines[i][half:]), "row %d: a zero byte", i)
		add(line, with(i, lines[i][:half]), "row %d: cut off", i)
	}
	return list
}

// TestAPollutedTableIsReadAsMeantOrRefusedOrSetAsideWhereItIsSpoilt holds what
// comes of each against the clean table: the same, or the same but for runners
// under review whose rows are named, or an error in the file.
func TestAPollutedTableIsReadAsMeantOrRefusedOrSetAsideWhereItIsSpoilt(t *testing.T) {
	const entries, times = folder + "entries.csv", folder + "times.csv"
	results := func(e, w string) (map[string]string, problem.List) {
		archive, list := Project(files("data/2022/edition.yaml", yearYAML+"    ranking: {missing_point: ignored}\n", entries, e, times, w))
		if archive == nil {
			return nil, list
		}
		rc := archive.Editions[0].Races[0]
		out := map[string]string{}
		for _, e := range rc.Entries {
			what := "-"
			if e.Timing != nil {
				what = fmt.Sprint(e.Timing.At, e.Timing.Status, e.Timing.Net)
				if e.Timing.SetAside {
					what = "review"
				}
			}
			out[e.Bib] = fmt.Sprintf("%s|%c|%s|%s", e.Name, cmpGender(e.Gender), e.Club, what)
		}
		return out, list
	}
	cleanEntries, cleanTimes := plainDialect.write(trueEntries), plainDialect.write(trueTimes)
	want, list := results(cleanEntries, cleanTimes)
	if len(want) != 4 || len(list) > 0 {
		t.Fatalf("%v %s", want, findings(list))
	}
	meant, refused, aside := 0, 0, 0
	for _, file := range []string{entries, times} {
		rows := map[string][][]string{entries: trueEntries, times: trueTimes}[file]
		for _, p := range pollutions(rows) {
			e, w := p.text, cleanTimes
			if file == times {
				e, w = cleanEntries, p.text
			}
			got, list := results(e, w)
			told := ""
			for _, f := range list {
				if f.Level == problem.Error || f.Code == "row_set_aside" && f.Path == file && (p.line == 0 || f.Line >= p.line) {
					told += f.String() + "\n"
				}
			}
			switch {
			case got == nil && told != "":
				refused++
			case got == nil:
				t.Errorf("%s, %s: refused without a word", file, p.name)
			case maps.Equal(got, want):
				if meant++; strings.Contains(told, "row_set_aside") { // a line that is no row
					meant--
					aside++
				}
			default:
				wrong := fewer(p, got, want, file == times)
				for bib, is := range got {
					gone := p.line > 0 && file == times && strings.HasSuffix(is, "|-") && told != "" && !slices.Contains(strings.FieldsFunc(p.text, func(r rune) bool { return strings.ContainsRune(",;|\t\"'\n", r) }), bib)
					if is != want[bib] && !strings.HasSuffix(is, "|review") && !gone {
						wrong = append(wrong, fmt.Sprintf("%s is %s", bib, is))
					}
				}
				if len(wrong) > 0 || told == "" && p.line > 0 {
					t.Errorf("%s, %s: %v\n%s\n%s", file, p.name, wrong, p.text, findings(list))
				}
				aside++
			}
		}
	}
	t.Logf("as meant %d, set aside %d, refused %d", meant, aside, refused)
}

// fewer are the runners that a table lacks without having been cut short.
func fewer(p pollution, got, want map[string]string, timing bool) (lost []string) {
	short := p.name == "names of columns alone" || p.name == "one row"
	for bib, is := range got {
		if short && timing && strings.HasSuffix(is, "|-") {
			got[bib] = want[bib]
		}
	}
	for bib := range want {
		if _, there := got[bib]; !there && !short {
			lost = append(lost, bib+" is lost")
		}
	}
	return lost
}
