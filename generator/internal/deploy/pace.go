package deploy

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// pace finds how many requests to run at once. It begins with few and adds half as many
// again as long as that makes more requests per second; then it goes back to the number
// before, and tries again later, because networks change. Where the service asks to slow
// down (503 or 429), it halves the number and begins no request for a while.
type pace struct {
	mutex   sync.Mutex
	free    *sync.Cond
	limit   int // requests that may run at once
	running int

	began   time.Time // of the window in which requests are counted
	ended   int       // requests of the window
	waited  bool      // a request waited in the window for one that ran: the number was used up
	before  int       // the limit of the window before; 0 while none is compared
	rate    float64   // requests per second of the window before
	windows int       // that the limit is to stay yet

	cut    time.Time     // when the limit was halved
	pause  time.Duration // how long no request began after that
	resume time.Time     // when the next may
}

// Limits of a pace.
const (
	fewest   = 1
	firstFew = 16
	most     = 256
	gain     = 1.1                    // how much more must come of half as many again
	stays    = 20                     // windows from one trial to the next
	window   = 200 * time.Millisecond // how long requests are counted at least
)

func newPace() *pace {
	p := &pace{limit: firstFew}
	p.free = sync.NewCond(&p.mutex)
	return p
}

// enter waits until one request more may run, and reports whether it may: false when the
// context ended.
func (p *pace) enter(ctx context.Context) bool {
	defer context.AfterFunc(ctx, p.free.Broadcast)()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for ctx.Err() == nil {
		wait := time.Until(p.resume)
		if wait <= 0 && p.running < p.limit {
			p.running++
			return true
		}
		if wait > 0 {
			p.mutex.Unlock()
			pausedFor(ctx, wait)
			p.mutex.Lock()
			continue
		}
		p.waited = true
		p.free.Wait()
	}
	return false
}

// leave says that a request has ended.
func (p *pace) leave() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.running--
	p.ended++
	p.free.Broadcast()
	now := time.Now()
	if p.began.IsZero() {
		p.began, p.ended, p.waited = now, 0, false
		return
	}
	if p.ended < 2*p.limit || now.Sub(p.began) < window {
		return
	}
	if p.waited { // a number that is not used up says nothing
		p.compare(float64(p.ended) / now.Sub(p.began).Seconds())
	}
	p.began, p.ended, p.waited = now, 0, false
}

// compare changes the limit after a window in which so many requests per second ended.
func (p *pace) compare(rate float64) {
	if p.windows > 0 {
		p.windows--
		return
	}
	if p.before > 0 && rate < gain*p.rate {
		p.limit, p.before, p.windows = p.before, 0, stays
		return
	}
	if p.limit == most {
		p.before, p.windows = 0, stays
		return
	}
	p.before, p.rate = p.limit, rate
	p.limit = min(most, p.limit+(p.limit+1)/2)
}

// slower takes in that the service asked to slow down.
func (p *pace) slower() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	now := time.Now()
	switch since := now.Sub(p.cut); {
	case since < pause: // answers that come together ask for one cut
		return
	case since < max(2*pause, 2*p.pause):
		p.pause = min(2*p.pause, 8*pause)
	default:
		p.pause = pause / 2
	}
	p.limit, p.before, p.windows = max(fewest, p.limit/2), 0, stays
	p.cut, p.resume = now, now.Add(p.pause)
	p.began, p.ended = time.Time{}, 0
}

// asksToSlowDown reports whether an answer is that of a service with too many requests.
func asksToSlowDown(r *http.Response) bool {
	return r.StatusCode == http.StatusServiceUnavailable || r.StatusCode == http.StatusTooManyRequests
}

// parallel calls do for each number below n, as many at once as the pace says. It stops
// at the first error and returns it.
func (p *pace) parallel(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	for i := 0; i < n && p.enter(ctx); i++ {
		all.Go(func() {
			defer p.leave()
			if err := do(ctx, i); err != nil {
				stop(err) // the first error counts
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}
