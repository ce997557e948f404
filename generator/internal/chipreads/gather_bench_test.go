package chipreads

import (
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// again is a file whose text comes several times.
type again struct {
	fs.FS
	times int
}

type againFile struct {
	fs.File
	text *strings.Reader
	left int
}

func (a again) Open(name string) (fs.File, error) {
	f, err := a.FS.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(f)
	return &againFile{f, strings.NewReader(string(text)), a.times - 1}, err
}

func (f *againFile) Read(b []byte) (int, error) {
	n, err := f.text.Read(b)
	if err == io.EOF && f.left > 0 {
		f.left--
		f.text.Seek(0, io.SeekStart)
		return f.Read(b)
	}
	return n, err
}

// BenchmarkGather gathers ten million reads of 30,000 runners at 12 points, in a
// file a reader.
func BenchmarkGather(b *testing.B) {
	const runners, points, times = 30_000, 12, 28
	zone := time.FixedZone("CST", 8*3600)
	rc := race.Race{ID: "m", Gun: gun, Divisions: []*race.Division{{ID: "all", Gun: race.Unseen}}}
	source := Source{Format: "impinj", Window: DefaultWindow}
	bibs := map[string]int{}
	for i := range runners {
		bib := fmt.Sprint(i + 1)
		rc.Entries, bibs[bib] = append(rc.Entries, &race.Entry{Bib: bib, Chip: fmt.Sprintf("E2000000%016X", i)}), i
	}
	files := fstest.MapFS{}
	for p := range points {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprint("p", p), At: race.Distance(p) * 3800 * metre})
		source.Stations = append(source.Stations, Station{Name: fmt.Sprint("m", p), Points: []int{p}})
		name := fmt.Sprintf("%02d.txt", p)
		var text strings.Builder
		for i := range runners {
			at := gun + race.Instant(i%600)*second + race.Instant(p)*(900+race.Instant(i%90)*8)*second
			fmt.Fprintf(&text, "m%d,E2000000%016X,%02d%02d%02d.%03d456,0,-60\n", p, i, at/3600000, at/60000%60, at/1000%60, at%1000)
		}
		files[name] = &fstest.MapFile{Data: []byte(text.String())}
		source.Files = append(source.Files, name)
	}
	b.ReportAllocs()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		one := rc
		var found problem.List
		n := Gather(Input{Tables: table.NewReader(again{files, times}, &found), Edition: &race.Edition{ID: "2022", Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone, RaceEnd: race.Unseen},
			Race: &one, Bibs: bibs, Join: func(*race.Entry, *race.Timing, problem.Level) {}}, []Source{source})
		if n.Timed != runners*points || len(found) > 0 {
			b.Fatal(n, found)
		}
		runtime.ReadMemStats(&after)
	}
	b.ReportMetric(float64(after.Sys-before.Sys)/1e6, "MB-more-of-system")
}
