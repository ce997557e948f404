// Package cli is the command line, with a file and a struct of options for each command.
//
// It takes the words of a command line, prints, and returns an exit status. It promises:
//
//   - Everything that guntime prints is printed here. Nothing else reads the clock,
//     the environment or the file of a key.
//   - A wrong command line is refused with a hint, before anything is read or
//     written.
//   - A flag means the same for every command, except that -out is always what the
//     command writes.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/problem"
)

// line is a command line: its words and flags, and where to print.
type line struct {
	ctx            context.Context
	stdout, stderr io.Writer
	flags          *flag.FlagSet
	command        string
	bare           bool // without any word
	all            bool // all findings, also on a terminal
}

// Run runs a command line, without the name of the program, and returns the exit
// status.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	l := &line{ctx: ctx, stdout: stdout, stderr: stderr}
	if len(args) > 0 && args[0] == completing {
		return l.status(complete(ctx, stdout, args[1:]))
	}
	l.bare = len(args) == 0
	name, args := commandOf(args)
	l.command = name
	if l.bare {
		if _, err := os.Stat("data"); errors.Is(err, fs.ErrNotExist) {
			return l.status(isProject("."))
		}
	}
	return l.status(l.follow(name, args))
}

// commandOf returns the command of a command line and what follows it.
func commandOf(args []string) (name string, rest []string) {
	if len(args) == 0 {
		return "build", nil
	}
	switch args[0] {
	case "-h", "-help", "--help":
		return "help", args[1:]
	case "-version", "--version":
		return "version", args[1:]
	}
	if strings.HasPrefix(args[0], "-") {
		return "build", args
	}
	return args[0], args[1:]
}

func (l *line) follow(name string, args []string) error {
	c, ok := commandNamed(name)
	if !ok {
		return unknownCommand(name)
	}
	l.flags = flag.NewFlagSet(name, flag.ContinueOnError)
	l.flags.SetOutput(io.Discard)
	todo := c.new()
	options := todo.options()
	for _, o := range options {
		o.define(l.flags)
	}
	if err := parse(l.flags, args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return help(l.stdout, name)
		}
		return wrongFlag(c, options, err)
	}
	if err := l.validate(c, options, todo); err != nil {
		return err
	}
	return todo.do(l)
}

// wrongFlag is the error of a flag that cannot be parsed, with the flag that is
// probably meant, or what the flag is.
func wrongFlag(c command, options []option, err error) error {
	var names []string
	for _, o := range options {
		if text := err.Error(); strings.HasSuffix(text, " -"+o.name) || strings.Contains(text, " -"+o.name+":") {
			return misused(fmt.Sprintf("%s: %s", strings.TrimSpace("-"+o.name+" "+o.value), o.says), "%w", err)
		}
		names = append(names, o.name)
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -"); ok {
		hint := ""
		if near := problem.Nearest(name, names); near != "" {
			hint = fmt.Sprintf("did you mean -%s?", near)
		}
		return misused(hint, "guntime %s has no flag -%s", c.name, name)
	}
	return misused("", "%w", err)
}

// parse accepts flags before, between and after the other words.
func parse(flags *flag.FlagSet, args []string) error {
	words := []string{"--"}
	for {
		if err := flags.Parse(args); err != nil {
			return err
		}
		if flags.NArg() == 0 {
			return flags.Parse(words)
		}
		words, args = append(words, flags.Arg(0)), flags.Args()[1:]
	}
}

// validate refuses a command line with impossible words or values.
func (l *line) validate(c command, options []option, todo action) error {
	for _, o := range options {
		if o.check == nil {
			continue
		}
		if err := o.check(l); err != nil {
			return err
		}
	}
	if v, ok := todo.(validator); ok {
		if err := v.validate(l); err != nil {
			return err
		}
	}
	if n, most := l.flags.NArg(), len(c.words)+len(c.may); c.isAlone(l.flags) {
		if n > 0 {
			return misused("", "with -%s %s takes no %s", c.alone, c.name, strings.Join(c.words, " and no "))
		}
	} else if n < len(c.words) {
		return misused("", "%s needs %s: %s", c.name, c.words[n], c.usage())
	} else if n > most {
		return misused("", "unexpected %q: %s", l.word(most), c.usage())
	}
	return nil
}

// word returns a word that is no flag, counted from 0.
func (l *line) word(i int) string { return l.flags.Arg(i) }

// isSet reports whether the command line has a flag.
func (l *line) isSet(name string) (given bool) {
	l.flags.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// reachable refuses a path whose folder cannot be made because a file is in the
// way.
func reachable(flag, path string) error {
	if path == "" {
		return misused("", "-%s: the name is empty", flag)
	}
	for folder := filepath.Dir(path); ; folder = filepath.Dir(folder) {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			return misused("take a folder that can be made", "-%s %s: %s is a file and no folder", flag, path, folder)
		}
		if err == nil || folder == filepath.Dir(folder) {
			return nil
		}
	}
}

// momentOf returns the time of -now, else of SOURCE_DATE_EPOCH, else of the clock.
func momentOf(text string) (time.Time, error) {
	if text != "" {
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return t, misused("a moment has a date, a time and a zone: +08:00, or Z for UTC", "-now %s: not a moment like 2022-11-06T14:00:00+08:00", text)
		}
		return t, nil
	}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		s, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return time.Time{}, misused("unset it, or give the seconds since 1970", "SOURCE_DATE_EPOCH=%s: not a number of seconds", epoch)
		}
		return time.Unix(s, 0), nil
	}
	return time.Now(), nil
}
