package read

import (
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// find is the entry of a bib. A bib whose leading zeros a spreadsheet took off is
// found where only one entry can be meant, and that is said.
func (b *timeReader) find(bib string, r *table.Record) (index int, known bool) {
	index, known, bare := b.roster.find(bib)
	if bare {
		b.zeros.add("", b.table.Place(r, max(b.bib, 0)), fmt.Sprintf("bib %q stands for %q in the entries: a spreadsheet dropped leading zeros", bib, b.race.Entries[index].Bib))
	}
	return index, known
}

// find is the entry of a bib; bare says that it is written with other leading zeros
// than in the entries, where only one entry can be meant.
func (ro *roster) find(bib string) (index int, known, bare bool) {
	key := race.FoldBib(bib)
	if index, known = ro.index[key]; known || bib == "" || ro.broken[key] {
		return index, known, false
	}
	if ro.bare == nil {
		ro.bare = spelling.UnpaddedOf(ro.index)
	}
	index, known = ro.bare.Find(key)
	return index, known, known
}

// seen is what a cell of times says, "" where it says that somebody was not seen:
// 0:00:00 at any point but the start means that too.
func (b *timeReader) seen(cell string, zeroIsUnseen bool) string {
	cell = spelling.Given(cell)
	if zeroIsUnseen && cell != "" && cell[0] == '0' && strings.Trim(cell, "0:.,") == "" {
		return ""
	}
	return cell
}

// instead takes a cell that stands in place of a time for the status it names,
// and returns whether it names one. What the column of statuses says counts more.
func (b *timeReader) instead(timing *race.Timing, cell string) bool {
	if cell[0] >= '0' && cell[0] <= '9' || cell[0] == '-' {
		return false
	}
	declared, ok := b.table.Declared("status", cell)
	if !ok {
		declared = cell
	}
	status, known := spelling.ParseStatus(declared)
	if known && timing.Status == race.TimedNone && status != race.TimedFinished {
		timing.Status = status
	}
	return known
}

// placed takes a status that stands in place of the place, as the category or in the
// remark. A runner with a result keeps it, unless disqualified.
func (b *timeReader) placed(timing *race.Timing, r *table.Record) {
	for _, column := range b.says {
		if timing.Status != race.TimedNone {
			return
		}
		name, cell := b.table.Name(column), spelling.Given(r.Cells[column])
		out := spelling.OutOf(cell)
		if name == "place" && cell != "" && b.instead(timing, cell) {
			out, timing.Status = timing.Status, race.TimedNone
		}
		if out == race.TimedNone || out != race.TimedDQ && (timing.At[b.race.Finish()] != race.Unseen || timing.Net != race.NoTime) {
			continue
		}
		timing.Status = out
		if name == "category" || name == "remark" {
			b.remarks.addHint(string(out), b.table.Place(r, column), fmt.Sprintf("the column %q says that a runner is %s", b.table.Header(column), strings.ToUpper(string(out))),
				fmt.Sprintf("it counts as the status; if it is not, declare columns: {%s: ignore} under timing", table.YAMLKey(b.table.Header(column))))
		}
	}
}

// lengths are how far from the start the columns of times are.
func (b *timeReader) lengths() map[int]race.Distance {
	km := map[int]race.Distance{}
	for i, column := range b.points {
		if column >= 0 {
			km[column] = b.race.Points[i].At
		}
	}
	if b.options.timeOfDay {
		return nil
	}
	for _, column := range []int{b.gun, b.net} {
		if column >= 0 {
			km[column] = b.race.Points[b.race.Finish()].At
		}
	}
	return km
}

// netTally compares the net times of a table with its gun times.
type netTally struct {
	both, longer int
	first        []problem.Place
	text         string
}

// compare counts a net time that is longer than the gun time.
func (b *timeReader) compare(timing *race.Timing, r *table.Record, gun race.Instant) {
	finish := timing.At[b.race.Finish()]
	if timing.Net == race.NoTime || finish == race.Unseen {
		return
	}
	b.nets.both++
	own := finish.Since(gun)
	if timing.Net.Official() <= own.Official() {
		return
	}
	if b.nets.longer++; len(b.nets.first) < 3 {
		if b.nets.first = append(b.nets.first, b.table.Place(r, b.net)); b.nets.longer == 1 {
			b.nets.text = fmt.Sprintf("the net time %s is longer than the gun time %s", timing.Net, own)
		}
	}
}

// swapped reports net times that are longer than the gun times: an error where
// most are, for then the columns are swapped, else one warning.
func (b *timeReader) swapped(found *problem.List) {
	n := &b.nets
	if n.longer == 0 {
		return
	}
	if n.longer*2 > n.both && n.longer > 1 {
		b.table.ReportHeader(b.net, problem.Error, "net_longer", fmt.Sprintf("the net time is longer than the gun time in %d of %d rows: the columns are swapped", n.longer, n.both),
			fmt.Sprintf("declare columns: {%q: gun, %q: net}", b.table.Header(b.net), b.table.Header(max(b.gun, b.points[b.race.Finish()]))))
		return
	}
	text := n.text
	if n.longer > 1 {
		text += fmt.Sprintf(", in %d rows", n.longer)
		for i, at := range n.first[1:] {
			text += []string{": also on line ", ", "}[i] + fmt.Sprint(at.Line)
		}
	}
	n.first[0].Report(found, problem.Warning, "start_before_gun", text, "a runner cannot need longer from the start line than from the gun")
}

// dated is the instant of a wall clock that stands with its date.
func (b *timeReader) dated(day spelling.DayParts, shown race.Clock, last race.Instant) (race.Instant, error) {
	days, err := day.DaysAfter(b.edition.Date)
	if err != nil || days < -1 || days > 7 {
		return race.Unseen, fmt.Errorf("not of the race day or the week after it")
	}
	shown += race.Clock(days) * race.Day
	first, ok := b.race.Wall.First(shown)
	if !ok {
		return race.Unseen, fmt.Errorf("not a time that the clocks showed")
	}
	if again, ok := b.race.Wall.Last(shown); ok && first <= last {
		return again, nil
	}
	return first, nil
}

// emptyTimes warns of the columns of times that have no cell, where the rest of
// the table says that there should be some: of points before one at which somebody
// was seen, and of all in official results.
func (b *timeReader) emptyTimes(state race.State) {
	last := -1
	for i, column := range b.points {
		if column >= 0 && b.filled[column] {
			last = i
		}
	}
	var empty []int
	columns := clocked(b.gun, b.net, b.points)
	start, finish := b.points[b.race.Start()], b.points[b.race.Finish()]
	has := func(column int) bool { return column >= 0 && b.filled[column] }
	for i, column := range columns {
		twin := column == b.net && has(start) || column == start && has(b.net) || column == b.gun && has(finish) || column == finish && has(b.gun)
		if b.taken == 0 || b.filled[column] || twin || slices.Contains(columns[:i], column) {
			continue
		}
		if i := slices.Index(b.points, column); state == race.Official || i >= 0 && i < last {
			empty = append(empty, column)
		}
	}
	if len(empty) > 0 {
		b.table.ReportEmpty(empty)
	}
}
