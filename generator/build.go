package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"
	"time"

	"guntime/content"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/page"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/review"
	"guntime/generator/internal/site"
	"guntime/generator/internal/words"
)

// buildResult is what a build came to.
type buildResult struct {
	found     problem.List
	published publish.Summary
	tally     tally
}

// buildSite builds the project into the output folder. Its findings are complete
// whether it fails or not; errData says that some of them are errors.
func (p *program) buildSite(ctx context.Context, now time.Time, show *progress) (buildResult, error) {
	key, err := p.signingKey()
	if err != nil {
		return buildResult{}, err
	}
	files, foreign, err := p.open(ctx)
	if err != nil {
		return buildResult{}, err
	}
	defer files.project.Close() // whatever was left to itself reads nothing any more
	if foreign.Errors() {
		return buildResult{found: foreign}, errData
	}
	sources, err := untilStopped(ctx, files.keys)
	if err != nil {
		return buildResult{}, err
	}
	signer := ""
	if key != nil {
		signer = key.ID()
	}
	last := p.lastBuild(sources, signer, now)
	for {
		m, err := p.buildAfter(ctx, files, sources, key, last, now, show)
		touched := (*touchedError)(nil)
		if !errors.As(err, &touched) {
			return m, err
		}
		delete(last.cached, touched.edition)
	}
}

// buildAfter builds the project, but for the editions that are cached since the
// last build. A *touchedError says that one of them has to be read whole after
// all; nothing was changed then.
func (p *program) buildAfter(ctx context.Context, files projectFiles, sources site.Sources, key *certificate.Key, last *lastBuild, now time.Time, show *progress) (buildResult, error) {
	var caches map[string]read.EditionCache
	in, found, err := files.prepareUntilStopped(ctx, sources, key, now, show, last, func(root fs.FS) (archive *race.Archive, found problem.List) {
		archive, caches, found = read.Incremental(root, last.caches())
		return archive, found
	})
	m := buildResult{found: found}
	if err != nil {
		return m, err
	}
	for id, cache := range caches {
		in.notes[id].Cache = &cache
	}
	var whole []*race.Verdict
	for _, v := range in.Verdicts {
		m.tally.add(in.notes[v.Edition.ID].Tally)
		if in.Cached[v.Edition.ID] == nil {
			whole = append(whole, v)
		}
	}
	shard, err := p.part()
	if err != nil {
		return m, err
	}
	letGo(in.Archive)
	if !shard.Partial() { // what finds runners is none of their many files
		in.Finders = site.Finders(in.Archive.Site, whole)
	}
	about := site.EstimateFiles(in.Input)
	show.total(about)
	refuse := func(text, hint string) error {
		m.found.Add(problem.Problem{Path: "data/site.yaml", Line: 1, Column: 1, Level: problem.Error, Code: "host_limit", Text: text, Hint: hint})
		m.found = m.found.Sorted()
		return errData
	}
	if text, hint := site.CheckHostLimits(in.Input); text != "" {
		return m, refuse(text, hint)
	}
	in.Whole = func(v *race.Verdict, s site.CachedEdition) { in.notes[v.Edition.ID].CachedEdition = s }
	planned, where := site.Plan(in.Input), in.Archive.Site
	if where.Host == race.Nginx {
		planned = publish.Twins(planned)
	}
	var measure *publish.Measure
	if show.stats != nil {
		measure = &publish.Measure{Clock: func() time.Duration { return time.Since(show.stats.start) }, Kind: site.Kind}
	}
	show.stage("drawing and writing")
	m.published, err = publish.Tree(p.public(), planned, publish.Options{Shard: shard, Jobs: p.jobs, About: about, Context: ctx, Progress: show.published, Explain: p.why, Measure: measure,
		Limits: limitsOf(where), HostConfig: site.HostConfigFiles(in.Input), Notes: in.forNext(last, now), Snapshots: in.snapshots(), Last: last.manifest, Purge: purgeOf(where), Durable: p.durable,
		Tombstones: publish.Tombstones{Withdrawn: site.Withdrawn(in.Input), File: site.Tombstone(in.Input), Keep: where.KeepRemoved, Now: now}})
	if err == nil {
		m.found = append(m.found, besideServed(p.public(), where.BaseURL)...).Sorted()
	}
	if big := (*publish.LimitError)(nil); errors.As(err, &big) {
		return m, refuse(fmt.Sprintf("host: %s: %s", where.Host, big), site.HostLimitHint(where))
	}
	return m, err
}

