package page

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"guntime/generator/internal/problem"
)

// Asset is a file that pages load: style, icon, script. Its path carries a
// hash of its bytes, so that a browser may keep it for ever.
type Asset struct {
	Name  string // as in templates/assets: "site.css"
	Path  string // from the site's root: "assets/site.3f2a9c1b04.css"
	Bytes []byte
}

// Assets returns the files the pages load, by name.
func (s *Set) Assets() []Asset { return s.assets }

// readAssets takes in templates/assets. The site's accent becomes the last
// line of the style sheet.
func (s *Set) readAssets(templates fs.FS) problem.List {
	var problems problem.List
	s.assetPath = map[string]string{}
	entries, err := fs.ReadDir(templates, "assets")
	if err != nil {
		problems.Add(problem.Problem{Path: "templates/assets", Level: problem.Error, Code: "missing_file", Text: err.Error()})
		return problems
	}
	for _, entry := range entries {
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		source, err := fs.ReadFile(templates, "assets/"+entry.Name())
		if err != nil {
			problems.Add(problem.Problem{Path: "templates/assets/" + entry.Name(), Level: problem.Error, Code: "missing_file", Text: err.Error()})
			continue
		}
		if accent := s.archive.Site.Accent; accent != "" && entry.Name() == style {
			if colour.MatchString(accent) {
				source = fmt.Appendf(source, "\n:root{--site-accent:%s}\n", accent)
			} else {
				problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "accent",
					Text: fmt.Sprintf("%q is not a colour", accent), Hint: `such as "#9e1b1e"`})
			}
		}
		sum := sha256.Sum256(source)
		ext := path.Ext(entry.Name())
		a := Asset{Name: entry.Name(), Bytes: source,
			Path: "assets/" + strings.TrimSuffix(entry.Name(), ext) + "." + hex.EncodeToString(sum[:5]) + ext}
		s.assets = append(s.assets, a)
		s.assetPath[a.Name] = a.Path
	}
	for _, name := range []string{style, icon, findScript, verifyScript, finderScript, jumpScript, compareScript, markScript} {
		if s.assetPath[name] == "" {
			problems.Add(problem.Problem{Path: "templates/assets/" + name, Level: problem.Error, Code: "missing_file", Text: "pages load this file, and it is not there"})
		}
	}
	return problems
}

// The assets that every page names.
const (
	style = "site.css"
	icon  = "icon.svg"
)

// The scripts of single pages.
const (
	findScript   = "find.js"
	verifyScript = "verify.js"
)
