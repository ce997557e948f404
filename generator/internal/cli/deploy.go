package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
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
	part, bundle                     string
	dry, quiet                       bool
}

func (o *deployOptions) options() []option {
	return []option{inProject(&o.dir), toSite(&o.out), dryly(&o.dry), toBucket(&o.bucket), toEndpoint(&o.endpoint), toRegion(&o.region),
		underPrefix(&o.prefix), quietly(&o.quiet), ofShard(&o.part), bundled(&o.bundle)}
}

// do uploads the built site into a bucket. Settings come from flags, then
// site.yaml, then the environment.
func (o *deployOptions) do(l *line) error {
	public := publicIn(o.dir, o.out)
	if o.bundle != "" {
		return o.pack(l, public)
	}
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
	if errors.Is(err, errNoKey) && o.dry {
		return o.pending(l, public)
	}
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
		return notBuilt(public)
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
		listWaiting(l.stdout, sum.Upload, sum.Delete)
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

// pending lists what waits for an upload by the record beside the site. Without a key
// the bucket cannot be asked what it has.
func (o *deployOptions) pending(l *line, public string) error {
	upload, remove, err := publish.Pending(public)
	if errors.Is(err, fs.ErrNotExist) {
		return notBuilt(public)
	}
	if err != nil {
		return err
	}
	listWaiting(l.stdout, upload, remove)
	if !o.quiet {
		fmt.Fprintf(l.stdout, "%d to upload, %d to delete since the last upload from here; without a key the bucket was not asked\n", len(upload), len(remove))
	}
	return nil
}

// pack writes the built site into an archive.
func (o *deployOptions) pack(l *line, public string) error {
	if o.dry || o.part != "" {
		return misused("leave the other flag out", "-bundle packs a whole site: it goes neither with -dry-run nor with -shard")
	}
	site, _ := filepath.Abs(public)
	archive, _ := filepath.Abs(o.bundle)
	if inside, err := filepath.Rel(site, archive); err == nil && filepath.IsLocal(inside) {
		return misused("name a file elsewhere", "-bundle %s: the archive must not be in the site that it holds", o.bundle)
	}
	start, show := time.Now(), newProgress(l.stderr, o.quiet)
	sum, err := deploy.Bundle(l.ctx, public, o.bundle, show.deployed)
	show.end()
	if errors.Is(err, fs.ErrNotExist) && !errors.As(err, new(*publish.DiskError)) {
		return notBuilt(public)
	}
	if err != nil {
		return fmt.Errorf("deploy: %w", err)
	}
	if !o.quiet {
		fmt.Fprintf(l.stdout, "%s: %d files (%d bytes); %.1f s\n", o.bundle, len(sum.Upload), sum.Bytes, time.Since(start).Seconds())
	}
	return nil
}

func listWaiting(w io.Writer, upload, remove []string) {
	for _, path := range upload {
		fmt.Fprintln(w, "upload", path)
	}
	for _, path := range remove {
		fmt.Fprintln(w, "delete", path)
	}
}

// notBuilt is the error of a folder without a site.
func notBuilt(public string) error {
	return misused("guntime build makes the site; -out DIR names another folder for it", "%s: nothing has been built here yet", public)
}

// errNoKey says that nobody gave the pair by which a service knows its users.
var errNoKey = errors.New("deploy needs a key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")

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
		return to, misused("guntime help deploy shows how to bring the site to a host that is no bucket", "deploy needs a bucket: -bucket NAME, or in data/site.yaml deploy: {bucket: NAME}")
	case unnamed != nil:
		return to, misused("the service shows the names of your buckets", "-bucket %s is %v", to.Bucket, unnamed)
	case to.Endpoint == "":
		return to, misused("the service shows it beside the bucket, such as https://oss-cn-beijing.aliyuncs.com", "deploy needs the address of %s: -endpoint URL, or in data/site.yaml deploy: {endpoint: URL}", s.Host)
	case err != nil || service.Host == "" || service.Scheme != "https" && service.Scheme != "http":
		return to, misused("the service shows it beside the bucket", "endpoint %s: not an address such as https://s3.eu-central-1.amazonaws.com", to.Endpoint)
	case to.Key.ID == "":
		return to, misused("the service makes such a pair for a user who may write to the bucket; -dry-run needs none", "%w", errNoKey)
	}
	return to, nil
}
