package cli

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/cli/neighbour"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/site"
)

// siteOptions are the options of all commands that build a site.
type siteOptions struct {
	dir, out, now, key string
	allow              []string
	jobs               int
	quiet, durable     bool
}

// publicIn returns the folder of the site of a project, given the value of -out.
func publicIn(dir, out string) string { return cmp.Or(out, filepath.Join(dir, "public")) }

// build builds the site once, with these options and more.
func (o *siteOptions) build(ctx context.Context, more build.Options) (build.Result, error) {
	now, err := momentOf(o.now)
	if err != nil {
		return build.Result{}, err
	}
	if more.Key, err = signingKey(ctx, o.key); err != nil {
		return build.Result{}, err
	}
	more.Dir, more.Allow, more.Public, more.Now, more.Jobs, more.Durable = o.dir, o.allow, publicIn(o.dir, o.out), now, o.jobs, o.durable
	r, err := build.Site(ctx, more)
	if err == nil {
		r.Found = append(r.Found, neighbour.Served(more.Public, r.BaseURL)...).Sorted()
	}
	return r, err
}

type buildOptions struct {
	siteOptions
	explain, part string
	stats         bool
}

func (o *buildOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), toSite(&o.out), atMoment(&o.now), withJobs(&o.jobs), withKey(&o.key), quietly(&o.quiet),
		durably(&o.durable), explaining(&o.explain), costing(&o.stats), inShards(&o.part)}
}

func (o *buildOptions) do(l *line) error {
	start := time.Now()
	show := newProgress(l.stderr, o.quiet)
	if o.stats {
		show.stats = newStats()
	}
	part, err := l.shard(o.part)
	if err != nil {
		return err
	}
	built, err := o.build(l.ctx, build.Options{Shard: part, Explain: o.explain, Report: show.report()})
	show.end()
	planted := l.bare && built.MadeUp && !built.Found.Errors() // one line says so
	if !planted {
		l.reportNew(built.Found, built.New)
	}
	if err != nil {
		return err
	}
	if o.stats {
		show.stats.write(l.stderr, built.Published.Costs)
	}
	if o.explain != "" {
		fmt.Fprintf(l.stdout, "%s: %s\n", o.explain, cmp.Or(built.Published.Why, "the site has no such file"))
	}
	if !o.quiet {
		fmt.Fprintln(l.stdout, summary(built, publicIn(o.dir, o.out), part, time.Since(start)))
	}
	if l.bare {
		fmt.Fprint(l.stdout, welcome(built))
	}
	return nil
}

// shard parses the value of -shard.
func (l *line) shard(text string) (publish.Shard, error) {
	if !l.isSet("shard") {
		return publish.Shard{}, nil
	}
	s, err := publish.ParseShard(text)
	if err != nil {
		return s, misused("give a part as I/N, such as 0/16, and index/16 for the last step: guntime help deploy", "-shard %s: %v", text, err)
	}
	s.Many = site.IsPerRunner
	return s, nil
}

// summary returns the last line that a build prints.
func summary(built build.Result, out string, part publish.Shard, took time.Duration) string {
	s, t := built.Published, built.Tally
	if part.Of > 0 {
		out += " (" + part.String() + ")"
	}
	return fmt.Sprintf("%s: %d runners, %d ranked, %d certificates; %d files, %d changed, %d removed; %.1f s",
		out, t.Runners, t.Ranked, t.Certificates, s.Files, s.Written, s.Removed, took.Seconds())
}
