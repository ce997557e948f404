package deploy

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"

	"guntime/generator/internal/publish"
)

// The record lies in the bucket, in two objects beside the site's:
//
//	.guntime/deployed   every object that deploys put there, when it was last written whole
//	.guntime/since      those that have changed since; its lines count
//	.guntime/since-3-of-16   those that a shard has changed; its lines count more
//	.guntime/shards     how many shards there are, for a listing may lack what they noted
//
// Shards deploy at once and know nothing of each other; the next deploy of the
// whole site takes in what they noted.
//
// Each line is two hashes, of an object's name and of its bytes and headers. The
// bucket is open to everybody, and names of certificates that are given out by
// code are not to be had from it: they are too random to be guessed. A bib is not,
// so that after a deploy there are lines of what can be had from the bucket alone,
// and none of what is gone: they tell whoever tries names no more than the bucket
// does. A small change that takes nothing away writes the second alone.
const (
	deployedName = ".guntime/deployed"
	sinceName    = ".guntime/since"
	shardsName   = ".guntime/shards"
	recordHead   = "guntime 1\n"
)

// sum is a hash of something of an object: 96 bits keep millions of them apart.
type sum [12]byte

// What the record says of objects that it knows no bytes of.
var (
	unknown = sum{}                               // it is ours, and may be as it was or as it was to be
	absent  = sum(bytes.Repeat([]byte{0xFF}, 12)) // it was deleted
)

// hash is the hash of texts, each kept apart from the next.
func hash(parts ...string) sum {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return sum(h.Sum(nil)[:len(sum{})])
}

// record is what deploys put into a bucket: by the hash of the name, the hash
// of what stands there.
type record struct {
	deployed, since map[sum]sum
	sinceName       string
	of              int      // of a shard: how many there are
	shards          []string // objects that are taken in, and are to go when that is saved
}

// find returns what is known of an object, false where it is none of ours.
func (r *record) find(name sum) (sum, bool) {
	is, ok := r.since[name]
	if !ok {
		is, ok = r.deployed[name]
	}
	return is, ok && is != absent
}

// set notes what is known of an object from now on.
func (r *record) set(name, is sum) { r.since[name] = is }

// all yields the objects that are ours.
func (r *record) all() iter.Seq[sum] {
	return func(yield func(sum) bool) {
		for _, names := range []map[sum]sum{r.deployed, r.since} {
			for name := range names {
				if _, ours := r.find(name); ours && !yield(name) {
					return
				}
			}
		}
	}
}

// readRecord reads the record from the bucket, as the one who deploys a shard or all
// sees it; it is empty where none is.
func (b *bucket) readRecord(ctx context.Context, s publish.Shard) (*record, error) {
	r := &record{deployed: map[sum]sum{}, since: map[sum]sum{}, sinceName: sinceName}
	if s.Partial() {
		r.sinceName, r.of = sinceOf(s), s.Of
		return r, b.readAll(ctx, part{deployedName, r.deployed}, part{sinceName, r.deployed}, part{r.sinceName, r.since})
	}
	if err := b.readAll(ctx, part{deployedName, r.deployed}, part{sinceName, r.since}); err != nil {
		return nil, err
	}
	names, err := b.shards(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := b.read(ctx, name, r.since)
		if err != nil {
			return nil, err
		}
		if text {
			r.shards = append(r.shards, name)
		}
	}
	return r, nil
}

