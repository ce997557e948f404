package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// modes are the permissions of folders and files, whatever the umask is.
type modes struct{ folder, file fs.FileMode }

// The state is for its owner only, because it names certificates that need a code,
// and holds withdrawn pages. Where its folder has the setgid bit on purpose, as for
// machines that share a volume, it is for the group too. The site is readable for
// everybody already in staging, so that a rename is enough to publish it.
var (
	ownModes    = modes{0o700, 0o600}
	groupModes  = modes{0o770 | fs.ModeSetgid, 0o660}
	siteModes   = modes{0o755, 0o644}
	sharedModes = modes{0o775, 0o644} // a site whose state belongs to a group: each machine adds files to folders of the others
)

// modesOf returns the modes for a state folder, as it and its parent are on the
// disk.
func modesOf(state string) (own, site modes) {
	for _, folder := range []string{filepath.Dir(state), state} {
		if grouped(folder) {
			return groupModes, sharedModes
		}
	}
	return ownModes, siteModes
}

// grouped reports whether a folder has the setgid bit and its parent does not.
func grouped(folder string) bool {
	info, err := os.Stat(folder)
	if err != nil || info.Mode()&fs.ModeSetgid == 0 {
		return false
	}
	above, err := os.Stat(filepath.Dir(folder))
	return info.Mode()&0o020 != 0 || err == nil && above.Mode()&fs.ModeSetgid == 0
}

// of returns the mode that a file or folder must have, and whether it has it. A
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

// set sets the mode of a file or folder. It is no error if the file belongs to
// somebody else, the disk has no modes, or the file is gone.
func (d disk) set(path string, m modes) error {
	info, err := os.Stat(path)
	if err != nil {
		return ignoreHarmless(&DiskError{err})
	}
	return d.setAs(path, info, m)
}

func (d disk) setAs(path string, info fs.FileInfo, m modes) error {
	mode, right := m.of(info)
	if right {
		return nil
	}
	return ignoreHarmless(d.do("chmod", path, func() error { return os.Chmod(path, mode) }))
}

// setOpen sets the mode of an open new file, where the umask removed some of it.
func (d disk) setOpen(f *os.File, info fs.FileInfo, m modes) error {
	mode, right := m.of(info)
	if right {
		return nil
	}
	return ignoreHarmless(d.do("chmod", f.Name(), func() error { return f.Chmod(mode) }))
}

func ignoreHarmless(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// makeAll makes a folder and its parents.
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
	if err := os.Mkdir(path, m.folder.Perm()); err != nil && !errors.Is(err, fs.ErrExist) { // another process may have been faster
		return err
	}
	return d.set(path, m)
}

// tighten corrects the modes in the state folder, which an older program or a copy
// may have left open. It skips staging/ and undo/ of an interrupted change, whose
// files may go into the site.
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
			continue // it is gone already
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

// setBelow sets the modes of everything in a folder. It skips a file of the site
// that has a second name, made for a site of somebody's own, because both names
// share one mode.
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
	if err = ignoreHarmless(err); err != nil && !errors.As(err, new(*DiskError)) {
		err = &DiskError{err}
	}
	return err
}
