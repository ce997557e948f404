package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"

	"guntime/generator/internal/build"
)

// mostOfAPage is how many bytes the page of a runner may have on average, in English and
// in Chinese, for a marathon with eleven points: a city's field has sixty thousand of them.
const mostOfAPage = 8_600

func TestARunnersPageIsSmall(t *testing.T) {
	t.Parallel()
	dir := simulated(t, 300, "")
	edition := filepath.Join(dir, "data", "2022", "edition.yaml")
	text, err := os.ReadFile(edition)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(edition, bytes.Replace(text, []byte("demonstration: true"), nil, 1), 0o666); err != nil {
		t.Fatal(err)
	}
	public := filepath.Join(t.TempDir(), "public")
	built, err := build.Site(t.Context(), build.Options{Dir: dir, Public: public, Now: newYear})
	if err != nil {
		t.Fatal(built.Found, err)
	}
	for _, lang := range []string{"en", "zh"} {
		sum, pages := int64(0), int64(0)
		err := fs.WalkDir(os.DirFS(public), path.Join(lang, "2022", "marathon", "runners"), func(_ string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				var info fs.FileInfo
				if info, err = e.Info(); err == nil {
					sum, pages = sum+info.Size(), pages+1
				}
			}
			return err
		})
		if err != nil || pages < 290 {
			t.Fatal(pages, err)
		}
		if sum/pages > mostOfAPage {
			t.Errorf("%s: a runner's page has %d bytes, more than %d", lang, sum/pages, mostOfAPage)
		}
	}
}
