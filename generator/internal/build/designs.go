package build

import (
	"context"
	"io"

	"guntime/content"
	"guntime/generator/internal/certificate/sample"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
	"guntime/generator/internal/words"
)

// Designs writes all designs of certificates that the project has as one PDF, with
// made-up names and times, and returns them. Of the data it reads only
// site.yaml, so that a design can be chosen before there are any results.
func Designs(ctx context.Context, o Options, w io.Writer) (designs []sample.Look, found problem.List, err error) {
	files, foreign, err := project.OpenAndLook(ctx, o.Dir, o.Allow...)
	if err != nil {
		return nil, nil, err
	}
	if foreign.Errors() {
		return nil, foreign, ErrData
	}
	of, found := read.Site(files.Root)
	book, more := words.Load(files.Messages, project.Sub(content.FS, "messages"), of.Languages)
	if found = append(found, more...); found.Errors() {
		return nil, found.Sorted(), ErrData
	}
	shown := sample.Site{Templates: files.Templates, Title: of.Title, BaseURL: of.BaseURL, Languages: of.Languages, Book: book, Theme: themeOf(of),
		Verify: site.Links(of).Section(of.Languages[0], "verify")}
	designs, more, err = sample.Draw(w, shown)
	if found = append(found, more...).Sorted(); err == nil && len(designs) == 0 {
		err = ErrData
	}
	return designs, found, err
}
