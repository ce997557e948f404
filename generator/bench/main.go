// Command bench compares Guntime with alternatives on the same invented fields:
//
//	go run ./generator/bench -runners 1000,10000,30000 -rounds 3
//
// It prints a Markdown table for each size: wall time, processor time of the process (user
// and system), its peak memory, what it wrote, and a comparison. The contestants are
//
//   - Guntime: a full build, a build with nothing to do, and one after a correction;
//   - the write floor: as many files of the same sizes, written by one worker for
//     each core, with nothing drawn;
//   - only Guntime's pages: every HTML file of the site, published as usual, without
//     exports, search and certificates. The next two are compared with it;
//   - only html/template: the same bytes for every runner's page, without the form;
//   - Hugo: runners' pages and lists of divisions from the same results.json, by
//     content adapters. A runner's page says the same: templates make the segments,
//     paces, their chart and its table; medians, places at points and neighbours are
//     computed before. It lacks the QR code and the names of nations;
//   - certificates drawn with gofpdf: some of them, multiplied.
//
// Each run is a separate process with its own folder. What a run wrote is on the disk
// before the next begins, and nothing is deleted before the last has ended, because both
// slow down what follows. The contestants take turns; a number is the median of its rounds.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// hugoVersion is the latest Hugo that builds with the Go version of Guntime.
const hugoVersion = "v0.165.0"

// bench is one run of this program.
type bench struct {
	ctx      context.Context
	work     string // all output goes below it
	rounds   int
	sample   int    // number of certificates drawn with gofpdf
	guntime  string // paths of the programs; hugo is "" if it does not take part
	hugo     string
	self     string
	progress io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	if len(args) > 0 && rivals[args[0]] != nil {
		return rivals[args[0]](args[1:], stdout)
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	sizes := flags.String("runners", "1000,10000,30000", "sizes of the fields")
	rounds := flags.Int("rounds", 3, "how often each contestant runs")
	sample := flags.Int("certificates", 100, "how many certificates gofpdf draws")
	hugo := flags.String("hugo", hugoVersion, "the version of Hugo; \"\" to leave it out")
	dir := flags.String("dir", "", "where the work is done, on the disk that is measured; the system's temporary folder if not given")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var fields []int
	for size := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil || n < 1 {
			return fmt.Errorf("-runners %s: wanted numbers with commas between them", *sizes)
		}
		fields = append(fields, n)
	}
	if *rounds < 1 || *sample < 1 {
		return errors.New("-rounds and -certificates: at least 1")
	}
	work, err := os.MkdirTemp(*dir, "guntime-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if work, err = filepath.Abs(work); err != nil {
		return err
	}
	b := &bench{ctx: ctx, work: work, rounds: *rounds, sample: *sample, progress: stderr}
	if err := b.tools(*hugo); err != nil {
		return err
	}
	b.head(stdout)
	for _, n := range fields {
		f, err := b.prepare(n)
		if err != nil {
			return err
		}
		results, err := f.contest()
		if err != nil {
			return err
		}
		table(stdout, n, *rounds, results)
	}
	return nil
}

// tools builds the programs. Without Hugo the others still run.
func (b *bench) tools(hugo string) (err error) {
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	b.guntime = filepath.Join(b.work, "guntime")
	if text, err := exec.CommandContext(b.ctx, "go", "build", "-o", b.guntime, "guntime/generator").CombinedOutput(); err != nil {
		return fmt.Errorf("guntime: %w\n%s", err, text)
	}
	if hugo == "" {
		return nil
	}
	fmt.Fprintln(b.progress, "building Hugo", hugo)
	install := exec.CommandContext(b.ctx, "go", "install", "github.com/gohugoio/hugo@"+hugo)
	install.Env = append(os.Environ(), "GOBIN="+b.work, "GOFLAGS=")
	if text, err := install.CombinedOutput(); err != nil {
		last := strings.Split(strings.TrimSpace(string(text)), "\n")
		fmt.Fprintf(b.progress, "no Hugo %s: %v: %s\n", hugo, err, last[len(last)-1])
		return b.ctx.Err()
	}
	b.hugo = filepath.Join(b.work, "hugo")
	return nil
}

// head writes what ran where.
func (b *bench) head(w io.Writer) {
	fmt.Fprintf(w, "%s/%s, %d processors, %d used, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.GOMAXPROCS(0), runtime.Version())
	fmt.Fprintf(w, "- %s\n- gofpdf %s\n", b.first(b.guntime, "version"), moduleVersion("github.com/jung-kurt/gofpdf"))
	if b.hugo != "" {
		fmt.Fprintf(w, "- %s\n", b.first(b.hugo, "version"))
	} else {
		fmt.Fprintln(w, "- Hugo takes no part")
	}
}

// first returns the first line that a program prints.
func (b *bench) first(args ...string) string {
	text, _ := exec.CommandContext(b.ctx, args[0], args[1:]...).Output()
	line, _, _ := strings.Cut(string(text), "\n")
	return cmp.Or(line, args[0])
}
