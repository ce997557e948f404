package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
)

// exitStatus is what a status is called towards the process above.
var exitStatus = func(status int) int { return status }

func main() {
	if large(os.Args[1:]) {
		if status, ended := supervise(); ended {
			os.Exit(status)
		}
	}
	var room *strings.Builder
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		room = roomForGarbage()
	}
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // to the end: a signal that comes twice is one
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	runtime.KeepAlive(room)
	os.Exit(exitStatus(status))
}

// large reports whether a command line may take memory by the size of a field:
// whether it reads a project or makes one up. The others are not kept waiting for
// the few milliseconds that a parent takes.
func large(args []string) bool {
	name := "build"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name = args[0]
	}
	return slices.ContainsFunc(commands(), func(c command) bool {
		return c.name == name && (slices.ContainsFunc(c.flags, func(o option) bool { return o.name == inProject.name }) || name == "simulate")
	})
}

// roomForGarbage gives the heap room for garbage by its size: 30 MB, and 15 % of
// what is in use. A small field is built with few collections, and a large one
// does not take half as much again as it needs. The room that all have comes of
// memory that counts as used and is never touched, and so takes none: a builder's,
// for what make gives is filled with zeros where it was used before.
func roomForGarbage() *strings.Builder {
	const percent, all = 15, 30 << 20
	debug.SetGCPercent(percent)
	var room strings.Builder
	room.Grow(all * 100 / percent)
	return &room
}
