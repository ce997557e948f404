package hubs

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

func TestTheIDOfAClubIsItsNameInLatinLetters(t *testing.T) {
	for name, want := range map[string]string{
		"beijing runners": "beijing-runners", "北京跑团": "bei-jing-pao-tuan", "øst & vest løb": "ost-and-vest-lob", "l'étoile a.c.": "letoile-ac",
		"клуб": "", "横浜ｒｃ 2": "heng-bang-rc-2", "lg nürnberg": "lg-nurnberg",
	} {
		if got := Slug(name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	long := strings.Repeat("abc ", 40)
	if got := Slug(long); len(got) > longestSlug+9 || got == Slug(long+"x") {
		t.Errorf("%q", got)
	}
}

// field is a race that is over, or not, of runners given as club/visibility; their times
// are in that order.
func field(over bool, runners ...string) *race.RaceVerdict {
	men := &race.Division{ID: "men", Gender: race.Male}
	rc := &race.Race{ID: "run", Divisions: []*race.Division{men}, Points: []race.Point{{ID: "start"}, {ID: "5k", At: 5 * race.Kilometre, Listed: true}, {ID: "finish", At: 10 * race.Kilometre, Listed: true}}}
	rv := &race.RaceVerdict{Race: rc, Over: over, Board: &race.Board{}}
	for i, text := range runners {
		club, visibility, _ := strings.Cut(text, "/")
		if visibility == "" {
			visibility = string(race.Public)
		}
		r := race.Result{Entry: &race.Entry{Bib: string(rune('9' - i)), Name: "N", Club: club, Nat: "CHN", Visibility: race.Visibility(visibility)}, Division: men, Status: race.Finished, Gun: race.Clock(1000 * (i + 1)), Net: race.NoTime, StartDelay: race.NoTime}
		if over {
			r.Place = i + 1
		}
		r.Splits = []race.Clock{race.NoTime, race.Clock(1000 * (len(runners) - i)), r.Gun}
		rv.Results = append(rv.Results, r)
	}
	rv.Divisions = []race.DivisionVerdict{{Division: men, Results: rv.Results}}
	return rv
}

func ids(groups []*Group) string {
	var all []string
	for _, g := range groups {
		all = append(all, g.ID)
	}
	return strings.Join(all, " ")
}

func TestAClubIsOneHoweverItIsWrittenAndKeepsNobodyAnonymous(t *testing.T) {
	h := Of(field(true, "Run Club", "run  club", "Run Club", "Other/anonymous", "Third/masked"), Options{Size: 10, AtPoint: 10})
	if got := ids(h.groups[Clubs]); got != "run-club third" {
		t.Errorf("clubs %q", got)
	}
	g := h.Group(Clubs, h.rv.Results[1].Entry)
	if g.Name != "Run Club" || len(g.Members) != 3 {
		t.Errorf("%q with %v", g.Name, g.Members)
	}
	if h.Group(Clubs, h.rv.Results[3].Entry) != nil {
		t.Error("the anonymous runner has a club")
	}
}

func TestTwoClubsOfOneSlugHaveNeither(t *testing.T) {
	h := Of(field(true, "Løb", "Lob", "few", "2022", "Клуб"), Options{Size: 10, AtPoint: 10})
	for _, g := range h.groups[Clubs] {
		if !strings.HasPrefix(g.ID, "c-") || len(g.ID) != 10 {
			t.Errorf("%s: %q", g.Name, g.ID)
		}
	}
	alone := Of(field(true, "Lob"), Options{Size: 10, AtPoint: 10})
	if got := ids(alone.groups[Clubs]); got != "lob" {
		t.Errorf("alone it is %q", got)
	}
}

func TestSmallClubsShareAPageWhereFilesAreScarce(t *testing.T) {
	runners := []string{"Small", "Tiny"}
	for range fewMembers {
		runners = append(runners, "Big")
	}
	h := Of(field(true, runners...), Options{Size: 10, AtPoint: 10, Share: true})
	var folders []string
	for _, p := range h.Pages() {
		if p.Kind == Clubs {
			folders = append(folders, p.Folder)
		}
	}
	if got := strings.Join(folders, " "); got != "clubs clubs/few clubs/big clubs/big" {
		t.Errorf("%s", got)
	}
	if g := h.Group(Clubs, h.rv.Results[1].Entry); g.Anchor() != "#tiny" {
		t.Errorf("%q", g.Anchor())
	}
}

func TestWhileARaceIsRunClubsSayNoMoreThanWhoEntered(t *testing.T) {
	early, late := field(false, "A", "A", "B"), field(false, "A", "A", "B")
	for i := range late.Results { // everybody is seen, and has a place
		late.Results[i].Gun, late.Results[i].Place, late.Results[i].Splits = 1, 3-i, nil
	}
	of := func(rv *race.RaceVerdict) *Hubs {
		return Of(rv, Options{Size: 10, AtPoint: 10, ByBib: func() []int32 { return lists.ByBib(rv) }})
	}
	one, other := of(early), of(late)
	pages := one.Pages()
	for i := range pages {
		if pages[i].Kind == Points {
			continue
		}
		results, rest := one.Basis(&pages[i])
		_, again := other.Basis(&other.Pages()[i])
		if len(results) > 0 {
			t.Errorf("%s hangs on results", pages[i].Folder)
		}
		if a, b := sprint(rest), sprint(again); a != b {
			t.Errorf("%s: %s, then %s", pages[i].Folder, a, b)
		}
	}
}

func TestTheOrderAtAPointIsThatOfTheTimesThere(t *testing.T) {
	h := Of(field(true, "A", "B", "C"), Options{Size: 10, AtPoint: 2})
	if got := sprint(h.points[1]()[0]); got != "[2 1 0]" {
		t.Errorf("at 5 km %s", got)
	}
	if got := sprint(h.points[2]()[0]); got != "[0 1 2]" {
		t.Errorf("at the finish %s", got)
	}
	if n := h.pointPages(1); n != 2 {
		t.Errorf("%d pages", n)
	}
}

func sprint(v any) string { return fmt.Sprintf("%v", v) }
