package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/width"

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
)

// progress is one line that is updated on a terminal. Anywhere else nothing is
// printed.
type progress struct {
	held   sync.Mutex // of w: work that goes on unheard may still report
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

// report is how a build tells what it does.
func (p *progress) report() build.Report {
	r := build.Report{Stage: p.stage, Total: p.total, Drawn: p.published}
	if p.stats != nil {
		r.Clock = func() time.Duration { return time.Since(p.stats.start) }
	}
	return r
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

// How many findings of one kind about one file are reported, to a person and to a
// program.
const (
	mostShown  = 100
	mostListed = 10_000
)

// report prints findings for a person.
func (l *line) report(found problem.List) {
	found.Shortened(mostShown).WriteText(l.stderr) // a closed terminal is no reason to fail
}

// many writes a count with its noun and a comma between thousands.
func many(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + several
}

// grouped writes a number that is not negative with commas between thousands.
func grouped(n int) string { return problem.Grouped(n) }

// fitted writes words until the line is full and says how many are left.
func fitted(words []string, room int) string {
	var b strings.Builder
	for i, w := range words {
		rest := fmt.Sprintf(" … %s more", grouped(len(words)-i))
		if i > 0 && columns(b.String())+2+columns(w)+columns(rest) > room {
			return b.String() + rest
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(w)
	}
	return b.String()
}

// columns is how wide a text stands in a terminal: a Chinese character takes
// two columns.
func columns(s string) (n int) {
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// first is the beginning of a text.
func first(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
