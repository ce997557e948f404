package read

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/chipreads"
	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/yamlpos"
)

// The keys of the two kinds of timing, besides file, kind and encoding.
var (
	layoutKeys = []string{"where", "sheet", "skip_lines", "header_lines"}
	tableKeys  = append([]string{"clock", "time_format", "prefer"}, layoutKeys...)
	readsKeys  = []string{"format", "points", "chips", "offsets", "pick", "window", "gap", "separator"}
)

// otherKind reports keys that belong to the other kind of timing.
func otherKind(f yamlpos.Fields, keys []string, kind string) {
	for _, key := range keys {
		if v := f.Get(key); v.Exists() {
			v.Fail("unknown_key", "", "the key %q belongs to timing of the kind %s", key, kind)
		}
	}
}

// readsSource is one item of timing of the kind reads, as edition.yaml has it.
type readsSource struct {
	chipreads.Source
	patterns []filePattern
	chipsAt  yamlpos.Value
}

// filePattern is a file or a pattern of files.
type filePattern struct {
	pattern string // inside the project
	at      yamlpos.Value
}

// read reads the keys of one item of the kind reads.
func (s *readsSource) read(folder string, rc *race.Race, f yamlpos.Fields) {
	file := f.Need("file")
	for _, v := range file.OneOrMore() {
		s.patterns = append(s.patterns, filePattern{at: v, pattern: inside(v, folder, "reads")})
	}
	names := make([]string, len(vendors.Formats))
	for i := range vendors.Formats {
		names[i] = vendors.Formats[i].Name
	}
	s.Format = yamlpos.Choice(f.Need("format"), names...)
	s.Encoding = encodingOf(f.Get("encoding"))
	if v := f.Get("chips"); v.Exists() {
		s.Chips, s.chipsAt = table.Source{Path: inside(v, folder, "chips.csv"), Encoding: s.Encoding}, v
	}
	s.Window = spanOf(f.Get("window"), chipreads.DefaultWindow)
	s.Gap = spanOf(f.Get("gap"), max(chipreads.DefaultGap, s.Window))
	if s.Gap < s.Window {
		f.Get("gap").Fail("bad_value", "", "the gap %s between passes is less than the window %s of one passing", s.Gap, s.Window)
	}
	s.Stop = yamlpos.Choice(f.Get("on_row_error"), "set_aside", "stop") == "stop"
	s.stationsOf(rc, f)
	s.picksOf(rc, f.Get("pick"))
	for _, pair := range f.Get("offsets").Pairs() {
		by := yamlpos.Parsed(pair.Value, 0, `a span such as "0:00:01.5", with a minus if the clock is fast; it is added`, func(text string) (race.Clock, error) {
			return race.ParseClock(strings.TrimPrefix(text, "+"))
		})
		s.Offsets = append(s.Offsets, chipreads.Offset{Name: pair.Key, By: by, At: pair.At.Place()})
	}
	s.columnsOf(f)
}

