package e2e

import (
	"os"
	"runtime/debug"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"guntime/generator/internal/build"
	"guntime/generator/internal/cli"
	"guntime/generator/internal/project"
	"guntime/generator/internal/read"
)

// Short names of the exit statuses.
const (
	done     = cli.Done
	badData  = cli.BadData
	badUsage = cli.BadUsage
	machine  = cli.Machine
)

// run runs a command line in this process.
var run = cli.Run

// TestMain lets this test program be guntime itself, for tests that need a process.
func TestMain(m *testing.M) {
	testscript.Main(tidily{m}, map[string]func(){"guntime": func() { os.Exit(cli.Main(os.Args[1:])) }})
}

// tidily runs the tests and removes what they shared.
type tidily struct{ *testing.M }

// Run runs the tests. They build many small sites, so less frequent garbage
// collection saves a tenth of the time.
func (t tidily) Run() int {
	debug.SetGCPercent(400)
	status := t.M.Run()
	endBrowser()
	if demonstrated != "" {
		os.RemoveAll(demonstrated)
	}
	return status
}

// newYear is the moment of most builds in tests: after all their editions.
var newYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// prepared returns a project with what draws it and with the keys of its sources.
func prepared(t testing.TB, o build.Options) build.Prepared {
	t.Helper()
	in, found, err := build.Prepare(t.Context(), o, read.Project)
	if err != nil {
		t.Fatal(found[:min(len(found), 10)], err)
	}
	keys, err := opened(t, o.Dir).Keys()
	if err != nil {
		t.Fatal(err)
	}
	in.Sources = keys
	return in
}

// opened opens a project without errors.
func opened(t testing.TB, dir string) *project.Project {
	t.Helper()
	p, err := project.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
