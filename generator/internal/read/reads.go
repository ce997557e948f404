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
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// The keys of the two kinds of timing, besides file, kind and encoding.
var (
	layoutKeys = []string{"where", "sheet", "skip_lines", "header_lines"}
	tableKeys  = []string{"time_format", "prefer", "where", "sheet", "header_lines"}
	readsKeys  = []string{"format", "points", "chips", "offsets", "pick", "window", "gap", "separator", "epoch"}
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
	s.Format = yamlpos.Choice(f.Need("format"), vendors.Names()...)
	s.Skip = yamlpos.Parsed(f.Get("skip_lines"), 0, "the number of lines before the header or the first read, at most 1000", count(0, 1000))
	s.Wall = yamlpos.Choice(f.Get("epoch"), "utc", "wall") == "wall"
	s.Encoding = encodingOf(f.Get("encoding"))
	if v := f.Get("chips"); v.Exists() {
		s.Chips, s.chipsAt = table.Source{Path: inside(v, folder, "chips.csv"), Encoding: s.Encoding}, v
	}
	s.Window = spanOf(f.Get("window"), chipreads.DefaultWindow)
	s.Gap = spanOf(f.Get("gap"), 0)
	if f.Get("gap").Exists() && s.Gap < s.Window {
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
			points := standing(rc, id)
			switch {
			case points == nil:
				v.Fail("unknown_point", "known here: "+standingIDs(rc), "the race has no point %q", id)
				continue
			case len(st.Points) > 0 && st.Points[len(st.Points)-1] >= points[0]:
				v.Fail("bad_value", "name them as they are passed", "the point %q does not come after %q", id, rc.Points[st.Points[len(st.Points)-1]].ID)
				continue
			}
			st.Points = append(st.Points, points...)
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
		points := standing(rc, pair.Key)
		if points == nil {
			pair.At.Fail("unknown_point", "known here: "+standingIDs(rc), "the race has no point %q", pair.Key)
			continue
		}
		pick := yamlpos.Choice(pair.Value, chipreads.PickFirst, chipreads.PickLast, chipreads.PickStrongest)
		for _, i := range points {
			s.Picks[i] = pick
		}
	}
}

// standing are the points that a reader can stand at by one name: in a race of laps
// all ends of laps have one.
func standing(rc *race.Race, id string) []int {
	switch i := rc.Point(id); {
	case rc.OfLaps() && id == chipreads.LapPoint:
		return chipreads.Laps(rc)
	case i < 0, rc.OfLaps() && i != rc.Start():
		return nil
	default:
		return []int{i}
	}
}

// standingIDs are the names that a reader can stand at.
func standingIDs(rc *race.Race) string {
	if rc.OfLaps() {
		return rc.Points[rc.Start()].ID + ", " + chipreads.LapPoint
	}
	return strings.Join(pointIDs(rc), ", ")
}

// columnsOf reads what the columns of the generic format are.
func (s *readsSource) columnsOf(f yamlpos.Fields) {
	columns, separator := f.Get("columns"), f.Get("separator")
	if s.Format != vendors.Generic && (s.Format != vendors.Auto || !columns.Exists()) {
		foreign := []yamlpos.Value{columns, separator, f.Get("date_format"), f.Get("clock")}
		if s.Format == vendors.Auto { // it may turn out to be generic
			foreign = nil
			s.tableOf(f)
		}
		for _, v := range foreign {
			if v.Exists() {
				v.Fail("unknown_key", "the vendors' formats have columns of their own", "%s belongs to the format generic", v.Title())
			}
		}
		if len(s.Stations) == 0 && !f.Get("points").Exists() {
			f.Get("points").Fail("missing_key", `expected: points: {"the reader's name": finish}`, "the key %q is missing", f.Get("points").Name())
		}
		return
	}
	s.tableOf(f)
	has := map[string]bool{}
	for _, pair := range columns.Pairs() {
		role := yamlpos.Choice(pair.Value, append([]string{table.Ignore}, vendors.Roles...)...)
		if role != table.Ignore && has[role] {
			pair.Value.Fail("duplicate_key", "", "two columns are %s", role)
		}
		has[role] = true
		s.Columns = append(s.Columns, vendors.Column{Header: spelling.FoldHeader(pair.Key), Role: role, Name: pair.Key, At: pair.At.Place()})
	}
	switch {
	case !columns.Exists():
		if len(s.Stations) == 0 {
			f.Get("points").Fail("missing_key", `expected: points: {"the reader's name": finish}, or {"*": finish} for all of a file`, "the key %q is missing", f.Get("points").Name())
		}
	case !has["time"] || !has["chip"] && !has["bib"]:
		columns.Fail("missing_column", "roles: "+strings.Join(vendors.Roles, ", "), "the columns must name a time, and a chip or a bib")
	case !has["point"] && len(s.Stations) == 0:
		columns.Fail("missing_column", `or map all of a file: points: {"*": finish}`, "nothing says at which point a read was taken: neither a column point nor the key points")
	}
}

