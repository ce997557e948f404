package project

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheProgramIsKnownByItsBuildID(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	told, err := exec.Command("go", "tool", "buildid", self).Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	file, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got, want := string(buildID(file)), strings.TrimSpace(string(told)); got != want || got == "" {
		t.Errorf("the id is %q, not %q", got, want)
	}
	t.Run("the id is found in the programs of other systems, and none where none was written", func(t *testing.T) {
		if testing.Short() {
			t.Skip("it links programs")
		}
		folder := t.TempDir()
		source := filepath.Join(folder, "main.go")
		if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		// Machines for which the check run compiles the program, too: the compiler keeps the runtime.
		for target, id := range map[string]string{"linux/amd64": "", "darwin/arm64": "made-up", "windows/amd64": "made-up"} {
			system, machine, _ := strings.Cut(target, "/")
			program := filepath.Join(folder, system)
			build := exec.Command("go", "build", "-ldflags", "-buildid="+id, "-o", program, source)
			build.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine, "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", system, err, out)
			}
			data, err := os.ReadFile(program)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(buildID(bytes.NewReader(data))); got != id {
				t.Errorf("%s: the id is %q, not %q", system, got, id)
			}
		}
	})
}
