package deploy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/publish"
)

// shelf is an S3 service on this machine with one bucket, which keeps count of
// what it is asked.
type shelf struct {
	backend
	to Target

	mutex sync.Mutex
	asked []string                                  // "PUT path", without the record's objects
	all   int                                       // requests
	fault func(n int, r *http.Request) (status int) // what the n-th request meets, 0 for nothing
	wrap  func(http.ResponseWriter, *http.Request) http.ResponseWriter
	Error func(...any) // of the test
}

func TestMain(m *testing.M) {
	pause, stall = 10*time.Millisecond, 3*patience
	os.Exit(m.Run())
}

var key = Key{ID: "rabbit", Secret: "hole"}

// stock starts a service that wants its requests signed.
func stock(t *testing.T) *shelf {
	t.Helper()
	s := &shelf{backend: backend{Backend: s3mem.New(), quirks: &quirks{}}, Error: t.Error}
	if err := s.CreateBucket(t.Context(), "race"); err != nil {
		t.Fatal(err)
	}
	service := gofakes3.New(s.backend, gofakes3.WithV4Auth(map[string]string{key.ID: key.Secret})).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/race/")
		s.mutex.Lock()
		s.all++
		status := 0
		if s.fault != nil {
			status = s.fault(s.all, r)
		}
		if !strings.Contains(path, ".guntime/") && status == 0 && r.Method != http.MethodGet && r.Method != http.MethodHead {
			s.asked = append(s.asked, r.Method+" "+path)
		}
		if s.wrap != nil {
			w = s.wrap(w, r)
		}
		s.mutex.Unlock()
		switch status {
		case 0:
			service.ServeHTTP(w, r)
		case hang:
			time.Sleep(2 * patience)
		default:
			w.WriteHeader(status)
		}
	}))
	t.Cleanup(server.Close)
	s.to = Target{Endpoint: server.URL, Region: "us-east-1", Bucket: "race", Key: key,
		Network: &http.Transport{ResponseHeaderTimeout: patience, MaxIdleConnsPerHost: firstFew}}
	return s
}

// backend keeps the objects, and has the quirks of some service.
type backend struct {
	*s3mem.Backend
	*quirks
}

// quirks are what services do that they should not; the zero value is none.
type quirks struct {
	hidden func(path string) bool // what no listing shows
	page   int64                  // how many objects a page of a listing has; 0 for a thousand
	losing int                    // how many requests to delete are answered, and not followed
	grumpy bool                   // deletes, and says that it does not
}

// ListBucket lists objects. gofakes3 takes an empty delimiter, which other
// services take for none, for one that is in no name.
func (b backend) ListBucket(ctx context.Context, name string, prefix *gofakes3.Prefix, page gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	if prefix != nil && prefix.Delimiter == "" {
		prefix = &gofakes3.Prefix{HasPrefix: prefix.HasPrefix, Prefix: prefix.Prefix}
	}
	if b.page > 0 {
		page.MaxKeys = b.page
	}
	list, err := b.Backend.ListBucket(ctx, name, prefix, page)
	if err == nil && b.hidden != nil {
		list.Contents = slices.DeleteFunc(list.Contents, func(c *gofakes3.Content) bool { return b.hidden(c.Key) })
	}
	return list, err
}

func (b backend) DeleteMulti(ctx context.Context, bucket string, names ...string) (said gofakes3.MultiDeleteResult, err error) {
	if b.losing > 0 {
		b.losing--
		for _, name := range names {
			said.Deleted = append(said.Deleted, gofakes3.ObjectID{Key: name})
		}
		return said, nil
	}
	said, err = b.Backend.DeleteMulti(ctx, bucket, names...)
	if b.grumpy {
		said = gofakes3.MultiDeleteResult{}
		for _, name := range names {
			said.Error = append(said.Error, gofakes3.ErrorResult{Key: name, Code: "InternalError", Message: "We encountered an internal error"})
		}
	}
	return said, err
}

