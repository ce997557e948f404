package e2e

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
	"guntime/generator/internal/verify"
)

// signedSite builds an invented race of this size with signed certificates, in one
// language: what certificates are checked against says nothing in any.
func signedSite(t *testing.T, runners, layout string) (dir string, key ownKey) {
	t.Helper()
	dir, key = filepath.Join(t.TempDir(), "p"), newKey(t)
	var complaint strings.Builder
	must := func(words ...string) {
		t.Helper()
		if status := run(t.Context(), words, io.Discard, &complaint); status != done {
			t.Fatal(complaint.String())
		}
	}
	must("simulate", "-runners", runners, dir)
	site := filepath.Join(dir, "data/site.yaml")
	text, err := os.ReadFile(site)
	if err != nil {
		t.Fatal(err)
	}
	alone := bytes.Replace(text, []byte("languages: [zh, en]"), []byte("languages: [en]"), 1)
	if bytes.Equal(alone, text) {
		t.Fatalf("the languages are not where they were in %s", text)
	}
	if err := os.WriteFile(site, append(alone, "layout: "+layout+"\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	must("build", "-C", dir, "-quiet", "-key", key.file)
	return dir, key
}

func TestWhatCertificatesAreCheckedAgainstIsKeptForSecondsEvenOfOfficialResults(t *testing.T) {
	j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
	j.write(t, twoRaces)
	public := j.build(t, j.key)
	m, err := publish.ReadManifest(public)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"verify.json", "2022/run/verify/race.json", "2022/run/verify/stamps/0.json", "2022/night/verify/stamps/0.json"} {
		if e, there := m.Find(name); !there || e.Cache != artifact.Live {
			t.Errorf("%s: there %v, as %q", name, there, e.Cache)
		}
	}
	if e, _ := m.Find("2022/run/results.json"); e.Cache != artifact.Settled {
		t.Fatalf("results are %q: the example shows nothing", e.Cache)
	}
	headers := own(t, filepath.Join(public, "_headers"))
	for _, rule := range []string{"/verify.json\n", "/:edition/:race/verify/*\n"} {
		_, rest, _ := strings.Cut(headers, "\n"+rule)
		if rest, _, _ = strings.Cut(rest, "\n\n"); !strings.Contains(rest, site.CacheControl(artifact.Live)) {
			t.Errorf("%s: %q", rule, rest)
		}
	}
}

func TestOneCorrectedRunnerDrawsFewOfTheListsAgain(t *testing.T) {
	w := newWorkshop(t, 3, 1_000)
	w.key = w.path("key.pem")
	before := w.planned().keys
	all := 0
	for name := range before {
		if strings.Contains(name, "/verify/") && strings.HasSuffix(name, ".json") {
			all++
		}
	}
	if all < 9 {
		t.Fatalf("%d lists: the example shows nothing", all)
	}
	corrected := certified(t, w)
	w.write("data/2022/marathon/entries.csv", regexp.MustCompile(`(?m)^`+corrected+`,[^,]*`).ReplaceAllString(w.read("data/2022/marathon/entries.csv"), corrected+",Another Name"))
	var drawn []string
	for name, key := range w.planned().keys {
		if strings.Contains(name, "verify") && strings.HasSuffix(name, ".json") && before[name] != key {
			drawn = append(drawn, name)
		}
	}
	if len(drawn) != 1 || !strings.HasPrefix(drawn[0], "2022/marathon/verify/stamps/") {
		t.Errorf("%v are drawn again", drawn)
	}
}

// certified returns the bib of somebody with a certificate that is ready and needs
// no code.
func certified(t *testing.T, w *workshop) string {
	t.Helper()
	for _, r := range w.planned().verdict.Results {
		if r.Certificate.Status == race.CertificateReady && r.Entry.Visibility == race.Public && strings.Contains(w.read("data/2022/marathon/entries.csv"), "\n"+r.Entry.Bib+",") {
			return r.Entry.Bib
		}
	}
	t.Fatal("nobody has a certificate")
	return ""
}

func TestVerifyHoldsWhatCertificatesAreCheckedAgainst(t *testing.T) {
	for layout, runners := range map[string]string{"pages": "300", "compact": "600"} { // two lists each
		t.Run(layout, func(t *testing.T) {
			dir, _ := signedSite(t, runners, layout)
			archive, found := read.Project(os.DirFS(dir))
			if found.Errors() {
				t.Fatal(found)
			}
			built := tree(t, filepath.Join(dir, "public"))
			m, err := publish.ReadManifest(filepath.Join(dir, "public"))
			if err != nil {
				t.Fatal(err)
			}
			if found, err := verify.Site(os.DirFS(filepath.Join(dir, "public")), m, archive); err != nil || len(found) > 0 {
				t.Fatalf("the site as it was built: %v, %v", found, err)
			}
			const lists = "2022/marathon/verify/"
			pair := regexp.MustCompile(`"[a-z2-7]{13}":"[a-z2-7]{29}",`)
			first := pair.Find(built[lists+"stamps/0.json"])
			if first == nil || pair.Find(built[lists+"stamps/1.json"]) == nil {
				t.Fatalf("no pairs in %s", built[lists+"stamps/0.json"])
			}
			swap := func(name string, from, to []byte) func(map[string][]byte) {
				return func(files map[string][]byte) {
					if !bytes.Contains(files[name], from) {
						t.Fatalf("%s does not say %q", name, from)
					}
					files[name] = bytes.Replace(files[name], from, to, 1)
				}
			}
			for _, c := range []struct {
				claim, code, at, says string
				harm                  func(map[string][]byte)
			}{
				{"a certificate that is not listed", "stamps_differ", lists + "race.json", "are ready", swap(lists+"stamps/0.json", first, nil)},
				{"one that is listed and not given", "stamps_differ", lists + "race.json", "are ready",
					swap(lists+"stamps/0.json", []byte("{"), []byte(`{"aaaaaaaaaaaaa":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",`))},
				{"one that is listed twice", "unreadable_list", lists + "stamps/0.json", "twice", swap(lists+"stamps/0.json", first, slices.Concat(first, first))},
				{"one in the wrong file", "stamps_differ", lists + "stamps/1.json", "another file", func(files map[string][]byte) {
					swap(lists+"stamps/0.json", first, nil)(files)
					swap(lists+"stamps/1.json", []byte("{"), slices.Concat([]byte("{"), first))(files)
				}},
				{"a name in a list", "unreadable_list", lists + "stamps/0.json", "no hash", swap(lists+"stamps/0.json", []byte("{"), []byte(`{"Somebody":"Else",`))},
				{"a list that is not there", "no_list", lists + "stamps/1.json", "", func(files map[string][]byte) { delete(files, lists+"stamps/1.json") }},
				{"no head", "no_list", lists + "race.json", "", func(files map[string][]byte) { delete(files, lists+"race.json") }},
				{"a list too many", "list_too_many", lists + "stamps/2.json", "", func(files map[string][]byte) { files[lists+"stamps/2.json"] = []byte("{}\n") }},
				{"a race that the key's file does not name", "stamps_differ", "verify.json", "2022/marathon", swap("verify.json", []byte(`"marathon"`), []byte(`"sprint"`))},
				{"other places today", "results_differ", "2022/marathon/certificates/", "the list of its race say", func(files map[string][]byte) {
					for name := range files {
						if strings.HasPrefix(name, lists+"stamps/") { // the place's last bits
							files[name] = regexp.MustCompile(`(":"[a-z2-7]{19})[a-z2-7]`).ReplaceAll(files[name], []byte("${1}a"))
						}
					}
				}},
				{"another revision", "results_differ", lists + "race.json", "revision", swap(lists+"race.json", []byte(`"revision":1`), []byte(`"revision":7`))},
				{"another key", "stamps_differ", "2022/marathon/certificates/", "not signed with the key", func(files map[string][]byte) {
					elsewhere, _ := signedSite(t, "1", "pages")
					files["verify.json"] = tree(t, filepath.Join(elsewhere, "public"))["verify.json"]
				}},
				{"another stamp for everybody", "stamps_differ", "2022/marathon/certificates/", "another stamp", func(files map[string][]byte) {
					for name := range files {
						if strings.HasPrefix(name, lists+"stamps/") {
							files[name] = regexp.MustCompile(`":"[a-z2-7]{4}`).ReplaceAll(files[name], []byte(`":"aaaa`))
						}
					}
				}},
			} {
				if layout == "compact" && !strings.HasPrefix(c.at, "2022/marathon/certificates/") {
					continue // nothing else lies otherwise
				}
				t.Run(c.claim, func(t *testing.T) {
					files := maps.Clone(built)
					c.harm(files)
					listed := &publish.Manifest{}
					for name := range files {
						if _, was := m.Find(name); was || built[name] == nil {
							listed.Files = append(listed.Files, publish.Entry{Path: name})
						}
					}
					tree := fstest.MapFS{}
					for name, data := range files {
						tree[name] = &fstest.MapFile{Data: data}
					}
					found, err := verify.Site(tree, listed, archive)
					if err != nil {
						t.Fatal(err)
					}
					if !slices.ContainsFunc(found, func(p problem.Problem) bool {
						return p.Code == c.code && strings.HasPrefix(p.Path, c.at) && strings.Contains(p.Text, c.says) && p.Hint != ""
					}) {
						t.Errorf("no finding %s of %s that says %q among %v", c.code, c.at, c.says, found)
					}
				})
			}
		})
	}
}
