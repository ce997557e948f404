package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/traditionalchinese"
)

func TestMain(m *testing.M) {
	testscript.Main(tidily{m}, map[string]func(){"guntime": main})
}

// tidily runs the tests and takes away what they shared.
type tidily struct{ *testing.M }

func (t tidily) Run() int {
	status := t.M.Run()
	if demonstrated != "" {
		os.RemoveAll(demonstrated)
	}
	return status
}

// TestScripts drives the real program from outside. Beside testscript's own
// words the scripts have
//
//	exits N command …    run it; its exit status must be N
//	snapshot DIR FILE    write every file of DIR with size, time and hash to FILE
//	replace FILE OLD NEW in FILE, which must hold OLD
//	append FILE TEXT     write TEXT at the end of FILE
//	big5 FILE            write a table in Big5 to FILE
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCE_DATE_EPOCH", "1767225600") // 2026-01-01: every edition of the scripts is over
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":    exits,
			"snapshot": snapshot,
			"replace":  replace,
			"append":   appendText,
			"big5":     big5,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: exits N command …")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func snapshot(ts *testscript.TestScript, neg bool, args []string) {
	var b strings.Builder
	root := ts.MkAbs(args[0])
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		fmt.Fprintf(&b, "%s %d %d %x\n", rel, info.Size(), info.ModTime().UnixNano(), sha256.Sum256(data))
		return err
	})
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o666))
}

func replace(ts *testscript.TestScript, neg bool, args []string) {
	unquote := func(s string) string {
		u, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
		ts.Check(err)
		return u
	}
	file, old, new := ts.MkAbs(args[0]), unquote(args[1]), unquote(args[2])
	data, err := os.ReadFile(file)
	ts.Check(err)
	if !strings.Contains(string(data), old) {
		ts.Fatalf("%s does not hold %q", args[0], old)
	}
	ts.Check(os.WriteFile(file, []byte(strings.Replace(string(data), old, new, 1)), 0o666))
}

func appendText(ts *testscript.TestScript, neg bool, args []string) {
	file := ts.MkAbs(args[0])
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	data, err := os.ReadFile(file)
	ts.Check(err)
	ts.Check(os.WriteFile(file, append(data, text...), 0o666))
}

// big5 writes a table whose header is Chinese in an encoding that is never
// guessed.
func big5(ts *testscript.TestScript, neg bool, args []string) {
	data, err := traditionalchinese.Big5.NewEncoder().String("參賽號碼,槍聲成績\nA1,0:40:00\n")
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data), 0o666))
}
