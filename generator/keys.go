package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/csv"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
)

// keygen makes a site's private key. It never lies in a project, which is
// published and copied about, and never takes the place of another file: a key
// that is lost leaves every certificate unconfirmed.
func (p *program) keygen() error {
	name := cmp.Or(p.out, "guntime-key.pem")
	if root := cmp.Or(projectAround(name), published(name, "")); root != "" {
		return misused("%s is in the project %s: keep private keys outside the project: -out /other/folder/key.pem", name, root)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	key, err := certificate.ParseKey(text)
	if err != nil {
		return err
	}
	switch err := writeNew(name, text); {
	case errors.Is(err, fs.ErrExist):
		return misused("%s already exists: a key is never overwritten", name)
	case errors.Is(err, fs.ErrNotExist):
		return misused("%s: there is no such folder", name)
	case err != nil:
		return err
	}
	fmt.Fprintf(p.stdout, "%s: a private key; keep it safe and secret\npublic key %s\n", name, key.ID())
	return nil
}

// writeNew writes a file that only its owner may read, whole or not at all.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		os.Remove(name)
	}
	return err
}

// resolved is a path from the root, links resolved as far as it exists.
func resolved(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		name = full
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		return target
	}
	if parent := filepath.Dir(name); parent != name {
		return filepath.Join(resolved(parent), filepath.Base(name))
	}
	return name
}

// above are the folders a file lies in, from the nearest to the root.
func above(name string) []string {
	dir := resolved(filepath.Dir(name))
	all := []string{dir}
	for up := filepath.Dir(dir); up != dir; dir, up = up, filepath.Dir(up) {
		all = append(all, up)
	}
	return all
}

// projectAround is the project that a file would lie in, "" for none.
func projectAround(name string) string {
	for _, dir := range above(name) {
		if _, err := os.Stat(filepath.Join(dir, "data", "site.yaml")); err == nil {
			return dir
		}
	}
	return ""
}

// published is the folder of a built site that a file would lie in, "" for
// none: one with the publisher's mark, or the output folder that is named.
func published(name, public string) string {
	if public != "" {
		public = resolved(public)
	}
	for _, dir := range above(name) {
		info, err := os.Stat(filepath.Join(dir, ".guntime"))
		if dir == public || err == nil && info.Mode().IsRegular() {
			return dir
		}
	}
	return ""
}

// signingKey reads the site's private key: from the file that -key names, else
// from the environment, where GUNTIME_KEY holds its text. It is nil where there
// is neither.
func (p *program) signingKey() (*certificate.Key, error) {
	name, text := p.key, []byte(os.Getenv("GUNTIME_KEY"))
	if name == "" {
		if len(text) == 0 {
			return nil, nil
		}
		name = "GUNTIME_KEY"
	} else {
		if root := projectAround(name); root != "" {
			return nil, misused("-key %s is in the project %s: keep private keys outside the project", name, root)
		}
		var err error
		if text, err = p.readKey(name); errors.Is(err, context.Canceled) {
			return nil, err
		} else if err != nil {
			return nil, misused("-key %w", err)
		}
		name = "-key " + name
	}
	key, err := certificate.ParseKey(text)
	if err != nil {
		return nil, misused("%s: %w", name, err)
	}
	return key, nil
}

// readKey reads the file of a key. It may be a pipe, which may never say anything.
func (p *program) readKey(name string) ([]byte, error) {
	const most = 64 << 10 // no key has as much
	read := func() ([]byte, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, most))
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return untilStopped(p.ctx, read)
	}
	return read()
}

// codes writes the certificate codes of a race for the mail merge: those that
// its entries have, and one made from the private key for each that has none.
// The same key makes the same codes again.
func (p *program) codes() error {
	edition, id := p.flags.Arg(0), p.flags.Arg(1)
	key, err := p.signingKey()
	if err != nil {
		return err
	}
	if key == nil {
		return misused("codes needs the private key: -key FILE, as guntime keygen makes it, or GUNTIME_KEY")
	}
	name := cmp.Or(p.out, "codes-"+edition+"-"+id+".csv")
	if dir := published(name, filepath.Join(p.dir, "public")); dir != "" {
		return misused("%s is in the site %s: codes open certificates", name, dir)
	}
	files, found, err := p.open(p.ctx)
	if err != nil {
		return err
	}
	archive := (*race.Archive)(nil)
	if !found.Errors() {
		archive, found, err = files.read(p.ctx, read.DryRun)
	}
	if err != nil {
		return err
	}
	if found.Errors() {
		p.report(found)
		return errData
	}
	rc := findRace(archive, edition, id)
	if rc == nil {
		return misused("there is no race %q in an edition %q", id, edition)
	}
	var table bytes.Buffer
	made := writeCodes(&table, key.Secret("certificate codes"), edition, rc)
	old, err := os.ReadFile(name)
	switch {
	case err == nil && !bytes.HasPrefix(old, []byte(codesHead)):
		return misused("%s exists and contains something other than codes", name)
	case err == nil:
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	switch err := writeNew(name, table.Bytes()); {
	case errors.Is(err, fs.ErrNotExist):
		return misused("%s: there is no such folder", name)
	case err != nil:
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %d codes, %d of them new: they belong in the column certificate_code of the entries\n", name, len(rc.Entries), made)
	return nil
}

func findRace(archive *race.Archive, edition, id string) *race.Race {
	for _, e := range archive.Editions {
		if e.ID != edition {
			continue
		}
		if at := slices.IndexFunc(e.Races, func(rc *race.Race) bool { return rc.ID == id }); at >= 0 {
			return e.Races[at]
		}
	}
	return nil
}

// codesHead begins a file of codes: the mark of UTF-8 that spreadsheets ask for,
// and the names of the columns.
const codesHead = "\ufeffbib,name,certificate_code\n"

// writeCodes writes bib, name and code of every entry and returns how many codes
// are new.
func writeCodes(b *bytes.Buffer, secret []byte, edition string, rc *race.Race) (made int) {
	b.WriteString(codesHead)
	table := csv.NewWriter(b)
	for _, e := range rc.Entries {
		code := e.Code
		if code == "" {
			code = site.Code(secret, edition, rc.ID, e.Bib)
			made++
		}
		table.Write([]string{unformulaic(e.Bib), unformulaic(e.Name), code}) // a buffer takes everything
	}
	table.Flush()
	return made
}

// unformulaic keeps a spreadsheet from taking a text for a formula.
func unformulaic(cell string) string {
	if cell != "" && slices.Contains([]byte("=+-@\t\r"), cell[0]) {
		return "'" + cell
	}
	return cell
}
