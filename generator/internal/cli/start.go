package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
)

// exitStatus is what a status is called towards the process above.
var exitStatus = func(status int) int { return status }

// patience is how long a command has after a signal to end by itself. Any build that
// is broken off is made good by the next one.
const patience = 10 * time.Second

// Main runs the whole program, with the words after its name, and returns its exit
// status. On Linux a command that may take much memory runs in a child of this
// process.
func Main(args []string) int {
	if large(args) {
		if status, ended := supervise(); ended {
			return status
		}
	}
	var ballast *strings.Builder
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		ballast = NewBallast()
	}
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // to the end: a signal that comes twice is one
	context.AfterFunc(ctx, func() {
		time.Sleep(patience)
		fmt.Fprintf(os.Stderr, "guntime: stopped, %d seconds after the signal: what was going on did not end by itself; the old site is unchanged\n", patience/time.Second)
		os.Exit(exitStatus(Machine))
	})
	status := Run(ctx, args, os.Stdout, os.Stderr)
	runtime.KeepAlive(ballast)
	return exitStatus(status)
}

// large reports whether a command line may take memory by the size of a field:
// whether it reads a project or makes one up. A child would cost the other commands
// a few milliseconds for nothing.
func large(args []string) bool {
	name := "build"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name = args[0]
	}
	return slices.ContainsFunc(commands(), func(c command) bool {
		return c.name == name && (name == "simulate" || slices.ContainsFunc(c.new().options(), func(o option) bool { return o.name == "C" }))
	})
}

// NewBallast gives the heap room for garbage: 30 MB, and 15 % of what is in use.
// A small field is built with few collections, and a large one needs little more
// memory than it holds. Ballast: memory that is reserved and never touched, so that
// small builds collect garbage rarely. A builder reserves it without filling it
// with zeros, as make would.
func NewBallast() *strings.Builder {
	const percent, room = 15, 30 << 20
	debug.SetGCPercent(percent)
	var ballast strings.Builder
	ballast.Grow(room * 100 / percent)
	return &ballast
}
