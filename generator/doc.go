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
//	cli          the command line: a file a command; it alone prints
//	build        read → judge → plan → publish, and what stays of the last build
//	project      a project's folders, and the program's own beneath them; keys of the sources
//	propose      a project to start from: made up, or of a table of results
//	selection    the conditions of -where
//
//	race         the nouns: editions, entries, passings, rules, results, reasons
//	problem      findings at file:line:column
//	artifact     a file that can be drawn at any time
//
//	project      a project's folders, and the program's own beneath them
//	yamlpos      YAML with positions, for all who read it
//	table        a file → rows of cells with positions; headers, encodings and formats found out
//	chipreads    raw reads → passings; vendors/ has a file per format
//	read         a project's files → race.Archive
//	judge        an edition and a moment → a verdict, each result with its reason
//	review       what cannot be true together: for the referee's eye
//	forecast     when a runner is expected, from their own passings
//	words        codes, clocks, dates and money → one language, or an error
//
//	page         HTML; pagetmpl compiles its templates
//	certificate  PDF: the form drawn once, an imprint a runner; pdf and truetype beneath it
//	export       results.json and results.csv
//	site         the plan: every file, and every URL
//
//	publish      draws and writes, and keeps what is unchanged
//	deploy       brings what changed into a bucket
//	preview      serves a project while it is worked on
//	live         keeps a site up with a race while it is run
//	verify       holds a built site against the results
//	simulate     made-up editions
//	replay       a finished edition as the growing reads of a race day
//
// Beside internal/ lie docs/, bench/ (measured beside other programs) and e2e/
// (the tests of the whole program).
//
// Which of them may import which is a table in internal/layers_test.go. Its test
// reads the imports of the code itself.
//
// # The promises
//
// Nothing is written when anything is wrong. Every finding names its place.
// Every place, prize and refusal carries its reason.
// An edition of which nothing changed since the last build is neither read whole
// nor drawn, and no file tells.
package main
