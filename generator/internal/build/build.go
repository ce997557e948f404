// Package build makes the site of a project: read, judge, plan, publish.
//
// It takes the folder of a project and a moment. It writes the site into its folder, or
// returns findings and leaves the site unchanged. It promises:
//
//   - The findings are complete whether the build fails or not. ErrData says that
//     some of them are errors; nothing was written then.
//   - The same project at the same moment makes the same bytes, whatever the last
//     build left. A cached edition is neither read completely nor drawn, but that
//     changes no file.
//   - When the context ends, the build ends with the context's error.
//
// Prepare and Judge are the first steps of a build, for commands that write no site.
// They compute no keys of the sources.
package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
)

// ErrData says that some of the findings are errors.
var ErrData = errors.New("the data has errors")

// Options say what to build, and how.
type Options struct {
	Dir   string   // the project's folder
	Allow []string // folders outside of the project that its links may lead into
	Now   time.Time
	Key   *certificate.Key // signs the certificates; nil leaves them unsigned

	Public  string        // the site's folder
	Shard   publish.Shard // the part to build; the zero value is all of it
	Jobs    int           // number of workers; 0 for one per core
	Durable bool          // sync every file to the disk
	Explain string        // path of a file: Result tells why it was drawn
	Report  Report

	// Of a session.
	memory  *read.Memory
	plans   *site.Memory
	reviews *reviews
	kept    *artifact.Kept
	into    *publish.Session
	later   func(name string) bool
	passed  map[string][]passed
}

// Report is told how far a build is. Each function may be nil.
type Report struct {
	Stage func(name string) // called when a stage begins
	Total func(files int)   // expected number of files
	Drawn func(publish.Progress)
	Clock func() time.Duration // if set, the cost of every kind of file is measured with it
}

func (r Report) stage(name string) {
	if r.Stage != nil {
		r.Stage(name)
	}
}

// Result is the result of a build.
type Result struct {
	Found     problem.List
	New       problem.List // of Found, what the last build did not find; nil where there was none
	MadeUp    bool         // an edition is a demonstration
	Published publish.Summary
	Tally     Tally
	BaseURL   string // of the site; "" where its settings could not be read

	// Of a session.
	Moves publish.Moves
	Seen  Seen

	passed  map[string][]passed
	renamed bool // who is told of, or how
}

// Site builds the project into the site's folder.
func Site(ctx context.Context, o Options) (Result, error) {
	files, foreign, err := project.OpenAndLook(ctx, o.Dir, o.Allow...)
	if err != nil {
		return Result{}, err
	}
	defer files.Close() // a reading that is still running fails from now on
	if foreign.Errors() {
		return Result{Found: foreign}, ErrData
	}
	sources, err := project.UntilStopped(ctx, files.Keys)
	if err != nil {
		return Result{}, err
	}
	last := o.lastBuild(sources)
	r, err := o.buildUntouched(ctx, files, sources, last)
	r.New = last.unseen(r.Found)
	return r, err
}

// Cached returns the editions that Site would not read completely.
func Cached(ctx context.Context, o Options) ([]string, error) {
	files, err := project.Open(ctx, o.Dir, o.Allow...)
	if err != nil {
		return nil, err
	}
	defer files.Close()
	sources, err := project.UntilStopped(ctx, files.Keys)
	return slices.Sorted(maps.Keys(o.lastBuild(sources).cached)), err
}

