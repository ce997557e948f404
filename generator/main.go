package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // editions name their time zone; not every machine knows it
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
