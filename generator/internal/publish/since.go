package publish

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/artifact"
)

// The log since.log lies beside the manifest while a Session publishes, and has what
// changed since the manifest was written. Whoever reads the manifest reads it too. Its
// first line names the manifest, so that a log of an older one counts for nothing. Then
// comes a block for each change:
//
//	{"path":…}   an entry that is new or changed
//	-"path"      a file that is gone
//	={…}         the keys of shared inputs, where they changed
//	.3           the block is complete and has three lines: the change may begin
//	!            the change is done
//
// A block without its last line is a change that was interrupted, and the next run
// finishes it. What follows the last complete block was never begun.
const sinceName = "since.log"

// block is one change of a log.
type block struct {
	changed []Entry
	gone    []string
	inputs  map[string]artifact.Key // nil where they are as before
}

// lines returns the block as it is written, without the line that says it is done.
func (b *block) lines() ([]byte, error) {
	var text []byte
	var err error
	n := len(b.changed) + len(b.gone)
	for i := range b.changed {
		if text, err = b.changed[i].appendTo(text); err != nil {
			return nil, err
		}
		text = append(text, '\n')
	}
	for _, name := range b.gone {
		quoted, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		text = append(append(append(text, '-'), quoted...), '\n')
	}
	if b.inputs != nil {
		inputs, err := json.Marshal(b.inputs)
		if err != nil {
			return nil, err
		}
		text = append(append(append(text, '='), inputs...), '\n')
		n++
	}
	return fmt.Appendf(text, ".%d\n", n), nil
}

const doneLine = "!\n"

// sinceHead returns the first line of the log of a manifest with this hash.
func sinceHead(sum [sha256.Size]byte) string { return fmt.Sprintf("guntime since %x\n", sum) }

// since is a log that was read.
type since struct {
	blocks  []block
	open    bool // the last block is not done
	written int64
}

// since reads the log of the manifest; nil where there is none.
func (p place) since() (*since, error) {
	text, err := os.ReadFile(p.file(sinceName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(p.file(sinceName))
	if err != nil {
		return nil, err
	}
	sum, err := hashFile(p.file("manifest.json"))
	if err != nil {
		return nil, err
	}
	rest, of := strings.CutPrefix(string(text), sinceHead(sum))
	if !of {
		return nil, nil
	}
	l := &since{written: info.ModTime().UnixNano()}
	var b block
	n := 0
	for line := range strings.Lines(rest) {
		line, whole := strings.CutSuffix(line, "\n")
		if !whole || line == "" {
			break
		}
		n++
		switch kind, rest := line[0], line[1:]; kind {
		case '{':
			e, err := parseEntry([]byte(line))
			if err != nil {
				return l, nil
			}
			b.changed = append(b.changed, e)
		case '-':
			var name string
			if json.Unmarshal([]byte(rest), &name) != nil || !fs.ValidPath(name) {
				return l, nil
			}
			b.gone = append(b.gone, name)
		case '=':
			if json.Unmarshal([]byte(rest), &b.inputs) != nil {
				return l, nil
			}
		case '.':
			if said, err := strconv.Atoi(rest); err != nil || said != n-1 {
				return l, nil
			}
			l.blocks, l.open, b, n = append(l.blocks, b), true, block{}, 0
		case '!':
			l.open, n = false, 0
		default:
			return l, nil
		}
	}
	return l, nil
}

// manifest reads the manifest with what the log has since. The error is that of
// readManifest.
func (p place) manifest() (m *Manifest, unfinished bool, err error) {
	if m, err = readManifest(p.file("manifest.json")); err != nil {
		return nil, false, err
	}
	l, err := p.since()
	if err != nil || l == nil || len(l.blocks) == 0 {
		return m, false, err
	}
	return l.after(m), l.open, nil
}

// after returns the manifest after all blocks of the log.
func (l *since) after(m *Manifest) *Manifest {
	latest := map[string]*Entry{} // nil for a file that is gone
	next := &Manifest{Inputs: m.Inputs, written: l.written}
	for i := range l.blocks {
		b := &l.blocks[i]
		for k := range b.changed {
			latest[b.changed[k].Path] = &b.changed[k]
		}
		for _, name := range b.gone {
			latest[name] = nil
		}
		if b.inputs != nil {
			next.Inputs = b.inputs
		}
	}
	next.Files = make([]Entry, 0, len(m.Files)+len(latest))
	for _, e := range m.Files {
		if _, other := latest[e.Path]; !other {
			next.Files = append(next.Files, e)
		}
	}
	for _, e := range latest {
		if e != nil {
			next.Files = append(next.Files, *e)
		}
	}
	next.sort()
	return next
}

// fold finishes the change that the log says was begun, and writes the manifest whole.
func (p place) fold(d disk) error {
	if !exists(p.file(sinceName)) {
		return nil
	}
	m, err := readManifest(p.file("manifest.json"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errCorrupt) {
		return d.remove(p.file(sinceName))
	}
	if err != nil {
		return &DiskError{err}
	}
	l, err := p.since()
	if err != nil {
		return &DiskError{err}
	}
	if l == nil || len(l.blocks) == 0 {
		return d.remove(p.file(sinceName))
	}
	next := l.after(m)
	if l.open {
		if err := p.resume(d, next, &l.blocks[len(l.blocks)-1]); err != nil {
			return err
		}
	}
	return p.foldTo(d, next)
}

// foldTo writes a manifest whole in the place of the one before and its log.
func (p place) foldTo(d disk, m *Manifest) error {
	if err := m.write(d, p.file("manifest.json"), p.own); err != nil {
		return err
	}
	return d.remove(p.file(sinceName))
}

// resume puts those files of an interrupted block in place that still wait for it.
func (p place) resume(d disk, next *Manifest, b *block) error {
	if err := d.removeAll(p.file("undo")); err != nil {
		return err
	}
	if err := dropTorn(p.file("staging"), d, next); err != nil {
		return err
	}
	c := &change{at: p, disk: d, progress: func(int) {}}
	if err := d.mkdir(p.file("undo"), p.own); err != nil {
		return err
	}
	if err := c.arrive(b.changed); err != nil {
		return err
	}
	if err := c.retire(b.gone); err != nil {
		return err
	}
	return errors.Join(d.removeAll(p.file("staging")), d.removeAll(p.file("undo")))
}

// arrive moves the staged files of a list into the site: new ones first, then those
// that replace others, and of both those last that lead to others. What is not staged
// is in place.
func (c *change) arrive(list []Entry) error {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.turn(), b.turn()), cmp.Compare(a.Path, b.Path)) })
	for _, over := range []bool{false, true} {
		for i := range list {
			name := filepath.FromSlash(list[i].Path)
			from, to := filepath.Join(c.at.file("staging"), name), filepath.Join(c.at.dir, name)
			if !exists(from) {
				continue
			}
			info, err := os.Lstat(to)
			switch found := err == nil; {
			case err != nil && !errors.Is(err, fs.ErrNotExist):
				return &DiskError{err}
			case found && info.IsDir():
				return fmt.Errorf("%s: %w: a file and a folder with one path", to, ErrForeign)
			case found != over:
				continue
			case over:
				err = c.replace(from, to)
			default:
				if err = c.folder(filepath.Dir(to)); err == nil {
					err = c.moveFile(from, to, "")
				}
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// folder makes a folder of the site and those above it, where they are missing.
func (c *change) folder(dir string) error {
	if exists(dir) {
		return nil
	}
	if err := c.folder(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := c.disk.mkdir(dir, c.at.site); err != nil {
		return err
	}
	c.made(dir)
	return nil
}
