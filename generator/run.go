package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/preview"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/read"
	"guntime/generator/internal/simulate"
	"guntime/generator/internal/verify"
)

// The exit statuses.
const (
	done     = 0
	badData  = 1 // the data has errors, nothing was written
	badUsage = 2
	machine  = 3 // disk or permission; the old site stands
)

// errData says that the findings are printed and some of them are errors.
var errData = errors.New("the data has errors")

// usageError is a command line that cannot be followed.
type usageError struct{ error }

func misused(format string, a ...any) error { return usageError{fmt.Errorf(format, a...)} }

// program is one run of the command line: where it prints and what it was told.
type program struct {
	ctx            context.Context
	stdout, stderr io.Writer
	flags          *flag.FlagSet

	dir, out, now, addr   string
	note, key, why        string
	edition, race         string
	where, bibs, layer    string
	languages, from       string
	hosts                 []string // under which serve answers
	bucket, endpoint      string   // where deploy goes
	region, prefix        string
	eject                 string
	fixReport, reportFile string
	evidence              string   // where it is written
	allow                 []string // folders that links may lead into
	shard                 string
	jobs, runners         int
	seed                  uint64
	quiet, json, dry      bool
	durable               bool // every file is forced to the disk
	costs                 bool // -stats
	withdrawn             bool // -including-withdrawn
}

// run follows a command line and returns the exit status. It alone prints, and
// it and what it calls in this package alone read the clock.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	command := "build"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		command, args = args[0], args[1:]
	}
	p := &program{ctx: ctx, stdout: stdout, stderr: stderr, dir: ".", addr: "127.0.0.1:8080", languages: "en", layer: "whole", seed: 1}
	return p.status(p.follow(command, args))
}

func (p *program) follow(name string, args []string) error {
	if name == "help" {
		return help(p.stdout, strings.Join(args, " "))
	}
	at := slices.IndexFunc(commands(), func(c command) bool { return c.name == name })
	if at < 0 {
		return misused("unknown command %q", name)
	}
	c := commands()[at]
	p.flags = flag.NewFlagSet(name, flag.ContinueOnError)
	p.flags.SetOutput(io.Discard)
	for _, o := range c.flags {
		o.define(p.flags, p)
	}
	if err := parse(p.flags, args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return help(p.stdout, name)
		}
		return usageError{err}
	}
	if err := p.validate(c); err != nil {
		return err
	}
	return c.do(p)
}

// parse takes flags before, between and after the other words.
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

// validate refuses a command line whose words and values cannot be meant.
func (p *program) validate(c command) error {
	if p.given("jobs") && p.jobs < 1 {
		return misused("-jobs %d: at least one worker is needed", p.jobs)
	}
	if c.validate != nil {
		if err := c.validate(p); err != nil {
			return err
		}
	}
	if p.flags.Lookup("now") != nil {
		if _, err := p.moment(); err != nil {
			return err
		}
	}
	for _, f := range []struct{ flag, path string }{{"out", p.out}, {"review", p.evidence}, {"fix-report", p.fixReport}, {"report", p.reportFile}} {
		if p.given(f.flag) {
			if err := reachable(f.flag, f.path); err != nil {
				return err
			}
		}
	}
	if n := p.flags.NArg(); n < len(c.words) {
		return misused("%s needs %s: %s", c.name, c.words[n], c.usage())
	} else if n > len(c.words) {
		return misused("unexpected %q: %s", p.flags.Arg(len(c.words)), c.usage())
	}
	if p.flags.Lookup("C") != nil {
		if info, err := os.Stat(p.dir); err != nil || !info.IsDir() {
			return misused("-C %s: no such folder", p.dir)
		}
	}
	for _, dir := range p.allow {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return misused("-allow %s: no such folder", dir)
		}
	}
	return nil
}

