package artifact

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
)

// lastFile is a file of the last build, and what was kept of it.
type lastFile struct {
	file []byte
	list []byte
}

type closing struct{ *bytes.Reader }

func (closing) Close() error { return nil }

func (l *lastFile) kept() *Kept {
	return NewKept(func(string) []byte { return l.list }, func(string) (Opened, error) {
		if l.file == nil {
			return nil, errors.New("it is gone")
		}
		return closing{bytes.NewReader(l.file)}, nil
	})
}

// draw draws rows in parts of two behind a head, and returns the file and which parts
// were drawn.
func (l *lastFile) draw(t *testing.T, rows []string) (file string, drawn int) {
	t.Helper()
	k := l.kept()
	key := func(from, to int) Key { return Key{}.With(rows[from:to]...) }
	var b bytes.Buffer
	err := k.Draw(&b, "results", key, func(w io.Writer, p *Parts) error {
		fmt.Fprintf(w, "%d rows:", len(rows))
		p.Begin()
		for from := 0; from < len(rows); from += 2 {
			size, figures, err := p.Part(w, from, min(from+2, len(rows)), func() (text []byte, _ [2]uint32, _ error) {
				drawn++
				for _, row := range rows[from:min(from+2, len(rows))] {
					text = append(append(text, ' '), row...)
				}
				return text, [2]uint32{uint32(len(text)), 7}, nil
			})
			if err != nil || int64(figures[0]) != size || figures[1] != 7 {
				t.Errorf("a part of %d bytes with the figures %d: %v", size, figures, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	l.file, l.list = b.Bytes(), k.Made()["results"]
	return b.String(), drawn
}

func TestPartsWhoseRowsAreTheSameAreNotDrawn(t *testing.T) {
	l := &lastFile{}
	for _, c := range []struct {
		rows  []string
		spoil func()
		want  string
		drawn int
	}{
		{[]string{"a", "b", "c", "d", "e"}, nil, "5 rows: a b c d e", 3},
		{[]string{"a", "b", "c", "d", "e"}, nil, "5 rows: a b c d e", 0},
		{[]string{"a", "b", "c", "D", "e"}, nil, "5 rows: a b c D e", 1},
		{[]string{"c", "D", "a", "b", "longer", "e"}, nil, "6 rows: c D a b longer e", 1},
		{[]string{"c", "D", "a", "b", "longer", "e"}, func() { l.file[9] = 'X' }, "6 rows: c D a b longer e", 1},
		{[]string{"c", "D", "a", "b", "longer", "e"}, func() { l.file = l.file[:len(l.file)-1] }, "6 rows: c D a b longer e", 1},
		{[]string{"c", "D", "a", "b", "longer", "e"}, func() { l.file = nil }, "6 rows: c D a b longer e", 3},
		{[]string{"c", "D", "a", "b", "longer", "e"}, func() { l.list = l.list[1:] }, "6 rows: c D a b longer e", 3},
		{nil, nil, "0 rows:", 0},
	} {
		if c.spoil != nil {
			c.spoil()
		}
		if file, drawn := l.draw(t, c.rows); file != c.want || drawn != c.drawn {
			t.Errorf("%q with %d parts drawn, instead of %q with %d", file, drawn, c.want, c.drawn)
		}
	}
}

func TestWithoutAnythingKeptAllPartsAreDrawn(t *testing.T) {
	var k *Kept
	var b bytes.Buffer
	k.Store("x", []byte("y"))
	err := k.Draw(&b, "results", nil, func(w io.Writer, p *Parts) error {
		p.Begin()
		_, _, err := p.Part(w, 0, 1, func() ([]byte, [2]uint32, error) { return []byte("row"), [2]uint32{}, nil })
		return err
	})
	if err != nil || b.String() != "row" || k.Load("x") != nil || k.Made() != nil {
		t.Errorf("%q, %v", b.String(), err)
	}
}
