package truetype

import (
	"bytes"
	"io/fs"
	"sync"
	"testing"
	"testing/fstest"
)

// ours are the fonts that the program brings.
var ours = []string{"NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerifSC-Bold.ttf"}

func TestPackedFonts(t *testing.T) {
	for _, name := range ours {
		t.Run("every glyph of "+name+" is that of the font file", func(t *testing.T) {
			whole, err := parseFile(name, file(t, name))
			if err != nil {
				t.Fatal(err)
			}
			f := face(t, name)
			every := 1
			if testing.Short() {
				every = 17
			}
			for r := rune(0); r < 1<<18; r += rune(every) {
				if f.Glyph(r) != whole.Glyph(r) {
					t.Fatalf("%U is glyph %d, not %d", r, f.Glyph(r), whole.Glyph(r))
				}
			}
			for g := 0; g < whole.glyphs; g += every {
				if !bytes.Equal(f.Outline(g), whole.Outline(g)) || f.Advance(g) != whole.Advance(g) {
					t.Fatalf("glyph %d differs", g)
				}
			}
		})
	}
	t.Run("the key is that of the font file, packed or not", func(t *testing.T) {
		packed, err := fs.ReadFile(fonts, ours[0]+PackedSuffix)
		if err != nil {
			t.Fatal(err)
		}
		_, one, err := Open(fstest.MapFS{ours[0] + PackedSuffix: {Data: packed}}, ours[0])
		if err != nil {
			t.Fatal(err)
		}
		_, two, err := Open(fstest.MapFS{ours[0]: {Data: file(t, ours[0])}}, ours[0])
		if err != nil || one != two {
			t.Errorf("the keys differ: %v", err)
		}
	})
	t.Run("glyphs are read by many at once", func(t *testing.T) {
		f, want := face(t, ours[1]), face(t, ours[1])
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				for r := '一' + rune(i); r < '一'+4000; r += 97 {
					if !bytes.Equal(f.Outline(f.Glyph(r)), want.Outline(want.Glyph(r))) {
						t.Errorf("%c differs", r)
					}
				}
			})
		}
		all.Wait()
	})
	t.Run("a font is packed with nothing lost: composite glyphs, instructions and what fills up", func(t *testing.T) {
		small := withCmap(NewSubset(face(t, ours[0]), []rune("AŻółć ǻ8"), nil).AppendFont(nil))
		packed, err := Pack(small, func(r rune) int { return int(r) })
		if err != nil {
			t.Fatal(err)
		}
		if back, err := Unpack(packed); err != nil || !bytes.Equal(back, small) {
			t.Errorf("it came back as something else: %v", err)
		}
	})
	t.Run("a damaged font is an error, or lacks the glyphs that are damaged", func(t *testing.T) {
		whole, err := fs.ReadFile(fonts, ours[0]+PackedSuffix)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{0, 10, len(magic) + 40, 200, len(whole) / 2, len(whole) - 1} {
			if _, _, err := Open(fstest.MapFS{"x.ttf" + PackedSuffix: {Data: whole[:n]}}, "x.ttf"); err == nil {
				t.Errorf("%d bytes of %d are taken", n, len(whole))
			}
		}
		broken := bytes.Clone(whole)
		for i := len(broken) / 2; i < len(broken); i += 101 {
			broken[i] ^= 0x55
		}
		if _, err := Unpack(broken); err == nil {
			t.Error("it is unpacked all the same")
		}
		if f, _, err := Open(fstest.MapFS{"x.ttf" + PackedSuffix: {Data: broken}}, "x.ttf"); err == nil {
			for g := range f.glyphs {
				f.Outline(g)
			}
		}
	})
}

// BenchmarkOutline reads the outlines of the common characters once, in no order.
func BenchmarkOutline(b *testing.B) {
	for b.Loop() {
		f := face(b, ours[1])
		for i := range rune(2000) {
			f.Outline(f.Glyph('一' + i*7919%20000))
		}
	}
}