// inside reads a path that stays in the project's data.
func inside(v yamlpos.Value, folder, def string) string {
	return yamlpos.Parsed(v, path.Join(folder, def), "a path from the race's folder", func(name string) (string, error) {
		file := path.Join(folder, name)
		if name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, `\`) || !fs.ValidPath(file) || !strings.HasPrefix(file, "data/") {
			return def, errors.New("not a path inside data")
		}
		if _, err := path.Match(file, ""); err != nil {
			return def, errors.New("not a pattern")
		}
		return file, nil
	})
}

// spanOf reads a span of time that is not negative.
func spanOf(v yamlpos.Value, def race.Clock) race.Clock {
	return yamlpos.Parsed(v, def, `a span such as "0:00:30"`, func(text string) (race.Clock, error) {
		c, err := race.ParseClock(text)
		if err != nil || c < 0 || c > race.Day {
			return def, errors.New("not a span of time")
		}
		return c, nil
	})
}

// stationsOf reads which reader stands at which points.
func (s *readsSource) stationsOf(rc *race.Race, f yamlpos.Fields) {
	for _, pair := range f.Get("points").Pairs() {
		st := chipreads.Station{Name: pair.Key, At: pair.At.Place()}
		if slices.ContainsFunc(s.Stations, func(o chipreads.Station) bool { return chipreads.FoldName(o.Name) == chipreads.FoldName(st.Name) }) {
			pair.At.Fail("duplicate_key", "", "the reader %q is mapped twice", pair.Key)
			continue
		}
		for _, v := range pair.Value.OneOrMore() {
			id, ok := v.Scalar()
			if !ok {
				continue
			}
			i := rc.Point(id)
			switch {
			case i < 0:
				v.Fail("unknown_point", "known here: "+strings.Join(pointIDs(rc), ", "), "the race has no point %q", id)
				continue
			case len(st.Points) > 0 && st.Points[len(st.Points)-1] >= i:
				v.Fail("bad_value", "name them as they are passed", "the point %q does not come after %q", id, rc.Points[st.Points[len(st.Points)-1]].ID)
				continue
			}
			st.Points = append(st.Points, i)
		}
		if len(st.Points) > 0 {
			s.Stations = append(s.Stations, st)
		}
	}
}

// picksOf reads which read of a passing counts. One word is for all points but
// the start, where the last read before the next point counts; a mapping has a
// word for each point, also for the start.
func (s *readsSource) picksOf(rc *race.Race, v yamlpos.Value) {
	s.Picks = map[int]chipreads.Pick{}
	if !v.IsMapping() {
		if p := yamlpos.Choice(v, chipreads.PickFirst, chipreads.PickLast, chipreads.PickStrongest); v.Exists() {
			for i := rc.Start() + 1; i < len(rc.Points); i++ {
				s.Picks[i] = p
			}
		}
		return
	}
	for _, pair := range v.Pairs() {
		i := rc.Point(pair.Key)
		if i < 0 {
			pair.At.Fail("unknown_point", "known here: "+strings.Join(pointIDs(rc), ", "), "the race has no point %q", pair.Key)
			continue
		}
		s.Picks[i] = yamlpos.Choice(pair.Value, chipreads.PickFirst, chipreads.PickLast, chipreads.PickStrongest)
	}
}

// columnsOf reads what the columns of the generic format are.
func (s *readsSource) columnsOf(f yamlpos.Fields) {
	columns, separator := f.Get("columns"), f.Get("separator")
	if s.Format != vendors.Generic {
		for _, v := range []yamlpos.Value{columns, separator} {
			if v.Exists() {
				v.Fail("unknown_key", "the vendors' formats have columns of their own", "%s belongs to the format generic", v.Title())
			}
		}
		if len(s.Stations) == 0 && !f.Get("points").Exists() {
			f.Get("points").Fail("missing_key", `expected: points: {"the reader's name": finish}`, "the key %q is missing", f.Get("points").Name())
		}
		return
	}
	s.Separator = yamlpos.Parsed(separator, 0, `one of "," ";" "|" and "\t"`, func(text string) (byte, error) {
		switch text {
		case ",", ";", "|":
			return text[0], nil
		case "\t", "tab", `\t`, "":
			return '\t', nil
		}
		return 0, errors.New("not a separator")
	})
	has := map[string]bool{}
	for _, pair := range columns.Pairs() {
		role := yamlpos.Choice(pair.Value, append([]string{table.Ignore}, vendors.Roles...)...)
		if role != table.Ignore && has[role] {
			pair.Value.Fail("duplicate_key", "", "two columns are %s", role)
		}
		has[role] = true
		s.Columns = append(s.Columns, vendors.Column{Header: table.FoldHeader(pair.Key), Role: role, Name: pair.Key, At: pair.At.Place()})
	}
	switch {
	case !columns.Exists():
		columns.Fail("missing_key", "expected: columns: {Tag: chip, Time: time, Reader: reader}; numbers where the file has no header", "the key %q is missing", columns.Name())
	case !has["time"] || !has["chip"] && !has["bib"]:
		columns.Fail("missing_column", "roles: "+strings.Join(vendors.Roles, ", "), "the columns must name a time, and a chip or a bib")
	case !has["point"] && len(s.Stations) == 0:
		columns.Fail("missing_column", `or map all of a file: points: {"*": finish}`, "nothing says at which point a read was taken: neither a column point nor the key points")
	}
}

// matching returns the files of a source in ascending order, each once.
func (p *project) matching(e *race.Edition, s *readsSource) []string {
	var files []string
	for _, f := range s.patterns {
		found, err := fs.Glob(p.fsys, f.pattern)
		found = slices.DeleteFunc(found, func(name string) bool {
			info, err := fs.Stat(p.fsys, name)
			return err == nil && info.IsDir()
		})
		if err != nil || len(found) == 0 {
			p.missing(e, source{Source: table.Source{Path: f.pattern}, at: f.at, declared: true})
		}
		files = append(files, found...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// rawReads makes timing of the raw reads of a race. Without a roster it checks
// only that the files are there.
func (p *project) rawReads(e *race.Edition, rc *race.Race, list []readsSource, roster *roster) {
	sources := make([]chipreads.Source, len(list))
	for i := range list {
		s := &list[i]
		sources[i] = s.Source
		sources[i].Files = p.matching(e, s)
		sources[i].Chips.Missing = func() {
			p.missing(e, source{Source: s.Chips, at: s.chipsAt, declared: true})
		}
	}
	if roster == nil {
		return
	}
	n := chipreads.Gather(chipreads.Input{Tables: p.tables, Edition: e, Race: rc, Bibs: roster.index, Join: func(e *race.Entry, t *race.Timing, level problem.Level) {
		p.joinReads(rc, e, t, level)
	}}, sources)
	p.reads.Reads += n.Reads
	p.reads.Unknown += n.Unknown
	p.reads.Timed += n.Timed
}
