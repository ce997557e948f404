package deploy

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unpack returns the files of an archive.
func unpack(t *testing.T, name string) map[string]string {
	t.Helper()
	files := map[string]string{}
	add := func(name string, r io.Reader) {
		data, err := io.ReadAll(r)
		if _, twice := files[name]; err != nil || twice {
			t.Fatalf("%s: twice %v, %v", name, twice, err)
		}
		files[name] = string(data)
	}
	if strings.HasSuffix(name, ".zip") {
		z, err := zip.OpenReader(name)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			add(f.Name, r)
		}
		return files
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	for all := tar.NewReader(r); ; {
		h, err := all.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		add(h.Name, all)
	}
}

func TestABundleHoldsTheSiteInTheSameBytesEachTime(t *testing.T) {
	one, other := room(t), room(t)
	built(t, one, small)
	built(t, other, small.without(withdrawn)) // another way to the same site, at another time
	built(t, other, small)
	for _, end := range BundleEnds {
		var last string
		for _, dir := range []string{one, other} {
			name := filepath.Join(t.TempDir(), "site"+end)
			sum, err := Bundle(t.Context(), dir, name, nil)
			if err != nil || len(sum.Upload) != len(small) {
				t.Fatalf("%d files, %v", len(sum.Upload), err)
			}
			same(t, end, map[string]string(small), unpack(t, name))
			data, err := os.ReadFile(name)
			if err != nil || last != "" && last != string(data) {
				t.Errorf("%s: other bytes from the same site, %v", end, err)
			}
			last = string(data)
		}
	}
}

func TestABundleOfADamagedSiteLeavesTheOldOne(t *testing.T) {
	dir := room(t)
	built(t, dir, small)
	folder := t.TempDir()
	name := filepath.Join(folder, "site.zip")
	if err := errors.Join(os.WriteFile(name, []byte("old"), 0o644), os.WriteFile(filepath.Join(dir, "index.html"), []byte("damage"), 0o644)); err != nil {
		t.Fatal(err)
	}
	_, err := Bundle(t.Context(), dir, name, nil)
	data, _ := os.ReadFile(name)
	if there, _ := os.ReadDir(folder); err == nil || !strings.Contains(err.Error(), "index.html is not as it was built") || string(data) != "old" || len(there) != 1 {
		t.Errorf("%v; the old one says %q, %d files", err, data, len(there))
	}
}
