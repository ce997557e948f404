package judge

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"guntime/generator/internal/race"
)

// published is what pages say of a champion: the entry by its name alone.
func published(h race.History) []race.Champion {
	for i := range h.Champions {
		if e := h.Champions[i].Entry; e != nil {
			h.Champions[i].Entry = &race.Entry{Bib: e.Bib, Name: e.PublishedName(), LatinName: e.PublishedLatinName(), Nat: e.Nat}
		}
	}
	return h.Champions
}

func TestABriefSaysOfAnEditionWhatItsVerdictSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		e := edition(rc)
		names := []string{"Eliud", "Tigist", "王小明"}
		for _, entry := range rc.Entries {
			entry.Name, entry.Nat = rapid.SampledFrom(names).Draw(t, "name"), "KEN"
			entry.Visibility = rapid.SampledFrom([]race.Visibility{race.Public, race.Public, race.Masked, race.Anonymous}).Draw(t, "visibility")
		}
		var known []race.Champion
		for range rapid.IntRange(0, 2).Draw(t, "champions") {
			known = append(known, race.Champion{Year: 2022, Name: rapid.SampledFrom(names).Draw(t, "champion"), Time: race.NoTime,
				Gender: rapid.SampledFrom([]race.Gender{race.Male, race.Female}).Draw(t, "gender"), Status: rapid.SampledFrom([]race.ChampionStatus{race.Winner, race.Second}).Draw(t, "status")})
		}
		archive := &race.Archive{Editions: []*race.Edition{e}, Champions: known}
		v := Rule(e, rapid.SampledFrom([]time.Time{during, later}).Draw(t, "now"))

		text, err := json.Marshal(BriefOf(v, known))
		if err != nil {
			t.Fatal(err)
		}
		var b Brief
		if err := json.Unmarshal(text, &b); err != nil {
			t.Fatal(err)
		}
		short := b.Verdict(e)
		if diff := cmp.Diff(published(History(archive, []*race.Verdict{v})), published(History(archive, []*race.Verdict{short}))); diff != "" {
			t.Fatalf("history by the verdict, and by its brief:\n%s", diff)
		}
		for n, rv := range v.Races {
			other := short.Races[n]
			if other.Counts != rv.Counts || other.Shown != rv.Shown || short.Over != v.Over {
				t.Fatalf("%+v %d, and by the brief %+v %d", rv.Counts, rv.Shown, other.Counts, other.Shown)
			}
			for i := range rv.Divisions {
				full, brief := firsts(&rv.Divisions[i]), firsts(&other.Divisions[i])
				if diff := cmp.Diff(full, brief); diff != "" || rv.Divisions[i].Counts != other.Divisions[i].Counts {
					t.Fatalf("the first of %s:\n%s", rv.Divisions[i].Division.ID, diff)
				}
			}
		}
	})
}

// firsts are those at place 1, as pages say them.
func firsts(d *race.DivisionVerdict) (all []string) {
	for i := range d.Results {
		r := &d.Results[i]
		if r.Place != 1 {
			break
		}
		all = append(all, r.Entry.Bib+" "+r.Entry.PublishedName()+" "+r.Gun.String())
	}
	return all
}

func TestABriefFitsNoOtherEdition(t *testing.T) {
	e := edition(marathon())
	b := BriefOf(Rule(e, later), nil)
	other := marathon()
	other.Divisions = other.Divisions[:2]
	for name, e := range map[string]*race.Edition{"without races": edition(), "with a race more": edition(marathon(), marathon()), "with other divisions": edition(other)} {
		if b.Verdict(e) != nil {
			t.Errorf("it fits an edition %s", name)
		}
	}
	if b.Verdict(e) == nil {
		t.Error("it does not fit its own")
	}
}
