package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"guntime/generator/internal/page/markdown"
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
			return misused("the port stands in -addr", "-host %q: expected: a host's name such as results.example.org, without a port, in ASCII (xn--…)", name)
		}
	}
	if err := isProject(o.dir); err != nil {
		return err
	}
	return o.validateKey(l)
}

// isProject refuses a folder without a project.
func isProject(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "data", "site.yaml")); errors.Is(err, fs.ErrNotExist) {
		return misused("guntime new DIR makes a project, guntime new -from results.csv DIR one of a table; -C DIR names one that is there",
			"%s: there is no project here, data/site.yaml is missing", dir)
	}
	return nil
}

var hostName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$`)

// unwritten says which texts of a page are still to be filled in, "" for none.
func (o *serveOptions) unwritten(page string) string {
	part := strings.Split(strings.TrimSuffix(page, "/index.html"), "/")
	name := ""
	switch {
	case len(part) == 2:
		name = path.Join("content", part[0], part[1]+".md")
	case len(part) == 3 && part[2] == "rules":
		name = path.Join("content", part[0], "rules", part[1]+".md")
	default:
		return ""
	}
	source, err := os.ReadFile(filepath.Join(o.dir, filepath.FromSlash(name)))
	if err != nil {
		return "" // the page is none of the project's own texts
	}
	lines := markdown.Unwritten(source)
	if len(lines) == 0 {
		return ""
	}
	said := make([]string, len(lines))
	for i, n := range lines {
		said[i] = strconv.Itoa(n)
	}
	return fmt.Sprintf("To fill in: %s, line %s. Visitors do not see this note, nor that text.", name, strings.Join(said, ", "))
}

func (o *serveOptions) do(l *line) error {
	err := preview.Serve(l.ctx, preview.At{Address: o.addr, Names: o.hosts, Note: o.unwritten}, publicIn(o.dir, o.out), o.sources(), l.stdout, o.rebuild(l))
	if errors.Is(err, preview.ErrAddress) {
		return misused("-addr 127.0.0.1:8090 is another port of this machine", "-addr: %v", err)
	}
	return err
}
