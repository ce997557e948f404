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

	"guntime/generator/internal/propose"
)

type newOptions struct {
	from, columns                   []string
	encoding, sheet, languages, now string
}

func (o *newOptions) options() []option {
	return []option{fromTable(&o.from), inEncoding(&o.encoding), ofSheet(&o.sheet), withColumn(&o.columns), inLanguages(&o.languages), atMoment(&o.now)}
}

// do writes a project that builds as it is: with -from the edition that a
// table of results is taken for; else three made-up runners under rules with
// every key explained. Each language has a page to edit.
func (o *newOptions) do(l *line) error {
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	var from []*propose.Proposal
	if len(o.from) > 0 {
		if from, err = o.survey(l, now); err != nil {
			return err
		}
		if !l.given("languages") && from[0].Chinese() {
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
