package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"guntime/generator/internal/preview"
)

type serveOptions struct {
	siteOptions
	addr  string
	hosts []string // further host names to answer for
}

func (o *serveOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), toSite(&o.out), atMoment(&o.now), withJobs(&o.jobs), withKey(&o.key), quietly(&o.quiet),
		atAddress(&o.addr), underName(&o.hosts)}
}

// validate refuses a host name that is wrong, a folder without a project, which
// could never be built, and an unusable key.
func (o *serveOptions) validate(l *line) error {
	for _, name := range o.hosts {
		if !hostName.MatchString(name) {
			return misused("-host %q: expected: a host's name such as results.example.org, without a port, in ASCII (xn--…)", name)
		}
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data", "site.yaml")); errors.Is(err, fs.ErrNotExist) {
		return misused("%s: there is no project here, data/site.yaml is missing; guntime new DIR makes one", o.dir)
	}
	return o.validateKey(l)
}

var hostName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$`)

func (o *serveOptions) do(l *line) error {
	err := preview.Serve(l.ctx, preview.At{Address: o.addr, Names: o.hosts}, publicIn(o.dir, o.out), o.sources(), l.stdout, o.rebuild(l))
	if errors.Is(err, preview.ErrAddress) {
		return misused("-addr: %v", err)
	}
	return err
}
