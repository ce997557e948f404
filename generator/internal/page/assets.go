package page

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/problem"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

// Asset is a file that pages load: style, icon, script; styles and scripts
// without their comments and spaces. Its path carries a hash of its bytes, so that a browser may keep it for ever.
type Asset struct {
	Name  string // as in templates/assets: "site.css"
	Path  string // from the site's root: "assets/site.3f2a9c1b04.css"
	Bytes []byte
}

// Assets returns the files the pages load, by name.
func (s *Set) Assets() []Asset { return s.assets }

// readAssets takes in templates/assets and draws the pictures. The site's
// accent becomes the last line of the style sheet and the colour of the icon.
func (s *Set) readAssets(templates fs.FS) problem.List {
	var problems problem.List
	s.assetPath = map[string]string{}
	accent := cmp.Or(s.archive.Site.Accent, builtIn)
	entries, err := fs.ReadDir(templates, "assets")
	if err != nil {
		problems.Add(problem.Problem{Path: "templates/assets", Level: problem.Error, Code: "missing_file", Text: err.Error()})
		return problems
	}
	for _, entry := range entries {
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || entry.Name() == runnersScript && !s.archive.Site.Compact {
			continue
		}
		source, err := fs.ReadFile(templates, "assets/"+entry.Name())
		if err != nil {
			problems.Add(problem.Problem{Path: "templates/assets/" + entry.Name(), Level: problem.Error, Code: "missing_file", Text: err.Error()})
			continue
		}
		switch entry.Name() {
		case style:
			source = fmt.Appendf(source, "\n:root{--site-accent:%s}\n", accent)
		case icon:
			source = bytes.ReplaceAll(source, []byte(builtIn), []byte(accent))
		}
		if small, err := lean.Bytes(path.Ext(entry.Name()), source); err == nil {
			source = small
		} else if !errors.Is(err, minify.ErrNotExist) {
			problems.Add(problem.Problem{Path: "templates/assets/" + entry.Name(), Level: problem.Error, Code: "asset", Text: err.Error()})
			continue
		}
		s.asset(entry.Name(), source)
	}
	for name, size := range map[string][2]int{card: {1200, 630}, touch: {180, 180}} {
		picture, err := draw(accent, size[0], size[1])
		if err != nil {
			problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "accent", Text: err.Error(), Hint: "such as \"#9e1b1e\""})
			continue
		}
		s.asset(name, picture)
	}
	if c, err := parseColour(accent); err == nil && onWhite(c) < 4.5 {
		problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Warning, Code: "accent_contrast",
			Text: fmt.Sprintf("the accent %q is too light to be read as text: its contrast with white is %.1f and must be at least 4.5", accent, onWhite(c)), Hint: "choose a darker shade"})
	}
	slices.SortFunc(s.assets, func(a, b Asset) int { return cmp.Compare(a.Name, b.Name) })
	if logo := s.archive.Site.Logo; logo != "" && s.assetPath[logo] == "" {
		problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "logo",
			Text: fmt.Sprintf("there is no file %q in templates/assets", logo), Hint: "put the logo there, as SVG or PNG"})
	}
	loaded := []string{style, icon, findScript, verifyScript, finderScript, jumpScript, compareScript, markScript, pictureScript, movedScript}
	if s.archive.Site.Compact {
		loaded = append(loaded, runnersScript)
	}
	for _, name := range loaded {
		if s.assetPath[name] == "" {
			problems.Add(problem.Problem{Path: "templates/assets/" + name, Level: problem.Error, Code: "missing_file", Text: "pages load this file, but it does not exist"})
		}
	}
	return problems
}

// lean takes out of styles and scripts what browsers need not load: comments,
// spaces and long names of variables.
var lean = func() *minify.M {
	m := minify.New()
	m.AddFunc(".css", css.Minify)
	m.AddFunc(".js", js.Minify)
	return m
}()

// asset takes in one file.
func (s *Set) asset(name string, source []byte) {
	sum := sha256.Sum256(source)
	ext := path.Ext(name)
	a := Asset{Name: name, Bytes: source, Path: "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext}
	s.assets = append(s.assets, a)
	s.assetPath[name] = a.Path
}

// The assets that every page names.
const (
	style = "site.css"
	icon  = "icon.svg"
	card  = "card.png"
	touch = "touch.png"
)

// The scripts of single pages.
const (
	findScript    = "find.js"
	verifyScript  = "verify.js"
	pictureScript = "picture.js"
	movedScript   = "moved.js"
)
