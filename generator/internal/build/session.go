package build

import (
	"context"
	"errors"
	"hash/maphash"
	"maps"
	"path"
	"strings"
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
)

// Session builds one project again and again, as a race day needs it. Each run makes
// what Site makes, and costs no more than what changed: sources that are as they were
// are not hashed again, of reads that grew only what is new is read, and only what moved
// is compared and written. It holds the lock of the site's folder until Close.
type Session struct {
	o      Options
	hashes *project.Hashes
	last   *lastBuild
	passed map[string][]passed // by edition/race, of the last run
}

// Run is what one run of a session is to make.
type Run struct {
	Now time.Time
	Cut map[string]int64 // sources that end before their end for now, by name
	// Later names files of running races that may stay as they are for now, by the
	// names that they have in the folder of the race's data; pages by that of their
	// folder: "statistics/". It is nil for none.
	Later  func(name string) bool
	Report Report
}

// Seen is what is new since the last run of a session.
type Seen struct {
	Reads   int  // raw reads
	Runners int  // who passed a point, or whose times changed
	Running bool // some race is not over
}

// OpenSession opens a session. Options.Now and Options.Report are those of each run.
// clock is that of the machine.
func OpenSession(o Options, clock func() time.Time) (*Session, error) {
	into, err := publish.OpenSession(o.Public, publish.Purge{})
	if err != nil {
		return nil, err
	}
	s := &Session{o: o, hashes: project.NewHashes(clock), passed: map[string][]passed{}}
	s.o.into, s.o.memory, s.o.plans, s.o.reviews = into, &read.Memory{}, &site.Memory{}, &reviews{}
	s.o.memory.Reads.Replaced = s.hashes.Replaced
	s.o.kept = publish.Kept(o.Public)
	return s, nil
}

// Close writes what the runs left for later, and gives the lock back.
func (s *Session) Close() error { return s.o.into.Close() }

// Build builds the project, as Site does.
func (s *Session) Build(ctx context.Context, run Run) (Result, error) {
	o := s.o
	o.Now, o.Report, o.later, o.passed = run.Now, run.Report, run.Later, s.passed
	files, foreign, err := project.OpenAndLook(ctx, o.Dir, o.Allow...)
	if err != nil {
		return Result{}, err
	}
	defer files.Close()
	if foreign.Errors() {
		return Result{Found: foreign}, ErrData
	}
	for name, size := range run.Cut {
		files.Cut(name, size)
	}
	files.Remember(s.hashes)
	sources, err := project.UntilStopped(ctx, files.Keys)
	if err != nil {
		return Result{}, err
	}
	before := s.o.memory.Reads.Lines
	r, err := o.buildUntouched(ctx, files, sources, s.lastBuild(o, sources))
	r.Seen.Reads = s.o.memory.Reads.Lines - before
	if r.Moves.All {
		s.last = nil
	}
	if err == nil && r.passed != nil {
		s.passed = r.passed
	}
	return r, err
}

// lastBuild is what the last build left: what this session knows of it, as far as it
// still fits.
func (s *Session) lastBuild(o Options, sources artifact.Sources) *lastBuild {
	if s.last == nil {
		s.last = o.lastBuild(sources)
	}
	signer := ""
	if o.Key != nil {
		signer = o.Key.ID()
	}
	maps.DeleteFunc(s.last.cached, func(id string, a *note) bool {
		return !fits(site.EditionInputs(sources, id, signer), a.Inputs) || o.Now.Before(a.Made)
	})
	if len(s.last.cached) == 0 {
		s.last.manifest = nil
	}
	return s.last
}

// buildUntouched builds, and again without an edition that is not as it was written.
func (o Options) buildUntouched(ctx context.Context, files *project.Project, sources artifact.Sources, last *lastBuild) (Result, error) {
	for {
		r, err := o.buildAfter(ctx, files, sources, last)
		touched := (*touchedError)(nil)
		if !errors.As(err, &touched) {
			return r, err
		}
		delete(last.cached, touched.edition)
	}
}

