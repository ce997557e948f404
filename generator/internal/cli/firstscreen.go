package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"guntime/generator/internal/build"
	"guntime/generator/internal/cli/show"
)

// self is how this program is called here: go run ./generator leaves no program to
// call by a name.
func self() string {
	if name, err := os.Executable(); err == nil && strings.Contains(filepath.ToSlash(name), "/go-build") && strings.HasPrefix(filepath.Base(name), "generator") {
		return "go run ./generator"
	}
	return "guntime"
}

// welcome is the end of a first run, for which no word was given: what is there, how
// to look at it, and what comes next.
func welcome(built build.Result) string {
	call := self()
	var b strings.Builder
	if built.MadeUp {
		b.WriteString("This is a demonstration: nobody in it exists.\n")
		if n := len(built.Found); n > 0 {
			fmt.Fprintf(&b, "%s planted in it, or stand in its rules as they are: %s check lists %s.\n",
				show.Many(n, "finding was", "findings were"), call, map[bool]string{true: "it", false: "them"}[n == 1])
		}
	}
	fmt.Fprintf(&b, `
Look at it, and have it follow your changes:
    %s serve

`, call)
	if built.MadeUp {
		fmt.Fprintf(&b, `Your own race:
    %[1]s new -from results.csv my-race    of your table of results
    %[1]s new my-race                      with three runners to replace
    %[1]s serve -C my-race
`, call)
	} else {
		fmt.Fprintf(&b, `Bring it to a web host:
    %s help deploy
`, call)
	}
	fmt.Fprintf(&b, "\n%s help lists all commands.\n", call)
	return b.String()
}
