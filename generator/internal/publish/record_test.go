package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"guntime/generator/internal/artifact"
)

// lists are the three lists of a folder's record, each without its lines' ends.
func lists(t *testing.T, dir string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, name := range []string{"changed", "deleted", "purge"} {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(dir), ".guntime", filepath.Base(dir), "release", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = strings.Fields(string(data))
	}
	return all
}

// shop is a site with files of every turn, in the order in which they go up.
func shop(salt string) []artifact.File {
	asset := page("assets/site.0a.css", "css")
	asset.Cache = artifact.Immutable
	return []artifact.File{
		asset,
		page("2022/marathon/results.json", "{} "+salt),
		page("zh/2022/marathon/runners/M1.html", "M1 "+salt),
		page("zh/2022/marathon/index.html", "race "+salt),
		page("zh/index.html", "home"),
		page("index.html", "choose "+salt),
	}
}

func TestTheRecordTellsWhatToUploadInWhichOrderAndWhatToDelete(t *testing.T) {
	dir := room(t)
	o := Options{Purge: Purge{Base: "https://example.org/"}}
	build := func(files ...artifact.File) map[string][]string {
		t.Helper()
		if _, err := Tree(dir, plan(files...), o); err != nil {
			t.Fatal(err)
		}
		return lists(t, dir)
	}
	var all []string
	for _, f := range shop("1") {
		all = append(all, f.Path)
	}
	got := build(append(shop("1"), page("zh/2022/marathon/runners/M2.html", "M2"))...)
	same(t, "the first build", slices.Insert(slices.Clone(all), 3, "zh/2022/marathon/runners/M2.html"), got["changed"])
	same(t, "deleted at first", []string{}, got["deleted"])
	same(t, "purged at first, when no cache has anything", []string{}, got["purge"])

	upload(t, dir)
	got = build(shop("2")...)
	same(t, "the second build", map[string][]string{
		"changed": {"2022/marathon/results.json", "zh/2022/marathon/runners/M1.html", "zh/2022/marathon/index.html", "index.html"},
		"deleted": {"zh/2022/marathon/runners/M2.html"},
		"purge": {"https://example.org/2022/marathon/results.json", "https://example.org/", "https://example.org/index.html",
			"https://example.org/zh/2022/marathon/", "https://example.org/zh/2022/marathon/index.html",
			"https://example.org/zh/2022/marathon/runners/M1.html", "https://example.org/zh/2022/marathon/runners/M2.html"},
	}, got)

	// Not uploaded: the third build's lists hold what the second changed too, and
	// take back what is no more so.
	third := shop("2")
	third[2] = page("zh/2022/marathon/runners/M2.html", "M2 again")
	got = build(third...)
	same(t, "changed", []string{"2022/marathon/results.json", "zh/2022/marathon/runners/M2.html", "zh/2022/marathon/index.html", "index.html"}, got["changed"])
	same(t, "deleted", []string{"zh/2022/marathon/runners/M1.html"}, got["deleted"])

	// Back as it was when it was uploaded, there is nothing to do any more.
	got = build(append(shop("1"), page("zh/2022/marathon/runners/M2.html", "M2"))...)
	same(t, "as uploaded", map[string][]string{"changed": {}, "deleted": {}, "purge": {}}, got)
}

// upload notes the site as uploaded, as whoever goes by the lists does.
func upload(t *testing.T, dir string) {
	t.Helper()
	state := filepath.Join(filepath.Dir(dir), ".guntime", filepath.Base(dir))
	if err := os.Rename(filepath.Join(state, "release", "manifest.json"), filepath.Join(state, "uploaded.json")); err != nil {
		t.Fatal(err)
	}
}

