package race

// Statistics are the figures of one race. They count people and never name
// one: no group by age is smaller than Crowd, and whoever is anonymous is left
// out of nations and ages.
type Statistics struct {
	Finish    Histogram // of the divisions that are ranked, and of those who fit none
	Outside   Histogram // of the categories outside the ranking (R10)
	Minutes   []Minute  // in which anybody finished, the earliest first
	Busiest   Minute    // the first with the most; Count is 0 where nobody finished
	DropOuts  []DropOut // by point in course order; none before the race's end
	Nations   []Nation  // by finishers, starters, then code
	Unplaced  Nation    // those whose nation is unknown or not published; Code is ""
	Ages      Ages
	Points    []Capture        // of the listed points, in course order
	Divisions []DivisionFigure // in the order of the race's divisions
}

// Crowd is the smallest group that is shown by age.
const Crowd = 5

// Histogram counts finishers by their gun time.
type Histogram struct {
	Divisions []*Division // with a time to count, in ranking order; nil at the end stands for those who fit none
	Width     Clock       // of a bin
	Bins      []Bin       // without a gap from the first time to the last
}

// Bin counts the raw gun times from From on, and under From plus the width.
type Bin struct {
	From   Clock
	Counts []int // one for each of the histogram's divisions
}

// Total is how many times are counted.
func (h *Histogram) Total() int {
	n := 0
	for _, b := range h.Bins {
		for _, c := range b.Counts {
			n += c
		}
	}
	return n
}

// Minute is how many crossed the finish in one minute of the wall clock.
type Minute struct {
	At    Instant // its beginning
	Count int
}

// DropOut is how many did not finish and were last seen at a point.
type DropOut struct {
	Point string // "" for those seen at none
	Count int
}

// Nation is how many of a nation started and finished.
type Nation struct {
	Code                string
	Starters, Finishers int
}

// Ages counts finishers by decade of age. A band that would single somebody
// out is folded into its neighbour; a gender with fewer than Crowd known ages
// is left out.
type Ages struct {
	Genders []Gender
	Bands   []AgeBand
	Left    int // finishers who are not counted: age unknown, anonymous or too few
}

// AgeBand is a run of ages, From and To inclusive.
type AgeBand struct {
	From, To int
	Counts   []int // one for each gender: 0, or at least Crowd
}

// Capture is how well a point was read: of those who passed it, for they were
// seen after it, how many were seen at it.
type Capture struct {
	Point    string
	Read, Of int // Of is 0 where nobody was seen after it: nothing can be said
}

// Rate is the share that was read, in hundredths of a per cent, cut off.
func (c Capture) Rate() int {
	if c.Of == 0 {
		return 0
	}
	return c.Read * 100_00 / c.Of
}

// DivisionFigure is one division in figures.
type DivisionFigure struct {
	Division *Division
	Timed    int // finishers with a published gun time
	Paced    int // of them, those whose start and half-way times are known
	Negative int // of those, who ran the second half faster than the first
	Passages []Passage
}

// Passage is when a division passed a point: raw time since the gun of the
// first, the middle one and the last. Of an even number the middle one is the
// earlier of the two. The disqualified are not counted, and at the finish
// nobody but finishers.
type Passage struct {
	Point               string
	Seen                int
	First, Median, Last Clock
	Segment             Clock // the middle of their times from the listed point before (Result.Segment), NoTime where nobody has one
}
