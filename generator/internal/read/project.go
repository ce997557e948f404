package read

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/chipreads"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/yamlpos"
)

// Project reads the project whose root is fsys: data/site.yaml,
// data/champions.csv, data/bans.csv and data/*/edition.yaml with the tables that
// they name. The findings are sorted; the archive is nil where one of them is an
// error.
func Project(fsys fs.FS) (*race.Archive, problem.List) {
	return newProject(fsys).archive()
}

// DryRun reads a project as Project does, but as it is before the race: that
// there is no times.csv is a warning and no error.
func DryRun(fsys fs.FS) (*race.Archive, problem.List) {
	p := newProject(fsys)
	p.dry = true
	return p.archive()
}

// CheckReport reads a project as DryRun does and returns also what each file was
// taken for, which is complete even where there are errors.
func CheckReport(fsys fs.FS) (*race.Archive, *table.Intake, problem.List) {
	p := newProject(fsys)
	p.dry, p.tables.Intake = true, &table.Intake{}
	archive, found := p.archive()
	return archive, p.tables.Intake, found
}

func (p *project) archive() (*race.Archive, problem.List) {
	archive := &race.Archive{Site: p.site()}
	p.languages = archive.Site.Languages
	archive.Champions = p.champions()
	archive.Bans = p.bans()
	p.ids = p.editions()
	for _, id := range p.ids {
		archive.Editions = append(archive.Editions, p.recalled(id))
	}
	found := p.found.Sorted()
	for _, e := range archive.Editions {
		if e != nil && e.Strict {
			found = found.Raised(path.Join("data", e.ID))
		}
	}
	if found.Errors() {
		return nil, found
	}
	return archive, found
}

// project is one reading of one project.
type project struct {
	fsys      fs.FS
	found     *problem.List
	languages []string
	tables    *table.Reader
	dry       bool
	reads     chipreads.Counts // of all races
	guns      []race.Instant   // of the races of the edition that is being read
	rosters   []fieldOf        // of the races of the edition being read
	rest      []func()         // what of each race is read after all entries

	memory  *Memory                 // nil to read everything
	ids     []string                // of all editions
	known   map[string]EditionCache // of editions that are not read whole
	caches  map[string]EditionCache // of those that are; nil where nobody asks
	borrows bool                    // the edition being read uses a table that its own folder does not show
}

func newProject(fsys fs.FS) *project {
	found := &problem.List{}
	return &project{fsys: fsys, found: found, tables: table.NewReader(fsys, found)}
}

// unusedFile is the code of unused's warnings.
const unusedFile = "unused_file"

// unused warns of tables in an edition's folder that were not read, so that no
// ruling is lost in a file with a misspelt name. It is silent where there are
// errors, for they may be the reason.
func (p *project) unused(folder string, deeper int) {
	entries, err := fs.ReadDir(p.fsys, folder)
	if err != nil || p.found.Errors() {
		return
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case p.isFolder(e) && deeper > 0:
			p.unused(name, deeper-1)
		case (strings.EqualFold(path.Ext(name), ".csv") || strings.EqualFold(path.Ext(name), ".xlsx")) && !p.tables.Opened[name]:
			problem.WholeFile(name).Report(p.found, problem.Warning, unusedFile, "this file is not used", "only entries.csv, times.csv, rulings.csv and releases.csv of each race are used, and what edition.yaml names")
		}
	}
}

// editions returns the names of the folders that hold an edition, in
// ascending order.
func (p *project) editions() []string {
	folders, err := fs.ReadDir(p.fsys, "data")
	if err != nil {
		problem.WholeFile("data").ReportUnreadable(p.found, "data", err)
		return nil
	}
	var ids []string
	for _, folder := range folders {
		name := folder.Name()
		if strings.HasPrefix(name, ".") || !p.isFolder(folder) {
			continue
		}
		file := path.Join("data", name, "edition.yaml")
		if _, err := fs.Stat(p.fsys, file); errors.Is(err, fs.ErrNotExist) {
			problem.WholeFile(path.Join("data", name)).Report(p.found, problem.Warning, "missing_file",
				fmt.Sprintf("the folder %q has no edition.yaml and is ignored", name), "an edition is a folder with an edition.yaml in it")
			continue
		}
		ids = append(ids, name)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(a, b) })
	return ids
}

// isFolder reports whether an entry of data/ is a folder, or a link to one.
func (p *project) isFolder(entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.IsDir()
	}
	info, err := fs.Stat(p.fsys, path.Join("data", entry.Name()))
	return err == nil && info.IsDir()
}

// document reads a YAML file and parses it. ok is false where nothing can be
// made of it; the finding has then been added.
func (p *project) document(file string) (root yamlpos.Value, ok bool) {
	raw, err := p.bytes(file, largestRules)
	if err != nil {
		problem.WholeFile(file).ReportUnreadable(p.found, file, err)
		return yamlpos.Value{}, false
	}
	return yamlpos.Parse(file, raw, p.found)
}
