package read

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// The smallest project that has everything a test may want to break.
const (
	siteYAML = "title: {zh: 成绩, en: Results}\nbase_url: https://example.org/\n"
	yearYAML = `name: {zh: 测试赛, en: Test Race}
date: 2022-11-06
time_zone: Asia/Shanghai
state: official
races:
  marathon:
    gun: "07:30:00"
    divisions:
      men: {gender: M}
      women: {gender: F}
    points:
      - {id: start, km: 0}
      - {id: half, km: 21.0975}
      - {id: finish, km: 42.195, cutoff: "13:45"}
`
	entriesCSV = "bib,name,gender,nat\n1,张三,M,CHN\n2,Ann Lee,F,USA\nF3,李四,女,CHN\n"
	timesCSV   = "bib,start,half,finish\n1,0:00:02.5,1:05:00,2:10:00.2\n2,0:00:10,1:10:00,2:26:00\nf3,,,\n"
)

// folder is where the race's tables are.
const folder = "data/2022/marathon/"

// files makes a project of the smallest one and of what differs from it; the
// text "absent" takes a file away.
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	set := func(name, text string) {
		if delete(fsys, name); text != "absent" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	set("data/site.yaml", siteYAML)
	set("data/2022/edition.yaml", yearYAML)
	set(folder+"entries.csv", entriesCSV)
	set(folder+"times.csv", timesCSV)
	for i := 0; i < len(pairs); i += 2 {
		set(pairs[i], pairs[i+1])
	}
	return fsys
}

// year is the smallest edition with one text replaced.
func year(t *testing.T, old, new string) string {
	t.Helper()
	if strings.Count(yearYAML, old) != 1 {
		t.Fatalf("%q is not once in the edition", old)
	}
	return strings.Replace(yearYAML, old, new, 1)
}

// findings are the lines of a list, without hints.
func findings(list problem.List) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

// expect fails where the findings of a project are not the wanted lines, and
// returns its only race where there is no error.
func expect(t *testing.T, fsys fs.FS, want ...string) *race.Race {
	t.Helper()
	archive, list := Project(fsys)
	got := findings(list)
	wanted := strings.Join(want, "\n")
	if wanted != "" {
		wanted += "\n"
	}
	if got != wanted {
		t.Fatalf("findings:\n%swanted:\n%s", got, wanted)
	}
	if (archive == nil) != list.Errors() {
		t.Fatalf("archive %v with errors %v", archive, list.Errors())
	}
	if archive == nil || len(archive.Editions) == 0 || len(archive.Editions[0].Races) == 0 {
		return nil
	}
	return archive.Editions[0].Races[0]
}

// realData opens a file of the shared real data, or skips.
func realData(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("../../../../shared/data/real/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real data is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func entry(t *testing.T, rc *race.Race, bib string) *race.Entry {
	t.Helper()
	for _, e := range rc.Entries {
		if e.Bib == bib {
			return e
		}
	}
	t.Fatalf("no entry %q", bib)
	return nil
}

// demonstration is the champions' table of this repository.
func demonstration(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../../../data/champions.csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// shown is an instant by a clock that does not change on the race day.
func shown(at race.Instant) string { return race.Clock(at).String() }
