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

// The record is in the bucket, in objects beside those of the site:
//
//	.guntime/deployed        every object that deploys put there, when it was last written completely
//	.guntime/since           changes since then; its lines override those above
//	.guntime/since-3-of-16   changes by a shard; its lines override both
//	.guntime/shards          how many shards there are, because a listing may lack their objects
//
// Shards deploy at the same time and know nothing of each other. The next deploy of the
// whole site merges their changes.
//
// Each line has two hashes: of the name of an object, and of its bytes and headers.
// Everybody can read the bucket, so it must not reveal the names of certificates that
// need a code: those are too random to be guessed from a hash. A bib can be guessed. So
// after a deploy there are only lines of objects that can be read from the bucket
// anyway, and none of deleted objects: the record reveals no more than the bucket does.
// A small change that deletes nothing writes only the second object.
const (
	deployedName = ".guntime/deployed"
	sinceName    = ".guntime/since"
	shardsName   = ".guntime/shards"
	recordHead   = "guntime 1\n"
)

// sum is a hash of a name or of the content of an object. 96 bits keep millions of
// them apart.
type sum [12]byte

// What the record has for objects whose content is not known.
var (
	unknown = sum{}                               // it is ours, with its old or its new content
	absent  = sum(bytes.Repeat([]byte{0xFF}, 12)) // it was deleted
)

// hash returns the hash of texts, with separators between them.
func hash(parts ...string) sum {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return sum(h.Sum(nil)[:len(sum{})])
}

// record maps the objects that deploys put into a bucket: hash of the name to hash
// of the content.
type record struct {
	deployed, since map[sum]sum
	sinceName       string
	of              int      // for a shard: the number of shards
	shards          []string // objects of shards that are merged, to be deleted after saving
}

// find returns the content hash of an object, false where it is not ours.
func (r *record) find(name sum) (sum, bool) {
	is, ok := r.since[name]
	if !ok {
		is, ok = r.deployed[name]
	}
	return is, ok && is != absent
}

// set changes the content hash of an object.
func (r *record) set(name, is sum) { r.since[name] = is }

// all yields the hashes of the names of our objects.
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

// readRecord reads the record for a shard or for the whole site. It is empty where
// there is none.
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

// shards returns the names of the objects of shards, those that may exist included.
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

// mostShards is more than any build has machines.
const mostShards = 10_000

// sinceOf returns the name of the object with the changes of a shard.
func sinceOf(s publish.Shard) string { return fmt.Sprintf("%s-%d-of-%d", sinceName, s.Part, s.Of) }

// part is an object of the record, and the map for its lines.
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

// read reads an object of the record, and reports whether it exists.
func (b *bucket) read(ctx context.Context, name string, into map[sum]sum) (bool, error) {
	text, err := b.get(ctx, name)
	if err == nil && text != nil && !parse(text, into) {
		err = fmt.Errorf("%s: %w", b.address(name), errRecord)
	}
	return text != nil, err
}

var errRecord = errors.New("the record of what was deployed cannot be read; delete it to deploy everything again, " +
	"and then delete whatever the site no longer has")

// begin saves the record before anything else changes, and deletes the objects of
// shards that it merged: older lines must not override newer ones.
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

// save writes what has changed since the record was last written completely.
func (b *bucket) save(ctx context.Context, r *record) error {
	return b.put(ctx, r.sinceName, format(r.since), recordHeaders)
}

// hasDeleted reports whether the record has a line of a deleted object.
func (r *record) hasDeleted() bool {
	for _, is := range r.since {
		if is == absent {
			return true
		}
	}
	return false
}

// recordHeaders are the headers of the objects of the record.
var recordHeaders = headers{contentType: "text/plain", cache: "no-store"}

// finish saves the record. It writes it completely where much has changed, or
// something was deleted.
func (b *bucket) finish(ctx context.Context, r *record) error {
	if r.sinceName == sinceName && (len(r.since)*4 > len(r.deployed) || r.hasDeleted()) {
		for name, is := range r.since {
			if r.deployed[name] = is; is == absent {
				delete(r.deployed, name)
			}
		}
		if err := b.put(ctx, deployedName, format(r.deployed), recordHeaders); err != nil {
			return err
		}
		r.since = map[sum]sum{} // if saving fails, the old record only lacks this
	}
	return b.save(ctx, r)
}

// lineSize is the size in bytes of a line: two hashes, a separator and the line
// end.
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

// parse reads what format wrote, and reports whether the text has that format.
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
