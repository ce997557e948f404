// Package replay writes the passings of a finished edition as the raw reads of a
// race day, to rehearse one.
//
// In go an edition that was read whole, the text of its edition.yaml and Options.
// Out comes a Plan: the files of a project whose timing is declared as raw reads,
// and a Player, which says what each of those files grows by up to a moment of
// the race. The same edition and options give the same bytes, however often the
// player is asked.
//
// When all is written, the project has the results of the edition it was made of,
// but for what the clock of a format does not count. What no reader can say (a
// status, a row that was set aside, a net time without a start) is in a table of
// the desk, desk.csv, which comes at the end like the rulings. A race of laps
// keeps its timing as it is.
package replay
