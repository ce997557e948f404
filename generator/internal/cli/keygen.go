package cli

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/project"
)

type keygenOptions struct{ out string }

func (o *keygenOptions) options() []option { return []option{toKey(&o.out)} }

// do makes the private key of a site. It refuses a path in a project, which is
// published and copied, and never replaces a file: without its key no certificate
// can be confirmed.
func (o *keygenOptions) do(l *line) error {
	name := cmp.Or(o.out, "guntime-key.pem")
	if root := cmp.Or(project.Around(name), project.SiteAround(name, "")); root != "" {
		return misused("all that is in a project is copied and published", "%s is in the project %s: keep private keys outside the project: -out /other/folder/key.pem", name, root)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	key, err := certificate.ParseKey(text)
	if err != nil {
		return err
	}
	switch err := writeNew(name, text); {
	case errors.Is(err, fs.ErrExist):
		return misused("take another file with -out; without the old key its certificates cannot be verified", "%s already exists: a key is never overwritten", name)
	case errors.Is(err, fs.ErrNotExist):
		return misused("make the folder first, or take another with -out", "%s: there is no such folder", name)
	case err != nil:
		return err
	}
	fmt.Fprintf(l.stdout, "%s: a private key; keep it safe and secret\npublic key %s\n", name, key.ID())
	return nil
}

// writeNew writes a new file, completely or not at all, that only its owner can
// read.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		os.Remove(name)
	}
	return err
}
