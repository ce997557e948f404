// Package site plans the archive: all its files in a fixed order, none drawn yet.
// Only this package makes URLs, and the names of certificates that need a code.
package site

import (
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/export"
	"guntime/generator/internal/page"
	"guntime/generator/internal/page/course"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Input is all that a plan depends on. Verdicts are in the order of the editions of
// the archive. Forms has the certificate form of every race that has results and
// gives certificates. Design is the design of all printed lists.
type Input struct {
	Archive  *race.Archive
	Verdicts []*race.Verdict
	History  race.History
	Pages    *page.Set
	Forms    map[*race.RaceVerdict]*certificate.Form
	Design   *certificate.Design
	Finders  map[*race.RaceVerdict]func() *Finder
	Links    race.Links
	Book     *words.Book
	Signer   *certificate.Signer // nil if certificates are not signed
	Sources  artifact.Sources
	// Memory is nil where nothing is kept from one plan to the next.
	Memory *Memory
	// Cached has, by id, the editions whose files stay as they are. Verdicts has
	// only a brief verdict on those.
	Cached map[string]*CachedEdition
	// Kept is what the last build kept to make this one cheaper; nil for nothing.
	Kept *artifact.Kept
	// Whole, if not nil, is called for every edition when all its files are
	// planned.
	Whole func(*race.Verdict, CachedEdition)
}

// Plan yields the files of the whole site. The same input gives the same files in
// the same order.
func Plan(in Input) iter.Seq2[artifact.File, error] {
	return func(yield func(artifact.File, error) bool) {
		p := &plan{Input: in, yield: yield, results: resultKeys(in.Verdicts), editions: map[*race.Verdict]artifact.Key{}}
		p.basics = p.bases()
		p.summing = p.whole
		p.archive()
	}
}

// plan goes through the archive and yields files until the consumer stops.
type plan struct {
	Input
	basics
	yield    func(artifact.File, error) bool
	results  map[*race.RaceVerdict][]artifact.Key
	editions map[*race.Verdict]artifact.Key
	summing  basis                   // basis of summaries, of the archive or of one edition
	inputs   map[string]artifact.Key // inputs of the edition that is being planned, nil between editions
	noted    *artifact.Input         // the last slice of inputs that was noted
	urls     []string                // pages for the sitemap
	cache    artifact.Cache
	done     bool
}

// add adds a file that depends on a shared basis and on its own part.
func (p *plan) add(path string, on basis, own artifact.Key, draw func(io.Writer) error) {
	if !p.done {
		p.note(on.inputs)
		p.done = !p.yield(artifact.File{Path: path, Key: on.key.AndWith([]artifact.Key{own}, path), Inputs: on.inputs, Cache: p.cache, Draw: draw}, nil)
	}
}

// fail ends the plan with an error.
func (p *plan) fail(err error) {
	if !p.done {
		p.done = true
		p.yield(artifact.File{}, err)
	}
}

// summary adds a file that depends on the whole archive, or on a whole edition.
func (p *plan) summary(path string, draw func(io.Writer) error) {
	p.add(path, p.summing, artifact.Key{}, draw)
}

// page adds a page of that kind. It is in the sitemap if listed.
func (p *plan) page(url string, listed bool, draw func(io.Writer) error) {
	if listed {
		p.urls = append(p.urls, url)
	}
	p.summary(file(url), draw)
}

func (p *plan) archive() {
	p.cache = artifact.Settled
	p.page("", true, p.Pages.Choose())
	p.cache = artifact.Live // it may answer for a page that exists a moment later
	p.summary("404.html", p.Pages.NotFound())
	p.cache = artifact.Settled
	for _, lang := range p.Archive.Site.Languages {
		if p.anyLive() {
			p.cache = artifact.Live
		}
		p.page(p.Links.Home(lang), true, p.Pages.Home(lang, p.Verdicts...))
		p.cache = artifact.Settled
		p.page(p.Links.Section(lang, "history"), true, p.Pages.History(lang, p.History))
		p.page(p.Links.Section(lang, "editions"), true, p.Pages.Editions(lang, p.Verdicts...))
		p.page(p.Links.Section(lang, "records"), true, p.Pages.Records(lang, p.History))
		p.page(p.Links.Section(lang, "search"), true, p.Pages.Find(lang, p.Verdicts...))
		p.page(p.Links.Section(lang, "following"), false, p.Pages.Following(lang, p.Verdicts...))
		p.page(p.Links.Section(lang, "verify"), true, p.Pages.Verify(lang, p.checked()))
		for _, name := range p.Pages.ContentNames() {
			p.page(p.Links.Section(lang, name), true, p.Pages.Content(lang, name))
		}
	}
	p.years()
	for _, v := range p.Verdicts {
		p.edition(v)
	}
	p.verification()
	p.add(p.Links.Schema(), p.data, artifact.Key{}, export.Schema)
	p.add(p.Links.LiveSchema(), p.data, artifact.Key{}, export.LiveSchema)
	script := p.Pages.HostScript()
	p.add(p.Links.EmbedScript(), basis{}, artifact.KeyOf(script), artifact.Bytes(script))
	p.cache = artifact.Immutable
	for _, asset := range p.Pages.Assets() {
		if p.cache = artifact.Immutable; path.Dir(asset.Path) == "." {
			p.cache = artifact.Settled // the service worker
		}
		p.add(asset.Path, basis{}, artifact.KeyOf(asset.Bytes), artifact.Bytes(asset.Bytes))
	}
	p.cache = artifact.Settled
	p.wellKnown()
}

// planned adds the files of an edition that is not cached.
func (p *plan) planned(v *race.Verdict) {
	p.cache = cacheOf(v)
	defer func() { p.cache = artifact.Settled }()
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Edition(lang, v.Edition.ID), true, p.Pages.Edition(lang, v))
		p.page(p.Links.Rules(lang, v.Edition.ID), true, p.Pages.Rules(lang, v))
		if v.Edition.HasGuide() {
			p.page(p.Links.Guide(lang, v.Edition.ID), true, p.Pages.Guide(lang, v))
		}
	}
	if !v.Edition.State.HasResults() {
		return
	}
	p.summary(p.Links.ChangesJSON(v.Edition.ID), func(w io.Writer) error { return export.Changes(w, v) })
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Changes(lang, v.Edition.ID), true, p.Pages.Changes(lang, v))
		p.feed(lang, v)
	}
	for _, rv := range v.Races {
		p.race(v, rv)
	}
}

