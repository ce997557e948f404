package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/cli/show"
	"guntime/generator/internal/deploy"
	"guntime/generator/internal/live"
	"guntime/generator/internal/preview"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
)

type liveOptions struct {
	siteOptions
	every  string
	deploy bool
	json   bool
}

func (o *liveOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), toSite(&o.out), atMoment(&o.now), everySo(&o.every), deploying(&o.deploy), withJobs(&o.jobs), withKey(&o.key),
		linesAsJSON(&o.json), quietly(&o.quiet), durably(&o.durable)}
}

func (o *liveOptions) validate(l *line) error {
	return cmp.Or(isProject(o.dir), o.validateKey(l))
}

// pauseOf reads the value of -every.
func pauseOf(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > time.Hour {
		return 0, misused("-every 1s is the usual pause", "-every %s: not a pause such as 1s or 500ms, of an hour at most", text)
	}
	return d, nil
}

// liveGarbage is by how many percent the heap may grow before garbage is collected, the
// ballast included. A cycle makes about as much garbage as a project holds, and it is
// collected after the cycle: to do that within it, too, would cost more and not save much.
// While the whole site is drawn or uploaded, which holds more at once, it is as in a build.
const liveGarbage = 20

// exportsEvery is the least time between two versions of results.json and results.csv
// while a race is run: of 30,000 runners they are 27 MB and a second of work.
const exportsEvery = 30 * time.Second

// do follows the project until it is stopped.
func (o *liveOptions) do(l *line) error {
	every, err := pauseOf(o.every)
	if err != nil {
		return err
	}
	now, err := clockFrom(o.now)
	if err != nil {
		return err
	}
	key, err := signingKey(l.ctx, o.key)
	if err != nil {
		return err
	}
	public := publicIn(o.dir, o.out)
	out, errs := newPatient(l.stdout), newPatient(l.stderr)
	defer out.end()
	defer errs.end()
	to := live.Options{Build: build.Options{Dir: o.dir, Allow: o.allow, Key: key, Public: public, Jobs: o.jobs, Durable: o.durable},
		Every: every, Exports: exportsEvery, Now: now, Clock: time.Now,
		Cycle:  func(c live.Cycle) { out.write(o.text(c)) },
		Found:  func(found problem.List) { errs.write(l.textOf(found.Sorted(), nil)) },
		Failed: func(err error) { errs.write(failure(err)) },
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		to.Whole = collectAsNeeded(func() bool { return false })
	}
	if noticed, err := preview.Changes(l.ctx, o.sources(), public); err == nil { // else a look a second does
		to.Noticed = noticed
	}
	if !o.deploy {
		return live.Run(l.ctx, to)
	}
	stream, err := o.stream(l, public, errs)
	if err != nil {
		return err
	}
	to.Moved, to.Waited = stream.Change, stream.Took
	if to.Whole != nil {
		to.Whole = collectAsNeeded(stream.Whole)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(l.ctx))
	defer context.AfterFunc(l.ctx, func() { time.AfterFunc(live.Farewell, stop) })()
	var uploading sync.WaitGroup
	uploading.Go(func() { stream.Run(ctx) })
	err = live.Run(l.ctx, to)
	stream.End()
	uploading.Wait()
	stop()
	return err
}

// collectAsNeeded returns what sets how often garbage is collected: told whether a cycle
// draws the whole site, and by a function whether it is uploaded.
func collectAsNeeded(uploads func() bool) func(draws bool) {
	return func(draws bool) {
		if draws || uploads() {
			debug.SetGCPercent(garbage)
		} else {
			debug.SetGCPercent(liveGarbage)
		}
	}
}

// clockFrom returns the clock of the race: that of the machine, or one that shows a
// moment now and goes on from there.
func clockFrom(text string) (func() time.Time, error) {
	if text == "" {
		return time.Now, nil
	}
	from, err := momentOf(text)
	began := time.Now()
	return func() time.Time { return from.Add(time.Since(began)) }, err
}

// stream returns what uploads to the bucket of the project's settings.
func (o *liveOptions) stream(l *line, public string, errs *patient) (*deploy.Stream, error) {
	files, err := project.Open(l.ctx, o.dir)
	if err != nil {
		return nil, err
	}
	defer files.Close()
	settings, found := read.Site(files.Root)
	if found.Errors() {
		l.report(found)
		return nil, build.ErrData
	}
	bucket := deployOptions{dir: o.dir, out: o.out}
	to, err := bucket.target(settings)
	if err != nil {
		return nil, err
	}
	return deploy.NewStream(public, to, deploy.Options{CacheControl: func(e publish.Entry) string { return site.CacheControl(e.Cache) }}, func(err error) {
		if err != nil {
			errs.write(fmt.Sprintf("guntime: deploy: %v\n    hint: what waits goes up when this is over\n", err))
			return
		}
		errs.write("guntime: deploy: it goes on\n")
	}), nil
}

// text returns the line of a cycle; "" where none is wanted.
func (o *liveOptions) text(c live.Cycle) string {
	at := c.At.Format(time.RFC3339)
	switch {
	case o.json:
		return fmt.Sprintf("{\"at\":%q,\"reads\":%d,\"runners\":%d,\"files\":%d,\"bytes\":%d,\"build_ms\":%d,\"deploy_ms\":%d}\n",
			at, c.Reads, c.Runners, c.Files, c.Bytes, c.Build.Milliseconds(), c.Deploy.Milliseconds())
	case o.quiet:
		return ""
	}
	text := fmt.Sprintf("%s  %s, %s, %s, %s bytes, %.1f s", at, show.Many(c.Reads, "read", "reads"), show.Many(c.Runners, "runner", "runners"), show.Many(c.Files, "file", "files"), problem.Grouped(int(c.Bytes)), c.Build.Seconds())
	if c.Deploy > 0 {
		text += fmt.Sprintf(", in the bucket after %.1f s", c.Deploy.Seconds())
	}
	return text + "\n"
}

// failure says what keeps a cycle from changing the site.
func failure(err error) string {
	switch {
	case err == nil:
		return "guntime: it goes on\n"
	case errors.Is(err, build.ErrData):
		return "guntime: the data has errors; the last good site stays until they are gone\n"
	}
	return fmt.Sprintf("guntime: %v\n    hint: the last good site stays; the next cycle tries again\n", err)
}

// patient writes texts to somebody who may be slow, and makes nobody wait for that.
type patient struct {
	texts chan string
	done  chan struct{}
}

// mostTexts is how many texts wait for a slow reader. What comes then is lost.
const mostTexts = 1000

func newPatient(w io.Writer) *patient {
	p := &patient{texts: make(chan string, mostTexts), done: make(chan struct{})}
	go func() {
		defer close(p.done)
		for text := range p.texts {
			io.WriteString(w, text) // a closed terminal is not a failure
		}
	}()
	return p
}

// write writes a text.
func (p *patient) write(text string) {
	if text == "" {
		return
	}
	select {
	case p.texts <- text:
	default:
	}
}

// end waits a moment for what is not written yet.
func (p *patient) end() {
	close(p.texts)
	select {
	case <-p.done:
	case <-time.After(time.Second / 2):
	}
}
