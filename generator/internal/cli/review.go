package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"guntime/generator/internal/build"
	"guntime/generator/internal/page/pagetmpl"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/review"
)

type reviewOptions struct {
	dir, now string
	allow    []string
	evidence evidence
}

func (o *reviewOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), atMoment(&o.now), toReferee(&o.evidence.dir)}
}

// do writes the evidence on an edition for the referee. It must not be published:
// it names everybody, and much of it is not proven.
func (o *reviewOptions) do(l *line) error {
	o.evidence.dir = cmp.Or(o.evidence.dir, "review")
	if err := o.evidence.validate(o.dir); err != nil {
		return err
	}
	v, in, _, err := l.judged(o.dir, o.allow, o.now)
	if err != nil {
		return err
	}
	if !v.Edition.State.HasResults() {
		return misused("state: provisional in edition.yaml says that there are results", "%s is %s: it has no results to review", v.Edition.ID, v.Edition.State)
	}
	return o.evidence.write(l, o.dir, o.allow, []*race.Verdict{v}, in.Archive.Bans)
}

// evidence is the folder for the evidence of the referee; "" for none.
type evidence struct{ dir string }

// write writes the pages of each edition that has results.
func (e evidence) write(l *line, dir string, allow []string, verdicts []*race.Verdict, bans []race.Ban) error {
	files, found, err := project.OpenAndLook(l.ctx, dir, allow...)
	if err != nil {
		return err
	}
	if found.Errors() {
		l.report(found)
		return build.ErrData
	}
	if found = pagetmpl.Alone(files.Templates, "evidence.html"); found.Errors() {
		l.report(found)
		return build.ErrData
	}
	sheets, err := review.NewSheets(files.Templates)
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		dossier := review.Evidence(v, bans)
		folder := filepath.Join(e.dir, v.Edition.ID)
		if err := writePages(folder, sheets.Pages(&dossier)); err != nil {
			return err
		}
		fmt.Fprintf(l.stderr, "%s: the evidence in %s, only for the referee: %d strong, %d fair, %d slight\n", filepath.Join(folder, "index.html"), v.Edition.ID,
			dossier.Count(review.Strong), dossier.Count(review.Fair), dossier.Count(review.Slight))
	}
	return nil
}

// writePages writes pages of evidence into a folder and removes those of an earlier
// run.
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
			return misused("-review DIR names a folder for the evidence alone", "%s: this folder contains other files; nothing was deleted. Choose another folder", name)
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

// validate refuses a folder in the site of the project, where it would be
// published, or among the sources of a site.
func (e evidence) validate(dir string) error {
	if e.dir == "" {
		return nil
	}
	inside := filepath.Join(e.dir, "index.html")
	if site := project.SiteAround(inside, filepath.Join(dir, "public")); site != "" {
		return misused("take a folder beside the site", "-review %s: the folder is in the site %s, and evidence is never published", e.dir, site)
	}
	for _, name := range []string{"data", "content", "templates"} {
		if slices.Contains(project.Above(inside), project.Resolved(filepath.Join(dir, name))) {
			return misused("take a folder beside it", "-review %s: the folder is in %s, from which the site is made, and evidence is never published", e.dir, name)
		}
	}
	return nil
}