// feed adds the feeds of an edition's revisions.
func (p *plan) feed(lang string, v *race.Verdict) {
	write := func(draw func(*export.Feed, io.Writer) error) func(io.Writer) error {
		return func(w io.Writer) error {
			f, err := export.FeedOf(v, p.Book.In(lang), &p.Archive.Site, &p.Links)
			if err != nil {
				return fmt.Errorf("feed of %s (%s): %w", v.Edition.ID, lang, err)
			}
			return draw(f, w)
		}
	}
	p.summary(p.Links.Feed(lang, v.Edition.ID), write((*export.Feed).Atom))
	p.summary(p.Links.FeedJSON(lang, v.Edition.ID), write((*export.Feed).JSON))
}

func (p *plan) race(v *race.Verdict, rv *race.RaceVerdict) {
	edition, id := v.Edition.ID, rv.Race.ID
	keys := p.raceKeys(v, rv)
	style := p.preview(v, rv, &keys)
	rows := p.export(rv, &keys, p.certificatePath(v, rv))
	rows(p.Links.JSON(edition, id), v, export.JSON)
	rows(p.Links.CSV(edition, id), v, export.CSV)
	if rv.Over { // until then nobody prints them, they are dear to draw, and no page leads to them
		rows(p.Links.XLSX(edition, id), v, export.XLSX)
		name, on := p.Links.PDF(edition, id), keys.print.and("templates", p.Sources.Templates)
		p.add(name, on, keys.all, func(w io.Writer) error {
			return p.Kept.Draw(w, name, nil, func(w io.Writer, parts *artifact.Parts) error {
				return certificate.Results(w, parts, on.key, p.Design, p.Book, p.Archive.Site.Languages, v, rv)
			})
		})
		fields, err := p.Pages.Fields(v, rv)
		if err != nil {
			p.fail(err)
			return
		}
		for _, field := range fields {
			if path.Ext(field.Path) == ".css" {
				field.Bytes = append(field.Bytes, style(field.Path)...)
			}
			p.add(field.Path, basis{}, artifact.KeyOf(field.Bytes), artifact.Bytes(field.Bytes))
		}
	}
	p.boards(v, rv)
	if rv.Race.Drawn != nil {
		picture := course.Picture(rv.Race.Drawn)
		p.add(p.Links.Profile(edition, id), basis{}, artifact.KeyOf(picture), artifact.Bytes(picture))
		for _, lang := range p.Archive.Site.Languages {
			p.urls = append(p.urls, p.Links.Course(lang, edition, id))
			p.add(file(p.Links.Course(lang, edition, id)), keys.pages[lang], artifact.Key{}, p.Pages.Course(lang, v, rv))
		}
	}
	p.finder(v, rv, &keys)
	p.following(v, rv, &keys)
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Race(lang, edition, id), true, p.Pages.Race(lang, v, rv))
		p.page(p.Links.Live(lang, edition, id), true, p.Pages.Live(lang, v, rv))
		p.page(p.Links.Awards(lang, edition, id), true, p.Pages.Awards(lang, v, rv))
		p.page(p.Links.Statistics(lang, edition, id), true, p.Pages.Statistics(lang, v, rv))
		p.page(p.Links.Media(lang, edition, id), true, p.Pages.Media(lang, v, rv))
		p.page(p.Links.Embed(lang, edition, id), false, p.Pages.Embed(lang, v, rv))
		p.lists(lang, v, rv, &keys)
	}
	p.hubs(v, rv, &keys)
	p.pictures(v, rv)
	if p.Archive.Site.Compact {
		p.shards(v, rv, &keys)
	} else {
		p.runners(v, rv, &keys)
	}
	p.certificates(v, rv, &keys)
	p.checks(v, rv)
}