// tableOf reads the keys of a file that is a table: its separator, the order of its
// dates, and what its times count from.
func (s *readsSource) tableOf(f yamlpos.Fields) {
	s.Separator = separatorOf(f.Get("separator"))
	if v := f.Get("date_format"); v.Exists() {
		s.Order = dateOrders[yamlpos.Choice(v, spelling.DateFormats...)]
	}
	s.SinceGun = yamlpos.Choice(f.Get("clock"), "time_of_day", "since_gun") == "since_gun"
	s.TimeOfDay = f.Get("clock").Exists() && !s.SinceGun
}

// separatorOf reads what stands between columns; 0 where it is to be found out.
func separatorOf(v yamlpos.Value) byte {
	if !v.Exists() {
		return 0
	}
	switch text := yamlpos.Choice(v, separators...); text {
	case "tab", `\t`, "":
		return '\t'
	case "space":
		return ' '
	default:
		return text[0]
	}
}

// separators are what may stand between the columns of raw reads.
var separators = []string{",", ";", "|", "\t", "tab", `\t`, "space", "~", "^", ":", "/", "-", "_", "#", "@", "*", "+", "=", "&", "%", "!", "$", ""}

var dateOrders = map[spelling.DateFormat]vendors.Order{"d.m.y": vendors.DayFirst, "d/m/y": vendors.DayFirst, "d-m-y": vendors.DayFirst, "m/d/y": vendors.MonthFirst, "m-d-y": vendors.MonthFirst,
	"y-m-d": vendors.YearFirst, "y/m/d": vendors.YearFirst, "y.m.d": vendors.YearFirst}

// gunsOf are the guns of an edition's races, as far as they can be read.
func gunsOf(races []yamlpos.Pair, e *race.Edition) []race.Instant {
	var guns []race.Instant
	for _, pair := range races {
		if len(races) == 1 || !pair.Value.IsMapping() {
			continue
		}
		f, _ := pair.Value.SomeFields("gun")
		gun := f.Get("gun")
		if !gun.Exists() || gun.IsMapping() {
			continue
		}
		if text, ok := gun.Scalar(); ok {
			if c, err := race.ParseClock(text); err == nil {
				at, _ := e.Wall().First(c)
				guns = append(guns, at)
			}
		}
	}
	return guns
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
	var reads *chipreads.Memory
	if p.memory != nil {
		reads = &p.memory.Reads
	}
	n := chipreads.Gather(chipreads.Input{Memory: reads, Tables: p.tables, Edition: e, Race: rc, Bibs: roster.index, Guns: p.guns, Others: p.others(rc), Join: func(e *race.Entry, t *race.Timing, level problem.Level) {
		p.joinReads(rc, e, t, level)
	}}, sources)
	p.reads.Reads += n.Reads
	p.reads.Unknown += n.Unknown
	p.reads.Timed += n.Timed
}

// others are the chips and bibs of the other races of the edition.
func (p *project) others(rc *race.Race) []chipreads.Race {
	var list []chipreads.Race
	for _, o := range p.rosters {
		if o.race == rc {
			continue
		}
		other := chipreads.Race{Bibs: o.roster.index}
		for _, e := range o.race.Entries {
			if e.Chip != "" {
				other.Chips = append(other.Chips, e.Chip)
			}
		}
		for i := range o.reads {
			other.Sources = append(other.Sources, o.reads[i].Source)
		}
		list = append(list, other)
	}
	return list
}
