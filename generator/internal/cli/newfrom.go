package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/cli/show"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/propose"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/review"
	"guntime/generator/internal/table"
)

// survey looks at the tables of -from.
func (o *newOptions) survey(l *line, now time.Time) ([]*propose.Proposal, error) {
	options := table.SurveyOptions{Encoding: o.encoding, Sheet: o.sheet, Columns: map[string]string{}}
	for _, c := range o.columns {
		header, target, _ := cutLast(c, "=")
		options.Columns[header] = target
	}
	var sources []propose.Source
	var found problem.List
	for _, file := range o.from {
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			return nil, misused("name a table as it is: CSV, XLSX or text", "-from %s: no such file", file)
		}
		base := filepath.Base(file)
		if slices.ContainsFunc(sources, func(s propose.Source) bool { return s.File == base }) {
			return nil, misused("both are copied into one folder: rename one", "-from %s: another file is called %s too", file, base)
		}
		surveyed, err := project.UntilStopped(l.ctx, func() ([]*table.Survey, error) {
			list, more := table.SurveyFile(os.DirFS(filepath.Dir(file)), base, options)
			found = append(found, more...)
			return list, nil
		})
		if err != nil {
			return nil, err
		}
		for _, s := range surveyed {
			sheet := o.sheet
			if len(surveyed) > 1 || len(s.Sheets) > 0 && s.Sheet != s.Sheets[0] {
				sheet = s.Sheet
			}
			sources = append(sources, propose.Source{Survey: s, File: base, Encoding: o.encoding, Sheet: sheet})
		}
	}
	l.report(found)
	if found.Errors() {
		return nil, build.ErrData
	}
	for header := range options.Columns {
		if !slices.ContainsFunc(sources, func(s propose.Source) bool { return s.Survey.Takes(header) }) {
			return nil, misused("a number is a column by its position, from 1", "-column %s=%s: there is no column %q, only %s", header, options.Columns[header], header, strings.Join(sources[0].Survey.Names(), ", "))
		}
	}
	return propose.Editions(sources, zoneHere(), now), nil
}

// newFrom writes the project of a proposal, tells what was assumed, and says
// whether it reads and how many it ranks.
func (o *newOptions) newFrom(l *line, from []*propose.Proposal, now time.Time, dir, at string, languages []string) error {
	for _, p := range from {
		files, err := p.Files(languages)
		if err == nil {
			err = writeFiles(dir, files)
		}
		if err != nil {
			return err
		}
	}
	for i := range from[0].Sources {
		s := &from[0].Sources[i]
		if i > 0 && s.File == from[0].Sources[i-1].File { // another sheet of it
			continue
		}
		file := o.from[slices.IndexFunc(o.from, func(file string) bool { return filepath.Base(file) == s.File })]
		if err := copyFile(filepath.Join(dir, filepath.FromSlash(from[0].Table(s))), file); err != nil {
			return err
		}
	}
	made, found, err := o.tried(l, from, now, dir)
	if err != nil {
		return err
	}
	if !found.Errors() { // as check and build find it, with the pages
		if _, found, err = build.Prepare(l.ctx, build.Options{Dir: dir, Now: now}, read.Project); err != nil {
			l.report(found)
			return err
		}
	}
	tell(l.stdout, from, dir)
	fmt.Fprintf(l.stdout, "\nIt reads with %s and %s", show.Many(found.Count(problem.Error), "error", "errors"), show.Many(found.Count(problem.Warning), "warning", "warnings"))
	if n := found.Count(problem.Warning); n > 0 && !slices.ContainsFunc(found, func(p problem.Problem) bool { return p.Level == problem.Warning && p.Code != "to_fill_in" }) {
		fmt.Fprint(l.stdout, " (to fill in)")
	}
	if n := found.Count(problem.Review); n > 0 {
		fmt.Fprintf(l.stdout, ", %d for the referee", n)
	}
	if len(found) > 0 {
		fmt.Fprintf(l.stdout, ": guntime check%s names %s", at, map[bool]string{true: "it", false: "them"}[len(found) == 1])
	}
	fmt.Fprintln(l.stdout, ".")
	for n, v := range made {
		for i, rv := range v.Races {
			tellRace(l.stdout, from[n], from[n].Races[i], rv)
		}
	}
	for _, p := range from {
		files, err := p.Files(languages) // with what trying it has taught
		if err != nil {
			return err
		}
		tellToFillIn(l.stdout, dir, files)
	}
	tellNext(l.stdout, dir, at)
	if found.Errors() {
		l.report(found)
		return build.ErrData
	}
	return nil
}

