// Package preview shows a site to the person who works on it.
//
// It takes an output folder and a function that builds it. It runs a web server on this
// machine that serves the folder as a host would: index.html for folders, 404.html with
// status 404, content types that do not depend on the machine. It promises:
//
//   - It answers only for loopback names, for addresses and for the given names.
//   - When something changes in the watched folders, the site is built again and open
//     pages reload themselves.
//   - When a build fails, the last good site stays, and each open page shows the
//     findings until they are fixed.
//   - It adds its script to the answer, never to a file. A PDF that is opened in a
//     browser stands in a page with the script.
//   - When the context ends, Serve returns and nothing keeps running.
package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// settle is how long nothing may change before a build: editors and copies write in
// several steps.
const settle = 300 * time.Millisecond

// farewell is how long a running answer may take after the server stops.
const farewell = time.Second

// At is the address to listen at, and the names to answer for, besides loopback
// names and addresses.
type At struct {
	Address string // HOST:PORT
	Names   []string
	// Note, if not nil, returns what the owner of the site has to know of a page, a
	// path below root; "" for nothing. The page shows it here alone.
	Note func(page string) string
}

// ErrAddress is the error of an address that is not available on this machine.
var ErrAddress = errors.New("no address to listen at here")

// Serve builds the site, serves root, and builds again when a file or folder of
// watch changes, until ctx ends. Without a host it serves only this machine; if the
// port is in use, it takes a free one. It logs the address of the site and the
// errors of builds. The error is ErrAddress, or that of the listener or the
// watcher, never that of a build; it is nil when ctx ends.
func Serve(ctx context.Context, at At, root string, watch []string, log io.Writer, build func(context.Context) error) error {
	listener, err := listen(ctx, at.Address, log)
	if err != nil {
		return err
	}
	defer listener.Close()
	watcher, err := newWatcher(watch, root)
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	state, names := newState(), map[string]bool{}
	for _, name := range at.Names {
		names[plainName(name)] = true
	}
	server := &http.Server{
		Handler:           &pages{root: root, state: state, names: names, note: at.Note},
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
	}
	fmt.Fprintf(log, "serving http://%s/ (Ctrl-C stops)\n", listener.Addr())

	var running sync.WaitGroup
	running.Go(func() { watcher.run(ctx) })
	running.Go(func() { rebuild(ctx, watcher.dirty, state, log, build) })
	broken := make(chan error, 1)
	running.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			broken <- err
		}
	})
	select {
	case <-ctx.Done():
		err = nil
	case err = <-broken:
		err = fmt.Errorf("serve: %w", err)
	}
	cancel()
	patience, enough := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer enough()
	if server.Shutdown(patience) != nil {
		server.Close()
	}
	running.Wait()
	return err
}

// Watch builds the site, and builds again when a file or folder of watch changes,
// until ctx ends. When a build fails, the last good site stays and the reason is
// logged. The error is that of the watcher.
func Watch(ctx context.Context, root string, watch []string, log io.Writer, build func(context.Context) error) error {
	watcher, err := newWatcher(watch, root)
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	var running sync.WaitGroup
	running.Go(func() { watcher.run(ctx) })
	rebuild(ctx, watcher.dirty, newState(), log, build)
	running.Wait()
	return nil
}

// listen opens addr, or a free port of its host where the port is in use.
func listen(ctx context.Context, addr string, log io.Writer) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w; must be HOST:PORT, such as 127.0.0.1:8080", addr, ErrAddress)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if errors.Is(err, syscall.EADDRINUSE) {
		if listener, err = config.Listen(ctx, "tcp", net.JoinHostPort(host, "0")); err == nil {
			fmt.Fprintf(log, "port %s is taken, here is another\n", port)
		}
	}
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return listener, err
}

// rebuild builds once, and again after changes.
func rebuild(ctx context.Context, dirty <-chan struct{}, state *state, log io.Writer, build func(context.Context) error) {
	for first := true; ; first = false {
		if !first && !rest(ctx, dirty) {
			return
		}
		err := build(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			fmt.Fprintf(log, "the build failed, the last good site stays\n%s\n", err)
			state.fail(err.Error())
		default:
			if !first {
				fmt.Fprintln(log, "built again")
			}
			state.succeed()
		}
	}
}

// rest waits for a change, and then until nothing changed for a while; false if ctx
// ended first.
func rest(ctx context.Context, dirty <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-dirty:
	}
	calm := time.NewTimer(settle)
	defer calm.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-dirty:
			calm.Reset(settle)
		case <-calm.C:
			return true
		}
	}
}
