package replay

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// Options say how a race day goes.
type Options struct {
	Formats []string // of raw reads, which the points take in turn; Default if none
	Faults  []Fault
	Seed    uint64 // another one has other faults at other points
}

// Default are the formats of a race day for which none are named.
var Default = []string{"raceresult", "impinj", "mylaps", "chronotrack", "rfidultra"}

// File is a file of the project, by its path with slashes.
type File struct {
	Path string
	Text []byte
}

// Plan is a race day.
type Plan struct {
	Files   []File          // besides those that are copied: the project has all of them before the gun
	Later   []File          // what the desk has written when the last runner is in
	Dropped map[string]bool // files of the edition that are not copied
	Held    []string        // files that are copied when the last runner is in, where there are any
	Feeds   []Feed
	Kept    []string     // races that keep their timing as it is
	Gun     race.Instant // the first of the edition; times of the replay count from it

	edition *race.Edition
	chips   [][]string // by race and entry
	events  []event    // in the order in which they are written
}

// Feed is a file of raw reads that grows: that of one point of one race.
type Feed struct {
	Path, Format string

	writer  vendors.Writer
	reader  string // as it is called in the file
	race    *race.Race
	point   int
	chips   []string // by entry
	ahead   race.Clock
	silence [2]race.Instant // what it hears from the first to the second, it sends at the second
	late    bool
}

// event is a read that reaches its file.
type event struct {
	due, at race.Instant // when it is written, and when the chip was heard
	entry   int32
	feed    int16
	torn    bool // only half of its line is written at first
}

// New plans the race day of an edition. Rules is the text of its edition.yaml, in
// is what its files were taken for.
func New(e *race.Edition, rules []byte, in *table.Intake, o Options) (*Plan, error) {
	if len(o.Formats) == 0 {
		o.Formats = Default
	}
	p := &Plan{Dropped: map[string]bool{}, Gun: race.Unseen, edition: e}
	folder := path.Join("data", e.ID)
	var edits []edit
	kept := map[string]bool{}
	for n, rc := range e.Races {
		if rc.OfLaps() || rc.Relay() || !timed(rc) {
			if rc.OfLaps() || rc.Relay() {
				p.Kept = append(p.Kept, rc.ID)
			}
			for _, f := range in.Files {
				kept[f.Path] = kept[f.Path] || strings.HasPrefix(f.Path, path.Join(folder, rc.ID)+"/")
			}
			continue
		}
		if p.Gun == race.Unseen || rc.Gun < p.Gun {
			p.Gun = rc.Gun
		}
		d := &day{plan: p, race: rc, folder: path.Join(folder, rc.ID), number: n, o: o}
		d.feeds()
		d.passings()
		edits = append(edits, d.tables(in, kept))
	}
	if len(edits) == 0 {
		return nil, fmt.Errorf("the edition %s has no passings that can be replayed", e.ID)
	}
	for _, f := range in.Files {
		if f.Edition == e.ID && f.Kind != "entries" && !kept[f.Path] && (f.Kind == "timing" || f.Kind == "reads" || f.Kind == "order" || f.Kind == "chips") {
			p.Dropped[f.Path] = true
		}
	}
	p.Dropped[path.Join(folder, "revisions.jsonl")] = true
	text, err := patched(path.Join(folder, "edition.yaml"), rules, edits)
	if err != nil {
		return nil, err
	}
	p.Files = append(p.Files, File{path.Join(folder, "edition.yaml"), text})
	slices.SortFunc(p.events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.feed, b.feed), cmp.Compare(a.at, b.at), cmp.Compare(a.entry, b.entry))
	})
	return p, nil
}

// Start is the moment of the first gun.
func (p *Plan) Start() time.Time { return p.edition.At(p.Gun) }

// Reads is how many reads the race day has.
func (p *Plan) Reads() int { return len(p.events) }

// ID is that of the edition.
func (p *Plan) ID() string { return p.edition.ID }

