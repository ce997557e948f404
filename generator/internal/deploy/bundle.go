package deploy

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"guntime/generator/internal/publish"
)

// BundleEnds are the ends of the names of archives that Bundle makes.
var BundleEnds = []string{".zip", ".tar.gz", ".tar"}

// bundleTime is the time of every file in an archive, the first that a zip can have: the
// bytes of an archive depend only on those of the site.
var bundleTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// archive takes files one after the other.
type archive interface {
	add(name string, data []byte) error
	Close() error
}

// Bundle packs the site in dir into an archive at name, whose end says of which kind. The
// same site gives the same bytes. It holds the files of the manifest in the order of their
// paths, and nothing of the build's state. An archive that fails leaves the file of that
// name as it was. Errors are those of publish.LockForDeploy, and a *publish.DiskError.
func Bundle(ctx context.Context, dir, name string, progress func(done, total int)) (sum Summary, err error) {
	m, release, err := publish.LockForDeploy(dir, publish.Shard{})
	if err != nil {
		return sum, err
	}
	defer release()
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return sum, &publish.DiskError{Err: err}
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
		}
	}()
	out := bufio.NewWriterSize(file, 1<<20)
	to := newArchive(out, name)
	for i, e := range m.Files {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		data, err := readBuilt(dir, e)
		if err != nil {
			return sum, err
		}
		if err := to.add(e.Path, data); err != nil {
			return sum, &publish.DiskError{Err: fmt.Errorf("%s: %w", name, err)}
		}
		sum.Upload, sum.Bytes = append(sum.Upload, e.Path), sum.Bytes+e.Size
		if progress != nil {
			progress(i+1, len(m.Files))
		}
	}
	for _, step := range []func() error{to.Close, out.Flush, func() error { return file.Chmod(0o644) }, file.Close, func() error { return os.Rename(file.Name(), name) }} {
		if err := step(); err != nil {
			return sum, &publish.DiskError{Err: err}
		}
	}
	return sum, nil
}

func newArchive(w io.Writer, name string) archive {
	switch {
	case strings.HasSuffix(name, ".zip"):
		z := zip.NewWriter(w)
		var packer *flate.Writer
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
			if packer == nil {
				packer, _ = flate.NewWriter(w, flate.DefaultCompression) // the level is a valid one
			}
			packer.Reset(w)
			return packer, nil
		})
		return zipped{z}
	case strings.HasSuffix(name, ".gz"):
		packer := gzip.NewWriter(w)
		return tarred{tar.NewWriter(packer), packer}
	}
	return tarred{tar.NewWriter(w), nil}
}

type zipped struct{ *zip.Writer }

// packed are the kinds of files that compression does not make smaller.
var packed = []string{".br", ".gz", ".jpg", ".pdf", ".png", ".webp", ".woff2", ".xlsx"}

func (z zipped) add(name string, data []byte) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: bundleTime}
	if slices.Contains(packed, filepath.Ext(name)) {
		h.Method = zip.Store
	}
	h.SetMode(0o644)
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

type tarred struct {
	*tar.Writer
	packer io.Closer // nil for none
}

func (t tarred) add(name string, data []byte) error {
	err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data)), ModTime: bundleTime, Format: tar.FormatPAX})
	if err == nil {
		_, err = t.Write(data)
	}
	return err
}

func (t tarred) Close() error {
	if err := t.Writer.Close(); err != nil || t.packer == nil {
		return err
	}
	return t.packer.Close()
}
