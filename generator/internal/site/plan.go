// Package site plans the archive: every file it deserves, in a fixed order,
// none of them drawn yet. It is the only place that makes URLs and the names
// of certificates that are open to a code alone.
package site

import (
	"crypto/sha256"
	"fmt"
	"io"
	"iter"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/export"
	"guntime/generator/internal/page"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Input is all that a plan depends on. Verdicts stand in the order of the
// archive's editions; Forms holds the certificate form of every race that has
// results.
type Input struct {
	Archive  *race.Archive
	Verdicts []*race.Verdict
	History  race.History
	Pages    *page.Set
	Forms    map[*race.RaceVerdict]*certificate.Form
	Finders  map[*race.RaceVerdict]*Finder
	Links    race.Links
	Book     *words.Book
	Signer   *certificate.Signer // nil where certificates are not signed
	Program  artifact.Key        // the program itself
	Key      artifact.Key        // the program and every source it reads
}

// Plan yields the files of the whole site. The same input gives the same files
// in the same order.
func Plan(in Input) iter.Seq2[artifact.File, error] {
	return func(yield func(artifact.File, error) bool) {
		p := &plan{Input: in, yield: yield}
		key, err := p.digest()
		if err != nil {
			yield(artifact.File{}, err)
			return
		}
		p.key = key
		p.archive()
	}
}

// Count returns how many files the plan has.
func Count(in Input) int {
	n := 0
	p := &plan{Input: in, counting: true, yield: func(artifact.File, error) bool { n++; return true }}
	p.archive()
	return n
}

// plan walks the archive until the one who pulls has had enough.
type plan struct {
	Input
	yield    func(artifact.File, error) bool
	key      artifact.Key // of the part being walked
	urls     []string     // pages for the sitemap
	counting bool         // the files are only counted
	done     bool
}

func (p *plan) add(path string, draw func(io.Writer) error) {
	if !p.done {
		p.done = !p.yield(artifact.File{Path: path, Key: p.key.With(path), Draw: draw}, nil)
	}
}

// certificate adds a certificate. It depends on what it says and on the program
// alone, so that a correction elsewhere draws it no second time.
func (p *plan) certificate(path string, e *race.Edition, rc *race.Race, form *certificate.Form, r *race.Result) {
	if p.done {
		return
	}
	if p.counting {
		p.add(path, nil)
		return
	}
	said, err := form.KeyOf(r)
	if err != nil {
		p.done = !p.yield(artifact.File{}, err)
		return
	}
	signed := ""
	if p.Signer != nil {
		signed = p.Signer.Said(e, rc, r)
	}
	p.done = !p.yield(artifact.File{Path: path, Key: p.Program.With(path, said.String(), signed),
		Draw: func(w io.Writer) error { return form.Draw(w, r) }}, nil)
}

// page adds a page; unlisted ones stay out of the sitemap.
func (p *plan) page(url string, listed bool, draw func(io.Writer) error) {
	if listed {
		p.urls = append(p.urls, url)
	}
	p.add(file(url), draw)
}

func (p *plan) archive() {
	p.page("", true, p.Pages.Choose())
	p.add("404.html", p.Pages.NotFound())
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Home(lang), true, p.Pages.Home(lang, p.Verdicts...))
		p.page(p.Links.Section(lang, "history"), true, p.Pages.History(lang, p.History))
		p.page(p.Links.Section(lang, "records"), true, p.Pages.Records(lang, p.History))
		p.page(p.Links.Section(lang, "search"), true, p.Pages.Find(lang, p.Verdicts...))
		p.page(p.Links.Section(lang, "verify"), true, p.Pages.Verify(lang, p.Signer != nil))
		for _, name := range p.Pages.ContentNames() {
			p.page(p.Links.Section(lang, name), true, p.Pages.Content(lang, name))
		}
	}
	for _, v := range p.Verdicts {
		p.edition(v)
	}
	if p.Signer != nil {
		p.add(p.Links.Verification(), func(w io.Writer) error { return p.Signer.List(w, p.Verdicts) })
	}
	p.add(p.Links.Schema(), export.Schema)
	for _, asset := range p.Pages.Assets() {
		p.add(asset.Path, artifact.Bytes(asset.Bytes))
	}
	p.wellKnown()
}

