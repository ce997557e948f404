package truetype

import (
	"encoding/binary"
	"io/fs"
	"os"
	"slices"
	"testing"
)

// fonts is the folder of the program's own fonts.
var fonts = os.DirFS("../../../../templates/fonts")

// file is a font file of the program's own, unpacked.
func file(t testing.TB, name string) []byte {
	t.Helper()
	packed, err := fs.ReadFile(fonts, name+PackedSuffix)
	if err != nil {
		t.Fatal(err)
	}
	data, err := Unpack(packed)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func face(t testing.TB, name string) *Face {
	t.Helper()
	f, _, err := Open(fonts, name)
	if err != nil {
		t.Fatal(err)
	}
	return f
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
			if _, err := parseFile("x", change(file(t, "NotoSans-Regular.ttf"))); err == nil {
				t.Error("taken")
			}
		})
	}
	t.Run("a subset is a font by itself, with the same outlines", func(t *testing.T) {
		whole := face(t, "NotoSans-Regular.ttf")
		s := NewSubset(whole, []rune("Żółćž ǻ"), nil)
		f, err := parseFile("x", withCmap(s.AppendFont(nil)))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range s.Runes {
			if got, want := f.Advance(i+1), whole.Advance(whole.Glyph(r)); got-want > 2 || want-got > 2 {
				t.Errorf("%c is %d wide, not %d", r, got, want)
			}
			if got, want := len(f.Outline(i+1)) > 0, r != ' '; got != want {
				t.Errorf("%c has an outline: %v", r, got)
			}
		}
		if checksum(s.AppendFont(nil)) != 0xB1B0AFBA {
			t.Error("the sum of the file is wrong")
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
	data := file(f, "NotoSans-Regular.ttf")
	for _, at := range []uint32{0, 4, 20, 300, 5000} {
		f.Add(at, uint32(0xFFFF7FFF))
	}
	f.Fuzz(func(t *testing.T, at, v uint32) {
		broken := slices.Clone(data)
		binary.BigEndian.PutUint32(broken[int(at)%(len(broken)-4):], v)
		face, err := parseFile("x", broken)
		if err != nil {
			return
		}
		NewSubset(face, []rune("AŻó ǻ中"), nil).AppendFont(nil)
	})
}
