package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/problem"
)

func TestATerminalHasNoColourWhereNobodyWantsIt(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	if paintOf() {
		t.Error("NO_COLOR is set, and there is colour")
	}
}

func TestTheLineOfProgressSaysWhatIsLeftAndOfALongBuildHowLong(t *testing.T) {
	for want, got := range map[string]string{
		"drawing 10 of about 1,000, 990 left":                          drawing(10, 1000, time.Second),
		"drawing 250 of about 1,000, 750 left, about 30 s to go":       drawing(250, 1000, 10*time.Second),
		"drawing 100 of about 1,000, 900 left, about 1 min 30 s to go": drawing(100, 1000, 10*time.Second),
		"drawing 1,001 of about 1,000":                                 drawing(1001, 1000, 10*time.Second),
	} {
		if got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}

func TestAFirstScreenIsOneScreen(t *testing.T) {
	for _, built := range []build.Result{{MadeUp: true, Found: make(problem.List, 17)}, {}} {
		text := welcome(built)
		if lines := strings.Count(text, "\n"); lines > 22 || !strings.Contains(text, "guntime serve") && !strings.Contains(text, "./generator serve") {
			t.Errorf("%d lines:\n%s", lines, text)
		}
	}
}

func TestProgressIsOneLineOnANarrowTerminalToo(t *testing.T) {
	var b bytes.Buffer
	p := &progress{w: &b, start: time.Now()}
	p.line("drawing 1 of about 1,000,000, 999,999 left, about 13 min 02 s to go")
	if got := b.String(); !strings.HasPrefix(got, "\r\x1b[K\x1b[?7l") || !strings.HasSuffix(got, "\x1b[?7h") { // no wrapping, then wrapping again
		t.Errorf("%q", got)
	}
}
