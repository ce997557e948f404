package publish

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// DiskError is a failure of the machine and not of the data, such as a full disk or
// a missing permission. Its text names the operation and the path.
type DiskError struct{ Err error }

func (e *DiskError) Error() string { return e.Err.Error() }
func (e *DiskError) Unwrap() error { return e.Err }

// disk makes every change of this package to a disk. Each method returns nil or a
// *DiskError.
type disk struct {
	durable bool                        // sync every file, not only those of the state
	fault   func(op, path string) error // asked before each change; nil never fails
	force   func(*os.File) error        // syncs a file or folder; nil stands for its Sync
}

func (d disk) forced(f *os.File) error {
	if d.force != nil {
		return d.force(f)
	}
	return f.Sync()
}

func (d disk) do(op, path string, change func() error) error {
	if d.fault != nil {
		if err := d.fault(op, path); err != nil {
			return &DiskError{&fs.PathError{Op: op, Path: path, Err: err}}
		}
	}
	if err := change(); err != nil {
		return &DiskError{err}
	}
	return nil
}

// mkdir makes a folder and its parents.
func (d disk) mkdir(path string, m modes) error {
	return d.do("mkdir", path, func() error { return d.makeAll(path, m) })
}

// remove removes a file or an empty folder. A missing one is no error.
func (d disk) remove(path string) error {
	return d.do("remove", path, func() error {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// removeAll removes a folder and its content. A missing one is no error.
func (d disk) removeAll(path string) error {
	return d.do("remove", path, func() error { return os.RemoveAll(path) })
}

// write creates a file of the site and returns its modification time in
// nanoseconds.
func (d disk) write(path string, data []byte) (modified int64, err error) {
	err = d.do("write", path, func() (err error) {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, siteModes.file)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		if _, err := f.Write(data); err != nil {
			return err
		}
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if err := d.setOpen(f, info, siteModes); err != nil {
			return err
		}
		if d.durable {
			if err := d.do("sync", path, func() error { return d.forced(f) }); err != nil {
				return err
			}
			if info, err = f.Stat(); err != nil {
				return err
			}
		}
		modified = info.ModTime().UnixNano()
		return nil
	})
	return modified, err
}

// replace writes a file of the state under another name, syncs and renames it, so
// that its own name always has a whole file.
func (d disk) replace(path string, own modes, fill func(io.Writer) error) error {
	aside := path + ".new"
	err := d.do("write", path, func() (err error) {
		f, err := os.OpenFile(aside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, own.file)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		info, err := f.Stat()
		if err == nil {
			err = d.setOpen(f, info, own)
		}
		if err != nil {
			return err
		}
		w := bufio.NewWriterSize(f, 1<<16)
		if err := fill(w); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return d.forced(f)
	})
	if err != nil {
		return err
	}
	if err := d.do("rename", path, func() error { return os.Rename(aside, path) }); err != nil {
		return err
	}
	return d.sync(filepath.Dir(path))
}

// extend makes a file of the state have these bytes after its first size ones, and
// nothing after them.
func (d disk) extend(path string, size int64, data []byte, force bool) error {
	return d.do("write", path, func() (err error) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		if err := f.Truncate(size); err != nil {
			return err
		}
		if _, err := f.WriteAt(data, size); err != nil || !force {
			return err
		}
		return d.forced(f)
	})
}

// sync syncs a folder, where the system can.
func (d disk) sync(folder string) error {
	return d.do("sync", folder, func() error {
		f, err := os.Open(folder)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := d.forced(f); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		return nil
	})
}

// syncAll syncs several folders and skips missing ones.
func (d disk) syncAll(folders map[string]bool) error {
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		if err := d.sync(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// move renames a file or a folder.
func (d disk) move(from, to string) error {
	return d.do("rename", to, func() error { return os.Rename(from, to) })
}

// moveFile renames a file. Where the output folder is on another disk it copies the
// file under a dot name first, so that no visitor sees half of it.
func (d disk) moveFile(from, to string) error {
	return d.do("rename", to, func() error {
		err := os.Rename(from, to)
		if !errors.Is(err, syscall.EXDEV) {
			return err
		}
		return d.carry(from, to)
	})
}

// save gives an old file a second name, so that it can be put back. On disks
// without hard links it moves the file, and linked is false.
func (d disk) save(old, name string) (linked bool, err error) {
	err = d.do("link", old, func() error {
		if os.Link(old, name) == nil {
			linked = true
			return nil
		}
		err := os.Rename(old, name)
		if !errors.Is(err, syscall.EXDEV) {
			return err
		}
		return d.carry(old, name)
	})
	return linked, err
}

// twin gives a file of the state a second name, or copies it on disks without hard
// links.
func (d disk) twin(from, to string, own modes) error {
	return d.do("link", to, func() error {
		if os.Link(from, to) == nil {
			return nil
		}
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(to, data, own.file); err != nil {
			return err
		}
		return d.set(to, own)
	})
}

// carry moves a file to another disk and keeps its modification time.
func (d disk) carry(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.CreateTemp(filepath.Dir(to), ".guntime-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(out.Name()))
		}
	}()
	_, err = io.Copy(out, in)
	if err == nil && d.durable {
		err = d.forced(out)
	}
	if err = errors.Join(err, out.Chmod(info.Mode().Perm()), out.Close()); err != nil {
		return err
	}
	if err := os.Chtimes(out.Name(), info.ModTime(), info.ModTime()); err != nil {
		return err
	}
	if err := os.Rename(out.Name(), to); err != nil {
		return err
	}
	return os.Remove(from)
}
