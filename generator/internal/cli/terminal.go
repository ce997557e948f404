package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
)

// progress is a line that is updated on a terminal. Elsewhere it prints nothing.
type progress struct {
	held   sync.Mutex // guards w: work in the background may still report
	w      io.Writer  // nil for silence
	start  time.Time
	last   time.Time
	files  int
	began  time.Time // when the first file was drawn
	moving bool      // all files are drawn
	stats  *stats
}

func newProgress(w io.Writer, quiet bool) *progress {
	p := &progress{start: time.Now()}
	if !quiet && isTerminal(w) {
		p.w = w
	}
	return p
}

// report returns the functions by which a build reports its progress.
func (p *progress) report() build.Report {
	r := build.Report{Stage: p.stage, Total: p.total, Drawn: p.published}
	if p.stats != nil {
		r.Clock = func() time.Duration { return time.Since(p.stats.start) }
	}
	return r
}

// stage shows the name of a stage that begins.
func (p *progress) stage(name string) {
	p.stats.stage(name)
	p.line(name)
}

// line shows what is going on.
func (p *progress) line(name string) {
	p.held.Lock()
	defer p.held.Unlock()
	if p.w != nil {
		fmt.Fprintf(p.w, "\r\x1b[K\x1b[?7l%5.1f s  %s\x1b[?7h", time.Since(p.start).Seconds(), name) // a narrow terminal cuts it off instead of breaking it
	}
}

// total sets the expected number of files.
func (p *progress) total(files int) { p.files = files }

// published shows the progress of the files, at most ten times a second.
func (p *progress) published(at publish.Progress) {
	if at.Moving && !p.moving {
		p.moving = true
		p.stage("putting in place")
	}
	if p.w == nil || time.Since(p.last) < 100*time.Millisecond {
		return
	}
	p.last = time.Now()
	if at.Moving {
		p.line(fmt.Sprintf("putting in place %d of %d", at.Done, at.Total))
		return
	}
	if p.began.IsZero() {
		p.began = p.last
	}
	p.line(drawing(at.Done, p.files, p.last.Sub(p.began)))
}

// long is from when on a build is so long that one asks when it will end.
const long = 3 * time.Second

// drawing is what the line says while files are drawn: how many are left, and on a
// long build how long that takes if it goes on as it went.
func drawing(done, about int, took time.Duration) string {
	text := fmt.Sprintf("drawing %s of about %s", problem.Grouped(done), problem.Grouped(about))
	left := about - done
	if left <= 0 || done == 0 {
		return text
	}
	text += fmt.Sprintf(", %s left", problem.Grouped(left))
	if took < long {
		return text
	}
	togo := time.Duration(float64(took) / float64(done) * float64(left)).Round(time.Second)
	if togo >= time.Minute {
		return text + fmt.Sprintf(", about %d min %02d s to go", togo/time.Minute, togo%time.Minute/time.Second)
	}
	return text + fmt.Sprintf(", about %d s to go", togo/time.Second)
}

// deployed shows the progress of a deploy, at most ten times a second.
func (p *progress) deployed(done, total int) {
	if p.w == nil || time.Since(p.last) < 100*time.Millisecond {
		return
	}
	p.last = time.Now()
	p.line(fmt.Sprintf("deploying %d of %d", done, total))
}

// end clears the line and prints nothing afterwards.
func (p *progress) end() {
	p.held.Lock()
	defer p.held.Unlock()
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
	p.w = nil
}

// How many findings of one kind about one file are reported, to a person and to a
// program.
const (
	mostShown  = 100
	mostListed = 10_000
)
