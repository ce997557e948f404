package e2e

import (
	"context"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"
)

// bucket starts an S3 service with a bucket called race, and sets its address and
// key in the environment.
func bucket(t *testing.T) *s3mem.Backend {
	t.Helper()
	objects := s3mem.New()
	if err := objects.CreateBucket(t.Context(), "race"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(whole{objects}, gofakes3.WithV4Auth(map[string]string{"rabbit": "hole"})).Server())
	t.Cleanup(server.Close)
	for name, value := range map[string]string{"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "us-east-1",
		"AWS_ACCESS_KEY_ID": "rabbit", "AWS_SECRET_ACCESS_KEY": "hole", "AWS_SESSION_TOKEN": ""} {
		t.Setenv(name, value)
	}
	return objects
}

// whole works around gofakes3, which does not list all objects for an empty
// delimiter.
type whole struct{ *s3mem.Backend }

func (b whole) ListBucket(ctx context.Context, name string, prefix *gofakes3.Prefix, page gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	if prefix != nil && prefix.Delimiter == "" {
		prefix = &gofakes3.Prefix{HasPrefix: prefix.HasPrefix, Prefix: prefix.Prefix}
	}
	return b.Backend.ListBucket(ctx, name, prefix, page)
}

// deployed returns every object of the bucket under the prefix, except the record.
func deployed(t *testing.T, objects *s3mem.Backend, prefix string) map[string]string {
	t.Helper()
	all := map[string]string{}
	list, err := objects.ListBucket(t.Context(), "race", &gofakes3.Prefix{HasPrefix: true, Prefix: prefix}, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list.Contents {
		name := strings.TrimPrefix(c.Key, prefix)
		if strings.HasPrefix(name, ".guntime/") {
			continue
		}
		o, err := objects.GetObject(t.Context(), "race", c.Key, nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(o.Contents)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(data)
	}
	return all
}

// ask runs the program and returns its output.
func ask(args ...string) (status int, said, complaint string) {
	var out, errs strings.Builder
	status = run(context.Background(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// TestACorrectedResultMovesWhatTheReleaseRecordLists deploys, corrects a result and
// deploys again: exactly the files in the release record must move, in its order.
func TestACorrectedResultMovesWhatTheReleaseRecordLists(t *testing.T) {
	for layout, page := range map[string]string{"pages": "zh/2022/marathon/runners/M7.html", "compact": "2022/marathon/runners/zh/0.json"} {
		t.Run(layout, func(t *testing.T) { aCorrectionMoves(t, layout, page) })
	}
}

// aCorrectionMoves does that in a layout with the result of M7, which page shows.
func aCorrectionMoves(t *testing.T, layout, page string) {
	objects := bucket(t)
	w := newWorkshop(t, 1, 60)
	w.write("data/site.yaml", w.read("data/site.yaml")+"host: s3\ndeploy: {bucket: race, prefix: results}\n")
	w.layout(layout)
	deploy := func(more ...string) (said string) {
		t.Helper()
		status, said, complaint := ask(append([]string{"deploy", "-C", w.path("p"), "-out", w.path("public")}, more...)...)
		if status != done {
			t.Fatal(complaint)
		}
		return said
	}
	w.build()
	if said := deploy("-dry-run", "-quiet"); strings.Count(said, "upload ") != len(contents(t, w.path("public"))) || len(deployed(t, objects, "")) > 0 {
		t.Fatalf("the first dry run: %s", said)
	}
	deploy()
	if diff := cmp.Diff(contents(t, w.path("public")), deployed(t, objects, "results/")); diff != "" {
		t.Fatal(diff)
	}
	release := filepath.Join(w.dir, ".guntime", "public", "release")

	w.later("M7", time.Second)
	w.build()
	record, err := os.ReadFile(filepath.Join(release, "changed.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for path := range strings.FieldsSeq(string(record)) {
		want = append(want, "upload "+path)
	}
	got := strings.FieldsFunc(deploy("-dry-run", "-quiet"), func(r rune) bool { return r == '\n' })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a dry run (-record +deploy):\n%s", diff)
	}
	if !slices.Contains(want, "upload "+page) || slices.Contains(want, "upload zh/history/index.html") {
		t.Errorf("the correction moves %q", want)
	}
	said := deploy()
	all := contents(t, w.path("public"))
	if !strings.HasPrefix(said, "s3://race/results/: ") || !strings.Contains(said, " 0 deleted, ") {
		t.Errorf("it said %s", said)
	}
	if diff := cmp.Diff(all, deployed(t, objects, "results/")); diff != "" {
		t.Error(diff)
	}
	t.Logf("%d of %d files: %s", len(want), len(all), said)
	if said := deploy("-dry-run"); !strings.Contains(said, ": 0 to upload (0 bytes), 0 to delete, ") {
		t.Errorf("the third deploy: %s", said)
	}
}

func TestADeployThatCannotBeginSaysWhy(t *testing.T) {
	bucket(t)
	w := newWorkshop(t, 1, 10)
	deploy := []string{"deploy", "-C", w.path("p"), "-out", w.path("public")}
	try := func(want int, says string, more ...string) {
		t.Helper()
		status, said, complaint := ask(append(slices.Clone(deploy), more...)...)
		if status != want || !strings.Contains(complaint, says) || said != "" {
			t.Errorf("%v: status %d, want %d: %s%s", more, status, want, said, complaint)
		}
	}
	try(badUsage, "deploy needs a bucket: -bucket NAME")
	try(badUsage, "nothing has been built here yet", "-bucket", "race")
	w.build()
	try(machine, `there is no bucket "nowhere" at http://127.0.0.1:`, "-bucket", "nowhere")
	try(badUsage, "endpoint s3.example.org: not an address", "-bucket", "race", "-endpoint", "s3.example.org")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "burrow")
	try(machine, `does not accept the key "rabbit"`, "-bucket", "race")
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_ACCESS_KEY", "")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", w.path("none"))
	try(badUsage, "deploy needs a key: set AWS_ACCESS_KEY_ID", "-bucket", "race")
	t.Setenv("AWS_ENDPOINT_URL", "")
	site := w.read("data/site.yaml")
	w.write("data/site.yaml", site+"host: oss\n")
	try(badUsage, "deploy needs the address of oss", "-bucket", "race")
	w.write("data/site.yaml", site+"deploy: {bucket: race, secret: hole}\n")
	try(badData, `unknown key "secret"`)
}

func TestADeploySaysWhatTheListingLacks(t *testing.T) {
	objects := bucket(t)
	w := newWorkshop(t, 1, 10)
	deploy := []string{"deploy", "-C", w.path("p"), "-out", w.path("public"), "-bucket", "race"}
	w.build()
	if status, _, complaint := ask(deploy...); status != done || complaint != "" {
		t.Fatal(complaint)
	}
	all := deployed(t, objects, "")
	for _, path := range []string{"index.html", "zh/2022/marathon/runners/M1.html"} {
		if _, err := objects.DeleteObject(t.Context(), "race", path); err != nil {
			t.Fatal(err)
		}
	}
	if _, said, complaint := ask(append(deploy, "-dry-run")...); !strings.Contains(said, "upload index.html\n") || !strings.Contains(complaint, "2 were deleted there by somebody else and will go up again") {
		t.Errorf("a dry run: %s%s", said, complaint)
	}
	status, said, complaint := ask(append(deploy, "-quiet")...)
	if status != done || said != "" || !strings.Contains(complaint, "guntime: warning: the listing of s3://race/ lacks 2 objects that were deployed: 2 were deleted there by somebody else and went up again\n") {
		t.Errorf("status %d: %s%s", status, said, complaint)
	}
	if diff := cmp.Diff(all, deployed(t, objects, "")); diff != "" {
		t.Error(diff)
	}
}
