// Package asset reads the files that pages load, styles, icon and scripts, makes
// them small and gives each an address with a hash of its bytes; it draws the
// pictures that messengers and home screens show.
package asset

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

	"guntime/generator/internal/artifact"
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

// Options are what a site says of its assets.
type Options struct {
	Accent  string   // the site's colour, "" for the built-in one
	Logo    string   // the name of a file among them, "" for none
	Compact bool     // whether the script of the compact layout is one of them
	Loaded  []string // the names of those that pages load: each has to be there
}

// Read takes in templates/assets and draws the pictures, and returns all by name.
// The site's accent becomes the last line of the style sheet and the colour of the
// icon.
func Read(templates fs.FS, o Options) ([]Asset, problem.List) {
	var problems problem.List
	var all []Asset
	there := map[string]bool{}
	add := func(name string, source []byte) {
		all = append(all, newAsset(name, source))
		there[name] = true
	}
	accent := cmp.Or(o.Accent, builtIn)
	entries, err := fs.ReadDir(templates, "assets")
	if err != nil {
		problems.Add(problem.Problem{Path: "templates/assets", Level: problem.Error, Code: "missing_file", Text: err.Error()})
		return nil, problems
	}
	for _, entry := range entries {
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || entry.Name() == Runners && !o.Compact {
			continue
		}
		source, err := fs.ReadFile(templates, "assets/"+entry.Name())
		if err != nil {
			problems.Add(problem.Problem{Path: "templates/assets/" + entry.Name(), Level: problem.Error, Code: "missing_file", Text: err.Error()})
			continue
		}
		switch entry.Name() {
		case Style:
			source = fmt.Appendf(source, "\n:root{--site-accent:%s}\n", accent)
		case Icon:
			source = bytes.ReplaceAll(source, []byte(builtIn), []byte(accent))
		}
		if small, err := leaner(path.Ext(entry.Name()), source); err == nil {
			source = small
		} else if !errors.Is(err, minify.ErrNotExist) {
			problems.Add(problem.Problem{Path: "templates/assets/" + entry.Name(), Level: problem.Error, Code: "asset", Text: err.Error()})
			continue
		}
		add(entry.Name(), source)
	}
	for name, size := range map[string][2]int{Card: {1200, 630}, Touch: {180, 180}} {
		picture, err := picture(accent, size[0], size[1])
		if err != nil {
			problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "accent", Text: err.Error(), Hint: "such as \"#9e1b1e\""})
			continue
		}
		add(name, picture)
	}
	if c, err := parseColour(accent); err == nil && onWhite(c) < 4.5 {
		problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Warning, Code: "accent_contrast",
			Text: fmt.Sprintf("the accent %q is too light to be read as text: its contrast with white is %.1f and must be at least 4.5", accent, onWhite(c)), Hint: "choose a darker shade"})
	}
	slices.SortFunc(all, func(a, b Asset) int { return cmp.Compare(a.Name, b.Name) })
	if o.Logo != "" && !there[o.Logo] {
		problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "logo",
			Text: fmt.Sprintf("there is no file %q in templates/assets", o.Logo), Hint: "put the logo there, as SVG or PNG"})
	}
	for _, name := range o.Loaded {
		if !there[name] {
			problems.Add(problem.Problem{Path: "templates/assets/" + name, Level: problem.Error, Code: "missing_file", Text: "pages load this file, but it does not exist"})
		}
	}
	return all, problems
}

// lean takes out of styles and scripts what browsers need not load: comments,
// spaces and long names of variables.
var lean = func() *minify.M {
	m := minify.New()
	m.AddFunc(".css", css.Minify)
	m.AddFunc(".js", js.Minify)
	return m
}()

// leaner makes a style or a script smaller, once. It fails with
// minify.ErrNotExist for every other kind of file.
func leaner(kind string, source []byte) ([]byte, error) {
	var failed error
	small := leaned.Find(artifact.KeyOf([]byte(kind), source), func() ([]byte, bool) {
		small, err := lean.Bytes(kind, source)
		failed = err
		return small, err == nil
	})
	return small, failed
}

// picture draws a picture, once.
func picture(accent string, width, height int) ([]byte, error) {
	var failed error
	bytes := drawn.Find(sized{accent, width, height}, func() ([]byte, bool) {
		bytes, err := draw(accent, width, height)
		failed = err
		return bytes, err == nil
	})
	return bytes, failed
}

// sized is what a picture depends on.
type sized struct {
	accent        string
	width, height int
}

var (
	leaned artifact.Memo[artifact.Key, []byte]
	drawn  artifact.Memo[sized, []byte]
)

// newAsset is a file with its address.
func newAsset(name string, source []byte) Asset {
	sum := sha256.Sum256(source)
	ext := path.Ext(name)
	return Asset{Name: name, Bytes: source, Path: "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext}
}

// The assets that every page names, and the script of the compact layout.
const (
	Style   = "site.css"
	Icon    = "icon.svg"
	Card    = "card.png"
	Touch   = "touch.png"
	Runners = "runners.js"
)
