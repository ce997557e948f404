package project

import (
	"bytes"
	"debug/elf"
	"io"
	"os"

	"guntime/generator/internal/artifact"
)

// programKey is a key of the program that runs: other code or other files inside
// it have another. It is the build id that the linker wrote, which is found in a
// moment, or the hash of the whole file where there is none.
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

// buildID returns the id that the Go linker wrote into an executable, empty where
// it wrote none: in a note of an ELF file, else at the start of the code.
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
	n, _ := file.ReadAt(start, 0) // shorter is as good
	_, rest, found := bytes.Cut(start[:n], []byte("\xff Go build ID: \""))
	id, _, ended := bytes.Cut(rest, []byte("\"\n \xff"))
	if !found || !ended {
		return nil
	}
	return id
}

// noteHead is how long three numbers and the owner's name, "Go", are at the start
// of an ELF note.
const noteHead = 16