// tried reads and judges the project of a proposal, and mends the proposal by
// what comes out: bibs that cannot be used give way to the numbers of the rows,
// and the clock with which the places of the table agree is the one that ranks.
func (o *newOptions) tried(l *line, from []*propose.Proposal, now time.Time, dir string) ([]*race.Verdict, problem.List, error) {
	rewrite := func() error {
		for _, p := range from {
			name, text, err := p.Rules()
			if err == nil {
				err = writeFiles(dir, propose.Files{name: text})
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	made, err := project.Open(l.ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	archive, found, err := build.Read(l.ctx, made, read.Project)
	if err != nil {
		return nil, nil, err
	}
	if why := noBibs(found); why != "" {
		for _, p := range from {
			for _, rc := range p.Races {
				rc.RowNumbers("assumed: " + why + ", so runners are called by their row")
			}
			p.Notes = append(p.Notes, why+": runners are called by their row (bib: row_number)")
		}
		if err := rewrite(); err != nil {
			return nil, nil, err
		}
		if archive, found, err = build.Read(l.ctx, made, read.Project); err != nil {
			return nil, nil, err
		}
	}
	if why := noEntries(found); why != "" && len(from[0].Sources) > 1 {
		for _, p := range from {
			for _, rc := range p.Races {
				rc.LeavesOut(why)
			}
			p.Notes = append(p.Notes, "unknown_bibs set_aside: "+why)
		}
		if err := rewrite(); err != nil {
			return nil, nil, err
		}
		if archive, found, err = build.Read(l.ctx, made, read.Project); err != nil {
			return nil, nil, err
		}
	}
	if found.Errors() {
		return nil, found, nil
	}
	again := false
	verdicts := ruled(archive, from, now)
	for n, v := range verdicts {
		for i, rv := range v.Races {
			again = chooseClock(from[n].Races[i], rv) || again
		}
	}
	if err := rewrite(); err != nil {
		return nil, nil, err
	}
	if again {
		if archive, found, err = build.Read(l.ctx, made, read.Project); err != nil || found.Errors() {
			return nil, found, err
		}
		verdicts = ruled(archive, from, now)
	}
	return verdicts, found, nil
}

// ruled are the verdicts on the editions of proposals, in their order.
func ruled(archive *race.Archive, from []*propose.Proposal, now time.Time) (list []*race.Verdict) {
	for _, p := range from {
		for _, e := range archive.Editions {
			if e.ID == p.Edition {
				list = append(list, judge.Rule(e, now))
			}
		}
	}
	return list
}

// noBibs says why the bibs of the entries cannot be used, "" where they can.
func noBibs(found problem.List) string {
	for _, f := range found {
		if f.Level == problem.Error && slices.Contains([]string{"duplicate_bib", "bad_bib", "missing_bib"}, f.Code) {
			return fmt.Sprintf("line %d: %s", f.Line, f.Text)
		}
	}
	return ""
}

// noEntries says which times have no entry, "" where all have one.
func noEntries(found problem.List) string {
	for _, f := range found {
		if f.Level == problem.Error && f.Code == "unknown_bib" {
			return f.Text + "; add them, or their places go to the next"
		}
	}
	return ""
}

// chooseClock takes the clock with which the places of the table agree, and
// reports whether that is another one than before.
func chooseClock(rc *propose.Race, rv *race.RaceVerdict) bool {
	gun, net, given := 0, 0, 0
	said := ""
	for _, w := range review.Witnesses(rv) {
		if gun, net, given = gun+w.Gun, net+w.Net, given+w.Given; said == "" {
			said, _ = w.Says(rv.Race.Rules.Ranking.By)
		}
	}
	switch {
	case given == 0:
	case net > gun && rv.Race.Rules.Ranking.By != race.ByNet:
		rc.ByNet(said)
		return true
	default:
		rc.Agrees(said)
	}
	return false
}

// tellRace says what became of a race.
func tellRace(w io.Writer, p *propose.Proposal, rc *propose.Race, rv *race.RaceVerdict) {
	name := ""
	if p.Several() {
		name = p.Edition + ": "
	}
	if len(p.Races) > 1 {
		name += rc.ID + ": "
	}
	timed := 0
	for _, e := range rv.Race.Entries {
		if e.Timing != nil {
			timed++
		}
	}
	fmt.Fprintf(w, "%s%s in the table: %s finished, %s ranked.\n", name, show.Many(rv.Counts.Entries, "runner", "runners"), problem.Grouped(rv.Counts.Finishers), problem.Grouped(rv.Counts.Ranked))
	if len(p.Sources) > 1 {
		fmt.Fprintf(w, "%s%s of %s entries are in the times, by their bibs.\n", name, problem.Grouped(timed), problem.Grouped(rv.Counts.Entries))
	}
}

// tell prints what the tables were taken for, in the order in which one holds it
// against the files.
func tell(w io.Writer, from []*propose.Proposal, dir string) {
	for i := range from[0].Sources {
		tellTable(w, from[0], &from[0].Sources[i])
	}
	for _, p := range from {
		fmt.Fprintf(w, "\nAssumed, for you to correct in %s:\n", filepath.Join(dir, "data", p.Edition, "edition.yaml"))
		for _, a := range assumptions(p) {
			fmt.Fprintf(w, "    %s\n", a)
		}
	}
}

// tellTable prints what each column of a table was taken for.
func tellTable(w io.Writer, p *propose.Proposal, from *propose.Source) {
	s := from.Survey
	how := fmt.Sprintf("%s, separated by %s", s.Encoding, cmp.Or(map[string]string{"\t": "tab"}[s.Separator], s.Separator))
	switch s.Separator {
	case table.Fixed:
		how = s.Encoding + ", in fixed columns"
	case table.XLSX:
		how = fmt.Sprintf("sheet %q", s.Sheet)
	}
	fmt.Fprintf(w, "%s: %d rows, %s\n", from.File, s.Rows, how)
	if len(s.Sheets) > 1 {
		others := slices.DeleteFunc(slices.Clone(s.Sheets), func(name string) bool {
			return slices.ContainsFunc(p.Sources, func(o propose.Source) bool { return o.File == from.File && o.Survey.Sheet == name })
		})
		if len(others) > 0 {
			fmt.Fprintf(w, "Its other sheets are not read: %s. -sheet NAME takes another.\n", strings.Join(others, ", "))
		}
	}
	if s.Guessed {
		fmt.Fprint(w, "The text is not UTF-8. Its first row with other letters than a to z, read by the likeliest encodings:\n")
		for _, c := range s.Candidates {
			fmt.Fprintf(w, "    %-14s %s\n", c.Encoding, show.First(c.Row, 60))
		}
		fmt.Fprint(w, "The first is taken; -encoding NAME takes another.\n")
	}
	if s.Headers == 0 {
		fmt.Fprintf(w, "Line %d looks like data, not like the names of columns: header_lines: 0, and columns by their numbers.\n", s.Skip+1)
	}
	fmt.Fprintln(w)
	wide := 0
	header := func(c *table.Surveyed) string { return cmp.Or(c.Header, fmt.Sprintf("(column %d)", c.Number)) }
	for i := range s.Columns {
		wide = max(wide, show.Columns(header(&s.Columns[i])))
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		means, how := c.Means, c.Format
		if c.Also != "" {
			means += ", " + c.Also
		}
		if means == "ignore" {
			means, how = "-", ""
		}
		if c.KM > 0 || c.Leg > 0 || c.Means == "half" {
			for _, rc := range p.Races {
				if i := slices.IndexFunc(rc.Points, func(at propose.Point) bool { return at.ID == c.Means }); i >= 0 {
					means += ", km " + rc.Points[i].KM.String()
					break
				}
			}
		}
		line := fmt.Sprintf("    %s%s  %-18s %8d  %-16s %s", header(c), strings.Repeat(" ", max(0, wide-show.Columns(header(c)))), means, c.Filled, how, show.First(c.Example(), 24))
		if c.Why != "" {
			line += "  (" + c.Why + ")"
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

// assumptions are what a reader of the proposal has to check, a line each.
func assumptions(p *propose.Proposal) []string {
	list := []string{
		fmt.Sprintf("name        %s: %s", p.Name, p.NameWhy),
		fmt.Sprintf("date        %s: %s", p.Date, p.DateWhy),
		fmt.Sprintf("time_zone   %s: %s", p.Zone, p.ZoneWhy),
	}
	for _, rc := range p.Races {
		if len(p.Races) > 1 {
			list = append(list, "race        "+rc.ID+cmp.Or(prefixed(": where ", rc.Entries.Where), prefixed(": sheet ", rc.Entries.Sheet), ": "+rc.Entries.File))
		}
		list = append(list, fmt.Sprintf("km          %s: %s", rc.KM, rc.KMWhy), fmt.Sprintf("gun         %s: %s", rc.Gun, rc.GunWhy))
		if rc.Clock {
			list = append(list, "clock       time_of_day: the columns of times contain times of day")
		}
		for _, t := range rc.Timing {
			if t.TimeFormat != "" {
				list = append(list, fmt.Sprintf("time_format %s: from the cells", t.TimeFormat))
			}
		}
		if rc.Entries.EncodingWhy != "" {
			list = append(list, fmt.Sprintf("encoding    %s: %s", rc.Entries.Encoding, strings.TrimPrefix(rc.Entries.EncodingWhy, "assumed: ")))
		}
		if rc.Entries.Where != "" && len(p.Races) == 1 {
			list = append(list, fmt.Sprintf("where       %s: %s", rc.Entries.Where, rc.Entries.WhereWhy))
		}
		for _, c := range rc.Entries.Columns {
			if slices.Contains([]string{"bib", "name", "gender"}, c.Key) && c.Why != "" {
				list = append(list, fmt.Sprintf("%-11s %s: %s", c.Key, c.Means, strings.TrimPrefix(c.Why, "assumed: ")))
			}
		}
		for _, v := range rc.Entries.Values {
			list = append(list, "values      "+v)
		}
		if rc.Entries.ValuesWhy != "" {
			list = append(list, "            "+rc.Entries.ValuesWhy)
		}
		if rc.DivisionsWhy != "" {
			list = append(list, "divisions   "+rc.DivisionsWhy)
		}
		if rc.AgeGroupsWhy != "" {
			list = append(list, "age_groups  "+rc.AgeGroupsWhy)
		}
		list = append(list, fmt.Sprintf("ranking     by %s; missing_point: %s; equal times share a place", rc.By, rc.Missing))
		for _, why := range []string{rc.ByWhy, rc.MissingWhy} {
			if strings.Contains(why, " rows ") || strings.Contains(why, " agree ") {
				list = append(list, "            "+strings.TrimPrefix(why, "assumed: "))
			}
		}
	}
	for i := range p.Sources {
		if g := p.Sources[i].Survey.Column("gender"); g != nil && g.Strange > 0 {
			list = append(list, fmt.Sprintf("divisions   %s have another gender than M and F, and are listed but not ranked", show.Many(g.Strange, "row", "rows")))
		}
	}
	return append(list, p.Notes...)
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
