package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"guntime/generator/internal/page"
	"guntime/templates"
)

// templates lists the pages' templates, or copies one into the project with
// its data documented.
func (p *program) templates() error {
	if !p.given("eject") {
		fmt.Fprint(p.stdout, "A file of the same name in a project's templates/ replaces each:\n\n")
		for _, t := range page.Templates() {
			own := ""
			if _, err := os.Stat(filepath.Join(p.dir, "templates", t.Name)); err == nil {
				own = "  (the project has its own)"
			}
			fmt.Fprintf(p.stdout, "    %-18s %s%s\n", t.Name, t.Says, own)
		}
		fmt.Fprint(p.stdout, "\nSo do base.html, the frame of all pages, the files of parts/ and assets/, and\ncertificate.yaml, the certificate's design. guntime templates -eject NAME copies one there.\n")
		return nil
	}
	text, err := page.Eject(templates.FS, filepath.ToSlash(p.eject))
	if err != nil {
		return misused("-eject %s: there is no such template; guntime templates lists them", p.eject)
	}
	to := filepath.Join(p.dir, "templates", filepath.FromSlash(p.eject))
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		return misused("-eject %s: %s already exists", p.eject, to)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(to, []byte(text), 0o666); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: edit it; guntime build reports any field or message that does not exist\n", to)
	return nil
}
