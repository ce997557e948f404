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

// An edition is cached when nothing that it is made from has changed since its
// files were drawn, and no later moment can change them. The next build reads only
// its edition.yaml. It is neither judged nor drawn: its files stay as the last
// manifest lists them, and the pages of the whole archive take what they say of it
// from a note of the last build.

// note is what is known of an edition besides its verdict, for the next build.
type note struct {
	Made     time.Time          `json:"made"`     // the moment of the verdict
	Cache    *read.EditionCache `json:"reading"`  // nil where none is left: it is never settled
	Reviewed problem.List       `json:"reviewed"` // what the review found
	Printed  problem.List       `json:"printed"`  // what was found in its certificates
	Brief    judge.Brief        `json:"brief"`
	Tally    Tally              `json:"tally"`
	site.CachedEdition
}

// Tally counts the runners of a site, and those whose certificate is ready.
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

// lastBuild is what the last build left: the manifest, and a note on every
// edition that is cached.
type lastBuild struct {
	manifest *publish.Manifest
	texts    map[string][]byte // of the notes, by noteOf
	cached   map[string]*note
}

// noteOf is the name of an edition's note.
func noteOf(edition string) string { return edition + ".json" }

// lastBuild finds the editions that are cached. An edition whose note is incomplete
// or does not match is not cached: it is read in full.
func (o Options) lastBuild(sources artifact.Sources) *lastBuild {
	l := &lastBuild{cached: map[string]*note{}}
	if o.Shard.Of > 0 { // each machine draws its part of every edition
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

// fits reports whether a map holds all that another one does.
func fits(part, whole map[string]artifact.Key) bool {
	for name, key := range part {
		if is, ok := whole[name]; !ok || is != key {
			return false
		}
	}
	return true
}

// caches are what the reader needs of the cached editions.
func (l *lastBuild) caches() map[string]read.EditionCache {
	all := map[string]read.EditionCache{}
	for id, a := range l.cached {
		all[id] = *a.Cache
	}
	return all
}

// touchedError names a cached edition of which a file is not as it was written: it
// must be read whole.
type touchedError struct{ edition string }

func (e *touchedError) Error() string {
	return fmt.Sprintf("the edition %s is not as it was written", e.edition)
}

// stand returns a cached edition for a plan: its files as the manifest has them.
func (l *lastBuild) stand(id string, languages []string) *site.CachedEdition {
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

// planned are the entries of an edition's files that a plan has: neither twins
// nor the tombstones of withdrawn pages.
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

// snapshots record the editions as this build publishes them, for a rollback and
// for the first release.
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

// forNext are the notes for the next build, one for each edition that no later
// moment changes. They can be drawn after the plan has been.
func (in *Prepared) forNext(last *lastBuild, now time.Time) []artifact.File {
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
				enc.SetEscapeHTML(false) // what is signed is published as it stands
				return enc.Encode(said)
			}
		}
		all = append(all, file)
	}
	return all
}
