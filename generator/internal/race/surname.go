package race

// Surnamed is a runner in the order of surnames.
type Surnamed struct {
	Result  int    // the index in RaceVerdict.Results
	Surname string // as it is published, "" where it cannot be told
	Reading string // in plain Latin letters, or folded in its own script
}