// hang is the status of an answer that does not come.
const hang = -1

// patience is how long a test waits for an answer.
const patience = 200 * time.Millisecond

// contents are the objects in the bucket that are not the record.
func (s *shelf) contents(t *testing.T) map[string]string {
	t.Helper()
	objects := map[string]string{}
	list, err := s.Backend.ListBucket(t.Context(), "race", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list.Contents {
		if strings.Contains(c.Key, ".guntime/") {
			continue
		}
		if o, err := s.GetObject(t.Context(), "race", c.Key, nil); err == nil { // it was not deleted since it was listed
			objects[c.Key] = textOf(o)
		}
	}
	return objects
}

func (s *shelf) object(t *testing.T, name string) *gofakes3.Object {
	t.Helper()
	o, err := s.GetObject(t.Context(), "race", name, nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(func() { o.Contents.Close() })
	return o
}

func (s *shelf) text(t *testing.T, name string) string { return textOf(s.object(t, name)) }

func textOf(o *gofakes3.Object) string {
	defer o.Contents.Close()
	var b strings.Builder
	buffer := make([]byte, 1<<16)
	for {
		n, err := o.Contents.Read(buffer)
		b.Write(buffer[:n])
		if err != nil {
			return b.String()
		}
	}
}

// moved are the requests that changed the site since the last call.
func (s *shelf) moved() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

func (s *shelf) meet(fault func(n int, r *http.Request) int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.fault, s.all = fault, 0
}

// site is a made site: paths and texts.
type site map[string]string

func (s site) files() iter.Seq2[artifact.File, error] {
	return func(yield func(artifact.File, error) bool) {
		for _, path := range slices.Sorted(maps.Keys(s)) {
			f := artifact.File{Path: path, Key: artifact.KeyOf([]byte(s[path])), Cache: artifact.Settled, Draw: artifact.Bytes([]byte(s[path]))}
			if strings.HasPrefix(path, "assets/") {
				f.Cache = artifact.Immutable
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// with is the site with one more file, or another text in one.
func (s site) with(path, text string) site {
	s = maps.Clone(s)
	s[path] = text
	return s
}

func (s site) without(path string) site {
	s = maps.Clone(s)
	delete(s, path)
	return s
}

func room(t *testing.T) string { return filepath.Join(t.TempDir(), "public") }

func built(t *testing.T, dir string, s site) {
	t.Helper()
	if _, err := publish.Tree(dir, s.files(), publish.Options{}); err != nil {
		t.Fatal(err)
	}
}

func deploy(t *testing.T, dir string, s *shelf) (Summary, error) {
	t.Helper()
	return Site(t.Context(), dir, s.to, usual)
}

func must(t *testing.T, dir string, s *shelf) Summary {
	t.Helper()
	sum, err := deploy(t, dir, s)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

var usual = Options{CacheControl: func(e publish.Entry) string { return "class " + string(e.Cache) }}

var small = site{
	"assets/site.0a.css":               "css",
	"2022/marathon/results.json":       "{}",
	"2022/marathon/results.json.gz":    "packed",
	"2022/marathon/certificates/x.pdf": "%PDF",
	"zh/2022/marathon/runners/M1.html": "M1",
	"zh/2022/marathon/runners/M2.html": "M2",
	"zh/2022/marathon/index.html":      "race",
	"zh/index.html":                    "zh",
	"index.html":                       "choose",
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(headers{})); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestADeployBringsEveryFileWithItsTypeEncodingAndCopies(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	must(t, dir, s)
	same(t, "the bucket", map[string]string(small), s.contents(t))
	for path, want := range map[string]headers{
		"index.html":                    {"text/html; charset=utf-8", "", "class settled"},
		"assets/site.0a.css":            {"text/css; charset=utf-8", "", "class immutable"},
		"2022/marathon/results.json.gz": {"application/json; charset=utf-8", "gzip", "class settled"},
	} {
		m := s.object(t, path).Metadata
		same(t, path, want, headers{m["Content-Type"], m["Content-Encoding"], m["Cache-Control"]})
	}
}

func TestWhatPagesLoadGoesUpFirstAndWhatLeadsToThemLast(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	must(t, dir, s)
	m, err := publish.ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	moved := s.moved()
	for _, asked := range moved {
		turn := m.Turn(strings.TrimPrefix(asked, "PUT "))
		if turn < last {
			t.Errorf("%s comes too late: %v", asked, moved)
		}
		last = turn
	}
	same(t, "first and last", []string{"PUT assets/site.0a.css", "PUT index.html"}, []string{moved[0], moved[len(moved)-1]})
}

func TestACorrectionMovesWhatItChangedAndNothingElse(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	must(t, dir, s)
	s.moved()
	must(t, dir, s)
	same(t, "nothing to do", []string(nil), s.moved())

	corrected := small.with("zh/2022/marathon/runners/M1.html", "M1 corrected").with("zh/2022/marathon/index.html", "race corrected").
		without("zh/2022/marathon/runners/M2.html")
	built(t, dir, corrected)
	got, err := Site(t.Context(), dir, s.to, Options{Dry: true, CacheControl: usual.CacheControl})
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{Upload: []string{"zh/2022/marathon/runners/M1.html", "zh/2022/marathon/index.html"},
		Delete: []string{"zh/2022/marathon/runners/M2.html"}, Kept: 6, Bytes: 26}
	same(t, "a dry run", want, got)
	same(t, "a dry run moves", []string(nil), s.moved())
	same(t, "the deploy", want, must(t, dir, s))
	same(t, "it moves", []string{"PUT zh/2022/marathon/runners/M1.html", "PUT zh/2022/marathon/index.html", "POST "}, s.moved())
	same(t, "the bucket", map[string]string(corrected), s.contents(t))

	// Another header is a change, too.
	other := Options{CacheControl: func(e publish.Entry) string { return "other " + string(e.Cache) }}
	if sum, err := Site(t.Context(), dir, s.to, other); err != nil || len(sum.Upload) != len(corrected) {
		t.Errorf("%d uploads, %v", len(sum.Upload), err)
	}
}

func TestWhatWasWithdrawnGoesFirst(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	must(t, dir, s)
	s.moved()
	const runner = "zh/2022/marathon/runners/M1.html"
	next := small.with("index.html", "choose again").without("2022/marathon/certificates/x.pdf").without("zh/2022/marathon/runners/M2.html").without(runner)
	stones := publish.Tombstones{Withdrawn: func(path string) bool { return path == runner }, Keep: time.Hour, Now: time.Unix(1, 0),
		File: artifact.File{Key: artifact.KeyOf([]byte("removed")), Draw: artifact.Bytes([]byte("removed"))}}
	if _, err := publish.Tree(dir, next.files(), publish.Options{Tombstones: stones}); err != nil {
		t.Fatal(err)
	}
	must(t, dir, s)
	same(t, "it moves", []string{"POST ", "PUT " + runner, "PUT index.html", "POST "}, s.moved())
	same(t, "the bucket", map[string]string(next.with(runner, "removed")), s.contents(t))
}

func TestADeployNotesWhatWasUploaded(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	list := filepath.Join(filepath.Dir(dir), ".guntime", "public", "release", "changed.txt")
	lines := func() int {
		t.Helper()
		data, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(data), "\n")
	}
	if _, err := Site(t.Context(), dir, s.to, Options{Dry: true, CacheControl: usual.CacheControl}); err != nil {
		t.Fatal(err)
	}
	built(t, dir, small)
	same(t, "after a dry run, to upload", len(small), lines())
	must(t, dir, s)
	same(t, "until the next build, to purge", len(small), lines())
	built(t, dir, small)
	same(t, "after the deploy, to upload", 0, lines())
	built(t, dir, small.with("index.html", "choose again"))
	same(t, "after a correction, to upload", 1, lines())
}

func TestASmallChangeDoesNotWriteTheWholeRecord(t *testing.T) {
	s, dir := stock(t), room(t)
	many := site{}
	for i := range 50 {
		many[fmt.Sprintf("zh/%d.html", i)] = "page"
	}
	built(t, dir, many)
	must(t, dir, s)
	whole := s.text(t, deployedName)
	built(t, dir, many.with("zh/7.html", "other").with("zh/50.html", "page"))
	must(t, dir, s)
	same(t, "the whole", whole, s.text(t, deployedName))
	if n := strings.Count(s.text(t, sinceName), "\n"); n != 3 {
		t.Errorf("%d lines since, want the head and two", n)
	}
	s.moved()
	must(t, dir, s)
	same(t, "another deploy moves", []string(nil), s.moved())
}

// A bib can be guessed: whether the hash of a runner's page stands in the record
// must not tell more than whether there is the page.
func TestTheRecordHasNoLineOfWhatIsGone(t *testing.T) {
	s, dir := stock(t), room(t)
	many := site{}
	for i := range 50 {
		many[fmt.Sprintf("zh/%d.html", i)] = "page"
	}
	built(t, dir, many)
	must(t, dir, s)
	check := func(when string) {
		t.Helper()
		lines := map[sum]sum{}
		for _, name := range []string{deployedName, sinceName} {
			if !parse([]byte(s.text(t, name)), lines) {
				t.Fatalf("%s cannot be read", name)
			}
		}
		if _, told := lines[hash("zh/8.html")]; told || len(lines) != 49 {
			t.Errorf("%s it has %d lines, of the page that is gone %t", when, len(lines), told)
		}
	}
	built(t, dir, many.without("zh/8.html"))
	must(t, dir, s)
	check("after the deploy")

	// So it is after a deploy that stopped when it had deleted all.
	built(t, dir, many)
	must(t, dir, s)
	built(t, dir, many.without("zh/8.html"))
	s.meet(func(_ int, r *http.Request) int {
		if r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, deployedName) {
			return http.StatusForbidden
		}
		return 0
	})
	if _, err := deploy(t, dir, s); err == nil {
		t.Fatal("it did not stop")
	}
	s.meet(nil)
	must(t, dir, s)
	check("after one that stopped")
}

func TestAllThatIsGoneIsDeletedAndNothingThatIsNotOurs(t *testing.T) {
	s, dir := stock(t), room(t)
	s.to.Prefix = "results/"
	many := site{"index.html": "choose"}
	for i := range 2500 {
		many[fmt.Sprintf("zh/2022/marathon/runners/M%d.html", i)] = "page"
	}
	for _, foreign := range []string{"robots.txt", "results/zh/mine.html", "results/zh/2022/marathon/runners/notes.html"} {
		if _, err := s.PutObject(t.Context(), "race", foreign, nil, strings.NewReader("foreign"), 7); err != nil {
			t.Fatal(err)
		}
	}
	built(t, dir, many)
	must(t, dir, s)
	built(t, dir, site{"index.html": "choose"})
	if sum := must(t, dir, s); len(sum.Delete) != 2500 {
		t.Errorf("%d deleted", len(sum.Delete))
	}
	same(t, "the bucket", map[string]string{"results/index.html": "choose", "robots.txt": "foreign",
		"results/zh/mine.html": "foreign", "results/zh/2022/marathon/runners/notes.html": "foreign"}, s.contents(t))
}

func TestTheRecordInTheBucketNamesNoCertificate(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	must(t, dir, s)
	record := s.text(t, deployedName) + s.text(t, sinceName)
	for path := range small {
		if strings.Contains(record, path) || strings.Contains(record, filepath.Base(path)) {
			t.Errorf("the record has %s", path)
		}
	}
	if n := strings.Count(record, "\n"); n != len(small)+2 {
		t.Errorf("%d lines", n)
	}
}

func TestWhatFailsForAMomentIsTriedAgain(t *testing.T) {
	for name, status := range map[string]int{"an internal error": 500, "too busy": 503, "no answer": hang} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, dir := stock(t), room(t)
			built(t, dir, small)
			s.meet(func(n int, _ *http.Request) int {
				if n%5 == 0 {
					return status
				}
				return 0
			})
			must(t, dir, s)
			same(t, "the bucket", map[string]string(small), s.contents(t))
		})
	}
}

// Whatever request is the last that gets through, the next deploy ends with
// its site, be it the same, the old one or a third.
func TestAfterAStopAnywhereTheNextDeployEndsWithItsSite(t *testing.T) {
	t.Parallel()
	next := small.with("zh/2022/marathon/runners/M1.html", "M1 corrected").with("index.html", "choose again").
		with("en/index.html", "en").without("zh/2022/marathon/runners/M2.html")
	for _, then := range []site{next, small, next.without("en/index.html")} {
		for last := 0; ; last++ {
			s, dir := stock(t), room(t)
			built(t, dir, small)
			must(t, dir, s)
			built(t, dir, next)
			s.meet(func(n int, r *http.Request) int {
				if n > last {
					return http.StatusForbidden
				}
				return 0
			})
			_, err := deploy(t, dir, s)
			s.meet(nil)
			if err == nil {
				break
			}
			var refusal *Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("stopped after %d: %v", last, err)
			}
			built(t, dir, then)
			must(t, dir, s)
			same(t, fmt.Sprintf("stopped after %d", last), map[string]string(then), s.contents(t))
		}
	}
}

func TestADeployGoesOnWhereItStopped(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	s.meet(func(_ int, r *http.Request) int {
		if r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, "index.html") {
			return http.StatusForbidden
		}
		return 0
	})
	_, err := deploy(t, dir, s)
	if err == nil || !strings.Contains(err.Error(), `after 6 of 9 objects: the key "rabbit" may not write zh/2022/marathon/index.html in the bucket "race"`) {
		t.Fatal(err)
	}
	s.meet(nil)
	s.moved()
	must(t, dir, s)
	same(t, "it moves", []string{"PUT zh/2022/marathon/index.html", "PUT zh/index.html", "PUT index.html"}, s.moved())
}

