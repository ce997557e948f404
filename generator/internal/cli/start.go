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

// exitStatus converts an exit status for the parent process.
var exitStatus = func(status int) int { return status }

// patience is how long a command may take to end after a signal. The next build
// repairs whatever an interrupted one leaves.
const patience = 10 * time.Second

// Main runs the whole program, given the words after its name, and returns its exit
// status. On Linux a command that may need much memory runs in a child process.
func Main(args []string) int {
	if large(args) {
		if status, ended := supervise(); ended {
			return status
		}
	}
	var ballast *strings.Builder
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		room := 64
		if name, _ := commandOf(args); name == "live" { // which draws little at a time, and for hours
			room = 30
		}
		ballast = NewBallast(room)
	}
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // never stopped: a second signal changes nothing
	context.AfterFunc(ctx, func() {
		time.Sleep(patience)
		fmt.Fprintf(os.Stderr, "guntime: stopped, %d seconds after the signal: what was going on did not end by itself; the old site is unchanged\n", patience/time.Second)
		os.Exit(exitStatus(Machine))
	})
	status := Run(ctx, args, os.Stdout, os.Stderr)
	runtime.KeepAlive(ballast)
	return exitStatus(status)
}

// large reports whether the memory of a command line may grow with the field:
// whether it reads or invents a project. For other commands a child would only cost
// a few milliseconds.
func large(args []string) bool {
	name, _ := commandOf(args)
	return slices.ContainsFunc(commands(), func(c command) bool {
		return c.name == name && (name == "simulate" || slices.ContainsFunc(c.new().options(), func(o option) bool { return o.name == "C" }))
	})
}

// garbage is by how many percent the heap grows before garbage is collected.
const garbage = 15

// NewBallast lets the heap grow by some MB, and by 15 % of what is in use, before
// garbage is collected. So a small field is built with few collections, and a large
// one needs little more memory than it holds. The MB are reserved but never
// touched, so they take no real memory. A strings.Builder reserves them without
// filling them with zeros, as make would.
func NewBallast(mb int) *strings.Builder {
	debug.SetGCPercent(garbage)
	var ballast strings.Builder
	ballast.Grow(mb << 20 / garbage * 100)
	return &ballast
}
