package site

import (
	"slices"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/race"
)

// preview adds the picture of what the certificates of a race share, once the race is over
// and somebody's is open.
// It returns the rules by which a style sheet at an address shows it with the runners'
// texts: the pages hold those alone, and a new colour or place changes none of them.
func (p *plan) preview(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) (style func(from string) []byte) {
	form, given := p.Forms[rv]
	if !given || !rv.Over || !slices.ContainsFunc(rv.Results, func(r race.Result) bool { return certificate.Previewed(&r) }) {
		return func(string) []byte { return nil }
	}
	at := p.Links.CertificatePreview(v.Edition.ID, rv.Race.ID)
	keys.preview = artifact.KeyOf(form.PreviewStyle(""))
	p.add(at, keys.certificates(v, rv, form), artifact.Key{}, form.PreviewForm)
	return func(from string) []byte {
		return form.PreviewStyle(strings.Repeat("../", strings.Count(from, "/")) + at)
	}
}
