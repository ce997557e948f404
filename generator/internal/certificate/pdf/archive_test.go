package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
	"testing"
	"time"
)

// TestMetadataEndInAnyTitle unpacks metadata whose titles end in what names have.
func TestMetadataEndInAnyTitle(t *testing.T) {
	p := NewPacket("北京 & <Run>", "2026马拉松", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	for _, end := range []string{"", " · 郑文强 · A00004", " · Łukasz O’Brien & <Co>", " · مُحَمَّد", strings.Repeat("𬱖犇 </rdf:li>", 400), strings.Repeat("a", 33_000)} {
		d := Quick()
		d.Metadata(7, p, end)
		_, stream, _ := bytes.Cut(d.Bytes(), []byte(">>\nstream\n"))
		r, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%q: %v", end, err)
		}
		if want := "2026马拉松" + escaped(end) + afterTitle; !strings.HasSuffix(string(text), want) {
			t.Errorf("%q ends in %q", end, text[max(0, len(text)-200):])
		}
	}
}
