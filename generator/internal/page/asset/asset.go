// Package asset reads the files that pages load (styles, icon, scripts), minifies
// them, and gives each an address with a hash of its bytes. It also draws the
// pictures for messengers and home screens.
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
	"guntime/generator/internal/race"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

// Asset is a file that pages load; styles and scripts are minified. Its path has a
// hash of its bytes, so that a browser may keep it for ever.
type Asset struct {
	Name  string // as in templates/assets: "site.css"
	Path  string // from the site's root: "assets/site.3f2a9c1b04.css"
	Bytes []byte
}

// Options are the settings of a site for its assets.
type Options struct {
	Accent    string // the site's colour, "" for the built-in one
	Logo      string // name of one of the files, "" for none
	Theme     race.Theme
	NoOffline bool     // nothing is kept to be read offline
	Compact   bool     // whether the script of the compact layout is needed
	Loaded    []string // names of the files that pages load, all required
}

// Read reads templates/assets, draws the pictures, and returns all by name. The
// colours of the site become the last lines of the style sheet, and its accent the colour
// of the icon.
func Read(templates fs.FS, o Options) ([]Asset, problem.List) {
	var problems problem.List
	var all []Asset
	there := map[string]bool{}
	add := func(name string, source []byte) {
		all = append(all, New(name, source))
		there[name] = true
	}
	accent := Accent(o.Accent, o.Theme)
	entries, err := fs.ReadDir(templates, "assets")
	if err != nil {
		problems.Add(problem.Problem{Path: "templates/assets", Level: problem.Error, Code: "missing_file", Text: err.Error()})
		return nil, problems
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), demonstration) && entry.Name() != o.Theme.Opening && entry.Name() != o.Theme.Mark {
			continue
		}
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || entry.Name() == Runners && !o.Compact {
			continue
		}
		name := entry.Name()
		switch { // the service worker, or what takes its place
		case name == workerOff && !o.NoOffline || name == Worker && o.NoOffline:
			there[Worker] = true
			continue
		case name == workerOff:
			name = Worker
		}
		source, err := fs.ReadFile(templates, "assets/"+entry.Name())
		if err != nil {
			problems.Add(problem.Problem{Path: "templates/assets/" + entry.Name(), Level: problem.Error, Code: "missing_file", Text: err.Error()})
			continue
		}
		switch entry.Name() {
		case Style:
			source = append(source, colours(accent, o.Theme)...)
		case Icon:
			source = bytes.ReplaceAll(source, []byte(builtIn), []byte(accent))
		}
		if small, err := leaner(path.Ext(entry.Name()), source); err == nil {
			source = small
		} else if !errors.Is(err, minify.ErrNotExist) {
			problems.Add(problem.Problem{Path: "templates/assets/" + entry.Name(), Level: problem.Error, Code: "asset", Text: err.Error()})
			continue
		}
		add(name, source)
	}
	for name, size := range map[string][2]int{Card: {1200, 630}, Touch: {180, 180}} {
		picture, err := picture(accent, size[0], size[1])
		if err != nil {
			problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "accent", Text: err.Error(), Hint: "such as \"#9e1b1e\""})
			continue
		}
		add(name, picture)
	}
	slices.SortFunc(all, func(a, b Asset) int { return cmp.Compare(a.Name, b.Name) })
	for _, of := range []struct{ code, name, hint string }{{"logo", o.Logo, "put the logo there, as SVG or PNG"}, {"mark", o.Theme.Mark, "put the mark there, as SVG or PNG"},
		{"opening", o.Theme.Opening, "put the picture there, as SVG"}} {
		if of.name != "" && !there[of.name] {
			problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: of.code, Text: fmt.Sprintf("there is no file %q in templates/assets", of.name), Hint: of.hint})
		}
	}
	for _, a := range all {
		if a.Name == o.Theme.Opening || a.Name == o.Theme.Mark && path.Ext(a.Name) == ".svg" {
			problems = append(problems, checkSVG("templates/assets/"+a.Name, a.Bytes)...)
		}
	}
	for _, name := range o.Loaded {
		if !there[name] {
			problems.Add(problem.Problem{Path: "templates/assets/" + name, Level: problem.Error, Code: "missing_file", Text: "pages load this file, but it does not exist"})
		}
	}
	return all, problems
}

// lean removes from styles and scripts what browsers do not need: comments, spaces
// and long names of variables.
var lean = func() *minify.M {
	m := minify.New()
	m.AddFunc(".css", css.Minify)
	m.AddFunc(".js", js.Minify)
	return m
}()

// leaner minifies a style or a script, once. For other files it returns
// minify.ErrNotExist.
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

// New returns a file with its address.
func New(name string, source []byte) Asset {
	sum := sha256.Sum256(source)
	if name == Worker { // its address says for which pages it may answer, and never changes
		return Asset{Name: name, Bytes: source, Path: Worker}
	}
	ext := path.Ext(name)
	return Asset{Name: name, Bytes: source, Path: "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext}
}

// demonstration is what the names of the files begin with that only the demonstration
// has: other sites do not publish them.
const demonstration = "demonstration"

// Assets that every page refers to, and the script of the compact layout.
const (
	Style   = "site.css"
	Icon    = "icon.svg"
	Card    = "card.png"
	Touch   = "touch.png"
	Runners = "runners.js"
	// Worker is the service worker, which lies in the site's root.
	Worker    = "sw.js"
	workerOff = "sw-off.js"
)
