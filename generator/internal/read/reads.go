package read

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/yamlpos"
)

// readsSource is one item of timing of the kind reads: what readers wrote down
// each time they heard a chip, many times a passing.
type readsSource struct {
	at        problem.Place
	files     []readsFiles
	format    string
	stations  []station
	offsets   []clockOffset
	chips     source // chips.path is "" where the entries alone name chips
	encoding  encoding.Encoding
	roles     []columnRole // of the generic format
	separator byte         // 0 to find it out
	picks     map[int]pick // by point, where not the default
	window    race.Clock   // reads no further apart are one passing
	gap       race.Clock   // passings closer together are one pass
	stop      bool
	spoke     bool // a line of it was read
}

// readsFiles is a file or a pattern of files.
type readsFiles struct {
	pattern string // inside the project
	at      yamlpos.Value
}

// station says which points a reader stands at: more than one where the course
// comes by again, in course order.
type station struct {
	key    string // folded
	name   string // as it was declared
	points []int
	mat    int // into the collector's mats
	at     problem.Place
}

// clockOffset is added to the times of a reader.
type clockOffset struct {
	key  string // folded
	name string // as it was declared
	by   race.Clock
	at   problem.Place
	used bool
}

// columnRole says what a column of the generic format holds.
type columnRole struct {
	header string // folded; a number counts columns from 1
	role   string
	name   string // the header as it was declared
	at     problem.Place
}

// pick is which read of a passing gives its time.
type pick string

const (
	pickFirst     pick = "first"
	pickLast      pick = "last"
	pickStrongest pick = "strongest"
)

// The keys of the two kinds of timing, besides file, kind and encoding.
var (
	layoutKeys = []string{"where", "skip_lines", "header_lines"}
	tableKeys  = append([]string{"clock", "time_format"}, layoutKeys...)
	readsKeys  = []string{"format", "points", "chips", "offsets", "pick", "window", "gap", "separator"}
)

// The defaults of how reads are gathered: a chip is heard for some seconds at
// a mat, and nobody comes back to one within ten minutes but by milling about.
const (
	defaultWindow race.Clock = 30_000
	defaultGap    race.Clock = 600_000
)

// otherKind reports keys that belong to the other kind of timing.
func otherKind(f yamlpos.Fields, keys []string, kind string) {
	for _, key := range keys {
		if v := f.Get(key); v.Exists() {
			v.Fail("unknown_key", "", "the key %q belongs to timing of the kind %s", key, kind)
		}
	}
}

