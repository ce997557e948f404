package deploy

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"encoding/pem"
)

// imitation is a service in the time of a test.
type imitation struct {
	answers time.Duration // how long a request takes alone
	at      int64         // how many requests it works at; more of them take longer
	refuses int64         // from how many at once on it asks to slow down; 0 for never

	running, peak, refused atomic.Int64
}

// ask sends a request, and another where it was asked to slow down.
func (s *imitation) ask(p *pace) func(context.Context, int) error {
	return func(context.Context, int) error {
		for {
			n := s.running.Add(1)
			s.peak.Store(max(s.peak.Load(), n))
			refused := s.refuses > 0 && n > s.refuses
			if !refused {
				time.Sleep(s.answers * time.Duration(max(1, (n+s.at-1)/s.at)))
			}
			s.running.Add(-1)
			if !refused {
				return nil
			}
			s.refused.Add(1)
			p.slower()
			time.Sleep(pause)
		}
	}
}

func TestAPaceTakesAsManyAtOnceAsTheServiceIsFasterWith(t *testing.T) {
	for _, c := range []struct {
		what        string
		service     *imitation
		least, most int
	}{
		{"far away and large", &imitation{answers: 100 * time.Millisecond, at: 10_000}, most, most},
		{"one that works at twenty", &imitation{answers: 20 * time.Millisecond, at: 20}, 16, 64},
		{"one that refuses more than ten", &imitation{answers: 20 * time.Millisecond, at: 20, refuses: 10}, 1, 24},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newPace()
			const n = 20_000
			if err := p.parallel(t.Context(), n, c.service.ask(p)); err != nil {
				t.Fatal(err)
			}
			if p.limit < c.least || p.limit > c.most || p.running != 0 {
				t.Errorf("%s: in the end %d at once, %d running", c.what, p.limit, p.running)
			}
			if refused := c.service.refused.Load(); refused > n/100 {
				t.Errorf("%s: it refused %d of %d", c.what, refused, n)
			}
		})
	}
}

func TestAPaceStopsAtTheFirstErrorAndAtTheEndOfTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, wrong, begun := newPace(), errors.New("wrong"), atomic.Int64{}
		err := p.parallel(t.Context(), 1000, func(ctx context.Context, i int) error {
			begun.Add(1)
			if i == 5 {
				return wrong
			}
			<-ctx.Done()
			return ctx.Err()
		})
		if err != wrong || begun.Load() > firstFew {
			t.Errorf("%v after %d", err, begun.Load())
		}
		ctx, stop := context.WithCancel(t.Context())
		p.slower()
		time.AfterFunc(pause/4, stop)
		if err := p.parallel(ctx, 1000, func(context.Context, int) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("a context that ends in a pause: %v", err)
		}
	})
}

func TestTheUsualNetworkSpeaksHTTP2WhereTheServiceDoes(t *testing.T) {
	proto := make(chan int, 1)
	service := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { proto <- r.ProtoMajor }))
	service.EnableHTTP2 = true
	service.StartTLS()
	defer service.Close()
	known := filepath.Join(t.TempDir(), "service.pem")
	if err := os.WriteFile(known, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: service.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", known)
	network, err := usualNetwork(true)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{Transport: network}).Get(service.URL)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got := <-proto; got != 2 {
		t.Errorf("it speaks HTTP/%d", got)
	}
}
