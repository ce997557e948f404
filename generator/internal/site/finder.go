package site

import (
	"io"
	"slices"
	"strconv"
	"sync"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
)

// Finder is the search data of a race, or what the last build kept of it: then the data
// are made when the first of its files must be drawn.
type Finder struct {
	search   func() *export.Search
	shards   func() []export.Shard // with what draws them
	outline  *export.Outline       // nil for search data that are made
	surnames func() []race.Surnamed
}

// plan returns the files of the search data, and the result of each runner by number,
// which is asked for when the race is over.
func (f *Finder) plan(rv *race.RaceVerdict) (o export.Outline, results func() []int32) {
	if f.outline != nil {
		return *f.outline, func() []int32 { return f.outline.ResultsOf(rv) }
	}
	s := f.search()
	o = export.Outline{Labels: s.Labels(), Nations: s.Nations(), Shards: f.shards()}
	o.Words, _ = s.Words()
	return o, func() []int32 { return s.ResultsOf(rv) }
}

// Memory keeps from one plan to the next what depends on entries and rules alone: the
// search data of races, and the keys of the pages of clubs and nations while a race is
// not over.
type Memory struct {
	mutex sync.Mutex
	kept  map[string]keptSearch // by edition/race
	hubs  map[string]keptKeys   // by edition/race
}

// KeptFinders finds what the last build kept of the search data of races, and keeps it
// for the next one. The zero value keeps nothing.
type KeptFinders struct {
	Kept    *artifact.Kept
	Program artifact.Key
}

// find returns the search data of a race.
func (k KeptFinders) find(e *race.Edition, rv *race.RaceVerdict, rows int, memory *Memory) *Finder {
	f := &Finder{search: sync.OnceValue(func() *export.Search { return memory.find(e, rv, rows) }), surnames: sync.OnceValue(func() []race.Surnamed { return export.Surnames(rv) })}
	f.shards = sync.OnceValue(func() []export.Shard { return f.search().Shards() })
	if k.Kept == nil || slices.ContainsFunc(rv.Race.Entries, func(e *race.Entry) bool { return e.Members != nil }) {
		f.search()
		return f
	}
	name := e.ID + "/" + rv.Race.ID + "/finder"
	fits := k.Program.And(raceKey(rv), foundKey(e, rv)).With(strconv.Itoa(rows))
	if o := export.UnpackOutline(k.Kept.Load(name), rv, fits); o != nil {
		f.outline, f.surnames = o, func() []race.Surnamed { return o.Surnames }
		return f
	}
	if data, err := f.search().Outline(rv, f.surnames()).Pack(rv, fits); err == nil {
		k.Kept.Store(name, data)
	}
	return f
}

type keptSearch struct {
	key    artifact.Key
	search *export.Search
}

type keptKeys struct {
	key  artifact.Key
	keys []artifact.Key
}

// hubKeys returns the keys that make makes, or those kept under the same key.
func (m *Memory) hubKeys(name string, key artifact.Key, make func() []artifact.Key) []artifact.Key {
	if m == nil {
		return make()
	}
	if k, ok := m.hubs[name]; ok && k.key == key {
		return k.keys
	}
	if m.hubs == nil {
		m.hubs = map[string]keptKeys{}
	}
	keys := make()
	m.hubs[name] = keptKeys{key, keys}
	return keys
}

// find returns the search data of a race: what is kept, if nothing of the entries changed
// that it has.
func (m *Memory) find(e *race.Edition, rv *race.RaceVerdict, rows int) *export.Search {
	if m == nil {
		return export.NewSearch(e, rv, rows)
	}
	key := foundKey(e, rv).With(strconv.Itoa(rows))
	name := e.ID + "/" + rv.Race.ID
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if k, ok := m.kept[name]; ok && k.key == key {
		return k.search
	}
	s := export.NewSearch(e, rv, rows)
	if m.kept == nil {
		m.kept = map[string]keptSearch{}
	}
	m.kept[name] = keptSearch{key, s}
	return s
}

// Finders prepares the search data of all races that have results. It returns at
// once; the returned functions wait for the data. Because they are large, they are
// dropped when nobody uses them any more, and made again when asked for, unless a memory
// keeps them; nil for none.
func Finders(site race.Site, verdicts []*race.Verdict, memory *Memory, kept KeptFinders) map[*race.RaceVerdict]func() *Finder {
	rows := export.SearchRows
	if site.Compact {
		rows = export.CompactSearchRows
	}
	all := map[*race.RaceVerdict]func() *Finder{}
	for _, v := range verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		for _, rv := range v.Races {
			find := func() *Finder { return kept.find(v.Edition, rv, rows, memory) }
			first := make(chan *Finder, 1)
			go func() { first <- find(); close(first) }()
			all[rv] = func() *Finder {
				if f := <-first; f != nil {
					return f
				}
				return find()
			}
		}
	}
	return all
}

// finder adds the search data of a race, and the registers that need no script. They
// depend on entries alone; when the race is over, times and places have files of their
// own beside the lists, and the pages of registers show those of their rows.
func (p *plan) finder(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys) {
	edition, id := v.Edition.ID, rv.Race.ID
	last := p.Pages.RegisterPages(rv)
	if p.Finders[rv] == nil || last == 0 {
		return
	}
	f := p.Finders[rv]()
	at := p.Links.Search(edition, id)
	data := func(name string, draw func(io.Writer) error) {
		p.add(at+name, keys.search, artifact.Key{}, draw)
	}
	outline, resultsOf := f.plan(rv)
	var names export.SearchNames
	var err error
	if names.Labels, names.Nations, err = p.Pages.LabelNames(outline.Labels, outline.Nations); err != nil {
		p.fail(err)
		return
	}
	p.add(at+"index.json", keys.search, artifact.Sum(names), func(w io.Writer) error { return f.search().Index(names)(w) })
	if rv.Over {
		of := resultsOf()
		for _, shard := range outline.Shards {
			runners := shard.Runners()
			results := make([]int32, len(runners))
			for n, runner := range runners {
				results[n] = of[runner]
			}
			p.add(at+shard.Times, keys.places, keys.of(results), export.SearchTimes(rv, results))
		}
	}
	settled := p.cache
	p.cache = artifact.Immutable
	for n, shard := range outline.Shards {
		data(shard.Name, func(w io.Writer) error { return f.shards()[n].Draw(w) })
	}
	data(outline.Words, func(w io.Writer) error {
		_, draw := f.search().Words()
		return draw(w)
	})
	p.cache = settled
	p.registers(v, rv, keys, f, last)
}

// registers adds the lists by bib and by surname, in each language.
func (p *plan) registers(v *race.Verdict, rv *race.RaceVerdict, keys *raceKeys, f *Finder, last int) {
	edition, id := v.Edition.ID, rv.Race.ID
	bibs, surnames := make([]artifact.Key, last+1), make([]artifact.Key, last+1)
	if rv.Over {
		for n := 1; n <= last; n++ {
			bibs[n] = keys.of(p.Pages.RegisteredBibs(rv, n))
			surnames[n] = keys.of(p.Pages.RegisteredSurnames(rv, f.surnames(), n))
		}
	}
	for _, lang := range p.Archive.Site.Languages {
		for n := 0; n <= last; n++ {
			p.add(file(p.Links.Bibs(lang, edition, id, n)), keys.registers, bibs[n], p.Pages.Bibs(lang, v, rv, n))
			p.add(file(p.Links.Surnames(lang, edition, id, n)), keys.registers, surnames[n], func(w io.Writer) error {
				return p.Pages.Surnames(lang, v, rv, f.surnames(), n)(w)
			})
		}
	}
}
