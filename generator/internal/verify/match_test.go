package verify

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTheMatcherFindsWhatASearchForEachTextFinds(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	letters := []string{"a", "B", "b", "c", " ", "王", "伟", "é", "1", "-", "\xff"}
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(letters[dice.IntN(len(letters))])
		}
		return b.String()
	}
	for range 300 {
		var texts []string
		for range 1 + dice.IntN(40) {
			texts = append(texts, word(1+dice.IntN(4)))
		}
		m, text := newMatcher(texts), []byte(word(60))
		var got, want [][3]int
		m.find(text, func(n, from, to int) { got = append(got, [3]int{n, from, to}) })
		for n, one := range m.texts {
			for i := 0; i+len(one) <= len(text); i++ {
				if foldCase(string(text[i:i+len(one)])) == one && isWholeWord(text, i, i+len(one)) {
					want = append(want, [3]int{n, i, i + len(one)})
				}
			}
		}
		slices.SortFunc(got, compareHits)
		slices.SortFunc(want, compareHits)
		if !slices.Equal(got, want) {
			t.Fatalf("%q in %q: found %v, expected %v", m.texts, text, got, want)
		}
	}
}

func compareHits(a, b [3]int) int { return slices.Compare(a[:], b[:]) }

func TestAWordIsNoPartOfALongerOne(t *testing.T) {
	for _, c := range []struct {
		text, word string
		apart      bool
	}{
		{"Ann Lee", "Ann Lee", true}, {"Joann Lee", "ann Lee", false}, {"Ann Leeson", "Ann Lee", false}, {"M12Ann Lee", "Ann Lee", true},
		{"certificateAnn Lee", "Ann Lee", true}, {"王伟明", "王伟", true}, {"さくらは", "さくら", true}, {"12345", "234", false}, {"éAnn", "Ann", true}, {"Éann", "ann", false},
	} {
		if i := strings.Index(c.text, c.word); isWholeWord([]byte(c.text), i, i+len(c.word)) != c.apart {
			t.Errorf("%q in %q: expected %t", c.word, c.text, c.apart)
		}
	}
}

func TestSignsOfOtherFormsAreReadAsWhatTheyStandFor(t *testing.T) {
	for from, want := range map[string]string{
		`\u738b\u4f1f`: "王伟", `\ud83c\udfc3!`: "🏃!", "%E7%8E%8B%e4%bc%9f": "王伟", "&#29579;&#x4F1F;": "王伟", "A &amp; B": "A & B",
		`\u12`: `\u12`, "100%": "100%", "%zz": "%zz", "&nothing": "&nothing", `\n`: `\n`, "plain": "plain", `\ud83c`: "\uFFFD",
	} {
		if got := string(plain([]byte(from))); got != want {
			t.Errorf("%q is read as %q, expected %q", from, got, want)
		}
	}
}

// A field in which everybody hides is searched in about the time that one takes
// in which few do.
func BenchmarkMatcher(b *testing.B) {
	dice := rand.New(rand.NewPCG(3, 4))
	name := func() string {
		return string([]rune{rune(0x4E00 + dice.IntN(100)), rune(0x4E00 + dice.IntN(1000)), rune(0x4E00 + dice.IntN(1000))})
	}
	var text strings.Builder
	for range 20_000 {
		text.WriteString(name() + ", bib M123, finished in 3:04:11; ")
	}
	for _, n := range []int{600, 30_000, 300_000} {
		var texts []string
		for range n {
			texts = append(texts, name())
		}
		m := newMatcher(texts)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				m.find([]byte(text.String()), func(int, int, int) {})
			}
		})
	}
}
