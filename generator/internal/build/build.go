// Package build makes the site of a project: read, judge, plan, publish.
//
// In goes the folder of a project and a moment; out comes the site in its folder,
// or findings and the site as it was. Promised:
//
//   - The findings are complete whether the build fails or not. ErrData says that
//     some of them are errors; nothing was written then.
//   - The same project at the same moment makes the same bytes, whatever the last
//     build left: an edition that is cached is neither read whole nor drawn, and
//     no file shows it.
//   - When the context ends, so does the build, with the context's error.
//
// Prepare and Judge are the first parts of a build, for commands that write no
// site. They make no keys of the sources.
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

// Options say what is built, and how.
type Options struct {
	Dir   string   // the project's folder
	Allow []string // folders that links of the project may lead into
	Now   time.Time
	Key   *certificate.Key // signs the certificates; nil leaves them unsigned

	Public  string        // the site's folder
	Shard   publish.Shard // the part to build; all of it by default
	Jobs    int           // workers; one a processor by default
	Durable bool          // every file is forced to the disk
	Explain string        // the file of the site whose Result says why it was drawn
	Report  Report
}

// Report is told how far a build is. Any of its functions may be nil.
type Report struct {
	Stage func(name string) // what begins
	Total func(files int)   // about how many files there will be
	Drawn func(publish.Progress)
	Clock func() time.Duration // where it is set, the cost of every kind of file is measured with it
}

func (r Report) stage(name string) {
	if r.Stage != nil {
		r.Stage(name)
	}
}

// Result is what a build came to.
type Result struct {
	Found     problem.List
	Published publish.Summary
	Tally     Tally
	BaseURL   string // of the site; empty where its settings could not be read
}

// Site builds the project into the site's folder.
func Site(ctx context.Context, o Options) (Result, error) {
	files, foreign, err := project.OpenAndLook(ctx, o.Dir, o.Allow...)
	if err != nil {
		return Result{}, err
	}
	defer files.Close() // whatever goes on unheard reads nothing any more
	if foreign.Errors() {
		return Result{Found: foreign}, ErrData
	}
	sources, err := project.UntilStopped(ctx, files.Keys)
	if err != nil {
		return Result{}, err
	}
	last := o.lastBuild(sources)
	for {
		r, err := o.after(ctx, files, sources, last)
		touched := (*touchedError)(nil)
		if !errors.As(err, &touched) {
			return r, err
		}
		delete(last.cached, touched.edition)
	}
}

// Cached names the editions that Site would not read whole.
func Cached(ctx context.Context, o Options) ([]string, error) {
	files, err := project.Open(ctx, o.Dir, o.Allow...)
	if err != nil {
		return nil, err
	}
	defer files.Close()
	sources, err := project.UntilStopped(ctx, files.Keys)
	return slices.Sorted(maps.Keys(o.lastBuild(sources).cached)), err
}

// after builds the project, without reading the editions that are cached since
// the last build. A *touchedError says that one of them must be read whole after
// all; nothing was changed then.
func (o Options) after(ctx context.Context, files *project.Project, sources artifact.Sources, last *lastBuild) (Result, error) {
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
	letGo(in.Archive)
	if !o.Shard.Partial() { // the finders are not among the many files of runners
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
		Limits: Limits(where), HostConfig: site.HostConfigFiles(in.Input), Notes: in.forNext(last, o.Now), Snapshots: in.snapshots(), Last: last.manifest, Purge: Purge(where), Durable: o.Durable,
		Tombstones: publish.Tombstones{Withdrawn: site.Withdrawn(in.Input), File: site.Tombstone(in.Input), Keep: where.KeepRemoved, Now: o.Now}})
	if big := (*publish.LimitError)(nil); errors.As(err, &big) {
		return r, refuse(fmt.Sprintf("host: %s: %s", where.Host, big), site.HostLimitHint(where))
	}
	return r, err
}

// letGo drops what was read of each runner's race, which is needed for judging and
// reviewing alone: a sixth of the memory that a large field takes.
func letGo(archive *race.Archive) {
	for _, e := range archive.Editions {
		for _, rc := range e.Races {
			for _, entry := range rc.Entries {
				entry.Timing = nil
			}
		}
	}
}
