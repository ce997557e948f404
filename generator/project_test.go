package main

import (
	"context"
	"io/fs"
	"time"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// openProject opens a project that is known to be sound.
func openProject(dir string) projectFiles {
	files, _, err := (&program{dir: dir}).open(context.Background())
	if err != nil {
		panic(err)
	}
	return files
}

// prepare prepares a project as the commands do.
func prepare(dir string, signing *certificate.Key, now time.Time, show *progress, from func(fs.FS) (*race.Archive, problem.List)) (prepared, problem.List, error) {
	return (&program{ctx: context.Background(), dir: dir}).prepare(signing, now, show, from)
}
