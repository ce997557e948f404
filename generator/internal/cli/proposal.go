package cli

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"guntime/generator/internal/propose"
)

// tell prints how the table was read, in the order in which a person compares it
// with the file.
func tell(w io.Writer, p *propose.Proposal, dir string) {
	s := p.Survey
	separator := map[string]string{"\t": "tab"}[s.Separator]
	fmt.Fprintf(w, "%s: %d rows, %s, separated by %s\n\n", p.File, s.Rows, s.Encoding, cmp.Or(separator, s.Separator))
	wide := 0
	for _, c := range s.Columns {
		wide = max(wide, columns(c.Header))
	}
	for i, c := range s.Columns {
		means, how := c.Means, c.Format
		if means == "ignore" {
			means, how = "-", ""
		}
		if at := (propose.Point{}); c.KM > 0 || c.Means == "half" {
			for _, at = range p.Points {
				if at.ID == c.Means {
					means += ", km " + at.KM.String()
				}
			}
		}
		header := cmp.Or(c.Header, fmt.Sprintf("(column %d)", i+1))
		line := fmt.Sprintf("    %s%s  %-18s %8d  %-16s %s", header, strings.Repeat(" ", max(0, wide-columns(header))), means, c.Filled, how, first(c.Example(), 24))
		if c.Why != "" {
			line += "  (" + c.Why + ")"
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	fmt.Fprintf(w, "\nAssumed, for you to correct in %s:\n", filepath.Join(dir, "data", p.Edition, "edition.yaml"))
	for _, a := range assumptions(p) {
		fmt.Fprintf(w, "    %s\n", a)
	}
}

// assumptions returns what the reader of a proposal must check, a line each.
func assumptions(p *propose.Proposal) []string {
	list := []string{
		fmt.Sprintf("name        %s: from the file's name", p.Name),
		fmt.Sprintf("date        %s: %s", p.Date, p.DateWhy),
		fmt.Sprintf("time_zone   %s: %s", p.Zone, p.ZoneWhy),
		fmt.Sprintf("km          %s: %s", p.KM, p.KMWhy),
		fmt.Sprintf("gun         %s: %s", p.Gun, p.GunWhy),
	}
	if p.Clock {
		list = append(list, "clock       time_of_day: the start column contains times of day")
	}
	if p.TimeFormat != "" {
		list = append(list, fmt.Sprintf("time_format %s: from the cells", p.TimeFormat))
	}
	if p.Encoding != "" {
		list = append(list, fmt.Sprintf("encoding    %s: the text is not UTF-8, and reads as Chinese", p.Encoding))
	}
	if p.Year != "" {
		list = append(list, fmt.Sprintf("where       %s: the other years are editions of their own", p.Year))
	}
	for _, missing := range []struct{ means, says string }{{"bib", "row_number: there is no such column, so runners are called by their row"}, {"name", "none: there is no such column"}} {
		if p.Survey.Column(missing.means) == nil {
			list = append(list, fmt.Sprintf("%-11s %s", missing.means, missing.says))
		}
	}
	if g := p.Survey.Column("gender"); g.Strange > 0 {
		list = append(list, fmt.Sprintf("divisions   %s have another gender than M and F, and are listed but not ranked", many(g.Strange, "row", "rows")))
	}
	return append(list, "ranking     by gun; a runner not recorded at a point is not ranked (missing_point); equal times share a place")
}