// digest is the key of everything that the verdicts of this moment say, so
// that a certificate whose hour has come is drawn though no source changed.
func (p *plan) digest() (artifact.Key, error) {
	h := sha256.New()
	if p.Signer != nil {
		fmt.Fprintln(h, p.Signer.ID())
	}
	for _, v := range p.Verdicts {
		fmt.Fprintln(h, v.Edition.ID, v.Over)
		for _, rv := range v.Races {
			if err := export.JSON(h, v, rv, p.certificatePath(v, rv)); err != nil {
				return artifact.Key{}, err
			}
		}
	}
	return p.Key.With(string(h.Sum(nil))), nil
}

func (p *plan) edition(v *race.Verdict) {
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Edition(lang, v.Edition.ID), true, p.Pages.Edition(lang, v))
		p.page(p.Links.Rules(lang, v.Edition.ID), true, p.Pages.Rules(lang, v))
	}
	if !v.Edition.State.HasResults() {
		return
	}
	p.add(p.Links.ChangesJSON(v.Edition.ID), func(w io.Writer) error { return export.Changes(w, v) })
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Changes(lang, v.Edition.ID), true, p.Pages.Changes(lang, v))
		p.feed(lang, v)
	}
	for _, rv := range v.Races {
		p.race(v, rv)
	}
}

// feed adds an edition's revisions for those who follow them.
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
	p.add(p.Links.Feed(lang, v.Edition.ID), write((*export.Feed).Atom))
	p.add(p.Links.FeedJSON(lang, v.Edition.ID), write((*export.Feed).JSON))
}

func (p *plan) race(v *race.Verdict, rv *race.RaceVerdict) {
	edition, id := v.Edition.ID, rv.Race.ID
	path := p.certificatePath(v, rv)
	p.add(p.Links.JSON(edition, id), func(w io.Writer) error { return export.JSON(w, v, rv, path) })
	p.add(p.Links.CSV(edition, id), func(w io.Writer) error { return export.CSV(w, v, rv, path) })
	p.add(p.Links.XLSX(edition, id), func(w io.Writer) error { return export.XLSX(w, v, rv, path) })
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Race(lang, edition, id), true, p.Pages.Race(lang, v, rv))
		p.page(p.Links.Awards(lang, edition, id), true, p.Pages.Awards(lang, v, rv))
		p.page(p.Links.Statistics(lang, edition, id), true, p.Pages.Statistics(lang, v, rv))
		p.page(p.Links.Media(lang, edition, id), true, p.Pages.Media(lang, v, rv))
		p.page(p.Links.Embed(lang, edition, id), false, p.Pages.Embed(lang, v, rv))
		for i := range rv.Divisions {
			d := &rv.Divisions[i]
			for n := 1; n <= p.Pages.DivisionPages(d); n++ {
				p.page(p.Links.Division(lang, edition, id, d.Division.ID, n), true, p.Pages.Division(lang, v, rv, d, n))
			}
			for n := 1; n <= p.Pages.OthersPages(rv, d); n++ {
				p.page(p.Links.Others(lang, edition, id, d.Division.ID, n), false, p.Pages.Others(lang, v, rv, d, n))
			}
		}
		for n := 1; n <= p.Pages.OthersPages(rv, nil); n++ {
			p.page(p.Links.Others(lang, edition, id, "", n), false, p.Pages.Others(lang, v, rv, nil, n))
		}
		for i := range rv.Results {
			r := &rv.Results[i]
			if r.Entry.Visibility != race.Anonymous {
				p.page(p.Links.Runner(lang, edition, id, r.Entry.Bib), false, p.Pages.Runner(lang, v, rv, i))
			}
		}
	}
	p.finder(v, rv)
	form := p.Forms[rv]
	for i := range rv.Results {
		r := &rv.Results[i]
		if r.Certificate.Status != race.CertificateReady {
			continue
		}
		name := r.Entry.Bib
		if r.Certificate.ByCode {
			name = Token(r.Entry.Code, edition, id, r.Entry.Bib)
		}
		p.certificate(p.Links.Certificate(edition, id, name), v.Edition, rv.Race, form, r)
	}
}

// certificatePath names the certificates that may be named: those that are
// there, and open by bib.
func (p *plan) certificatePath(v *race.Verdict, rv *race.RaceVerdict) export.CertificatePath {
	return func(r *race.Result) string {
		if r.Certificate.Status != race.CertificateReady || r.Certificate.ByCode {
			return ""
		}
		return p.Links.Certificate(v.Edition.ID, rv.Race.ID, r.Entry.Bib)
	}
}