func TestARefusalIsSaidInPlainWords(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	for want, to := range map[string]func(Target) Target{
		"look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the region": func(t Target) Target { t.Key.Secret = "wrong"; return t },
		`there is no bucket "nowhere" at http://`:                         func(t Target) Target { t.Bucket = "nowhere"; return t },
	} {
		_, err := Site(t.Context(), dir, to(s.to), usual)
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
	same(t, "the bucket", map[string]string{}, s.contents(t))
}

func TestAFileThatIsNotAsItWasBuiltStopsTheDeploy(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("edited"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := deploy(t, dir, s); err == nil || !strings.Contains(err.Error(), "index.html is not as it was built: build again") {
		t.Errorf("%v", err)
	}
	if _, there := s.contents(t)["index.html"]; there {
		t.Error("it was uploaded")
	}
}

func TestAFolderWithoutASiteIsNotDeployed(t *testing.T) {
	if _, err := deploy(t, room(t), stock(t)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestOneDeployAtATime(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	_, release, err := publish.LockForDeploy(dir, publish.Shard{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := deploy(t, dir, s); !errors.Is(err, publish.ErrDeploying) {
		t.Errorf("%v", err)
	}
	release()
	must(t, dir, s)
}

func TestACancelledDeployStopsAndTheNextGoesOn(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	ctx, cancel := context.WithCancel(t.Context())
	o := usual
	o.Progress = func(done, total int) {
		if done == 3 {
			cancel()
		}
	}
	if _, err := Site(ctx, dir, s.to, o); err == nil || !strings.Contains(err.Error(), "of 9 objects: stopped") {
		t.Fatal(err)
	}
	must(t, dir, s)
	same(t, "the bucket", map[string]string(small), s.contents(t))
}
