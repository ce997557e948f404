package certificate

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestBatch(t *testing.T) {
	f := form(t, func(e *race.Edition, _ *race.Race, _ *race.RaceVerdict) { e.Demonstration = true })
	var all []*race.Result
	for _, name := range []string{"王小明", "Łukasz Nowak", "䶮犇"} {
		r := finisher(f.race, "B"+name[:1], name, "")
		r.Entry.Bib = "B" + string(rune('1'+len(all)))
		all = append(all, &r)
	}
	var drawn [][]byte
	batch := func(t *testing.T, layer Layer, chosen ...*race.Result) []byte {
		t.Helper()
		var b bytes.Buffer
		if err := f.Batch(&b, slices.Values(chosen), layer); err != nil {
			t.Fatal(err)
		}
		drawn = append(drawn, b.Bytes())
		return b.Bytes()
	}
	t.Run("a batch has a page for each, in the order given, with the texts of the single ones", func(t *testing.T) {
		read := texts(t, batch(t, Whole, all[1], all[0], all[2]), draw(t, f, *all[1]), draw(t, f, *all[0]), draw(t, f, *all[2]))
		if len(read[0]) != 3 {
			t.Fatalf("%d pages, want 3", len(read[0]))
		}
		for i, page := range read[0] {
			if alone := read[1+i][0]; page != alone {
				t.Errorf("page %d reads\n%s\nand alone it reads\n%s", i+1, page, alone)
			}
		}
	})
	t.Run("the imprint has the runner's texts and not the form's", func(t *testing.T) {
		text := read(t, batch(t, Imprint, all[1]))
		if !strings.Contains(text, "Łukasz Nowak") || !strings.Contains(text, "B2") || strings.Contains(text, "完赛证书") {
			t.Errorf("it reads\n%s", text)
		}
	})
	t.Run("what is made up says so on any paper", func(t *testing.T) {
		real := form(t, nil)
		var b bytes.Buffer
		if err := real.Batch(&b, slices.Values(all[1:2]), Imprint); err != nil {
			t.Fatal(err)
		}
		if marked, plain := inked(t, batch(t, Imprint, all[1])), inked(t, b.Bytes()); marked < plain+500 {
			t.Errorf("%d points have ink with the mark, %d without", marked, plain)
		}
	})
	t.Run("what they share is in a batch once", func(t *testing.T) {
		one, three := len(batch(t, Whole, all[0])), len(batch(t, Whole, all...))
		if grown := (three - one) / 2; grown > len(draw(t, f, *all[0]))/2 {
			t.Errorf("a further page takes %d bytes, a whole certificate %d", grown, len(draw(t, f, *all[0])))
		}
	})
	t.Run("strict readers find nothing amiss in any batch", func(t *testing.T) { sound(t, drawn...) })
	t.Run("a certificate that is not ready, or none at all, is an error", func(t *testing.T) {
		held := *all[0]
		held.Certificate = &race.Certificate{Status: race.CertificateHeld}
		if err := f.Batch(&bytes.Buffer{}, slices.Values([]*race.Result{&held}), Whole); err == nil || !strings.Contains(err.Error(), `it is "held"`) {
			t.Errorf("%v", err)
		}
		if err := f.Batch(&bytes.Buffer{}, slices.Values([]*race.Result(nil)), Whole); err == nil {
			t.Error("an empty batch is no error")
		}
	})
	t.Run("a writer's error is the batch's", func(t *testing.T) {
		full := errors.New("the disk is full")
		if err := f.Batch(writerFunc(func([]byte) (int, error) { return 0, full }), slices.Values(all), Whole); !errors.Is(err, full) {
			t.Errorf("%v", err)
		}
	})
}

// inked is how many points of a PDF's first page are not white, 30 to the inch.
func inked(t *testing.T, pdf []byte) (n int) {
	t.Helper()
	for _, grey := range rendered(t, pdf, 30, 0, 0, 351, 249) {
		if grey != 255 {
			n++
		}
	}
	return n
}
