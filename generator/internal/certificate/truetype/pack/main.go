// Command pack packs a TrueType font for the program's own folder of fonts.
//
//	go run ./generator/internal/certificate/truetype/pack FONT.ttf templates/fonts/FONT.ttf.packed
//
// The two Chinese fonts are made smaller before. Both get points on a grid of 2 of 1000
// units and fewer of them, as certificates set them anyway: the one for names and titles
// as in 40 points, the one for small texts as in 17. That lacks rare characters, for
// which the other stands in (truetype.Fullest):
//
//	pack -grid 2 NotoSerifSC-Bold.ttf templates/fonts/NotoSerifSC-Bold.ttf.packed
//	pack -grid 2 -curves 5 -rare NotoSerifSC-Bold.ttf NotoSansSC-Regular.ttf templates/fonts/NotoSansSC-Regular.ttf.packed
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"guntime/generator/internal/certificate/truetype"
)

func main() {
	grid := flag.Int("grid", 0, "put outlines on a grid of so many `units`, and leave out what nothing reads: tables for shaping, glyphs without a character")
	curves := flag.Int("curves", 0, "leave curves as few points as on a grid of so many `units`, with -grid; 0 for that one")
	other := flag.String("rare", "", "leave out the rare Chinese characters that this other `font` has, with -grid")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: pack [-grid n [-curves n] [-rare OTHER.ttf]] FONT.ttf FONT.ttf.packed")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 2 || *grid < 0 || *curves < 0 || (*curves > 0 || *other != "") && *grid == 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := pack(flag.Arg(0), flag.Arg(1), *grid, cmp.Or(*curves, *grid), *other); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// pack packs a font, with less detail unless grid is 0. other is the font with the rare
// characters, "" to keep them.
func pack(from, to string, grid, curves int, other string) error {
	font, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	rank := ranks()
	if grid > 0 {
		keep := func(rune) bool { return true }
		if other != "" {
			face, _, err := truetype.Open(os.DirFS(filepath.Dir(other)), filepath.Base(other))
			if err != nil {
				return fmt.Errorf("%s: %w", other, err)
			}
			keep = func(r rune) bool { return rank(r) != rare || !face.Has(r) }
		}
		if font, err = truetype.Lean(font, keep, grid, curves); err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
	}
	packed, err := truetype.Pack(font, func(r rune) int { return min(rank(r), second) }) // the more in a row, the smaller
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(to, packed, 0o644)
}
