package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"guntime/generator/internal/page/pagetmpl"
	"guntime/generator/internal/race"
	"guntime/generator/internal/review"
)

// review writes the evidence of an edition for the referee. It is not
// published: it names everybody, and says of many what is not proven.
func (p *program) review() error {
	p.evidence = cmp.Or(p.evidence, "review")
	if err := p.private(); err != nil {
		return err
	}
	v, in, _, err := p.judged()
	if err != nil {
		return err
	}
	if !v.Edition.State.HasResults() {
		return misused("%s is %s: it has no results to review", v.Edition.ID, v.Edition.State)
	}
	return p.writeEvidence([]*race.Verdict{v}, in.Archive.Bans)
}

// writeEvidence writes the pages of each edition that has results.
func (p *program) writeEvidence(verdicts []*race.Verdict, bans []race.Ban) error {
	files, found, err := p.open(p.ctx)
	if err != nil {
		return err
	}
	if found.Errors() {
		p.report(found)
		return errData
	}
	if found = pagetmpl.Alone(files.templates, "evidence.html"); found.Errors() {
		p.report(found)
		return errData
	}
	sheets, err := review.NewSheets(files.templates)
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		dossier := review.Evidence(v, bans)
		dir := filepath.Join(p.evidence, v.Edition.ID)
		if err := writePages(dir, sheets.Pages(&dossier)); err != nil {
			return err
		}
		fmt.Fprintf(p.stderr, "%s: the evidence in %s, only for the referee: %d strong, %d fair, %d slight\n", filepath.Join(dir, "index.html"), v.Edition.ID,
			dossier.Count(review.Strong), dossier.Count(review.Fair), dossier.Count(review.Slight))
	}
	return nil
}

// writePages writes pages of evidence into a folder, in place of those that
// are there.
func writePages(dir string, pages []review.Page) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var old []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".html" {
			old = append(old, filepath.Join(dir, e.Name()))
		}
	}
	for _, name := range old {
		page, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if !bytes.Contains(page, []byte(review.SheetMark)) {
			return misused("%s: this folder contains other files; nothing was deleted. Choose another folder", name)
		}
	}
	drawn := map[string][]byte{}
	for _, page := range pages {
		var b bytes.Buffer
		if err := page.Draw(&b); err != nil {
			return fmt.Errorf("evidence %s: %w", page.Name, err)
		}
		drawn[filepath.Join(dir, page.Name)] = b.Bytes()
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, page := range drawn {
		if err := os.WriteFile(name, page, 0o600); err != nil {
			return err
		}
	}
	for _, name := range old {
		if drawn[name] == nil {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// private refuses a folder for evidence that lies in a site, where it would be
// published, or among what a site is made from.
func (p *program) private() error {
	if p.evidence == "" {
		return nil
	}
	dir := p.evidence
	inside := filepath.Join(dir, "index.html")
	if site := published(inside, p.public()); site != "" {
		return misused("-review %s: the folder is in the site %s, and evidence is never published", dir, site)
	}
	for _, name := range []string{"data", "content", "templates"} {
		if slices.Contains(above(inside), resolved(filepath.Join(p.dir, name))) {
			return misused("-review %s: the folder is in %s, from which the site is made, and evidence is never published", dir, name)
		}
	}
	return nil
}
