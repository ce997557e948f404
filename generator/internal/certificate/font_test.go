package certificate

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"slices"
	"testing"
)

// hollow is a font file with its tables moved, cut or garbled.
func hollow(t *testing.T, change func([]byte) []byte) []byte {
	data, err := os.ReadFile(root + "templates/fonts/NotoSans-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	return change(data)
}

func inMemory(data []byte) *io.SectionReader {
	return io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data)))
}

func TestFont(t *testing.T) {
	for claim, change := range map[string]func([]byte) []byte{
		"an empty file is refused":                   func([]byte) []byte { return nil },
		"a font with PostScript outlines is refused": func(b []byte) []byte { copy(b, "OTTO"); return b },
		"a font cut short is refused":                func(b []byte) []byte { return b[:len(b)/2] },
		"a directory of nothing is refused":          func(b []byte) []byte { binary.BigEndian.PutUint16(b[4:], 0); return b },
		"a text file is refused":                     func([]byte) []byte { return []byte("not a font at all") },
	} {
		t.Run(claim, func(t *testing.T) {
			if _, err := parseFace("x", inMemory(hollow(t, change))); err == nil {
				t.Error("taken")
			}
		})
	}
	t.Run("a subset is a font by itself, with the same outlines", func(t *testing.T) {
		whole := design(t).stacks["text"][1]
		s := newSubset(whole, []rune("Żółćž ǻ"))
		f, err := parseFace("x", inMemory(withCmap(s.font(nil))))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range s.runes {
			if got, want := f.advance(i+1), whole.advance(whole.glyph(r)); got-want > 2 || want-got > 2 {
				t.Errorf("%c is %d wide, not %d", r, got, want)
			}
			if got, want := len(f.outline(i+1)) > 0, r != ' '; got != want {
				t.Errorf("%c has an outline: %v", r, got)
			}
		}
		if checksum(s.font(nil)) != 0xB1B0AFBA {
			t.Error("the sum of the file is wrong")
		}
	})
	t.Run("digits are of one width, so that times stand in columns", func(t *testing.T) {
		for _, f := range design(t).stacks[design(t).Splits.Font] {
			for r := '1'; r <= '9'; r++ {
				if f.advance(f.glyph(r)) != f.advance(f.glyph('0')) {
					t.Errorf("%s: %c", f.name, r)
				}
			}
		}
	})
}

// withCmap gives a font without a cmap an empty one.
func withCmap(font []byte) []byte {
	var tables []table
	for i := range int(u16(font, 4)) {
		at := 12 + 16*i
		from := u32(font, at+8)
		tables = append(tables, table{string(font[at : at+4]), font[from : from+u32(font, at+12)]})
	}
	cmap := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0}
	return appendTables(nil, slices.Insert(tables, 0, table{"cmap", cmap}))
}

// FuzzFont feeds the reader of fonts broken ones: whatever it takes, it must
// be able to set text in.
func FuzzFont(f *testing.F) {
	data, err := os.ReadFile(root + "templates/fonts/NotoSans-Regular.ttf")
	if err != nil {
		f.Fatal(err)
	}
	for _, at := range []uint32{0, 4, 20, 300, 5000} {
		f.Add(at, uint32(0xFFFF7FFF))
	}
	f.Fuzz(func(t *testing.T, at, v uint32) {
		broken := slices.Clone(data)
		binary.BigEndian.PutUint32(broken[int(at)%(len(broken)-4):], v)
		face, err := parseFace("x", inMemory(broken))
		if err != nil {
			return
		}
		newSubset(face, []rune("AŻó ǻ中")).font(nil)
	})
}
