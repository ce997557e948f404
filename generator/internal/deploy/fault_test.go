package deploy

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	certificate = "2022/marathon/certificates/x.pdf"
	withdrawn   = "zh/2022/marathon/runners/M2.html"
)

// smallNext is what small becomes: something changed, something new, something
// gone.
var smallNext = small.with("zh/2022/marathon/runners/M1.html", "M1 corrected").with("index.html", "choose again").
	with("en/index.html", "en").without(withdrawn).without(certificate)

// vanish takes objects out of the bucket behind everybody's back.
func (s *shelf) vanish(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if _, err := s.Backend.DeleteObject(t.Context(), "race", s.to.Prefix+path); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *shelf) foreign(t *testing.T, path string) {
	t.Helper()
	if _, err := s.PutObject(t.Context(), "race", path, nil, strings.NewReader("foreign"), 7); err != nil {
		t.Fatal(err)
	}
}

// The faults of services that are in use: listings that lack objects, deletes that
// are lost, entity tags that are no hash of the bytes, and bodies that come slowly,
// not to their end, or not at all.
func TestWhateverTheServiceDoesTheBucketEndsEqual(t *testing.T) {
	tag := func(text string) func(*shelf) {
		return func(s *shelf) {
			s.wrap = func(w http.ResponseWriter, _ *http.Request) http.ResponseWriter { return &tagged{w, text} }
		}
	}
	for name, fault := range map[string]func(*shelf){
		"nothing":                     func(*shelf) {},
		"empty listings":              func(s *shelf) { s.hidden = func(string) bool { return true } },
		"listings without half of it": func(s *shelf) { s.hidden = func(path string) bool { return len(path)%2 == 0 } },
		"listings without what goes":  func(s *shelf) { s.hidden = func(path string) bool { return path == certificate || path == withdrawn } },
		"listings of two a page":      func(s *shelf) { s.page = 2 },
		"short listings of two a page": func(s *shelf) {
			s.page, s.hidden = 2, func(path string) bool { return strings.HasPrefix(path, "zh/2022/") }
		},
		"deletes that are lost":            func(s *shelf) { s.losing = tries - 1 },
		"deletes that are done and denied": func(s *shelf) { s.grumpy = true },
		"tags as of many parts":            tag(`"9b2cf535f27731c974343645a3985328-3"`),
		"tags as of what is encrypted":     tag(`"0123456789abcdef0123456789abcdef"`),
		"no tags":                          tag(""),
		"bodies that come slowly": func(s *shelf) {
			s.wrap = func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
				return &dribble{ResponseWriter: w, r: r, each: time.Millisecond}
			}
		},
		"bodies that end too early": func(s *shelf) {
			n := 0
			s.wrap = func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
				if n++; r.Method != http.MethodGet || n%3 > 0 {
					return w
				}
				return &dribble{ResponseWriter: w, r: r, most: 60}
			}
		},
		"bodies that come to a stand": func(s *shelf) {
			n := 0
			s.wrap = func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
				if n++; r.Method != http.MethodGet || n%4 > 0 {
					return w
				}
				return &dribble{ResponseWriter: w, r: r, most: 60, stands: s.Error}
			}
		},
		"it is busy": func(s *shelf) {
			s.meet(func(n int, _ *http.Request) int {
				if n%3 == 0 {
					return http.StatusServiceUnavailable
				}
				return 0
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, dir := stock(t), room(t)
			s.foreign(t, "zh/mine.html")
			fault(s)
			built(t, dir, small)
			must(t, dir, s)
			same(t, "the bucket", map[string]string(small.with("zh/mine.html", "foreign")), s.contents(t))
			fault(s)
			s.vanish(t, "zh/index.html", "zh/2022/marathon/index.html")
			built(t, dir, smallNext)
			must(t, dir, s)
			want := map[string]string(smallNext.with("zh/mine.html", "foreign"))
			same(t, "the bucket after a change", want, s.contents(t))
			s.vanish(t, "zh/index.html")
			sum := must(t, dir, s)
			same(t, "the bucket after another deploy", want, s.contents(t))
			same(t, "it brings", []string{"zh/index.html"}, sum.Upload)
			same(t, "it deletes", []string(nil), sum.Delete)
		})
	}
}

// tagged answers with an entity tag that is no hash of the bytes.
type tagged struct {
	http.ResponseWriter
	tag string
}

