package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/replay"
	"guntime/generator/internal/table"
)

type replayOptions struct {
	dir, edition, from, faults, formats string
	allow                               []string
	speed                               int
	seed                                uint64
}

func (o *replayOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), replayed(&o.edition), atSpeed(&o.speed), fromMoment(&o.from), withFaults(&o.faults), inFormats(&o.formats), withFaultSeed(&o.seed)}
}

// tick is how often the files grow.
const tick = 100 * time.Millisecond

// do writes the reads of a finished edition into a project of its own, as a race
// day would.
func (o *replayOptions) do(l *line) error {
	dir := l.word(0)
	if err := apart(o.dir, dir); err != nil {
		return err
	}
	files, err := project.Open(l.ctx, o.dir, o.allow...)
	if err != nil {
		return err
	}
	defer files.Close()
	plan, err := o.plan(l, files)
	if err != nil {
		return err
	}
	if err := o.prepare(files.Root, plan, dir); err != nil {
		return err
	}
	feeds, err := openFeeds(plan, dir)
	if err != nil {
		return err
	}
	defer feeds.close()
	begin, _ := momentOfRace(o.from) // checked as a flag
	if at, ok := plan.Reached(feeds.sizes()); ok {
		begin = max(begin, at)
	}
	how := "all at once"
	if o.speed > 0 {
		how = fmt.Sprintf("from %s at %d times the speed of the race", clockText(begin), o.speed)
	}
	fmt.Fprintf(l.stdout, "%s: %d reads of %s in %d files, %s\n    the gun is at %s\n", dir, plan.Reads(), plan.ID(), len(plan.Feeds), how, plan.Start().Format(time.RFC3339))
	for _, id := range plan.Kept {
		fmt.Fprintf(l.stdout, "    the race %s is one of laps or a relay: its timing is copied as it is\n", id)
	}
	if err := o.play(l, plan, feeds, begin); err != nil || l.ctx.Err() != nil {
		return err
	}
	for _, name := range plan.Held {
		if err := copyOut(files.Root, name, dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, f := range plan.Later {
		if err := putFile(dir, f.Path, bytes.NewReader(f.Text)); err != nil {
			return err
		}
	}
	fmt.Fprintf(l.stdout, "%s  all %d reads are written, and what the desk decided\n", clockText(plan.Last()), plan.Reads())
	return nil
}

// play lets the files grow until all is written or the command is stopped, which
// is no error.
func (o *replayOptions) play(l *line, plan *replay.Plan, feeds *feedFiles, begin race.Clock) error {
	player, reads := plan.Play(), 0
	start := time.Now()
	said := start
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		now := begin + race.Clock(time.Since(start).Milliseconds()*int64(o.speed))
		if o.speed == 0 {
			now = plan.End()
		}
		n, err := player.Until(now, feeds.add)
		if reads += n; err != nil {
			return err
		}
		if player.Over() {
			return nil
		}
		if time.Since(said) >= time.Minute {
			said = time.Now()
			fmt.Fprintf(l.stdout, "%s  %d reads\n", clockText(now), reads)
		}
		select {
		case <-l.ctx.Done():
			if err := player.Stop(feeds.add); err != nil {
				return err
			}
			fmt.Fprintf(l.stdout, "%s  stopped after %d reads; the same command goes on from here\n", clockText(now), reads)
			return nil
		case <-ticker.C:
		}
	}
}

// plan reads the project and plans the race day of its edition.
func (o *replayOptions) plan(l *line, files *project.Project) (*replay.Plan, error) {
	archive, in, err := readReport(l, files)
	if err != nil {
		return nil, err
	}
	id, err := o.chosen(archive)
	if err != nil {
		return nil, err
	}
	e := archive.Editions[slices.IndexFunc(archive.Editions, func(e *race.Edition) bool { return e.ID == id })]
	rules, err := fs.ReadFile(files.Root, path.Join("data", id, "edition.yaml"))
	if err != nil {
		return nil, err
	}
	faults, _ := replay.ParseFaults(o.faults) // checked as a flag
	plan, err := replay.New(e, rules, in, replay.Options{Formats: formatList(o.formats), Faults: faults, Seed: o.seed})
	if err != nil {
		return nil, misused("-edition EDITION takes another, -format LIST other formats", "%v", err)
	}
	return plan, nil
}

// readReport reads a project, and what its files were taken for.
func readReport(l *line, files *project.Project) (*race.Archive, *table.Intake, error) {
	if foreign := files.Foreign("data"); foreign.Errors() {
		l.report(foreign)
		return nil, nil, build.ErrData
	}
	var in *table.Intake
	archive, found, err := build.Read(l.ctx, files, func(fsys fs.FS) (archive *race.Archive, found problem.List) {
		archive, in, found = read.CheckReport(fsys)
		return archive, found
	})
	if err == nil && archive == nil {
		l.report(found)
		err = build.ErrData
	}
	return archive, in, err
}

// chosen is the edition of the flag, else the latest in which anybody was timed.
func (o *replayOptions) chosen(archive *race.Archive) (string, error) {
	id := ""
	for _, e := range archive.Editions {
		if o.edition == e.ID {
			return e.ID, nil
		}
		if slices.ContainsFunc(e.Races, func(rc *race.Race) bool {
			return slices.ContainsFunc(rc.Entries, func(e *race.Entry) bool { return e.Timing != nil })
		}) {
			id = e.ID
		}
	}
	if o.edition != "" {
		return "", misused(likeEdition(archive), "-edition %s: there is no such edition", o.edition)
	}
	if id == "" {
		return "", misused("a replay needs a finished race; guntime simulate makes one up", "%s: no edition has any times", o.dir)
	}
	return id, nil
}

// mark is the file that says how a project was replayed.
const mark = ".replay"

// prepare makes the project, or finds that it was made by the same command.
func (o *replayOptions) prepare(from fs.FS, plan *replay.Plan, dir string) error {
	says := fmt.Sprintf("edition %s seed %d faults %s formats %s\n", plan.ID(), o.seed, o.faults, strings.Join(formatList(o.formats), ","))
	had, err := os.ReadFile(filepath.Join(dir, mark))
	if err == nil && string(had) != says {
		return misused("give the same options again, or another folder", "%s was made by a replay of other options: %s", dir, strings.TrimSpace(string(had)))
	}
	if err == nil {
		return nil
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return misused("give the name of a folder that does not exist yet", "%s: the folder is not empty, and no replay made it", dir)
	}
	for _, folder := range []string{"data", "content", "templates"} {
		if err := copyFolder(from, folder, dir, plan); err != nil {
			return err
		}
	}
	for _, f := range plan.Files {
		if err := putFile(dir, f.Path, bytes.NewReader(f.Text)); err != nil {
			return err
		}
	}
	return putFile(dir, mark, strings.NewReader(says))
}

// copyFolder copies a folder of the project but for what the race day has instead.
func copyFolder(from fs.FS, name, dir string, plan *replay.Plan) error {
	entries, err := fs.ReadDir(from, name)
	if errors.Is(err, fs.ErrNotExist) { // the folder is optional
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		inner := path.Join(name, e.Name())
		if strings.HasPrefix(e.Name(), ".") || plan.Dropped[inner] || slices.Contains(plan.Held, inner) {
			continue
		}
		info, err := fs.Stat(from, inner)
		switch {
		case err != nil:
			return err
		case info.IsDir():
			err = copyFolder(from, inner, dir, plan)
		default:
			err = copyOut(from, inner, dir)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func copyOut(from fs.FS, name, dir string) error {
	f, err := from.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return putFile(dir, name, f)
}

// putFile writes a file of a project at once: nobody who watches it reads half.
func putFile(dir, name string, text io.Reader) error {
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		return err
	}
	half := filepath.Join(filepath.Dir(full), ".half-"+filepath.Base(full))
	f, err := os.Create(half)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(half, full)
	}
	if err != nil {
		os.Remove(half) // what is wrong is known already
	}
	return err
}

// apart refuses a folder for the replay that is the project itself, in it or
// around it.
func apart(from, to string) error {
	a, b := project.Resolved(from), project.Resolved(to)
	if a == b || strings.HasPrefix(b, a+string(filepath.Separator)) || strings.HasPrefix(a, b+string(filepath.Separator)) {
		return misused("../rehearsal is a folder beside it", "%s: the replay needs a folder beside the project, not in it", to)
	}
	return nil
}

// feedFiles are the growing files of a replay.
type feedFiles struct {
	files []*os.File
	had   [][]byte // what an earlier replay wrote and this one has not come to yet
	size  []int64
}

// openFeeds opens the files of reads. What is in them stays.
func openFeeds(plan *replay.Plan, dir string) (*feedFiles, error) {
	var f feedFiles
	for _, feed := range plan.Feeds {
		full := filepath.Join(dir, filepath.FromSlash(feed.Path))
		err := os.MkdirAll(filepath.Dir(full), 0o777)
		var had []byte
		if err == nil {
			if had, err = os.ReadFile(full); errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
		}
		var file *os.File
		if err == nil {
			file, err = os.OpenFile(full, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
		}
		if err != nil {
			f.close()
			return nil, err
		}
		f.files, f.had, f.size = append(f.files, file), append(f.had, had), append(f.size, int64(len(had)))
	}
	return &f, nil
}

func (f *feedFiles) sizes() []int64 { return f.size }

// add appends a text to a file, but for what is there already.
func (f *feedFiles) add(feed int, text []byte) error {
	n := min(len(text), len(f.had[feed]))
	if !bytes.Equal(f.had[feed][:n], text[:n]) {
		return misused("a replay goes on only where nobody else has written", "%s is not what this replay has written: take another folder", f.files[feed].Name())
	}
	f.had[feed], text = f.had[feed][n:], text[n:]
	if len(text) == 0 {
		return nil
	}
	_, err := f.files[feed].Write(text)
	return err
}

func (f *feedFiles) close() {
	for _, file := range f.files {
		file.Close() // every write was checked
	}
}

// clockText is a moment of the race to the second.
func clockText(at race.Clock) string { return (at - at%1000).String() }

// formatList are the formats of the flag, the usual ones without it.
func formatList(text string) []string {
	if text == "" {
		return replay.Default
	}
	return strings.Split(text, ",")
}

// rewritten replaces the tables of times of a project by the same times as raw
// reads.
func rewritten(l *line, dir, formats string) error {
	files, err := project.Open(l.ctx, dir)
	if err != nil {
		return err
	}
	defer files.Close()
	o := replayOptions{dir: dir, formats: formats, faults: "none"}
	plan, err := o.plan(l, files)
	if err != nil {
		return err
	}
	feeds, err := openFeeds(plan, dir)
	if err != nil {
		return err
	}
	defer feeds.close()
	if _, err := plan.Play().Until(plan.End(), feeds.add); err != nil {
		return err
	}
	for _, f := range slices.Concat(plan.Files, plan.Later) {
		if err := putFile(dir, f.Path, bytes.NewReader(f.Text)); err != nil {
			return err
		}
	}
	for name := range plan.Dropped {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// knownFormats refuses names of formats that nothing writes.
func knownFormats(text string) error {
	for _, name := range formatList(text) {
		if _, ok := vendors.NewWriter(name); !ok {
			return misused("guntime help timing lists the formats", "-format %s: %q is no format: raceresult, impinj, mylaps … as guntime help timing has them", text, name)
		}
	}
	return nil
}
