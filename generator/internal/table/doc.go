// Package table reads the tables that people send: of entries, of times, of
// rulings, and any table of results before an edition names its columns.
//
// A file is CSV or one of its kin, a sheet of a spreadsheet, or text in fixed
// columns. In goes a file and a Vocabulary, the columns that such a table may have; out
// come rows of cells under the canonical names of their columns. The rest is
// found out and, where it is not certain, reported: the encoding, the separator,
// what each header means, how the times of a column are
// written. A Source says what shall not be found out but is declared.
//
// Every cell has a place, in lines and characters from 1 (in a sheet: its row and
// column), and every finding stands at one. A row that is broken costs itself alone: a stray quote does
// not swallow the rows after it. A header that is not understood is an error,
// for a column that is dropped in silence is worse than no table. No column of
// private data is taken.
//
// What a single cell or header means is known to table/spelling. Users see rows,
// cells and places; how the rows are written is known to the scanner alone, which
// reads every kind as text.
package table