// read takes the keys of one item of the kind reads.
func (s *readsSource) read(folder string, rc *race.Race, f yamlpos.Fields) {
	file := f.Need("file")
	for _, v := range file.OneOrMore() {
		s.files = append(s.files, readsFiles{at: v, pattern: inside(v, folder, "reads")})
	}
	formats := make([]string, len(readsFormats))
	for i := range readsFormats {
		formats[i] = readsFormats[i].name
	}
	s.format = yamlpos.Choice(f.Need("format"), formats...)
	s.encoding = encodingOf(f.Get("encoding"))
	if v := f.Get("chips"); v.Exists() {
		s.chips = source{path: inside(v, folder, "chips.csv"), at: v, declared: true}
	}
	s.window = spanOf(f.Get("window"), defaultWindow)
	s.gap = spanOf(f.Get("gap"), max(defaultGap, s.window))
	if s.gap < s.window {
		f.Get("gap").Fail("bad_value", "", "the gap %s between passes is less than the window %s of one passing", s.gap, s.window)
	}
	s.stop = yamlpos.Choice(f.Get("on_row_error"), "set_aside", "stop") == "stop"
	s.stationsOf(rc, f)
	s.picksOf(rc, f.Get("pick"))
	for _, pair := range f.Get("offsets").Pairs() {
		by := yamlpos.Parsed(pair.Value, 0, `a span such as "0:00:01.5", with a minus if the clock is fast; it is added`, func(text string) (race.Clock, error) {
			return race.ParseClock(strings.TrimPrefix(text, "+"))
		})
		s.offsets = append(s.offsets, clockOffset{key: foldKey(pair.Key), name: pair.Key, by: by, at: pair.At.Place()})
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

// stationsOf reads at which points the readers stand.
func (s *readsSource) stationsOf(rc *race.Race, f yamlpos.Fields) {
	for _, pair := range f.Get("points").Pairs() {
		st := station{key: foldKey(pair.Key), name: pair.Key, at: pair.At.Place()}
		if slices.ContainsFunc(s.stations, func(o station) bool { return o.key == st.key }) {
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
			case len(st.points) > 0 && st.points[len(st.points)-1] >= i:
				v.Fail("bad_value", "name them as they are passed", "the point %q does not come after %q", id, rc.Points[st.points[len(st.points)-1]].ID)
				continue
			}
			st.points = append(st.points, i)
		}
		if len(st.points) > 0 {
			s.stations = append(s.stations, st)
		}
	}
}

// picksOf reads which read of a passing counts: one word for all points but
// the start, whose last read before the next point always does unless it is
// named, or a word for each point.
func (s *readsSource) picksOf(rc *race.Race, v yamlpos.Value) {
	s.picks = map[int]pick{}
	if !v.IsMapping() {
		if p := yamlpos.Choice(v, pickFirst, pickLast, pickStrongest); v.Exists() {
			for i := rc.Start() + 1; i < len(rc.Points); i++ {
				s.picks[i] = p
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
		s.picks[i] = yamlpos.Choice(pair.Value, pickFirst, pickLast, pickStrongest)
	}
}

// The roles that a column of the generic format can have.
var columnRoles = []string{"chip", "bib", "time", "date", "reader", "point", "strength", ignore}

// columnsOf reads what the columns of the generic format are.
func (s *readsSource) columnsOf(f yamlpos.Fields) {
	columns, separator := f.Get("columns"), f.Get("separator")
	if s.format != generic {
		for _, v := range []yamlpos.Value{columns, separator} {
			if v.Exists() {
				v.Fail("unknown_key", "the vendors' formats have columns of their own", "%s belongs to the format generic", v.Title())
			}
		}
		if len(s.stations) == 0 && !f.Get("points").Exists() {
			f.Get("points").Fail("missing_key", `expected: points: {"the reader's name": finish}`, "the key %q is missing", f.Get("points").Name())
		}
		return
	}
	s.separator = yamlpos.Parsed(separator, 0, `one of "," ";" "|" and "\t"`, func(text string) (byte, error) {
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
		role := yamlpos.Choice(pair.Value, append([]string{ignore}, columnRoles...)...)
		if role != ignore && has[role] {
			pair.Value.Fail("duplicate_key", "", "two columns are %s", role)
		}
		has[role] = true
		s.roles = append(s.roles, columnRole{header: foldHeader(pair.Key), role: role, name: pair.Key, at: pair.At.Place()})
	}
	switch {
	case !columns.Exists():
		columns.Fail("missing_key", "expected: columns: {Tag: chip, Time: time, Reader: reader}; numbers where the file has no header", "the key %q is missing", columns.Name())
	case !has["time"] || !has["chip"] && !has["bib"]:
		columns.Fail("missing_column", "roles: "+strings.Join(columnRoles, ", "), "the columns must name a time, and a chip or a bib")
	case !has["point"] && len(s.stations) == 0:
		columns.Fail("missing_column", `or map all of a file: points: {"*": finish}`, "nothing says at which point a read was taken: neither a column point nor the key points")
	}
}

// named reports whether some column of the generic format is a point.
func (s *readsSource) named() bool {
	return slices.ContainsFunc(s.roles, func(r columnRole) bool { return r.role == "point" })
}

// foldKey returns the form under which two names of a reader are the same.
func foldKey(name string) string { return strings.ToUpper(foldWidth(name)) }

// matching returns the files of a source in ascending order, each once.
func (p *project) matching(e *race.Edition, s *readsSource) []string {
	var files []string
	for _, f := range s.files {
		found, err := fs.Glob(p.fsys, f.pattern)
		found = slices.DeleteFunc(found, func(name string) bool {
			info, err := fs.Stat(p.fsys, name)
			return err == nil && info.IsDir()
		})
		if err != nil || len(found) == 0 {
			p.missing(e, source{path: f.pattern, at: f.at, declared: true})
		}
		files = append(files, found...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// reads gathers the raw reads of a race into timing.
func (p *project) reads(e *race.Edition, rc *race.Race, list []readsSource, roster *roster) {
	if len(list) == 0 {
		return
	}
	if roster == nil {
		for i := range list {
			p.matching(e, &list[i])
		}
		return
	}
	c := newCollector(p, e, rc, list, roster)
	for i := range list {
		c.source = &list[i]
		c.chipsFile(c.source)
	}
	for i := range list {
		c.source = &list[i]
		for _, name := range p.matching(e, c.source) {
			p.opened[name] = true
			c.file(name)
		}
	}
	c.finish()
}

// quantity writes a count with its noun.
func quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
