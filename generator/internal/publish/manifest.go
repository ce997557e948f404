package publish

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/artifact"
)

// version is the version of the manifest's format. Another version counts as lost.
const version = 2

// errCorrupt is the error of a manifest that exists but cannot be used.
var errCorrupt = errors.New("the manifest cannot be read")

// Manifest lists the files of an output folder, sorted by path.
type Manifest struct {
	Files  []Entry
	Inputs map[string]artifact.Key // keys of shared inputs, by name

	written int64 // when it was written, nanoseconds since 1970; 0 when never
}

// Entry is one file of the output folder.
type Entry struct {
	Path     string
	Size     int64
	SHA256   [sha256.Size]byte
	Key      artifact.Key
	Cache    artifact.Cache
	Modified int64 // as the disk reports
	Removed  int64 // when the page there was withdrawn, as in artifact.File
}

// ReadManifest returns the manifest of an output folder. The error is
// fs.ErrNotExist where nothing was built.
func ReadManifest(dir string) (*Manifest, error) {
	at, err := locate(dir)
	if err != nil {
		return nil, err
	}
	m, _, err := at.manifest()
	if err != nil {
		return nil, fmt.Errorf("manifest of %s: %w", dir, err)
	}
	return m, nil
}

// Find returns the entry with this path.
func (m *Manifest) Find(path string) (Entry, bool) {
	i, ok := slices.BinarySearchFunc(m.Files, path, func(e Entry, p string) int { return cmp.Compare(e.Path, p) })
	if !ok {
		return Entry{}, false
	}
	return m.Files[i], true
}

// Under returns the entries below a folder, whose path ends in a slash.
func (m *Manifest) Under(folder string) []Entry {
	from, _ := slices.BinarySearchFunc(m.Files, folder, func(e Entry, p string) int { return cmp.Compare(e.Path, p) })
	to, _ := slices.BinarySearchFunc(m.Files[from:], folder, func(e Entry, p string) int {
		if strings.HasPrefix(e.Path, p) {
			return -1
		}
		return cmp.Compare(e.Path, p)
	})
	return m.Files[from : from+to]
}

func (m *Manifest) sort() {
	slices.SortFunc(m.Files, func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) })
}

// tick is longer than the resolution of file times: a file that changes right after
// the manifest was written may keep its time.
const tick = int64(20 * time.Millisecond)

// vouches reports whether an entry's size and time prove that the file has its
// bytes.
func (m *Manifest) vouches(e *Entry, info fs.FileInfo) bool {
	modified := info.ModTime().UnixNano()
	return info.Mode().IsRegular() && info.Size() == e.Size && modified == e.Modified && modified < m.written-tick
}

