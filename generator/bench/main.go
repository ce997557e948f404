// Command bench compares Guntime with alternatives on the same invented fields:
//
//	go run ./generator/bench -runners 1000,10000,30000 -rounds 3
//
// It prints a Markdown table for each size: wall time, processor time of the process (user
// and system), its peak memory, what it wrote, and a comparison. The contestants are
//
//   - Guntime: a full build, a build with nothing to do, one after a corrected time, one
//     after a withdrawal, and one after a minute of the race day;
//   - the same for a host that wants compressed twins, and gzip -6 of the same bytes
//     by a worker for each core, which writes nothing;
//   - deploy: all of the site into a local bucket, and then what the correction and the
//     withdrawal changed, if versitygw is installed. Files are requests then;
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
//
// A race day is measured by
//
//	go run ./generator/bench -live [-deploy] [-load] [-runners 30000] [-speed 60]
//
// A made-up field is replayed while guntime live follows it, and beside that a whole
// build a minute: how long it takes from a line that is appended to the page that shows
// it, on the disk and in a local bucket (versitygw), and what that costs. With -load
// nginx serves the site meanwhile, and clients ask for runners' pages as the script of a
// page does; each answer is looked at.
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
	"time"
)

// hugoVersion is the latest Hugo that builds with the Go version of Guntime.
const hugoVersion = "v0.165.0"

// everySize are the sizes of fields where none is named.
const everySize = "1000,10000,30000"

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
	env      []string // of what is measured; nil for that of this program
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
	sizes := flags.String("runners", everySize, "sizes of the fields")
	rounds := flags.Int("rounds", 3, "how often each contestant runs")
	sample := flags.Int("certificates", 100, "how many certificates gofpdf draws")
	hugo := flags.String("hugo", hugoVersion, "the version of Hugo; \"\" to leave it out")
	dir := flags.String("dir", "", "where the work is done, on the disk that is measured; the system's temporary folder if not given")
	d := raceDay{}
	live := flags.Bool("live", false, "measure a race day instead: from a line that is appended to the page that shows it")
	flags.BoolVar(&d.load, "load", false, "with -live: nginx serves the site, and clients ask for pages as a page's script does")
	flags.IntVar(&d.clients, "clients", 2000, "with -load: how many")
	flags.BoolVar(&d.deploys, "deploy", false, "with -live: the site goes into a local bucket, too")
	flags.IntVar(&d.speed, "speed", 60, "with -live: how many times faster than the race")
	flags.StringVar(&d.from, "from", fromGun, "with -live: the time of the race at which it begins")
	flags.DurationVar(&d.lasts, "lasts", 0, "with -live: how long is measured; 0: to the end of the race")
	flags.DurationVar(&d.every, "every", time.Minute, "with -live: the time from one whole build to the next, beside live")
	follower := flags.String("follower", "", "with -live: only these, of: "+byLive+","+byRebuild)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *live || d.load {
		if *sizes == everySize {
			*sizes = "30000"
		}
		*hugo = ""
	}
	if d.load && d.deploys {
		return errors.New("-load and -deploy exclude each other: a site is made for one host")
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
		if *live || d.load {
			day := d
			day.bench, day.runners, day.dir = b, n, filepath.Join(work, "day-"+strconv.Itoa(n))
			if err := day.measureDays(stdout, *follower); err != nil {
				return err
			}
			continue
		}
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
