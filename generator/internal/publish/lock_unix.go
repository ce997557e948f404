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

// lock takes the lock file for this process until release. The system drops it
// with the process, however that ends, so no lock outlives its build.
func lock(path string, own modes) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, own.file)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil {
		disk{}.setOpen(f, info, own) // it says no more than a number; one of somebody else locks all the same
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
	// The number is for the message alone; a disk too full for it locks all the same.
	if f.Truncate(0) == nil {
		f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	// Closing alone would leave the lock to a child that is being started just
	// now and has not shed its copy of the file yet.
	return func() {
		syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
		f.Close()
	}, nil
}
