package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/words"
)

type wordsOptions struct{ dir string }

func (o *wordsOptions) options() []option { return []option{inProject(&o.dir)} }

// do adds the missing messages of a language to the project: in a new file to fill
// in, or at the end of the existing file. It changes no existing message.
func (o *wordsOptions) do(l *line) error {
	lang := l.word(0)
	files, err := project.Open(l.ctx, o.dir)
	if err != nil {
		return err
	}
	found := files.Foreign("content")
	if found.Errors() {
		l.report(found)
		return build.ErrData
	}
	skeleton, missing, found := words.Skeleton(files.Messages, lang)
	if slices.ContainsFunc(found, func(p problem.Problem) bool { return p.Code == "language" }) {
		return misused("a language is named by its tag, such as de or pt-BR", "%q is not a language tag", lang)
	}
	l.report(found)
	if found.Errors() {
		return build.ErrData
	}
	name := "content/messages/" + lang + ".yaml"
	if missing == 0 {
		fmt.Fprintf(l.stdout, "%s: nothing is missing\n", name)
		return nil
	}
	path := filepath.Join(o.dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); os.IsNotExist(err) {
		skeleton = "# What the site says in this language. Above each message is the English one;\n" +
			"# {{.Name}} stays as it is, and a text with a colon or a brace in it is quoted.\n" + skeleton
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if err := appendLine(path, []byte(strings.TrimSuffix(skeleton, "\n"))); err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: %d messages to fill in\n    put the pages of content/en into content/%s, then add %s to languages in data/site.yaml\n", name, missing, lang, lang)
	return nil
}
