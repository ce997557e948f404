package read

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"

	"guntime/generator/internal/chipreads"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// source is one use of a table, as edition.yaml names it or by default.
type source struct {
	table.Source
	at       yamlpos.Value // where it is named; the edition's own race where it is not
	declared bool          // named, not the default
	timing   timingOptions
	order    nameOrder           // of names in two columns, "" for the custom of their script
	dates    spelling.DateFormat // "" where it is found out
}

// timingOptions say how to read the cells of a timing file.
type timingOptions struct {
	timeOfDay  bool                // cells of points are wall clock
	ownGun     bool                // they count from the runner's own gun, where those differ (R63)
	stop       bool                // a row that cannot be read is an error
	strangers  bool                // a row whose bib has no entry is set aside, and no error
	firstFile  bool                // where an earlier file has a time too, the earlier one's counts
	timeFormat spelling.TimeFormat // "" where each column is as its cells say
}

// preferFirst is the word for files of which the first listed counts, and those
// after it where it has nothing: a main clock and its backup.
const preferFirst = "first-file"

// uses are all tables of one race.
type uses struct {
	entries source
	timing  []source
	reads   []readsSource
	orders  []chipreads.Order
}

// sources reads which files hold the race's entries and timing.
func sources(folder string, rc *race.Race, f yamlpos.Fields) uses {
	var u uses
	u.entries = source{Source: table.Source{Path: path.Join(folder, "entries.csv")}, at: f.Mapping}
	if v := f.Get("entries"); v.Exists() {
		g := v.Fields(slices.Concat([]string{"file", "encoding", "columns"}, layoutKeys, cellKeys)...)
		u.entries.read(folder, rc, g)
	}
	v := f.Get("timing")
	if !v.Exists() {
		u.timing = []source{{Source: table.Source{Path: path.Join(folder, "times.csv")}, at: f.Mapping}}
	}
	for _, item := range v.Items() {
		g := item.Fields(slices.Concat([]string{"file", "kind", "encoding", "columns", "on_row_error", "unknown_bibs", "clock", "skip_lines"}, tableKeys, cellKeys, readsKeys, orderKeys)...)
		kind := yamlpos.Choice(g.Get("kind"), "table", "reads", "order")
		if kind == "order" {
			u.orders = append(u.orders, orderOf(folder, item, g))
			continue
		}
		otherKind(g, orderKeys, "order")
		if kind == "reads" {
			otherKind(g, slices.Concat(tableKeys, []string{"values", "name_order"}), "table")
			s := readsSource{Source: chipreads.Source{At: item.Place()}}
			s.read(folder, rc, g)
			u.reads = append(u.reads, s)
			continue
		}
		otherKind(g, readsKeys, "reads")
		s := source{Source: table.Source{Path: path.Join(folder, "times.csv")}, at: item}
		s.read(folder, rc, g)
		clock := yamlpos.Choice(g.Get("clock"), "since_gun", "since_own_gun", "time_of_day")
		s.timing.timeOfDay, s.timing.ownGun = clock == "time_of_day", clock == "since_own_gun"
		s.timing.stop = yamlpos.Choice(g.Get("on_row_error"), "set_aside", "stop") == "stop"
		s.timing.strangers = yamlpos.Choice(g.Get("unknown_bibs"), "stop", "set_aside") == "set_aside"
		if v := g.Get("time_format"); v.Exists() {
			s.timing.timeFormat = yamlpos.Choice(v, spelling.TimeFormats...)
		}
		s.timing.firstFile = yamlpos.Choice(g.Get("prefer"), "none", preferFirst) == preferFirst
		u.timing = append(u.timing, s)
	}
	backed := slices.ContainsFunc(u.timing, func(s source) bool { return s.timing.firstFile })
	for i := range u.timing {
		u.timing[i].timing.firstFile = backed
	}
	u.merge()
	return u
}