// letGo drops what was read of each runner's race, which only judging and
// reviewing ask for: a sixth of the memory that a large field takes.
func letGo(archive *race.Archive) {
	for _, e := range archive.Editions {
		for _, rc := range e.Races {
			for _, entry := range rc.Entries {
				entry.Timing = nil
			}
		}
	}
}

// part is the part of a build that -shard asks for.
func (p *program) part() (publish.Shard, error) {
	if !p.given("shard") {
		return publish.Shard{}, nil
	}
	s, err := publish.ParseShard(p.shard)
	if err != nil {
		return s, misused("-shard %s: %v", p.shard, err)
	}
	s.Many = site.IsPerRunner
	return s, nil
}

// validatePart refuses a part that there is not, before anything is read.
func (p *program) validatePart() error {
	_, err := p.part()
	return err
}

// limitsOf says what a built site is held against, where it is published.
func limitsOf(s race.Site) publish.Limits {
	l := site.LimitsOf(s)
	return publish.Limits{Files: l.Files, File: l.FileBytes, Site: l.Bytes}
}

// purgeOf says what may be purged where a site is published.
func purgeOf(s race.Site) publish.Purge {
	l := site.LimitsOf(s)
	return publish.Purge{Base: l.PurgeBase, URLs: l.URLs, Folders: l.Folders, Folder: l.PurgeFolder}
}

// prepared is a project that is read and judged, and what draws it.
type prepared struct {
	site.Input
	book  *words.Book
	notes map[string]*note // by edition
}

// prepare reads and judges a project and makes ready all that draws it. It
// returns every finding; where one is an error there is nothing to plan. Without
// a key certificates are not signed. From is read.Project, or read.DryRun before
// the race.
func (p *program) prepare(signing *certificate.Key, now time.Time, show *progress, from func(fs.FS) (*race.Archive, problem.List)) (prepared, problem.List, error) {
	files, foreign, err := p.open(p.ctx)
	if err != nil {
		return prepared{}, nil, err
	}
	if foreign.Errors() {
		return prepared{}, foreign, errData
	}
	sources, err := untilStopped(p.ctx, files.keys)
	if err != nil {
		return prepared{}, nil, err
	}
	return files.prepareUntilStopped(p.ctx, sources, signing, now, show, &lastBuild{}, from)
}

// prepareUntilStopped does what prepare does, and leaves it when the context ends.
func (files projectFiles) prepareUntilStopped(ctx context.Context, sources site.Sources, signing *certificate.Key, now time.Time, show *progress, last *lastBuild, from func(fs.FS) (*race.Archive, problem.List)) (prepared, problem.List, error) {
	type result struct {
		in    prepared
		found problem.List
	}
	of, err := untilStopped(ctx, func() (r result, err error) {
		r.in, r.found, err = files.prepare(sources, signing, now, show, last, from)
		return r, err
	})
	return of.in, of.found, err
}

