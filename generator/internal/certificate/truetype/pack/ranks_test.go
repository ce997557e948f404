package main

import (
	"slices"
	"strings"
	"testing"
)

func TestCharactersAreAsCommonAsTheStandardsSay(t *testing.T) {
	rank := ranks()
	for want, text := range map[int]string{letter: "AŻあ。〇Ａ", gb1: "一张", jis1: "円桜", big1: "灣妳", gb2: "鑫", second: "硚𬭎가︱", rare: "㐁㚆𤭢"} {
		for _, r := range text {
			if got := rank(r); got != want {
				t.Errorf("%c has rank %d, not %d", r, got, want)
			}
		}
	}
	also := []rune(strings.ReplaceAll(alsoCommon, "\n", ""))
	if !slices.IsSorted(also) || len(slices.Compact(slices.Clone(also))) != len(also) {
		t.Error("common.txt is not in order")
	}
	if n := len(also); n != 637 {
		t.Errorf("common.txt has %d characters", n)
	}
}
