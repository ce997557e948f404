package sample

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Look is what there is to tell of a design without drawing it.
type Look struct {
	Name          string // "" for that of certificate.yaml
	File          string // among the templates
	Says          string // what it says of itself, "" for nothing
	Width, Height float64
}

// Looks returns all designs among the templates, that of certificate.yaml first. What
// is wrong with one is found where it is parsed.
func Looks(templates fs.FS) (looks []Look, err error) {
	files, err := fs.Glob(templates, "certificate*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		rest := strings.TrimSuffix(strings.TrimPrefix(file, "certificate"), ".yaml")
		name, named := strings.CutPrefix(rest, "-")
		if rest != "" && (!named || name == "") {
			continue
		}
		look := Look{Name: name, File: file}
		look.read(templates, file, true)
		looks = append(looks, look)
	}
	slices.SortFunc(looks, func(a, b Look) int { return strings.Compare(a.Name, b.Name) })
	return looks, nil
}

// read takes what a file says over what the design that it is like says.
func (l *Look) read(templates fs.FS, file string, mayBeLike bool) {
	var said struct {
		Says string `yaml:"says"`
		Like string `yaml:"like"`
		Page struct {
			Width  float64 `yaml:"width"`
			Height float64 `yaml:"height"`
		} `yaml:"page"`
	}
	source, err := fs.ReadFile(templates, file)
	if err != nil || yaml.Unmarshal(source, &said) != nil {
		return
	}
	if said.Like != "" && mayBeLike {
		l.read(templates, said.Like, false)
	}
	if said.Says != "" {
		l.Says = said.Says
	}
	if said.Page.Width > 0 {
		l.Width, l.Height = said.Page.Width, said.Page.Height
	}
}
