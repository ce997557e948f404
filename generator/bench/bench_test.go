package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMain lets the test program act as the contestants that bench runs itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && rivals[os.Args[1]] != nil {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestTheBenchmarkRunsAndTells(t *testing.T) {
	var out, progress bytes.Buffer
	dir := t.TempDir()
	args := []string{"-runners", "20", "-rounds", "1", "-certificates", "1", "-hugo", "", "-dir", dir}
	if err := run(context.Background(), args, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	text := out.String()
	for _, want := range []string{"### 20 runners", "| " + whole + " |", "| " + nothing + " |", "| " + corrected + " |", "| " + withdrawn + " |", "| " + minute + " |", "| " + twins + " |", "| " + packed + " |", "| " + floor + " |",
		"| " + pages + " |", "| " + alone + " |", "| " + plain + ": 1 drawn, times "} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not tell %q:\n%s", want, text)
		}
	}
	out.Reset()
	args = []string{"-live", "-runners", "30", "-speed", "15000", "-every", "500ms", "-follower", byRebuild, "-dir", dir}
	if err := run(context.Background(), args, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	row := regexp.MustCompile(`\| ` + byRebuild + ` \| [\d.]+ \| \d+ \| ([1-9]\d\d) \| \d+\.\d+ \| \d+\.\d+ \| \d+\.\d+ \| 0 \|`)
	if !row.MatchString(out.String()) {
		t.Errorf("the race day lacks its numbers:\n%s%s", &out, &progress)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
