package e2e

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var pageSheet = regexp.MustCompile(`<svg class="sheet"[^>]*>(.*?)</svg>`)

func TestARunnersPageShowsTheCertificateOnlyWhereItIsOpen(t *testing.T) {
	public, results := demonstrationSite(t)
	open := map[string]bool{}
	for _, r := range results.Results {
		if r.Bib != nil && r.Certificate.Status == "ready" && r.Certificate.Path != nil {
			open[*r.Bib] = true
		}
	}
	header, rows := entries(t, "marathon")
	picture, err := os.ReadFile(filepath.Join(public, "2022/marathon/certificates/form.svg"))
	if err != nil {
		t.Fatal(err)
	}
	annulled := map[string]bool{"C00022": true} // their certificates do not say what the others' say
	with, without := 0, 0
	for _, row := range rows {
		bib, name, visibility := row[header["bib"]], row[header["name"]], row[header["visibility"]]
		if bytes.Contains(picture, []byte(name)) || len(bib) > 3 && bytes.Contains(picture, []byte(bib)) { // M1 is the begin of a path
			t.Errorf("the picture of all says %s or %s", bib, name)
		}
		page, err := os.ReadFile(filepath.Join(public, "zh/2022/marathon/runners", bib+".html"))
		if visibility == "anonymous" {
			if err == nil {
				t.Errorf("%s has a page", bib)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		sheet := pageSheet.FindSubmatch(page)
		switch want := open[bib] && (visibility == "" || visibility == "public") && !annulled[bib]; {
		case want && sheet == nil:
			t.Errorf("%s has an open certificate, and no preview", bib)
		case !want && sheet != nil:
			t.Errorf("%s (%s) has a preview: %s", bib, visibility, sheet[0])
		case want:
			with++
			if !bytes.Contains(sheet[1], []byte(bib)) {
				t.Errorf("the preview of %s is %s", bib, sheet[0])
			}
		default:
			without++
		}
	}
	if with < 100 || without < 20 {
		t.Errorf("%d pages with a preview, %d without", with, without)
	}
	style, err := os.ReadFile(filepath.Join(public, "2022/marathon/field/zh.css"))
	if err != nil || !bytes.Contains(style, []byte(`url("../../../2022/marathon/certificates/form.svg")`)) {
		t.Errorf("the style sheet does not show the picture: %v", err)
	}
}

func TestWhileARaceIsRunThereIsNoPreview(t *testing.T) {
	dir := written(t, twoRaces)
	built := func(now string) (names []string, page string) {
		t.Helper()
		var complaint bytes.Buffer
		public := filepath.Join(t.TempDir(), "public")
		if status := run(t.Context(), []string{"build", "-quiet", "-C", dir, "-out", public, "-now", now}, io.Discard, &complaint); status != done {
			t.Fatal(complaint.String())
		}
		data, err := os.ReadFile(filepath.Join(public, "en/2022/run/runners/A1.html"))
		if err != nil {
			t.Fatal(err)
		}
		for name := range tree(t, public) {
			names = append(names, name)
		}
		return names, string(data)
	}
	const form = "2022/run/certificates/form.svg"
	if names, page := built("2022-11-06T08:30:00+08:00"); slices.Contains(names, form) || pageSheet.MatchString(page) {
		t.Error("there is a preview while the race is run")
	}
	names, page := built("2022-11-09T08:30:00+08:00")
	if !slices.Contains(names, form) || !pageSheet.MatchString(page) {
		t.Error("there is none afterwards")
	}
	if slices.Contains(names, "2022/night/certificates/form.svg") {
		t.Error("a race whose certificates need a code has the picture")
	}
}
