package deploy

import (
	"maps"
	"testing"

	"pgregory.net/rapid"
)

func TestARecordReadsBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hashes := rapid.Custom(func(t *rapid.T) sum { return sum(rapid.SliceOfN(rapid.Byte(), 12, 12).Draw(t, "hash")) })
		objects := rapid.MapOf(hashes, hashes).Draw(t, "objects")
		back := map[sum]sum{}
		text := format(objects)
		if !parse(text, back) || !maps.Equal(objects, back) {
			t.Fatalf("%v reads back as %v", objects, back)
		}
		if cut := rapid.IntRange(0, len(text)-1).Draw(t, "cut"); parse(text[:cut], map[sum]sum{}) && (cut-len(recordHead))%lineSize != 0 {
			t.Fatalf("cut at %d of %d it still reads", cut, len(text))
		}
	})
}

func TestARecordThatCannotBeReadIsNoRecord(t *testing.T) {
	for _, text := range []string{"", "guntime 2\n", "guntime 1", recordHead + "x\n", recordHead + string(make([]byte, lineSize))} {
		if parse([]byte(text), map[sum]sum{}) {
			t.Errorf("%q is taken for a record", text)
		}
	}
}
