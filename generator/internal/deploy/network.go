package deploy

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// stall is how long a request may wait without a byte sent or received.
var stall = time.Minute

// stallGuard is a network on which no request waits for ever: one that stalls fails,
// and can be tried again.
type stallGuard struct {
	http.RoundTripper
	slower func() // called when the service asks to slow down
}

// usualNetwork returns a network that speaks HTTP/2 where the service does, and otherwise
// keeps a connection for each request that runs at once.
func usualNetwork(secure bool) (http.RoundTripper, error) {
	t, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	t.ForceAttemptHTTP2, t.MaxIdleConns, t.MaxIdleConnsPerHost = true, most, most
	return t, nil
}

func (l stallGuard) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	watch := time.AfterFunc(stall, func() {
		cancel(fmt.Errorf("the service has stood still for %v", stall))
	})
	r = r.Clone(ctx)
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = &watchedBody{r.Body, watch, ctx, func() {}}
	}
	answer, err := l.RoundTripper.RoundTrip(r)
	if err != nil {
		watch.Stop()
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cancel(nil)
		return nil, err
	}
	if asksToSlowDown(answer) {
		l.slower()
	}
	answer.Body = &watchedBody{answer.Body, watch, ctx, func() { watch.Stop(); cancel(nil) }}
	return answer, nil
}

// watchedBody is a body that resets the stall timer with every byte.
type watchedBody struct {
	io.ReadCloser
	watch *time.Timer
	ctx   context.Context
	end   func()
}

func (w *watchedBody) Read(b []byte) (int, error) {
	n, err := w.ReadCloser.Read(b)
	if n > 0 {
		w.watch.Reset(stall)
	}
	if cause := context.Cause(w.ctx); err != nil && err != io.EOF && cause != nil {
		err = cause
	}
	return n, err
}

func (w *watchedBody) Close() error {
	w.end()
	return w.ReadCloser.Close()
}
