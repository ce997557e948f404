package publish

import (
	"cmp"
	"slices"
	"time"
)

// Measure says how to measure the cost of drawing files.
type Measure struct {
	Clock func() time.Duration     // time since any fixed moment
	Kind  func(path string) string // kind of a file; costs are summed by kind
}

// Cost is the working time spent on the files of one kind, summed over all workers.
type Cost struct {
	Kind    string
	Files   int
	Drawn   int
	Bytes   int64
	Drawing time.Duration
	Writing time.Duration // comparing, hashing, writing
}

// clock returns the time of the measure, always 0 where nobody measures.
func (m *Measure) clock() time.Duration {
	if m == nil {
		return 0
	}
	return m.Clock()
}

// count adds the cost of a file to its kind.
func (b *build) count(r *outcome) {
	if b.o.Measure == nil {
		return
	}
	kind := b.o.Measure.Kind(r.entry.Path)
	c := b.costs[kind]
	if c == nil {
		c = &Cost{Kind: kind}
		b.costs[kind] = c
	}
	c.Files++
	if r.drawn {
		c.Drawn++
	}
	c.Bytes += r.entry.Size
	c.Drawing += r.drawing
	c.Writing += r.writing
}

// sortedCosts returns the costs, the greatest first.
func (b *build) sortedCosts() []Cost {
	var all []Cost
	for _, c := range b.costs {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Cost) int {
		return cmp.Or(cmp.Compare(b.Drawing+b.Writing, a.Drawing+a.Writing), cmp.Compare(a.Kind, b.Kind))
	})
	return all
}