// reachable refuses a path to write whose folder cannot be made because a file
// stands in its way.
func reachable(flag, path string) error {
	if path == "" {
		return misused("-%s: the name is empty", flag)
	}
	for folder := filepath.Dir(path); ; folder = filepath.Dir(folder) {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			return misused("-%s %s: %s is a file and no folder", flag, path, folder)
		}
		if err == nil || folder == filepath.Dir(folder) {
			return nil
		}
	}
}

// public is the folder of the built site.
func (p *program) public() string { return cmp.Or(p.out, filepath.Join(p.dir, "public")) }

// given reports whether a flag was: none of a program without a command line.
func (p *program) given(name string) (given bool) {
	if p.flags == nil {
		return false
	}
	p.flags.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// moment is -now, else SOURCE_DATE_EPOCH, else the clock.
func (p *program) moment() (time.Time, error) {
	if p.now != "" {
		t, err := time.Parse(time.RFC3339, p.now)
		if err != nil {
			return t, misused("-now %s: not a moment like 2022-11-06T14:00:00+08:00", p.now)
		}
		return t, nil
	}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		s, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return time.Time{}, misused("SOURCE_DATE_EPOCH=%s: not a number of seconds", epoch)
		}
		return time.Unix(s, 0), nil
	}
	return time.Now(), nil
}

// status prints an error and turns it into the exit status.
func (p *program) status(err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return done
	case errors.Is(err, errData):
		return badData
	case errors.As(err, &wrong):
		fmt.Fprintf(p.stderr, "guntime: %v\n    hint: guntime help shows the commands, guntime help COMMAND its flags\n", err)
		return badUsage
	case errors.Is(err, publish.ErrForeign):
		fmt.Fprintf(p.stderr, "guntime: %v\n    hint: give an empty folder with -out, or one that guntime made\n", err)
		return badUsage
	case errors.Is(err, publish.ErrShards):
		fmt.Fprintf(p.stderr, "guntime: %v\n    hint: guntime help deploy explains how several machines share a build\n", err)
		return badUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.stderr, "guntime: stopped; the old site is unchanged")
		return machine
	}
	fmt.Fprintf(p.stderr, "guntime: %v\n", err)
	return machine
}

func (p *program) build() error {
	now, err := p.moment()
	if err != nil {
		return err
	}
	start := time.Now()
	show := newProgress(p.stderr, p.quiet)
	if p.costs {
		show.stats = newStats()
	}
	made, err := p.buildSite(p.ctx, now, show)
	show.end()
	p.report(made.found)
	if err != nil {
		return err
	}
	if p.costs {
		show.stats.write(p.stderr, made.published.Costs)
	}
	if p.why != "" {
		fmt.Fprintf(p.stdout, "%s: %s\n", p.why, cmp.Or(made.published.Why, "the site has no such file"))
	}
	if !p.quiet {
		part, _ := p.part() // it was looked at before
		fmt.Fprintln(p.stdout, made.summary(p.public(), part, time.Since(start)))
	}
	return nil
}

// How many findings of one kind about one file are told: a person reads the
// first hundred, if that, and a program more.
const (
	mostShown  = 100
	mostListed = 10_000
)

// report prints findings for a person.
func (p *program) report(found problem.List) {
	found.Shortened(mostShown).WriteText(p.stderr) // a closed terminal is no reason to fail
}

