package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/judge"
	projects "guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// raceDay is a made-up race that is replayed while a follower keeps its site.
type raceDay struct {
	*bench
	dir     string // holds the field, what is replayed, and the site
	runners int
	speed   int
	from    string        // where the replay begins, as a time of the race
	every   time.Duration // pause between two whole builds
	lasts   time.Duration // how long is measured; 0: to the end of the race
	deploys bool
	load    bool
	clients int

	gun     time.Time
	times   map[string][]race.Clock // since the gun, by bib and point
	points  []string
	samples map[string]bool // bibs whose pages are watched
}

// fromGun is the time of the race before which nothing is replayed.
const fromGun = "0:00"

// The followers, by the names in the table.
const (
	byLive    = "guntime live"
	byRebuild = "whole builds"
)

// dayResult is what one follower did.
type dayResult struct {
	follower       string
	lasted         time.Duration
	reads          int
	disk, bucket   []time.Duration // from the appended line to the page, sorted
	missing        int             // passings of samples whose page never showed them
	files          int
	bytes          int64
	cycles         int
	cpu            time.Duration
	peak           int64
	requests, sent int64 // to the bucket
	load           *loadResult
}

// prepareDay invents the field and reads when everybody passed.
func (d *raceDay) prepareDay() error {
	if err := os.MkdirAll(d.dir, 0o777); err != nil {
		return err
	}
	source := filepath.Join(d.dir, "field")
	if _, _, err := d.measure(d.guntime, "simulate", "-runners", strconv.Itoa(d.runners), source); err != nil {
		return err
	}
	files, err := projects.Open(d.ctx, source)
	if err != nil {
		return err
	}
	defer files.Close()
	archive, found := read.Project(files.Root)
	if archive == nil {
		return fmt.Errorf("%s: %v", source, found)
	}
	e := archive.Editions[0]
	rc := e.Races[0]
	d.gun, d.times, d.samples = e.At(rc.Gun), map[string][]race.Clock{}, map[string]bool{}
	for _, p := range rc.Points {
		d.points = append(d.points, p.ID)
	}
	for i, r := range judge.Rule(e, e.End().AddDate(0, 0, 1)).Races[0].Results {
		// Of the others a page may have to hide times, or there is none.
		entry, t := r.Entry, r.Entry.Timing
		if r.Status != race.Finished || entry.Visibility == race.Anonymous || i%max(1, len(rc.Entries)/watched) != 0 {
			continue
		}
		gun := rc.GunFor(entry, rc.DivisionOf(entry))
		var at []race.Clock
		for _, passed := range t.At {
			at = append(at, passed.Since(gun))
		}
		d.times[entry.Bib], d.samples[entry.Bib] = at, true
	}
	return nil
}

// watched is about how many runners' pages are watched.
const watched = 500

// rehearse replays the race once and lets one follower follow it.
func (d *raceDay) rehearse(name string) (r dayResult, err error) {
	r.follower = name
	ctx, stop := context.WithCancel(d.ctx)
	defer stop()
	dir := filepath.Join(d.dir, strings.ReplaceAll(name, " ", "-"))
	day, public := filepath.Join(dir, "day"), filepath.Join(dir, "public")
	if err := d.lay(ctx, day); err != nil {
		return r, err
	}
	host, more, env := "", "", os.Environ() // no twins: those of nginx are measured with the load alone
	if d.load {
		host = "host: nginx\n"
	}
	var objects *countedBucket
	if d.deploys {
		if objects, err = d.startBucket(ctx, dir); err != nil {
			return r, err
		}
		host, more = "host: s3\n", "deploy: {bucket: race}\n"
		env = append(env, objects.env()...)
	}
	if err := appendTo(filepath.Join(day, "data/site.yaml"), host+more); err != nil {
		return r, err
	}
	watch, err := d.watch(day, public, objects)
	if err != nil {
		return r, err
	}
	debug.FreeOSMemory()
	settle()
	var f follower = &rebuilder{d: d, day: day, public: public, env: env}
	if name == byLive {
		f = &liveProcess{d: d, day: day, public: public, env: env}
	}
	if err := f.start(ctx); err != nil {
		return r, err
	}
	defer f.stop() // a second time changes nothing
	if err := objects.settle(ctx); err != nil {
		return r, err
	}
	var crowd *crowd
	if d.load {
		if crowd, err = d.startLoad(ctx, dir, public); err != nil {
			return r, err
		}
		defer crowd.stop()
	}
	begin, had := time.Now(), f.spent()
	asked, sent := objects.counts()
	now, err := d.run(ctx, day, watch, f, begin)
	if err != nil {
		return r, err
	}
	r.lasted = now.at.Sub(begin)
	r.cpu, r.peak, r.files, r.bytes, r.cycles = now.cpu-had.cpu, now.peak, now.files-had.files, now.bytes-had.bytes, now.cycles-had.cycles
	r.requests, r.sent = objects.counts() // what is still to come when the reads end belongs to them
	r.requests, r.sent = r.requests-asked, r.sent-sent
	r.reads, r.disk, r.bucket, r.missing = watch.result()
	if crowd != nil {
		r.load = crowd.stop()
	}
	return r, f.stop()
}

