package artifact

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"
)

// Kept is what a build keeps for the next one to make it cheaper: data of its caller,
// and which parts its large files were put together of. All of it may be lost, and none
// of it changes a byte of the site. A nil Kept keeps nothing.
type Kept struct {
	load func(name string) []byte
	open func(path string) (Opened, error)

	mu   sync.Mutex
	made map[string][]byte
}

// Opened is a file of the site as the last build left it.
type Opened interface {
	io.ReaderAt
	io.Closer
}

// NewKept returns what the last build kept. load returns data by name, nil for none; open
// opens a file of the site.
func NewKept(load func(name string) []byte, open func(path string) (Opened, error)) *Kept {
	return &Kept{load: load, open: open, made: map[string][]byte{}}
}

// Load returns data that was stored last under a name, nil for none. Whoever stored them
// must be able to tell whether they still fit.
func (k *Kept) Load(name string) []byte {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	data, ok := k.made[name]
	k.mu.Unlock()
	if ok { // of the run before in a session
		return data
	}
	return k.load(name)
}

// Store keeps data under a name for the next build. Names have the form of paths of the
// site: what begins with the folder of an edition goes with that edition.
func (k *Kept) Store(name string, data []byte) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.made[name] = data
}

// Made returns what this build stored, by name.
func (k *Kept) Made() map[string][]byte {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.made
}

// Draw draws a file that has parts. key returns the key of the part for some rows; it
// covers everything that the bytes of the part depend on. It is nil for a file whose parts
// all have keys of their own.
func (k *Kept) Draw(w io.Writer, path string, key func(from, to int) Key, draw func(io.Writer, *Parts) error) error {
	if k == nil {
		return draw(w, nil)
	}
	p := &Parts{w: w, key: key, old: partsOf(k.Load(path))}
	if len(p.old) > 0 {
		if f, err := k.open(path); err == nil {
			defer f.Close()
			p.from = f
		}
	}
	if err := draw(p, p); err != nil {
		return err
	}
	k.Store(path, p.list)
	return nil
}

// Parts writes the parts of one file: those of the last build again, where their rows
// have not changed. A nil Parts draws all of them.
type Parts struct {
	w    io.Writer
	key  func(from, to int) Key
	old  map[Key]part
	from io.ReaderAt // the file of the last build; nil for none
	list []byte
	at   int64 // bytes written
	next int64 // where the next part begins
}

// part is where a part is in its file, the hash of its bytes, and its figures.
type part struct {
	at, size int64
	sum      Key
	figures  [2]uint32
}

// partSize is the size of a part in the list of parts.
const partSize = sha256.Size + 8 + 8 + sha256.Size + 4 + 4

func partsOf(list []byte) map[Key]part {
	if len(list)%partSize != 0 {
		return nil
	}
	all := make(map[Key]part, len(list)/partSize)
	for ; len(list) > 0; list = list[partSize:] {
		p := part{at: int64(binary.LittleEndian.Uint64(list[32:])), size: int64(binary.LittleEndian.Uint64(list[40:])), sum: Key(list[48:80])}
		p.figures = [2]uint32{binary.LittleEndian.Uint32(list[80:]), binary.LittleEndian.Uint32(list[84:])}
		all[Key(list[:32])] = p
	}
	return all
}

// Write writes what is not a part.
func (p *Parts) Write(b []byte) (int, error) {
	n, err := p.w.Write(b)
	p.at += int64(n)
	return n, err
}

// Begin says that a part is written next, and the next ones right behind it. Nothing
// may be left in a buffer.
func (p *Parts) Begin() {
	if p != nil {
		p.next = p.at
	}
}

// Part writes the part for some rows to w, which leads into the file: the one of the
// last build, or what draw returns. The figures are two numbers about the part, which
// are kept with it. It returns the size of the part.
func (p *Parts) Part(w io.Writer, from, to int, draw func() ([]byte, [2]uint32, error)) (size int64, figures [2]uint32, err error) {
	var key Key
	if p != nil {
		key = p.key(from, to)
	}
	return p.Keyed(w, key, draw)
}

// Keyed writes a part as Part does, given its key, which covers everything that its bytes
// depend on.
func (p *Parts) Keyed(w io.Writer, key Key, draw func() ([]byte, [2]uint32, error)) (size int64, figures [2]uint32, err error) {
	if p == nil {
		b, figures, err := draw()
		if err == nil {
			_, err = w.Write(b)
		}
		return int64(len(b)), figures, err
	}
	b, of := p.last(key)
	if b == nil {
		if b, of.figures, err = draw(); err != nil {
			return 0, of.figures, err
		}
		of.size, of.sum = int64(len(b)), sha256.Sum256(b)
	}
	of.at = p.next
	p.next += of.size
	p.list = append(p.list, key[:]...)
	p.list = binary.LittleEndian.AppendUint64(p.list, uint64(of.at))
	p.list = binary.LittleEndian.AppendUint64(p.list, uint64(of.size))
	p.list = append(p.list, of.sum[:]...)
	p.list = binary.LittleEndian.AppendUint32(p.list, of.figures[0])
	p.list = binary.LittleEndian.AppendUint32(p.list, of.figures[1])
	_, err = w.Write(b)
	return of.size, of.figures, err
}

// largestPart is the limit of what is read back: a part is much smaller.
const largestPart = 64 << 20

// last returns the bytes of a part of the last build, nil where they are not there.
func (p *Parts) last(key Key) ([]byte, part) {
	of, known := p.old[key]
	if !known || p.from == nil || of.size <= 0 || of.size > largestPart {
		return nil, part{}
	}
	b := make([]byte, of.size)
	if n, _ := p.from.ReadAt(b, of.at); int64(n) != of.size || sha256.Sum256(b) != of.sum {
		return nil, part{}
	}
	return b, of
}