// write writes the manifest, an entry a line, so that people can compare two of
// them.
func (m *Manifest) write(d disk, path string, own modes) error {
	return d.replace(path, own, func(w io.Writer) error {
		line, err := m.head()
		if err != nil {
			return err
		}
		for i := range m.Files {
			line = append(line, '\n')
			if line, err = m.Files[i].appendTo(line); err != nil {
				return err
			}
			if i < len(m.Files)-1 {
				line = append(line, ',')
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
			line = line[:0]
		}
		_, err = w.Write(append(line, "\n]}\n"...))
		return err
	})
}

// head returns the manifest's first line.
func (m *Manifest) head() ([]byte, error) {
	inputs, err := json.Marshal(m.Inputs)
	return fmt.Appendf(nil, "{\"version\":%d,\"inputs\":%s,\"files\":[", version, inputs), err
}

// parseHead parses what head returns.
func (m *Manifest) parseHead(line []byte) error {
	inputs, opened := bytes.CutPrefix(line, fmt.Appendf(nil, "{\"version\":%d,\"inputs\":", version))
	inputs, closed := bytes.CutSuffix(inputs, []byte(",\"files\":["))
	if !opened || !closed || json.Unmarshal(inputs, &m.Inputs) != nil {
		return errCorrupt
	}
	return nil
}

func (e *Entry) appendTo(b []byte) ([]byte, error) {
	name, err := json.Marshal(e.Path)
	if err != nil {
		return nil, err
	}
	b = append(append(b, `{"path":`...), name...)
	b = strconv.AppendInt(append(b, `,"size":`...), e.Size, 10)
	b = hex.AppendEncode(append(b, `,"sha256":"`...), e.SHA256[:])
	b = hex.AppendEncode(append(b, `","key":"`...), e.Key[:])
	b = append(append(b, `","type":"`...), artifact.TypeOf(e.Path)...)
	b = append(append(b, `","cache":"`...), e.Cache...)
	b = strconv.AppendInt(append(b, `","modified":`...), e.Modified, 10)
	if e.Removed != 0 {
		b = strconv.AppendInt(append(b, `,"removed":`...), e.Removed, 10)
	}
	return append(b, '}'), nil
}

// usualLine is the usual length of a line in bytes.
const usualLine = 280

// readManifest reads a manifest line by line. The error is errCorrupt where it
// exists but cannot be used.
func readManifest(path string) (*Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	m := &Manifest{written: info.ModTime().UnixNano()}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, int(info.Size())+1) // no line is longer than the file
	if !lines.Scan() || m.parseHead(lines.Bytes()) != nil {
		return nil, cmp.Or(lines.Err(), errCorrupt)
	}
	m.Files = make([]Entry, 0, info.Size()/usualLine+1)
	whole := false
	for lines.Scan() {
		line := lines.Bytes()
		if whole = string(line) == "]}"; whole {
			break
		}
		e, err := parseEntry(bytes.TrimSuffix(line, []byte(",")))
		if err != nil {
			return nil, fmt.Errorf("%w: entry %d: %v", errCorrupt, len(m.Files)+1, err)
		}
		m.Files = append(m.Files, e)
	}
	if !whole || lines.Scan() {
		return nil, cmp.Or(lines.Err(), errCorrupt)
	}
	if !slices.IsSortedFunc(m.Files, func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) }) {
		return nil, fmt.Errorf("%w: it is not sorted", errCorrupt)
	}
	return m, nil
}

// parseEntry parses a line of appendTo, and no other form of JSON: encoding/json
// would take a third of the time of a build in which nothing changed.
func parseEntry(line []byte) (e Entry, err error) {
	name, rest, _ := bytes.Cut(line, []byte(`,"size":`)) // quotes within the path are escaped
	size, rest, _ := bytes.Cut(rest, []byte(`,"sha256":"`))
	sum, rest, _ := bytes.Cut(rest, []byte(`","key":"`))
	key, rest, _ := bytes.Cut(rest, []byte(`","type":"`))
	_, rest, _ = bytes.Cut(rest, []byte(`","cache":"`)) // the path determines the type
	cache, rest, _ := bytes.Cut(rest, []byte(`","modified":`))
	rest, closed := bytes.CutSuffix(rest, []byte("}"))
	modified, removed, withdrawn := bytes.Cut(rest, []byte(`,"removed":`))
	name, opened := bytes.CutPrefix(name, []byte(`{"path":`))
	if !opened || !closed || len(name) < 2 || len(sum) != hex.EncodedLen(len(e.SHA256)) || len(key) != hex.EncodedLen(len(e.Key)) {
		return e, errors.New("not an entry")
	}
	if bytes.IndexByte(name, '\\') < 0 {
		e.Path = string(name[1 : len(name)-1])
	} else if err := json.Unmarshal(name, &e.Path); err != nil {
		return e, err
	}
	if !fs.ValidPath(e.Path) {
		return e, fmt.Errorf("%q is not a path", e.Path)
	}
	switch c := artifact.Cache(cache); c { // a few values repeat: no allocation for each line
	case artifact.Settled:
		e.Cache = artifact.Settled
	case artifact.Live:
		e.Cache = artifact.Live
	case artifact.Immutable:
		e.Cache = artifact.Immutable
	case "":
	default:
		return e, fmt.Errorf("unknown class %q", c)
	}
	if e.Size, err = strconv.ParseInt(string(size), 10, 64); err != nil {
		return e, err
	}
	if e.Modified, err = strconv.ParseInt(string(modified), 10, 64); err != nil {
		return e, err
	}
	if withdrawn {
		if e.Removed, err = strconv.ParseInt(string(removed), 10, 64); err != nil {
			return e, err
		}
	}
	if _, err := hex.Decode(e.SHA256[:], sum); err != nil {
		return e, err
	}
	_, err = hex.Decode(e.Key[:], key)
	return e, err
}
