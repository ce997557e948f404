package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// scaffold is a project to start from. In its names and texts EDITION, DATE,
// ZONE and LANGUAGES stand for what is filled in.
//
//go:embed scaffold
var scaffold embed.FS

// new writes a project that builds as it is: three made-up runners under rules
// with every key explained, and a page to edit in each language.
func (p *program) new() error {
	now, err := p.moment()
	if err != nil {
		return err
	}
	languages := strings.Split(p.languages, ",")
	for _, l := range languages {
		if _, err := fs.Stat(scaffold, "scaffold/content/"+l); err != nil {
			return misused("-languages %s: there is no %q to start from; en, zh and ja are there, a further one is added as files", p.languages, l)
		}
	}
	dir := p.flags.Arg(0)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return misused("%s: the folder is not empty", dir)
	}
	if err := writeProject(dir, now, languages); err != nil {
		return err
	}
	at := ""
	if dir != "." {
		at = " -C " + dir
	}
	fmt.Fprintf(p.stdout, "%s: a project with three made-up runners\n    guntime build%s\n    guntime serve%s\n", dir, at, at)
	return nil
}

// writeProject fills the scaffold in. Its race was run a week ago, so that
// there is something to see.
func writeProject(dir string, now time.Time, languages []string) error {
	date := now.AddDate(0, 0, -7)
	fill := strings.NewReplacer("EDITION", date.Format("2006"), "DATE", date.Format("2006-01-02"), "ZONE", zoneHere(),
		"LANGUAGES", "["+strings.Join(languages, ", ")+"]")
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
