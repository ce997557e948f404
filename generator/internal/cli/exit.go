package cli

import (
	"context"
	"errors"
	"fmt"

	"guntime/generator/internal/build"
	"guntime/generator/internal/publish"
)

// The exit statuses.
const (
	Done     = 0
	BadData  = 1 // the data has errors, nothing was written
	BadUsage = 2
	Machine  = 3 // disk or permission; the old site is unchanged
)

// usageError is the error of a command line that is wrong.
type usageError struct{ error }

func misused(format string, a ...any) error { return usageError{fmt.Errorf(format, a...)} }

// status prints an error and turns it into the exit status.
func (l *line) status(err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return Done
	case errors.Is(err, build.ErrData):
		return BadData
	case errors.As(err, &wrong):
		fmt.Fprintf(l.stderr, "guntime: %v\n    hint: guntime help shows the commands, guntime help COMMAND its flags\n", err)
		return BadUsage
	case errors.Is(err, publish.ErrForeign):
		fmt.Fprintf(l.stderr, "guntime: %v\n    hint: give an empty folder with -out, or one that guntime made\n", err)
		return BadUsage
	case errors.Is(err, publish.ErrShards):
		fmt.Fprintf(l.stderr, "guntime: %v\n    hint: guntime help deploy explains how several machines share a build\n", err)
		return BadUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(l.stderr, "guntime: stopped; the old site is unchanged")
		return Machine
	}
	fmt.Fprintf(l.stderr, "guntime: %v\n", err)
	return Machine
}
