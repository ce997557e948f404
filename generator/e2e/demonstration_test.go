package e2e

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// exported is the part of results.json that the tests read.
type exported struct {
	Counts    map[string]int
	Divisions []struct {
		ID     string
		Counts map[string]int
	}
	Results []struct {
		Bib, Name, Division, GunTime, NetTime *string
		Status, Visibility                    string
		Place                                 *int
		Reason                                *struct{ Code string }
		Certificate                           struct {
			Status string
			Path   *string
		}
	}
}

// demonstration builds the project of this repository once for all tests, into a
// folder that is removed at the end.
var demonstration = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "guntime-demonstration-")
	if err != nil {
		return "", err
	}
	demonstrated = dir
	var complaint bytes.Buffer
	if status := run(context.Background(), []string{"build", "-C", "../..", "-out", filepath.Join(dir, "public"), "-now", "2026-01-01T00:00:00Z"},
		io.Discard, &complaint); status != done {
		return "", &exec.Error{Name: complaint.String(), Err: os.ErrInvalid}
	}
	return dir, nil
})

var demonstrated string

func demonstrationSite(t *testing.T) (public string, results exported) {
	t.Helper()
	dir, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	public = filepath.Join(dir, "public")
	data, err := os.ReadFile(filepath.Join(public, "2022/marathon/results.json"))
	if err != nil {
		t.Fatal(err)
	}
	// The keys of the export have underscores, the fields here do not.
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte(`"gun_time"`), []byte(`"guntime"`)), []byte(`"net_time"`), []byte(`"nettime"`))
	if err := json.Unmarshal(data, &results); err != nil {
		t.Fatal(err)
	}
	return public, results
}

// entries returns the rows of entries.csv of some races, which share a header.
func entries(t *testing.T, races ...string) (header map[string]int, rows [][]string) {
	t.Helper()
	header = map[string]int{}
	for _, id := range races {
		f, err := os.Open(filepath.Join("../../data/2022", id, "entries.csv"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range all[0] {
			header[name] = i
		}
		rows = append(rows, all[1:]...)
	}
	return header, rows
}

func TestEveryEntryOfTheDemonstrationStandsInTheResultsOnce(t *testing.T) {
	_, results := demonstrationSite(t)
	header, rows := entries(t, "marathon")
	want := map[string]int{}
	anonymous := 0
	for _, row := range rows {
		if row[header["visibility"]] == "anonymous" {
			anonymous++
			continue
		}
		want[row[header["bib"]]]++
	}
	ranked, finishers, starters, sum := 0, 0, 0, 0
	for _, r := range results.Results {
		if r.Bib == nil {
			anonymous--
		} else {
			want[*r.Bib]--
		}
		if (r.Reason == nil) != (r.Status == "finished") || (r.Place != nil) != (r.Status == "finished") {
			t.Errorf("%v: %s with place %v and reason %v", r.Bib, r.Status, r.Place, r.Reason)
		}
		if r.Place != nil {
			ranked++
		}
		if r.Status == "finished" || r.Status == "unranked" {
			finishers++
		}
		if r.Status != "dns" {
			starters++
		}
	}
	for bib, n := range want {
		if n != 0 {
			t.Errorf("%s stands %d times too few", bib, n)
		}
	}
	for _, d := range results.Divisions {
		sum += d.Counts["entries"]
	}
	c := results.Counts
	if anonymous != 0 || c["entries"] != len(rows) || c["entries"] != sum || c["ranked"] != ranked || c["finishers"] != finishers || c["starters"] != starters {
		t.Errorf("counts %v of %d rows: %d ranked, %d finishers, %d starters, %d in divisions, %d anonymous too few", c, len(rows), ranked, finishers, starters, sum, anonymous)
	}
}

func TestCertificatesExistForTheEligibleAloneAndSayWhatTheResultsSay(t *testing.T) {
	t.Parallel()
	public, results := demonstrationSite(t)
	files, err := filepath.Glob(filepath.Join(public, "2022/marathon/certificates/*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	byCode, open := 0, 0
	for _, r := range results.Results {
		ready := r.Certificate.Status == "ready"
		if ready && r.Status != "finished" && r.Status != "unranked" {
			t.Errorf("%v is %s and has a certificate", r.Bib, r.Status)
		}
		if ready && r.Certificate.Path == nil {
			byCode++
		} else if ready {
			open++
		}
	}
	if len(files) != byCode+open {
		t.Errorf("%d files for %d open certificates and %d by code", len(files), open, byCode)
	}
	texts := certificateTexts(t)
	for _, r := range results.Results {
		if r.Certificate.Path == nil {
			continue
		}
		text := texts[filepath.Join(public, *r.Certificate.Path)]
		for _, want := range []*string{r.Name, r.Bib, r.GunTime, r.NetTime} {
			if want != nil && !bytes.Contains(text, []byte(*want)) {
				t.Errorf("%s lacks %q", *r.Certificate.Path, *want)
			}
		}
		if !bytes.Contains(text, []byte("演示")) || !bytes.Contains(text, []byte("Demonstration")) {
			t.Errorf("%s does not say in both languages that it is a demonstration", *r.Certificate.Path)
		}
	}
}

// needs returns the path of a program that a test needs. Without it a test is
// skipped, but a check run fails.
func needs(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing", program)
	}
	if err != nil {
		t.Skipf("%s is not here", program)
	}
	return path
}

// certificateTexts returns the text of each certificate of the demonstration, by
// path.
func certificateTexts(t *testing.T) map[string][]byte {
	t.Helper()
	needs(t, "mutool")
	if testing.Short() {
		t.Skip("reads every certificate")
	}
	texts, err := readAll()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// readAll reads the certificates once for all tests, in one go: to start a program
// takes longer than to read a page.
var readAll = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := demonstration()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "public/*/*/certificates/*.pdf"))
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("mutool", append([]string{"draw", "-q", "-F", "txt", "-o", "-"}, files...)...).Output()
	if err != nil {
		return nil, err
	}
	pages := bytes.SplitAfter(out, []byte("\f"))
	if len(pages) != len(files)+1 { // nothing follows the last form feed
		return nil, fmt.Errorf("%d pages of %d certificates", len(pages)-1, len(files))
	}
	texts := map[string][]byte{}
	for i, file := range files {
		texts[file] = pages[i]
	}
	return texts, nil
})

