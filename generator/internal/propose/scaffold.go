package propose

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template"
	"time"
)

// scaffold is a project to start from. In its names and texts EDITION, RACE,
// DATE, ZONE and LANGUAGES stand for what is filled in.
//
//go:embed scaffold
var scaffold embed.FS

// schemas are the JSON Schemas of the YAML files, for editors that complete and
// check as one types.
//
//go:embed schema/*.json
var schemas embed.FS

// exampleOnly is among the names of files to leave out where what is left out is made
// up anew.
const exampleOnly = "(an example)"

// readmes are the languages in which a project tells its next steps.
var readmes = []string{"en", "zh", "ja", "de"}

// Files are the files of a project: their texts by their paths.
type Files map[string][]byte

// Names are the paths of the files in their order.
func (f Files) Names() []string { return slices.Sorted(maps.Keys(f)) }

// ToFillIn are the places at which the files wait for what nobody but the organiser
// knows, as file:line with what is missing there.
func (f Files) ToFillIn() (list []string) {
	for _, name := range f.Names() {
		n := 0
		for line := range strings.Lines(string(f[name])) {
			n++
			what := ""
			if strings.HasPrefix(line, "*to fill in*") {
				what = "a text of your rules, until then not shown"
			} else if _, said, ok := strings.Cut(line, "to fill in: "); ok && path.Ext(name) == ".yaml" {
				what = strings.TrimSpace(said)
			}
			if what != "" {
				list = append(list, fmt.Sprintf("%s:%d: %s", name, n, what))
			}
		}
	}
	return list
}

// Schema is the JSON Schema of a YAML file, edition or site; an error for any
// other.
func Schema(name string) ([]byte, error) { return schemas.ReadFile("schema/" + name + ".json") }

// Speaks reports whether there is a page to start from in a language.
func Speaks(language string) bool {
	return slices.Contains(Languages(), language)
}

// Languages are those in which there is a page to start from: all of the program.
func Languages() (list []string) {
	entries, err := fs.ReadDir(scaffold, "scaffold/content")
	if err != nil {
		panic(err) // embedded
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// MadeUp is a project with three made-up runners, under rules with every key
// explained. Its race was run a week before a moment, so that there is something
// to see.
func MadeUp(now time.Time, zone string, languages []string) (Files, error) {
	date := now.AddDate(0, 0, -7)
	return filled(filling(date.Format("2006"), "race", date.Format(time.DateOnly), zone, languages), languages)
}

//go:embed proposal.yaml
var proposalText string

var proposalTemplate = template.Must(template.New("edition.yaml").Funcs(template.FuncMap{"quote": quoteYAML}).Parse(proposalText))

// Rules is the edition.yaml of a proposal and its path.
func (p *Proposal) Rules() (name string, text []byte, err error) {
	var b strings.Builder
	if err := proposalTemplate.Execute(&b, p); err != nil {
		return "", nil, err
	}
	return path.Join("data", p.Edition, "edition.yaml"), []byte(b.String()), nil
}

// Several reports whether the tables hold several years, each an edition.
func (p *Proposal) Several() bool { return p.several }

// From names the files that the proposal was made of.
func (p *Proposal) From() string {
	var list []string
	for _, s := range p.Sources {
		list = append(list, s.File)
	}
	return strings.Join(list, ", ")
}

// Same reports whether the entries are of the same table.
func (t *Table) Same() bool { return t.sameAsBefore }

// Files is the project of a proposal, without its tables. Each race has a file
// of rulings to fill in.
func (p *Proposal) Files(languages []string) (Files, error) {
	fill := filling(p.Edition, p.Races[0].ID, p.Date, p.Zone, languages)
	if strings.Contains(p.Name, p.Edition) { // it says its year
		fill = append([]string{"My race EDITION", p.Name, "EDITION我的比赛", p.Name, "わたしの大会EDITION", p.Name}, fill...)
	}
	fill = append(fill, "{en: My race, zh: 我的比赛, ja: わたしの大会}", quoteYAML(p.Name), "My race", p.Name, "我的比赛", p.Name, "わたしの大会", p.Name)
	files, err := filled(fill, languages, "edition.yaml", "entries.csv", "times.csv")
	if err != nil {
		return nil, err
	}
	first := path.Join("data", p.Edition, p.Races[0].ID, "rulings.csv")
	for _, rc := range p.Races[1:] {
		files[path.Join("data", p.Edition, rc.ID, "rulings.csv")] = files[first]
	}
	name, text, err := p.Rules()
	files[name] = text
	return files, err
}

// filling are the words of the scaffold, each before what is filled in for it.
func filling(edition, race, date, zone string, languages []string) []string {
	return []string{"EDITION", edition, "RACE", race, "DATE", date, "ZONE", zone, "LANGUAGES", "[" + strings.Join(languages, ", ") + "]"}
}

// filled are the scaffold's files, without those of some names, and the schemas,
// which the first lines of the YAML name: editors find them without a network.
func filled(fill, languages []string, without ...string) (Files, error) {
	files, filler := Files{}, strings.NewReplacer(fill...)
	for _, name := range []string{"edition", "site"} {
		text, err := Schema(name)
		if err != nil {
			return nil, err
		}
		files["data/.schema/"+name+".json"] = text
	}
	err := fs.WalkDir(scaffold, "scaffold", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside := strings.TrimPrefix(strings.TrimPrefix(name, "scaffold"), "/")
		if page, ok := strings.CutPrefix(inside, "content/"); ok {
			if lang, _, _ := strings.Cut(page, "/"); !slices.Contains(languages, lang) {
				return fs.SkipDir
			}
		}
		if d.IsDir() || slices.Contains(without, d.Name()) {
			return nil
		}
		if language, ok := strings.CutPrefix(inside, "readme/"); ok { // in the site's first language
			first := "en"
			if slices.Contains(readmes, languages[0]) {
				first = languages[0]
			}
			if slices.Contains(without, "entries.csv") && !slices.Contains(without, exampleOnly) { // of tables that are there
				first = "from-" + first
			}
			if language != first+".md" {
				return nil
			}
			inside = "README.md"
		}
		text, err := scaffold.ReadFile(name)
		files[filler.Replace(inside)] = []byte(filler.Replace(string(text)))
		return err
	})
	return files, err
}
