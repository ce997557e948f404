package live

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// watched is a project whose follower has a clock of its own.
type watched struct {
	*follower
	t   *testing.T
	dir string
	now time.Time
}

func newWatched(t *testing.T) *watched {
	w := &watched{t: t, dir: t.TempDir(), now: time.Now().Add(time.Hour)} // what is written from here on is old when it is first seen
	w.follower = newFollower(w.dir, nil, func() time.Time { return w.now })
	return w
}

const reads = "data/2022/m/reads/a.txt"

// put writes a file anew, in a way that its time tells.
func (w *watched) put(name, text string) {
	w.t.Helper()
	full := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Chtimes(full, w.now, w.now); err != nil {
		w.t.Fatal(err)
	}
}

// sees looks after some time and says what a cycle would be given: how many bytes of the
// reads, and whether there is one.
func (w *watched) sees(after time.Duration, bytes int64, cycle bool) {
	w.t.Helper()
	w.now = w.now.Add(after)
	if _, err := w.look(w.t.Context(), false); err != nil {
		w.t.Fatal(err)
	}
	due := w.changed && !w.held
	given := int64(-1)
	if s := w.known[reads]; s != nil {
		given = s.given
	}
	if given != bytes || due != cycle {
		w.t.Errorf("%d bytes, a cycle: %v; want %d, %v", given, due, bytes, cycle)
	}
	if due {
		w.taken()
		w.accepted()
	}
}

func TestWhatIsAppendedIsSeenOnce(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\n")
	w.sees(0, 4, true)
	w.sees(time.Second, 4, false)
	w.put(reads, "one\ntwo\n")
	w.sees(time.Second, 8, true)
	w.sees(time.Second, 8, false)
}

func TestAHalfLineWaitsForItsEnd(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\n")
	w.sees(0, 4, true)
	w.put(reads, "one\ntw")
	w.sees(time.Second, 4, true)
	w.put(reads, "one\ntwo\nthr")
	w.sees(time.Second, 8, true)
	w.sees(time.Second, 8, false)
	if !w.waits {
		t.Error("nothing waits")
	}
	w.sees(lineEnds, 11, true) // nobody goes on with it
	w.put(reads, "one\ntwo\nthree")
	w.sees(time.Second, 11, true) // now somebody does: what is shown stays
	w.put(reads, "one\ntwo\nthree\n")
	w.sees(time.Second, 14, true)
	w.put(reads, "one\ntwo\nthree\nf")
	w.sees(time.Second, 14, true)
	if _, err := w.look(t.Context(), true); err != nil || w.known[reads].given != 15 {
		t.Errorf("the last look gives %d bytes, %v", w.known[reads].given, err)
	}
}

func TestAHalfLineOfTwoByteCharactersWaitsToo(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "\xFF\xFEa\x00\n\x00")
	w.sees(0, 6, true)
	w.put(reads, "\xFF\xFEa\x00\n\x00\n\x01b\x00") // U+010A has the byte of a line end
	w.sees(time.Second, 6, true)
}

func TestWhatShrinksCountsWhenItStaysSo(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\ntwo\nthree\n")
	w.sees(0, 14, true)
	w.put(reads, "one\n")
	w.sees(time.Second, 4, false)
	if len(w.warnings) != 1 || w.warnings[0].Code != "shrunk_file" || w.warnings[0].Path != reads {
		t.Errorf("warnings %v", w.warnings)
	}
	w.put(reads, "one\ntwo\n")
	w.sees(time.Second, 8, false) // it is another one now
	w.sees(steady, 8, true)
	w.put(reads, "one\n")
	w.sees(time.Second, 4, false)
	w.put(reads, "one\ntwo\nthree\nfour\n") // whole again: it was saved in two steps
	w.sees(time.Second, 19, true)
	if len(w.warnings) != 0 {
		t.Errorf("warnings %v", w.warnings)
	}
}

func TestWhatShrinksAgainAndAgainCountsAfterAWhile(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\ntwo\nthree\n")
	w.sees(0, 14, true)
	for n := range 29 {
		w.put(reads, "one\ntwo\n"[:4+4*(n%2)])
		w.sees(time.Second, int64(4+4*(n%2)), false)
	}
	w.put(reads, "two\n")
	w.sees(2*time.Second, 4, true)
}

func TestAFileThatIsGoneCountsWhenItStaysSo(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\n")
	w.sees(0, 4, true)
	if err := os.Remove(filepath.Join(w.dir, reads)); err != nil {
		t.Fatal(err)
	}
	w.sees(time.Second, -1, false)
	w.put(reads, "one\n") // it was replaced
	w.sees(time.Second, 4, true)
	if err := os.Remove(filepath.Join(w.dir, reads)); err != nil {
		t.Fatal(err)
	}
	w.sees(time.Second, -1, false)
	w.sees(steady, -1, true)
	w.sees(time.Second, -1, false)
}

func TestAFileThatIsReplacedByALongerOneCountsAtOnce(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\n")
	w.sees(0, 4, true)
	if err := os.Rename(filepath.Join(w.dir, reads), filepath.Join(w.dir, "data", "old")); err != nil {
		t.Fatal(err)
	}
	w.put(reads, "another\n")
	w.sees(time.Second, 8, true)
}

func TestRulesMayShrinkAtOnce(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\n")
	w.put("data/2022/edition.yaml", "long text")
	w.sees(0, 4, true)
	w.put("data/2022/edition.yaml", "text")
	w.sees(time.Second, 4, true)
}

func TestAClockThatJumpsKeepsNothingBack(t *testing.T) {
	w := newWatched(t)
	w.put(reads, "one\n")
	w.sees(0, 4, true)
	w.now = w.now.Add(-48 * time.Hour)
	w.put(reads, "one\ntwo\nx")
	w.sees(0, 8, true)
	w.sees(lineEnds, 9, true)
	w.now = w.now.Add(48 * time.Hour)
	w.put(reads, "one\ntwo\nx\nthree\n")
	w.sees(0, 16, true)
}
