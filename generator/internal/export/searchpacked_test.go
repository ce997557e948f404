package export

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAFileOfTheFinderIsReadAsItWasWritten(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "王伟明", "WANG Weiming", "=4", "==", "=", "𬱖 \u2028", `"\<&`, "José"})
	bib := rapid.OneOf(rapid.StringMatching(`[A-Z_-]{0,3}[0-9]{0,6}`), rapid.SampledFrom([]string{"A1234567890123", "00", "x-1", "7A"}))
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]SearchRow, rapid.IntRange(1, 40).Draw(t, "rows"))
		for i := range rows {
			rows[i] = SearchRow{"1" + bib.Draw(t, "bib"), text.Draw(t, "name"), text.Draw(t, "latin"), text.Draw(t, "club"),
				rapid.IntRange(-1, 40).Draw(t, "label"), rapid.IntRange(-1, 3).Draw(t, "nation")}
		}
		var keys []SearchKey
		for next := 0; next < len(rows); {
			key := SearchKey{Key: rapid.SampledFrom([]string{"wangweiming", "weimingwang", "wangweimin", "王伟", "王伟𬱖", "王伟𬱗", "a\"b"}).Draw(t, "key")}
			for range rapid.IntRange(1, 4).Draw(t, "of") {
				if n := rapid.IntRange(0, next).Draw(t, "row"); n < next {
					key.Rows = append(key.Rows, n)
				} else if next < len(rows) {
					key.Rows, next = append(key.Rows, next), next+1
				}
			}
			if key.Rows != nil {
				keys = append(keys, key)
			}
		}
		data := appendShard(nil, rows, keys)
		gotRows, gotKeys, err := ReadSearchShard(data)
		if err != nil || !slices.Equal(gotRows, rows) || !cmp.Equal(gotKeys, keys) {
			t.Fatalf("%v\n%s\n%s%s", err, data, cmp.Diff(rows, gotRows), cmp.Diff(keys, gotKeys))
		}
	})
}

func TestTimesOfTheFinderAreReadAsTheyWereWritten(t *testing.T) {
	for claim, all := range map[string][]SearchOutcome{
		"times and statuses":   {{"2:29:51", 1, ""}, {"", 0, "dnf"}, {"0:00:00", 30000, ""}, {"11:59:59", 0, "dns"}},
		"distances":            {{"52.1 km", 1, ""}, {"", 0, "dnf"}, {"2:29:51", 2, ""}},
		"times before a gun":   {{"-0:00:01", 1, ""}, {"0:00:01", 2, ""}},
		"statuses and no time": {{"", 0, "dns"}},
	} {
		data := appendOutcomes(nil, all)
		if got, err := ReadSearchOutcomes(data, len(all)); err != nil || !slices.Equal(got, all) || !json.Valid(data) {
			t.Errorf("%s: %v, %s is %v", claim, err, data, got)
		}
		if _, err := ReadSearchOutcomes(data, len(all)+1); err == nil {
			t.Errorf("%s: they fit one row more", claim)
		}
	}
}

func TestBrokenFilesOfTheFinderAreErrors(t *testing.T) {
	good := packedShard{Bibs: "A1\nA2", Names: "a\nb", Latin: "\n", Labels: "\n", Clubs: "\n", Nations: "\n0", Keys: "0a\n0b", Rows: "\n"}
	for claim, change := range map[string]func(p *packedShard){
		"":                     func(*packedShard) {},
		"a name too few":       func(p *packedShard) { p.Names = "a" },
		"a club too many":      func(p *packedShard) { p.Clubs = "\n\n" },
		"a bib too few":        func(p *packedShard) { p.Bibs = "A1" },
		"a label of letters":   func(p *packedShard) { p.Labels = "x\n" },
		"a key without rows":   func(p *packedShard) { p.Keys = "0a" },
		"a key without a line": func(p *packedShard) { p.Keys = "0a\n" },
		"a key that shares":    func(p *packedShard) { p.Keys = "1a\n0b" },
		"rows of letters":      func(p *packedShard) { p.Rows = "x\n" },
		"a row too many":       func(p *packedShard) { p.Rows = "0 0 0\n" },
		"rows before all":      func(p *packedShard) { p.Rows = "1\n" },
		"rows behind all":      func(p *packedShard) { p.Rows = "-1\n" },
	} {
		p := good
		change(&p)
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := ReadSearchShard(data); (err == nil) != (claim == "") {
			t.Errorf("%s: %v", claim, err)
		}
	}
}
