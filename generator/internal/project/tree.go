package project

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"guntime/generator/internal/problem"
)

// tree is the file system of a project folder.
type tree struct {
	ctx     context.Context
	project folder
	allowed []folder
	cut     map[string]int64 // sizes of files of which only the beginning counts
}

// folder is an open folder, and its path with all links resolved.
type folder struct {
	root *os.Root
	path string
}

func newTree(ctx context.Context, dir string, allow []string) (*tree, error) {
	t := &tree{ctx: ctx, cut: map[string]int64{}}
	var err error
	if t.project, err = hold(dir); err != nil {
		return nil, err
	}
	for _, dir := range allow {
		f, err := hold(dir)
		if err != nil {
			return nil, errors.Join(err, t.close())
		}
		t.allowed = append(t.allowed, f)
	}
	return t, nil
}

func hold(dir string) (folder, error) {
	full, err := filepath.Abs(dir)
	if err == nil {
		full, err = filepath.EvalSymlinks(full)
	}
	if err != nil {
		return folder{}, err
	}
	root, err := os.OpenRoot(full)
	return folder{root, full}, err
}

func (t *tree) close() error {
	err := t.project.root.Close()
	for _, f := range t.allowed {
		err = errors.Join(err, f.root.Close())
	}
	return err
}

// holds returns the path within the folder of a resolved path, false where it is
// outside.
func (f folder) holds(full string) (string, bool) {
	at, err := filepath.Rel(f.path, full)
	return at, err == nil && filepath.IsLocal(at)
}

// Open implements fs.FS. For what may not be read, the error contains a
// *problem.FileError.
func (t *tree) Open(name string) (fs.File, error) {
	in, at, info, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	failed := func(err error) error { return &fs.PathError{Op: "open", Path: name, Err: err} }
	if err := checkReadable(info, sizeLimit(name)); err != nil {
		return nil, failed(err)
	}
	f, err := in.root.OpenFile(at, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, failed(cause(err))
	}
	if info, err = f.Stat(); err == nil { // another file may have replaced it since
		err = checkReadable(info, sizeLimit(name))
	}
	if err != nil {
		f.Close()
		return nil, failed(cause(err))
	}
	size := info.Size()
	if cut, ok := t.cut[name]; ok {
		size = min(size, cut)
	}
	return &file{ctx: t.ctx, f: f, info: info, size: size, left: size}, nil
}

// Stat implements fs.StatFS.
func (t *tree) Stat(name string) (fs.FileInfo, error) {
	_, _, info, err := t.find("stat", name)
	return info, err
}

