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
	example                         string
}

func (o *newOptions) options() []option {
	return []option{fromTable(&o.from), madeUpLike(&o.example), inEncoding(&o.encoding), ofSheet(&o.sheet), withColumn(&o.columns), inLanguages(&o.languages), atMoment(&o.now)}
}

// do writes a project that builds at once: with -from the edition that a table of
// results seems to be, otherwise three invented runners with rules that explain
// every key. Each language has a page to edit.
func (o *newOptions) do(l *line) error {
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	for _, flag := range []string{"encoding", "sheet", "column"} {
		if l.isSet(flag) && len(o.from) == 0 {
			return misused("-from FILE names the table", "-%s is about a table, and there is no -from", flag)
		}
	}
	if l.isSet("example") && len(o.from) > 0 {
		return misused("an example is a made-up race, and -from makes one of a table: take one of both", "-example and -from exclude each other")
	}
	if l.isSet("example") && !slices.Contains(propose.Examples, o.example) {
		return misused(meant(o.example, propose.Examples, "there are: "+strings.Join(propose.Examples, ", ")), "-example %s: there is no such race", o.example)
	}
	var from []*propose.Proposal
	if len(o.from) > 0 {
		if from, err = o.survey(l, now); err != nil {
			return err
		}
		if !l.isSet("languages") && from[0].Chinese() {
			o.languages = "zh,en"
		}
	}
	languages := strings.Split(o.languages, ",")
	for i, name := range languages {
		if !propose.Speaks(name) {
			return misused("guntime help words tells how a language is added", "-languages %s: there is no %q to start from, only %s; add any other as files", o.languages, name, strings.Join(propose.Languages(), ", "))
		}
		if slices.Contains(languages[:i], name) {
			return misused("name each language once, the default first", "-languages %s: %q is named twice", o.languages, name)
		}
	}
	dir := l.word(0)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return misused("give the name of a folder that does not exist yet", "%s: the folder is not empty", dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return misused("give the name of a folder that can be made", "%s: %v", dir, err)
	}
	at := ""
	if dir != "." {
		at = " -C " + dir
	}
	if from != nil {
		return o.newFrom(l, from, now, dir, at, languages)
	}
	what := "a project with three made-up runners"
	files, ok, err := propose.Example(o.example, zoneHere(), languages)
	if ok {
		what = "a made-up race, as an example: each rule is explained in data/2025/edition.yaml"
	} else if err == nil {
		files, err = propose.MadeUp(now, zoneHere(), languages)
	}
	if err == nil {
		err = writeFiles(dir, files)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: %s\n", dir, what)
	tellToFillIn(l.stdout, dir, files)
	tellNext(l.stdout, dir, at)
	return nil
}

// tellToFillIn says what a new project waits for.
func tellToFillIn(w io.Writer, dir string, files propose.Files) {
	for i, place := range files.ToFillIn() {
		if i == 0 {
			fmt.Fprintln(w, "To fill in:")
		}
		fmt.Fprintf(w, "    %s\n", filepath.Join(dir, filepath.FromSlash(place)))
	}
}

// tellNext says how a new project is looked at, and where it goes on.
func tellNext(w io.Writer, dir, at string) {
	fmt.Fprintf(w, "    guntime build%s\n    guntime serve%s\nThe next steps stand in %s.\n", at, at, filepath.Join(dir, "README.md"))
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
