package cli

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"guntime/generator/internal/build"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
)

type codesOptions struct {
	dir, key, out string
	allow         []string
}

func (o *codesOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), withKey(&o.key), toCodes(&o.out)}
}

// do writes the certificate codes of a race for a mail merge. An entry without a
// code gets one that is made from the private key; the same key always makes the
// same codes.
func (o *codesOptions) do(l *line) error {
	edition, id := l.word(0), l.word(1)
	key, err := signingKey(l.ctx, o.key)
	if err != nil {
		return err
	}
	if key == nil {
		return misused("guntime keygen -out FILE makes one, outside of the project", "codes needs the private key: -key FILE, as guntime keygen makes it, or GUNTIME_KEY")
	}
	name := cmp.Or(o.out, "codes-"+edition+"-"+id+".csv")
	if dir := project.SiteAround(name, filepath.Join(o.dir, "public")); dir != "" {
		return misused("take a place outside of the site with -out", "%s is in the site %s: codes open certificates", name, dir)
	}
	files, found, err := project.OpenAndLook(l.ctx, o.dir, o.allow...)
	if err != nil {
		return err
	}
	archive := (*race.Archive)(nil)
	if !found.Errors() {
		archive, found, err = build.Read(l.ctx, files, read.DryRun)
	}
	if err != nil {
		return err
	}
	if found.Errors() {
		l.report(found)
		return build.ErrData
	}
	rc := findRace(archive, edition, id)
	if rc == nil {
		return misused(likeRace(archive, edition, id), "there is no race %q in an edition %q", id, edition)
	}
	var table bytes.Buffer
	made := writeCodes(&table, key.Secret("certificate codes"), edition, rc)
	old, err := os.ReadFile(name)
	switch {
	case err == nil && !bytes.HasPrefix(old, []byte(codesHead)):
		return misused("take another file with -out", "%s exists and contains something other than codes", name)
	case err == nil:
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	switch err := writeNew(name, table.Bytes()); {
	case errors.Is(err, fs.ErrNotExist):
		return misused("make the folder first, or take another with -out", "%s: there is no such folder", name)
	case err != nil:
		return err
	}
	fmt.Fprintf(l.stdout, "%s: %d codes, %d of them new: they belong in the column certificate_code of the entries\n", name, len(rc.Entries), made)
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

// codesHead begins a file of codes: the UTF-8 mark that spreadsheets need, and the
// names of the columns.
const codesHead = "\ufeffbib,name,certificate_code\n"

// writeCodes writes bib, name and code of every entry and returns how many codes it
// made.
func writeCodes(b *bytes.Buffer, secret []byte, edition string, rc *race.Race) (made int) {
	b.WriteString(codesHead)
	table := csv.NewWriter(b)
	for _, e := range rc.Entries {
		code := e.Code
		if code == "" {
			code = site.Code(secret, edition, rc.ID, e.Bib)
			made++
		}
		table.Write([]string{unformulaic(e.Bib), unformulaic(e.Name), code}) // a buffer never fails
	}
	table.Flush()
	return made
}

// unformulaic puts an apostrophe before a text that a spreadsheet would read as a
// formula.
func unformulaic(cell string) string {
	if cell != "" && slices.Contains([]byte("=+-@\t\r"), cell[0]) {
		return "'" + cell
	}
	return cell
}
