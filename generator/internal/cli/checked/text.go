package checked

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"guntime/generator/internal/cli/show"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/table"
)

// screen is the width of the report in columns, the usual width of a terminal.
const screen = 80

// String returns the report without its findings. Every file and race has a
// heading. What is right takes one line; what is wrong is in capitals.
func (d *Report) String() string {
	var b strings.Builder
	for i, f := range d.Files {
		same := i > 0 && f.Path == d.Files[i-1].Path && columnLines(f) == columnLines(d.Files[i-1])
		writeFile(&b, f, same)
	}
	for i := range d.Races {
		writeRace(&b, &d.Races[i])
	}
	if len(d.Races) == 0 && d.Findings.Errors() {
		b.WriteString("Results were not computed because of the errors below.\n\n")
	}
	return strings.Map(func(r rune) rune { // control characters of a file must not reach the terminal
		if r != '\n' && unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, b.String())
}

// separators are the names of the separators between cells.
var separators = map[string]string{",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

// writeFile writes how a file was read. same means that the columns are those of
// the file before, so they are not repeated.
func writeFile(w io.Writer, f *table.File, same bool) {
	fmt.Fprintln(w, f.Path)
	about := []string{f.Kind}
	if f.Format != "" {
		format := f.Format
		if f.FormatFound {
			format += " (found out)"
		}
		about = append(about, format)
	}
	switch f.Table {
	case table.XLSX:
		about = append(about, fmt.Sprintf("sheet %q", f.Sheet))
	case table.Fixed:
		about = append(about, "fixed columns")
	}
	if f.Encoding != "" {
		encoding := f.Encoding
		if f.Guessed {
			encoding += " BY GUESS"
		}
		about = append(about, encoding)
		if separator := separators[f.Separator]; separator != "" {
			about = append(about, separator)
		}
	}
	if f.Skipped > 0 {
		about = append(about, show.Many(f.Skipped, "line", "lines")+" before the header")
	}
	if f.Passed > 0 {
		about = append(about, show.Many(f.Passed, "line", "lines")+" passed over")
	}
	rows := show.Many(f.Rows, "row", "rows")
	if f.Kind == "reads" {
		rows = show.Many(f.Rows, "line", "lines")
	}
	aside := "none ignored"
	if n := len(f.Aside) + f.More; n > 0 {
		aside = problem.Grouped(n) + " IGNORED"
	}
	fmt.Fprintf(w, "  %s: %s read, %s\n", strings.Join(about, ", "), rows, aside)
	if same {
		fmt.Fprintln(w, "  the columns as above")
	} else {
		io.WriteString(w, columnLines(f))
	}
	writeReasons(w, f)
	fmt.Fprintln(w)
}

// formatNames are the names of formats of times other than the clock.
var formatNames = map[string]string{"m:ss": "minutes and seconds", "m.ss": "minutes and seconds", "decimal_minutes": "decimal minutes", "seconds": "seconds",
	"day_fraction": "fractions of a day", "m:ss:00": "minutes and seconds taken for hours and minutes", "row_number": "the number of the row"}

// columnLines returns how the columns of a file were read. A file without rows,
// such as a rulings.csv without rulings, has no lines.
func columnLines(f *table.File) string {
	var b strings.Builder
	if f.Rows > 0 || f.Kind == "entries" || f.Kind == "timing" {
		writeColumns(&b, f.Columns)
	}
	return b.String()
}

// writeColumns writes how each column was read. Columns whose name equals their
// meaning share a line.
func writeColumns(w io.Writer, list []table.Column) {
	var plain, unused []string
	for _, c := range list {
		header := c.Header
		if header == "" {
			header = `""`
		}
		format := formatNames[c.Format]
		switch {
		case c.Means == "ignore":
			unused = append(unused, header)
		case c.Means == "":
			writeLine(w, "NOT KNOWN", []string{header})
		case c.Format == "row_number":
			writeLine(w, c.Means, []string{format})
		case format != "":
			writeLine(w, c.Means, []string{header + ", READ AS " + strings.ToUpper(format)})
		case c.Header != c.Means:
			writeLine(w, c.Means, []string{header})
		default:
			plain = append(plain, c.Means)
		}
	}
	writeLine(w, "as named", plain)
	writeLine(w, "not used", unused)
}

// writeLine writes words after a heading, on as many lines as they need.
func writeLine(w io.Writer, heading string, words []string) {
	if len(words) == 0 {
		return
	}
	const indent = 18
	line := "  " + heading + strings.Repeat(" ", max(2, indent-2-show.Columns(heading)))
	empty := true
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		if !empty && show.Columns(line)+1+show.Columns(word) > screen {
			fmt.Fprintln(w, line)
			line, empty = strings.Repeat(" ", indent), true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	fmt.Fprintln(w, line)
}

// detail matches what differs between two rows with the same fault: quoted texts
// and numbers.
var detail = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|-?\d[\d:.]*`)

// mostReasons is how many kinds of faults of one file are shown.
const mostReasons = 12

// writeReasons writes why rows were ignored: each kind of fault once, with its
// first row and the number of similar rows.
func writeReasons(w io.Writer, f *table.File) {
	type kind struct {
		first table.Aside
		rows  int
	}
	var order []string
	kinds := map[string]*kind{}
	for _, a := range f.Aside {
		key := detail.ReplaceAllString(a.Reason, "…")
		if k := kinds[key]; k != nil {
			k.rows++
			continue
		}
		order = append(order, key)
		kinds[key] = &kind{a, 1}
	}
	for i, key := range order {
		if i == mostReasons {
			fmt.Fprintf(w, "    … and %s more\n", show.Many(len(order)-i, "reason", "reasons"))
			break
		}
		k := kinds[key]
		like := ""
		if k.rows > 1 {
			like = fmt.Sprintf(" (and %s like it)", problem.Grouped(k.rows-1))
		}
		writeParagraph(w, fmt.Sprintf("    line %-6d ", k.first.Line), k.first.Reason+like)
	}
	if f.More > 0 {
		fmt.Fprintf(w, "    … and %s more\n", show.Many(f.More, "line", "lines"))
	}
}

// writeParagraph writes a text after a heading, broken between words.
func writeParagraph(w io.Writer, heading, text string) {
	line, from := heading, show.Columns(heading)
	for word := range strings.FieldsSeq(text) {
		if show.Columns(word) > 2*screen { // the text quotes a very long cell
			word = string([]rune(word)[:screen/2]) + "…"
		}
		if show.Columns(line) > from && show.Columns(line)+1+show.Columns(word) > screen {
			fmt.Fprintln(w, line)
			line = strings.Repeat(" ", from)
		}
		if show.Columns(line) > from {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(w, line)
}

func writeRace(w io.Writer, d *Race) {
	fmt.Fprintf(w, "%s %s (%s)\n", d.Edition, d.Race, d.State)
	fmt.Fprintf(w, "  %s, %s seen, %s never seen, %s under review", show.Many(d.Entries, "entry", "entries"), problem.Grouped(d.Seen), problem.Grouped(len(d.NotSeen)), problem.Grouped(len(d.SetAside)))
	if len(d.Stated) > 0 {
		fmt.Fprintf(w, ",\n  %s by a status only, without any time", problem.Grouped(len(d.Stated)))
	}
	fmt.Fprintln(w)
	fmt.Fprintf(w, "  %-16s %9s %9s   %s\n", "point", "km", "seen", "of those seen before and after")
	for i, p := range d.Points {
		rate := "-"
		if p.Passed > 0 && (i > 0 || p.Seen > 0) { // many races have no times at the start
			rate = fmt.Sprintf("%6.2f %%   %s of %s", p.Rate, problem.Grouped(p.Read), problem.Grouped(p.Passed))
		}
		if i == 0 && p.Seen == 0 && !p.Sick {
			rate = "no times here"
		}
		if p.Sick {
			rate += "   FAULTY MAT"
		}
		if p.WrongClock {
			rate += "   WRONG CLOCK"
		}
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %-16s %9s %9s   %s", p.Point, p.KM, problem.Grouped(p.Seen), rate), " "))
	}
	writeClocks(w, d.Readers)
	for _, l := range []struct {
		heading string
		words   []string
	}{{"under review", d.SetAside}, {"never seen", d.NotSeen}, {"status only", d.Stated}, {"unknown chips", d.Chips}} {
		if len(l.words) > 0 {
			fmt.Fprintf(w, "  %-16s %s\n", l.heading, show.Fitted(l.words, screen-19))
		}
	}
	fmt.Fprintln(w)
}

// mostClocks is how many readers' clocks are shown; the report file has all.
const mostClocks = 40

// writeClocks shows the clock of each reader of raw reads beside the others.
func writeClocks(w io.Writer, list []Clock) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "  %-16s %-16s %9s   %-9s %-9s %-9s\n", "reader", "at", "reads", "first", "middle", "last")
	for i, k := range list {
		if i == mostClocks {
			fmt.Fprintf(w, "  … and %s\n", show.Many(len(list)-i, "reader more", "readers more"))
			break
		}
		off := ""
		switch {
		case strings.HasPrefix(k.Off, "-"):
			off = "CLOCK " + k.Off[1:] + " SLOW"
		case k.Off != "":
			off = "CLOCK " + k.Off + " FAST"
		}
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %-16s %-16s %9s   %-9s %-9s %-9s %s", k.Reader, strings.Join(k.Points, ","), problem.Grouped(k.Reads), whole(k.First), whole(k.Middle), whole(k.Last), off), " "))
	}
}

// whole is a clock's time without its fractions.
func whole(clock string) string {
	clock, _, _ = strings.Cut(clock, ".")
	return clock
}
