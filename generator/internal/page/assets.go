package page

import (
	"io/fs"
	"slices"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/problem"
)

// Scripts that only some pages load.
const (
	findScript     = "find.js"
	verifyScript   = "verify.js"
	pictureScript  = "picture.js"
	movedScript    = "moved.js"
	siftScript     = "sift.js"
	keepScript     = "keep.js" // registers the service worker
	shareScript    = "share.js"
	cardScript     = "card.js"
	notesScript    = "notes.js"
	embedScript    = "embed.js"
	hostScript     = "embed-host.js"
	languageScript = "language.js"
	runnersScript  = asset.Runners
)

// Assets returns the files the pages load, by name.
func (s *Set) Assets() []asset.Asset { return s.assets }

// HostScript is the script that other sites load beside a frame with a page of this one. It
// has an address of its own, and is none of Assets.
func (s *Set) HostScript() []byte { return s.host }

// readAssets reads templates/assets.
func (s *Set) readAssets(templates fs.FS) problem.List {
	site := &s.archive.Site
	loaded := []string{asset.Style, asset.Icon, findScript, verifyScript, finderScript, searchScript, latinScript, jumpScript, compareScript, markScript, pictureScript, movedScript,
		starScript, siftScript, keepScript, asset.Worker, followingScript, renewScript, liveScript, shareScript, cardScript, notesScript, embedScript, hostScript, languageScript}
	if site.Compact {
		loaded = append(loaded, runnersScript)
	}
	var problems problem.List
	s.assets, problems = asset.Read(templates, asset.Options{Accent: site.Accent, Logo: site.Logo, Theme: site.Theme, Compact: site.Compact, NoOffline: site.NoOffline, Loaded: loaded})
	if i := slices.IndexFunc(s.assets, func(a asset.Asset) bool { return a.Name == hostScript }); i >= 0 {
		s.host = s.assets[i].Bytes
		s.assets = slices.Delete(s.assets, i, i+1)
	}
	s.assetPath = map[string]string{}
	for _, a := range s.assets {
		s.assetPath[a.Name] = a.Path
	}
	if err := s.sharing(); err != nil {
		problems.Add(problem.Problem{Path: "content/messages", Level: problem.Error, Code: "message", Text: err.Error()})
	}
	return problems
}
