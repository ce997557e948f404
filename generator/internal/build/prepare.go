package build

import (
	"context"
	"io/fs"
	"path"
	"sync"
	"time"

	"guntime/content"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/page"
	"guntime/generator/internal/page/own"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/review"
	"guntime/generator/internal/site"
	"guntime/generator/internal/words"
	"guntime/templates"
)

// Prepared is a project that is read and judged, with all that draws it. Its
// Sources are empty, because only Site computes keys.
type Prepared struct {
	site.Input
	notes map[string]*note // by edition
}

// Reader reads a project: read.Project, or read.DryRun before the race.
type Reader func(fs.FS) (*race.Archive, problem.List)

// Read reads a project, and returns at once when the context ends.
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

// depth is how much of a project is prepared.
type depth int

const (
	verdicts     depth = iota // the verdicts and the messages
	certificates              // also the forms of certificates
	everything                // also the pages and the review
)

// Judge reads and judges the project. It does not read templates, so nothing can be
// drawn.
func Judge(ctx context.Context, o Options, from Reader) (Prepared, problem.List, error) {
	return o.prepared(ctx, verdicts, from)
}

// Certificates reads and judges the project, and makes the forms of its
// certificates.
func Certificates(ctx context.Context, o Options, from Reader) (Prepared, problem.List, error) {
	return o.prepared(ctx, certificates, from)
}

// Prepare reads and judges the project, and prepares all that draws it. The
// findings are complete. If one is an error, nothing can be planned.
func Prepare(ctx context.Context, o Options, from Reader) (Prepared, problem.List, error) {
	return o.prepared(ctx, everything, from)
}

// prepared prepares a project that is not built.
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

// prepareUntilStopped calls prepare, and returns at once when the context ends.
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

// prepare prepares a project. Of editions that are cached since the last build,
// from needs to return only the rules.
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
			in.notes[e.ID], in.Cached[e.ID] = known, last.cachedEdition(e.ID, archive.Site.Languages)
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
		for id, cached := range in.Cached {
			if cached.Inputs[site.SectionsInput] != site.SectionsKey(in.Pages) {
				return in, nil, &touchedError{id}
			}
		}
		if o.memory == nil { // a session looked once
			found = append(found, ownFiles(files, archive)...)
		}
		reviewing.Go(func() { reviewed = in.review(last, o.reviews, o.Now) })
	}
	printed, err := in.print(files.Templates, last)
	if in.Pages != nil {
		in.Pages.Preview = func(rv *race.RaceVerdict, r *race.Result) (string, error) {
			if form := in.Forms[rv]; form != nil {
				return form.Preview(r)
			}
			return "", nil
		}
	}
	reviewing.Wait() // the review reads the verdicts
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			if form := in.Forms[rv]; form != nil && form.Withhold(rv) {
				in.notes[v.Edition.ID].Tally = tallyOf(v)
			}
		}
	}
	if found = InSite(files.Root, append(append(found, reviewed...), printed...)).Sorted(); found.Errors() {
		return in, found, ErrData
	}
	return in, found, err
}

// ownFiles returns the findings about what the project brings of its own.
func ownFiles(files *project.Project, archive *race.Archive) problem.List {
	p := own.Project{Root: files.Root, Program: templates.FS, Content: content.FS, Languages: archive.Site.Languages, Pages: []string{"history", "glossary", "verify"}}
	for _, e := range archive.Editions {
		p.Editions = append(p.Editions, e.ID)
	}
	return own.Check(p)
}

// review returns the findings of the review in every edition.
func (in *Prepared) review(last *lastBuild, known *reviews, now time.Time) (found problem.List) {
	for _, v := range in.Verdicts {
		a := in.notes[v.Edition.ID]
		if last.cached[v.Edition.ID] == nil && !known.recall(v, now, a) {
			a.Reviewed = review.Edition(v, in.Pages.Anchors(v.Edition.ID), in.Archive.Bans)
			if v.Edition.Strict {
				a.Reviewed = a.Reviewed.Raised(path.Join("data", v.Edition.ID))
			}
			known.keep(v, now, a)
		}
		found = append(found, a.Reviewed...)
	}
	return found
}

// print makes the forms of all certificates and returns the findings about them and
// their designs.
func (in *Prepared) print(templates fs.FS, last *lastBuild) (found problem.List, err error) {
	designs := designs{templates: templates, theme: themeOf(in.Archive.Site), parsed: map[string]*certificate.Design{}}
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

// designs holds the certificate designs of the races, each parsed once.
type designs struct {
	templates fs.FS
	theme     []race.Palette // of the site, if it has one
	parsed    map[string]*certificate.Design
}

// themeOf returns the colours of a site that designs take, none where it has none.
func themeOf(s race.Site) (theme []race.Palette) {
	if s.Theme.Light != (race.Palette{}) {
		theme = append(theme, s.Theme.Light)
	}
	return theme
}

// named returns the design with a name, nil where it cannot be used. A missing one
// is a finding at from.
func (d designs) named(name string, from race.Position, found *problem.List) *certificate.Design {
	if design, ok := d.parsed[name]; ok {
		return design
	}
	design, more := certificate.ParseDesign(d.templates, name, d.theme...)
	for _, p := range more {
		if p.Code == certificate.UnknownDesign && from.Path != "" {
			p.Path, p.Sheet, p.Line = from.Path, from.Sheet, from.Line
		}
		*found = append(*found, p)
	}
	d.parsed[name] = design
	return design
}
