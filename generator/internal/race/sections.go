package race

// Sections are the pages of an archive that say something, and stand in the navigation of
// every page.
type Sections struct{ History, Records bool }

// Sections returns which pages of an archive say something, by what is known without any
// result: so a page does not change with those of another edition. told is whether the
// project has a text about the history.
func (a *Archive) Sections(told bool) (of Sections) {
	of.History = told || len(a.Champions) > 0
	for _, e := range a.Editions {
		held := e.State == Official && !e.Demonstration
		of.History, of.Records = of.History || held || e.State == Cancelled, of.Records || held
		for _, rc := range e.Races {
			of.Records = of.Records || len(rc.Rules.Records) > 0
		}
	}
	for i := range a.Champions {
		of.Records = of.Records || a.Champions[i].Time != NoTime
	}
	return of
}

// HasRuleTables reports whether the rules of an edition have anything to put in a table:
// points between start and finish, cut-offs, prizes or records.
func (e *Edition) HasRuleTables() bool {
	for _, rc := range e.Races {
		if len(rc.Points) > 2 || rc.Points[rc.Finish()].Cutoff.Set || len(rc.Rules.Prizes.Tables)+len(rc.Rules.Records) > 0 {
			return true
		}
	}
	return false
}

// Award reports whether anything can be won: a trophy, a prize, or a bonus for a record.
func (r *Rules) Award() bool {
	for i := range r.AgeSets {
		if r.AgeSets[i].Trophies > 0 || len(r.AgeSets[i].Prizes) > 0 {
			return true
		}
	}
	return r.Trophies > 0 || len(r.Prizes.Tables)+len(r.Records) > 0
}
