package site

import (
	"runtime"
	"slices"
	"strconv"
	"sync"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/page"
	"guntime/generator/internal/race"
)

// A file's key holds all that its drawing may look at. What many files share is
// hashed once, as a basis; the rest is the file's own. A key that holds too
// much costs a drawing, one that holds too little is a wrong site: what there
// are few of hangs on everything, and only runners, lists, registers,
// certificates and exports, which are many or dear, on less.

// basis is what some files share.
type basis struct {
	inputs []artifact.Input
	key    artifact.Key
}

// and returns what is shared by fewer files than b is.
func (b basis) and(name string, key artifact.Key) basis {
	return basis{inputs: append(slices.Clip(b.inputs), artifact.Input{Name: name, Key: key}), key: b.key.And(key)}
}

// basics are the bases of the whole site.
type basics struct {
	data  basis // what is no page in a language: exports and lists for programs
	print basis // certificates
	look  basis // every page
	whole basis // pages that sum up the archive
}

func (p *plan) bases() basics {
	var none basis
	program := none.and("program", p.Sources.Program).and("site.yaml", artifact.Sum(p.Archive.Site))
	b := basics{data: program}
	b.print = program.and("messages", p.Sources.Messages)
	b.look = b.print.and("templates", p.Sources.Templates).and("content", p.Sources.Content)
	var moment artifact.Key
	for _, v := range p.Verdicts {
		moment = moment.And(p.moment(v))
	}
	b.whole = b.look.and("data", p.Sources.Data).and("moment", moment).and(signingKey, signerKey(p.signer()))
	return b
}

// signingKey is the name of the input that the signing key is.
const signingKey = "signing key"

// signerKey is the key of a signing key's id, "" for none.
func signerKey(id string) artifact.Key { return artifact.KeyOf([]byte(id)) }

func (p *plan) signer() string {
	if p.Signer == nil {
		return ""
	}
	return p.Signer.ID()
}

// moment is what an edition's verdict says at this moment, results and all.
func (p *plan) moment(v *race.Verdict) artifact.Key {
	if s := p.Cached[v.Edition.ID]; s != nil {
		return s.Inputs[momentOf(v.Edition.ID)]
	}
	moment := editionKey(v).And(artifact.Sum(v.Unreleased))
	for _, rv := range v.Races {
		moment = moment.And(p.results[rv]...)
	}
	return moment
}

// dataOf and momentOf are the names of the inputs that an edition's sources and
// its moment are.
func dataOf(edition string) string   { return "data of " + edition }
func momentOf(edition string) string { return "moment of " + edition }

// editionBasis is the basis of the pages that sum up one edition.
func (p *plan) editionBasis(v *race.Verdict) basis {
	id := v.Edition.ID
	return p.look.and(dataOf(id), p.Sources.Editions[id]).and(momentOf(id), p.moment(v)).and(signingKey, signerKey(p.signer()))
}

// editionKey holds an edition's facts and its ledger, but not its races.
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

// raceKey holds a race's facts, rules and counts, but nobody's result.
func raceKey(rv *race.RaceVerdict) artifact.Key {
	rc := *rv.Race
	rc.Entries, rc.Rulings, rc.Released = nil, nil, nil
	counts := []race.Counts{rv.Counts}
	for i := range rv.Divisions {
		counts = append(counts, rv.Divisions[i].Counts)
	}
	return artifact.Sum(struct {
		Race   race.Race
		Over   bool
		Counts []race.Counts
	}{rc, rv.Over, counts})
}

// resultKeys hashes every result of every race with its entry, a worker a core.
func resultKeys(verdicts []*race.Verdict) map[*race.RaceVerdict][]artifact.Key {
	all := map[*race.RaceVerdict][]artifact.Key{}
	var workers sync.WaitGroup
	for _, v := range verdicts {
		for _, rv := range v.Races {
			keys := make([]artifact.Key, len(rv.Results))
			all[rv] = keys
			share := max(1, (len(keys)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
			for from := 0; from < len(keys); from += share {
				workers.Go(func() {
					for i := from; i < min(from+share, len(keys)); i++ {
						keys[i] = artifact.Sum(&rv.Results[i])
					}
				})
			}
		}
	}
	workers.Wait()
	return all
}

// raceKeys are the bases of one race's files, and what their own parts are made
// of.
type raceKeys struct {
	data, print basis
	pages       map[string]basis // by language
	registers   basis            // in any language: names and bibs alone
	search      basis
	results     []artifact.Key
	all         artifact.Key // every result
}

func (p *plan) raceKeys(v *race.Verdict, rv *race.RaceVerdict) raceKeys {
	edition, facts := editionKey(v), raceKey(rv)
	under := func(b basis) basis {
		return b.and("edition "+v.Edition.ID, edition).and("race "+v.Edition.ID+"/"+rv.Race.ID, facts)
	}
	k := raceKeys{data: under(p.data), print: under(p.print), pages: map[string]basis{}, results: p.results[rv]}
	k.all = artifact.Key{}.And(k.results...)
	look := under(p.look)
	for _, lang := range p.Archive.Site.Languages {
		k.pages[lang] = look.and("figures of "+v.Edition.ID+"/"+rv.Race.ID+" ("+lang+")", p.Pages.Shared(lang, v, rv))
	}
	names, entered := "names of "+v.Edition.ID+"/"+rv.Race.ID, namesKey(rv)
	k.registers, k.search = look.and(names, entered), p.data.and(names, entered)
	return k
}

// certificates is what all certificates of the race hang on: its form above all.
func (k *raceKeys) certificates(v *race.Verdict, rv *race.RaceVerdict, form *certificate.Form) basis {
	return k.print.and("certificate form of "+v.Edition.ID+"/"+rv.Race.ID, form.Key())
}

// namesKey holds who entered a race, as far as it is published.
func namesKey(rv *race.RaceVerdict) artifact.Key {
	type published struct {
		Bib, Name, Latin, Nat string
		Visibility            race.Visibility
	}
	all := make([]published, len(rv.Race.Entries))
	for i, e := range rv.Race.Entries {
		all[i] = published{e.Bib, e.PublishedName(), e.PublishedLatinName(), e.Nat, e.Visibility}
	}
	return artifact.Sum(all)
}

// runner is the own part of a runner's page: the result, those beside it that
// the page leads to, and on which page of its list it stands. At is its index
// among the results of its division.
func (k *raceKeys) runner(rv *race.RaceVerdict, i, at int) artifact.Key {
	own := k.results[i]
	if rv.Results[i].Place == 0 {
		return own
	}
	for _, step := range []int{-1, +1} {
		for j := i + step; j >= 0 && j < len(rv.Results); j += step {
			own = own.And(k.results[j])
			if rv.Results[j].Entry.Visibility != race.Anonymous {
				break
			}
		}
	}
	return own.With(strconv.Itoa(at / page.PageSize))
}

// rows is the own part of a list: what it shows of the results from one to
// another.
func (k *raceKeys) rows(from, to int) artifact.Key {
	return artifact.Key{}.And(k.results[from:to]...)
}

// of is the own part of a list that shows results from all over a race.
func (k *raceKeys) of(results []int32) artifact.Key {
	keys := make([]artifact.Key, len(results))
	for n, i := range results {
		keys[n] = k.results[i]
	}
	return artifact.Key{}.And(keys...)
}