func (w *tagged) WriteHeader(status int) {
	if w.Header().Del("ETag"); w.tag != "" {
		w.Header().Set("ETag", w.tag)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *tagged) Write(b []byte) (int, error) {
	if w.Header().Get("ETag") != w.tag {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(b)
}

// dribble sends a body a few bytes at a time, and no more of it than most, where
// that is not 0: there it breaks off, or stands still.
type dribble struct {
	http.ResponseWriter
	r      *http.Request
	each   time.Duration
	most   int
	stands func(...any) // is told where nobody gives up
	sent   int
}

func (w *dribble) Write(b []byte) (n int, err error) {
	for part := b; len(part) > 0; part = part[min(16, len(part)):] {
		if w.most > 0 && w.sent >= w.most {
			if w.stands != nil {
				select {
				case <-w.r.Context().Done():
				case <-time.After(10 * stall):
					w.stands("a deploy waits for ever")
				}
			}
			panic(http.ErrAbortHandler)
		}
		time.Sleep(w.each)
		k, err := w.ResponseWriter.Write(part[:min(16, len(part))])
		w.sent += k
		if n += k; err != nil {
			return n, err
		}
		http.NewResponseController(w.ResponseWriter).Flush()
	}
	return n, nil
}

func TestWhatSomebodyDeletedInTheBucketGoesUpAgain(t *testing.T) {
	s, dir := stock(t), room(t)
	s.to.Prefix = "results/"
	built(t, dir, small)
	must(t, dir, s)
	s.moved()
	s.vanish(t, certificate, "index.html")
	o := usual
	o.Dry = true
	want := Summary{Upload: []string{certificate, "index.html"}, Kept: len(small) - 2, Bytes: 10, Missing: 2}
	dry, err := Site(t.Context(), dir, s.to, o)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "a dry run", want, dry)
	same(t, "the deploy", want, must(t, dir, s))
	same(t, "it moves", []string{"PUT results/" + certificate, "PUT results/index.html"}, s.moved())
	same(t, "then there is", Summary{Kept: len(small)}, must(t, dir, s))
}

func TestWhatAListingLacksIsCounted(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	must(t, dir, s)
	s.hidden = func(path string) bool { return strings.HasPrefix(path, "zh/") }
	s.vanish(t, "zh/index.html")
	same(t, "the deploy", Summary{Upload: []string{"zh/index.html"}, Kept: len(small) - 1, Bytes: 2, Unlisted: 3, Missing: 1}, must(t, dir, s))
}

// A certificate that was withdrawn is deleted by the name that is known where it
// was uploaded from, whatever the listing shows; where nobody knows the name it
// stays ours, and goes with the first listing that shows it.
func TestAWithdrawnCertificateGoesThoughNoListingShowsIt(t *testing.T) {
	hide := func(path string) bool { return path == certificate }
	t.Run("from the same folder", func(t *testing.T) {
		s, dir := stock(t), room(t)
		built(t, dir, small)
		must(t, dir, s)
		s.hidden = hide
		built(t, dir, small.without(certificate))
		built(t, dir, small.without(certificate).with("index.html", "choose again")) // which is not the release before
		same(t, "it deletes", []string{certificate}, must(t, dir, s).Delete)
		same(t, "the bucket", map[string]string(small.without(certificate).with("index.html", "choose again")), s.contents(t))
	})
	t.Run("from another folder", func(t *testing.T) {
		s, first, second := stock(t), room(t), room(t)
		built(t, first, small)
		must(t, first, s)
		s.hidden = hide
		built(t, second, small.without(certificate))
		for range 2 {
			same(t, "the deploy", Summary{Kept: len(small) - 1, Nameless: 1}, must(t, second, s))
		}
		s.hidden = nil
		same(t, "with a better listing", Summary{Kept: len(small) - 1, Delete: []string{certificate}}, must(t, second, s))
		same(t, "the bucket", map[string]string(small.without(certificate)), s.contents(t))
	})
}

func TestADeleteThatIsLostForGoodIsAnErrorThatNamesWhatStays(t *testing.T) {
	s, dir := stock(t), room(t)
	built(t, dir, small)
	must(t, dir, s)
	built(t, dir, smallNext)
	s.losing = 1000
	_, err := deploy(t, dir, s)
	var stay *StayError
	if !errors.As(err, &stay) || !strings.Contains(err.Error(), certificate) || !strings.Contains(err.Error(), withdrawn) {
		t.Fatalf("%v", err)
	}
	// All else is done.
	same(t, "the bucket", map[string]string(smallNext.with(certificate, small[certificate]).with(withdrawn, small[withdrawn])), s.contents(t))
	s.losing = 0
	sum := must(t, dir, s)
	same(t, "the next deploy deletes", []string{certificate, withdrawn}, sum.Delete)
	same(t, "it brings", []string(nil), sum.Upload)
	same(t, "the bucket", map[string]string(smallNext), s.contents(t))
}

func TestManyThatStayAreCountedAndAFewNamed(t *testing.T) {
	e := &StayError{Said: errors.New("no")}
	for i := range named + 3 {
		e.Paths = append(e.Paths, fmt.Sprint("p", i))
	}
	if text := e.Error(); !strings.Contains(text, "p19 and 3 more: no") || strings.Contains(text, "p20") {
		t.Error(text)
	}
}

// The lists in the folder may be of another bucket: they give names to what the
// bucket's record knows, and make nothing ours.
func TestAListThatNamesWhatNoDeployPutThereDeletesNothing(t *testing.T) {
	s, other, dir := stock(t), stock(t), room(t)
	built(t, dir, small)
	must(t, dir, other)
	built(t, dir, small.without(withdrawn))
	s.foreign(t, withdrawn)
	must(t, dir, s)
	built(t, dir, small.without(withdrawn).with("index.html", "choose again"))
	same(t, "it deletes", []string(nil), must(t, dir, s).Delete)
	same(t, "the bucket", map[string]string(small.without(withdrawn).with("index.html", "choose again").with(withdrawn, "foreign")), s.contents(t))
}
