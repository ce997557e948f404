package read

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/race"
)

// exists reports whether a finding's line is one of its file's; a file that is
// empty, not there or a folder has a first line all the same.
func exists(fsys fstest.MapFS, path string, line int) bool {
	if line == 1 {
		return true
	}
	f := fsys[path]
	if f == nil {
		return false
	}
	ends := func(text string) int { return max(strings.Count(text, "\n"), strings.Count(text, "\r")) }
	lines := ends(string(f.Data))
	return line > 1 && line <= 1+lines
}

func FuzzTables(f *testing.F) {
	f.Add([]byte(entriesCSV), []byte(timesCSV), []byte("bib,ruling\n1,withdraw\n"))
	f.Add([]byte("bib,name,gender\n1,\"a\nb,M\n2,\"\"\"\",F\r\n\n,,\n"), []byte("bib;gun\r1;143.8\r"), []byte("PK\x03\x04"))
	f.Add([]byte("\xFF\xFEb\x00i\x00b\x00"), []byte("\xC4\xE3,\xBA\xC3\n"), []byte("bib,ruling,date,note_fr\n1,place,24:00,\n"))
	f.Fuzz(func(t *testing.T, entries, times, rulings []byte) {
		fsys := files()
		fsys[folder+"entries.csv"] = &fstest.MapFile{Data: entries}
		fsys[folder+"times.csv"] = &fstest.MapFile{Data: times}
		fsys[folder+"rulings.csv"] = &fstest.MapFile{Data: rulings}
		archive, list := Project(fsys)
		if (archive == nil) != list.Errors() {
			t.Fatal("neither an edition nor an error")
		}
		for _, p := range list {
			if !exists(fsys, p.Path, p.Line) || p.Column < 1 {
				t.Fatalf("no such place: %s", p)
			}
		}
		if archive == nil {
			return
		}
		rc := archive.Editions[0].Races[0]
		bibs := map[string]bool{}
		for _, e := range rc.Entries {
			if bibs[race.FoldBib(e.Bib)] {
				t.Fatalf("bib %q twice", e.Bib)
			}
			bibs[race.FoldBib(e.Bib)] = true
			if e.Timing == nil {
				continue
			}
			last := race.Unseen
			for _, at := range e.Timing.At {
				if at != race.Unseen && at <= last {
					t.Fatalf("out of course order: %v", e.Timing.At)
				}
				last = max(last, at)
			}
		}
	})
}

func FuzzEdition(f *testing.F) {
	f.Add(yearYAML)
	f.Add("a: &x [*x]\nraces: {m: *x}\n")
	f.Add("races:\n  m: {divisions: {a: {}}, points: [{id: finish, km: 1}], timing: [{columns: {\"\": gun}}], prizes: {men: [{}]}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		fsys := files("data/2022/edition.yaml", text)
		archive, list := Project(fsys)
		if (archive == nil) != list.Errors() {
			t.Fatal("neither an edition nor an error")
		}
		for _, p := range list {
			if !exists(fsys, p.Path, p.Line) || p.Column < 1 {
				t.Fatalf("no such place: %s", p)
			}
		}
	})
}

// field is a project of n made-up rows.
func field(n int) fstest.MapFS {
	var entries, times strings.Builder
	entries.WriteString("bib,name,gender,nat,birth_date,club,category,zone,chip,certificate_code\n")
	times.WriteString("bib,start,half,finish,status\n")
	for i := range n {
		fmt.Fprintf(&entries, "A%06d,张三%d,%c,CHN,1990-01-%02d,跑团%d,general,%c,C%06d,ABCDEFGH%06d\n", i, i, "MF"[i%2], i%28+1, i%50, 'A'+rune(i%8), i, i)
		fmt.Fprintf(&times, "A%06d,0:%02d:%02d.%d,1:%02d:%02d,3:%02d:%02d.123,finished\n", i, i%30, i%60, i%10, i%60, i%59, i%60, i%53)
	}
	return files(folder+"entries.csv", entries.String(), folder+"times.csv", times.String())
}

func BenchmarkThirtyThousand(b *testing.B) {
	fsys := field(30_000)
	b.ReportAllocs()
	for b.Loop() {
		if archive, list := Project(fsys); archive == nil || len(list) > 0 {
			b.Fatalf("%.500s", findings(list))
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "MB-system")
}
