package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// release appends to an edition's ledger what moved since its last revision.
// The ledger is input: build reads it and never writes it, so that a fresh
// clone builds the same bytes.
func (p *program) release() error {
	v, in, now, err := p.judged()
	if err != nil {
		return err
	}
	id := v.Edition.ID
	if !v.Edition.State.HasResults() {
		return misused("%s is %s: it has no results to release", id, v.Edition.State)
	}
	var note race.Text
	if p.note != "" {
		note = race.Text{in.Archive.Site.Languages[0]: p.note}
	}
	before, err := p.firstPublished(v.Edition)
	if err != nil {
		return err
	}
	next := judge.Release(v, before, now, note)
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

// firstPublished is what was published of an edition first, where no release told
// it yet and the state beside the site knows; nil otherwise.
func (p *program) firstPublished(e *race.Edition) (*judge.Snapshot, error) {
	if len(e.Ledger) > 0 {
		return nil, nil
	}
	text, err := publish.FirstSnapshot(p.public(), e.ID)
	if text == nil || err != nil {
		return nil, err
	}
	return judge.ReadSnapshot(bytes.NewReader(text))
}

// judged prepares the project and returns the edition that was asked for.
func (p *program) judged() (*race.Verdict, prepared, time.Time, error) {
	now, err := p.moment()
	if err != nil {
		return nil, prepared{}, now, err
	}
	in, found, err := p.prepare(nil, now, newProgress(p.stderr, true), read.Project)
	p.report(found)
	if err != nil {
		return nil, in, now, err
	}
	id := p.flags.Arg(0)
	at := slices.IndexFunc(in.Verdicts, func(v *race.Verdict) bool { return v.Edition.ID == id })
	if at < 0 {
		return nil, in, now, misused("there is no edition %q", id)
	}
	return in.Verdicts[at], in, now, nil
}

// rulings writes the sheet of an edition's rulings that the referees sign. It
// is not published: it names by bib those whom the site does not.
func (p *program) rulings() error {
	v, in, _, err := p.judged()
	if err != nil {
		return err
	}
	name := cmp.Or(p.out, "rulings-"+v.Edition.ID+".pdf")
	var sheet bytes.Buffer
	if err := certificate.Rulings(&sheet, in.Design, in.book, in.Archive.Site.Languages, v); err != nil {
		return err
	}
	if err := os.WriteFile(name, sheet.Bytes(), 0o666); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: the rulings of %s, to be signed\n", name, v.Edition.ID)
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
