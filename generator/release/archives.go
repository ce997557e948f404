package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// member is a file in an archive.
type member struct {
	name string
	mode int64
	data []byte
}

// archive returns the name of a target's archive.
func (r *release) archive(t target) string {
	ending := ".tar.gz"
	if t.system == "windows" {
		ending = ".zip"
	}
	return fmt.Sprintf("guntime_%s_%s%s", r.number(), t, ending)
}

// archives writes an archive for each target.
func (r *release) archives() error {
	for _, t := range targets {
		program, err := os.ReadFile(r.program(t))
		if err != nil {
			return err
		}
		members := []member{{filepath.Base(r.program(t)), 0o755, program}}
		for _, name := range slices.Sorted(maps.Keys(r.notes)) {
			members = append(members, member{name, 0o644, r.notes[name]})
		}
		var b bytes.Buffer
		if t.system == "windows" {
			err = zipped(&b, members, r.moment)
		} else {
			err = tarred(&b, members, r.moment)
		}
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(r.dist, r.archive(t)), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// tarred writes files as tar, packed by gzip. All that could differ from machine to
// machine is fixed.
func tarred(w io.Writer, members []member, moment time.Time) error {
	z := gzip.NewWriter(w)
	if err := plainTar(z, members, moment); err != nil {
		return err
	}
	return z.Close()
}

func plainTar(w io.Writer, members []member, moment time.Time) error {
	t := tar.NewWriter(w)
	for _, m := range members {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: m.name, Mode: m.mode, Size: int64(len(m.data)), ModTime: moment, Format: tar.FormatPAX}
		if strings.HasSuffix(m.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(m.data); err != nil {
			return err
		}
	}
	return t.Close()
}

// zipped writes files as zip.
func zipped(w io.Writer, members []member, moment time.Time) error {
	z := zip.NewWriter(w)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: moment}
		h.SetMode(os.FileMode(m.mode))
		f, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := f.Write(m.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// sumOf is the hash of a file of the release.
func (r *release) sumOf(name string) (string, error) {
	data, err := os.ReadFile(filepath.Join(r.dist, name))
	if err != nil {
		return "", err
	}
	return hashOf(data), nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// checksums writes SHA256SUMS of every file beside bin/ and share/, as sha256sum -c
// reads it.
func (r *release) checksums() error {
	entries, err := os.ReadDir(r.dist)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, e := range entries {
		if e.IsDir() || e.Name() == "SHA256SUMS" {
			continue
		}
		sum, err := r.sumOf(e.Name())
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s  %s\n", sum, e.Name())
	}
	return os.WriteFile(filepath.Join(r.dist, "SHA256SUMS"), []byte(b.String()), 0o644)
}
