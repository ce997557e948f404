// Command guntime makes the results site of a road race.
//
// # The pipeline
//
//	data/ ──read──▶ Edition ──judge──▶ Verdict ──site.Plan──▶ artifact.File … ──publish──▶ public/
//	                   └──review──▶ findings for the referee
//
// Data flows one way. Everything between read and publish is computation: no
// clock, no disk, no order that depends on scheduling. The same inputs give the
// same bytes on any machine, with any number of workers.
//
// # The packages
//
//	race         the nouns: editions, entries, passings, rules, results, reasons
//	problem      findings at file:line:column
//	project      a project's folders, and the program's own beneath them
//	yamlpos      YAML with positions, for all who read it
//	table        a file → rows of cells with positions; headers, encodings and formats found out
//	chipreads    raw reads → passings; vendors/ has a file a format
//	read         a project's files → race.Archive
//	judge        an edition and a moment → a verdict, each result with its reason
//	review       what cannot be true together: for the referee's eye
//	words        codes, clocks, dates and money → one language, or an error
//	page         HTML
//	certificate  PDF: the form drawn once, an imprint a runner
//	export       results.json and results.csv
//	site         the plan: every file, and every URL
//	artifact     a file that can be drawn at any time
//	publish      draws and writes, and keeps what is unchanged
//	deploy       brings what changed into a bucket
//	preview      serves a project while it is worked on
//	simulate     made-up editions
//
// Which of them may import which is a table in layers_test.go, whose test reads
// the imports of the code itself: it is the keeper of the layers, and no linter
// has to be told of them a second time.
//
// # The promises
//
// Nothing is written when anything is wrong. Every finding names its place.
// Every place, prize and refusal carries its reason.
// An edition of which nothing changed since the last build is neither read whole
// nor drawn, and no file tells.
package main
