package qrcode

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"rsc.io/qr/coding"
)

// drawnOut is the bitmap that strokes along the rows draw.
func drawnOut(t *testing.T, size int, path string) []byte {
	t.Helper()
	path, whole := strings.CutPrefix(path, `<path d="`)
	path, closed := strings.CutSuffix(path, `"/>`)
	if !whole || !closed {
		t.Fatalf("no path: %s", path)
	}
	dark := make([]byte, size*size)
	for row := range strings.SplitSeq(path[1:], "M") {
		x, y, long := 0, 0, 0
		for i, stroke := range strings.Split(row, "m") {
			move := 0
			if i == 0 {
				fmt.Sscanf(stroke, "%d %dh%d", &move, &y, &long)
			} else {
				fmt.Sscanf(stroke, "%d 0h%d", &move, &long)
			}
			x += move
			for range long {
				dark[y*size+x] = 1
				x++
			}
		}
	}
	return dark
}

func TestEveryCodeIsThatOfItsAddress(t *testing.T) {
	s, random := &Maker{}, rand.New(rand.NewPCG(1, 2))
	for _, long := range []int{1, 17, 53, 60, 70, 321, 322, 900, 2900} {
		url := make([]byte, long)
		for i := range url {
			url[i] = byte(random.IntN(256))
		}
		for range 12 {
			for range 4 {
				url[random.IntN(long)] = byte(random.IntN(256))
			}
			share, err := s.Make(string(url))
			if err != nil {
				t.Fatal(err)
			}
			version := coding.Version(1)
			for coding.String(url).Bits(version) > version.DataBytes(qrLevel)*8 {
				version++
			}
			plan, err := coding.NewPlan(version, qrLevel, qrMask)
			if err != nil {
				t.Fatal(err)
			}
			code, err := plan.Encode(coding.String(url))
			if err != nil {
				t.Fatal(err)
			}
			want := make([]byte, code.Size*code.Size)
			for i := range want {
				if code.Black(i%code.Size, i/code.Size) {
					want[i] = 1
				}
			}
			if !bytes.Equal(drawnOut(t, code.Size, string(share.Modules)), want) {
				t.Fatalf("another code for %d bytes", long)
			}
		}
	}
	if _, err := s.Make(strings.Repeat("x", 3000)); err == nil {
		t.Error("a text that no code holds has one")
	}
}
