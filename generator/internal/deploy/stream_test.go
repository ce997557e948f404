package deploy

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"guntime/generator/internal/publish"
)

// streaming is a session that publishes sites, with a stream beside it.
type streaming struct {
	t       *testing.T
	dir     string
	s       *shelf
	session *publish.Session
	stream  *Stream

	mutex  sync.Mutex
	failed []error
	done   chan struct{}
	cancel func()
}

func newStreaming(t *testing.T, s *shelf, dir string) *streaming {
	t.Helper()
	session, err := publish.OpenSession(dir, publish.Purge{})
	if err != nil {
		t.Fatal(err)
	}
	x := &streaming{t: t, dir: dir, s: s, session: session, done: make(chan struct{})}
	x.stream = NewStream(dir, s.to, usual, func(err error) {
		x.mutex.Lock()
		defer x.mutex.Unlock()
		x.failed = append(x.failed, err)
	})
	var ctx context.Context
	ctx, x.cancel = context.WithCancel(t.Context())
	go func() { x.stream.Run(ctx); close(x.done) }()
	return x
}

// publishes publishes a site and tells the stream.
func (x *streaming) publishes(next site) {
	x.t.Helper()
	_, moves, err := x.session.Publish(next.files(), publish.Options{}, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	x.stream.Change(moves)
}

// awaits waits until the bucket has a site.
func (x *streaming) awaits(want site) {
	x.t.Helper()
	for range 1000 {
		if x.has(want) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	x.mutex.Lock()
	defer x.mutex.Unlock()
	same(x.t, fmt.Sprint("the bucket, after ", x.failed), map[string]string(want), x.s.contents(x.t))
	x.t.FailNow()
}

func (x *streaming) has(want site) bool {
	got := x.s.contents(x.t)
	for path, text := range want {
		if got[path] != text {
			return false
		}
	}
	return len(got) == len(want)
}

// ends ends the session and the stream.
func (x *streaming) ends() {
	x.t.Helper()
	if err := x.session.Close(); err != nil {
		x.t.Error(err)
	}
	x.stream.End()
	select {
	case <-x.done:
	case <-time.After(20 * time.Second):
		x.t.Fatal("the stream does not end")
	}
}

func TestAStreamUploadsWhatEachRunOfASessionChangesAndNothingElse(t *testing.T) {
	s := stock(t)
	x := newStreaming(t, s, room(t))
	x.publishes(small)
	x.awaits(small)
	s.moved()
	next := small.with("zh/2022/marathon/runners/M1.html", "M1 at 5 km").with("zh/2022/marathon/index.html", "race 2").with("zh/2022/marathon/runners/M3.html", "M3").without(withdrawn)
	x.publishes(next)
	x.awaits(next)
	got := s.moved()
	want := []string{"PUT zh/2022/marathon/runners/M1.html", "PUT zh/2022/marathon/runners/M3.html", "PUT zh/2022/marathon/index.html", "POST "}
	if len(got) == len(want) {
		slices.Sort(got[:2]) // those of one turn may go in any order
	}
	if len(got) != len(want) || !slices.Equal(got[:3], want[:3]) {
		t.Errorf("requests %q, want %q", got, want)
	}
	x.ends()
	if got := must(t, x.dir, s); len(got.Upload)+len(got.Delete) > 0 {
		t.Errorf("a deploy after it uploads %q and deletes %q", got.Upload, got.Delete)
	}
	if len(x.failed) > 0 {
		t.Errorf("failures %v", x.failed)
	}
}

func TestWhatALostNetworkKeepsBackGoesUpOnceInItsLastState(t *testing.T) {
	s := stock(t)
	x := newStreaming(t, s, room(t))
	x.publishes(small)
	x.awaits(small)
	s.meet(func(int, *http.Request) int { return http.StatusServiceUnavailable })
	s.moved()
	last := small
	for n := range 5 {
		last = last.with("zh/2022/marathon/runners/M1.html", fmt.Sprint("M1 at ", n)).with("zh/index.html", fmt.Sprint("zh ", n))
		if n == 2 {
			last = last.with("zh/for-a-moment.html", "x")
		} else {
			last = last.without("zh/for-a-moment.html")
		}
		x.publishes(last)
		for range 500 { // until the outage is met
			x.mutex.Lock()
			met := len(x.failed) > 0
			x.mutex.Unlock()
			if met {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	s.meet(nil)
	x.awaits(last)
	puts := map[string]int{}
	for _, request := range s.moved() {
		puts[request]++
	}
	for _, path := range []string{"zh/2022/marathon/runners/M1.html", "zh/index.html"} {
		if puts["PUT "+path] != 1 {
			t.Errorf("%s went up %d times", path, puts["PUT "+path])
		}
	}
	if puts["PUT zh/for-a-moment.html"] != 0 || puts["PUT index.html"] != 0 {
		t.Errorf("requests %v", puts)
	}
	x.ends()
	x.mutex.Lock()
	defer x.mutex.Unlock()
	if n := len(x.failed); n < 2 || x.failed[0] == nil || x.failed[n-1] != nil {
		t.Errorf("failures %v", x.failed)
	}
}

func TestAStreamThatStopsAnywhereLeavesABucketThatADeployFinishes(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for stop := 1; stop < 60; stop += 4 {
		s := stock(t)
		x := newStreaming(t, s, room(t))
		x.publishes(small)
		last := small
		s.meet(func(n int, _ *http.Request) int {
			if n >= stop {
				x.cancel()
				return http.StatusServiceUnavailable
			}
			return 0
		})
		for n := range 6 {
			last = last.with(fmt.Sprintf("zh/%d.html", random.IntN(4)), fmt.Sprint(n)).with("index.html", fmt.Sprint(n))
			if random.IntN(2) == 0 {
				last = last.without(fmt.Sprintf("zh/%d.html", random.IntN(4)))
			}
			x.publishes(last)
			time.Sleep(5 * time.Millisecond)
		}
		x.cancel()
		<-x.done
		s.meet(nil)
		if err := x.session.Close(); err != nil {
			t.Fatal(err)
		}
		must(t, x.dir, s)
		same(t, fmt.Sprint("stopped at request ", stop), map[string]string(last), s.contents(t))
	}
}

func TestASiteThatChangesWhileItIsUploadedEndsInTheBucketAsItIs(t *testing.T) {
	s := stock(t)
	x := newStreaming(t, s, room(t))
	x.publishes(small)
	random := rand.New(rand.NewPCG(11, 12))
	last := small
	for n := range 150 {
		for range 5 {
			last = last.with(fmt.Sprintf("zh/2022/marathon/runners/F%d.html", random.IntN(30)), fmt.Sprint(n)).with("zh/2022/marathon/index.html", fmt.Sprint(n))
		}
		if random.IntN(4) == 0 {
			last = last.without(fmt.Sprintf("zh/2022/marathon/runners/F%d.html", random.IntN(30)))
		}
		x.publishes(last)
	}
	x.ends()
	same(t, "the bucket", map[string]string(last), s.contents(t))
	if got := must(t, x.dir, s); len(got.Upload)+len(got.Delete) > 0 {
		t.Errorf("a deploy after it uploads %q and deletes %q", got.Upload, got.Delete)
	}
}
