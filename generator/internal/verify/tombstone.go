package verify

import (
	"path"
	"slices"
	"strings"
)

// withdrawn reports whether a page stands where another was withdrawn.
func (s *site) withdrawn(name string) bool {
	_, is := slices.BinarySearch(s.tombstones, name)
	return is
}

// tombstone holds that such a page says nothing about whom it was of, is kept from
// search engines, and that results.json has nobody for it; false for any other.
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
