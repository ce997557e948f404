package live

import (
	"testing"
	"time"
)

func TestThePauseKeepsALineFromWaitingLong(t *testing.T) {
	for took := time.Duration(0); took < 10*time.Second; took += 10 * time.Millisecond {
		pause := pauseAfter(took)
		if waits := took + pause + took; waits > promptly && pause > took {
			t.Errorf("after a cycle of %v a line waits %v", took, waits)
		}
		if pause < min(took, breath) {
			t.Errorf("after a cycle of %v others have the machine for %v", took, pause)
		}
		if took <= 100*time.Millisecond && pause > 4*took {
			t.Errorf("after a cheap cycle of %v it pauses for %v", took, pause)
		}
	}
}
