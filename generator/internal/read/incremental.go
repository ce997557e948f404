package read

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// EditionCache is what is kept of an edition that was read, so that the next
// build need not open its tables.
type EditionCache struct {
	Found  problem.List    `json:"found"`
	Ledger []race.Revision `json:"ledger"` // without standings, names and changes
}

// Incremental reads a project as Project does, but of the editions in known it
// reads edition.yaml alone: they come without entries, timing and rulings, and
// with the findings of their caches.
//
// It also returns the caches of the editions that it read whole. An edition that
// uses tables in another one's folder, or hidden files, has none: its own folder
// does not show whether they have changed.
//
// With a memory, it reads of files that only grew no more than what is new.
func Incremental(fsys fs.FS, known map[string]EditionCache, memory *Memory) (*race.Archive, map[string]EditionCache, problem.List) {
	p := newProject(fsys)
	p.known, p.caches = known, map[string]EditionCache{}
	p.memory = memory
	archive, found := p.archive()
	return archive, p.caches, found
}

// recalled reads an edition: of a known one edition.yaml alone, else all of it.
func (p *project) recalled(id string) *race.Edition {
	if r, ok := p.known[id]; ok {
		for _, f := range r.Found {
			if f.Code != unusedFile || !p.found.Errors() {
				p.found.Add(f)
			}
		}
		return p.edition(id)
	}
	before := len(*p.found)
	p.borrows = false
	e := p.edition(id)
	p.unused(path.Join("data", id), 1)
	if p.caches != nil && e != nil && !p.borrows {
		p.caches[id] = EditionCache{Found: slices.Clone((*p.found)[before:]), Ledger: headlines(e.Ledger)}
	}
	return e
}

// headlines are revisions without what they changed.
func headlines(ledger []race.Revision) []race.Revision {
	all := slices.Clone(ledger)
	for i := range all {
		all[i].First, all[i].Names, all[i].Changes = nil, nil, nil
	}
	return all
}

// borrow notes whether a race uses tables that its edition's folder does not show:
// files in another edition's folder, patterns that could match some there, and
// hidden files.
func (p *project) borrow(id string, u uses) {
	files := []string{u.entries.Path}
	for _, s := range u.timing {
		files = append(files, s.Path)
	}
	for _, s := range u.reads {
		files = append(files, s.Chips.Path)
		for _, f := range s.patterns {
			files = append(files, f.pattern)
		}
	}
	for _, file := range files {
		file, _ = strings.CutPrefix(file, "data/")
		folder, _, deeper := strings.Cut(file, "/")
		another := deeper && folder != id && slices.ContainsFunc(p.ids, func(other string) bool { return strings.EqualFold(folder, other) })
		p.borrows = p.borrows || another || strings.ContainsAny(folder, `*?[\`) || strings.Contains("/"+file, "/.")
	}
}
