package publish

import (
	"errors"
	"os"
	"syscall"
)

// sharingViolation is the error for a file that another process has open
// exclusively.
const sharingViolation = syscall.Errno(32)

// lock holds the lock file until release. The system releases it when the process
// ends in any way, so no lock outlives its build.
func lock(path string, _ modes) (release func(), err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return func() { syscall.CloseHandle(h) }, nil
}
