package cli

import (
	"io"
	"os"
	"strings"

	"guntime/generator/internal/cli/show"
	"guntime/generator/internal/problem"
)

// isTerminal reports whether somebody looks at what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && info.Name() != "null"
}

// paintOf returns whether a terminal gets colour: not where NO_COLOR is set.
func paintOf() show.Paint {
	return show.Paint(os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb")
}

// report prints findings: all of them, one a line, for a program or a file, and
// grouped by kind on a terminal. fresh are those that the last build did not have.
func (l *line) report(found problem.List) { l.reportNew(found, nil) }

func (l *line) reportNew(found, fresh problem.List) {
	io.WriteString(l.stderr, l.textOf(found, fresh)) // a closed terminal is not a failure
}

// textOf is what report prints.
func (l *line) textOf(found, fresh problem.List) string {
	if isTerminal(l.stderr) && !l.all {
		return show.Kinds(found, fresh, paintOf())
	}
	var b strings.Builder
	found.Shortened(mostShown).WriteText(&b)
	return b.String()
}
