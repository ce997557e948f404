package cli

import (
	"context"
	"errors"
	"io"
	"os"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/project"
)

// signingKey reads the private key of the site: from the file of -key, else from
// the environment variable GUNTIME_KEY. It is nil where there is neither.
func signingKey(ctx context.Context, name string) (*certificate.Key, error) {
	text := []byte(os.Getenv("GUNTIME_KEY"))
	if name == "" {
		if len(text) == 0 {
			return nil, nil
		}
		name = "GUNTIME_KEY"
	} else {
		if root := project.Around(name); root != "" {
			return nil, misused("move the file out of the project, for all that is in it is copied and published", "-key %s is in the project %s: keep private keys outside the project", name, root)
		}
		var err error
		if text, err = readKey(ctx, name); errors.Is(err, context.Canceled) {
			return nil, err
		} else if err != nil {
			return nil, misused("guntime keygen -out FILE makes a key", "-key %w", err)
		}
		name = "-key " + name
	}
	key, err := certificate.ParseKey(text)
	if err != nil {
		return nil, misused("a key is a PEM text as guntime keygen writes it", "%s: %w", name, err)
	}
	return key, nil
}

// readKey reads the file of a key. It stops with the context, because a pipe may
// never end.
func readKey(ctx context.Context, name string) ([]byte, error) {
	const most = 64 << 10 // larger than any key
	read := func() ([]byte, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, most))
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return project.UntilStopped(ctx, read)
	}
	return read()
}