// prepare does that for a project whose sources are hashed. Of the editions that
// are cached since the last build from need return no more than their rules.
func (files projectFiles) prepare(sources site.Sources, signing *certificate.Key, now time.Time, show *progress, last *lastBuild, from func(fs.FS) (*race.Archive, problem.List)) (prepared, problem.List, error) {
	show.stage("reading")
	archive, found := from(files.root)
	if found.Errors() {
		return prepared{}, found, errData
	}
	book, more := words.Load(files.messages, project.Sub(content.FS, "messages"), archive.Site.Languages)
	found = append(found, more...)
	if found.Errors() {
		return prepared{}, found.Sorted(), errData
	}

	show.stage("judging")
	in := prepared{book: book, notes: map[string]*note{}, Input: site.Input{Archive: archive, Sources: sources, Links: site.Links(archive.Site), Book: book,
		Forms: map[*race.RaceVerdict]*certificate.Form{}, Cached: map[string]*site.CachedEdition{}}}
	if signing != nil {
		in.Signer = certificate.NewSigner(signing, archive.Site.BaseURL, in.Links.Section(archive.Site.Languages[0], "verify"), book, archive.Site.Languages)
	}
	for _, e := range archive.Editions {
		var v *race.Verdict
		if known := last.cached[e.ID]; known != nil {
			if v = known.Brief.Verdict(e); v == nil {
				return in, nil, &touchedError{e.ID}
			}
			in.notes[e.ID], in.Cached[e.ID] = known, last.stand(e.ID, archive.Site.Languages)
		} else {
			v = judge.Rule(e, now)
			in.notes[e.ID] = &note{Tally: tallyOf(v)}
		}
		in.Verdicts = append(in.Verdicts, v)
	}
	in.History = judge.History(archive, in.Verdicts)

	show.stage("preparing pages and certificates")
	in.Pages, more = page.New(files.templates, files.content, book, archive, in.Links)
	found = append(found, more...)
	var reviewed problem.List
	var reviewing sync.WaitGroup
	reviewing.Go(func() { reviewed = in.review(last) })
	printed, err := in.print(files.templates, last)
	reviewing.Wait()
	if found = append(append(found, reviewed...), printed...).Sorted(); found.Errors() {
		return in, found, errData
	}
	return in, found, err
}

// review returns what the review finds in every edition.
func (in *prepared) review(last *lastBuild) (found problem.List) {
	for _, v := range in.Verdicts {
		a := in.notes[v.Edition.ID]
		if last.cached[v.Edition.ID] == nil {
			a.Reviewed = review.Edition(v, in.Pages.Anchors(v.Edition.ID), in.Archive.Bans)
			if v.Edition.Strict {
				a.Reviewed = a.Reviewed.Raised(path.Join("data", v.Edition.ID))
			}
		}
		found = append(found, a.Reviewed...)
	}
	return found
}

// print makes the forms of all certificates and returns what is found in them
// and in their designs.
func (in *prepared) print(templates fs.FS, last *lastBuild) (found problem.List, err error) {
	designs := designs{templates: templates, parsed: map[string]*certificate.Design{}}
	in.Design = designs.named("", race.Position{}, &found)
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			designs.named(rv.Race.Rules.Certificate.Design, rv.Race.Rules.Certificate.DesignFrom, &found)
		}
	}
	if found.Errors() {
		return found, nil
	}
	for _, v := range in.Verdicts {
		a := in.notes[v.Edition.ID]
		if last.cached[v.Edition.ID] != nil || !v.Edition.State.HasResults() {
			found = append(found, a.Printed...)
			continue
		}
		for _, rv := range v.Races {
			if rv.Race.Rules.Certificate.None {
				continue
			}
			form, err := certificate.New(designs.parsed[rv.Race.Rules.Certificate.Design], in.book, in.Archive.Site.Languages, v.Edition, rv.Race, rv, in.Signer)
			if err != nil {
				return found, err
			}
			in.Forms[rv] = form
			a.Printed = append(a.Printed, form.Check(rv.Results)...)
		}
		found = append(found, a.Printed...)
	}
	return found, nil
}

// designs are the designs of certificates that the races ask for, each parsed
// once.
type designs struct {
	templates fs.FS
	parsed    map[string]*certificate.Design
}

// named returns the design of a name, nil where it cannot be used. One that
// does not exist is a finding where it is asked for.
func (d designs) named(name string, from race.Position, found *problem.List) *certificate.Design {
	if design, ok := d.parsed[name]; ok {
		return design
	}
	design, more := certificate.ParseDesign(d.templates, name)
	for _, p := range more {
		if p.Code == certificate.UnknownDesign && from.Path != "" {
			p.Path, p.Line = from.Path, from.Line
		}
		*found = append(*found, p)
	}
	d.parsed[name] = design
	return design
}

// summary is the last word of a build.
func (m *buildResult) summary(out string, part publish.Shard, took time.Duration) string {
	s := m.published
	if part.Of > 0 {
		out += " (" + part.String() + ")"
	}
	return fmt.Sprintf("%s: %d runners, %d ranked, %d certificates; %d files, %d changed, %d removed; %.1f s",
		out, m.tally.Runners, m.tally.Ranked, m.tally.Certificates, s.Files, s.Written, s.Removed, took.Seconds())
}
