//go:build !windows

package publish

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// lock holds the lock file until release. The system releases it when the process
// ends in any way, so no lock outlives its build.
func lock(path string, own modes) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, own.file)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil {
		disk{}.setOpen(f, info, own) // a mode that cannot be set does no harm: the file holds only a number
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &os.PathError{Op: "lock", Path: path, Err: err}
		}
		if holder, err := io.ReadAll(io.LimitReader(f, 20)); err == nil && len(holder) > 0 {
			return nil, fmt.Errorf("%w (process %s)", ErrLocked, strings.TrimSpace(string(holder)))
		}
		return nil, ErrLocked
	}
	// Only the message uses the number, so a full disk does not matter.
	if f.Truncate(0) == nil {
		f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	// A child process that is being started has a copy of the open file for a
	// moment, so closing the file would not release the lock.
	return func() {
		syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
		f.Close()
	}, nil
}
