package publish

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"strings"

	"guntime/generator/internal/artifact"
)

// Snapshots are data about a published site that the caller wants to read later: of
// this site, of the previous release, or of the last upload. They are files in
// snapshots/, named by the hashes of their bytes. A manifest names the snapshots of its
// site among its inputs, so they follow the manifest wherever it goes:
//
//	snapshots/HASH        a snapshot, kept as long as a manifest names it
//	snapshots/first.json  by name, the snapshots of the first site that was uploaded and built

// Snapshot is one snapshot of a build. It is not served, so it may hold what no
// page shows.
type Snapshot struct {
	Name  string                // unique in a build
	First bool                  // remember the first published snapshot of this name
	Draw  func(io.Writer) error // nil if unchanged since the last build
}

// Prefixes of inputs: of those that name a snapshot, and of those that say that its
// first one is remembered.
const (
	snapshotInput = "snapshot "
	firstInput    = "first snapshot "
)

// HasSnapshot reports whether the manifest names a snapshot.
func (m *Manifest) HasSnapshot(name string) bool {
	_, has := m.Inputs[snapshotInput+name]
	return has
}

// ofSnapshot reports whether an input names a snapshot, so that no file is drawn
// from it.
func ofSnapshot(input string) bool {
	return strings.HasPrefix(input, snapshotInput) || strings.HasPrefix(input, firstInput)
}

// withoutSnapshots returns the inputs that files are drawn from.
func withoutSnapshots(inputs map[string]artifact.Key) map[string]artifact.Key {
	inputs = maps.Clone(inputs)
	maps.DeleteFunc(inputs, func(name string, _ artifact.Key) bool { return ofSnapshot(name) })
	return inputs
}

// snapshots writes the snapshots of this build and adds them to its inputs.
func (b *build) snapshots() error {
	if b.o.back != nil { // they are among the inputs already
		return nil
	}
	for _, s := range b.o.Snapshots {
		key, known := b.last.Inputs[snapshotInput+s.Name]
		if s.Draw != nil {
			var err error
			if key, err = b.snapshot(s); err != nil {
				return err
			}
		} else if !known {
			continue
		}
		b.inputs[snapshotInput+s.Name] = key
		if _, first := b.last.Inputs[firstInput+s.Name]; s.First || first && s.Draw == nil {
			b.inputs[firstInput+s.Name] = key
		}
	}
	return nil
}

// snapshot writes a snapshot, unless it is there already, and returns its hash.
func (b *build) snapshot(s Snapshot) (key artifact.Key, err error) {
	if err := b.disk.mkdir(b.at.file("snapshots"), b.at.own); err != nil {
		return key, err
	}
	aside := b.at.file(path.Join("snapshots", "next"))
	err = b.disk.replace(aside, b.at.own, func(w io.Writer) error {
		sum := hashed{w, sha256.New()}
		if err := s.Draw(&sum); err != nil {
			return fmt.Errorf("snapshot of %s: %w", s.Name, err)
		}
		sum.hash.Sum(key[:0])
		return nil
	})
	if err != nil {
		return key, err
	}
	if name := b.at.file(path.Join("snapshots", key.String())); !exists(name) {
		return key, b.disk.move(aside, name)
	}
	return key, b.disk.remove(aside)
}

// hashed hashes the bytes that are written through it.
type hashed struct {
	w    io.Writer
	hash hash.Hash
}

func (h *hashed) Write(b []byte) (int, error) {
	h.hash.Write(b)
	return h.w.Write(b)
}

// snapshotsOf reads the snapshots that inputs name, by name. One that is missing or
// damaged is nil.
func (p place) snapshotsOf(inputs map[string]artifact.Key) (map[string][]byte, error) {
	all := map[string][]byte{}
	for input, key := range inputs {
		name, is := strings.CutPrefix(input, snapshotInput)
		if !is {
			continue
		}
		var err error
		if all[name], err = p.snapshot(key); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (p place) snapshot(key artifact.Key) ([]byte, error) {
	text, err := os.ReadFile(p.file(path.Join("snapshots", key.String())))
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && sha256.Sum256(text) != key:
		return nil, nil
	case err != nil:
		return nil, &DiskError{err}
	}
	return text, nil
}

// firstOf names the first snapshots of a name: the first uploaded and the first
// built.
type firstOf struct {
	Uploaded artifact.Key `json:"uploaded,omitzero"`
	Built    artifact.Key `json:"built,omitzero"`
}

// firsts returns the first snapshots by name, and the hashes of all that are
// needed.
func (p place) firsts() (firsts map[string]firstOf, used map[string]bool, err error) {
	known := map[string]firstOf{}
	if text, err := os.ReadFile(p.file(path.Join("snapshots", "first.json"))); err == nil {
		if json.Unmarshal(text, &known) != nil { // somebody else wrote it
			known = map[string]firstOf{}
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, &DiskError{err}
	}
	inputs := map[string]map[string]artifact.Key{}
	used = map[string]bool{}
	for _, name := range []string{"manifest.json", "uploaded.json", path.Join("previous", "manifest.json")} {
		if inputs[name], err = readInputs(p.file(name)); err != nil {
			return nil, nil, err
		}
		for input, key := range inputs[name] {
			if ofSnapshot(input) {
				used[key.String()] = true
			}
		}
	}
	firsts = map[string]firstOf{}
	for input, key := range inputs["manifest.json"] {
		name, is := strings.CutPrefix(input, firstInput)
		if !is {
			continue
		}
		f := known[name]
		if f.Built == (artifact.Key{}) {
			f.Built = key
		}
		if f.Uploaded == (artifact.Key{}) {
			f.Uploaded = inputs["uploaded.json"][firstInput+name]
		}
		firsts[name] = f
		used[f.Built.String()], used[f.Uploaded.String()] = true, true
	}
	return firsts, used, nil
}

// keepFirsts records which snapshots are the first ones, before a change could make
// others the first, and deletes snapshots that nothing names.
func (p place) keepFirsts(d disk) error {
	entries, err := os.ReadDir(p.file("snapshots"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &DiskError{err}
	}
	firsts, used, err := p.firsts()
	if err != nil {
		return err
	}
	text, err := json.Marshal(firsts)
	if err != nil {
		return err
	}
	name := p.file(path.Join("snapshots", "first.json"))
	if old, err := os.ReadFile(name); err != nil || !bytes.Equal(old, text) {
		if err := d.replace(name, p.own, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if e.Name() != "first.json" && !used[e.Name()] {
			if err := d.remove(p.file(path.Join("snapshots", e.Name()))); err != nil {
				return err
			}
		}
	}
	return nil
}

// FirstSnapshot returns the snapshot with this name of the first site that was
// uploaded, or else of the first that was built; nil where there is none.
func FirstSnapshot(dir, name string) ([]byte, error) {
	at, err := locate(dir)
	if err != nil {
		return nil, err
	}
	firsts, _, err := at.firsts()
	if err != nil {
		return nil, err
	}
	f := firsts[name]
	for _, key := range []artifact.Key{f.Uploaded, f.Built} {
		if text, err := at.snapshot(key); text != nil || err != nil {
			return text, err
		}
	}
	return nil, nil
}

// readInputs reads only the inputs of a manifest, none where it is missing or
// unusable.
func readInputs(name string) (map[string]artifact.Key, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &DiskError{err}
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, &DiskError{err}
	}
	var m Manifest
	if m.parseHead(bytes.TrimSuffix(line, []byte("\n"))) != nil {
		return nil, nil
	}
	return m.Inputs, nil
}
