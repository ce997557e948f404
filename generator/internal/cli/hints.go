package cli

import (
	"regexp"
	"strings"

	"guntime/generator/internal/cli/show"
	"guntime/generator/internal/page"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// likeEdition is the hint for an edition that is not there.
func likeEdition(archive *race.Archive) string {
	var ids []string
	for _, e := range archive.Editions {
		ids = append(ids, e.ID)
	}
	return oneOf("editions", ids)
}

// likeRace is the hint for a race that is not there: the edition may not be, or the
// race.
func likeRace(archive *race.Archive, edition, id string) string {
	for _, e := range archive.Editions {
		if e.ID != edition {
			continue
		}
		var ids []string
		for _, rc := range e.Races {
			ids = append(ids, rc.ID)
		}
		return meant(id, ids, oneOf("races", ids))
	}
	return likeEdition(archive)
}

// zeros are those in front of a number.
var zeros = regexp.MustCompile(`(^|[^0-9])0+`)

// likeBib is the hint for a bib that nobody has: one that differs only by case,
// zeros or a letter.
func likeBib(archive *race.Archive, bib string) string {
	plain := func(bib string) string { return zeros.ReplaceAllString(strings.ToLower(bib), "$1") }
	var near []string
	for _, e := range archive.Editions {
		for _, rc := range e.Races {
			for _, entry := range rc.Entries {
				if plain(entry.Bib) == plain(bib) {
					return "did you mean " + entry.Bib + "?"
				}
				if len(entry.Bib) == len(bib) && problem.Nearest(bib, []string{strings.ToLower(entry.Bib)}) != "" && len(near) < 3 {
					near = append(near, entry.Bib)
				}
			}
		}
	}
	if len(near) > 0 {
		return "bibs that look alike: " + strings.Join(near, ", ")
	}
	return "bibs stand in the entries of each race"
}

// likeTemplate is the hint for a template that is not there.
func likeTemplate(name string) string {
	var names []string
	for _, t := range page.Templates() {
		names = append(names, t.Name)
	}
	return meant(name, names, "guntime templates lists them")
}

// oneOf lists what there is.
func oneOf(what string, ids []string) string {
	if len(ids) == 0 {
		return "there are no " + what
	}
	return "there are: " + show.Fitted(ids, 120)
}
