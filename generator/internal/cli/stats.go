package cli

import (
	"fmt"
	"io"
	"runtime/metrics"
	"text/tabwriter"
	"time"

	"guntime/generator/internal/publish"
)

// stats measures the stages of a build, for -stats. A nil one measures nothing.
type stats struct {
	start time.Time
	laps  []lap
}

// lap is a stage, and what the process had used when it began.
type lap struct {
	stage string
	from  spent
}

// spent is what the process has used.
type spent struct {
	wall, cpu      time.Duration // cpu is the time of all threads, 0 where the system does not tell
	objects, bytes uint64        // allocated
}

func newStats() *stats { return &stats{start: time.Now()} }

func (s *stats) spent() spent {
	heap := []metrics.Sample{{Name: "/gc/heap/allocs:objects"}, {Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(heap)
	cpu, _ := Used()
	return spent{time.Since(s.start), cpu, heap[0].Value.Uint64(), heap[1].Value.Uint64()}
}

// stage ends the current stage and begins the next one.
func (s *stats) stage(name string) {
	if s != nil {
		s.laps = append(s.laps, lap{name, s.spent()})
	}
}

// write writes a table of the stages and one of the kinds of files. Its seconds are
// sums over all workers.
func (s *stats) write(w io.Writer, files []publish.Cost) {
	ends := s.spent()
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "stage\tseconds\tCPU seconds\tallocations\tMB\t")
	line := func(name string, from, to spent) {
		fmt.Fprintf(t, "%s\t%.2f\t%.2f\t%d\t%.1f\t\n", name, (to.wall - from.wall).Seconds(), (to.cpu - from.cpu).Seconds(), to.objects-from.objects, megabytes(to.bytes-from.bytes))
	}
	for i, l := range s.laps {
		to := ends
		if i+1 < len(s.laps) {
			to = s.laps[i+1].from
		}
		line(l.stage, l.from, to)
	}
	line("all", s.laps[0].from, ends)
	t.Flush() // a closed terminal is not a failure
	fmt.Fprintln(t, "\nfiles\tin all\tdrawn\tMB\tseconds drawing\tcomparing and writing\t")
	for _, c := range files {
		fmt.Fprintf(t, "%s\t%d\t%d\t%.1f\t%.2f\t%.2f\t\n", c.Kind, c.Files, c.Drawn, megabytes(uint64(c.Bytes)), c.Drawing.Seconds(), c.Writing.Seconds())
	}
	t.Flush()
	if _, peak := Used(); peak > 0 {
		fmt.Fprintf(w, "\npeak memory %.0f MB\n", megabytes(uint64(peak)))
	}
}

func megabytes(bytes uint64) float64 { return float64(bytes) / 1e6 }
