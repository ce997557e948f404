package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/read"
	"guntime/generator/internal/verify"
)

type verifyOptions struct {
	dir, out string
	allow    []string
}

func (o *verifyOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), toSite(&o.out)}
}

func (o *verifyOptions) do(l *line) error {
	public := publicIn(o.dir, o.out)
	files, foreign, err := project.OpenAndLook(l.ctx, o.dir, o.allow...)
	if err != nil {
		return err
	}
	if foreign.Errors() {
		l.report(foreign)
		return build.ErrData
	}
	found, err := publish.Verify(public)
	if errors.Is(err, fs.ErrNotExist) {
		return notBuilt(public)
	}
	if err != nil {
		return err
	}
	m, err := publish.ReadManifest(public)
	if err != nil {
		return err
	}
	truth := ", and true to the results"
	archive, wrong, err := build.Read(l.ctx, files, read.Project)
	if err != nil {
		return err
	}
	if wrong.Errors() {
		truth = ""
		found.Add(problem.Problem{Path: filepath.ToSlash(filepath.Join(o.dir, "data")), Level: problem.Warning, Code: "data_unread",
			Text: "the data has errors: the site is checked only against its manifest", Hint: "guntime check names them"})
	} else {
		if err := build.Limits(archive.Site).Check(m); err != nil {
			limit := build.InSite(files.Root, problem.List{{Path: "data/site.yaml", Line: 1, Column: 1, Level: problem.Error,
				Code: "host_limit", Text: fmt.Sprintf("host: %s: %s", archive.Site.Host, err), Hint: "build again: it names the setting to change"}})[0]
			limit.Path = filepath.ToSlash(filepath.Join(o.dir, limit.Path))
			found.Add(limit)
		}
		more, err := verify.Site(os.DirFS(public), m, archive, files.Content, files.Templates)
		if err != nil {
			return &publish.DiskError{Err: err}
		}
		for _, f := range more {
			f.Path = filepath.ToSlash(filepath.Join(public, f.Path))
			found.Add(f)
		}
	}
	found = found.Sorted()
	l.report(found)
	if found.Errors() {
		return build.ErrData
	}
	fmt.Fprintf(l.stdout, "%s is as it was built%s\n", public, truth)
	return nil
}
