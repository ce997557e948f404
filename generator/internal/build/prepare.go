package build

import (
	"context"
	"io/fs"
	"path"
	"sync"

	"guntime/content"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/page"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/review"
	"guntime/generator/internal/site"
	"guntime/generator/internal/words"
)

// Prepared is a project that is read and judged, with what draws it. Its Sources
// are empty: keys are made by Site alone.
type Prepared struct {
	site.Input
	notes map[string]*note // by edition
}

// Reader reads a project: read.Project, or read.DryRun before the race.
type Reader func(fs.FS) (*race.Archive, problem.List)

// Read reads a project, and leaves it when the context ends.
func Read(ctx context.Context, files *project.Project, from Reader) (*race.Archive, problem.List, error) {
	type result struct {
		archive *race.Archive
		found   problem.List
	}
	of, err := project.UntilStopped(ctx, func() (r result, _ error) {
		r.archive, r.found = from(files.Root)
		return r, nil
	})
	return of.archive, of.found, err
}

// depth is how much of a project is made ready.
type depth int

const (
	verdicts     depth = iota // what is judged, and the words to tell it
	certificates              // also their forms
	everything                // also the pages, and what the review finds
)

// Judge reads and judges the project. Nothing of its templates is looked at, and
// nothing can be drawn.
func Judge(ctx context.Context, o Options, from Reader) (Prepared, problem.List, error) {
	return o.prepared(ctx, verdicts, from)
}

// Certificates reads and judges the project and makes the forms of its
// certificates.
func Certificates(ctx context.Context, o Options, from Reader) (Prepared, problem.List, error) {
	return o.prepared(ctx, certificates, from)
}

// Prepare reads and judges the project and makes ready all that draws it. The
// findings are complete; where one is an error there is nothing to plan.
func Prepare(ctx context.Context, o Options, from Reader) (Prepared, problem.List, error) {
	return o.prepared(ctx, everything, from)
}

// prepared makes a project ready from which nothing is built.
func (o Options) prepared(ctx context.Context, deep depth, from Reader) (Prepared, problem.List, error) {
	files, foreign, err := project.OpenAndLook(ctx, o.Dir, o.Allow...)
	if err != nil {
		return Prepared{}, nil, err
	}
	if foreign.Errors() {
		return Prepared{}, foreign, ErrData
	}
	return o.prepareUntilStopped(ctx, files, &lastBuild{}, deep, from)
}

// prepareUntilStopped does what prepare does, and leaves it when the context ends.
func (o Options) prepareUntilStopped(ctx context.Context, files *project.Project, last *lastBuild, deep depth, from Reader) (Prepared, problem.List, error) {
	type result struct {
		in    Prepared
		found problem.List
	}
	of, err := project.UntilStopped(ctx, func() (r result, err error) {
		r.in, r.found, err = o.prepare(files, last, deep, from)
		return r, err
	})
	return of.in, of.found, err
}

// prepare makes a project ready. Of the editions that are cached since the last
// build, from need return their rules alone.
func (o Options) prepare(files *project.Project, last *lastBuild, deep depth, from Reader) (Prepared, problem.List, error) {
	o.Report.stage("reading")
	archive, found := from(files.Root)
	if found.Errors() {
		return Prepared{}, found, ErrData
	}
	book, more := words.Load(files.Messages, project.Sub(content.FS, "messages"), archive.Site.Languages)
	found = append(found, more...)
	if found.Errors() {
		return Prepared{}, found.Sorted(), ErrData
	}

	o.Report.stage("judging")
	in := Prepared{notes: map[string]*note{}, Input: site.Input{Archive: archive, Links: site.Links(archive.Site), Book: book,
		Forms: map[*race.RaceVerdict]*certificate.Form{}, Cached: map[string]*site.CachedEdition{}}}
	if o.Key != nil {
		in.Signer = certificate.NewSigner(o.Key, archive.Site.BaseURL, in.Links.Section(archive.Site.Languages[0], "verify"), book, archive.Site.Languages)
	}
	for _, e := range archive.Editions {
		var v *race.Verdict
		if known := last.cached[e.ID]; known != nil {
			if v = known.Brief.Verdict(e); v == nil {
				return in, nil, &touchedError{e.ID}
			}
			in.notes[e.ID], in.Cached[e.ID] = known, last.stand(e.ID, archive.Site.Languages)
		} else {
			v = judge.Rule(e, o.Now)
			in.notes[e.ID] = &note{Tally: tallyOf(v)}
		}
		in.Verdicts = append(in.Verdicts, v)
	}
	switch deep {
	case verdicts:
		return in, found, nil
	case everything:
		in.History = judge.History(archive, in.Verdicts)
	}

	o.Report.stage("preparing pages and certificates")
	var reviewed problem.List
	var reviewing sync.WaitGroup
	if deep == everything {
		in.Pages, more = page.New(files.Templates, files.Content, book, archive, in.Links)
		found = append(found, more...)
		reviewing.Go(func() { reviewed = in.review(last) })
	}
	printed, err := in.print(files.Templates, last)
	reviewing.Wait()
	if found = append(append(found, reviewed...), printed...).Sorted(); found.Errors() {
		return in, found, ErrData
	}
	return in, found, err
}

// review returns what the review finds in every edition.
func (in *Prepared) review(last *lastBuild) (found problem.List) {
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
func (in *Prepared) print(templates fs.FS, last *lastBuild) (found problem.List, err error) {
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
			form, err := certificate.New(designs.parsed[rv.Race.Rules.Certificate.Design], in.Book, in.Archive.Site.Languages, v.Edition, rv.Race, rv, in.Signer)
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
			p.Path, p.Sheet, p.Line = from.Path, from.Sheet, from.Line
		}
		*found = append(*found, p)
	}
	d.parsed[name] = design
	return design
}
