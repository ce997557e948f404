package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// module is something that is inside the program, with its licence.
type module struct {
	path, version string
	licence       string // by SPDX; "" where the text is of no known kind
	text          []byte // of the licence
}

// inside lists what a program was built of, in order: the standard library, the
// modules that it says, and the fonts.
func inside(program string) ([]module, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	library, err := goLicence(info.GoVersion)
	if err != nil {
		return nil, err
	}
	list := []module{library}
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", d.Path).Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Path, err)
		}
		text, err := licenceIn(strings.TrimSpace(string(out)))
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", d.Path, d.Version, err)
		}
		list = append(list, module{d.Path, d.Version, spdx(text), text})
	}
	fonts, _ := filepath.Glob("templates/fonts/*-OFL.txt") // the pattern is right
	for _, name := range fonts {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		list = append(list, module{"fonts/" + strings.TrimSuffix(filepath.Base(name), "-OFL.txt"), "", "OFL-1.1", text})
	}
	return list, nil
}

// goLicence is the standard library with its licence.
func goLicence(version string) (module, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return module{}, err
	}
	root := strings.TrimSpace(string(out))
	text, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		text, err = os.ReadFile(filepath.Join(root, "..", "LICENSE")) // some systems keep it above
	}
	return module{"std", strings.TrimPrefix(version, "go"), "BSD-3-Clause", text}, err
}

// licenceIn returns the texts of the licences in a module's folder, and its notices.
func licenceIn(dir string) ([]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var texts [][]byte
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if e.IsDir() || !slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE"}, func(begin string) bool { return strings.HasPrefix(name, begin) }) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, bytes.TrimSpace(text))
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("no licence in %s", dir)
	}
	return bytes.Join(texts, []byte("\n\n")), nil
}

// spdx names the kind of a licence by words that only it has.
func spdx(text []byte) string {
	said := strings.Join(strings.Fields(string(text)), " ")
	for _, kind := range []struct{ id, words string }{
		{"Apache-2.0", "Apache License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License Version 2.0"},
		{"BSD-3-Clause", "contributors may be used to endorse or promote products"},
		{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
		{"MIT", "Permission is hereby granted, free of charge"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software"},
	} {
		if strings.Contains(said, kind.words) {
			return kind.id
		}
	}
	return ""
}

// licences are the texts of all licences, each under what it is of.
func licences(modules []module) []byte {
	var b bytes.Buffer
	b.WriteString("guntime contains the following, under these licences.\n")
	for _, m := range modules {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 78), strings.TrimSpace(m.path+" "+m.version), bytes.TrimSpace(m.text))
	}
	return b.Bytes()
}

// bill writes the bill of materials, as CycloneDX in JSON.
func (r *release) bill() error {
	type licence struct {
		License map[string]string `json:"license"`
	}
	type component struct {
		Type     string    `json:"type"`
		Ref      string    `json:"bom-ref"`
		Name     string    `json:"name"`
		Version  string    `json:"version,omitempty"`
		PURL     string    `json:"purl,omitempty"`
		Licenses []licence `json:"licenses,omitempty"`
	}
	var all []component
	for _, m := range r.modules {
		c := component{Type: "library", Ref: m.path, Name: m.path, Version: m.version}
		if folder, font := strings.CutPrefix(m.path, "fonts/"); font {
			c.Type, c.Name = "data", folder
		} else {
			c.PURL = "pkg:golang/" + m.path + "@" + m.version
		}
		if m.licence != "" {
			c.Licenses = []licence{{map[string]string{"id": m.licence}}}
		}
		all = append(all, c)
	}
	text, err := json.MarshalIndent(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
		"metadata": map[string]any{
			"timestamp": r.moment.Format("2006-01-02T15:04:05Z"),
			"component": component{Type: "application", Ref: "guntime", Name: "guntime", Version: r.version},
		},
		"components": all,
	}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.dist, "guntime.cdx.json"), append(text, '\n'), 0o644)
}
