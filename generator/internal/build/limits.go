package build

import (
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/site"
)

// Limits returns the limits of the host of a site.
func Limits(s race.Site) publish.Limits {
	l := site.LimitsOf(s)
	return publish.Limits{Files: l.Files, File: l.FileBytes, Site: l.Bytes}
}

// Purge returns what the cache of the host of a site can purge.
func Purge(s race.Site) publish.Purge {
	l := site.LimitsOf(s)
	return publish.Purge{Base: l.PurgeBase, URLs: l.URLs, Folders: l.Folders, Folder: l.PurgeFolder}
}