func TestCertificatesTellNobodysHiddenNameButTheOwners(t *testing.T) {
	texts := certificateTexts(t)
	_, rows := entries(t, "marathon", "half", "10k", "mini")
	hidden := hiddenTexts(t, rows)
	own := 0
	for file, text := range texts {
		owners := map[int]bool{}
		for _, h := range hidden {
			if bytes.Contains(text, []byte(h.text)) {
				owners[h.row] = true
			}
		}
		byCode := len(strings.TrimSuffix(filepath.Base(file), ".pdf")) == 24
		if len(owners) > 1 || len(owners) == 1 && !byCode {
			t.Errorf("%s tells the names of %d hidden runners", file, len(owners))
		}
		own += len(owners)
	}
	if own == 0 {
		t.Error("no certificate by code bears its hidden owner's name: nothing was read")
	}
}

func TestHiddenNamesAndTokensStandNowhere(t *testing.T) {
	public, _ := demonstrationSite(t)
	_, rows := entries(t, "marathon", "half", "10k", "mini")
	hidden := hiddenTexts(t, rows)
	err := filepath.WalkDir(public, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := readable(t, path)
		if err != nil {
			return err
		}
		for _, h := range hidden {
			if strings.Contains(path, h.text) || bytes.Contains(data, []byte(h.text)) {
				t.Errorf("%s holds %q", path, h.text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// secret is a text of the entries that must not be published.
type secret struct {
	row  int
	text string
}

// hiddenTexts returns the names and codes of everybody who is not public, except
// names that somebody public has too.
func hiddenTexts(t *testing.T, rows [][]string) (hidden []secret) {
	t.Helper()
	header, _ := entries(t, "marathon")
	shown := map[string]bool{}
	for _, row := range rows {
		if row[header["visibility"]] == "public" {
			shown[row[header["name"]]], shown[row[header["latin_name"]]] = true, true
		}
	}
	for i, row := range rows {
		visibility := row[header["visibility"]]
		if visibility == "public" {
			continue
		}
		secrets := []string{row[header["name"]], row[header["latin_name"]], row[header["certificate_code"]]}
		if visibility == "anonymous" {
			secrets = append(secrets, row[header["bib"]])
		}
		for _, s := range secrets {
			if s != "" && !shown[s] {
				hidden = append(hidden, secret{i, s})
			}
		}
	}
	if len(hidden) < 10 {
		t.Fatalf("only %d hidden texts: they prove nothing", len(hidden))
	}
	return hidden
}

// readable returns the text of a file. It extracts that of printed lists and
// spreadsheets, and returns nothing for certificates, which have a test of their
// own.
func readable(t *testing.T, path string) ([]byte, error) {
	t.Helper()
	switch filepath.Base(path) {
	case "results.pdf":
		return exec.Command(needs(t, "pdftotext"), "-raw", path, "-").Output()
	case "results.xlsx":
		book, err := zip.OpenReader(path)
		if err != nil {
			return nil, err
		}
		defer book.Close()
		var all []byte
		for _, part := range book.File {
			r, err := part.Open()
			if err != nil {
				return nil, err
			}
			text, err := io.ReadAll(r)
			r.Close()
			if err != nil {
				return nil, err
			}
			all = append(all, text...)
		}
		return all, nil
	}
	if strings.HasSuffix(path, ".pdf") {
		return nil, nil
	}
	return os.ReadFile(path)
}

func TestEveryPageSaysThatItIsADemonstrationWhereItIs(t *testing.T) {
	public, _ := demonstrationSite(t)
	for _, folder := range []string{"zh/2022", "en/2022"} {
		err := filepath.WalkDir(filepath.Join(public, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) == ".png" { // the pictures for messengers say it in drawn letters
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if !bytes.Contains(data, []byte("演示数据")) || !bytes.Contains(data, []byte("Demonstration")) {
				t.Errorf("%s does not say it in both languages", path)
			}
			if !bytes.HasSuffix(bytes.TrimSpace(data), []byte("</html>")) {
				t.Errorf("%s does not end in </html>", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