// exporter writes all results of a race.
type exporter func(io.Writer, *race.Verdict, *race.RaceVerdict, export.CertificatePath, *artifact.Parts) error

// export returns what adds a file with all results of a race. When the race is over, rows
// that have not changed since the last build are taken from its file.
func (p *plan) export(rv *race.RaceVerdict, keys *raceKeys, path export.CertificatePath) func(name string, v *race.Verdict, write exporter) {
	counts := countsKey(rv)
	return func(name string, v *race.Verdict, write exporter) {
		kept := p.Kept
		if !rv.Over {
			kept = nil
		}
		p.add(name, keys.data, keys.all, func(w io.Writer) error {
			return kept.Draw(w, name, func(from, to int) artifact.Key {
				return keys.data.key.And(counts).And(keys.results[from:to]...).With(strconv.Itoa(from), strconv.Itoa(len(keys.results)), name)
			}, func(w io.Writer, parts *artifact.Parts) error { return write(w, v, rv, path, parts) })
		})
	}
}

// lists adds the lists of a race: ranked runners, and runners without a place.
func (p *plan) lists(lang string, v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	edition, id, on := v.Edition.ID, rv.Race.ID, keys.pages[lang]
	for _, list := range p.Pages.Lists(rv) {
		for n := 1; n <= list.Pages(); n++ {
			url := p.Links.Division(lang, edition, id, list.ID, n)
			p.urls = append(p.urls, url)
			p.add(file(url), on, keys.list(rv, list, n), p.Pages.Division(lang, v, rv, list, n))
		}
		if list.Pages() > 1 && rv.Over {
			p.add(file(p.Links.ListIndex(lang, edition, id, list.ID)), on, keys.all, p.Pages.ListIndex(lang, v, rv, list))
		}
	}
	p.teams(lang, v, rv, keys)
	p.add(p.Links.Compare(lang, edition, id), on, artifact.Key{}, p.Pages.Compare(lang, v, rv))
	others, in := p.Pages.Unplaced(rv), rv.Race.Divisions
	for _, division := range append(slices.Clip(in), nil) { // those who fit none stand last
		within := ""
		if division != nil {
			within = division.ID
		}
		for n := 1; n <= others.Pages(division); n++ {
			p.add(file(p.Links.Others(lang, edition, id, within, n)), on, keys.others(rv, others.Shown(division, n)), p.Pages.Others(lang, v, rv, division, n))
		}
	}
}

