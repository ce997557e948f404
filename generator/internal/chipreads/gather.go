package chipreads

import (
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// Input is what Gather needs besides the reads.
type Input struct {
	Tables  *table.Reader // opens the files of reads and of chips
	Edition *race.Edition
	Race    *race.Race     // with its rules and entries
	Bibs    map[string]int // the index of an entry by its folded bib
	Guns    []race.Instant // of the edition's other races
	Others  []Race         // the other races of the edition
	// Join gives an entry the timing that its reads make, with what tables say
	// already. Level is how bad a contradiction between them is.
	Join func(e *race.Entry, t *race.Timing, level problem.Level)
	// Memory keeps what was gathered for the next time; nil to read everything.
	Memory *Memory
}

// Counts counts raw reads: all there are, those of chips that nobody has,
// and those that became the time of somebody at a point.
type Counts struct{ Reads, Unknown, Timed int }

// Gather reads all files of reads of one race. It calls Join for each entry
// whose chip was read, in the order of the entries; an entry whose reads
// contradict each other comes set aside. Chips that nobody has and that were
// read at two points become the race's Strays. Everything else that the reads leave open is a
// finding.
func Gather(in Input, sources []Source) Counts {
	if len(sources) == 0 {
		return Counts{}
	}
	if in.Memory != nil && in.Tables.Intake == nil {
		return in.Memory.gather(in, sources)
	}
	c := newCollector(in, sources)
	for i := range c.list {
		c.source = &c.list[i]
		c.chipsFile(c.source)
	}
	for i := range c.list {
		c.source = &c.list[i]
		c.sample()
		for _, name := range c.source.Files {
			c.tables.Opened[name] = true
			c.file(name)
		}
	}
	c.finish()
	return c.counts
}
