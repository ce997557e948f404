// Package scripts holds what the program prints and leaves, command by command.
package scripts

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/traditionalchinese"

	"guntime/generator/internal/cli"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // many small builds, one after another
	testscript.Main(m, map[string]func(){"guntime-process": func() { os.Exit(cli.Main(os.Args[1:])) }})
}

// TestScripts gives the program command lines and holds what it prints and leaves.
// Beside testscript's own words the scripts have
//
//	guntime …            follow a command line within this process, which must succeed
//	exits N guntime …    follow it; its exit status must be N
//	snapshot DIR FILE    write every file of DIR with size, time and hash to FILE
//	replace FILE OLD NEW in FILE, which must hold OLD
//	append FILE TEXT     write TEXT at the end of FILE
//	big5 FILE            write a table in Big5 to FILE
//
// exec guntime-process … runs the program as a process, where that is what a script is
// about: build.txtar changes the zone, which a process looks up once.
func TestScripts(t *testing.T) {
	dir, err := filepath.Abs(".") // the folder changes below
	if err != nil {
		t.Fatal(err)
	}
	if flag.Lookup("test.run").Value.String() == "" { // else not every script runs
		wanted := refusals(t)
		t.Cleanup(func() { allSaid(t, wanted) })
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCE_DATE_EPOCH", "1767225600") // 2026-01-01: every edition of the scripts is over
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"guntime":  guntime,
			"exits":    exits,
			"snapshot": snapshot,
			"replace":  replace,
			"append":   appendText,
			"big5":     big5,
		},
	})
}

func guntime(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("say which exit status: exits N guntime …")
	}
	if got := follow(ts, args); got != cli.Done {
		ts.Fatalf("exit status %d", got)
	}
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[1] != "guntime" {
		ts.Fatalf("usage: exits N guntime …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := follow(ts, args[2:]); got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// here is held while a command line has this process's folder and environment.
var here sync.Mutex

// environment are the variables that the program looks at.
var environment = []string{"GUNTIME_KEY", "SOURCE_DATE_EPOCH", "TZ", "TMPDIR", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"}

// follow follows a command line in the script's folder and environment.
func follow(ts *testscript.TestScript, args []string) (status int) {
	here.Lock()
	defer here.Unlock()
	for _, name := range environment {
		ts.Check(os.Setenv(name, ts.Getenv(name)))
	}
	ts.Check(os.Chdir(ts.MkAbs(".")))
	return cli.Run(context.Background(), args, ts.Stdout(), io.MultiWriter(ts.Stderr(), &said))
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