// read reads the keys that both uses know.
func (s *source) read(folder string, rc *race.Race, f yamlpos.Fields) {
	s.declared = true
	if v := f.Get("file"); v.Exists() {
		s.at = v
		s.Path = yamlpos.Parsed(v, s.Path, "a path from the race's folder", func(name string) (string, error) {
			file := path.Join(folder, name)
			if name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, `\`) || !fs.ValidPath(file) || !strings.HasPrefix(file, "data/") {
				return s.Path, errors.New("not a path inside data")
			}
			return file, nil
		})
	}
	s.Encoding = encodingOf(f.Get("encoding"))
	s.Skip = yamlpos.Parsed(f.Get("skip_lines"), 0, "the number of lines before the header, at most 1000", count(0, 1000))
	if v := f.Get("header_lines"); v.Exists() {
		s.Headers = cmp.Or(yamlpos.Parsed(v, 1, "0, 1 or 2", count(0, 2)), table.NoHeader)
	}
	if v := f.Get("sheet"); v.Exists() {
		s.Sheet, s.SheetAt = v.StringOr(""), v.Place()
	}
	for _, pair := range f.Get("columns").Pairs() {
		m := table.Mapping{Header: spelling.FoldHeader(pair.Key), Position: pair.Number(), Name: pair.Key, At: pair.At.Place()}
		if slices.ContainsFunc(s.Columns, m.Same) {
			pair.At.Fail("duplicate_key", "", "the column %q is mapped twice", pair.Key)
			continue
		}
		for _, v := range pair.Value.OneOrMore() { // one column may be two things
			m.Target = yamlpos.Parsed(v, table.Ignore, "a column, a point of the race, or ignore", func(t string) (string, error) {
				return target(rc, pair.Key, t)
			})
			s.Columns = append(s.Columns, m)
		}
	}
	s.readCells(rc, f)
	for _, pair := range f.Get("where").Pairs() {
		c := table.Condition{Header: spelling.FoldHeader(pair.Key), Position: pair.Number(), Name: pair.Key, At: pair.At.Place()}
		for i, v := range pair.Value.OneOrMore() { // one value, or any of a list
			if value := spelling.FoldWidth(v.StringOr("")); i == 0 {
				c.Equals = value
			} else {
				c.Or = append(c.Or, value)
			}
		}
		s.Where = append(s.Where, c)
	}
}

// count reads a whole number between two others.
func count(least, most int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			return least, errors.New("not such a number")
		}
		return n, nil
	}
}

// encodingOf reads the name of an encoding; nil where absent.
func encodingOf(v yamlpos.Value) encoding.Encoding {
	return yamlpos.Parsed(v, nil, "a name such as utf-8, gb18030, big5, utf-16le or windows-1252", table.EncodingNamed)
}

// target checks what a header is mapped to.
func target(rc *race.Race, header, t string) (string, error) {
	switch {
	case header == table.Everything && t != table.Ignore:
		return table.Ignore, errors.New("not what every other column can be: only ignore is")
	case t == table.Ignore, t == table.RowNumber && header == "bib", t == table.NoName && (header == "name" || header == "gender"):
		return t, nil
	case slices.Contains(table.EntryColumns, t), slices.Contains(table.TimeColumns, t), rc.Point(t) >= 0:
		return t, nil
	case t == table.RowNumber:
		return t, errors.New("only for the column bib")
	case t == table.NoName:
		return t, errors.New("only for the columns name and gender")
	}
	return table.Ignore, errors.New("neither a column nor a point of this race")
}

// merge makes all uses of one file share what any of them declares of its columns,
// encoding and header. Entries that declare no rows take those of the timing.
func (u *uses) merge() {
	all := make([]*source, 0, len(u.timing)+1)
	all = append(all, &u.entries)
	for i := range u.timing {
		all = append(all, &u.timing[i])
	}
	for _, s := range all {
		for _, o := range all {
			if o == s || o.Path != s.Path {
				continue
			}
			if s.Sheet == "" && o == &u.entries {
				s.Sheet, s.SheetAt = o.Sheet, o.SheetAt
			}
			if !s.Shares(o.Source) { // another sheet of it
				continue
			}
			own := s.Columns
			for _, m := range o.Columns {
				if !slices.ContainsFunc(own, m.Same) {
					s.Columns = append(s.Columns[:len(s.Columns):len(s.Columns)], m)
				}
			}
			if s.Encoding == nil {
				s.Encoding = o.Encoding
			}
			s.share(o)
			s.Skip, s.Headers = max(s.Skip, o.Skip), cmp.Or(s.Headers, o.Headers)
		}
	}
	if len(u.entries.Where) > 0 {
		return
	}
	shared := slices.DeleteFunc(slices.Clone(u.timing), func(s source) bool { return !s.Shares(u.entries.Source) })
	if len(shared) == 1 {
		u.entries.Where = shared[0].Where
	}
}

// serves reports whether the entries' file is a timing file too.
func (u *uses) serves() bool {
	return slices.ContainsFunc(u.timing, func(s source) bool { return s.Shares(u.entries.Source) })
}

// open opens a table of the edition, as Reader.Open does.
func (p *project) open(e *race.Edition, s source, words table.Vocabulary) (*table.Table, bool) {
	s.Missing, s.Default = func() { p.missing(e, s) }, !s.declared
	return p.tables.Open(s.Source, words)
}

// missing reports a table that is not there. In an edition that has no results
// yet that is a warning, and nothing at all where the file is not named.
func (p *project) missing(e *race.Edition, s source) {
	level := problem.Error
	if !e.State.HasResults() {
		if !s.declared {
			return
		}
		level = problem.Warning
	}
	text := fmt.Sprintf("there is no file %q", s.Path)
	if p.dry && !s.declared && path.Base(s.Path) == "times.csv" {
		level = problem.Warning
	}
	if s.declared {
		s.at.Report(level, "missing_file", "", "%s", text)
		return
	}
	problem.WholeFile(s.at.Place().Path).Report(p.found, level, "missing_file", text, "it is the default; name another file under entries or timing")
}
