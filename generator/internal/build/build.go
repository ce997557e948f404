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
	Published publish.Summary
	Tally     Tally
	BaseURL   string // of the site; "" where its settings could not be read
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
	for {
		r, err := o.buildAfter(ctx, files, sources, last)
		touched := (*touchedError)(nil)
		if !errors.As(err, &touched) {
			return r, err
		}
		delete(last.cached, touched.edition)
	}
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
		archive, caches, found = read.Incremental(root, last.caches())
		return archive, found
	})
	r := Result{Found: found}
	if err != nil {
		return r, err
	}
	in.Sources = sources
	for id, cache := range caches {
		in.notes[id].Cache = &cache
	}
	var whole []*race.Verdict
	for _, v := range in.Verdicts {
		r.Tally.add(in.notes[v.Edition.ID].Tally)
		if in.Cached[v.Edition.ID] == nil {
			whole = append(whole, v)
		}
	}
	dropJudged(in.Archive)
	if !o.Shard.Partial() { // a shard draws only files of runners, and the finders are not among them
		in.Finders = site.Finders(in.Archive.Site, whole)
	}
	where := in.Archive.Site
	r.BaseURL = where.BaseURL
	about := site.EstimateFiles(in.Input)
	if o.Report.Total != nil {
		o.Report.Total(about)
	}
	refuse := func(text, hint string) error {
		r.Found.Add(problem.Problem{Path: "data/site.yaml", Line: 1, Column: 1, Level: problem.Error, Code: "host_limit", Text: text, Hint: hint})
		r.Found = r.Found.Sorted()
		return ErrData
	}
	if text, hint := site.CheckHostLimits(in.Input); text != "" {
		return r, refuse(text, hint)
	}
	in.Whole = func(v *race.Verdict, s site.CachedEdition) { in.notes[v.Edition.ID].CachedEdition = s }
	planned := site.Plan(in.Input)
	if where.Host == race.Nginx {
		planned = publish.Twins(planned)
	}
	var measure *publish.Measure
	if o.Report.Clock != nil {
		measure = &publish.Measure{Clock: o.Report.Clock, Kind: site.Kind}
	}
	o.Report.stage("drawing and writing")
	r.Published, err = publish.Tree(o.Public, planned, publish.Options{Shard: o.Shard, Jobs: o.Jobs, About: about, Context: ctx, Progress: o.Report.Drawn, Explain: o.Explain, Measure: measure,
		Limits: Limits(where), HostConfig: site.HostConfigFiles(in.Input), Notes: in.notesForNext(last, o.Now), Snapshots: in.snapshots(), Last: last.manifest, Purge: Purge(where), Durable: o.Durable,
		Tombstones: publish.Tombstones{Withdrawn: site.Withdrawn(in.Input), File: site.Tombstone(in.Input), Keep: where.KeepRemoved, Now: o.Now}})
	if big := (*publish.LimitError)(nil); errors.As(err, &big) {
		return r, refuse(fmt.Sprintf("host: %s: %s", where.Host, big), site.HostLimitHint(where))
	}
	return r, err
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
