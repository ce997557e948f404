package publish

import (
	"errors"
	"fmt"
)

// ErrUnfinished is the error of deploying while a build is incomplete.
var ErrUnfinished = errors.New("a build puts files in place, or was interrupted as it did")

// ErrDeploying is the error of a second deploy of one output folder at the same
// time.
var ErrDeploying = errors.New("another deploy is running")

// LockForDeploy prevents a second deploy of an output folder, or of the part of a
// shard, until release is called. Builds may run meanwhile. Errors are
// fs.ErrNotExist where nothing was built, ErrUnfinished, ErrDeploying and a
// *DiskError.
func LockForDeploy(dir string, s Shard) (m *Manifest, release func(), err error) {
	at, err := locate(dir)
	if err != nil {
		return nil, nil, err
	}
	if s.Partial() {
		at = at.shard(s.Part, s.Of)
	}
	m, unfinished, err := at.manifest()
	if err != nil {
		return nil, nil, fmt.Errorf("manifest of %s: %w", dir, err)
	}
	if unfinished || exists(at.file("pending.json")) {
		return nil, nil, fmt.Errorf("%s: %w", dir, ErrUnfinished)
	}
	release, err = lock(at.file("deploy.lock"), at.own)
	switch {
	case errors.Is(err, ErrLocked):
		return nil, nil, fmt.Errorf("%s: %w", dir, ErrDeploying)
	case err != nil:
		return nil, nil, &DiskError{err}
	}
	return m, release, nil
}
