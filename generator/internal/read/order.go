package read

import (
	"slices"

	"guntime/generator/internal/chipreads"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// orderKeys are the keys of timing by hand, besides kind, clock and on_row_error.
var orderKeys = []string{"times", "bibs"}

// orderOf reads one item of timing of the kind order.
func orderOf(folder string, item yamlpos.Value, f yamlpos.Fields) chipreads.Order {
	otherKind(f, slices.Concat(tableKeys, cellKeys), "table")
	otherKind(f, readsKeys, "reads")
	for _, key := range []string{"file", "encoding", "columns", "skip_lines"} {
		if v := f.Get(key); v.Exists() {
			v.Fail("unknown_key", "put it under times or bibs", "the key %q belongs to the lists of an order", key)
		}
	}
	o := chipreads.Order{At: item.Place(), Times: listOf(folder, f.Need("times"), "finish-times.txt"), Bibs: listOf(folder, f.Need("bibs"), "finish-bibs.txt")}
	if v := f.Get("clock"); v.Exists() {
		o.SinceGun = yamlpos.Choice(v, "since_gun", "time_of_day") == "since_gun"
		o.TimeOfDay = !o.SinceGun
	}
	o.Stop = yamlpos.Choice(f.Get("on_row_error"), "set_aside", "stop") == "stop"
	return o
}

// listOf reads where a list is and how it is written.
func listOf(folder string, v yamlpos.Value, name string) chipreads.List {
	f := v.Fields("file", "encoding", "skip_lines", "separator", "columns")
	if !v.Exists() {
		return chipreads.List{Path: name, Missing: func() {}}
	}
	l := chipreads.List{Path: inside(f.Need("file"), folder, name), Encoding: encodingOf(f.Get("encoding")), Separator: separatorOf(f.Get("separator")), Columns: map[string]string{}}
	l.Skip = yamlpos.Parsed(f.Get("skip_lines"), 0, "the number of lines that say nothing, at most 1000", count(0, 1000))
	for _, pair := range f.Get("columns").Pairs() {
		l.Columns[spelling.FoldHeader(pair.Key)] = yamlpos.Choice(pair.Value, chipreads.ListRoles...)
	}
	l.Missing = func() {
		f.Get("file").Report(problem.Error, "missing_file", "", "there is no file %q", l.Path)
	}
	return l
}

// handTiming gives runners the times that were taken by hand.
func (p *project) handTiming(e *race.Edition, rc *race.Race, orders []chipreads.Order, roster *roster) {
	if roster == nil || len(orders) == 0 {
		return
	}
	chipreads.Hand(chipreads.Input{Tables: p.tables, Edition: e, Race: rc, Bibs: roster.index, Join: func(e *race.Entry, t *race.Timing, level problem.Level) {
		p.joinReads(rc, e, t, level)
	}}, orders)
}
