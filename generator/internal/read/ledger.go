package read

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// largestLedger is how many bytes a ledger may have.
const largestLedger = 1 << 30

// ledger reads what was released of an edition so far: revisions.jsonl, one
// revision a line, numbered from 1. A line that cannot be read is an error:
// without it the site would report changes of places that did not happen.
func (p *project) ledger(folder string) []race.Revision {
	name := path.Join(folder, "revisions.jsonl")
	data, err := p.bytes(name, largestLedger)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	fail := func(line int, text, hint string) {
		p.found.Add(problem.Problem{Path: name, Line: line, Column: 1, Level: problem.Error, Code: "bad_ledger", Text: text, Hint: hint})
	}
	if err != nil {
		problem.WholeFile(name).ReportUnreadable(p.found, name, err)
		return nil
	}
	var all []race.Revision
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for line := 1; lines.Scan(); line++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var r race.Revision
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		d.DisallowUnknownFields()
		err := d.Decode(&r)
		switch {
		case err != nil:
			fail(line, fmt.Sprintf("not a line of a ledger: %v", err), "only guntime release writes this file; restore it from your version control")
			return all
		case r.Number != len(all)+1:
			fail(line, fmt.Sprintf("revision %d instead of revision %d", r.Number, len(all)+1), "lines may only be added to the ledger")
			return all
		}
		all = append(all, r)
	}
	return all
}

// withoutHidden removes from a ledger the corrections of names of runners who are
// not public any more, so that no page shows them. A change that was nothing else
// is removed.
func withoutHidden(ledger []race.Revision, races []*race.Race) []race.Revision {
	var lists [][]race.Change
	for i := range ledger {
		lists = append(lists, ledger[i].Changes)
	}
	entries := race.Changed(races, lists...)
	for i := range ledger {
		var kept []race.Change
		for _, c := range ledger[i].Changes {
			if e := entries[race.Runner{Race: c.Race, Bib: c.Bib}]; e == nil || e.Visibility != race.Public {
				if c.Renamed = nil; c.Cause == race.CauseName {
					continue
				}
			}
			kept = append(kept, c)
		}
		ledger[i].Changes = kept
	}
	return ledger
}
