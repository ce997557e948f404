package read

import (
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/chipreads"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Memory keeps what was read from one reading of a project to the next. The zero value
// is empty.
type Memory struct {
	Reads   chipreads.Memory
	entries map[string]*keptEntries // by edition/race
}

// keptEntries are the entries of a race as they were read, with what was said of them.
type keptEntries struct {
	of        [sha256.Size]byte // the table and the rules
	entries   []race.Entry
	roster    roster
	ownStarts bool
	found     problem.List
	opened    []string
}

// rememberedEntries is entries, and reads nothing where the table and the rules are
// those of the reading before. Relays, and tables that also hold times or have rows that
// cannot be told apart, are read each time: more than entries is made of them.
func (p *project) rememberedEntries(e *race.Edition, rc *race.Race, u uses) *roster {
	if p.memory == nil || p.tables.Intake != nil || rc.Relay() || u.serves() {
		return p.entries(e, rc, u)
	}
	name := e.ID + "/" + rc.ID
	of, ok := p.entriesKey(e, u.entries.Path)
	if k := p.memory.entries[name]; ok && k != nil && k.of == of {
		return p.recallEntries(rc, k)
	}
	delete(p.memory.entries, name)
	found, opened := len(*p.found), len(p.tables.Opened)
	r := p.entries(e, rc, u)
	said := slices.Clone((*p.found)[found:])
	if !ok || r == nil || r.torn != nil || said.Errors() || len(p.tables.Opened)-opened > 2 {
		return r
	}
	k := &keptEntries{of: of, roster: *r, ownStarts: rc.OwnStarts, found: said, entries: make([]race.Entry, len(rc.Entries))}
	for i, entry := range rc.Entries {
		k.entries[i] = *entry
	}
	for _, file := range []string{u.entries.Path, workbook(u.entries.Path)} {
		if p.tables.Opened[file] {
			k.opened = append(k.opened, file)
		}
	}
	if p.memory.entries == nil {
		p.memory.entries = map[string]*keptEntries{}
	}
	p.memory.entries[name] = k
	return r
}

// recallEntries gives a race copies of entries that were read before.
func (p *project) recallEntries(rc *race.Race, k *keptEntries) *roster {
	entries := slices.Clone(k.entries)
	rc.Entries, rc.OwnStarts = make([]*race.Entry, len(entries)), k.ownStarts
	for i := range entries {
		rc.Entries[i] = &entries[i]
	}
	for _, f := range k.found {
		p.found.Add(f)
	}
	for _, file := range k.opened {
		p.tables.Opened[file] = true
	}
	r := k.roster
	r.bare = nil
	return &r
}

// entriesKey covers the table of entries and all rules by which it is read.
func (p *project) entriesKey(e *race.Edition, table string) (key [sha256.Size]byte, ok bool) {
	h := sha256.New()
	for _, file := range []string{"data/site.yaml", path.Join("data", e.ID, "edition.yaml"), table, workbook(table)} {
		fmt.Fprintf(h, "%q\n", file)
		f, err := p.fsys.Open(file)
		if err != nil {
			continue // it is told apart from one that is empty by what follows
		}
		n, err := io.Copy(h, f)
		f.Close()
		if err != nil {
			return key, false
		}
		fmt.Fprintf(h, " %d\n", n)
	}
	h.Sum(key[:0])
	return key, true
}

// workbook is the spreadsheet that stands for a table that is missing.
func workbook(table string) string { return strings.TrimSuffix(table, ".csv") + ".xlsx" }
