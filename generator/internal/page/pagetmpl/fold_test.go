package pagetmpl

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// unfolded is a page put together again.
func unfolded(pieces [][]string, of Folded) string {
	var b strings.Builder
	for i, piece := range pieces[of.Pieces] {
		b.WriteString(piece)
		if i < len(of.Slots) {
			b.WriteString(of.Slots[i])
		}
	}
	return b.String()
}

func TestFoldedPagesUnfoldToTheSameBytes(t *testing.T) {
	pages := []string{
		`<p class="a">张伟 1</p><a href="x/1.html">to</a>`, `<p class="a">张华 12</p><a href="x/12.html">to</a>`, `<p class="a">李娜 112</p><a href="x/112.html">to</a>`,
		`<p class="a">张</p><a href="">to</a>`, `<p>another</p>`, ``, `text`, `<p class="open`, `<p class='single "quoted'>x</p>`, `<!-- "comment" -->x`, `a < b`,
	}
	pieces, of := Fold(pages)
	for i, page := range pages {
		if got := unfolded(pieces, of[i]); got != page {
			t.Errorf("%q, want %q", got, page)
		}
	}
	if len(of[0].Slots) != 2 || of[0].Pieces != of[1].Pieces || of[0].Pieces == of[4].Pieces {
		t.Errorf("%q %v: what is alike is not folded", pieces, of)
	}
	for _, all := range append(pieces, of[0].Slots, of[1].Slots) {
		if text := strings.Join(all, "|"); !utf8.ValidString(text) {
			t.Errorf("%q is cut within a character", text)
		}
	}
}

func FuzzFolded(f *testing.F) {
	f.Add(`<p class="a">1</p>`, `<p class="b">12</p>`, `<p class="">`)
	f.Add(`a"b"c`, `<"><">`, `<<>>""`)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		pages := []string{a, b, c, a + b, b + c}
		pieces, of := Fold(pages)
		for i, page := range pages {
			if got := unfolded(pieces, of[i]); got != page {
				t.Errorf("%q, want %q", got, page)
			}
		}
	})
}
