package read

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/race"
)

// watched notes which files are opened.
type watched struct {
	fstest.MapFS
	opened *[]string
}

func (w watched) Open(name string) (fs.File, error) {
	*w.opened = append(*w.opened, name)
	return w.MapFS.Open(name)
}

func (w watched) ReadFile(name string) ([]byte, error) {
	*w.opened = append(*w.opened, name)
	return w.MapFS.ReadFile(name)
}

// years is a project of two editions of the smallest kind, in each of which
// there is something to warn of.
func years(pairs ...string) fstest.MapFS {
	fsys := files(pairs...)
	for name, file := range fsys {
		if rest, ok := strings.CutPrefix(name, "data/2022/"); ok && fsys["data/2021/"+rest] == nil {
			fsys["data/2021/"+rest] = file
		}
	}
	for _, id := range []string{"2021", "2022"} {
		fsys["data/"+id+"/marathon/notes.csv"] = &fstest.MapFile{Data: []byte("a\n")}
		fsys["data/"+id+"/revisions.jsonl"] = &fstest.MapFile{Data: []byte(`{"revision":1,"released":"2022-11-06T08:00:00Z","state":"official","standings":{"marathon":{"1":{"status":"finished"}}}}` + "\n")}
	}
	return fsys
}

func TestOfAKnownEditionTheRulesAloneAreRead(t *testing.T) {
	fsys := years()
	_, readings, whole := Incremental(fsys, nil, nil)
	if len(readings) != 2 || len(whole) != 2 {
		t.Fatalf("%d readings\n%s", len(readings), findings(whole))
	}
	var opened []string
	archive, others, found := Incremental(watched{fsys, &opened}, map[string]EditionCache{"2021": readings["2021"]}, nil)
	for _, name := range opened {
		if strings.HasPrefix(name, "data/2021/") && name != "data/2021/edition.yaml" {
			t.Errorf("%s was opened", name)
		}
	}
	if diff := cmp.Diff(whole, found); diff != "" {
		t.Errorf("what is found, when all is read and when not:\n%s", diff)
	}
	if _, again := others["2021"]; again || len(others) != 1 {
		t.Errorf("there are %d readings", len(others))
	}
	old, now := archive.Editions[0], archive.Editions[1]
	if old.Revision() != 1 || len(old.Ledger) != 1 || old.Ledger[0].First != nil || old.Ledger[0].State != race.Official {
		t.Errorf("its ledger is %+v", old.Ledger)
	}
	if len(old.Races[0].Points) != 3 || old.Races[0].Entries != nil || len(now.Races[0].Entries) != 3 || now.Ledger[0].First == nil {
		t.Error("one is not short, or the other not whole")
	}
}

func TestAReadingThatErrorsSilenceSaysNoMoreThanTheWholeOne(t *testing.T) {
	_, readings, _ := Incremental(years(), nil, nil)
	broken := years()
	broken["data/champions.csv"] = &fstest.MapFile{Data: []byte("year\n")}
	_, _, whole := Incremental(broken, nil, nil)
	_, _, found := Incremental(broken, map[string]EditionCache{"2021": readings["2021"]}, nil)
	if diff := cmp.Diff(whole, found); diff != "" || !whole.Errors() {
		t.Errorf("with an error elsewhere:\n%s", diff)
	}
}

func TestAnEditionWithATableElsewhereLeavesNoReading(t *testing.T) {
	for file, want := range map[string]bool{
		"entries.csv": true, "../marathon/entries.csv": true, "../../shared/entries.csv": true, "../../entries.csv": true,
		"../../2021/marathon/entries.csv": false, ".entries.csv": false, "../../shared/.old/entries.csv": false,
	} {
		fsys := years("data/2022/edition.yaml", strings.Replace(yearYAML, "    gun:", "    entries: {file: "+file+"}\n    gun:", 1))
		for _, name := range []string{"data/shared/entries.csv", "data/entries.csv", folder + ".entries.csv", "data/shared/.old/entries.csv"} {
			fsys[name] = fsys[folder+"entries.csv"]
		}
		fsys["data/2021/edition.yaml"] = &fstest.MapFile{Data: []byte(yearYAML)}
		if _, readings, found := Incremental(fsys, nil, nil); found.Errors() {
			t.Errorf("%s:\n%s", file, findings(found))
		} else if _, got := readings["2022"]; got != want {
			t.Errorf("%s: a reading is left: %v", file, got)
		}
	}
	reads := strings.Replace(yearYAML, "    gun:", "    timing: [{kind: reads, format: impinj, file: \"../../20*/reads.txt\", points: {a: finish}}]\n    gun:", 1)
	fsys := years("data/2022/edition.yaml", reads)
	fsys["data/2021/edition.yaml"] = &fstest.MapFile{Data: []byte(yearYAML)}
	if _, readings, _ := Incremental(fsys, nil, nil); len(readings) != 1 {
		t.Errorf("beside a pattern that fits another edition's folder there are %d readings", len(readings))
	}
}
