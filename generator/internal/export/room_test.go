package export

import (
	"io"
	"math"
	"runtime"
	"slices"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// unmeasured is the room of an export that has not been measured while it wrote.
const unmeasured = math.MinInt64

func TestExportsOfMoreRunnersNeedNoMoreRoom(t *testing.T) {
	for name, export := range map[string]func(io.Writer, *race.Verdict, *race.RaceVerdict, CertificatePath, *artifact.Parts) error{"json": JSON, "csv": CSV, "xlsx": XLSX} {
		t.Run(name, func(t *testing.T) {
			room := func(runners int) (most int64) {
				v, rv := verdict()
				rv.Results = slices.Repeat(rv.Results[:1], runners)
				var before runtime.MemStats
				runtime.GC()
				runtime.GC() // what lies in pools goes with the second
				runtime.ReadMemStats(&before)
				writes := 0
				most = unmeasured
				if err := export(writerFunc(func(p []byte) (int, error) {
					if writes++; writes%16 == 0 { // collecting garbage takes its time
						var now runtime.MemStats
						runtime.GC()
						runtime.ReadMemStats(&now)
						most = max(most, int64(now.HeapAlloc)-int64(before.HeapAlloc))
					}
					return len(p), nil
				}), v, rv, path, nil); err != nil {
					t.Fatal(err)
				}
				runtime.KeepAlive(rv)
				return most
			}
			if few, many := room(5_000), room(25_000); few == unmeasured || many > few+1<<20 {
				t.Errorf("5,000 runners need %d bytes, 25,000 need %d", few, many)
			}
		})
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