func TestABuildWithNothingToDoTakesNoticeOfAnUpload(t *testing.T) {
	for claim, note := range map[string]func(*testing.T, string){
		"by the lists": upload,
		"by deploy": func(t *testing.T, dir string) {
			m, err := ReadManifest(dir)
			if err == nil {
				err = Uploaded(dir, m)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(claim, func(t *testing.T) {
			dir := room(t)
			must(t, dir, shop("1")...)
			must(t, dir, shop("1")...)
			same(t, "before", 6, len(lists(t, dir)["changed"]))
			note(t, dir)
			must(t, dir, shop("1")...)
			same(t, "after", map[string][]string{"changed": {}, "deleted": {}, "purge": {}}, lists(t, dir))
			release := filepath.Join(filepath.Dir(dir), ".guntime", "public", "release")
			was := inventory(t, release)
			must(t, dir, shop("1")...)
			same(t, "a build with nothing to notice", was, inventory(t, release))
			clean(t, dir)
		})
	}
}

func TestTheListsDoNotGrowWithTheBuilds(t *testing.T) {
	dir := room(t)
	must(t, dir, shop("0")...)
	upload(t, dir)
	for i := range 20 {
		must(t, dir, append(shop("0"), page(fmt.Sprintf("assets/site.%d.css", i), "css"))...)
		got := lists(t, dir)
		same(t, "lists", []int{1, 0}, []int{len(got["changed"]), len(got["deleted"])})
	}
}

func TestAWithdrawnCertificateIsDeletedFirst(t *testing.T) {
	dir := room(t)
	o := Options{Purge: Purge{Base: "/"}}
	for i, files := range [][]artifact.File{append(shop("1"), page("en/gone.html", "x"), page("marathon/certificates/form-1.pdf", "form"), page("zh/marathon/certificates/M1.pdf", "M1")), shop("1")} {
		if _, err := Tree(dir, plan(files...), o); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			upload(t, dir)
		}
	}
	got := lists(t, dir)
	same(t, "deleted", []string{"zh/marathon/certificates/M1.pdf", "en/gone.html", "marathon/certificates/form-1.pdf"}, got["deleted"])
	same(t, "purged", []string{"/zh/marathon/certificates/M1.pdf", "/en/gone.html", "/marathon/certificates/form-1.pdf"}, got["purge"])
}

func TestPurgesAboveTheQuotaAreFolders(t *testing.T) {
	var changed []*Entry
	for i := range 30 {
		for _, name := range []string{"zh/2022/marathon/runners/M%d.html", "2022/marathon/certificates/M%d.pdf", "zh/2022/marathon/men/%d/index.html"} {
			changed = append(changed, &Entry{Path: fmt.Sprintf(name, i)})
		}
	}
	p := Purge{Base: "/", URLs: 50, Folders: 10, Folder: "*"}
	same(t, "folders", []string{"2022/marathon/certificates/*", "zh/2022/marathon/men/*", "zh/2022/marathon/runners/*"}, slices.Collect(p.lines(changed, nil)))
	p.Folders = 2
	same(t, "fewer folders", []string{"2022/marathon/certificates/*", "zh/2022/marathon/*"}, slices.Collect(p.lines(changed, nil)))
	p.Folders = 1
	same(t, "one folder", []string{"*"}, slices.Collect(p.lines(changed, nil)))
	p.URLs = 90
	if n := len(slices.Collect(p.lines(changed, nil))); n != 120 {
		t.Errorf("%d URLs", n)
	}
}

func TestTheRecordOfAFaultyBuildIsThatOfTheSiteThatStands(t *testing.T) {
	t.Parallel()
	full, site := syscall.ENOSPC, wanted(t, before()...)
	for at := 1; ; at++ {
		dir := room(t)
		must(t, dir, before()...)
		upload(t, dir)
		old := lists(t, dir)
		count := 0
		_, err := tree(dir, plan(after()...), Options{Jobs: 1}, disk{force: quick.force, fault: func(op, path string) error {
			if count++; count == at {
				return full
			}
			return nil
		}})
		if count < at {
			return
		}
		if err != nil {
			same(t, fmt.Sprintf("fault %d: the record", at), old, lists(t, dir))
		}
		must(t, dir, after()...)
		got := lists(t, dir)
		for path, text := range wanted(t, after()...) {
			if is := slices.Contains(got["changed"], path); is == (site[path] == text) {
				t.Errorf("fault %d: %s is to be uploaded: %v", at, path, is)
			}
		}
		if !slices.Contains(got["deleted"], "old/gone.html") {
			t.Errorf("fault %d: old/gone.html is not to be deleted", at)
		}
	}
}
