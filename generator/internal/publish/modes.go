package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// modes are who may do what with folders and files, whatever the umask says.
type modes struct{ folder, file fs.FileMode }

// What lies beside the site names certificates that are open by code alone, and
// holds what was withdrawn: it is for its owner. Where its folder was given to a
// group on purpose, as machines that share a volume need, it is for the group,
// too. The site itself is for everybody to read, from staging on, so that a
// rename is all that it takes.
var (
	ownModes    = modes{0o700, 0o600}
	groupModes  = modes{0o770 | fs.ModeSetgid, 0o660}
	siteModes   = modes{0o755, 0o644}
	sharedModes = modes{0o775, 0o644} // of a site whose state is the group's: each machine adds files to the folders of the others
)

// modesOf are those of a state folder, by what it and the folder above it are on
// the disk.
func modesOf(state string) (own, site modes) {
	for _, folder := range []string{filepath.Dir(state), state} {
		if grouped(folder) {
			return groupModes, sharedModes
		}
	}
	return ownModes, siteModes
}

// grouped reports whether a folder was given to its group on purpose: it has the
// setgid bit, and not because the folder above it has.
func grouped(folder string) bool {
	info, err := os.Stat(folder)
	if err != nil || info.Mode()&fs.ModeSetgid == 0 {
		return false
	}
	above, err := os.Stat(filepath.Dir(folder))
	return info.Mode()&0o020 != 0 || err == nil && above.Mode()&fs.ModeSetgid == 0
}

// of is the mode that a file or folder is to have, and whether it has it. A
// folder of the site may have the setgid bit.
func (m modes) of(info fs.FileInfo) (mode fs.FileMode, right bool) {
	is := info.Mode() & (fs.ModePerm | fs.ModeSetgid)
	if mode = m.file; info.IsDir() {
		mode = m.folder
		if m != ownModes {
			mode |= is & fs.ModeSetgid
		}
	}
	return mode, is == mode || runtime.GOOS == "windows" || info.Mode()&fs.ModeSymlink != 0
}

// set gives a file or folder its mode. That it is somebody else's, lies on a
// disk without modes or is gone by now is no error.
func (d disk) set(path string, m modes) error {
	info, err := os.Stat(path)
	if err != nil {
		return bearable(&DiskError{err})
	}
	return d.setAs(path, info, m)
}

func (d disk) setAs(path string, info fs.FileInfo, m modes) error {
	mode, right := m.of(info)
	if right {
		return nil
	}
	return bearable(d.do("chmod", path, func() error { return os.Chmod(path, mode) }))
}

// setOpen gives a new file its mode, where the umask took some of it away.
func (d disk) setOpen(f *os.File, info fs.FileInfo, m modes) error {
	mode, right := m.of(info)
	if right {
		return nil
	}
	return bearable(d.do("chmod", f.Name(), func() error { return f.Chmod(mode) }))
}

func bearable(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// makeAll makes a folder and those above it.
func (d disk) makeAll(path string, m modes) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return &fs.PathError{Op: "mkdir", Path: path, Err: syscall.ENOTDIR}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if above := filepath.Dir(path); above != path {
		if err := d.makeAll(above, m); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, m.folder.Perm()); err != nil && !errors.Is(err, fs.ErrExist) { // another may have been faster
		return err
	}
	return d.set(path, m)
}

// tighten gives what an older program, or somebody's copying, has left in the
// state folder the modes that it is to have. What a change that was broken off
// has in staging/ and undo/ may have to go to the site as it is.
func (p place) tighten(d disk) error {
	folders := []string{filepath.Dir(p.state), p.state}
	if p.whole != "" {
		folders = []string{filepath.Dir(p.whole), p.whole, p.state}
	}
	for _, folder := range folders {
		if err := d.set(folder, p.own); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(p.state)
	if err != nil {
		return &DiskError{err}
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue // it is gone by now
		}
		name := p.file(e.Name())
		if _, right := p.own.of(info); right || e.Name() == "staging" || e.Name() == "undo" {
			continue
		}
		if e.IsDir() {
			err = d.setBelow(name, p.own)
		}
		if err == nil {
			err = d.setAs(name, info, p.own)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// setBelow gives all in a folder their modes. A file that was the site's and
// that somebody has given another name, for a site of his own, is left alone:
// both names have one mode.
func (d disk) setBelow(folder string, m modes) error {
	was := filepath.Base(folder) == "previous"
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == folder {
			return err
		}
		info, err := e.Info()
		if err != nil || was && linked(info) {
			return err
		}
		return d.setAs(name, info, m)
	})
	if err = bearable(err); err != nil && !errors.As(err, new(*DiskError)) {
		err = &DiskError{err}
	}
	return err
}
