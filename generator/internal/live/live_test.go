package live

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
)

const rules = `name: {en: A Race}
date: 2022-11-06
time_zone: Asia/Shanghai
state: provisional
races:
  m:
    name: {en: Ten}
    km: 10
    gun: "09:00:00"
    divisions: {men: {gender: M}, women: {gender: F}}
    points: [{id: start, km: 0}, {id: 5k, km: 5}, {id: finish, km: 10, cutoff: "11:00"}]
    timing: [{file: "reads/*.txt", kind: reads, format: impinj, points: {s: start, h: 5k, f: finish}}]
    ranking: {by: gun, missing_point: unranked, ties: share}
`

const runners = 40

// liveRace is a project of a race that is run, and who looks after its site.
type liveRace struct {
	t    *testing.T
	dir  string
	left map[string][]string // lines that were not read yet, by file

	mutex  sync.Mutex
	cycles []Cycle
	found  problem.List
	failed []error
}

var morning = time.Date(2022, 11, 6, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

func newRace(t *testing.T, dir string) *liveRace {
	r := &liveRace{t: t, dir: dir, left: map[string][]string{}}
	r.write("data/site.yaml", "title: {en: Results}\nbase_url: https://example.org/\nlanguages: [en]\n")
	r.write("data/2022/edition.yaml", rules)
	entries := "bib,name,gender,chip\n"
	for i := range runners {
		entries += fmt.Sprintf("%d,Runner %c%c,%c,A%d\n", i+1, 'A'+i%26, 'a'+i/26, "MF"[i%2], 1000+i)
		for n, file := range []string{"s", "h", "f"} {
			at := i/10 + n*(1500+i*17)
			r.left[file] = append(r.left[file], fmt.Sprintf("%s,A%d,%02d%02d%02d.%03d000,0,-60\n", file, 1000+i, 9+at/3600, at/60%60, at%60, i))
		}
	}
	r.write("data/2022/m/entries.csv", entries)
	for file := range r.left {
		r.write("data/2022/m/reads/"+file+".txt", "")
	}
	return r
}

func (r *liveRace) write(name, text string) {
	r.t.Helper()
	full := filepath.Join(r.dir, "p", filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o777), os.WriteFile(full, []byte(text), 0o666)); err != nil {
		r.t.Fatal(err)
	}
}

// hears appends some of the lines that are left to the reads, and half of the next one.
func (r *liveRace) hears(file string, n int, half bool) {
	r.t.Helper()
	f, err := os.OpenFile(filepath.Join(r.dir, "p", "data", "2022", "m", "reads", file+".txt"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	n = min(n, len(r.left[file]))
	text := strings.Join(r.left[file][:n], "")
	if r.left[file] = r.left[file][n:]; half && len(r.left[file]) > 0 {
		line := r.left[file][0]
		text += line[:len(line)/2]
		r.left[file][0] = line[len(line)/2:]
	}
	if _, err := f.WriteString(text); err != nil {
		r.t.Fatal(err)
	}
}

// options are those of following the race.
func (r *liveRace) options() Options {
	return Options{Build: build.Options{Dir: filepath.Join(r.dir, "p"), Public: filepath.Join(r.dir, "public")}, Every: 10 * time.Millisecond, Exports: time.Hour,
		Now: func() time.Time { return morning }, Clock: time.Now,
		Cycle:  func(c Cycle) { r.mutex.Lock(); defer r.mutex.Unlock(); r.cycles = append(r.cycles, c) },
		Found:  func(l problem.List) { r.mutex.Lock(); defer r.mutex.Unlock(); r.found = append(r.found, l...) },
		Failed: func(err error) { r.mutex.Lock(); defer r.mutex.Unlock(); r.failed = append(r.failed, err) },
	}
}

// follow follows the race until the returned function is called.
func (r *liveRace) follow() (stop func()) {
	ctx, cancel := context.WithCancel(r.t.Context())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, r.options()) }()
	return func() {
		r.t.Helper()
		cancel()
		select {
		case err := <-done:
			if err != nil {
				r.t.Error(err)
			}
		case <-time.After(30 * time.Second):
			r.t.Fatal("it does not end")
		}
	}
}

