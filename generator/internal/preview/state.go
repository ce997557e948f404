package preview

import "sync"

// state is what the open pages are told: how many builds succeeded, and the error
// of the last one. Each change wakes everybody who waits.
type state struct {
	mu      sync.Mutex
	version int
	problem string        // "" when the last build succeeded
	changed chan struct{} // closed and replaced at each change
}

// now is the state as JSON for the pages.
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

// look returns the state and a channel that closes when it changes.
func (s *state) look() (now, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now{Version: s.version, Problem: s.problem}, s.changed
}
