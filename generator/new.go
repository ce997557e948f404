package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/read"
	"guntime/generator/internal/table"
)

// scaffold is a project to start from. In its names and texts EDITION, RACE,
// DATE, ZONE and LANGUAGES stand for what is filled in.
//
//go:embed scaffold
var scaffold embed.FS

// new writes a project that builds as it is: with -from the edition that a
// table of results is taken for; else three made-up runners under rules with
// every key explained. Each language has a page to edit.
func (p *program) new() error {
	now, err := p.moment()
	if err != nil {
		return err
	}
	var from *proposal
	if p.from != "" {
		if from, err = p.survey(now); err != nil {
			return err
		}
		if !p.given("languages") && from.survey.Chinese() {
			p.languages = "zh,en"
		}
	}
	languages := strings.Split(p.languages, ",")
	for i, l := range languages {
		if _, err := fs.Stat(scaffold, "scaffold/content/"+l); err != nil || l == "" {
			return misused("-languages %s: there is no %q to start from, only en, zh and ja; add any other as files", p.languages, l)
		}
		if slices.Contains(languages[:i], l) {
			return misused("-languages %s: %q is named twice", p.languages, l)
		}
	}
	dir := p.flags.Arg(0)
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
		return p.newFrom(from, now, dir, at, languages)
	}
	if err := writeProject(dir, now, languages); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: a project with three made-up runners\n    guntime build%s\n    guntime serve%s\n", dir, at, at)
	return nil
}

// survey looks at the table of -from.
func (p *program) survey(now time.Time) (*proposal, error) {
	if info, err := os.Stat(p.from); err != nil || !info.Mode().IsRegular() {
		return nil, misused("-from %s: no such file", p.from)
	}
	var found problem.List
	surveyed, err := untilStopped(p.ctx, func() (s *table.Survey, _ error) {
		s, found = table.SurveyFile(os.DirFS(filepath.Dir(p.from)), filepath.Base(p.from))
		return s, nil
	})
	if err != nil {
		return nil, err
	}
	p.report(found)
	if found.Errors() {
		return nil, errData
	}
	if len(surveyed.Genders()) == 0 {
		return nil, misused("-from %s: no column says the gender (gender, sex, 性别: M or F, 男 or 女), and runners are ranked by it", p.from)
	}
	return propose(surveyed, p.from, now), nil
}

// newFrom writes the project of a proposal, tells what was assumed, and says
// whether it reads and how many it ranks.
func (p *program) newFrom(from *proposal, now time.Time, dir, at string, languages []string) error {
	if err := from.write(p.from, dir, languages); err != nil {
		return err
	}
	from.tell(p.stdout, dir)
	made, err := project.Open(p.ctx, dir)
	if err != nil {
		return err
	}
	archive, found, err := projectFiles{root: made.Root}.read(p.ctx, read.Project)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "\nIt reads with %s and %s", many(found.Count(problem.Error), "error", "errors"), many(found.Count(problem.Warning), "warning", "warnings"))
	if len(found) > 0 {
		fmt.Fprintf(p.stdout, ": guntime check%s names them", at)
	}
	if !found.Errors() {
		rc := judge.Rule(archive.Editions[0], now).Races[0]
		fmt.Fprintf(p.stdout, ".\n%s in the table: %s finished, %s ranked", many(rc.Counts.Entries, "runner", "runners"), grouped(rc.Counts.Finishers), grouped(rc.Counts.Ranked))
	}
	fmt.Fprintf(p.stdout, ".\n    guntime build%s\n    guntime serve%s\n", at, at)
	if found.Errors() {
		p.report(found)
		return errData
	}
	return nil
}

// write fills the scaffold in with the proposal instead of the made-up race,
// and puts the table beside it as it is.
func (p *proposal) write(table, dir string, languages []string) error {
	fill := append(filling(p.Edition, p.Race, p.Date, p.Zone, languages), "My race", p.Name, "我的比赛", p.Name, "わたしの大会", p.Name)
	if err := writeScaffold(dir, strings.NewReplacer(fill...), languages, "edition.yaml", "entries.csv", "times.csv"); err != nil {
		return err
	}
	folder := filepath.Join(dir, "data", p.Edition)
	var b strings.Builder
	if err := proposalTemplate.Execute(&b, p); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "edition.yaml"), []byte(b.String()), 0o666); err != nil {
		return err
	}
	return copyFile(filepath.Join(folder, p.Race, p.File), table)
}

// copyFile writes a file's bytes to a new one.
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

// writeProject fills the scaffold in. Its race was run a week ago, so that
// there is something to see.
func writeProject(dir string, now time.Time, languages []string) error {
	date := now.AddDate(0, 0, -7)
	return writeScaffold(dir, strings.NewReplacer(filling(date.Format("2006"), "race", date.Format(time.DateOnly), zoneHere(), languages)...), languages)
}

// filling are the words of the scaffold and what is filled in for each.
func filling(edition, race, date, zone string, languages []string) []string {
	return []string{"EDITION", edition, "RACE", race, "DATE", date, "ZONE", zone, "LANGUAGES", "[" + strings.Join(languages, ", ") + "]"}
}

// writeScaffold writes the scaffold's files, but those of some names, and the
// schemas that its YAML refers to.
func writeScaffold(dir string, fill *strings.Replacer, languages []string, without ...string) error {
	if err := writeSchemas(filepath.Join(dir, "data", ".schema")); err != nil {
		return err
	}
	return fs.WalkDir(scaffold, "scaffold", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside := strings.TrimPrefix(strings.TrimPrefix(path, "scaffold"), "/")
		if page, ok := strings.CutPrefix(inside, "content/"); ok {
			if lang, _, _ := strings.Cut(page, "/"); !slices.Contains(languages, lang) {
				return fs.SkipDir
			}
		}
		if slices.Contains(without, d.Name()) {
			return nil
		}
		full := filepath.Join(dir, filepath.FromSlash(fill.Replace(inside)))
		if d.IsDir() {
			return os.MkdirAll(full, 0o777)
		}
		text, err := scaffold.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(full, []byte(fill.Replace(string(text))), 0o666)
	})
}

// zoneHere is the machine's time zone by name, which is most likely the race's;
// UTC where the machine does not say.
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
