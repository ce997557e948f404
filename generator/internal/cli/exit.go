package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

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

// usageError is the error of a command line that is wrong. Without a hint the help
// of the command is named.
type usageError struct {
	error
	hint string
}

// Unwrap implements what errors.Is asks for.
func (e usageError) Unwrap() error { return e.error }

func misused(hint, format string, a ...any) error {
	return usageError{fmt.Errorf(format, a...), hint}
}

// status prints an error with a hint, and turns it into the exit status.
func (l *line) status(err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return Done
	case errors.Is(err, build.ErrData):
		return BadData
	case errors.As(err, &wrong):
		hint := wrong.hint
		if hint == "" {
			hint = fmt.Sprintf("guntime help %s shows its flags and an example", l.command)
		}
		return l.fail(BadUsage, err, hint)
	case errors.Is(err, publish.ErrForeign):
		return l.fail(BadUsage, err, "give an empty folder with -out, or one that guntime made")
	case errors.Is(err, publish.ErrShards):
		return l.fail(BadUsage, err, "guntime help deploy explains how several machines share a build")
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(l.stderr, "guntime: stopped; the old site is unchanged")
		return Machine
	}
	return l.fail(Machine, err, machineHint(err))
}

// fail prints an error and its hint, "" for none.
func (l *line) fail(status int, err error, hint string) int {
	if hint != "" {
		hint = "    hint: " + hint + "\n"
	}
	fmt.Fprintf(l.stderr, "guntime: %v\n%s", err, hint)
	return status
}

// machineHint says what helps where the machine failed; "" where the error says it.
func machineHint(err error) string {
	switch {
	case strings.Contains(err.Error(), "hint: "):
		return ""
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "let the user who runs guntime write there, or name another folder"
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full: make room, then give the same command again"
	}
	return "the site that was there is unchanged; give the same command again when this is repaired"
}
