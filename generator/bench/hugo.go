package main

import (
	"embed"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// project is a Hugo project without its data.
//
//go:embed all:hugo
var project embed.FS

// hugoSite writes the project with the results of a race into a folder.
func hugoSite(dir, results string) (err error) {
	files, err := fs.Sub(project, "hugo")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, files); err != nil {
		return err
	}
	from, err := os.Open(results)
	if err != nil {
		return err
	}
	defer from.Close()
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o777); err != nil {
		return err
	}
	to, err := os.Create(filepath.Join(dir, "data", "results.json"))
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	return writeSurroundings(dir, results)
}
