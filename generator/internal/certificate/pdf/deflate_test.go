package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"testing"
)

// count adds how often each letter, length and distance is met in a stream.
func (f *finder) count(often *[286 + 30]int, data []byte) {
	met := countOf(f.find(data))
	for i, n := range append(met.letters[:], met.distances[:]...) {
		often[i] += n
	}
}

// TestStreamsOfAKindComeBack packs bytes of many kinds with codes that were made for
// others.
func TestStreamsOfAKindComeBack(t *testing.T) {
	var often [286 + 30]int
	for i := range often {
		often[i] = 1
	}
	var f finder
	f.count(&often, bytes.Repeat([]byte("1 0 0 1 12.5 3 Td (text)Tj\n"), 40))
	for name, c := range map[string]*codes{"own": codesOf(append(sizesOf(often[:286], 15), sizesOf(often[286:], 15)...)),
		"content": codesOfKind()[ofContent], "font": codesOfKind()[ofFont], "data": codesOfKind()[ofData],
		"objects": codesOfKind()[ofObjects], "names": codesOfKind()[ofNames]} {
		t.Run(name, func(t *testing.T) { comeBack(t, c, &f) })
	}
}

func comeBack(t *testing.T, c *codes, f *finder) {
	random := rand.New(rand.NewPCG(1, 2))
	for size := range 300 {
		data := make([]byte, size*size/3)
		for i := range data {
			switch size % 4 {
			case 0:
				data[i] = byte(random.UintN(256))
			case 1:
				data[i] = byte(random.UintN(3))
			case 2:
				data[i] = "1 0 0 1 12.5 3 Td (text)Tj\n"[i%27]
			case 3:
				if i > 300 && random.UintN(40) > 0 {
					data[i] = data[i-int(random.UintN(2))*100-200]
				} else {
					data[i] = byte(random.UintN(256))
				}
			}
		}
		packed := c.append(nil, f, data)
		r, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		back, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(back, data) {
			t.Fatalf("%d bytes of kind %d do not come back: %v", len(data), size%4, err)
		}
	}
}