// runners adds the page of every runner as a file, one language after another, so
// that what draws a language is reused.
func (p *plan) runners(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	begins := divisionStarts(rv)
	key := func(lang string, i int) artifact.Key {
		return p.runnerKey(lang, v, rv, keys, i, i-begins[rv.Results[i].Division])
	}
	if !rv.Over { // it is the same in all languages
		all := make([]artifact.Key, len(rv.Results))
		for i := range all {
			all[i] = key("", i)
		}
		key = func(_ string, i int) artifact.Key { return all[i] }
	}
	for _, lang := range p.Archive.Site.Languages {
		before, after, _ := strings.Cut(p.Links.Runner(lang, v.Edition.ID, rv.Race.ID, "*"), "*")
		for i := range rv.Results {
			if r := &rv.Results[i]; r.Entry.Visibility != race.Anonymous {
				p.add(before+r.Entry.Bib+after, keys.pages[lang], key(lang, i), func(w io.Writer) error { return p.Pages.Runner(lang, v, rv, i)(w) })
			}
		}
	}
}

// runnerKey returns the own part of a runner's page. at is the index of the result
// in its division.
func (p *plan) runnerKey(lang string, v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys, i, at int) artifact.Key {
	if !rv.Over {
		return keys.running(rv, p.Pages.Unplaced(rv), i, at, p.Pages.Hubs(rv).Of(rv.Results[i].Entry))
	}
	return keys.runner(rv, i, at).With(strconv.Itoa(p.Pages.OverallPage(lang, v, rv, i))).With(p.Pages.Hubs(rv).Of(rv.Results[i].Entry)...)
}

// certificates adds each certificate that is ready as a file, except those in
// shards. A race without certificates has no form.
func (p *plan) certificates(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	edition, id := v.Edition.ID, rv.Race.ID
	form, given := p.Forms[rv]
	if !given {
		return
	}
	on := keys.certificates(v, rv, form)
	for i := range rv.Results {
		r := &rv.Results[i]
		if r.Certificate.Status != race.CertificateReady || p.Archive.Site.Compact && !r.Certificate.ByCode {
			continue
		}
		name := r.Entry.Bib
		if r.Certificate.ByCode {
			name = Token(r.Entry.Code, edition, id, r.Entry.Bib)
		}
		p.add(p.Links.Certificate(edition, id, name), on, p.certificateKey(form, keys, rv, i), func(w io.Writer) error { return form.Draw(w, r) })
	}
}

// certificateKey returns the own part of a certificate.
func (p *plan) certificateKey(form *certificate.Form, keys *raceKeys, rv *race.RaceVerdict, i int) artifact.Key {
	said, err := form.Said(i)
	if err != nil {
		p.fail(err)
	}
	own := keys.results[i].And(form.FieldKey(&rv.Results[i]))
	if said == "" {
		return own
	}
	return own.With(said)
}

// certificatePath returns the paths of the certificates that exports may name:
// files that need no code.
func (p *plan) certificatePath(v *race.Verdict, rv *race.RaceVerdict) export.CertificatePath {
	return func(r *race.Result) string {
		if r.Certificate.Status != race.CertificateReady || r.Certificate.ByCode || p.Archive.Site.Compact {
			return ""
		}
		return p.Links.Certificate(v.Edition.ID, rv.Race.ID, r.Entry.Bib)
	}
}
