package verify

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// hubOf returns what a page gathers runners by, and the folder of its group: the pages
// {lang}/{edition}/{race}/clubs/{id}/, nations/{id}/ and points/{id}/, later pages in
// folders of their own. shared is true for a page of several small groups.
func (s *site) hubOf(name string) (of *results, lang int, kind, id string, shared bool) {
	part := strings.Split(path.Dir(name), "/")
	if len(part) < 5 || path.Base(name) != "index.html" || part[3] != "clubs" && part[3] != "nations" && part[3] != "points" {
		return nil, 0, "", "", false
	}
	if _, err := strconv.Atoi(part[4]); err == nil { // a later page of the overview
		return nil, 0, "", "", false
	}
	return s.races[part[1]+"/"+part[2]], slices.Index(s.languages, part[0]), part[3], part[4], part[4] == "few"
}

// bibOf returns the bib of the runner whom the first link of a row leads to.
func (r *row) bibOf() (string, bool) {
	if !strings.Contains(r.link, "/runners/") {
		return "", false
	}
	return strings.TrimPrefix(strings.TrimSuffix(path.Base(r.link), ".html"), "#"), true
}

// hub compares the page of a club, a nation or a point with results.json: who stands
// there belongs there, with the bib, the name, the place and the times of their result.
func (r *reader) hub(name string) {
	of, lang, kind, id, shared := r.hubOf(name)
	if of == nil || lang < 0 {
		return
	}
	for i := range r.page.rows {
		row := &r.page.rows[i]
		bib, is := row.bibOf()
		if !is {
			continue
		}
		at, there := of.at[bib]
		if !there {
			r.wrong(name, "row_too_many", rebuild, "results.json has no runner with bib %s", bib)
			continue
		}
		f := &of.facts[at]
		says := func(what, want string) {
			if want != "" && !slices.Contains(row.texts, strings.TrimSpace(want)) {
				r.wrong(name, "results_differ", rebuild, "bib %s: its row does not say the %s %q of results.json", bib, what, want)
			}
		}
		says("bib", f.Bib)
		says("name", f.Name)
		if of.mayRun() {
			continue // the boards say the rest
		}
		if kind == "points" {
			if want := f.at(id); want != f.Gun || !slices.Contains(row.texts, clockText(f.Net)) { // where net times rank, the finish has them
				says("time", clockText(want))
			}
			continue
		}
		says("gun time", clockText(f.Gun))
		says("net time", clockText(f.Net))
		if f.Place > 0 && number(row.texts[0]) != f.Place {
			r.wrong(name, "results_differ", rebuild, "bib %s: it stands there at %q, in results.json at %d", bib, row.texts[0], f.Place)
		}
		if !shared {
			r.gathered(name, of, kind, id, f)
		}
		r.mu.Lock()
		if of.hubs[kind] == nil {
			of.hubs[kind] = make([][]int, len(r.languages))
			for lang := range of.hubs[kind] {
				of.hubs[kind][lang] = make([]int, len(of.facts))
			}
		}
		of.hubs[kind][lang][at]++
		r.mu.Unlock()
	}
}

// gathered holds a page against the club or nation of a runner on it: all of a folder
// have the same.
func (r *reader) gathered(name string, of *results, kind, id string, f *fact) {
	own := f.group(kind)
	r.mu.Lock()
	group, known := of.groups[kind+"/"+id]
	if !known {
		of.groups[kind+"/"+id] = own
	}
	r.mu.Unlock()
	if known && group != own || own == "" {
		r.wrong(name, "results_differ", rebuild, "bib %s: it stands among those of %q, in results.json it is of %q", f.Bib, group, own)
	}
}

// group is the club or nation of a result, folded: club names of one fold are one club.
func (f *fact) group(kind string) string {
	if kind == "clubs" {
		return race.FoldTeam(f.Club)
	}
	return f.Nat
}

// at is the time of a result at a point, as results.json has it; of the finish it is
// the gun time.
func (f *fact) at(point string) string {
	for _, s := range f.Splits {
		if s.Point == point {
			return s.Time
		}
	}
	return ""
}

// checkHubs holds the pages of clubs and nations together against results.json: in each
// language everybody stands once on the page of theirs.
func (s *site) checkHubs(r *results) {
	for kind, counts := range r.hubs {
		for lang, of := range counts {
			for i, n := range of {
				want := 0
				if f := &r.facts[i]; f.Bib != "" && f.group(kind) != "" {
					want = 1
				}
				if n != want {
					s.wrong(s.languages[lang]+"/"+r.folder+"/"+kind+"/index.html", "not_listed_once", rebuild, "bib %s is %d times on the pages of %s", r.facts[i].Bib, n, kind)
				}
			}
		}
	}
}

// years compares the page that joins the results of a runner with the results.json of
// each of them: the place and the gun time.
func (r *reader) years(name string) {
	if part := strings.Split(name, "/"); len(part) != 4 || part[1] != "runners" || part[3] != "index.html" {
		return
	}
	for i := range r.page.rows {
		row := &r.page.rows[i]
		to, id, inside := r.resolve(name, row.link)
		folder, bib, is := ofRunner(to)
		if part := strings.Split(to, "/"); !is && len(part) == 5 && part[3] == "runners" && id != "" {
			folder, bib, is = part[1]+"/"+part[2], id, true
		}
		of := r.races[folder]
		if !inside || !is || of == nil {
			continue
		}
		at, there := of.at[bib]
		if !there {
			r.wrong(name, "row_too_many", rebuild, "results.json of %s has no runner with bib %s", folder, bib)
			continue
		}
		f := &of.facts[at]
		if f.Gun != "" && !slices.Contains(row.texts, clockText(f.Gun)) {
			r.wrong(name, "results_differ", rebuild, "bib %s of %s: its row does not say the gun time %q of results.json", bib, folder, f.Gun)
		}
		if f.Place > 0 && !slices.ContainsFunc(row.texts, func(s string) bool { return number(s) == f.Place }) {
			r.wrong(name, "results_differ", rebuild, "bib %s of %s: its row does not say the place %d of results.json", bib, folder, f.Place)
		}
	}
}
