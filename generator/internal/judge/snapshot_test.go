package judge

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// taken is the snapshot of an edition as a build would leave it.
func taken(t *testing.T, e *race.Edition) (*Snapshot, string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSnapshot(&b, Rule(e, later)); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	s, err := ReadSnapshot(&b)
	if err != nil {
		t.Fatal(err)
	}
	return s, text
}

func field() (*race.Race, *race.Edition) {
	rc := marathon()
	for i, finish := range []string{"2:08:00", "2:09:00", "2:10:00", "2:11:00"} {
		add(rc, "M"+string(rune('1'+i)), "all="+finish)
		rc.Entries[i].Name, rc.Entries[i].Visibility = "Runner "+string(rune('A'+i)), race.Public
	}
	return rc, edition(rc)
}

func TestASnapshotHoldsWhereEverybodyStoodAndPublicNamesAlone(t *testing.T) {
	rc, e := field()
	rc.Entries[1].Visibility, rc.Entries[2].Visibility = race.Masked, race.Anonymous
	rc.Entries[3].Name = "\"Runner\" \\ \t<D> 李\u2028\x7f\xff"
	s, text := taken(t, e)
	if got := s.Runners[rc.ID]["M4"].Name; got != strings.ToValidUTF8(rc.Entries[3].Name, "\ufffd") {
		t.Errorf("the name reads back as %q", got)
	}
	if strings.Contains(text, "Runner B") || strings.Contains(text, "Runner C") || !strings.Contains(text, "Runner A") {
		t.Error(text)
	}
	v := Rule(e, later)
	for bib, want := range standings(v.Races[0]) {
		if got := s.Runners[rc.ID][bib].Standing; !got.Equal(want) {
			t.Errorf("%s: %+v, want %+v", bib, got, want)
		}
	}
	if s.Rulings[rc.ID] != 0 || len(s.Runners[rc.ID]) != 4 {
		t.Errorf("%+v", s)
	}
	for _, bad := range []string{`{"bib":"1","shown":"public"}`, `{"in_race":"run"}` + "\n{}", text[:len(text)-3]} {
		if _, err := ReadSnapshot(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is taken for a snapshot", bad)
		}
	}
}

func TestWhoIsShownLessOpenlyIsHiddenAndNobodyElse(t *testing.T) {
	rc, e := field()
	before, _ := taken(t, e)
	rc.Entries[0].Visibility, rc.Entries[1].Visibility = race.Masked, race.Anonymous
	rc.Entries[3].Name = "Somebody else"
	hidden, _ := taken(t, e)
	want := []Hidden{{rc.ID, "M1", race.Masked, false}, {rc.ID, "M2", race.Anonymous, false}}
	if got := before.HiddenSince(hidden); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := hidden.HiddenSince(before); len(got) != 0 {
		t.Errorf("shown again, yet %+v", got)
	}
	rule(rc, "M4 withdraw")
	withdrew, _ := taken(t, e)
	if got := hidden.HiddenSince(withdrew); !reflect.DeepEqual(got, []Hidden{{rc.ID, "M4", race.Public, true}}) {
		t.Errorf("%+v", got)
	}
	rc.Entries = rc.Entries[2:]
	rc.Rulings = nil
	gone, _ := taken(t, e)
	if got := hidden.HiddenSince(gone); !reflect.DeepEqual(got, []Hidden{{rc.ID, "M1", "", false}, {rc.ID, "M2", "", false}}) {
		t.Errorf("%+v", got)
	}
	if got := before.HiddenSince(nil); len(got) != 4 {
		t.Errorf("of nothing known %d are hidden", len(got))
	}
}

func TestTheFirstReleaseTellsWhatMovedSinceTheFirstSite(t *testing.T) {
	rc, e := field()
	before, _ := taken(t, e)
	if first := Release(Rule(e, later), before, later, nil); first.Number != 1 || len(first.Changes) != 0 || len(first.First[rc.ID]) != 4 {
		t.Errorf("nothing moved: %+v", first)
	}
	rule(rc, "M1 disqualify")
	rc.Entries[3].Name = "Runner E"
	first := Release(Rule(e, later), before, later, nil)
	var got []string
	for _, c := range first.Changes {
		got = append(got, c.Bib+" "+string(c.Cause))
	}
	if want := []string{"M1 ruling", "M4 name", "M2 others", "M3 others"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if c := first.Changes[0]; c.From.Place != 1 || c.To.Status != race.Disqualified || c.Authority != "referee" {
		t.Errorf("%+v", c)
	}
	if c := first.Changes[1]; *c.Renamed != (race.Renamed{From: "Runner D", To: "Runner E"}) {
		t.Errorf("%+v", c.Renamed)
	}
	e.Ledger = append(e.Ledger, first)
	if v := Rule(e, later); len(v.Unreleased) != 0 || e.Revision() != 1 {
		t.Errorf("after it %d are unreleased, revision %d", len(v.Unreleased), e.Revision())
	}
}

func TestACorrectedNameIsAChangeUnlessItIsHidden(t *testing.T) {
	rc, e := field()
	rc.Entries[1].Visibility = race.Masked
	release := func() race.Revision {
		rev := Release(Rule(e, later), nil, later, nil)
		if rev.Number > 0 {
			e.Ledger = append(e.Ledger, rev)
		}
		return rev
	}
	if names := release().Names[rc.ID]; !reflect.DeepEqual(names, map[string]string{"M1": "Runner A", "M3": "Runner C", "M4": "Runner D"}) {
		t.Errorf("%v", names)
	}
	rc.Entries[0].Name, rc.Entries[1].Name = "Runner Ä", "Runner Bé"
	second := release()
	if len(second.Changes) != 1 || second.Changes[0].Cause != race.CauseName || !reflect.DeepEqual(second.Names[rc.ID], map[string]string{"M1": "Runner Ä"}) {
		t.Errorf("%+v", second)
	}
	if again := release(); again.Number != 0 {
		t.Errorf("%+v", again)
	}
	// To be masked, to be shown again, is no correction of a name.
	rc.Entries[0].Visibility, rc.Entries[1].Visibility = race.Masked, race.Public
	if v := Rule(e, later); len(v.Unreleased) != 0 {
		t.Errorf("%+v", v.Unreleased)
	}
	// A ledger of before names were kept tells of no correction.
	for i := range e.Ledger {
		e.Ledger[i].Names = nil
	}
	rc.Entries[2].Name = "Runner Ç"
	if v := Rule(e, later); len(v.Unreleased) != 0 {
		t.Errorf("%+v", v.Unreleased)
	}
	// Who moves and is renamed moves for the reason of the move.
	e.Ledger = nil
	release()
	rc.Entries[3].Name = "Runner Đ"
	rc.Entries[3].Timing.At[rc.Finish()] += 5000
	if c := release().Changes; len(c) != 1 || c[0].Cause != race.CauseTiming || c[0].Renamed == nil {
		t.Errorf("%+v", c)
	}
}
