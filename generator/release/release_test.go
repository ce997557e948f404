package main

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// made is a release of programs that are only words.
func made(t *testing.T) *release {
	t.Helper()
	r := &release{dist: t.TempDir(), version: "v1.2.3", moment: time.Unix(1_790_000_000, 0).UTC(), home: "https://example.org/guntime",
		modules: []module{{"std", "1.26.0", "BSD-3-Clause", []byte("do as you like")}, {"fonts/NotoSans", "", "OFL-1.1", []byte("open")}},
		notes:   map[string][]byte{"LICENCES.txt": []byte("licences"), "guntime.1": []byte(".TH")}}
	for _, target := range targets {
		name := r.program(target)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("program for "+target.String()), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(r.dist, "share"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.archives(), r.bill(), r.image(), r.recipes(), r.checksums()); err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, r *release, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.dist, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTheSameProgramsMakeTheSameRelease(t *testing.T) {
	one, two := made(t), made(t)
	sums := string(read(t, one, "SHA256SUMS"))
	if sums != string(read(t, two, "SHA256SUMS")) || strings.Count(sums, "\n") != 6+1+1+2 {
		t.Errorf("%s\nand\n%s", sums, read(t, two, "SHA256SUMS"))
	}
	for _, name := range []string{"guntime_1.2.3_linux_amd64.tar.gz", "guntime_1.2.3_windows_arm64.zip", "guntime_1.2.3_oci.tar", "guntime.cdx.json", "guntime.rb", "guntime.json"} {
		if !strings.Contains(sums, "  "+name+"\n") {
			t.Errorf("no %s", name)
		}
	}
	sum, _ := one.sumOf("guntime_1.2.3_darwin_arm64.tar.gz")
	if !strings.Contains(string(read(t, one, "guntime.rb")), "/releases/download/v1.2.3/guntime_1.2.3_darwin_arm64.tar.gz\"\n      sha256 \""+sum) {
		t.Error("the formula has another checksum")
	}
}

func TestTheImageNamesEveryBlobAndRunsAsNobody(t *testing.T) {
	blobs, index := map[string][]byte{}, struct{ Manifests []descriptor }{}
	for tr := tar.NewReader(bytes.NewReader(read(t, made(t), "guntime_1.2.3_oci.tar"))); ; {
		h, err := tr.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		blobs[h.Name], _ = io.ReadAll(tr)
	}
	get := func(d descriptor, into any) {
		t.Helper()
		data := blobs["blobs/sha256/"+strings.TrimPrefix(d.Digest, "sha256:")]
		if "sha256:"+hashOf(data) != d.Digest || len(data) != d.Size {
			t.Fatalf("%s is not what it says", d.Digest)
		}
		if into != nil {
			if err := json.Unmarshal(data, into); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := json.Unmarshal(blobs["index.json"], &index); err != nil || len(index.Manifests) != 1 {
		t.Fatal(err, index)
	}
	all := struct{ Manifests []descriptor }{}
	get(index.Manifests[0], &all)
	for _, one := range all.Manifests {
		var manifest struct {
			Config descriptor
			Layers []descriptor
		}
		get(one, &manifest)
		var config struct{ Config struct{ User string } }
		get(manifest.Config, &config)
		get(manifest.Layers[0], nil)
		if config.Config.User != nobody {
			t.Errorf("it runs as %q", config.Config.User)
		}
	}
	if len(all.Manifests) != 2 {
		t.Errorf("%d images", len(all.Manifests))
	}
	var older []struct {
		Config           string
		RepoTags, Layers []string
	}
	if err := json.Unmarshal(blobs["manifest.json"], &older); err != nil || len(older) != 2 || older[0].RepoTags[0] != "guntime:1.2.3" || older[1].RepoTags[0] != "guntime:1.2.3-arm64" {
		t.Errorf("%v: %+v", err, older)
	}
	for _, o := range older {
		if blobs[o.Config] == nil || blobs[o.Layers[0]] == nil {
			t.Errorf("%v names what is not there", o.RepoTags)
		}
	}
}

func TestEverythingInsideHasALicenceThatIsKnown(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-tags", "roots", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", "./generator")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		path, dir, _ := strings.Cut(strings.TrimSpace(line), " ")
		if seen[path] {
			continue
		}
		seen[path] = true
		if text, err := licenceIn(dir); err != nil || spdx(text) == "" {
			t.Errorf("%s: %v, %q is no kind that is known", path, err, spdx(text))
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d modules", len(seen))
	}
	if library, err := goLicence("go1.26.0"); err != nil || spdx(library.text) != library.licence {
		t.Errorf("the standard library: %v, %q", err, spdx(library.text))
	}
}

// Go writes into a program the tag of its commit, and no other version.
func TestAVersionThatIsNoTagOfTheCommitIsRefused(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not here")
	}
	dist := filepath.Join(t.TempDir(), "dist")
	release := exec.Command(bash, "../../.ci/release", "v999.0.0")
	release.Env = append(os.Environ(), "DIST="+dist)
	said, err := release.CombinedOutput()
	var failed *exec.ExitError
	if !errors.As(err, &failed) || failed.ExitCode() != 2 || !strings.Contains(string(said), "git tag v999.0.0") {
		t.Errorf("%v: %s", err, said)
	}
	if _, err := os.Stat(dist); err == nil {
		t.Error("it wrote something")
	}
}

func TestALicenceIsKnownByItsWords(t *testing.T) {
	for want, text := range map[string]string{
		"MIT":          "MIT License\n\nPermission is hereby granted, free\nof charge, to any person",
		"Apache-2.0":   "Apache License\n   Version 2.0, January 2004",
		"BSD-3-Clause": "Redistributions in binary form must reproduce … nor the names of its contributors may be used to endorse or promote products",
		"BSD-2-Clause": "Redistributions in binary form must reproduce",
		"":             "nothing known",
	} {
		if got := spdx([]byte(text)); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

// The line of the documents that calls the module as its repository is tried on files
// that name it in each way.
func TestTheModuleIsRenamedByOneLine(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not here")
	}
	document, err := os.ReadFile("../docs/release.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^    new=.*$`).Find(document)
	dir := t.TempDir()
	names := []string{"go.mod", "generator/main.go", "generator/internal/layers_test.go", "generator/internal/project/project.go", ".ci/run"}
	for _, name := range names {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	rename := exec.Command(bash, "-c", string(line))
	rename.Dir = dir
	if said, err := rename.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		const to = "example.org/you/guntime"
		rest := strings.ReplaceAll(string(text), to, "")
		if !strings.Contains(string(text), to) || strings.Contains(string(text), "you/"+to) || regexp.MustCompile(`\bguntime/(content|generator|templates)`).MatchString(rest) {
			t.Errorf("%s is not renamed, or twice:\n%s", name, text)
		}
	}
}
