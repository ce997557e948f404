package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
)

func main() {
	var room *strings.Builder
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		room = roomForGarbage()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	runtime.KeepAlive(room)
	os.Exit(status)
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
