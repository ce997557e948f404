package verify

import (
	"path"
	"slices"
	"strings"
)

// withdrawn reports whether a file stands in place of a withdrawn page.
func (s *site) withdrawn(name string) bool {
	_, is := slices.BinarySearch(s.tombstones, name)
	return is
}

// tombstone checks a page that was withdrawn: it must not show the bib, must be
// hidden from search engines, and results.json must not have the runner. It returns
// false for any other page.
func (r *reader) tombstone(name string) bool {
	if !r.withdrawn(name) {
		return false
	}
	bib := strings.TrimSuffix(path.Base(name), ".html")
	if !strings.Contains(r.page.robot, "noindex") {
		r.wrong(name, "withdrawn_page", rebuild, "it was withdrawn, and search engines may list it")
	}
	if slices.Contains(strings.Fields(string(r.page.words)), bib) {
		r.wrong(name, "withdrawn_page", rebuild, "it was withdrawn, and says the bib %s", bib)
	}
	if folder, _, one := ofRunner(name); one {
		if race := r.races[folder]; race != nil {
			if _, there := race.at[bib]; there {
				r.wrong(name, "withdrawn_page", rebuild, "it was withdrawn, and %s/results.json has bib %s", race.folder, bib)
			}
		}
	}
	return true
}