// shards are the names of what shards have noted, and of what they may have.
func (b *bucket) shards(ctx context.Context) ([]string, error) {
	names := map[string]bool{}
	if err := b.list(ctx, sinceName+"-", func(path string) { names[path] = true }); err != nil {
		return nil, err
	}
	text, err := b.get(ctx, shardsName)
	if err != nil {
		return nil, err
	}
	n, _ := strconv.Atoi(string(text))
	for i := range min(n, mostShards) {
		names[sinceOf(publish.Shard{Part: i, Of: n})] = true
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// mostShards is more than anybody has machines for a build.
const mostShards = 10_000

// sinceOf is the name of what a shard has noted.
func sinceOf(s publish.Shard) string { return fmt.Sprintf("%s-%d-of-%d", sinceName, s.Part, s.Of) }

// part is an object of the record, and where its lines go.
type part struct {
	name string
	into map[sum]sum
}

func (b *bucket) readAll(ctx context.Context, parts ...part) error {
	for _, p := range parts {
		if _, err := b.read(ctx, p.name, p.into); err != nil {
			return err
		}
	}
	return nil
}

// read reads a part of the record, and reports whether it is there.
func (b *bucket) read(ctx context.Context, name string, into map[sum]sum) (bool, error) {
	text, err := b.get(ctx, name)
	if err == nil && text != nil && !parse(text, into) {
		err = fmt.Errorf("%s: %w", b.address(name), errRecord)
	}
	return text != nil, err
}

var errRecord = errors.New("the record of what was deployed cannot be read; delete it to deploy everything again, " +
	"and then delete whatever the site no longer has")

// begin saves the record before anything is changed, and drops what it took in
// from shards: what they have noted must not count any more when it is older.
func (b *bucket) begin(ctx context.Context, r *record) error {
	if r.of > 0 {
		if err := b.put(ctx, shardsName, strconv.AppendInt(nil, int64(r.of), 10), recordHeaders); err != nil {
			return err
		}
	}
	if err := b.save(ctx, r); err != nil || len(r.shards) == 0 {
		return err
	}
	err := b.remove(ctx, r.shards, func(string) {})
	r.shards = nil
	return err
}

// save records what has changed since the record was last written whole.
func (b *bucket) save(ctx context.Context, r *record) error {
	return b.put(ctx, r.sinceName, format(r.since), recordHeaders)
}

// tells reports whether it has a line of what is gone.
func (r *record) tells() bool {
	for _, is := range r.since {
		if is == absent {
			return true
		}
	}
	return false
}

// recordHeaders are those of the record's objects.
var recordHeaders = headers{contentType: "text/plain", cache: "no-store"}

// finish records all: whole, where what has changed is much of it, or some of it is
// gone.
func (b *bucket) finish(ctx context.Context, r *record) error {
	if r.sinceName == sinceName && (len(r.since)*4 > len(r.deployed) || r.tells()) {
		for name, is := range r.since {
			if r.deployed[name] = is; is == absent {
				delete(r.deployed, name)
			}
		}
		if err := b.put(ctx, deployedName, format(r.deployed), recordHeaders); err != nil {
			return err
		}
		r.since = map[sum]sum{} // until it is saved, the old one says less, and nothing else
	}
	return b.save(ctx, r)
}

// lineSize is that of two hashes, what is between them and the line's end.
var lineSize = 2*base64.RawURLEncoding.EncodedLen(len(sum{})) + 2

func format(objects map[sum]sum) []byte {
	text := make([]byte, 0, len(recordHead)+len(objects)*lineSize)
	text = append(text, recordHead...)
	for _, name := range slices.SortedFunc(maps.Keys(objects), func(a, b sum) int { return cmp.Compare(string(a[:]), string(b[:])) }) {
		is := objects[name]
		text = append(base64.RawURLEncoding.AppendEncode(text, name[:]), ' ')
		text = append(base64.RawURLEncoding.AppendEncode(text, is[:]), '\n')
	}
	return text
}

// parse reads what format wrote, and reports whether it is that.
func parse(text []byte, into map[sum]sum) bool {
	lines, ok := bytes.CutPrefix(text, []byte(recordHead))
	if !ok || len(lines)%lineSize != 0 {
		return false
	}
	for line := range slices.Chunk(lines, lineSize) {
		half := lineSize/2 - 1
		var name, is sum
		_, bad := base64.RawURLEncoding.Decode(name[:], line[:half])
		_, worse := base64.RawURLEncoding.Decode(is[:], line[half+1:lineSize-1])
		if bad != nil || worse != nil || line[half] != ' ' || line[lineSize-1] != '\n' {
			return false
		}
		into[name] = is
	}
	return true
}
