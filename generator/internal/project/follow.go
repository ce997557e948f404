package project

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"time"
)

// Look returns what stands in the folders of sources, by name: the file info of every
// file that a build may read.
func (p *Project) Look() (map[string]fs.FileInfo, error) {
	all := map[string]fs.FileInfo{}
	for _, folder := range []string{"data", "content", "templates"} {
		err := p.eachFile(folder, "", 0, func(name string, info fs.FileInfo) error {
			all[name] = info
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Unchanged reports whether a file is as it was, by size, time and identity.
func Unchanged(was, is fs.FileInfo) bool {
	return was.Size() == is.Size() && was.ModTime().Equal(is.ModTime()) && os.SameFile(was, is)
}

// Cut makes a file end after so many bytes, for all that reads it from here.
func (p *Project) Cut(name string, size int64) { p.tree.cut[name] = size }

// tailLength is how much of the end of a file WholeLines looks at: more than any
// line has.
const tailLength = 1 << 17

// WholeLines returns how many bytes a text file has up to the end of its last whole
// line, or size where nothing says how its lines end.
func (p *Project) WholeLines(name string, size int64) (int64, error) {
	f, err := p.tree.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	from := f.(io.ReaderAt)
	mark := make([]byte, 2)
	if n, err := from.ReadAt(mark, 0); n < len(mark) {
		return size, ignoreEnd(err)
	}
	begin := max(0, size-tailLength) &^ 1 // characters of two bytes stay whole
	tail := make([]byte, size-begin)
	if n, err := from.ReadAt(tail, begin); n < len(tail) {
		return size, ignoreEnd(err)
	}
	end := []byte{'\n'}
	switch {
	case bytes.Equal(mark, []byte{0xFF, 0xFE}):
		end = []byte{'\n', 0}
	case bytes.Equal(mark, []byte{0xFE, 0xFF}):
		end = []byte{0, '\n'}
	}
	if at := bytes.LastIndex(tail, end); at >= 0 {
		return begin + int64(at+len(end)), nil
	}
	if at := bytes.LastIndexByte(tail, '\r'); at >= 0 && len(end) == 1 {
		return begin + int64(at+1), nil
	}
	return size, nil
}

func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// Hashes remembers the hashes of sources from one build to the next. A file that is as
// it was is not read again, and of one that grew only what is new.
type Hashes struct {
	known map[string]*hashed
	now   func() time.Time
}

// NewHashes returns an empty memory. now is the clock of the machine.
func NewHashes(now func() time.Time) *Hashes {
	return &Hashes{known: map[string]*hashed{}, now: now}
}

// hashed is what is known of a file.
type hashed struct {
	info    fs.FileInfo
	size    int64 // bytes that were hashed, fewer than it has where it was cut
	state   hash.Hash
	sum     [sha256.Size]byte
	check   maphash.Hash // of the same bytes, to see whether a file that changed still begins with them
	replace int          // how often it was anything but longer
	fresh   bool         // it changed so short before that its time may hide another change
}

// restless is how long a file may keep its time while it changes, on coarse disks.
const restless = 2 * time.Second

// Remember makes Keys use a memory.
func (p *Project) Remember(h *Hashes) { p.hashes = h }

// Replaced returns how often a file was anything but the same or longer since it was
// first hashed.
func (h *Hashes) Replaced(name string) int {
	if k := h.known[name]; k != nil {
		return k.replace
	}
	return 0
}

// sum returns the hash of a file.
func (h *Hashes) sum(root fs.FS, name string, info fs.FileInfo, size int64) (sum [sha256.Size]byte, err error) {
	k := h.known[name]
	if k != nil && !k.fresh && k.size == size && Unchanged(k.info, info) {
		return k.sum, nil
	}
	f, err := root.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	if k == nil {
		k = &hashed{replace: -1}
		h.known[name] = k
	}
	at := f.(io.ReaderAt)
	if k.state == nil || size < k.size || !os.SameFile(k.info, info) || !k.begins(at) {
		k.state, k.size = sha256.New(), 0
		k.check.Reset()
		k.replace++
	}
	n, err := io.Copy(io.MultiWriter(k.state, &k.check), io.NewSectionReader(at, k.size, size-k.size))
	if err != nil {
		k.state = nil
		return sum, err
	}
	k.size += n
	k.state.Sum(k.sum[:0])
	k.info, k.fresh = info, h.now().Sub(info.ModTime()) < restless
	return k.sum, nil
}

// begins reports whether a file begins with what was hashed of it. All of that is read
// again, by a cheaper hash: a time that is corrected in the middle of a table changes
// neither its size nor its ends.
func (k *hashed) begins(f io.ReaderAt) bool {
	var is maphash.Hash
	is.SetSeed(k.check.Seed())
	n, err := io.Copy(&is, io.NewSectionReader(f, 0, k.size))
	return err == nil && n == k.size && is.Sum64() == k.check.Sum64()
}
