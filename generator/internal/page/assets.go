package page

import (
	"io/fs"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/problem"
)

// Scripts that only some pages load.
const (
	findScript    = "find.js"
	verifyScript  = "verify.js"
	pictureScript = "picture.js"
	movedScript   = "moved.js"
	runnersScript = asset.Runners
)

// Assets returns the files the pages load, by name.
func (s *Set) Assets() []asset.Asset { return s.assets }

// readAssets reads templates/assets.
func (s *Set) readAssets(templates fs.FS) problem.List {
	site := &s.archive.Site
	loaded := []string{asset.Style, asset.Icon, findScript, verifyScript, finderScript, jumpScript, compareScript, markScript, pictureScript, movedScript}
	if site.Compact {
		loaded = append(loaded, runnersScript)
	}
	var problems problem.List
	s.assets, problems = asset.Read(templates, asset.Options{Accent: site.Accent, Logo: site.Logo, Compact: site.Compact, Loaded: loaded})
	s.assetPath = map[string]string{}
	for _, a := range s.assets {
		s.assetPath[a.Name] = a.Path
	}
	return problems
}
