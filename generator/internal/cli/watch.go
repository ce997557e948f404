package cli

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"guntime/generator/internal/build"
	"guntime/generator/internal/preview"
)

type watchOptions struct{ siteOptions }

func (o *watchOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), toSite(&o.out), atMoment(&o.now), withJobs(&o.jobs), withKey(&o.key), quietly(&o.quiet), durably(&o.durable)}
}

func (o *watchOptions) validate(l *line) error {
	return cmp.Or(isProject(o.dir), o.validateKey(l))
}

// do builds again after every change, while a race goes on.
func (o *watchOptions) do(l *line) error {
	return preview.Watch(l.ctx, publicIn(o.dir, o.out), o.sources(), l.stdout, o.rebuild(l))
}

// validateKey refuses an unusable key before the first build.
func (o *siteOptions) validateKey(l *line) error {
	_, err := signingKey(l.ctx, o.key)
	return err
}

// sources returns the folders that are watched.
func (o *siteOptions) sources() []string {
	return append([]string{filepath.Join(o.dir, "data"), filepath.Join(o.dir, "content"), filepath.Join(o.dir, "templates")}, o.allow...)
}

// rebuild returns a function that builds and whose error contains all findings.
func (o *siteOptions) rebuild(l *line) func(context.Context) error {
	return func(ctx context.Context) error {
		built, err := o.build(ctx, build.Options{})
		if errors.Is(err, build.ErrData) { // the preview shows the text in the terminal and in the browser
			var b strings.Builder
			built.Found.Shortened(mostShown).WriteText(&b)
			return errors.New(b.String())
		}
		l.report(built.Found)
		return err
	}
}
