// Package live keeps a site up with a race while it is run.
//
// It takes a project whose files grow, the folder of its site, and a clock. Cycle after
// cycle it looks at the sources, builds what they say, and puts what moved in place. It
// promises:
//
//   - A change is noticed at once where the system tells, else within a second. Between
//     the end of a cycle and the next there are at least Options.Every, and up to four times
//     what the cycle took, as far as a line waits no longer than promptly for its page.
//   - After any cycle, and above all at the end, the site is that of one build from what
//     was read, but for files of exports and pages of figures, which wait for a while during the race.
//   - A half line at the end of a file waits for its end. What vanishes from a file
//     that shrinks counts only when it stays so.
//   - Data with errors leave the last good site, and so does a machine that fails. Each
//     finding and each failure is said once, and again when it comes back.
//   - Whatever waits for its own output or for the network, drawing goes on.
//   - When the context ends, Run draws what is left, for Farewell at most, closes the
//     session and returns nil.
package live

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
)

// Options say what to follow, and whom to tell.
type Options struct {
	Build   build.Options
	Every   time.Duration    // least pause between two cycles
	Exports time.Duration    // least time between two versions of results.json, results.csv and the pages of figures while a race is run
	Now     func() time.Time // the moment of the race
	Clock   func() time.Time // the clock of the machine
	Noticed <-chan struct{}  // has a token when something changed; nil where nobody tells

	Cycle  func(Cycle)          // called after each cycle that changed or read something
	Found  func(problem.List)   // called with findings that are new
	Failed func(error)          // called with a failure that is new, and with nil when it is over
	Moved  func(publish.Moves)  // called after each change of the site, before Cycle; nil for nobody
	Waited func() time.Duration // how long the last upload took; nil for none
	Whole  func(bool)           // called with true when a cycle draws the whole site, and with false when a cycle has ended; nil for nobody
}

// Cycle is what one cycle did.
type Cycle struct {
	At      time.Time // the moment that the site shows
	Reads   int
	Runners int // who were seen
	Files   int // that were written or removed
	Bytes   int64
	Build   time.Duration
	Deploy  time.Duration
}

// How often Run looks and acts where nobody tells it to.
const (
	poll     = time.Second
	retry    = 5 * time.Second  // after a failure of the machine
	running  = 15 * time.Second // a running race changes by the clock alone
	resting  = time.Minute      // and others, too: a certificate may become ready
	Farewell = 3 * time.Second

	// A cycle reads and judges all, however few were seen. So few cycles are cheap, and
	// a line should wait no longer than this for the end of the cycle that takes it in.
	promptly = 2900 * time.Millisecond
	breath   = 3 * time.Second // where a cycle takes so long that this cannot be, the pause is as long as it, up to this: others use the machine, too
)

// pauseAfter is how long to wait after a cycle that took so long. The line that waits
// longest comes when a cycle has just begun: it waits for that one, the pause, and the next.
func pauseAfter(took time.Duration) time.Duration {
	return max(min(4*took, promptly-2*took), min(took, breath))
}

// Run follows a project until the context ends. The error is that of opening the
// session.
func Run(ctx context.Context, o Options) error {
	session, err := build.OpenSession(o.Build, o.Clock)
	if err != nil {
		return err
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(Farewell, stop) })()
	l := &loop{Options: o, session: session, follow: newFollower(o.Build.Dir, o.Build.Allow, o.Clock), said: map[string]bool{}}
	for ctx.Err() == nil {
		if l.turn(work, false) {
			// Nearly all that the cycle made is garbage now. To collect it in the pause
			// delays nobody, and the next cycle begins with as little as there can be.
			runtime.GC()
		}
		l.rest(ctx)
	}
	if work.Err() == nil {
		l.turn(work, true)
	}
	if err := session.Close(); err != nil {
		l.fail(err)
	}
	return nil
}

// loop is one run of Run.
type loop struct {
	Options
	session *build.Session
	follow  *follower

	looked  time.Time // when it last looked
	ended   time.Time // when the last cycle ended
	took    time.Duration
	export  time.Time // when the exports were last made
	behind  bool      // results.json, results.csv and the pages of figures wait
	stale   bool      // some export waits
	running bool
	failing string
	broken  bool // the last cycle failed for the machine
	said    map[string]bool
}

// rest waits until a cycle may be due.
func (l *loop) rest(ctx context.Context) {
	sleep := func(d time.Duration, noticed <-chan struct{}) {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-ctx.Done():
		case <-t.C:
		case <-noticed:
		}
	}
	sleep(max(l.Every, pauseAfter(l.took))-l.Clock().Sub(l.ended), nil)
	if ctx.Err() == nil {
		sleep(poll-l.Clock().Sub(l.looked), l.Noticed)
	}
}

