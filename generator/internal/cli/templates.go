package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"guntime/generator/internal/page"
	"guntime/templates"
)

type templatesOptions struct{ dir, eject string }

func (o *templatesOptions) options() []option { return []option{inProject(&o.dir), ejecting(&o.eject)} }

// do lists the templates of pages, or copies one into the project with a
// description of its data.
func (o *templatesOptions) do(l *line) error {
	if !l.isSet("eject") {
		fmt.Fprint(l.stdout, "A file of the same name in a project's templates/ replaces each:\n\n")
		for _, t := range page.Templates() {
			own := ""
			if _, err := os.Stat(filepath.Join(o.dir, "templates", t.Name)); err == nil {
				own = "  (the project has its own)"
			}
			fmt.Fprintf(l.stdout, "    %-18s %s%s\n", t.Name, t.Says, own)
		}
		fmt.Fprint(l.stdout, "\nSo do base.html, the frame of all pages, the files of parts/ and assets/, and\ncertificate.yaml, the certificate's design. guntime templates -eject NAME copies one there.\n")
		return nil
	}
	text, err := page.Eject(templates.FS, filepath.ToSlash(o.eject))
	if err != nil {
		return misused(likeTemplate(o.eject), "-eject %s: there is no such template; guntime templates lists them", o.eject)
	}
	to := filepath.Join(o.dir, "templates", filepath.FromSlash(o.eject))
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		return misused("edit it, or remove it first to have it anew", "-eject %s: %s already exists", o.eject, to)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(to, []byte(text), 0o666); err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: edit it; guntime build reports any field or message that does not exist\n", to)
	return nil
}
