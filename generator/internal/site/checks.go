package site

import (
	"bytes"
	"io"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/race"
)

// checked names the site in the certificates that are checked here, "" where they
// are not signed.
func (p *plan) checked() string {
	if p.Signer == nil {
		return ""
	}
	return p.Signer.Site()
}

// verification adds the public key, and which races have certificates: of all
// that there is to check against, what is the same for the whole archive.
func (p *plan) verification() {
	if p.Signer == nil {
		return
	}
	editions := map[string][]string{}
	for _, v := range p.Verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		for _, rc := range v.Edition.Races {
			if !rc.Rules.Certificate.None {
				editions[v.Edition.ID] = append(editions[v.Edition.ID], rc.ID)
			}
		}
	}
	var b bytes.Buffer
	if err := p.Signer.Key(&b, editions); err != nil {
		p.fail(err)
		return
	}
	p.fresh(p.Links.Verification(), artifact.KeyOf(b.Bytes()), artifact.Bytes(b.Bytes()))
}

// checks adds the files that say which certificates of a race hold today. Each
// hangs on nothing but what it says: a runner that is corrected draws one
// of them again.
func (p *plan) checks(v *race.Verdict, rv *race.RaceVerdict) {
	form, given := p.Forms[rv]
	if !given || p.done {
		return
	}
	edition, id := v.Edition.ID, rv.Race.ID
	lists, err := form.Lists(certificate.Where{
		Race:   func(lang string) string { return p.Links.Race(lang, edition, id) },
		Runner: func(lang string) string { return p.Links.Runner(lang, edition, id, "*") },
	})
	if err != nil {
		p.fail(err)
		return
	}
	for _, list := range lists {
		p.fresh(p.Links.Checks(edition, id, list.Name), list.Key, list.Draw)
	}
}

// fresh adds a file of which no old copy may be served for long: one would call
// genuine what no longer is.
func (p *plan) fresh(path string, key artifact.Key, draw func(io.Writer) error) {
	cache := p.cache
	p.cache = artifact.Live
	p.add(path, basis{}, key, draw)
	p.cache = cache
}
