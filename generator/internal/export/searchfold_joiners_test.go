package export

import (
	"slices"
	"testing"
)

// Some type a Persian name with the sign that parts its letters, most without.
func TestJoinersInANameAreNoPartOfWhatIsSought(t *testing.T) {
	for name, want := range map[string][]string{"ژاله\u200cپور": {"ژالهپور"}, "ශ\u0dca\u200dරී": foldWords("ශ\u0dcaරී"), "An\u200cna Bell": {"anna", "bell"}} {
		if got := foldWords(name); !slices.Equal(got, want) {
			t.Errorf("%+q is sought as %+q, not %+q", name, got, want)
		}
	}
}
