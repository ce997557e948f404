package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// nobody is the user of the container: not root, and of no name.
const nobody = "65532:65532"

// descriptor names a blob of an image.
type descriptor struct {
	MediaType string            `json:"mediaType"`
	Digest    string            `json:"digest"`
	Size      int               `json:"size"`
	Platform  map[string]string `json:"platform,omitempty"`
	Notes     map[string]string `json:"annotations,omitempty"`
}

// image writes an OCI image layout as a tar: from scratch, with the program and nothing
// else, for both kinds of machines. docker load, podman load and skopeo read it; no
// daemon makes it.
func (r *release) image() error {
	var members []member
	blob := func(kind string, data []byte) descriptor {
		members = append(members, member{"blobs/sha256/" + hashOf(data), 0o644, data})
		return descriptor{MediaType: kind, Digest: "sha256:" + hashOf(data), Size: len(data)}
	}
	asJSON := func(v any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err) // only our own structs
		}
		return text
	}
	var images []descriptor
	var older []map[string]any
	for _, t := range targets {
		if t.system != "linux" {
			continue
		}
		program, err := os.ReadFile(r.program(t))
		if err != nil {
			return err
		}
		var layer, packed bytes.Buffer
		files := []member{{"guntime", 0o755, program}, {"LICENCES.txt", 0o644, r.notes["LICENCES.txt"]}, {"tmp/", 0o1777, nil}}
		if err := plainTar(&layer, files, r.moment); err != nil {
			return err
		}
		if err := tarred(&packed, files, r.moment); err != nil {
			return err
		}
		layers := []descriptor{blob("application/vnd.oci.image.layer.v1.tar+gzip", packed.Bytes())}
		config := blob("application/vnd.oci.image.config.v1+json", asJSON(map[string]any{
			"created": r.moment, "architecture": t.arch, "os": t.system,
			"config": map[string]any{"User": nobody, "Entrypoint": []string{"/guntime"}, "WorkingDir": "/race",
				"Labels": map[string]string{"org.opencontainers.image.version": r.version, "org.opencontainers.image.source": r.home}},
			"rootfs":  map[string]any{"type": "layers", "diff_ids": []string{"sha256:" + hashOf(layer.Bytes())}},
			"history": []map[string]any{{"created": r.moment, "created_by": "guntime release"}},
		}))
		one := blob("application/vnd.oci.image.manifest.v1+json", asJSON(map[string]any{
			"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": layers}))
		tag := "guntime:" + r.number()
		if len(older) > 0 {
			tag += "-" + t.arch
		}
		at := func(d descriptor) string { return "blobs/sha256/" + strings.TrimPrefix(d.Digest, "sha256:") }
		older = append(older, map[string]any{"Config": at(config), "RepoTags": []string{tag}, "Layers": []string{at(layers[0])}})
		one.Platform = map[string]string{"os": t.system, "architecture": t.arch}
		images = append(images, one)
	}
	all := blob("application/vnd.oci.image.index.v1+json", asJSON(map[string]any{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": images}))
	all.Notes = map[string]string{"org.opencontainers.image.ref.name": r.number(), "io.containerd.image.name": "docker.io/library/guntime:" + r.number()}
	members = append([]member{{"oci-layout", 0o644, []byte(`{"imageLayoutVersion":"1.0.0"}`)}, {"index.json", 0o644, asJSON(map[string]any{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": []descriptor{all}})},
		{"manifest.json", 0o644, asJSON(older)}}, members...)
	var b bytes.Buffer
	if err := plainTar(&b, members, r.moment); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.dist, "guntime_"+r.number()+"_oci.tar"), b.Bytes(), 0o644)
}
