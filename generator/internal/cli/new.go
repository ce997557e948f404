package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/propose"
	"guntime/generator/internal/read"
	"guntime/generator/internal/table"
)

type newOptions struct {
	from, languages, now string
}

func (o *newOptions) options() []option {
	return []option{fromTable(&o.from), inLanguages(&o.languages), atMoment(&o.now)}
}

// do writes a project that builds at once: with -from the edition that a table of
// results seems to be, otherwise three invented runners with rules that explain
// every key. Each language has a page to edit.
func (o *newOptions) do(l *line) error {
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	var from *propose.Proposal
	if o.from != "" {
		if from, err = o.survey(l, now); err != nil {
			return err
		}
		if !l.isSet("languages") && from.Survey.Chinese() {
			o.languages = "zh,en"
		}
	}
	languages := strings.Split(o.languages, ",")
	for i, name := range languages {
		if !propose.Speaks(name) {
			return misused("-languages %s: there is no %q to start from, only en, zh and ja; add any other as files", o.languages, name)
		}
		if slices.Contains(languages[:i], name) {
			return misused("-languages %s: %q is named twice", o.languages, name)
		}
	}
	dir := l.word(0)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return misused("%s: the folder is not empty", dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return misused("%s: %v", dir, err)
	}
	at := ""
	if dir != "." {
		at = " -C " + dir
	}
	if from != nil {
		return o.newFrom(l, from, now, dir, at, languages)
	}
	files, err := propose.MadeUp(now, zoneHere(), languages)
	if err == nil {
		err = writeFiles(dir, files)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: a project with three made-up runners\n    guntime build%s\n    guntime serve%s\n", dir, at, at)
	return nil
}

// survey reads the table of -from.
func (o *newOptions) survey(l *line, now time.Time) (*propose.Proposal, error) {
	if info, err := os.Stat(o.from); err != nil || !info.Mode().IsRegular() {
		return nil, misused("-from %s: no such file", o.from)
	}
	var found problem.List
	surveyed, err := project.UntilStopped(l.ctx, func() (s *table.Survey, _ error) {
		s, found = table.SurveyFile(os.DirFS(filepath.Dir(o.from)), filepath.Base(o.from))
		return s, nil
	})
	if err != nil {
		return nil, err
	}
	l.report(found)
	if found.Errors() {
		return nil, build.ErrData
	}
	if len(surveyed.Genders()) == 0 {
		return nil, misused("-from %s: no column says the gender (gender, sex, 性别: M or F, 男 or 女), and runners are ranked by it", o.from)
	}
	return propose.Edition(surveyed, o.from, zoneHere(), now), nil
}

// newFrom writes the project of a proposal. It prints what was assumed, whether the
// project can be read, and how many runners are ranked.
func (o *newOptions) newFrom(l *line, from *propose.Proposal, now time.Time, dir, at string, languages []string) error {
	files, err := from.Files(languages)
	if err == nil {
		err = writeFiles(dir, files)
	}
	if err == nil {
		err = copyFile(filepath.Join(dir, filepath.FromSlash(from.Table())), o.from)
	}
	if err != nil {
		return err
	}
	tell(l.stdout, from, dir)
	made, err := project.Open(l.ctx, dir)
	if err != nil {
		return err
	}
	archive, found, err := build.Read(l.ctx, made, read.Project)
	if err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "\nIt reads with %s and %s", many(found.Count(problem.Error), "error", "errors"), many(found.Count(problem.Warning), "warning", "warnings"))
	if len(found) > 0 {
		fmt.Fprintf(l.stdout, ": guntime check%s names them", at)
	}
	if !found.Errors() {
		rc := judge.Rule(archive.Editions[0], now).Races[0]
		fmt.Fprintf(l.stdout, ".\n%s in the table: %s finished, %s ranked", many(rc.Counts.Entries, "runner", "runners"), grouped(rc.Counts.Finishers), grouped(rc.Counts.Ranked))
	}
	fmt.Fprintf(l.stdout, ".\n    guntime build%s\n    guntime serve%s\n", at, at)
	if found.Errors() {
		l.report(found)
		return build.ErrData
	}
	return nil
}

// writeFiles writes the files of a project into a folder.
func writeFiles(dir string, files propose.Files) error {
	for _, name := range files.Names() {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(full, files[name], 0o666); err != nil {
			return err
		}
	}
	return nil
}

// copyFile copies a file to a new one.
func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// zoneHere returns the name of the time zone of this machine, probably that of the
// race; UTC where it is unknown.
func zoneHere() string {
	name := os.Getenv("TZ")
	if name == "" {
		if target, err := os.Readlink("/etc/localtime"); err == nil {
			_, name, _ = strings.Cut(filepath.ToSlash(target), "zoneinfo/")
		}
	}
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return "UTC"
	}
	return name
}
