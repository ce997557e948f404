package site

import (
	"iter"
	"slices"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// CachedEdition is what a plan needs of an edition of which nothing has changed since
// its files were drawn: they stand as they are, and its verdict need not be
// known whole.
type CachedEdition struct {
	Inputs map[string]artifact.Key `json:"inputs"` // what its files were drawn from, by name
	URLs   []string                `json:"urls"`   // its pages for the sitemap
	Files  iter.Seq[artifact.File] `json:"-"`
	About  int                     `json:"-"` // how many they are, with all that stands beside them
}

// Folders are where an edition's files lie, and no others: all paths of them
// begin with one of these.
func Folders(edition string, languages []string) []string {
	all := []string{edition + "/"}
	for _, lang := range languages {
		all = append(all, lang+"/"+edition+"/")
	}
	return all
}

// EditionInputs are those of an edition's inputs that are known before anything is read.
// Together they hold all that it is made from but the moment. Signer is the id
// of the signing key, "" for none.
func EditionInputs(s artifact.Sources, edition, signer string) map[string]artifact.Key {
	return map[string]artifact.Key{"program": s.Program, "messages": s.Messages, "templates": s.Templates, "content": s.Content,
		dataOf(edition): s.Editions[edition], signingKey: signerKey(signer)}
}

// edition adds the files of an edition.
func (p *plan) edition(v *race.Verdict) {
	if s := p.Cached[v.Edition.ID]; s != nil {
		p.urls = append(p.urls, s.URLs...)
		for f := range s.Files {
			if p.done = p.done || !p.yield(f, nil); p.done {
				return
			}
		}
		return
	}
	from := len(p.urls)
	p.summing, p.inputs = p.editionBasis(v), map[string]artifact.Key{}
	p.planned(v)
	if !p.done && p.Whole != nil {
		p.Whole(v, CachedEdition{Inputs: p.inputs, URLs: slices.Clone(p.urls[from:])})
	}
	p.summing, p.inputs, p.noted = p.whole, nil, nil
}

// note remembers what the files of an edition share. Files that follow one
// another mostly share the same.
func (p *plan) note(inputs []artifact.Input) {
	if p.inputs == nil || len(inputs) == 0 || p.noted == &inputs[0] {
		return
	}
	p.noted = &inputs[0]
	for _, in := range inputs {
		p.inputs[in.Name] = in.Key
	}
}