// waits returns which files of the plan may stay as they are for now. Where somebody's
// name changed, or who is told of, none may: a name that must not be told any more is
// taken out of all of them at once.
func (o Options) waits(verdicts []*race.Verdict, renamed bool) func(name string) bool {
	if o.later == nil || renamed {
		return nil
	}
	running := map[string]bool{}
	for _, v := range verdicts {
		for _, rv := range v.Races {
			running[v.Edition.ID+"/"+rv.Race.ID] = !rv.Over
		}
	}
	return func(name string) bool {
		if running[path.Dir(name)] {
			return o.later(path.Base(name))
		}
		if page, ok := strings.CutSuffix(name, "/index.html"); ok {
			_, of, _ := strings.Cut(path.Dir(page), "/") // behind the language
			return running[of] && o.later(path.Base(page)+"/")
		}
		return false
	}
}

// passed is what is known of a runner: how many points, and when the last.
type passed struct {
	bib    string
	points int
	sum    uint64
	shown  uint64 // what is told of who it is
}

// passedBy returns what is known of the runners of a race.
func passedBy(rc *race.Race) []passed {
	all := make([]passed, len(rc.Entries))
	for i, e := range rc.Entries {
		all[i].bib, all[i].shown = e.Bib, shownOf(e)
		if e.Timing == nil {
			continue
		}
		for p, at := range e.Timing.At {
			if at != race.Unseen {
				all[i].points++
				all[i].sum = all[i].sum*1_000_003 + uint64(at)*31 + uint64(p)
			}
		}
	}
	return all
}

// shownSeed makes the hashes of shownOf, which no file has.
var shownSeed = maphash.MakeSeed()

// shownOf covers what may be told of who an entry is.
func shownOf(e *race.Entry) uint64 {
	h := uint64(0)
	for _, text := range [...]string{e.PublishedName(), e.PublishedLatinName(), e.Nat, e.Club, string(e.Visibility)} {
		h = h*1_000_003 + maphash.String(shownSeed, text)
	}
	return h
}

// see fills in what is new since the last run.
func (o Options) see(in *Prepared, r *Result) {
	if o.passed == nil {
		return
	}
	r.passed = map[string][]passed{}
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			r.Seen.Running = r.Seen.Running || !rv.Over && v.Edition.State.HasResults()
			if in.Cached[v.Edition.ID] != nil {
				continue
			}
			name := v.Edition.ID + "/" + rv.Race.ID
			now := passedBy(rv.Race)
			was := map[string]passed{}
			if before := o.passed[name]; len(before) != len(now) {
				for _, p := range before {
					was[p.bib] = p
				}
			}
			for i, p := range now {
				before := was[p.bib]
				if list := o.passed[name]; len(list) == len(now) {
					before = list[i]
				}
				if p.shown != before.shown && o.passed[name] != nil {
					r.renamed = true
				}
				if p.sum != before.sum || p.points != before.points {
					r.Seen.Runners++
				}
			}
			r.renamed = r.renamed || o.passed[name] != nil && len(o.passed[name]) != len(now)
			r.passed[name] = now
		}
	}
}

// reviews are the findings of the reviews of a session, which are for the referee and
// change no page: while a race is run they need not be made anew in every run.
type reviews struct{ of map[string]reviewed }

type reviewed struct {
	at    time.Time
	found problem.List
}

// reviewEvery is how long the findings of a review stand while a race is run.
const reviewEvery = 10 * time.Second

// recall takes over the findings of the last review, if they stand. Those of a strict
// edition may be errors, and are made each time.
func (r *reviews) recall(v *race.Verdict, now time.Time, a *note) bool {
	if r == nil || v.Over || v.Edition.Strict {
		return false
	}
	last, ok := r.of[v.Edition.ID]
	if age := now.Sub(last.at); !ok || age < 0 || age >= reviewEvery {
		return false
	}
	a.Reviewed = last.found
	return true
}

// keep keeps the findings of a review.
func (r *reviews) keep(v *race.Verdict, now time.Time, a *note) {
	if r == nil {
		return
	}
	if r.of == nil {
		r.of = map[string]reviewed{}
	}
	r.of[v.Edition.ID] = reviewed{now, a.Reviewed}
}
