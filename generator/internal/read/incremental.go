package read

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// EditionCache is what one reading of an edition leaves for the next, which then
// need not open its tables.
type EditionCache struct {
	Found  problem.List    `json:"found"`
	Ledger []race.Revision `json:"ledger"` // without standings, names and changes
}

// Incremental reads a project as Project does, but of the editions in known their
// edition.yaml alone: they come without entries, timing and rulings, and what is
// found in them is what was found before. It returns the caches of the others
// too, but for an edition that takes tables out of another one's folder or from
// a hidden file: its own folder does not show that it is as it was.
func Incremental(fsys fs.FS, known map[string]EditionCache) (*race.Archive, map[string]EditionCache, problem.List) {
	p := newProject(fsys)
	p.known, p.caches = known, map[string]EditionCache{}
	archive, found := p.archive()
	return archive, p.caches, found
}

// recalled reads an edition, whole or not.
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

// borrow notes whether any of a race's tables lie in another edition's folder,
// or may, for a name can be a pattern; or under a name with a leading dot, which
// is looked for nowhere else.
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
