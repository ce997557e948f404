package artifact

import (
	"slices"
	"sync"
)

// A Memo keeps the last few results of a computation that depends on its key
// alone. A program that builds more than once, as `guntime serve` does, finds
// there what has not changed since. What is kept is shared: nobody may change
// it. The zero Memo is empty and ready.
type Memo[K comparable, V any] struct {
	mu    sync.Mutex
	kept  map[K]V
	order []K // oldest first
}

// mostKept is how many results a Memo keeps.
const mostKept = 64

// Find returns what is kept for a key. Where there is nothing it computes it,
// and keeps it if the computation says so.
func (m *Memo[K, V]) Find(key K, compute func() (v V, keep bool)) V {
	m.mu.Lock()
	v, ok := m.kept[key]
	m.mu.Unlock()
	if ok {
		return v
	}
	v, keep := compute()
	if !keep {
		return v
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if first, ok := m.kept[key]; ok { // somebody else was quicker
		return first
	}
	if m.kept == nil {
		m.kept = map[K]V{}
	}
	if len(m.order) == mostKept {
		delete(m.kept, m.order[0])
		m.order = slices.Delete(m.order, 0, 1)
	}
	m.kept[key], m.order = v, append(m.order, key)
	return v
}