// End is when all is written, torn lines too.
func (p *Plan) End() race.Clock { return p.Last() + tornFor }

// Last is when the last read is written, since the first gun.
func (p *Plan) Last() race.Clock { return p.events[len(p.events)-1].due.Since(p.Gun) }

// timed reports whether anybody was seen anywhere.
func timed(rc *race.Race) bool {
	return slices.ContainsFunc(rc.Entries, func(e *race.Entry) bool {
		return e.Timing != nil && slices.ContainsFunc(e.Timing.At, func(at race.Instant) bool { return at != race.Unseen })
	})
}

// day is the race day of one race while it is planned.
type day struct {
	plan   *Plan
	race   *race.Race
	folder string
	number int // of the race in its edition
	o      Options
	first  int   // of the race's feeds
	feedOf []int // by point; -1 where nobody was seen
}

// feeds makes a file for each point at which anybody was seen.
func (d *day) feeds() {
	p, rc := d.plan, d.race
	seen, last := make([]bool, len(rc.Points)), rc.Gun
	var chips []string
	for i, e := range rc.Entries {
		chips = append(chips, fmt.Sprintf("58%02x%08x", d.number, i))
		if e.Timing == nil {
			continue
		}
		for point, at := range e.Timing.At {
			if at != race.Unseen {
				seen[point], last = true, max(last, at)
			}
		}
	}
	p.chips = append(p.chips, chips)
	d.first = len(p.Feeds)
	for point := range rc.Points {
		d.feedOf = append(d.feedOf, -1)
		if !seen[point] {
			continue
		}
		format, w := d.formatAt(len(p.Feeds)-d.first, last)
		d.feedOf[point] = len(p.Feeds)
		p.Feeds = append(p.Feeds, Feed{Path: path.Join(d.folder, "reads", rc.Points[point].ID+".txt"), Format: format, writer: w,
			reader: fmt.Sprintf("%02x", point), race: rc, point: point, chips: chips})
	}
}

// longest is how long a race may take for formats without a date.
const longest = 20 * 3_600_000

// formatAt is the format that comes next: one with dates where the race is long,
// one with instants where the clocks change meanwhile, as far as there is one.
func (d *day) formatAt(n int, last race.Instant) (string, vendors.Writer) {
	formats := d.o.Formats
	_, _, changes := d.race.Wall.Change(d.race.Gun-longest, last)
	for i := range formats {
		name := formats[(n+i)%len(formats)]
		w, _ := vendors.NewWriter(name)
		if w.UTC || !changes && (!w.Undated || last.Since(d.race.Gun) < longest) {
			return name, w
		}
	}
	name := formats[n%len(formats)]
	w, _ := vendors.NewWriter(name)
	return name, w
}

// passings makes the reads of all passings, with their faults.
func (d *day) passings() {
	p := d.plan
	faults := d.faults()
	for i, e := range d.race.Entries {
		if e.Timing == nil {
			continue
		}
		for point, at := range e.Timing.At {
			if at != race.Unseen {
				p.events = faults.add(p.events, event{due: at, at: at, entry: int32(i), feed: int16(d.feedOf[point])})
			}
		}
	}
}

// line is a read as its file has it.
func (p *Plan) line(v *event) string {
	f := &p.Feeds[v.feed]
	at := v.at + race.Instant(f.ahead)
	shows := int64(f.race.Wall.Shows(at))
	days := shows / int64(race.Day)
	if shows < 0 {
		days--
	}
	y, m, day := p.edition.Date.Date()
	w := vendors.Written{Chip: f.chips[v.entry], Reader: f.reader, Day: time.Date(y, m, day+int(days), 0, 0, 0, 0, time.UTC),
		At: time.Duration(shows-days*int64(race.Day)) * time.Millisecond, Unix: p.edition.At(at).UnixMilli()}
	return f.writer.Line(&w)
}
