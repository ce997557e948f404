package site

import (
	"bytes"
	"io"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/race"
)

// checked returns the address of the site for certificates that can be checked
// here, "" where they are not signed.
func (p *plan) checked() string {
	if p.Signer == nil {
		return ""
	}
	return p.Signer.Site()
}

// verification adds the file with the public key and the races that have
// certificates, the same for the whole archive.
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

// checks adds the files that list which certificates of a race hold today. Each
// depends only on its content, so a correction of one runner redraws one file.
func (p *plan) checks(v *race.Verdict, rv *race.RaceVerdict) {
	form, given := p.Forms[rv]
	if !given || p.done {
		return
	}
	edition, id := v.Edition.ID, rv.Race.ID
	lists, err := form.Lists(certificate.Where{
		Race:   func(lang string) string { return p.Links.Race(lang, edition, id) },
		Runner: func(lang string) string { return p.Links.Runner(lang, edition, id, "*") },
		Few:    p.Archive.Site.Compact,
	})
	if err != nil {
		p.fail(err)
		return
	}
	for _, list := range lists {
		p.fresh(p.Links.Checks(edition, id, list.Name), list.Key, list.Draw)
	}
}

// fresh adds a file that caches must not keep: an old copy would confirm
// certificates that no longer hold.
func (p *plan) fresh(path string, key artifact.Key, draw func(io.Writer) error) {
	cache := p.cache
	p.cache = artifact.Live
	p.add(path, basis{}, key, draw)
	p.cache = cache
}
