package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"guntime/generator/internal/build"
	"guntime/generator/internal/cli/checked"
	"guntime/generator/internal/cli/show"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/table"
)

type checkOptions struct {
	dir, now              string
	allow                 []string
	json, all             bool
	fixReport, reportFile string
	evidence              evidence
}

func (o *checkOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), atMoment(&o.now), asJSON(&o.json), allFindings(&o.all), toFixes(&o.fixReport), toReport(&o.reportFile), toReferee(&o.evidence.dir)}
}

// validate refuses to write files that name people into a site.
func (o *checkOptions) validate(*line) error {
	for _, name := range []string{o.fixReport, o.reportFile} {
		if name == "" {
			continue
		}
		if dir := project.SiteAround(name, filepath.Join(o.dir, "public")); dir != "" {
			return misused("take a place outside of the site", "%s is in the site %s: the report names people", name, dir)
		}
	}
	return o.evidence.validate(o.dir)
}

func (o *checkOptions) do(l *line) error {
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	d := checked.Report{Files: []*table.File{}, Races: []checked.Race{}}
	from := func(fsys fs.FS) (*race.Archive, problem.List) {
		archive, intake, found := read.CheckReport(fsys)
		d.Files = append(d.Files, intake.Files...)
		return archive, found
	}
	in, found, err := build.Prepare(l.ctx, build.Options{Dir: o.dir, Allow: o.allow, Now: now}, from)
	d.Findings = found
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			if v.Edition.State.HasResults() || checked.Timed(rv) {
				d.Races = append(d.Races, checked.NewRace(v.Edition, rv))
			}
		}
	}
	if err := o.writeReports(&d); err != nil {
		return err
	}
	if err == nil && o.evidence.dir != "" {
		if err := o.evidence.write(l, o.dir, o.allow, in.Verdicts, in.Archive.Bans); err != nil {
			return err
		}
	}
	if o.json {
		if failed := found.Shortened(mostListed).WriteJSON(l.stdout); failed != nil {
			return failed
		}
		return err
	}
	l.all = o.all
	io.WriteString(l.stdout, d.String()) // a closed terminal is not a failure
	l.report(found)
	fmt.Fprintf(l.stdout, "%s, %s, %d for the referee\n", show.Many(found.Count(problem.Error), "error", "errors"),
		show.Many(found.Count(problem.Warning), "warning", "warnings"), found.Count(problem.Review))
	return err
}

// writeReports writes the requested reports.
func (o *checkOptions) writeReports(d *checked.Report) error {
	if o.fixReport != "" {
		var b bytes.Buffer
		checked.WriteAside(&b, d.Files)
		if err := os.WriteFile(o.fixReport, b.Bytes(), 0o600); err != nil {
			return err
		}
	}
	if o.reportFile == "" {
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(d); err != nil {
		return err
	}
	return os.WriteFile(o.reportFile, b.Bytes(), 0o600)
}
