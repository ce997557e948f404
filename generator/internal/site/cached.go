package site

import (
	"iter"
	"slices"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// CachedEdition is what a plan needs of an edition that is unchanged since its
// files were drawn. They stay as they are, and its full verdict is not needed.
type CachedEdition struct {
	Inputs map[string]artifact.Key `json:"inputs"` // keys of the inputs of its files, by name
	URLs   []string                `json:"urls"`   // pages for the sitemap
	Files  iter.Seq[artifact.File] `json:"-"`
	About  int                     `json:"-"` // number of its files, compressed twins included
}

// Folders returns prefixes of paths: exactly the files of an edition begin with one
// of them.
func Folders(edition string, languages []string) []string {
	all := []string{edition + "/"}
	for _, lang := range languages {
		all = append(all, lang+"/"+edition+"/")
	}
	return all
}

// EditionInputs returns the inputs of an edition that are known before anything is
// read: everything it is made from, except the moment. signer is the id of the
// signing key, "" for none.
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

// note records the shared inputs of the files of an edition. Consecutive files
// usually have the same slice.
func (p *plan) note(inputs []artifact.Input) {
	if p.inputs == nil || len(inputs) == 0 || p.noted == &inputs[0] {
		return
	}
	p.noted = &inputs[0]
	for _, in := range inputs {
		p.inputs[in.Name] = in.Key
	}
}
