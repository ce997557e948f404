package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/certificate/truetype"
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

func TestTheFontForSmallTextsLacksRareCharactersAlone(t *testing.T) {
	open := func(name string) *truetype.Face {
		f, _, err := truetype.Open(os.DirFS("../../../../../templates/fonts"), name)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	small, full, rank := open("NotoSansSC-Regular.ttf"), open(truetype.Fullest), ranks()
	has := 0
	for r := rune(0); r < 1<<18; r++ {
		if full.Has(r) && !small.Has(r) && rank(r) != rare {
			t.Errorf("it lacks %c", r)
		}
		if small.Has(r) {
			has++
		}
	}
	if has < 19_000 || full.Glyphs() < 30_000 {
		t.Errorf("they have %d characters and %d glyphs", has, full.Glyphs())
	}
}
