package page

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io"
	"math/bits"
	"strconv"

	"guntime/generator/internal/page/pagetmpl"
	"guntime/generator/internal/race"
)

// In the compact layout the runners of a race lie in shards: files that hold
// some hundred of them each. The bib alone decides which one, so that a browser
// finds it without an index, and whoever is corrected stays in place.

// shardSize is how many runners a shard holds on average at most: as many as a
// phone loads at once.
const shardSize = 256

// Shards is how many shards the runners of a race lie in: a power of two, so
// that a late entry hardly ever moves anybody else.
func (s *Set) Shards(rv *race.RaceVerdict) int {
	return 1 << bits.Len(uint(max(0, rv.Shown-1)/shardSize))
}

// ShardOf is the shard of a bib, of so many. The script runners.js computes the
// same.
func ShardOf(bib string, shards int) int {
	h := fnv.New32a()
	h.Write([]byte(bib))
	sum := h.Sum32()
	return int((sum>>16 ^ sum) & uint32(shards-1))
}

// Sharded returns, by shard, the indices of the results that have a page, each
// shard in the order of bibs.
func (s *Set) Sharded(rv *race.RaceVerdict) [][]int {
	all := make([][]int, s.Shards(rv))
	for _, i := range s.byBib(rv) {
		n := ShardOf(rv.Results[i].Entry.Bib, len(all))
		all[n] = append(all[n], int(i))
	}
	return all
}

// RunnerShard writes the pages of some of a race's runners, without the frame
// that they share: JSON of the forms, which are pieces of HTML, and of each
// runner, by bib, the name, the number of the form and what goes between its
// pieces.
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

// join is how a page gets at what lies in shards: the script that reads them, how
// many there are, and their addresses, with a * for the number. It is nil where the
// layout has none.
type join struct {
	Script, Pages, Imprints string
	Shards                  int
}

func (d *draft) join(v *race.Verdict, rv *race.RaceVerdict) *join {
	if !d.archive.Site.Compact {
		return nil
	}
	e, id := v.Edition.ID, rv.Race.ID
	return &join{Script: d.url(d.assetPath[runnersScript]), Shards: d.Shards(rv),
		Pages: d.url(d.links.RunnerShard(d.lang, e, id, "*")), Imprints: d.url(d.links.CertificateShard(e, id, "*"))}
}

// certificateAt is the address of a certificate that is open to everybody: of
// the file, or of the shard that holds it.
func (d *draft) certificateAt(v *race.Verdict, rv *race.RaceVerdict, bib string) string {
	if !d.archive.Site.Compact {
		return d.url(d.links.Certificate(v.Edition.ID, rv.Race.ID, bib))
	}
	n := strconv.Itoa(ShardOf(bib, d.Shards(rv)))
	return d.url(d.links.CertificateShard(v.Edition.ID, rv.Race.ID, n)) + "#" + bib
}

// runnersView is the page on which a script shows any runner of a race: whom,
// stands in the address behind the #.
type runnersView struct {
	Frame
	Heading string
	Titled  string // the title with a runner on it; {name} and {bib} stand for both
	Join    *join
	Finder  *finder
	Lists   []Link // these and the page for the media do without a script
	Media   Link
}

// Runners is the page of a race on which its runners are shown.
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
		d.under(&view.Frame, v, d.editionCrumb(v), d.raceCrumb(v, rv))
		return view, d.err
	})
}
