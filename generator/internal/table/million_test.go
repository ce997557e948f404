package table

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/problem"
)

type wideRow struct {
	Bib  string `csv:"bib"`
	Name string `csv:"name"`
	Gun  string `csv:"gun"`
}

func BenchmarkMillionRows(b *testing.B) {
	var s strings.Builder
	s.WriteString("bib,name,gender,nat,club,gun,net,5k,10k,half\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&s, "%d,Runner Number %d,M,CHN,Running Club,3:%02d:%02d,3:%02d:%02d,0:25:10,0:50:20,1:45:30\n", i+1, i, i/60%60, i%60, i/60%60, i%60)
	}
	files := fstest.MapFS{"a.csv": {Data: []byte(s.String())}}
	words := Vocabulary{Kind: "entries", Columns: append(append([]string{}, EntryColumns...), TimeColumns...), Points: []string{"5k", "10k", "half"}, Required: []string{"bib"}}
	b.ReportAllocs()
	for b.Loop() {
		var found problem.List
		t, ok := NewReader(files, &found).Open(Source{Path: "a.csv"}, words)
		rows := 0
		if ok {
			Rows(t, func(*wideRow, *Record) { rows++ })
		}
		if rows != 1_000_000 {
			b.Fatal(rows, found)
		}
	}
}