// buildAfter builds the project and skips the editions that are cached since the
// last build. If one of them must be read completely after all, the error is a
// *touchedError, and nothing was changed.
func (o Options) buildAfter(ctx context.Context, files *project.Project, sources artifact.Sources, last *lastBuild) (Result, error) {
	var caches map[string]read.EditionCache
	in, found, err := o.prepareUntilStopped(ctx, files, last, everything, func(root fs.FS) (archive *race.Archive, found problem.List) {
		archive, caches, found = read.Incremental(root, last.caches(), o.memory)
		return archive, found
	})
	r := Result{Found: found}
	if err != nil {
		return r, err
	}
	in.Sources, in.Memory = sources, o.plans
	for id, cache := range caches {
		in.notes[id].Cache = &cache
	}
	var whole []*race.Verdict
	for _, v := range in.Verdicts {
		r.Tally.add(in.notes[v.Edition.ID].Tally)
		r.MadeUp = r.MadeUp || v.Edition.Demonstration
		if in.Cached[v.Edition.ID] == nil {
			whole = append(whole, v)
		}
	}
	o.see(&in, &r)
	dropJudged(in.Archive)
	finders := site.KeptFinders{Program: sources.Program}
	switch {
	case o.into != nil:
		in.Kept = o.kept // and search data are in the memory of plans
	case !o.Shard.Partial(): // shards draw none of those files
		in.Kept = publish.Kept(o.Public)
		finders.Kept = in.Kept
	}
	if !o.Shard.Partial() { // a shard draws only files of runners, and the finders are not among them
		in.Finders = site.Finders(in.Archive.Site, whole, o.plans, finders)
	}
	var keep publish.Keep
	if o.into == nil && !o.Shard.Partial() {
		keep = publish.Keep{Made: in.Kept.Made, Below: slices.Collect(maps.Keys(in.notes))}
	}
	where := in.Archive.Site
	r.BaseURL = where.BaseURL
	about := site.EstimateFiles(in.Input)
	if o.Report.Total != nil {
		o.Report.Total(about)
	}
	refuse := func(text, hint string) error {
		r.Found.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "host_limit", Text: text, Hint: hint})
		r.Found = InSite(files.Root, r.Found).Sorted()
		return ErrData
	}
	if text, hint := site.CheckHostLimits(in.Input); text != "" {
		return r, refuse(text, hint)
	}
	in.Whole = func(v *race.Verdict, s site.CachedEdition) { in.notes[v.Edition.ID].CachedEdition = s }
	planned := site.Plan(in.Input)
	var twins *publish.Twins
	if where.Host == race.Nginx {
		twins = &publish.Twins{Key: sources.Program, Brotli: site.TakesBrotli}
	}
	var measure *publish.Measure
	if o.Report.Clock != nil {
		measure = &publish.Measure{Clock: o.Report.Clock, Kind: site.Kind}
	}
	o.Report.stage("drawing and writing")
	r.Published, r.Moves, err = o.publish(planned, publish.Options{Shard: o.Shard, Jobs: o.Jobs, About: about, Context: ctx, Progress: o.Report.Drawn, Explain: o.Explain, Measure: measure,
		Limits: Limits(where), Twins: twins, HostConfig: site.HostConfigFiles(in.Input), Notes: o.notes(&in, last, r.Found), Keep: keep, Snapshots: in.snapshots(), Last: last.manifest, Purge: Purge(where), Durable: o.Durable,
		Tombstones: publish.Tombstones{Withdrawn: site.Withdrawn(in.Input), File: site.Tombstone(in.Input), Keep: where.KeepRemoved, Now: o.Now}}, o.waits(in.Verdicts, r.renamed))
	if big := (*publish.LimitError)(nil); errors.As(err, &big) {
		return r, refuse(fmt.Sprintf("host: %s: %s", where.Host, big), site.HostLimitHint(where))
	}
	return r, err
}

// notes are those for the next build. A session, which builds every second, leaves
// none of its findings.
func (o Options) notes(in *Prepared, last *lastBuild, found problem.List) []artifact.File {
	all := in.notesForNext(last, o.Now)
	if o.into == nil && !o.Shard.Partial() {
		all = append(all, noteFindings(found))
	}
	return all
}

// publish publishes a plan: in the session if there is one.
func (o Options) publish(files iter.Seq2[artifact.File, error], with publish.Options, waits func(string) bool) (publish.Summary, publish.Moves, error) {
	if o.into != nil {
		return o.into.Publish(files, with, waits)
	}
	s, err := publish.Tree(o.Public, files, with)
	return s, publish.Moves{}, err
}

// dropJudged drops the data of runners that only judging and reviewing need: a
// sixth of the memory of a large field.
func dropJudged(archive *race.Archive) {
	for _, e := range archive.Editions {
		for _, rc := range e.Races {
			for _, entry := range rc.Entries {
				entry.Timing = nil
			}
		}
	}
}