// turn looks, and makes a cycle if one is due, which it reports. The last one takes in
// what waits.
func (l *loop) turn(ctx context.Context, last bool) (made bool) {
	l.looked = l.Clock()
	cut, err := l.follow.look(ctx, last)
	if err != nil {
		l.fail(err)
		return false
	}
	l.tell(l.follow.warnings, true, false)
	since := l.Clock().Sub(l.ended)
	idle := resting
	if l.running {
		idle = running
	}
	exports := l.behind && l.Clock().Sub(l.export) >= l.Exports
	switch {
	case l.follow.held:
	case last && !l.stale && !l.follow.changed:
	case last, l.follow.changed, exports, since >= idle, l.broken && since >= retry:
		l.cycle(ctx, cut, last, exports || last)
		return true
	}
	return false
}

// cycle builds once.
func (l *loop) cycle(ctx context.Context, cut map[string]int64, last, exports bool) {
	began := l.Clock()
	asked := l.follow.changed
	now := l.Now()
	if l.export.IsZero() {
		exports = true
	}
	waited := false
	run := build.Run{Now: now, Cut: cut}
	if l.Whole != nil {
		whole := false
		run.Report.Drawn = func(publish.Progress) {
			if !whole {
				whole = true
				l.Whole(true)
			}
		}
		defer func() { l.Whole(false) }()
	}
	if !last {
		run.Later = func(name string) bool {
			large := strings.HasPrefix(name, "results.pdf") || strings.HasPrefix(name, "results.xlsx")
			small := strings.HasPrefix(name, "results.json") || strings.HasPrefix(name, "results.csv")
			page := name == "statistics/" || name == "media/" || name == "embed/" || name == "awards/"
			wait := large || (small || page) && !exports
			waited = waited || wait
			return wait
		}
	}
	l.follow.taken()
	r, err := l.session.Build(ctx, run)
	l.ended = l.Clock()
	l.took = l.ended.Sub(began)
	switch {
	case ctx.Err() != nil:
		return
	case errors.Is(err, build.ErrData):
		l.tell(r.Found, false, true)
		l.broken = false
		l.fail(build.ErrData)
		return
	case err != nil:
		l.broken = true
		l.fail(err)
		return
	}
	l.follow.accepted()
	l.broken = false
	l.fail(nil)
	l.tell(r.Found, false, false)
	l.running = r.Seen.Running
	moved := len(r.Moves.Changed)+len(r.Moves.Gone) > 0
	l.behind = waited && (l.behind && !exports || moved)
	if exports {
		l.export = began
	}
	l.stale = waited && (l.stale || moved)
	if moved && l.Moved != nil {
		l.Moved(r.Moves)
	}
	if files := r.Published.Written + r.Published.Removed; asked || files > 0 || r.Seen.Reads > 0 {
		c := Cycle{At: now, Reads: r.Seen.Reads, Runners: r.Seen.Runners, Files: files, Bytes: r.Published.Moved, Build: l.took}
		if l.Waited != nil {
			c.Deploy = l.Waited()
		}
		l.Cycle(c)
	}
}

// fail says a failure once.
func (l *loop) fail(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text == l.failing {
		return
	}
	l.failing = text
	l.Failed(err)
}

// tell says the findings that the cycle before did not have. Warnings of the follower
// stand beside those of builds. A cycle that ends with errors has only some of the
// findings, so that those before count as said.
func (l *loop) tell(found problem.List, followed, some bool) {
	var fresh problem.List
	now := map[string]bool{}
	for key := range l.said {
		if some || strings.HasPrefix(key, followerCode) != followed {
			now[key] = true
		}
	}
	for _, p := range found {
		key := sameFinding(p)
		if followed {
			key = followerCode + key
		}
		if !l.said[key] {
			fresh = append(fresh, p)
		}
		now[key] = true
	}
	l.said = now
	if len(fresh) > 0 {
		l.Found(fresh)
	}
}

// followerCode begins the keys of the follower's warnings.
const followerCode = "\x00"

// sameFinding is equal for findings that differ at most in numbers that grow with the
// reads: how many there are, and until when.
func sameFinding(p problem.Problem) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d %s ", p.Path, p.Line, p.Code)
	quoted := false
	for i, r := range p.Text {
		if r == '"' && (i == 0 || p.Text[i-1] != '\\') {
			quoted = !quoted
		}
		if quoted || r < '0' || r > '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}
