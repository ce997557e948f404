package race

// AgeGroup is a classification by age within a division (R11, R64).
type AgeGroup struct {
	ID       string
	Name     Text // empty where it is called by its division and its ages
	Division string
	From, To int // inclusive; To 0 for "and over"
	Set      int // its set's index in Rules.AgeSets
}

// Holds reports whether somebody of an age belongs to the group; nobody whose
// age is not known does.
func (g *AgeGroup) Holds(age int) bool { return age > 0 && age >= g.From && (g.To == 0 || age <= g.To) }

// Label tells a runner from others of the same name: an age group, or the division of
// those who are in none.
type Label struct {
	Division *Division
	Group    *AgeGroup // nil for the division
}

// AgeSet is what age groups have in common that were asked for together (R64).
// Of the groups of one set in one division a runner is in the first that holds
// the runner's age, and in no other. The zero value is that of a plain list.
type AgeSet struct {
	YearEnd    bool      // the age is the one reached in the race's year; else that on race day
	By         ClockKind // the clock that gives the places; "" for the order of the division
	ExcludeTop int       // whose place in the division is up to it is in no group
	Trophies   int       // places of each group that get one
	Prizes     []Prize   // of each group, by place, without conditions
}

// AgeSet returns what the groups of a set have in common.
func (r *Rules) AgeSet(n int) AgeSet {
	if n < len(r.AgeSets) {
		return r.AgeSets[n]
	}
	return AgeSet{}
}

// AgeGroup returns the age group with an id, or nil.
func (r *Rules) AgeGroup(id string) *AgeGroup {
	for i := range r.AgeGroups {
		if r.AgeGroups[i].ID == id {
			return &r.AgeGroups[i]
		}
	}
	return nil
}

// AgeOf is an entry's age as a set of age groups counts it, 0 where it is not
// known: on race day, or the edition's year less the year of birth. An age that
// the entries give without any birth is taken as it is; a year of birth alone
// tells no age on race day.
func (e *Edition) AgeOf(entry *Entry, set AgeSet) int {
	year := entry.BirthYear
	if !entry.Birth.IsZero() {
		year = entry.Birth.Year()
	}
	if set.YearEnd && year > 0 {
		return max(0, e.Date.Year()-year)
	}
	return entry.Age
}

// YoungestAge is the lowest age on race day that an entry may have, 0 where
// nothing is known of it.
func (e *Edition) YoungestAge(entry *Entry) int {
	if entry.Age == 0 && entry.BirthYear > 0 {
		return max(0, e.Date.Year()-entry.BirthYear-1)
	}
	return entry.Age
}