// awaits waits until the site's file has a text.
func (r *liveRace) awaits(name, text string) {
	r.t.Helper()
	if until(func() bool {
		got, err := os.ReadFile(filepath.Join(r.dir, "public", name))
		return err == nil && strings.Contains(string(got), text)
	}) {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.t.Fatalf("%s never has %q; failures %v, findings %v", name, text, r.failed, r.found)
}

// underWay is a race that is followed, with all runners on the course and the site whole.
func underWay(t *testing.T) (r *liveRace, stop func()) {
	t.Helper()
	r = newRace(t, t.TempDir())
	r.hears("s", runners, false)
	stop = r.follow()
	r.awaits("2022/m/results.json", `"on_course"`)
	r.awaitsCycle(0)
	return r, stop
}

// until waits half a minute at most until something holds, and reports whether it does.
func until(holds func() bool) bool {
	for range 600 {
		if holds() {
			return true
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}

// cyclesSaid is the number of cycles that were told of.
func (r *liveRace) cyclesSaid() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return len(r.cycles)
}

// awaitsCycle waits until more than n cycles were told of: the site is whole then,
// while a file that has its text says nothing of the files that are written after it.
func (r *liveRace) awaitsCycle(n int) {
	r.t.Helper()
	if until(func() bool { return r.cyclesSaid() > n }) {
		return
	}
	r.t.Fatalf("no more than %d cycles were told of", n)
}

// sameAsBuilt holds that the site is that of one build.
func (r *liveRace) sameAsBuilt() {
	r.t.Helper()
	public := filepath.Join(r.dir, "public")
	fresh := filepath.Join(r.t.TempDir(), "public")
	if _, err := build.Site(r.t.Context(), build.Options{Dir: filepath.Join(r.dir, "p"), Public: fresh, Now: morning}); err != nil {
		r.t.Fatal(err)
	}
	if diff := cmp.Diff(texts(r.t, fresh), texts(r.t, public)); diff != "" {
		r.t.Errorf("the site is not that of one build (-want +got):\n%.4000s", diff)
	}
	if found, err := publish.Verify(public); err != nil || len(found) > 0 {
		r.t.Errorf("the manifest does not fit: %v, %v", found, err)
	}
	again, err := build.Site(r.t.Context(), build.Options{Dir: filepath.Join(r.dir, "p"), Public: public, Now: morning})
	if err != nil || again.Published.Drawn > 0 || again.Published.Written > 0 {
		r.t.Errorf("a build after it draws %d files and writes %d, %v", again.Published.Drawn, again.Published.Written, err)
	}
}

func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheEndOfALiveRunIsTheSiteOfOneBuild(t *testing.T) {
	t.Parallel()
	r := newRace(t, t.TempDir())
	r.hears("s", 10, false)
	stop := r.follow()
	r.awaits("2022/m/results.json", `"on_course"`)
	random := rand.New(rand.NewPCG(5, 6))
	for len(r.left["s"])+len(r.left["h"])+len(r.left["f"]) > 0 {
		for _, file := range []string{"s", "h", "f"} {
			r.hears(file, random.IntN(4), random.IntN(3) == 0)
			time.Sleep(time.Duration(random.IntN(30)) * time.Millisecond)
		}
	}
	stop() // what was read by then is drawn
	r.sameAsBuilt()
	reads := 0
	for _, c := range r.cycles {
		reads += c.Reads
	}
	if reads < 3*runners {
		t.Errorf("%d reads were told of %d", reads, 3*runners)
	}
}

func TestExportsOfARunningRaceWaitAndComeAtTheEnd(t *testing.T) {
	t.Parallel()
	r := newRace(t, t.TempDir())
	stop := r.follow()
	r.awaits("2022/m/results.json", `"not_started"`)
	r.hears("s", 40, false)
	r.hears("h", 1, false)
	r.awaits("en/2022/m/runners/1.html", "25:0")
	if text := texts(t, filepath.Join(r.dir, "public"))["2022/m/results.json"]; strings.Contains(text, "on_course") {
		t.Error("results.json did not wait")
	}
	stop()
	r.sameAsBuilt()
}

func TestANameThatIsMaskedGoesOutOfTheExportsAtOnce(t *testing.T) {
	t.Parallel()
	r := newRace(t, t.TempDir())
	r.hears("s", 40, false)
	stop := r.follow()
	r.awaits("2022/m/results.json", "Runner Ea")
	r.awaitsCycle(0)
	cycles := r.cyclesSaid()
	entries, err := os.ReadFile(filepath.Join(r.dir, "p", "data", "2022", "m", "entries.csv"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(strings.ReplaceAll(string(entries), ",A1", ",public,A1"), "gender,chip", "gender,visibility,chip", 1)
	r.write("data/2022/m/entries.csv", strings.Replace(text, "Runner Ea,M,public", "Runner Ea,M,anonymous", 1))
	page := filepath.Join(r.dir, "public", "en", "2022", "m", "runners", "5.html")
	if !until(func() bool {
		text, err := os.ReadFile(page)
		return err != nil || !strings.Contains(string(text), "Runner Ea")
	}) {
		t.Fatal("the page still has the name")
	}
	r.awaitsCycle(cycles)
	for name, text := range texts(t, filepath.Join(r.dir, "public")) {
		if strings.HasPrefix(name, "2022/m/results.") && strings.Contains(text, "Runner Ea") {
			t.Errorf("%s still has the name", name)
		}
	}
	stop()
}

func TestATimeThatIsCorrectedInPlaceIsSeen(t *testing.T) {
	t.Parallel()
	r := newRace(t, t.TempDir())
	for _, file := range []string{"s", "h", "f"} {
		r.hears(file, 40, false)
	}
	name := filepath.Join(r.dir, "p", "data", "2022", "m", "reads", "f.txt")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	long := strings.Join(lines[:20], "") + strings.Repeat(lines[0], 300) + strings.Join(lines[20:], "")
	r.write("data/2022/m/reads/f.txt", long)
	stop := r.follow()
	r.awaits("en/2022/m/runners/20.html", "1:00:4")
	r.awaitsCycle(0)
	at := strings.Index(long, ",A1019,") + len(",A1019,")
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte("100500"), int64(at)); err != nil {
		t.Fatal(err)
	}
	r.awaits("en/2022/m/runners/20.html", "1:05:0")
	stop()
	r.sameAsBuilt()
}

func TestBadDataLeaveTheLastGoodSiteAreSaidOnceAndRecover(t *testing.T) {
	t.Parallel()
	r, stop := underWay(t)
	before := texts(t, filepath.Join(r.dir, "public"))
	entries, err := os.ReadFile(filepath.Join(r.dir, "p", "data", "2022", "m", "entries.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r.write("data/2022/m/entries.csv", strings.Replace(string(entries), "chip\n", "phone_number\n", 1))
	said := func() (n int) {
		r.mutex.Lock()
		defer r.mutex.Unlock()
		for _, p := range r.found {
			if p.Level == problem.Error {
				n++
			}
		}
		return n
	}
	until(func() bool { return said() > 0 })
	errorsSaid := said()
	r.hears("h", 40, false)
	time.Sleep(time.Second)
	if diff := cmp.Diff(before, texts(t, filepath.Join(r.dir, "public"))); diff != "" || errorsSaid == 0 {
		t.Errorf("%d errors were said; the site moved:\n%.2000s", errorsSaid, diff)
	}
	if n := said(); n != errorsSaid {
		t.Errorf("%d errors were said, then %d", errorsSaid, n)
	}
	r.write("data/2022/m/entries.csv", string(entries))
	r.awaits("en/2022/m/runners/1.html", "25:0")
	stop()
	r.sameAsBuilt()
	if len(r.failed) < 2 || !errors.Is(r.failed[0], build.ErrData) || r.failed[len(r.failed)-1] != nil {
		t.Errorf("failures %v", r.failed)
	}
}

func TestAMachineThatFailsIsSaidOnceAndRecovers(t *testing.T) {
	t.Parallel()
	r, stop := underWay(t)
	before := texts(t, filepath.Join(r.dir, "public"))
	obstacle := filepath.Join(r.dir, ".guntime", "public", "since.log.new") // the log cannot be begun
	if err := os.Mkdir(obstacle, 0o777); err != nil {
		t.Fatal(err)
	}
	r.hears("h", 40, false)
	failures := func() (n int) {
		r.mutex.Lock()
		defer r.mutex.Unlock()
		for _, err := range r.failed {
			if errors.As(err, new(*publish.DiskError)) {
				n++
			}
		}
		return n
	}
	until(func() bool { return failures() > 0 })
	time.Sleep(retry + time.Second) // it tries again
	if n := failures(); n != 1 {
		t.Errorf("the failure was said %d times", n)
	}
	if diff := cmp.Diff(before, texts(t, filepath.Join(r.dir, "public"))); diff != "" {
		t.Errorf("the site moved:\n%.2000s", diff)
	}
	if err := os.Remove(obstacle); err != nil {
		t.Fatal(err)
	}
	r.awaits("en/2022/m/runners/1.html", "25:0")
	stop()
	r.sameAsBuilt()
	if n := len(r.failed); n < 2 || r.failed[n-1] != nil {
		t.Errorf("failures %v", r.failed)
	}
}

func TestRowsThatVanishAreMissedOnlyWhenTheyStayAway(t *testing.T) {
	t.Parallel()
	r := newRace(t, t.TempDir())
	r.hears("s", 40, false)
	stop := r.follow()
	r.awaits("2022/m/results.json", `"on_course"`)
	r.awaits("en/2022/m/runners/35.html", "35")
	entries, err := os.ReadFile(filepath.Join(r.dir, "p", "data", "2022", "m", "entries.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(entries), "\n")
	r.write("data/2022/m/entries.csv", strings.Join(lines[:30], "")) // somebody saved a filter
	gone := filepath.Join(r.dir, "public", "en", "2022", "m", "runners", "35.html")
	began := time.Now()
	for time.Since(began) < 30*time.Second {
		text, err := os.ReadFile(gone)
		if err != nil || strings.Contains(string(text), "noindex") && !strings.Contains(string(text), "Runner") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if took := time.Since(began); took < steady || took > 29*time.Second {
		t.Errorf("the runners were taken off after %v", took)
	}
	stop()
	again, err := build.Site(t.Context(), build.Options{Dir: filepath.Join(r.dir, "p"), Public: filepath.Join(r.dir, "public"), Now: morning})
	if err != nil || again.Published.Written > 0 { // a fresh site has no tombstones
		t.Errorf("a build after it writes %d, %v", again.Published.Written, err)
	}
	if !slices.ContainsFunc(r.found, func(p problem.Problem) bool { return p.Code == "shrunk_file" }) {
		t.Errorf("nothing was said: %v", r.found)
	}
}

// TestALiveRunThatIsKilledGoesOn kills a process again and again while reads come in.
func TestALiveRunThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("LIVE_AND_DIE"); dir != "" {
		r := &liveRace{t: t, dir: dir}
		if err := Run(t.Context(), r.options()); err != nil {
			t.Fatal(err)
		}
		return
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := newRace(t, t.TempDir())
	random := rand.New(rand.NewPCG(7, 8))
	for range 12 {
		c := exec.Command(program, "-test.run", "^"+t.Name()+"$")
		c.Env = append(os.Environ(), "LIVE_AND_DIE="+r.dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for range 8 {
			r.hears([]string{"s", "h", "f"}[random.IntN(3)], random.IntN(5), random.IntN(2) == 0)
			time.Sleep(time.Duration(random.IntN(120)) * time.Millisecond)
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		c.Wait() // it was killed
	}
	stop := r.follow()
	for _, file := range slices.Sorted(maps.Keys(r.left)) {
		r.hears(file, runners, false)
	}
	r.awaits("en/2022/m/runners/40.html", "1:12:") // the last to finish
	stop()
	r.sameAsBuilt()
}
