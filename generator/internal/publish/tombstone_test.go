package publish

import (
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/artifact"
)

// graveyard publishes sites in which runners' pages that are gone were withdrawn,
// at one moment after another.
type graveyard struct {
	t   *testing.T
	dir string
	now time.Time
	o   Options
}

func newGraveyard(t *testing.T) *graveyard {
	return &graveyard{t: t, dir: room(t), now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), o: Options{Purge: Purge{Base: "/"}, Tombstones: Tombstones{
		Withdrawn: func(name string) bool { return path.Base(path.Dir(name)) == "runners" && path.Ext(name) == ".html" },
		File:      page("any", "removed"), Keep: 30 * 24 * time.Hour}}}
}

func (g *graveyard) build(after time.Duration, files ...artifact.File) Summary {
	g.t.Helper()
	g.now = g.now.Add(after)
	g.o.Tombstones.Now = g.now
	s, err := tree(g.dir, plan(files...), g.o, quick)
	if err != nil {
		g.t.Fatal(err)
	}
	return s
}

const day = 24 * time.Hour

func TestWhereAPageWasWithdrawnAStoneStandsForItsTime(t *testing.T) {
	g := newGraveyard(t)
	m1, m2 := page("zh/runners/M1.html", "M1"), page("zh/runners/M2.html", "M2")
	twins := []artifact.File{page("zh/runners/M2.html.gz", "packed"), page("zh/other.html", "other")}
	g.build(0, append(twins, m1, m2)...)
	upload(t, g.dir)
	stone := map[string]string{"zh/runners/M1.html": "M1", "zh/runners/M2.html": "removed"}
	for _, c := range []struct {
		claim string
		after time.Duration
		files []artifact.File
		want  map[string]string
	}{
		{"the build that withdraws it", day, []artifact.File{m1}, stone},
		{"a build in between", 10 * day, []artifact.File{m1}, stone},
		{"a clock that went back", -15 * day, []artifact.File{m1}, stone},
		{"a moment before its time is over", 35*day - time.Second, []artifact.File{m1}, stone},
		{"its time is over", time.Second, []artifact.File{m1}, map[string]string{"zh/runners/M1.html": "M1"}},
		{"the page is back", 0, []artifact.File{m1, m2}, map[string]string{"zh/runners/M1.html": "M1", "zh/runners/M2.html": "M2"}},
		{"and withdrawn once more", 0, []artifact.File{m1}, stone},
		{"and back while the stone stood", day, []artifact.File{m1, m2}, map[string]string{"zh/runners/M1.html": "M1", "zh/runners/M2.html": "M2"}},
		{"another page wants its place", 0, []artifact.File{m1, page("zh/runners/m2.html", "m2")}, map[string]string{"zh/runners/M1.html": "M1", "zh/runners/m2.html": "m2"}},
	} {
		g.build(c.after, c.files...)
		same(t, c.claim, c.want, texts(t, g.dir))
		if s := g.build(0, c.files...); s.Written > 0 || s.Removed > 0 {
			t.Errorf("%s: a second build of the same does %+v", c.claim, s)
		}
		m, err := ReadManifest(g.dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range m.Files {
			if is := e.Removed != 0; is != (c.want[e.Path] == "removed") {
				t.Errorf("%s: the manifest takes %s for a stone: %v", c.claim, e.Path, is)
			}
		}
		if found, err := Verify(g.dir); err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", c.claim, found, err)
		}
	}
}

func TestStonesGoUpFirst(t *testing.T) {
	g := newGraveyard(t)
	m2 := page("zh/runners/M2.html", "M2")
	g.build(0, append(shop("1"), m2)...)
	upload(t, g.dir)
	g.build(0, shop("2")...)
	got := lists(t, g.dir)
	same(t, "the first to upload", m2.Path, got["changed"][0])
	same(t, "the first to purge", "/"+m2.Path, got["purge"][0])
	same(t, "to delete", []string{}, got["deleted"])
	g.build(31*day, shop("2")...)
	got = lists(t, g.dir)
	same(t, "to delete afterwards", []string{m2.Path}, got["deleted"])
	if slices.Contains(got["changed"], m2.Path) || strings.Join(got["changed"], " ") == "" {
		t.Errorf("to upload %v", got["changed"])
	}
}

func TestNoStoneStands(t *testing.T) {
	m1 := page("zh/runners/M1.html", "M1")
	for claim, change := range map[string]func(*Options){
		"where none is wanted":         func(o *Options) { o.Tombstones = Tombstones{} },
		"for no time":                  func(o *Options) { o.Tombstones.Keep = 0 },
		"where a page was only moved":  func(o *Options) { o.Tombstones.Withdrawn = func(string) bool { return false } },
		"where the host takes no more": func(o *Options) { o.Limits.Files = 1 },
		"where nothing is known of it": nil,
	} {
		t.Run(claim, func(t *testing.T) {
			g := newGraveyard(t)
			if change != nil {
				g.build(0, m1, page("zh/runners/M2.html", "M2"))
				change(&g.o)
			}
			g.build(0, m1)
			same(t, "files", map[string]string{"zh/runners/M1.html": "M1"}, texts(t, g.dir))
		})
	}
}

func TestARollbackKeepsTheTimeOfAStone(t *testing.T) {
	g := newGraveyard(t)
	m1, m2 := page("zh/runners/M1.html", "M1"), page("zh/runners/M2.html", "M2")
	g.build(0, m1, m2)
	g.build(0, m1)
	g.build(10*day, page("zh/runners/M1.html", "M1 corrected"))
	if _, err := Rollback(g.dir, Options{}); err != nil {
		t.Fatal(err)
	}
	g.build(19*day, m1)
	same(t, "a day before its time is over", map[string]string{"zh/runners/M1.html": "M1", "zh/runners/M2.html": "removed"}, texts(t, g.dir))
	g.build(day, m1)
	same(t, "when it is over", map[string]string{"zh/runners/M1.html": "M1"}, texts(t, g.dir))
}
