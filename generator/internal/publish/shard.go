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
// numerous files and moves it into place. Then the index step draws the rest, removes
// old files, and writes the manifest and the release record of the whole site, the
// same as a build on one machine writes. All may build into one folder, even at the
// same time, or each into its own; those are copied together, with their state, before
// the index step. A shard removes nothing.
//
// The state of a shard lies in the folder shard-I-of-N of the site's state. It has the
// same files, except for release/, host/ and previous/.

// ErrShards is the error of an index step whose shards were not drawn from its
// plan.
var ErrShards = errors.New("not all shards are drawn from the same project")

// Shard is the part of a build that this machine does. The zero value is all of it.
type Shard struct {
	Part int                    // from 0 to Of-1; Of for the index step
	Of   int                    // number of shards; 0 for an undivided build
	Many func(path string) bool // which files the shards draw; the index step draws the others
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

// String returns the text that ParseShard reads.
func (s Shard) String() string {
	if s.index() {
		return fmt.Sprintf("index/%d", s.Of)
	}
	return fmt.Sprintf("%d/%d", s.Part, s.Of)
}

func (s Shard) index() bool { return s.Of > 0 && s.Part == s.Of }

// shares returns how many machines divide the files that this one draws.
func (s Shard) shares() int {
	if s.Partial() {
		return s.Of
	}
	return 1
}

// Partial reports whether this is a shard and not the index step or a whole build.
func (s Shard) Partial() bool { return s.Part < s.Of }

// owner returns the shard that draws a file, and with it its compressed twins. It
// depends on a hash of the path, so a runner more or less moves no other file. The index step draws tombstones, because only it knows the whole site.
func (s Shard) owner(f artifact.File) int {
	if s.Of == 0 || f.Removed != 0 || !s.Many(f.Path) {
		return s.Of
	}
	h := fnv.New64a()
	h.Write([]byte(f.Path))
	return int(h.Sum64() % uint64(s.Of))
}

// shard returns the place of the state of a shard.
func (p place) shard(part, of int) place {
	return place{dir: p.dir, state: p.file(fmt.Sprintf("shard-%d-of-%d", part, of)), whole: p.state, own: p.own, site: p.site}
}

// drawn holds the manifests of all shards, for the index step.
type drawn struct {
	shard  Shard
	files  []map[string]*Entry // by shard, then by path
	unlike []bool              // by shard: it lacks files of the plan
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
			continue // all its files will be missing
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

// find returns the entry that a shard drew for a file of the plan.
func (d *drawn) find(f artifact.File, owner int) Entry {
	e, ok := d.files[owner][f.Path]
	if !ok || e.Key != f.Key {
		d.unlike[owner] = true
		return Entry{Path: f.Path}
	}
	return *e
}

// check returns ErrShards where files are missing.
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
