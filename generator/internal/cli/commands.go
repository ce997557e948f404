package cli

import "strings"

// command is a command of guntime.
type command struct {
	name  string
	words []string      // required words, by their names in the help
	says  string        // what it does, for the list of commands
	new   func() action // returns its options without values
}

// action is the options of a command, with the method that runs it.
type action interface {
	options() []option // in the order of its help; sets their defaults
	do(*line) error
}

// validator is an action that checks more than single flags can.
type validator interface {
	validate(*line) error
}

// commands returns all commands except help, in the order in which people need
// them.
func commands() []command {
	return []command{
		{name: "new", words: []string{"DIR"}, says: "create a project that builds as it is",
			new: func() action { return &newOptions{} }},
		{name: "build", says: "data/ content/ templates/ → public/",
			new: func() action { return &buildOptions{} }},
		{name: "check", says: "read, judge and report; write nothing",
			new: func() action { return &checkOptions{} }},
		{name: "verify", says: "check the site against its manifest and the results",
			new: func() action { return &verifyOptions{} }},
		{name: "serve", says: "build, serve, rebuild on change",
			new: func() action { return &serveOptions{} }},
		{name: "watch", says: "build, and again on every change; keep the last good site",
			new: func() action { return &watchOptions{} }},
		{name: "rollback", says: "put the site back as it was before the last change",
			new: func() action { return &rollbackOptions{} }},
		{name: "deploy", says: "upload changes to an S3-compatible bucket",
			new: func() action { return &deployOptions{} }},
		{name: "review", words: []string{"EDITION"}, says: "write the evidence for the referee, case by case",
			new: func() action { return &reviewOptions{} }},
		{name: "release", words: []string{"EDITION"}, says: "append a revision to the edition's ledger",
			new: func() action { return &releaseOptions{} }},
		{name: "explain", words: []string{"BIB"}, says: "show how a runner's result came about, with clauses and file lines",
			new: func() action { return &explainOptions{} }},
		{name: "rulings", words: []string{"EDITION"}, says: "write the rulings as a PDF, for signature",
			new: func() action { return &rulingsOptions{} }},
		{name: "keygen", says: "make a private key for signing certificates",
			new: func() action { return &keygenOptions{} }},
		{name: "codes", words: []string{"EDITION", "RACE"}, says: "write the runners' certificate codes, for the mail merge",
			new: func() action { return &codesOptions{} }},
		{name: "schema", words: []string{"FILE"}, says: "print the JSON Schema of edition.yaml or site.yaml: FILE is edition or site",
			new: func() action { return &schemaOptions{} }},
		{name: "templates", says: "list the pages' templates; copy one to change it",
			new: func() action { return &templatesOptions{} }},
		{name: "words", words: []string{"LANG"}, says: "write a language's messages to fill in, or those it lacks",
			new: func() action { return &wordsOptions{} }},
		{name: "certificates", words: []string{"EDITION", "RACE"}, says: "write chosen certificates for printing",
			new: func() action { return &certificatesOptions{} }},
		{name: "simulate", words: []string{"DIR"}, says: "create a project with a made-up edition",
			new: func() action { return &simulateOptions{} }},
		{name: "version", says: "print the version",
			new: func() action { return &versionOptions{} }},
	}
}

// usage returns the line of the command in the list of commands.
func (c command) usage() string {
	return strings.Join(append([]string{"guntime", c.name}, c.words...), " ")
}