// lay makes the project of the race day as it is when the replay begins.
func (d *raceDay) lay(ctx context.Context, day string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := exec.CommandContext(ctx, d.guntime, "replay", "-C", filepath.Join(d.dir, "field"), "-faults", "doubles", "-speed", "1", "-from", d.from, day)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	var complaint strings.Builder
	cmd.Stderr = &complaint
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	lines.Scan()                               // the first line comes when the project is there
	for had := int64(-1); d.from != fromGun; { // and then all reads before it begins, at once
		size, err := bytesIn(filepath.Join(day, "data/2022/marathon/reads"))
		if err != nil {
			return err
		}
		if caughtUp := had >= 0 && size-had < 200_000 && size > 0; caughtUp {
			break
		}
		had = size
		time.Sleep(2 * time.Second)
	}
	stop()
	for lines.Scan() {
	}
	if err := cmd.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("replay: %w\n%s", err, &complaint)
	}
	return nil
}

// run replays the race, and watches until the last page is there or the time is up.
// It returns what was spent when the last line came.
func (d *raceDay) run(ctx context.Context, day string, watch *watch, f follower, begin time.Time) (used spending, err error) {
	replaying, stop := context.WithCancel(ctx)
	defer stop()
	cmd := exec.CommandContext(replaying, d.guntime, "replay", "-C", filepath.Join(d.dir, "field"), "-faults", "doubles", "-speed", strconv.Itoa(d.speed), "-from", d.from, day)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var complaint strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &complaint
	if err := cmd.Start(); err != nil {
		return used, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	said := begin
	for {
		select {
		case <-ctx.Done():
			stop()
			<-ended
			return used, ctx.Err()
		case err := <-ended:
			if err != nil && !errors.Is(err, context.Canceled) {
				return used, fmt.Errorf("replay: %w\n%s", err, &complaint)
			}
			ended, used = nil, f.spent()
			used.at = time.Now()
		case <-ticker.C:
		}
		if err := watch.look(); err != nil {
			return used, err
		}
		if err := f.failed(); err != nil {
			return used, err
		}
		if time.Since(said) > time.Minute {
			said = time.Now()
			fmt.Fprintf(d.progress, "    %.0f minutes, %s\n", time.Since(begin).Minutes(), watch.says())
		}
		if d.lasts > 0 && time.Since(begin) > d.lasts {
			watch.closed = true // what is appended from now on is not measured
			stop()
		}
		if ended == nil && (watch.settled() || time.Since(used.at) > 90*time.Second) {
			if !watch.settled() {
				fmt.Fprintf(d.progress, "    never shown: %s\n", watch.waits())
			}
			return used, nil
		}
	}
}

// bytesIn is how large all files in a folder are together.
func bytesIn(folder string) (sum int64, err error) {
	files, err := os.ReadDir(folder)
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			sum += info.Size()
		}
	}
	return sum, err
}

func appendTo(path, text string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// followers are those that this program can be: live only where it has the command.
func (b *bench) followers() []string {
	if strings.Contains(b.output(b.guntime, "help", "live"), "guntime live") {
		return []string{byLive, byRebuild}
	}
	fmt.Fprintln(b.progress, "this guntime has no live: only whole builds are measured")
	return []string{byRebuild}
}

func (b *bench) output(args ...string) string {
	text, _ := exec.CommandContext(b.ctx, args[0], args[1:]...).Output() // without an answer there is none
	return string(text)
}

// measureDays measures the followers that are named, all where none is.
func (d *raceDay) measureDays(w io.Writer, only string) error {
	if err := d.prepareDay(); err != nil {
		return err
	}
	var results []dayResult
	for _, name := range d.followers() {
		if only != "" && !slices.Contains(strings.Split(only, ","), name) {
			continue
		}
		fmt.Fprintf(d.progress, "%d runners at %d times the speed: %s\n", d.runners, d.speed, name)
		r, err := d.rehearse(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		results = append(results, r)
	}
	d.table(w, results)
	return nil
}
