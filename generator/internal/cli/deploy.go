package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/deploy"
	"guntime/generator/internal/project"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
)

type deployOptions struct {
	dir, out                         string
	bucket, endpoint, region, prefix string
	part                             string
	dry, quiet                       bool
}

func (o *deployOptions) options() []option {
	return []option{inProject(&o.dir), toSite(&o.out), dryly(&o.dry), toBucket(&o.bucket), toEndpoint(&o.endpoint), toRegion(&o.region),
		underPrefix(&o.prefix), quietly(&o.quiet), ofShard(&o.part)}
}

// do uploads the built site into a bucket. Settings come from flags, then
// site.yaml, then the environment.
func (o *deployOptions) do(l *line) error {
	public := publicIn(o.dir, o.out)
	files, err := project.Open(l.ctx, o.dir)
	if err != nil {
		return err
	}
	settings, found := read.Site(files.Root)
	if found.Errors() {
		l.report(found)
		return build.ErrData
	}
	to, err := o.target(settings)
	if err != nil {
		return err
	}
	part, err := l.shard(o.part)
	if err != nil {
		return err
	}
	start, show := time.Now(), newProgress(l.stderr, o.quiet)
	sum, err := deploy.Site(l.ctx, public, to, deploy.Options{Dry: o.dry, Shard: part, Progress: show.deployed,
		CacheControl: func(e publish.Entry) string { return site.CacheControl(e.Cache) }})
	show.end()
	if errors.Is(err, fs.ErrNotExist) {
		return misused("%s: nothing has been built here yet", public)
	}
	if err != nil {
		hint := "\n    hint: deploy again; it continues from there"
		if refused := (*deploy.Refusal)(nil); errors.As(err, &refused) {
			hint = ""
		}
		return fmt.Errorf("deploy: %w%s", err, hint)
	}
	uploaded, deleted := "uploaded", "deleted"
	if o.dry {
		uploaded, deleted = "to upload", "to delete"
		for _, path := range sum.Upload {
			fmt.Fprintln(l.stdout, "upload", path)
		}
		for _, path := range sum.Delete {
			fmt.Fprintln(l.stdout, "delete", path)
		}
	}
	if lacks := sum.Unlisted + sum.Missing + sum.Nameless; lacks > 0 {
		fmt.Fprintf(l.stderr, "guntime: warning: the listing of s3://%s/%s lacks %d objects that were deployed: %s\n", to.Bucket, to.Prefix, lacks, unlisted(sum, o.dry))
	}
	if !o.quiet {
		fmt.Fprintf(l.stdout, "s3://%s/%s: %d %s (%d bytes), %d %s, %d as they were; %.1f s\n",
			to.Bucket, to.Prefix, len(sum.Upload), uploaded, sum.Bytes, len(sum.Delete), deleted, sum.Kept, time.Since(start).Seconds())
	}
	return nil
}

// unlisted describes what happened to the objects that are missing from the listing
// of a bucket.
func unlisted(sum deploy.Summary, dry bool) string {
	var all []string
	for _, n := range []struct {
		count int
		text  string
	}{
		{sum.Missing, "%d were deleted there by somebody else and went up again"},
		{sum.Unlisted, "%d are there all the same"},
		{sum.Nameless, "%d are to be deleted, and neither the listing nor this folder has their names\n    hint: deploy from the folder from which they were uploaded, or when the service lists all it has"},
	} {
		if n.count > 0 {
			all = append(all, fmt.Sprintf(n.text, n.count))
		}
	}
	text := strings.Join(all, ", ")
	if dry {
		text = strings.Replace(text, "went up", "will go up", 1)
	}
	return text
}

// target returns where to upload the site.
func (o *deployOptions) target(s race.Site) (deploy.Target, error) {
	to := deploy.Target{
		Endpoint: cmp.Or(o.endpoint, s.Deploy.Endpoint, os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL")),
		Region:   cmp.Or(o.region, s.Deploy.Region, os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION")),
		Bucket:   cmp.Or(o.bucket, s.Deploy.Bucket),
		Prefix:   cmp.Or(o.prefix, s.Deploy.Prefix),
		Key:      deploy.UsualKey(),
	}
	if to.Endpoint == "" && s.Host != race.OSS && s.Host != race.COS {
		to.Endpoint = "https://s3.amazonaws.com"
	}
	if to.Prefix != "" {
		to.Prefix = strings.TrimSuffix(to.Prefix, "/") + "/"
	}
	service, err := url.Parse(to.Endpoint)
	_, unnamed := read.BucketName(to.Bucket)
	switch {
	case to.Bucket == "":
		return to, misused("deploy needs a bucket: -bucket NAME, or in data/site.yaml deploy: {bucket: NAME}")
	case unnamed != nil:
		return to, misused("-bucket %s is %v", to.Bucket, unnamed)
	case to.Endpoint == "":
		return to, misused("deploy needs the address of %s: -endpoint URL, or in data/site.yaml deploy: {endpoint: URL}", s.Host)
	case err != nil || service.Host == "" || service.Scheme != "https" && service.Scheme != "http":
		return to, misused("endpoint %s: not an address such as https://s3.eu-central-1.amazonaws.com", to.Endpoint)
	case to.Key.ID == "":
		return to, misused("deploy needs a key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	return to, nil
}
