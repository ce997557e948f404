package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"guntime/generator/internal/simulate"
)

type simulateOptions struct {
	runners int
	seed    uint64
	reads   bool // raw reads instead of a table of times
	formats string
}

func (o *simulateOptions) options() []option {
	return []option{withRunners(&o.runners), withSeed(&o.seed), asReads(&o.reads), inFormats(&o.formats)}
}

func (o *simulateOptions) validate(l *line) error {
	if l.isSet("format") && !o.reads {
		return misused("-reads writes raw reads", "-format is about raw reads, and there is no -reads")
	}
	if o.runners < 1 {
		return misused("", "simulate needs -runners N, at least 1")
	}
	return nil
}

func (o *simulateOptions) do(l *line) error {
	dir := l.word(0)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return misused("give the name of a folder that does not exist yet", "%s: the folder is not empty", dir)
	}
	err := simulate.Project(simulate.Options{Runners: o.runners, Seed: o.seed}, func(path string) (io.WriteCloser, error) {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			return nil, err
		}
		return os.Create(full)
	})
	if err != nil {
		return err
	}
	if o.reads {
		if err := rewritten(l, dir, o.formats); err != nil {
			return err
		}
	}
	fmt.Fprintf(l.stdout, "%d made-up runners in %s\n    guntime build -C %s\n", o.runners, dir, dir)
	return nil
}
