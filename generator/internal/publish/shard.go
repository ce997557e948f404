package publish

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"strconv"
	"strings"

	"guntime/generator/internal/artifact"
)

// Several machines can share a build. Each of n shards draws its part of the
// many files and puts it in place; then the index step draws the rest, takes
// what is gone away, and writes the manifest and the release record of the
// whole, which are those of a build on one machine. All of them may build into
// one folder, at once even, or each into its own, which are copied together,
// with their state, before the index step. A shard removes nothing.
//
// The state of a shard lies in the folder shard-I-of-N of the site's own: the
// same as a site's, but for release/, host/ and previous/.

// ErrShards is the error of an index step whose shards have not drawn what the
// plan says.
var ErrShards = errors.New("not all shards are drawn from the same project")

// Shard is the part of a build that this machine does; the zero value is all.
type Shard struct {
	Part int                    // from 0 to Of-1; Of for the index step
	Of   int                    // how many share the many files; 0 for no sharing
	Many func(path string) bool // which files are drawn in shares; the others are the index step's
}

// ParseShard reads "3/16" or "index/16".
func ParseShard(text string) (Shard, error) {
	part, of, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(of)
	if err != nil || n < 1 {
		return Shard{}, errors.New("must be I/N, such as 0/16 to 15/16 for sixteen machines, and then index/16")
	}
	if part == "index" {
		return Shard{Part: n, Of: n}, nil
	}
	i, err := strconv.Atoi(part)
	if err != nil || i < 0 || i >= n {
		return Shard{}, fmt.Errorf("the shards of %d are 0/%d to %d/%d, and then index/%d", n, n, n-1, n, n)
	}
	return Shard{Part: i, Of: n}, nil
}

// String is the shard as it is given.
func (s Shard) String() string {
	if s.index() {
		return fmt.Sprintf("index/%d", s.Of)
	}
	return fmt.Sprintf("%d/%d", s.Part, s.Of)
}

func (s Shard) index() bool { return s.Of > 0 && s.Part == s.Of }

// shares is among how many machines the files are divided that this one draws.
func (s Shard) shares() int {
	if s.Partial() {
		return s.Of
	}
	return 1
}

// Partial reports whether this is one of several that do not know of each other.
func (s Shard) Partial() bool { return s.Part < s.Of }

// owner is the shard that draws a file, by a hash of its path, so that neither a
// runner more nor one less moves the others; a compressed twin's is that of the
// file it stands for. What stands where a page was withdrawn is the index step's:
// only the whole knows of it.
func (s Shard) owner(f artifact.File) int {
	path := f.Path
	for _, twin := range []string{".br", ".gz"} {
		path = strings.TrimSuffix(path, twin)
	}
	if s.Of == 0 || f.Removed != 0 || !s.Many(path) {
		return s.Of
	}
	h := fnv.New64a()
	h.Write([]byte(path))
	return int(h.Sum64() % uint64(s.Of))
}

// shard is the place of one shard's state.
func (p place) shard(part, of int) place {
	return place{dir: p.dir, state: p.file(fmt.Sprintf("shard-%d-of-%d", part, of)), whole: p.state, own: p.own, site: p.site}
}

// drawn are the manifests of all shards, for the index step.
type drawn struct {
	shard  Shard
	files  []map[string]*Entry // of each shard, by path
	unlike []bool              // whether a shard lacks files as the plan says
}

func (p place) drawn(s Shard) (*drawn, error) {
	d := &drawn{shard: s, files: make([]map[string]*Entry, s.Of), unlike: make([]bool, s.Of)}
	for i := range d.files {
		at := p.shard(i, s.Of)
		if exists(at.file("pending.json")) {
			return nil, fmt.Errorf("%w: shard %d/%d is putting files in place, or was interrupted as it did", ErrShards, i, s.Of)
		}
		m, err := readManifest(at.file("manifest.json"))
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errCorrupt) {
			continue // all its files are missed
		}
		if err != nil {
			return nil, &DiskError{err}
		}
		d.files[i] = make(map[string]*Entry, len(m.Files))
		for j := range m.Files {
			d.files[i][m.Files[j].Path] = &m.Files[j]
		}
	}
	return d, nil
}

// find returns what a shard drew for a file of the plan.
func (d *drawn) find(f artifact.File, owner int) Entry {
	e, ok := d.files[owner][f.Path]
	if !ok || e.Key != f.Key {
		d.unlike[owner] = true
		return Entry{Path: f.Path}
	}
	return *e
}

// check returns ErrShards when files were missed.
func (d *drawn) check() error {
	var which []string
	for i, unlike := range d.unlike {
		if unlike {
			which = append(which, fmt.Sprintf("%d/%d", i, d.shard.Of))
		}
	}
	if len(which) == 0 {
		return nil
	}
	return fmt.Errorf("%w: build -shard %s again, of the same data with the same program", ErrShards, strings.Join(which, ", "))
}
