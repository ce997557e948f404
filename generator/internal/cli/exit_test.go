package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"guntime/generator/internal/build"
	"guntime/generator/internal/publish"
)

func TestEveryFailureHasItsStatusAndAHintThatHelps(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		says   string
	}{
		{nil, Done, ""},
		{build.ErrData, BadData, ""}, // its findings were said
		{usageError{errors.New("a flag too many"), ""}, BadUsage, "guntime help build shows its flags and an example"},
		{misused("give one edition", "two editions"), BadUsage, "two editions\n    hint: give one edition\n"},
		{publish.ErrForeign, BadUsage, "give an empty folder with -out, or one that guntime made"},
		{publish.ErrShards, BadUsage, "guntime help deploy explains how several machines share a build"},
		{context.Canceled, Machine, "stopped; the old site is unchanged"},
		{&fs.PathError{Op: "open", Path: "public", Err: fs.ErrPermission}, Machine, "let the user who runs guntime write there"},
		{&fs.PathError{Op: "open", Path: "public", Err: syscall.EROFS}, Machine, "let the user who runs guntime write there"},
		{&publish.DiskError{Err: syscall.ENOSPC}, Machine, "the disk is full: make room"},
		{errors.New("the machine is on fire"), Machine, "on fire\n    hint: the site that was there is unchanged"},
		{errors.New("broken\n    hint: mend it"), Machine, "guntime: broken\n    hint: mend it\n"},
	} {
		var said bytes.Buffer
		l := &line{command: "build", stderr: &said}
		err := c.err
		if err != nil && !errors.As(err, new(usageError)) && !strings.Contains(err.Error(), "hint: ") {
			err = fmt.Errorf("public: %w", err) // as it comes
		}
		if status := l.status(err); status != c.status || !strings.Contains(said.String(), c.says) || c.says == "" && said.Len() > 0 {
			t.Errorf("%v: status %d, said %q", c.err, status, said.String())
		}
	}
}

func TestAFolderOfSomebodyElseIsLeftAlone(t *testing.T) {
	t.Chdir(t.TempDir())
	var out, said bytes.Buffer
	if status := Run(t.Context(), []string{"new", "race"}, &out, &said); status != Done {
		t.Fatal(said.String())
	}
	diary := filepath.Join("public", "diary.txt")
	if err := os.Mkdir("public", 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(diary, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	said.Reset()
	if status := Run(t.Context(), []string{"build", "-C", "race", "-out", "public"}, &out, &said); status != BadUsage || !strings.Contains(said.String(), "give an empty folder with -out") {
		t.Errorf("status %d, said %q", status, said.String())
	}
	if text, err := os.ReadFile(diary); err != nil || string(text) != "mine" {
		t.Errorf("the diary says %q, %v", text, err)
	}
}
