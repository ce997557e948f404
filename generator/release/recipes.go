package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const says = "Results site of a road race from its timing files and rules"

// recipes writes what package managers need: a formula of Homebrew, a manifest of
// Scoop, and the files by which nfpm makes deb and rpm.
func (r *release) recipes() error {
	sums := map[target]string{}
	for _, t := range targets {
		sum, err := r.sumOf(r.archive(t))
		if err != nil {
			return err
		}
		sums[t] = sum
	}
	at := func(t target) string { return r.home + "/releases/download/" + r.version + "/" + r.archive(t) }
	write := func(name, text string) error {
		return os.WriteFile(filepath.Join(r.dist, name), []byte(text), 0o644)
	}

	var brew strings.Builder
	fmt.Fprintf(&brew, "class Guntime < Formula\n  desc %q\n  homepage %q\n  version %q\n", says, r.home, r.number())
	for _, system := range []struct{ name, block string }{{"darwin", "on_macos"}, {"linux", "on_linux"}} {
		fmt.Fprintf(&brew, "\n  %s do\n", system.block)
		for _, arch := range []struct{ name, block string }{{"arm64", "on_arm"}, {"amd64", "on_intel"}} {
			t := target{system.name, arch.name}
			fmt.Fprintf(&brew, "    %s do\n      url %q\n      sha256 %q\n    end\n", arch.block, at(t), sums[t])
		}
		brew.WriteString("  end\n")
	}
	brew.WriteString(`
  def install
    bin.install "guntime"
    man1.install "guntime.1"
    bash_completion.install "guntime.bash" => "guntime"
    zsh_completion.install "guntime.zsh" => "_guntime"
    fish_completion.install "guntime.fish"
    doc.install "LICENCES.txt"
  end

  test do
    system bin/"guntime", "new", "race"
    system bin/"guntime", "build", "-C", "race"
  end
end
`)
	if err := write("guntime.rb", brew.String()); err != nil {
		return err
	}

	type download struct {
		URL  string `json:"url"`
		Hash string `json:"hash"`
	}
	windows := func(arch string) download {
		t := target{"windows", arch}
		return download{at(t), sums[t]}
	}
	scoop, err := json.MarshalIndent(map[string]any{
		"version": r.number(), "description": says, "homepage": r.home, "license": "see LICENCES.txt", "bin": "guntime.exe",
		"architecture": map[string]download{"64bit": windows("amd64"), "arm64": windows("arm64")},
	}, "", "    ")
	if err != nil {
		return err
	}
	if err := write("guntime.json", string(scoop)+"\n"); err != nil {
		return err
	}

	for _, t := range targets {
		if t.system != "linux" {
			continue
		}
		text := fmt.Sprintf(`name: guntime
arch: %s
platform: linux
section: utils
version: %s
maintainer: The Guntime authors
description: %s
homepage: %s
mtime: %s
contents:
  - {src: bin/%s/guntime, dst: /usr/bin/guntime, file_info: {mode: 0755}}
  - {src: share/guntime.1, dst: /usr/share/man/man1/guntime.1, file_info: {mode: 0644}}
  - {src: share/guntime.bash, dst: /usr/share/bash-completion/completions/guntime, file_info: {mode: 0644}}
  - {src: share/guntime.zsh, dst: /usr/share/zsh/vendor-completions/_guntime, packager: deb, file_info: {mode: 0644}}
  - {src: share/guntime.zsh, dst: /usr/share/zsh/site-functions/_guntime, packager: rpm, file_info: {mode: 0644}}
  - {src: share/guntime.fish, dst: /usr/share/fish/vendor_completions.d/guntime.fish, file_info: {mode: 0644}}
  - {src: share/LICENCES.txt, dst: /usr/share/doc/guntime/copyright, file_info: {mode: 0644}}
`, t.arch, r.version, says, r.home, r.moment.Format("2006-01-02T15:04:05Z"), t)
		if err := write("share/nfpm_"+t.arch+".yaml", text); err != nil {
			return err
		}
	}
	return write("share/LICENCES.txt", string(r.notes["LICENCES.txt"]))
}
