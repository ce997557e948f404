package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// follower keeps a site while a race is on.
type follower interface {
	start(context.Context) error // returns when the first site is there
	spent() spending
	failed() error // what ended it early
	stop() error
}

// spending is what a follower used up to now.
type spending struct {
	at     time.Time
	cpu    time.Duration
	peak   int64
	files  int
	bytes  int64
	cycles int
}

// liveProcess is guntime live, which says each cycle as a line of JSON.
type liveProcess struct {
	d           *raceDay
	day, public string
	env         []string

	cmd   *exec.Cmd
	ended chan error
	err   error
	done  bool

	mutex sync.Mutex
	sum   spending
}

func (p *liveProcess) start(ctx context.Context) error {
	args := []string{"live", "-C", p.day, "-out", p.public, "-now", p.d.gun.Format(time.RFC3339), "-json"}
	if p.d.deploys {
		args = append(args, "-deploy")
	}
	p.cmd = exec.CommandContext(ctx, p.d.guntime, args...)
	p.cmd.Env = p.env
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	var complaint strings.Builder
	p.cmd.Stderr = &complaint
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	first := make(chan bool, 1)
	p.ended = make(chan error, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			var cycle struct {
				Files int   `json:"files"`
				Bytes int64 `json:"bytes"`
			}
			if json.Unmarshal(lines.Bytes(), &cycle) != nil {
				continue
			}
			p.mutex.Lock()
			p.sum.files, p.sum.bytes, p.sum.cycles = p.sum.files+cycle.Files, p.sum.bytes+cycle.Bytes, p.sum.cycles+1
			p.mutex.Unlock()
			select {
			case first <- true:
			default:
			}
		}
		if err := p.cmd.Wait(); err != nil {
			err = fmt.Errorf("%w\n%s", err, tail(complaint.String()))
			p.ended <- err
		}
		close(p.ended)
	}()
	select {
	case <-first:
		return nil
	case err := <-p.ended:
		return cmp.Or(err, errors.New("live ended at once"))
	case <-time.After(10 * time.Minute):
		return errors.New("live said nothing for ten minutes")
	}
}

// tail is the end of a long complaint.
func tail(text string) string { return text[max(0, len(text)-2000):] }

func (p *liveProcess) spent() spending {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	s := p.sum
	s.cpu, s.peak = usedBy(p.cmd.Process.Pid)
	return s
}

func (p *liveProcess) failed() error {
	select {
	case err := <-p.ended:
		p.done = true
		return cmp.Or(err, errors.New("live ended before the race"))
	default:
		return nil
	}
}

// stop ends it as a person would, within the ten seconds that it may take.
func (p *liveProcess) stop() error {
	if p.done {
		return p.err
	}
	p.done = true
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case p.err = <-p.ended:
	case <-time.After(12 * time.Second):
		p.err = errors.Join(errors.New("live did not end within ten seconds of the signal"), p.cmd.Process.Kill())
	}
	return p.err
}

// rebuilder builds the whole site, and deploys it, again and again.
type rebuilder struct {
	d           *raceDay
	day, public string
	env         []string

	cancel context.CancelFunc
	ended  chan struct{}

	mutex sync.Mutex
	sum   spending
	err   error
}

func (p *rebuilder) start(ctx context.Context) error {
	ctx, p.cancel = context.WithCancel(ctx)
	p.ended = make(chan struct{})
	begin := time.Now()
	if err := p.once(ctx, begin); err != nil {
		p.cancel()
		close(p.ended)
		return err
	}
	begin = time.Now()
	go func() {
		defer close(p.ended)
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Until(begin.Add(p.d.every))):
			}
			next := time.Now()
			if err := p.once(ctx, next); err != nil && ctx.Err() == nil {
				p.mutex.Lock()
				p.err = err
				p.mutex.Unlock()
				return
			}
			begin = next
		}
	}()
	return nil
}

// once builds and deploys. The race is on for all of the day, as it is for live.
func (p *rebuilder) once(ctx context.Context, began time.Time) error {
	lines := [][]string{{"build", "-C", p.day, "-out", p.public, "-now", p.d.gun.Add(time.Minute).Format(time.RFC3339), "-quiet"}}
	if p.d.deploys {
		lines = append(lines, []string{"deploy", "-C", p.day, "-out", p.public, "-quiet"})
	}
	for _, args := range lines {
		cmd := exec.CommandContext(ctx, p.d.guntime, args...)
		cmd.Env = p.env
		var complaint strings.Builder
		cmd.Stderr = &complaint
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%v: %w\n%s", args, err, tail(complaint.String()))
		}
		p.mutex.Lock()
		p.sum.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		p.sum.peak = max(p.sum.peak, peak(cmd.ProcessState))
		p.mutex.Unlock()
	}
	files, bytes := 0, int64(0)
	err := walkNewer(p.public, began, func(size int64) { files, bytes = files+1, bytes+size })
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.sum.files, p.sum.bytes, p.sum.cycles = p.sum.files+files, p.sum.bytes+bytes, p.sum.cycles+1
	return err
}

func (p *rebuilder) spent() spending {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.sum
}

func (p *rebuilder) failed() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.err
}

func (p *rebuilder) stop() error {
	p.cancel()
	<-p.ended
	return p.failed()
}
