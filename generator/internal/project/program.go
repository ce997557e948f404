package project

import (
	"bytes"
	"debug/elf"
	"io"
	"os"

	"guntime/generator/internal/artifact"
)

// programKey returns a key of the running program, which changes with its code and
// its embedded files: the build id of the linker, which is fast to find, or else a
// hash of the executable.
func programKey() (artifact.Key, error) {
	self, err := os.Executable()
	if err != nil {
		return artifact.Key{}, err
	}
	file, err := os.Open(self)
	if err != nil {
		return artifact.Key{}, err
	}
	defer file.Close()
	if id := buildID(file); len(id) > 0 {
		return artifact.KeyOf([]byte("build id"), id), nil
	}
	info, err := file.Stat()
	if err != nil {
		return artifact.Key{}, err
	}
	return artifact.KeyOfReader(file, info.Size())
}

// buildID returns the id that the Go linker wrote into an executable, nil where
// there is none. It is in a note of an ELF file, in other formats at the start of
// the code.
func buildID(file io.ReaderAt) []byte {
	if f, err := elf.NewFile(file); err == nil {
		note := f.Section(".note.go.buildid")
		if note == nil {
			return nil
		}
		data, err := note.Data()
		if err != nil || len(data) <= noteHead {
			return nil
		}
		return bytes.TrimRight(data[noteHead:], "\x00")
	}
	start := make([]byte, 64<<10)
	n, _ := file.ReadAt(start, 0) // a short read is fine
	_, rest, found := bytes.Cut(start[:n], []byte("\xff Go build ID: \""))
	id, _, ended := bytes.Cut(rest, []byte("\"\n \xff"))
	if !found || !ended {
		return nil
	}
	return id
}

// noteHead is the size in bytes of the head of an ELF note: three numbers and the
// owner "Go".
const noteHead = 16
