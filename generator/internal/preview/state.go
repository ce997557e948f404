package preview

import "sync"

// state is what the open pages know: how many builds succeeded, and what the
// last one said if it failed. Everyone who waits is woken by each change.
type state struct {
	mu      sync.Mutex
	version int
	problem string        // "" when the last build succeeded
	changed chan struct{} // closed and replaced at each change
}

// now is the state as the pages get it.
type now struct {
	Version int    `json:"version"`
	Problem string `json:"problem"`
}

func newState() *state { return &state{changed: make(chan struct{})} }

func (s *state) succeed() { s.set(func() { s.version++; s.problem = "" }) }

func (s *state) fail(text string) { s.set(func() { s.problem = text }) }

func (s *state) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	close(s.changed)
	s.changed = make(chan struct{})
}

// look returns the state and a channel that is closed when it is no longer so.
func (s *state) look() (now, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now{Version: s.version, Problem: s.problem}, s.changed
}
