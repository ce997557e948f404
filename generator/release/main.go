// Command release packs the programs that .ci/release has built: archives, an image for
// containers, files for package managers, a list of all that is inside and its
// licences, and checksums.
//
// It takes the folder dist/ with bin/SYSTEM_ARCH/guntime, and writes beside bin/. It
// promises the same bytes for the same programs, version and moment, on any machine.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// release is what is packed.
type release struct {
	dist    string
	version string    // v1.2.3
	moment  time.Time // of the commit; every file in every archive has it
	home    string    // the address of the repository
	modules []module
	notes   map[string][]byte // what lies beside the program in each archive
}

// target is a system and a kind of machine.
type target struct{ system, arch string }

var targets = []target{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"}}

// String returns the target as in names of files.
func (t target) String() string { return t.system + "_" + t.arch }

// program returns the path of the program for a target.
func (r *release) program(t target) string {
	name := "guntime"
	if t.system == "windows" {
		name += ".exe"
	}
	return filepath.Join(r.dist, "bin", t.String(), name)
}

// number is the version without its letter, as package managers have it.
func (r *release) number() string { return strings.TrimPrefix(r.version, "v") }

func main() {
	dist := flag.String("dist", "dist", "the folder with bin/SYSTEM_ARCH/guntime")
	version := flag.String("version", "v0.0.0", "the version")
	epoch := flag.Int64("epoch", 0, "the moment of all files, in seconds since 1970")
	home := flag.String("home", "https://example.org/guntime", "the address of the repository")
	flag.Parse()
	r := &release{dist: *dist, version: *version, moment: time.Unix(*epoch, 0).UTC(), home: strings.TrimSuffix(*home, "/")}
	if err := r.pack(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// pack writes everything.
func (r *release) pack() error {
	var err error
	if r.modules, err = inside(r.program(targets[0])); err != nil {
		return err
	}
	if r.notes, err = r.beside(); err != nil {
		return err
	}
	return cmp.Or(r.archives(), r.bill(), r.image(), r.recipes(), r.checksums())
}

// beside returns the files that lie beside the program in each archive: licences, the
// page for man, completions.
func (r *release) beside() (map[string][]byte, error) {
	notes := map[string][]byte{"LICENCES.txt": licences(r.modules)}
	for _, name := range []string{"guntime.1", "guntime.bash", "guntime.zsh", "guntime.fish"} { // .ci/release lets the program write them
		text, err := os.ReadFile(filepath.Join(r.dist, "share", name))
		if err != nil {
			return nil, err
		}
		notes[name] = text
	}
	return notes, nil
}
