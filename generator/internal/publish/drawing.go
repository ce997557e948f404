package publish

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"io/fs"
	"os"
)

// drawing holds a file while it is drawn: in memory while it is small, as nearly
// all are, otherwise in staging, so that a large file needs no more memory.
type drawing struct {
	*build
	name  string
	size  int64
	small bytes.Buffer // bytes that are not on the disk yet
	large *os.File     // in staging; nil for a small one
	hash  hash.Hash    // of a large one
}

// largest is how much of a drawing is held in memory.
const largest = 1 << 20

// begin resets the drawing for the next file.
func (d *drawing) begin(name string) {
	d.name, d.size = name, 0
	d.small.Reset()
}

func (d *drawing) Write(p []byte) (int, error) {
	d.size += int64(len(p))
	d.small.Write(p) // a buffer takes everything
	if d.small.Len() < largest {
		return len(p), nil
	}
	return len(p), d.spill()
}

// spill moves the bytes so far into staging.
func (d *drawing) spill() error {
	if d.large == nil {
		staged, err := d.stagingPath(d.name)
		if err != nil {
			return err
		}
		err = d.disk.do("write", staged, func() (err error) {
			d.large, err = os.OpenFile(staged, os.O_WRONLY|os.O_CREATE|os.O_EXCL, siteModes.file)
			return err
		})
		if err != nil {
			return err
		}
		d.hash = sha256.New()
	}
	d.hash.Write(d.small.Bytes())
	if _, err := d.small.WriteTo(d.large); err != nil {
		return &DiskError{err}
	}
	return nil
}

// sum returns the hash of all bytes.
func (d *drawing) sum() [sha256.Size]byte {
	if d.large == nil {
		return sha256.Sum256(d.small.Bytes())
	}
	d.hash.Write(d.small.Bytes())
	return [sha256.Size]byte(d.hash.Sum(nil))
}

// stage finishes the file in staging and returns its modification time in
// nanoseconds.
func (d *drawing) stage() (modified int64, err error) {
	if d.large == nil {
		staged, err := d.stagingPath(d.name)
		if err != nil {
			return 0, err
		}
		return d.disk.write(staged, d.small.Bytes())
	}
	file := d.large
	d.large = nil
	var info fs.FileInfo
	_, err = d.small.WriteTo(file)
	if err == nil {
		info, err = file.Stat()
	}
	if err == nil {
		err = d.disk.setOpen(file, info, siteModes)
	}
	if err == nil && d.disk.durable {
		err = d.disk.do("sync", file.Name(), func() error { return d.disk.forced(file) })
	}
	if err == nil {
		info, err = file.Stat()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return 0, &DiskError{err}
	}
	return info.ModTime().UnixNano(), nil
}

// drop removes from staging a drawing that is not needed.
func (d *drawing) drop() error {
	if d.large == nil {
		return nil
	}
	file := d.large
	d.large = nil
	if err := file.Close(); err != nil {
		return &DiskError{err}
	}
	return d.disk.remove(file.Name())
}
