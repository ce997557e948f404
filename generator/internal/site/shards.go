package site

import (
	"io"
	"path"
	"strconv"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// shards adds the files that the compact layout has in place of a file for each
// runner: for each language one page that shows all runners of a race, their pages
// in shards, and the certificates that need no code, as a form and shards with the
// rest. A certificate that needs a code stays a file named by its token, because
// whoever loads a shard gets all certificates in it. A runner is in the same shard
// of both kinds.
func (p *plan) shards(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	edition, id := v.Edition.ID, rv.Race.ID
	all := p.Pages.Sharded(rv)
	begins := divisionStarts(rv)
	for _, lang := range p.Archive.Site.Languages {
		p.page(p.Links.Runners(lang, edition, id), p.Archive.Site.IndexRunners, p.Pages.Runners(lang, v, rv))
		for n, results := range all {
			own := artifact.Key{}
			for _, i := range results {
				own = own.And(p.runnerKey(lang, v, rv, keys, i, i-begins[rv.Results[i].Division]))
			}
			p.add(p.Links.RunnerShard(lang, edition, id, strconv.Itoa(n)), keys.pages[lang], own, p.Pages.RunnerShard(lang, v, rv, results))
		}
	}
	form, given := p.Forms[rv]
	if !given {
		return
	}
	on := keys.certificates(v, rv, form)
	blank := p.Links.CertificateForm(edition, id, form.Key().String()[:10])
	cache := p.cache
	p.cache = artifact.Immutable // its name changes with its content
	p.add(blank, on, artifact.Key{}, form.Blank)
	p.cache = cache
	for n, results := range all {
		own, open := artifact.Key{}, []*race.Result{}
		for _, i := range results {
			if r := &rv.Results[i]; r.Certificate.Status == race.CertificateReady && !r.Certificate.ByCode {
				own, open = own.And(p.certificateKey(form, keys, rv, i)), append(open, r)
			}
		}
		p.add(p.Links.CertificateShard(edition, id, strconv.Itoa(n)), on, own, func(w io.Writer) error {
			return form.Shard(w, path.Base(blank), open)
		})
	}
}

// divisionStarts returns the index of the first result of each division.
func divisionStarts(rv *race.RaceVerdict) map[*race.Division]int {
	begins := map[*race.Division]int{}
	for i := range rv.Results {
		if _, known := begins[rv.Results[i].Division]; !known {
			begins[rv.Results[i].Division] = i
		}
	}
	return begins
}
