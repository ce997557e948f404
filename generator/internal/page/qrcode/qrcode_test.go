package qrcode

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"rsc.io/qr/coding"
)

// drawnOut returns the modules of a picture, 1 for each dark one.
func drawnOut(t *testing.T, size int, address string) []byte {
	t.Helper()
	text, holds := strings.CutPrefix(address, "data:image/png;base64,")
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !holds {
		t.Fatalf("no picture: %.40s: %v", address, err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds() != image.Rect(0, 0, size, size) {
		t.Fatalf("%v, wanted %d pixels square", err, size)
	}
	dark := make([]byte, size*size)
	for i := range dark {
		if r, _, _, _ := picture.At(i%size, i/size).RGBA(); r == 0 {
			dark[i] = 1
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
			if !bytes.Equal(drawnOut(t, code.Size, string(share.Picture)), want) {
				t.Fatalf("another code for %d bytes", long)
			}
		}
	}
	if _, err := s.Make(strings.Repeat("x", 3000)); err == nil {
		t.Error("a text that no code holds has one")
	}
}
