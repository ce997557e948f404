package main

import (
	"fmt"
	"io"
	"time"
)

// table prints what the followers did as Markdown.
func (d *raceDay) table(w io.Writer, results []dayResult) {
	fmt.Fprintf(w, "\n### %d runners, a race replayed at %d × from %s\n\n", d.runners, d.speed, d.from)
	fmt.Fprintf(w, "From a line's end on the disk to the page that shows it, for about %d runners at every point. All other numbers are per minute of the clock. Whole builds begin every %s.\n\n", watched, d.every)
	fmt.Fprintln(w, "| | minutes | reads | passings | p50 s | p95 s | p99 s | never | cycles | files | MB | processor s | peak MB | in the bucket p50 / p95 / p99 s | requests | MB sent |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	for _, r := range results {
		m := r.lasted.Minutes()
		far := ""
		if len(r.bucket) > 0 {
			far = seconds(r.bucket, 50) + " / " + seconds(r.bucket, 95) + " / " + seconds(r.bucket, 99)
		}
		fmt.Fprintf(w, "| %s | %.1f | %.0f | %d | %s | %s | %s | %d | %.1f | %.0f | %.1f | %.1f | %s | %s | %.0f | %.1f |\n", r.follower, m, float64(r.reads)/m, len(r.disk),
			seconds(r.disk, 50), seconds(r.disk, 95), seconds(r.disk, 99), r.missing, float64(r.cycles)/m, float64(r.files)/m, float64(r.bytes)/1e6/m, r.cpu.Seconds()/m, megabytes(r.peak),
			far, float64(r.requests)/m, float64(r.sent)/1e6/m)
	}
	for _, r := range results {
		if r.load != nil {
			fmt.Fprintf(w, "\nnginx beside %s: %s\n", r.follower, r.load.says())
		}
	}
}

func seconds(sorted []time.Duration, percent int) string {
	if len(sorted) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", at(sorted, percent).Seconds())
}
