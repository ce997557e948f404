package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
)

func main() {
	var room []byte
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		room = roomForGarbage()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	runtime.KeepAlive(room)
	os.Exit(status)
}

// roomForGarbage gives the heap room for garbage by its size: 25 MB, and a
// quarter of what is in use. A small field is built with few collections, and a
// large one does not take half as much again as it needs. The room that all have
// comes of memory that counts as used and is never touched, and so takes none.
func roomForGarbage() []byte {
	const percent, all = 25, 25 << 20
	debug.SetGCPercent(percent)
	return make([]byte, all*100/percent)
}
