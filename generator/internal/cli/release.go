package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

type releaseOptions struct {
	dir, out, now, note string
	allow               []string
}

func (o *releaseOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), toSite(&o.out), atMoment(&o.now), withNote(&o.note)}
}

// do appends to the ledger of an edition what changed since its last revision. The
// ledger is input: build reads it and never writes it, so a fresh clone builds the
// same bytes.
func (o *releaseOptions) do(l *line) error {
	v, in, now, err := l.judged(o.dir, o.allow, o.now)
	if err != nil {
		return err
	}
	id := v.Edition.ID
	if !v.Edition.State.HasResults() {
		return misused("state: provisional in edition.yaml says that there are results", "%s is %s: it has no results to release", id, v.Edition.State)
	}
	var note race.Text
	if o.note != "" {
		note = race.Text{in.Archive.Site.Languages[0]: o.note}
	}
	before, err := firstPublished(publicIn(o.dir, o.out), v.Edition)
	if err != nil {
		return err
	}
	next := judge.Release(v, before, now, note)
	if next.Number == 0 {
		fmt.Fprintf(l.stdout, "%s: nothing moved since revision %d\n", id, len(v.Edition.Ledger))
		return nil
	}
	line, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if err := appendLine(filepath.Join(o.dir, "data", id, "revisions.jsonl"), line); err != nil {
		return err
	}
	own := 0
	for _, c := range next.Changes {
		if c.Cause != race.CauseOthers {
			own++
		}
	}
	fmt.Fprintf(l.stdout, "%s: revision %d, %s, %d changed, %d moved with them; guntime build publishes it\n", id, next.Number, next.State, own, len(next.Changes)-own)
	return nil
}

// firstPublished returns what was first published of an edition, if the state
// beside the site knows it and no release has recorded it yet; nil otherwise.
func firstPublished(public string, e *race.Edition) (*judge.Snapshot, error) {
	if len(e.Ledger) > 0 {
		return nil, nil
	}
	text, err := publish.FirstSnapshot(public, e.ID)
	if text == nil || err != nil {
		return nil, err
	}
	return judge.ReadSnapshot(bytes.NewReader(text))
}

// judged prepares a project and returns the verdict on the edition that the first
// word names.
func (l *line) judged(dir string, allow []string, at string) (*race.Verdict, build.Prepared, time.Time, error) {
	now, err := momentOf(at)
	if err != nil {
		return nil, build.Prepared{}, now, err
	}
	in, found, err := build.Prepare(l.ctx, build.Options{Dir: dir, Allow: allow, Now: now}, read.Project)
	l.report(found)
	if err != nil {
		return nil, in, now, err
	}
	id := l.word(0)
	i := slices.IndexFunc(in.Verdicts, func(v *race.Verdict) bool { return v.Edition.ID == id })
	if i < 0 {
		return nil, in, now, misused(likeEdition(in.Archive), "there is no edition %q", id)
	}
	return in.Verdicts[i], in, now, nil
}

// appendLine appends a line to a file and syncs it. If the last line has no line
// end, it adds one first.
func appendLine(name string, line []byte) error {
	old, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if len(old) > 0 && !bytes.HasSuffix(old, []byte("\n")) {
		line = append([]byte("\n"), line...)
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
