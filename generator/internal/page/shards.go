package page

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/page/pagetmpl"
	"guntime/generator/internal/race"
)

// Sharded returns, by shard, the indices of the results that have a page, in the
// order of bibs.
func (s *Set) Sharded(rv *race.RaceVerdict) [][]int {
	all := make([][]int, lists.Shards(rv))
	for _, i := range s.byBib(rv) {
		n := race.ShardOf(rv.Results[i].Entry.Bib, len(all))
		all[n] = append(all[n], int(i))
	}
	return all
}

// RunnerShard writes the pages of some runners of a race without their common
// frame, as JSON: the forms, which are pieces of HTML, and by bib the name, the
// number of the form, and the texts between its pieces.
func (s *Set) RunnerShard(lang string, v *race.Verdict, rv *race.RaceVerdict, results []int) func(io.Writer) error {
	return buffered(lang, runnerPage, func(b *bytes.Buffer) error {
		f, err := s.cachedFrame(lang, v, rv)
		if err != nil {
			return err
		}
		pages, names := make([]string, len(results)), make([]string, len(results))
		for n, i := range results {
			view, err := s.runner(lang, v, rv, i, f)
			if err != nil {
				return err
			}
			b.Reset()
			if err := s.matter[lang].Write(b, view); err != nil {
				return err
			}
			pages[n], names[n] = b.String(), view.Name.Text
		}
		pieces, of := pagetmpl.Fold(pages)
		runners := make(map[string][]any, len(results))
		for n, i := range results {
			line := []any{names[n], of[n].Pieces}
			for _, slot := range of[n].Slots {
				line = append(line, slot)
			}
			runners[rv.Results[i].Entry.Bib] = line
		}
		b.Reset()
		out := json.NewEncoder(b)
		out.SetEscapeHTML(false)
		return out.Encode(struct {
			Forms   [][]string       `json:"forms"`
			Runners map[string][]any `json:"runners"`
		}{pieces, runners})
	})
}

// join tells a page how to read shards: the script, their number, and their
// addresses, with a * for the number. It is nil in the usual layout.
type join struct {
	Script, Pages, Imprints string
	Shards                  int
}

func (d *draft) join(v *race.Verdict, rv *race.RaceVerdict) *join {
	if !d.archive.Site.Compact {
		return nil
	}
	e, id := v.Edition.ID, rv.Race.ID
	return &join{Script: d.url(d.assetPath[runnersScript]), Shards: lists.Shards(rv),
		Pages: d.url(d.links.RunnerShard(d.lang, e, id, "*")), Imprints: d.url(d.links.CertificateShard(e, id, "*"))}
}

// certificateAt returns the address of a certificate that needs no code: of its
// file, or of its shard.
func (d *draft) certificateAt(v *race.Verdict, rv *race.RaceVerdict, bib string) string {
	if !d.archive.Site.Compact {
		return d.url(d.links.Certificate(v.Edition.ID, rv.Race.ID, bib))
	}
	n := strconv.Itoa(race.ShardOf(bib, lists.Shards(rv)))
	return d.url(d.links.CertificateShard(v.Edition.ID, rv.Race.ID, n)) + "#" + bib
}

// runnersView is the page on which a script shows a runner of a race. The bib is in
// the address after the #.
type runnersView struct {
	Frame
	Heading string
	Titled  string // title for a runner; {name} and {bib} are placeholders
	Join    *join
	Finder  *finder
	Lists   []Link // these and the media page need no script
	Media   Link
}

// Runners is the page of a race that shows its runners.
func (s *Set) Runners(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "runners.html", func() (any, error) {
		e, id := v.Edition.ID, rv.Race.ID
		path := func(lang string) string { return s.links.Runners(lang, e, id) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := runnersView{
			Frame:   d.frame(d.say("runners.title", "Edition", w.edition, "Race", w.race), d.say(described("runners.description", rv.Race), "Edition", w.edition, "Race", w.race), path),
			Heading: d.say("runners.heading"), Titled: d.runnerFrame(v, rv, "{name}", "{bib}").Title,
			Join: d.join(v, rv), Finder: d.finder(v, rv), Lists: d.siblings(v, rv, nil, w),
			Media: Link{URL: d.url(s.links.Media(lang, e, id)), Label: d.say("media.link")},
		}
		view.NoIndex = !d.archive.Site.IndexRunners
		d.counted(&view.Frame, v, rv)
		d.underRace(&view.Frame, v, rv)
		return view, d.err
	})
}
