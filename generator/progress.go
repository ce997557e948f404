package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"guntime/generator/internal/publish"
)

// progress is one line that updates on a person's terminal, and silence
// anywhere else.
type progress struct {
	held   sync.Mutex // of w: work that was left to itself may still say what it does
	w      io.Writer  // nil for silence
	start  time.Time
	last   time.Time
	files  int
	moving bool // the files are drawn
	stats  *stats
}

func newProgress(w io.Writer, quiet bool) *progress {
	p := &progress{start: time.Now()}
	if f, ok := w.(*os.File); ok && !quiet {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = w
		}
	}
	return p
}

// stage names what begins.
func (p *progress) stage(name string) {
	p.stats.stage(name)
	p.line(name)
}

// line says what is going on.
func (p *progress) line(name string) {
	p.held.Lock()
	defer p.held.Unlock()
	if p.w != nil {
		fmt.Fprintf(p.w, "\r\x1b[K%5.1f s  %s", time.Since(p.start).Seconds(), name)
	}
}

// total sets how many files there will be, about.
func (p *progress) total(files int) { p.files = files }

// published says how far the files are, ten times a second at most.
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
	p.line(fmt.Sprintf("drawing %d of about %d", at.Done, p.files))
}

// deployed says how far a deploy is, ten times a second at most.
func (p *progress) deployed(done, total int) {
	if p.w == nil || time.Since(p.last) < 100*time.Millisecond {
		return
	}
	p.last = time.Now()
	p.line(fmt.Sprintf("deploying %d of %d", done, total))
}

// end clears the line, for good.
func (p *progress) end() {
	p.held.Lock()
	defer p.held.Unlock()
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
	p.w = nil
}
