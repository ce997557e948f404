package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestWhatIsCompressedThoroughlyComesBackSmaller packs what documents have and what they
// never have.
func TestWhatIsCompressedThoroughlyComesBackSmaller(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 5000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	var rows strings.Builder
	for i := range 400 {
		fmt.Fprintf(&rows, "<</S/TD/P %d 0 R/Pg 3 0 R/K[%d]>>\n", i/4*5, i)
	}
	for name, data := range map[string][]byte{"nothing": nil, "a byte": {7}, "one distance": []byte("abcdeabcdeabcde"), "zeros": make([]byte, 3000),
		"noise": noise, "a tree": []byte(rows.String()), "both": append([]byte(rows.String()), noise...)} {
		packed := thorough(data)
		r, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, data) {
			t.Errorf("%s does not come back: %v", name, err)
		}
		var usual bytes.Buffer
		w := packer(zlib.BestCompression)
		w.Reset(&usual)
		w.Write(data)
		w.Close()
		if name == "a tree" && len(packed)*100 > usual.Len()*95 {
			t.Errorf("%s takes %d bytes, as usual %d", name, len(packed), usual.Len())
		}
	}
}

// TestAStreamIsCompressedThoroughlyOnce packs the same stream for two documents, and
// another one between.
func TestAStreamIsCompressedThoroughlyOnce(t *testing.T) {
	pack := func(text string) []byte {
		d := NewCompact()
		return d.pack(&d.packed, ofObjects, []byte(text))
	}
	one, other, again := pack(strings.Repeat("a form ", 40)), pack(strings.Repeat("a term ", 40)), pack(strings.Repeat("a form ", 40))
	if &one[0] != &again[0] {
		t.Error("it is compressed for each document")
	}
	for text, packed := range map[string][]byte{"a form ": one, "a term ": other} {
		r, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := io.ReadAll(r); err != nil || string(back) != strings.Repeat(text, 40) {
			t.Errorf("%q comes back as %q: %v", text, back, err)
		}
	}
}
