package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"guntime/content"
	"guntime/generator/internal/build"
	"guntime/generator/internal/cli/show"
	"guntime/generator/internal/page"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/propose"
	"guntime/generator/internal/read"
	"guntime/generator/internal/words"
	"guntime/templates"
)

type upgradeOptions struct {
	dir, now string
	dry      bool
}

func (o *upgradeOptions) options() []option {
	return []option{inProject(&o.dir), atMoment(&o.now), onlyShowing(&o.dry)}
}

func (o *upgradeOptions) validate(*line) error { return isProject(o.dir) }

// renewal is a file of a project that changes with a version of the program, and why.
type renewal struct {
	file, why string
	old, new  []byte
}

// do changes what an older version of the program left in the project and this one
// has otherwise, as far as no decision is needed, and shows each change. What is left
// to people is reported as check does.
func (o *upgradeOptions) do(l *line) error {
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	files, foreign, err := project.OpenAndLook(l.ctx, o.dir)
	if err != nil {
		return err
	}
	defer files.Close()
	if foreign.Errors() {
		l.report(foreign)
		return build.ErrData
	}
	all, err := renewals(files.Root)
	if err != nil {
		return err
	}
	for _, r := range all {
		if !o.dry {
			if err := os.WriteFile(filepath.Join(o.dir, filepath.FromSlash(r.file)), r.new, 0o666); err != nil {
				return err
			}
		}
		fmt.Fprintf(l.stdout, "%s: %s\n%s\n", r.file, r.why, diff.Diff(r.file, r.old, r.file+" (new)", r.new))
	}
	_, found, err := build.Prepare(l.ctx, build.Options{Dir: o.dir, Now: now}, read.DryRun)
	if err != nil && !errors.Is(err, build.ErrData) {
		return err
	}
	found = slices.DeleteFunc(found, func(p problem.Problem) bool { // what is wrong with this year's data is not of the version
		return p.Level != problem.Error && !strings.HasPrefix(p.Path, "templates/") && !strings.HasPrefix(p.Path, "content/")
	})
	l.report(found)
	for _, lang := range ownLanguages(files.Root) {
		if _, missing, _ := words.Skeleton(files.Messages, lang); missing > 0 {
			fmt.Fprintf(l.stdout, "content/messages/%s.yaml lacks %s: guntime words %s adds them to fill in\n", lang, show.Many(missing, "message", "messages"), lang)
		}
	}
	did := "changed"
	if o.dry {
		did = "to change"
	}
	fmt.Fprintf(l.stdout, "%s %s; %s left to you\n", show.Many(len(all), "file", "files"), did, show.Many(len(found), "finding is", "findings are"))
	return err
}

// renewals are the changes that need no decision, in the order of their files.
func renewals(root fs.FS) (all []renewal, err error) {
	for _, name := range []string{"edition", "site"} {
		text, err := propose.Schema(name)
		if err != nil {
			return nil, err
		}
		all = renewed(all, root, "data/.schema/"+name+".json", "the keys that editors complete and check are those of this version", func([]byte) []byte { return text })
	}
	for _, t := range page.Templates() {
		all = renewed(all, root, "templates/"+t.Name, "the list of its data is that of this version", func(old []byte) []byte { return redescribed(t.Name, old) })
	}
	return renewed(all, root, "templates/others.html", "Headline has taken the place of Heading", func(old []byte) []byte {
		return headings.ReplaceAll(old, []byte("{{${1}.Headline"))
	}), nil
}

// headings matches a field of others.html that has another name since the second
// version.
var headings = regexp.MustCompile(`\{\{(-? ?)\.Heading\b`)

// renewed adds the change of a file, if it is there and changes. Of a file that
// changes already it goes on from there.
func renewed(all []renewal, root fs.FS, file, why string, change func(old []byte) []byte) []renewal {
	if i := slices.IndexFunc(all, func(r renewal) bool { return r.file == file }); i >= 0 {
		if next := change(all[i].new); !bytes.Equal(next, all[i].new) {
			all[i].new, all[i].why = next, all[i].why+"; "+why
		}
		return all
	}
	old, err := fs.ReadFile(root, file)
	if err != nil { // the project has none
		return all
	}
	if next := change(old); !bytes.Equal(next, old) {
		all = append(all, renewal{file, why, old, next})
	}
	return all
}

// described matches the comment that templates -eject writes above a template.
var described = regexp.MustCompile(`(?s)\A\{\{/\* [a-z]+\.html: .*?\*/ -\}\}\n`)

// redescribed renews the comment above a template that was copied from the program.
func redescribed(name string, old []byte) []byte {
	was := described.Find(old)
	fresh, err := page.Eject(templates.FS, name)
	if was == nil || err != nil {
		return old
	}
	return append([]byte(described.FindString(fresh)), old[len(was):]...)
}

// ownLanguages are the languages that the project alone has messages of.
func ownLanguages(root fs.FS) (list []string) {
	found, _ := fs.Glob(root, "content/messages/*.yaml") // the pattern is right
	for _, f := range found {
		if _, err := fs.Stat(content.FS, "messages/"+path.Base(f)); err != nil {
			list = append(list, strings.TrimSuffix(path.Base(f), ".yaml"))
		}
	}
	return list
}
