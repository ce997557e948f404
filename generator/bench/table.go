package main

import (
	"fmt"
	"io"
	"time"
)

// against names the contestant whose processor time is compared: one that does the
// same work or more.
var against = map[string]string{whole: whole, nothing: whole, corrected: whole, withdrawn: whole, minute: whole, twins: whole, first: whole, again: whole, packed: whole, floor: whole, pages: pages, alone: pages, hugo: pages, plain: whole}

// table prints the results of one field as Markdown.
func table(w io.Writer, runners, rounds int, results []result) {
	by := map[string]result{}
	for _, r := range results {
		by[r.name] = r
	}
	fmt.Fprintf(w, "\n### %d runners\n\n", runners)
	fmt.Fprintf(w, "Medians of %d. The clock of what makes the whole site is held against the write floor. Processors are held against Guntime: "+
		"what makes pages against “%s”, all else against “%s”.\n\n", rounds, pages, whole)
	fmt.Fprintln(w, "| | clock s | : floor | processors s | : Guntime | peak MB | files written | MB written |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|--:|")
	for _, r := range results {
		title, toFloor := r.name, ""
		if against[r.name] == whole && r.name != plain && r.name != packed {
			toFloor = ratio(r.wall, by[floor].wall)
		}
		if r.share > 0 {
			title = fmt.Sprintf("%s: %d drawn, times %.4g", r.name, r.drawn, r.share)
		}
		fmt.Fprintf(w, "| %s | %.2f | %s | %.2f | %s | %s | %d | %s |\n", title, r.wall.Seconds(), toFloor,
			r.cpu.Seconds(), ratio(r.cpu, by[against[r.name]].cpu), megabytes(r.peak), r.files, megabytes(r.bytes))
	}
	fmt.Fprintln(w)
	for _, r := range results {
		fmt.Fprintf(w, "- %s: `%s`\n", r.name, r.command)
	}
}

func ratio(a, b time.Duration) string {
	if b == 0 {
		return ""
	}
	return fmt.Sprintf("%.3g", a.Seconds()/b.Seconds())
}

// megabytes returns "" for an unknown number.
func megabytes(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", float64(bytes)/1e6)
}
