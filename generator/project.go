package main

import (
	"context"
	"io/fs"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/site"
)

// projectFiles are a project's folders, with the program's own content and
// templates beneath them.
type projectFiles struct {
	root, content, messages, templates fs.FS
	project                            *project.Project
}

// open opens the project that the command line names. The findings say what in
// its folders may not be read.
func (p *program) open(ctx context.Context) (projectFiles, problem.List, error) {
	opened, err := project.Open(ctx, p.dir, p.allow...)
	if err != nil {
		return projectFiles{}, nil, err
	}
	files := projectFiles{root: opened.Root, content: opened.Content, messages: opened.Messages, templates: opened.Templates, project: opened}
	found, err := untilStopped(ctx, func() (problem.List, error) { return opened.Foreign("content", "data", "templates"), nil })
	return files, found, err
}

// keys hashes the program and every source it may read.
func (files projectFiles) keys() (site.Sources, error) {
	keys, err := files.project.Keys()
	return site.Sources(keys), err
}

// read reads the project, and leaves it when the context ends.
func (files projectFiles) read(ctx context.Context, from func(fs.FS) (*race.Archive, problem.List)) (*race.Archive, problem.List, error) {
	type result struct {
		archive *race.Archive
		found   problem.List
	}
	of, err := untilStopped(ctx, func() (r result, _ error) {
		r.archive, r.found = from(files.root)
		return r, nil
	})
	return of.archive, of.found, err
}

// untilStopped returns what comes of work that changes nothing outside itself.
// When the context ends first it returns its error at once, and the work is left
// to itself: what it waits for may never come.
func untilStopped[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type outcome struct {
		of  T
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		of, err := work()
		done <- outcome{of, err}
	}()
	select {
	case o := <-done:
		if err := ctx.Err(); err != nil { // what was read after it is no finding
			return *new(T), err
		}
		return o.of, o.err
	case <-ctx.Done():
		return *new(T), ctx.Err()
	}
}
