package page

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// unfolded is a page put together again.
func unfolded(pieces [][]string, of filled) string {
	var b strings.Builder
	for i, piece := range pieces[of.pieces] {
		b.WriteString(piece)
		if i < len(of.slots) {
			b.WriteString(of.slots[i])
		}
	}
	return b.String()
}

func TestFoldedPagesUnfoldToTheSameBytes(t *testing.T) {
	pages := []string{
		`<p class="a">张伟 1</p><a href="x/1.html">to</a>`, `<p class="a">张华 12</p><a href="x/12.html">to</a>`, `<p class="a">李娜 112</p><a href="x/112.html">to</a>`,
		`<p class="a">张</p><a href="">to</a>`, `<p>another</p>`, ``, `text`, `<p class="open`, `<p class='single "quoted'>x</p>`, `<!-- "comment" -->x`, `a < b`,
	}
	pieces, of := folded(pages)
	for i, page := range pages {
		if got := unfolded(pieces, of[i]); got != page {
			t.Errorf("%q, want %q", got, page)
		}
	}
	if len(of[0].slots) != 2 || of[0].pieces != of[1].pieces || of[0].pieces == of[4].pieces {
		t.Errorf("%q %v: what is alike is not folded", pieces, of)
	}
	for _, all := range append(pieces, of[0].slots, of[1].slots) {
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
		pieces, of := folded(pages)
		for i, page := range pages {
			if got := unfolded(pieces, of[i]); got != page {
				t.Errorf("%q, want %q", got, page)
			}
		}
	})
}

func TestShardsAreOfOneSize(t *testing.T) {
	const shards = 128
	count := make([]int, shards)
	for _, prefix := range []string{"A", "B", "F"} {
		for n := range 10_000 {
			count[ShardOf(fmt.Sprintf("%s%05d", prefix, n), shards)]++
		}
	}
	for n, c := range count {
		if c < 150 || c > 330 {
			t.Errorf("shard %d has %d runners of 234", n, c)
		}
	}
}