// find returns the folder that has a name after its links are followed, the path
// there, and the file info.
func (t *tree) find(op, name string) (folder, string, fs.FileInfo, error) {
	failed := func(err error) error { return &fs.PathError{Op: op, Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return folder{}, "", nil, failed(fs.ErrInvalid)
	}
	if err := t.ctx.Err(); err != nil {
		return folder{}, "", nil, failed(err)
	}
	at := filepath.FromSlash(name)
	info, err := t.project.root.Stat(at)
	if errors.Is(err, fs.ErrNotExist) { // no file that may be absent is meant by a link that is there
		if link, lerr := t.project.root.Lstat(at); lerr == nil && link.Mode()&fs.ModeSymlink != 0 {
			return folder{}, "", nil, failed(&problem.FileError{Code: "bad_link", Text: "the link leads to nothing", Hint: "take it away, or let it lead to a file"})
		}
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return t.project, at, info, underName(err, failed)
	}
	// A link in the path is absolute or leaves the project.
	full, err := filepath.EvalSymlinks(filepath.Join(t.project.path, at))
	if errors.Is(err, fs.ErrNotExist) {
		return folder{}, "", nil, failed(leadsOutside(name, ""))
	}
	if at := (*fs.PathError)(nil); err != nil && !errors.As(err, &at) {
		err = &problem.FileError{Code: "bad_link", Text: "the link leads back to itself", Hint: "take it away, or let it lead to a file"}
	}
	if err != nil {
		return folder{}, "", nil, failed(cause(err))
	}
	if at, ok := t.project.holds(full); ok {
		info, err := t.project.root.Stat(at)
		return t.project, at, info, underName(err, failed)
	}
	if tabular(name) {
		for _, f := range t.allowed {
			if at, ok := f.holds(full); ok {
				info, err := f.root.Stat(at)
				return f, at, info, underName(err, failed)
			}
		}
	}
	return folder{}, "", nil, failed(leadsOutside(name, full))
}

// underName returns an error of the system with the name that was asked for.
func underName(err error, as func(error) error) error {
	if err == nil {
		return nil
	}
	return as(cause(err))
}

// cause returns the message of the system without the path, which may be a
// different one.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// tabular reports whether a file is read as a table or as raw reads: everything in
// data except rules, settings and the ledger.
func tabular(name string) bool {
	rest, in := strings.CutPrefix(name, "data/")
	if !in || rest == "site.yaml" {
		return false
	}
	_, file, deeper := strings.Cut(rest, "/")
	return !deeper || file != "edition.yaml" && file != "revisions.jsonl"
}

// leadsOutside returns the error of a link that leaves the project, whether its target
// exists or not.
func leadsOutside(name, full string) error {
	e := &problem.FileError{Code: "outside_project", Text: "the link leads out of the project, to " + fmt.Sprintf("%q", full)}
	if full == "" {
		e.Text = "the link leads out of the project, to nothing"
	}
	switch {
	case !tabular(name):
		e.Hint = "copy what it leads to into the project: pages, templates, pictures and rules are read from there alone"
	case full == "":
		e.Hint = "copy what it is meant to lead to into the project"
	default:
		e.Hint = fmt.Sprintf("copy it into the project, or allow its folder: -allow %s", shellQuoted(filepath.Dir(full)))
	}
	return e
}

// shellQuoted quotes a path for a command line.
func shellQuoted(path string) string {
	if strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:@") == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// The largest allowed files. Tables are held in memory and have a lower limit. Raw
// reads of a million runners with a hundred reads each are a tenth of theirs.
const (
	largestData = 64 << 30
	largestPage = 256 << 20
)

// sizeLimit returns how many bytes a file may have.
func sizeLimit(name string) int64 {
	if strings.HasPrefix(name, "data/") {
		return largestData
	}
	return largestPage
}

// checkReadable returns an error for anything but a file or a folder, and for a file
// that is too large.
func checkReadable(info fs.FileInfo, most int64) error {
	kind := ""
	switch mode := info.Mode(); {
	case mode.IsDir():
		return nil
	case mode.IsRegular() && info.Size() > most:
		return &problem.FileError{Code: "too_large", Text: fmt.Sprintf("the file has %d MB, at most %d MB can be meant", info.Size()>>20, most>>20), Hint: "is it the right file?"}
	case mode.IsRegular():
		return nil
	case mode&fs.ModeNamedPipe != 0:
		kind = "a named pipe"
	case mode&fs.ModeSocket != 0:
		kind = "a socket"
	case mode&fs.ModeDevice != 0:
		kind = "a device"
	default:
		kind = "something else"
	}
	return &problem.FileError{Code: "not_a_file", Text: kind + " stands where a file is expected", Hint: "put a file in its place, or take it out of the project"}
}

// file is an open file or folder.
type file struct {
	ctx  context.Context
	f    *os.File
	info fs.FileInfo // when it was opened
	size int64       // how much of it is read
	left int64       // bytes of that size not yet read
}

// Stat implements fs.File.
func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close implements fs.File.
func (f *file) Close() error { return f.f.Close() }

// Read implements fs.File.
func (f *file) Read(b []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	if f.left <= 0 && !f.info.IsDir() {
		return 0, io.EOF
	}
	n, err := f.f.Read(b[:min(int64(len(b)), max(f.left, 0))])
	f.left -= int64(n)
	return n, err
}

// ReadAt implements io.ReaderAt.
func (f *file) ReadAt(b []byte, at int64) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	if at >= f.size {
		return 0, io.EOF
	}
	whole := int64(len(b)) <= f.size-at
	n, err := f.f.ReadAt(b[:min(int64(len(b)), f.size-at)], at)
	if err == nil && !whole {
		err = io.EOF
	}
	return n, err
}

// ReadDir implements fs.ReadDirFile.
func (f *file) ReadDir(n int) ([]fs.DirEntry, error) {
	if err := f.ctx.Err(); err != nil {
		return nil, err
	}
	return f.f.ReadDir(n)
}