func (p *program) verify() error {
	files, foreign, err := p.open(p.ctx)
	if err != nil {
		return err
	}
	if foreign.Errors() {
		p.report(foreign)
		return errData
	}
	found, err := publish.Verify(p.public())
	if errors.Is(err, fs.ErrNotExist) {
		return misused("%s: nothing has been built here yet", p.public())
	}
	if err != nil {
		return err
	}
	m, err := publish.ReadManifest(p.public())
	if err != nil {
		return err
	}
	truth := ", and true to the results"
	archive, wrong, err := files.read(p.ctx, read.Project)
	if err != nil {
		return err
	}
	if wrong.Errors() {
		truth = ""
		found.Add(problem.Problem{Path: filepath.ToSlash(filepath.Join(p.dir, "data")), Level: problem.Warning, Code: "data_unread",
			Text: "the data has errors: the site is checked only against its manifest", Hint: "guntime check names them"})
	} else {
		if err := limitsOf(archive.Site).Check(m); err != nil {
			found.Add(problem.Problem{Path: filepath.ToSlash(filepath.Join(p.dir, "data", "site.yaml")), Line: 1, Column: 1, Level: problem.Error,
				Code: "host_limit", Text: fmt.Sprintf("host: %s: %s", archive.Site.Host, err), Hint: "build again: it names the setting to change"})
		}
		more, err := verify.Site(os.DirFS(p.public()), m, archive, files.content, files.templates)
		if err != nil {
			return &publish.DiskError{Err: err}
		}
		for _, f := range more {
			f.Path = filepath.ToSlash(filepath.Join(p.public(), f.Path))
			found.Add(f)
		}
	}
	found = found.Sorted()
	p.report(found)
	if found.Errors() {
		return errData
	}
	fmt.Fprintf(p.stdout, "%s is as it was built%s\n", p.public(), truth)
	return nil
}

// validateServe refuses what serve cannot follow: a folder without a project, which
// nothing would ever be built of, a host's name that is none, a key.
func (p *program) validateServe() error {
	for _, name := range p.hosts {
		if !hostName.MatchString(name) {
			return misused("-host %q: expected: a host's name such as results.example.org, without a port, in ASCII (xn--…)", name)
		}
	}
	_, missing := os.Stat(filepath.Join(p.dir, "data", "site.yaml"))
	if _, err := os.Stat(p.dir); err == nil && errors.Is(missing, fs.ErrNotExist) {
		return misused("%s: there is no project here, data/site.yaml is missing; guntime new DIR makes one", p.dir)
	}
	return p.validateKey()
}

var hostName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$`)

func (p *program) serve() error {
	err := preview.Serve(p.ctx, preview.At{Address: p.addr, Names: p.hosts}, p.public(), p.sources(), p.stdout, p.rebuild())
	if errors.Is(err, preview.ErrAddress) {
		return misused("-addr: %v", err)
	}
	return err
}

// validateKey refuses a key that no build could sign with, before the first of many.
func (p *program) validateKey() error {
	_, err := p.signingKey()
	return err
}

// watch builds again at every change, as a race goes on.
func (p *program) watch() error {
	return preview.Watch(p.ctx, p.public(), p.sources(), p.stdout, p.rebuild())
}

// sources are the folders whose changes are watched.
func (p *program) sources() []string {
	return append([]string{filepath.Join(p.dir, "data"), filepath.Join(p.dir, "content"), filepath.Join(p.dir, "templates")}, p.allow...)
}

// rebuild is a build whose error holds all its findings.
func (p *program) rebuild() func(context.Context) error {
	return func(ctx context.Context) error {
		now, err := p.moment()
		if err != nil {
			return err
		}
		made, err := p.buildSite(ctx, now, newProgress(io.Discard, true))
		if errors.Is(err, errData) { // the preview shows it in the terminal and in the browser
			var b strings.Builder
			made.found.Shortened(mostShown).WriteText(&b)
			return errors.New(b.String())
		}
		p.report(made.found)
		return err
	}
}

func (p *program) validateField() error {
	if p.runners < 1 {
		return misused("simulate needs -runners N, at least 1")
	}
	return nil
}

func (p *program) simulate() error {
	dir := p.flags.Arg(0)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return misused("%s: the folder is not empty", dir)
	}
	err := simulate.Project(simulate.Options{Runners: p.runners, Seed: p.seed}, func(path string) (io.WriteCloser, error) {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			return nil, err
		}
		return os.Create(full)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%d made-up runners in %s\n    guntime build -C %s\n", p.runners, dir, dir)
	return nil
}
