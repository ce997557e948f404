package site

import (
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/export"
	"guntime/generator/internal/page"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// The key of a file covers everything that its drawing may read. What many files
// share is hashed once, as a basis; the rest is the file's own part. A key that
// covers too much causes a needless drawing; one that covers too little causes a
// wrong site. So rare files depend on everything. Only runners, lists, registers,
// certificates and exports, which are many or slow to draw, depend on less.

// basis is the key of what some files share.
type basis struct {
	inputs []artifact.Input
	key    artifact.Key
}

// and returns a basis that covers one input more, which fewer files share.
func (b basis) and(name string, key artifact.Key) basis {
	return basis{inputs: append(slices.Clip(b.inputs), artifact.Input{Name: name, Key: key}), key: b.key.And(key)}
}

// basics are the bases of the whole site.
type basics struct {
	data  basis // exports and other files without a language
	print basis // certificates
	look  basis // every page
	whole basis // summaries of the archive
}

func (p *plan) bases() basics {
	b := basesOf(p.Input)
	var moment artifact.Key
	for _, v := range p.Verdicts {
		moment = moment.And(p.moment(v))
	}
	b.whole = b.look.and("data", p.Sources.Data).and("moment", moment).and(signingKey, signerKey(p.signer()))
	return b
}

// SectionsInput is the name of the input for which pages of the archive say something:
// every page leads to them.
const SectionsInput = "sections"

// SectionsKey is the key of that input.
func SectionsKey(pages *page.Set) artifact.Key { return artifact.Sum(pages.Sections()) }

// basesOf returns the bases that need no verdict.
func basesOf(in Input) (b basics) {
	b.data = b.data.and("program", in.Sources.Program).and("site.yaml", artifact.Sum(in.Archive.Site))
	b.print = b.data.and("messages", in.Sources.Messages)
	b.look = b.print.and("templates", in.Sources.Templates).and("content", in.Sources.Content).and(SectionsInput, SectionsKey(in.Pages))
	return b
}

// signingKey is the name of the input for the signing key.
const signingKey = "signing key"

// signerKey returns the key for the id of a signing key, "" for none.
func signerKey(id string) artifact.Key { return artifact.KeyOf([]byte(id)) }

func (p *plan) signer() string {
	if p.Signer == nil {
		return ""
	}
	return p.Signer.ID()
}

// moment returns a key of the verdict on an edition at this moment, results
// included.
func (p *plan) moment(v *race.Verdict) artifact.Key {
	if s := p.Cached[v.Edition.ID]; s != nil {
		return s.Inputs[momentOf(v.Edition.ID)]
	}
	moment := p.editionKey(v).And(artifact.Sum(v.Unreleased))
	for _, rv := range v.Races {
		moment = moment.And(p.results[rv]...)
	}
	return moment
}

// dataOf and momentOf return the names of the inputs for the sources and the moment
// of an edition.
func dataOf(edition string) string   { return "data of " + edition }
func momentOf(edition string) string { return "moment of " + edition }

// editionBasis returns the basis of the summaries of one edition.
func (p *plan) editionBasis(v *race.Verdict) basis {
	id := v.Edition.ID
	return p.look.and(dataOf(id), p.Sources.Editions[id]).and(momentOf(id), p.moment(v)).and(signingKey, signerKey(p.signer()))
}

// editionKey returns the key of an edition, made once: its ledger names everybody.
func (p *plan) editionKey(v *race.Verdict) artifact.Key {
	key, known := p.editions[v]
	if !known {
		key = editionKey(v)
		p.editions[v] = key
	}
	return key
}

// editionKey covers the facts of an edition and its ledger, but not its races.
func editionKey(v *race.Verdict) artifact.Key {
	e := *v.Edition
	e.Races = nil
	over := []bool{v.Over}
	for _, rv := range v.Races {
		over = append(over, rv.Over)
	}
	return artifact.Sum(struct {
		Edition race.Edition
		Over    []bool
	}{e, over})
}

// ofAll returns what of a race is true for all its runners.
func ofAll(rc *race.Race) race.Race {
	all := *rc
	all.Entries, all.Rulings, all.Released, all.Strays, all.Readers = nil, nil, nil, nil, nil
	return all
}

// raceKey covers the facts and rules of a race, but no results and nothing that counts
// the field: what does is a summary, or one of the files that all its pages show. Nor
// does it cover what the readers heard, which no page tells.
func raceKey(rv *race.RaceVerdict) artifact.Key {
	return artifact.Sum(struct {
		Race race.Race
		Over bool
	}{ofAll(rv.Race), rv.Over})
}

// countsKey covers what counts the field of a race: how many there are, and how many
// have a place in each classification.
func countsKey(rv *race.RaceVerdict) artifact.Key {
	counts, ranked := []race.Counts{rv.Counts}, []int{}
	for i := range rv.Divisions {
		counts = append(counts, rv.Divisions[i].Counts)
	}
	for i := range rv.Groups {
		ranked = append(ranked, rv.Groups[i].Ranked)
	}
	return artifact.Sum(struct {
		Counts []race.Counts
		Ranked []int
	}{counts, ranked})
}

// courseKey covers the facts of a race without its counts, and what of its edition decides
// when a runner was somewhere.
func courseKey(e *race.Edition, rv *race.RaceVerdict) artifact.Key {
	return artifact.Sum(struct {
		Name race.Text
		Date time.Time
		Race race.Race
		Over bool
	}{e.Name, e.Date, ofAll(rv.Race), rv.Over})
}

// resultKeys hashes every result of every race with its entry, with one worker for
// each core.
func resultKeys(verdicts []*race.Verdict) map[*race.RaceVerdict][]artifact.Key {
	all := map[*race.RaceVerdict][]artifact.Key{}
	var workers sync.WaitGroup
	for _, v := range verdicts {
		for _, rv := range v.Races {
			keys := make([]artifact.Key, len(rv.Results))
			all[rv] = keys
			divisions := map[*race.Division]artifact.Key{nil: {}} // hashed once each, not with every runner
			for _, d := range rv.Race.Divisions {
				divisions[d] = artifact.Sum(d)
			}
			share := max(1, (len(keys)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
			for from := 0; from < len(keys); from += share {
				workers.Go(func() {
					var r race.Result
					for i := from; i < min(from+share, len(keys)); i++ {
						r = rv.Results[i]
						r.Division = nil
						keys[i] = artifact.Sum(&r).And(divisions[rv.Results[i].Division])
					}
				})
			}
		}
	}
	workers.Wait()
	return all
}

// raceKeys are the bases of the files of a race, and the material for their own
// parts.
type raceKeys struct {
	data, print basis
	pages       map[string]basis // by language
	registers   basis            // in any language, covers only the course, names and bibs
	search      basis            // covers only what is published of the entries
	places      basis            // where runners are: no counts
	results     []artifact.Key
	all         artifact.Key // covers every result
	names       artifact.Key // covers the published names
	preview     artifact.Key // covers where runners' pages have what of a certificate; none of a race without
}

func (p *plan) raceKeys(v *race.Verdict, rv *race.RaceVerdict) raceKeys {
	edition, facts := p.editionKey(v), raceKey(rv)
	under := func(b basis) basis {
		return b.and("edition "+v.Edition.ID, edition).and("race "+v.Edition.ID+"/"+rv.Race.ID, facts)
	}
	k := raceKeys{data: under(p.data), print: under(p.print), pages: map[string]basis{}, results: p.results[rv]}
	k.all = countsKey(rv).And(k.results...)
	look := under(p.look)
	for _, lang := range p.Archive.Site.Languages {
		k.pages[lang] = look.and("figures of "+v.Edition.ID+"/"+rv.Race.ID+" ("+lang+")", p.Pages.Shared(lang, v, rv))
	}
	names, entered := "names of "+v.Edition.ID+"/"+rv.Race.ID, namesKey(rv)
	k.names = entered
	course := courseKey(v.Edition, rv)
	k.search = p.data.and("entries of "+v.Edition.ID+"/"+rv.Race.ID, foundKey(v.Edition, rv))
	k.places = p.print.and("course of "+v.Edition.ID+"/"+rv.Race.ID, course)
	k.registers = look.and(names, entered)
	return k
}

// certificates returns the basis of all certificates of a race, above all their
// form.
func (k *raceKeys) certificates(v *race.Verdict, rv *race.RaceVerdict, form *certificate.Form) basis {
	return k.print.and("certificate form of "+v.Edition.ID+"/"+rv.Race.ID, form.Key())
}

// namesKey covers the published names of a race.
func namesKey(rv *race.RaceVerdict) artifact.Key {
	all := artifact.Key{}
	text := make([]string, 0, 5*namesAtOnce)
	for i, e := range rv.Race.Entries {
		if text = append(text, e.Bib, e.PublishedName(), e.PublishedLatinName(), e.Nat, string(e.Visibility)); i%namesAtOnce == namesAtOnce-1 {
			all, text = all.With(text...), text[:0]
		}
	}
	return all.With(text...)
}

// foundKey covers what the finder shows of the entries of a race.
func foundKey(e *race.Edition, rv *race.RaceVerdict) artifact.Key {
	type published struct {
		Bib, Name, Latin, Nat, Club string
		Visibility                  race.Visibility
		Label                       race.Label
	}
	all := make([]published, len(rv.Race.Entries))
	for i, entry := range rv.Race.Entries {
		if entry.Visibility != race.Anonymous {
			all[i] = published{entry.Bib, entry.PublishedName(), entry.PublishedLatinName(), entry.Nat, entry.Club, entry.Visibility, export.LabelOf(e, rv.Race, entry)}
		}
	}
	return artifact.Sum(all)
}

// namesAtOnce is of how many entries namesKey hashes the names together.
const namesAtOnce = 100

// runner returns the own part of a runner's page when the race is over: the result, the
// neighbours that the page links to, and on which page of its list the runner is. at is
// the index among the results of the division.
func (k *raceKeys) runner(rv *race.RaceVerdict, i, at int) artifact.Key {
	own := k.results[i]
	if rv.Results[i].Place == 0 {
		return own.And(k.preview)
	}
	for _, step := range []int{-1, +1} {
		for j := i + step; j >= 0 && j < len(rv.Results); j += step {
			own = own.And(k.results[j])
			if rv.Results[j].Entry.Visibility != race.Anonymous {
				break
			}
		}
	}
	return own.And(k.preview).With(strconv.Itoa(at / page.PageSize))
}

// running returns the own part of a runner's page before the race is over: the result, on
// which page of the list of finishers, and of the list of all by bib, the runner is, and
// where the pages of the runner's club and nation are, from Hubs.Of.
func (k *raceKeys) running(rv *race.RaceVerdict, all *lists.Others, i, at int, of []string) artifact.Key {
	own, told := k.results[i], append(of, strconv.Itoa(all.PageOf(i)))
	switch {
	case rv.Race.OfLaps(): // the next lap of anybody changes places, which the page does not tell
		r := rv.Results[i]
		r.Place, r.Tied = 0, false
		own = artifact.Sum(&r)
	case rv.Results[i].Place > 0:
		told = append(told, strconv.Itoa(at/page.PageSize))
	}
	return own.With(told...)
}

// others returns the own part of a page of those without a place. While the race is not
// over it says of the field no more than who they are.
func (k *raceKeys) others(rv *race.RaceVerdict, shown []int32) artifact.Key {
	if rv.Over {
		return k.of(shown)
	}
	var ruled []int32
	var field []string // bibs
	for _, i := range shown {
		switch r := &rv.Results[i]; {
		case !lists.Field(r):
			ruled = append(ruled, i)
		case r.Entry.Visibility == race.Anonymous:
			field = append(field, "")
		default:
			field = append(field, r.Entry.Bib)
		}
	}
	return k.of(ruled).And(k.names).With(field...)
}

// list returns the own part of a page of a list: the results that it looks at, and
// the places that stay vacant there.
func (k *raceKeys) list(rv *race.RaceVerdict, of *lists.List, page int) artifact.Key {
	own := k.of(of.DependsOn(page))
	if vacant := of.VacantOn(rv, page); len(vacant) > 0 {
		own = own.And(artifact.Sum(vacant))
	}
	return own
}

// of returns the own part of a list with results from all over a race.
func (k *raceKeys) of(results []int32) artifact.Key {
	keys := make([]artifact.Key, len(results))
	for n, i := range results {
		keys[n] = k.results[i]
	}
	return artifact.Key{}.And(keys...)
}
