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

// Snapshots are what the caller wants to know later of a site that was published:
// of this one, of the release before, or of what was uploaded. They lie in
// snapshots/ under the hashes of their bytes, and a manifest names those of its
// site among its inputs, so that wherever a manifest goes its snapshots are told:
//
//	snapshots/HASH        each as a build drew it, as long as a manifest names it
//	snapshots/first.json  by name, those of the first site that was uploaded and built

// Snapshot is one of a build's. Nobody serves it; it may hold what no page shows.
type Snapshot struct {
	Name  string                // of what it is: no two have one
	First bool                  // the first of its name that was published is to be known
	Draw  func(io.Writer) error // nil where it is as the last build drew it
}

// What the inputs are called that name snapshots. That there is a first one to be
// known is a second input.
const (
	snapshotInput = "snapshot "
	firstInput    = "first snapshot "
)

// HasSnapshot reports whether the manifest names a snapshot.
func (m *Manifest) HasSnapshot(name string) bool {
	_, has := m.Inputs[snapshotInput+name]
	return has
}

// ofSnapshot reports whether an input is none that a file is drawn from.
func ofSnapshot(input string) bool {
	return strings.HasPrefix(input, snapshotInput) || strings.HasPrefix(input, firstInput)
}

// withoutSnapshots are the inputs that files are drawn from.
func withoutSnapshots(inputs map[string]artifact.Key) map[string]artifact.Key {
	inputs = maps.Clone(inputs)
	maps.DeleteFunc(inputs, func(name string, _ artifact.Key) bool { return ofSnapshot(name) })
	return inputs
}

// snapshots writes the snapshots of this build and notes them among its inputs.
func (b *build) snapshots() error {
	if b.o.back != nil { // they came with the inputs of the files
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

// snapshot writes one, unless it is there.
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

// hashed hashes what is written.
type hashed struct {
	w    io.Writer
	hash hash.Hash
}

func (h *hashed) Write(b []byte) (int, error) {
	h.hash.Write(b)
	return h.w.Write(b)
}

// snapshotsOf reads the snapshots that inputs name, nil each that is not there any
// more or not whole.
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

// firstOf are the first snapshots of a name: of what was uploaded, and of what was
// built.
type firstOf struct {
	Uploaded artifact.Key `json:"uploaded,omitzero"`
	Built    artifact.Key `json:"built,omitzero"`
}

// firsts finds the first snapshots, and the names of all that are needed.
func (p place) firsts() (firsts map[string]firstOf, used map[string]bool, err error) {
	known := map[string]firstOf{}
	if text, err := os.ReadFile(p.file(path.Join("snapshots", "first.json"))); err == nil {
		if json.Unmarshal(text, &known) != nil { // it was not written here
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

// keepFirsts notes which snapshots are the first ones, before a change can make
// others of them, and drops those that nothing names any more.
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

// FirstSnapshot returns the snapshot of a name of the first site that was uploaded,
// else of the first that was built; nil where none is known.
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

// readInputs reads no more of a manifest than its inputs; there are none where it is
// not there or cannot be used.
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
