package cli

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"guntime/generator/internal/build"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/project"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

type rollbackOptions struct {
	dir, out string
	jobs     int
	hidden   bool // also if somebody hidden becomes visible again
}

func (o *rollbackOptions) options() []option {
	return []option{inProject(&o.dir), toSite(&o.out), withJobs(&o.jobs), hiddenToo(&o.hidden)}
}

// do restores the site before the last change, unless that would show somebody who
// is hidden now. It reads only site.yaml of the project, for the address; errors in
// the data do not stop it.
func (o *rollbackOptions) do(l *line) error {
	public := publicIn(o.dir, o.out)
	var purge publish.Purge
	files, err := project.Open(l.ctx, o.dir)
	if err != nil {
		return err
	}
	archive, _, err := build.Read(l.ctx, files, read.Project)
	if err != nil {
		return err
	}
	if archive != nil {
		purge = build.Purge(archive.Site)
	}
	how := publish.Options{Jobs: o.jobs, Context: l.ctx, Purge: purge}
	if !o.hidden {
		how.Back = hidesNobody
	}
	s, err := publish.Rollback(public, how)
	if errors.Is(err, publish.ErrNoPrevious) {
		return misused("there is one after the next build that changes something", "%v", err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s is as it was before the last change: %d files, %d changed, %d removed\n", public, s.Files, s.Written, s.Removed)
	return nil
}

// mostNamed is how many runners of a race the error names.
const mostNamed = 100

// hidesNobody returns an error that names everybody who is shown on the site before
// and is masked, anonymous, withdrawn or gone on the site now. An unknown site is
// an error too.
func hidesNobody(before, now map[string][]byte) error {
	const hint = "guntime rollback -including-withdrawn puts their names, pages and certificates back all the same"
	if len(before) == 0 {
		return misused(hint, "it is not known who is on the site before the last change, and may be hidden since")
	}
	count := 0
	var lines strings.Builder
	for _, id := range slices.Sorted(maps.Keys(before)) {
		was, err := parsedSnapshot(before[id])
		if err != nil {
			return misused(hint, "it is not known who of %s is on the site before the last change, and may be hidden since: %v", id, err)
		}
		is, err := parsedSnapshot(now[id])
		if err != nil { // it names nobody
			is = nil
		}
		hidden := was.HiddenSince(is)
		count += len(hidden)
		for len(hidden) > 0 {
			n := 1
			for n < len(hidden) && hidden[n].Race == hidden[0].Race {
				n++
			}
			var named []string
			for _, h := range hidden[:min(n, mostNamed)] {
				named = append(named, h.Bib+" "+since(h))
			}
			if n > mostNamed {
				named = append(named, fmt.Sprintf("%d more", n-mostNamed))
			}
			fmt.Fprintf(&lines, "    %s/%s: %s\n", id, hidden[0].Race, strings.Join(named, ", "))
			hidden = hidden[n:]
		}
	}
	if count == 0 {
		return nil
	}
	return misused(hint, "the site before the last change shows %d runners more openly than the one that is there:\n%s", count, strings.TrimSuffix(lines.String(), "\n"))
}

// since describes what happened to somebody.
func since(h judge.Hidden) string {
	switch {
	case h.Now == "":
		return "(gone)"
	case h.Withdrew && h.Now == race.Public:
		return "(withdrew)"
	}
	return "(" + string(h.Now) + ")"
}

var errLost = errors.New("the snapshot is lost")

func parsedSnapshot(text []byte) (*judge.Snapshot, error) {
	if text == nil {
		return nil, errLost
	}
	return judge.ReadSnapshot(bytes.NewReader(text))
}
