package words

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"guntime/generator/internal/problem"

	"golang.org/x/text/feature/plural"
)

// Skeleton returns and counts the messages that a catalogue lacks: the missing ids
// in the order of the English catalogue and under its headings, each with the
// English text as a comment above and the plural forms that the language needs. The
// text is "" where none is missing. If the catalogue has findings, only those are
// returned.
func Skeleton(messages fs.FS, lang string) (text string, missing int, problems problem.List) {
	ref, problems := readCatalogue(messages, reference)
	if problems.Errors() {
		return "", 0, problems
	}
	have, problems := newCatalogue(lang)
	if have == nil {
		return "", 0, problems
	}
	if _, err := fs.Stat(messages, lang+".yaml"); !errors.Is(err, fs.ErrNotExist) {
		if have, problems = readCatalogue(messages, lang); problems.Errors() {
			return "", 0, problems
		}
	}
	source, err := fs.ReadFile(messages, reference+".yaml")
	if err != nil {
		problems.Add(problem.Problem{Path: ref.path, Level: problem.Error, Code: "missing_file", Text: err.Error()})
		return "", 0, problems
	}
	lines := strings.Split(string(source), "\n")
	cardinal, ordinal := formsOf(plural.Cardinal, have.tag), formsOf(plural.Ordinal, have.tag)
	var b strings.Builder
	written := 0 // headings up to this line of the reference are written
	for _, id := range ref.ids() {
		want := ref.texts[id]
		if _, ok := have.texts[id]; ok {
			continue
		}
		missing++
		for _, heading := range headings(lines[written : want.line-1]) {
			b.WriteString(heading + "\n")
		}
		written = want.line
		for _, form := range slices.SortedFunc(maps.Keys(want.forms), byForm) {
			comment := strings.ReplaceAll(want.forms[form], "\n", "\n# ")
			if want.plural {
				comment = form + ": " + comment
			}
			b.WriteString("# " + comment + "\n")
		}
		b.WriteString(id + ":\n")
		if want.plural {
			need := cardinal
			if id == "ordinal" {
				need = ordinal
			}
			for _, form := range need {
				fmt.Fprintf(&b, "  %s:\n", form)
			}
		}
	}
	return b.String(), missing, nil
}

// headings returns the comments of the last paragraph that has any, after an empty
// line.
func headings(lines []string) []string {
	var last []string
	for _, line := range lines {
		switch {
		case line == "":
			last = []string{""}
		case strings.HasPrefix(line, "#"):
			last = append(last, line)
		}
	}
	return last
}
