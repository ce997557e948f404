package build

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
)

// An edition is cached if nothing that it is made from has changed since its files
// were drawn, and no later moment can change them. The next build reads only its
// edition.yaml. It is not judged or drawn: its files stay as the last manifest
// lists them, and a note of the last build tells the pages of the whole archive
// what they show of it.

// note is what the next build must know of an edition besides its verdict.
type note struct {
	Made     time.Time          `json:"made"`     // the moment of the verdict
	Cache    *read.EditionCache `json:"reading"`  // nil for an edition that can still change with time
	Reviewed problem.List       `json:"reviewed"` // findings of the review
	Printed  problem.List       `json:"printed"`  // findings about its certificates
	Brief    judge.Brief        `json:"brief"`
	Tally    Tally              `json:"tally"`
	site.CachedEdition
}

// Tally counts the runners of a site, and the certificates that are ready.
type Tally struct {
	Runners      int `json:"runners"`
	Ranked       int `json:"ranked"`
	Certificates int `json:"certificates"`
}

func (t *Tally) add(o Tally) {
	t.Runners += o.Runners
	t.Ranked += o.Ranked
	t.Certificates += o.Certificates
}

func tallyOf(v *race.Verdict) (t Tally) {
	if !v.Edition.State.HasResults() {
		return t
	}
	for _, rv := range v.Races {
		t.Runners += rv.Counts.Entries
		t.Ranked += rv.Counts.Ranked
		for i := range rv.Results {
			if rv.Results[i].Certificate.Status == race.CertificateReady {
				t.Certificates++
			}
		}
	}
	return t
}

// lastBuild is what the last build left: the manifest, and a note on every cached
// edition.
type lastBuild struct {
	manifest *publish.Manifest
	texts    map[string][]byte // the notes as written, by noteOf
	cached   map[string]*note
}

// noteOf returns the file name of the note of an edition.
func noteOf(edition string) string { return edition + ".json" }

// lastBuild finds the cached editions. An edition whose note is incomplete or does
// not match is not cached.
func (o Options) lastBuild(sources artifact.Sources) *lastBuild {
	l := &lastBuild{cached: map[string]*note{}}
	if o.Shard.Of > 0 { // each shard draws its part of every edition
		return l
	}
	signer := ""
	if o.Key != nil {
		signer = o.Key.ID()
	}
	var err error
	if l.manifest, err = publish.ReadManifest(o.Public); err != nil {
		return l
	}
	if l.texts, err = publish.Notes(o.Public); err != nil {
		return l
	}
	for id := range sources.Editions {
		var a note
		if json.Unmarshal(l.texts[noteOf(id)], &a) == nil && a.Cache != nil && !o.Now.Before(a.Made) && l.manifest.HasSnapshot(id) &&
			fits(site.EditionInputs(sources, id, signer), a.Inputs) && fits(a.Inputs, l.manifest.Inputs) {
			l.cached[id] = &a
		}
	}
	return l
}

// fits reports whether whole has all keys of part with the same values.
func fits(part, whole map[string]artifact.Key) bool {
	for name, key := range part {
		if is, ok := whole[name]; !ok || is != key {
			return false
		}
	}
	return true
}

// caches returns what the reader needs of the cached editions.
func (l *lastBuild) caches() map[string]read.EditionCache {
	all := map[string]read.EditionCache{}
	for id, a := range l.cached {
		all[id] = *a.Cache
	}
	return all
}

// touchedError names a cached edition that must be read completely, because one of
// its files was changed in the site.
type touchedError struct{ edition string }

func (e *touchedError) Error() string {
	return fmt.Sprintf("the edition %s is not as it was written", e.edition)
}

// cachedEdition returns a cached edition for a plan, with its files as the manifest
// lists them.
func (l *lastBuild) cachedEdition(id string, languages []string) *site.CachedEdition {
	s := l.cached[id].CachedEdition
	for _, folder := range site.Folders(id, languages) {
		s.About += len(l.manifest.Under(folder))
	}
	var inputs []artifact.Input
	for _, name := range slices.Sorted(maps.Keys(s.Inputs)) {
		inputs = append(inputs, artifact.Input{Name: name, Key: s.Inputs[name]})
	}
	draw := func(io.Writer) error { return &touchedError{id} }
	s.Files = func(yield func(artifact.File) bool) {
		for e := range l.planned(id, languages) {
			if !yield(artifact.File{Path: e.Path, Key: e.Key, Inputs: inputs, Cache: e.Cache, Draw: draw}) {
				return
			}
		}
	}
	return &s
}

// planned yields the entries of the files of an edition that a plan contains: no
// compressed twins and no tombstones.
func (l *lastBuild) planned(id string, languages []string) iter.Seq[*publish.Entry] {
	return func(yield func(*publish.Entry) bool) {
		for _, folder := range site.Folders(id, languages) {
			entries := l.manifest.Under(folder)
			for i := range entries {
				e := &entries[i]
				if _, twin := l.manifest.Plain(e.Path); twin != "" || e.Removed != 0 {
					continue
				}
				if !yield(e) {
					return
				}
			}
		}
	}
}

// snapshots returns a snapshot of each edition as published, for a rollback and for
// comparing with the first release.
func (in *Prepared) snapshots() []publish.Snapshot {
	var all []publish.Snapshot
	for _, v := range in.Verdicts {
		s := publish.Snapshot{Name: v.Edition.ID}
		if in.Cached[v.Edition.ID] == nil {
			s.First, s.Draw = judge.Final(v), func(w io.Writer) error { return judge.WriteSnapshot(w, v) }
		}
		all = append(all, s)
	}
	return all
}

// notesForNext returns the notes for the next build, one for each edition that no
// later moment changes. They can be drawn only after the plan.
func (in *Prepared) notesForNext(last *lastBuild, now time.Time) []artifact.File {
	var all []artifact.File
	for _, v := range in.Verdicts {
		id := v.Edition.ID
		file := artifact.File{Path: noteOf(id), Draw: artifact.Bytes(last.texts[noteOf(id)])}
		if last.cached[id] == nil {
			a := in.notes[id]
			if a.Cache == nil || judge.Waits(v) {
				continue
			}
			file.Draw = func(w io.Writer) error {
				said := *a
				said.Made, said.Brief = now, judge.BriefOf(v, in.Archive.Champions)
				enc := json.NewEncoder(w)
				enc.SetEscapeHTML(false) // signed text is published without changes
				return enc.Encode(said)
			}
		}
		all = append(all, file)
	}
	return all
}
