package preview

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestWatchBuildsAtEveryChangeAndOutlivesBadData(t *testing.T) {
	base := t.TempDir()
	data := filepath.Join(base, "data")
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var builds atomic.Int32
	log, ended := &lines{}, make(chan error, 1)
	go func() {
		ended <- Watch(ctx, filepath.Join(base, "public"), []string{data}, log, func(context.Context) error {
			if builds.Add(1) == 2 {
				return errors.New("times.csv:1: error: bad data")
			}
			return nil
		})
	}()
	for n := int32(1); n <= 3; n++ {
		for wait := 0; builds.Load() < n; wait++ {
			if wait > 1000 {
				t.Fatalf("%d builds, want %d", builds.Load(), n)
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err := os.WriteFile(filepath.Join(data, "times.csv"), []byte{byte('0' + n)}, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := log.String(); !strings.Contains(got, "the last good site stays\ntimes.csv:1: error: bad data") {
		t.Errorf("the log says %q", got)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
