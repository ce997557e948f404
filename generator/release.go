package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
)

// release appends to an edition's ledger what moved since its last revision.
// The ledger is input: build reads it and never writes it, so that a fresh
// clone builds the same bytes.
func (p *program) release() error {
	now, err := p.moment()
	if err != nil {
		return err
	}
	in, found, err := prepare(p.dir, now, newProgress(p.stderr, true))
	p.report(found)
	if err != nil {
		return err
	}
	id := p.flags.Arg(0)
	at := slices.IndexFunc(in.Verdicts, func(v *race.Verdict) bool { return v.Edition.ID == id })
	if at < 0 {
		return misused("there is no edition %q", id)
	}
	v := in.Verdicts[at]
	if !v.Edition.State.HasResults() {
		return misused("%s is %s: it has no results to release", id, v.Edition.State)
	}
	var note race.Text
	if p.note != "" {
		note = race.Text{in.Archive.Site.Languages[0]: p.note}
	}
	next := judge.Release(v, now, note)
	if next.Number == 0 {
		fmt.Fprintf(p.stdout, "%s: nothing moved since revision %d\n", id, len(v.Edition.Ledger))
		return nil
	}
	line, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if err := appendLine(filepath.Join(p.dir, "data", id, "revisions.jsonl"), line); err != nil {
		return err
	}
	own := 0
	for _, c := range next.Changes {
		if c.Cause != race.CauseOthers {
			own++
		}
	}
	fmt.Fprintf(p.stdout, "%s: revision %d, %s, %d changed, %d moved with them\n", id, next.Number, next.State, own, len(next.Changes)-own)
	return nil
}

// appendLine adds a line to a file and makes sure that it is on the disk. A
// last line without its end, as an editor may leave it, is ended first.
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
