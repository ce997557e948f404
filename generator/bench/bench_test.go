package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
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
	args := []string{"-runners", "50", "-rounds", "1", "-certificates", "2", "-hugo", "", "-dir", dir}
	if err := run(context.Background(), args, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	text := out.String()
	for _, want := range []string{"### 50 runners", "| " + whole + " |", "| " + nothing + " |", "| " + corrected + " |", "| " + floor + " |",
		"| " + pages + " |", "| " + alone + " |", "| " + plain + ": 2 drawn, times "} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not tell %q:\n%s", want, text)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
