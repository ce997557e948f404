package artifact

import (
	"slices"
	"sync"
)

// A Memo caches the last results of a computation that depends only on its key. A
// program that builds repeatedly, such as `guntime serve`, finds unchanged results
// there. Results are shared, so nobody may change them. The zero value is ready for
// use.
type Memo[K comparable, V any] struct {
	mu    sync.Mutex
	kept  map[K]V
	order []K // oldest first
}

// mostKept is how many results a Memo caches.
const mostKept = 64

// Find returns the cached result for a key. If there is none it calls compute, and
// caches the result if keep is true.
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
	if first, ok := m.kept[key]; ok { // another goroutine was faster
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
