// Package spelling knows how the cells and headers of tables are written by
// people and spreadsheets: times, days, genders, nations and statuses, and the
// names of columns in thirty-one languages.
//
// In go the text of a cell or a header, and where one cell cannot decide, counts
// of many. Out comes what it means, exact to the millisecond, or an error that
// says what was wanted. The words lie in lexicon/, a file a language. Nothing
// here knows tables, files or races' rules.
package spelling
