package cli

import (
	"flag"
	"strings"
)

// command is a command of guntime.
type command struct {
	name  string
	task  string        // what it is for: one of tasks
	words []string      // required words, by their names in the help
	may   []string      // words that may follow
	alone string        // a flag with which the command takes no words
	says  string        // what it does, for the list of commands
	tries []string      // an example: command lines that work in an empty folder
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

// tasks are what people come for, in the order in which they need it.
var tasks = []string{"start", "build", "race day", "referee", "publish", "certificates", "look into", "this program"}

// made and built begin the examples that need a project, and its site.
const (
	made  = "guntime simulate -runners 50 my-race"
	built = "guntime build -C my-race"
)

// commands returns all commands, task by task.
func commands() []command {
	return []command{
		{name: "new", task: "start", words: []string{"DIR"}, says: "create a project that builds as it is",
			tries: []string{"guntime new -example town-race my-race", built},
			new:   func() action { return &newOptions{} }},
		{name: "simulate", task: "start", words: []string{"DIR"}, says: "create a project with a made-up field",
			tries: []string{made},
			new:   func() action { return &simulateOptions{} }},
		{name: "upgrade", task: "start", says: "fit a project to this version",
			tries: []string{made, "guntime templates -C my-race -eject others.html", "guntime upgrade -C my-race -dry-run"},
			new:   func() action { return &upgradeOptions{} }},
		{name: "build", task: "build", says: "data/ content/ templates/ → public/",
			tries: []string{made, built},
			new:   func() action { return &buildOptions{} }},
		{name: "check", task: "build", says: "read, judge and report; write nothing",
			tries: []string{made, "guntime check -C my-race"},
			new:   func() action { return &checkOptions{} }},
		{name: "serve", task: "build", says: "build, serve, rebuild on change",
			tries: []string{made, "guntime serve -C my-race"},
			new:   func() action { return &serveOptions{} }},
		{name: "watch", task: "build", says: "build again on every change",
			tries: []string{made, "guntime watch -C my-race"},
			new:   func() action { return &watchOptions{} }},
		{name: "live", task: "race day", says: "follow the files, draw what moved",
			tries: []string{made, "guntime live -C my-race -now 2022-11-06T08:00:00+08:00"},
			new:   func() action { return &liveOptions{} }},
		{name: "replay", task: "race day", words: []string{"DIR"}, says: "write a finished race as growing reads",
			tries: []string{made, "guntime replay -C my-race -speed 0 rehearsal", "guntime check -C rehearsal"},
			new:   func() action { return &replayOptions{} }},
		{name: "review", task: "referee", words: []string{"EDITION"}, says: "write the evidence, case by case",
			tries: []string{made, "guntime review -C my-race -review evidence 2022"},
			new:   func() action { return &reviewOptions{} }},
		{name: "rulings", task: "referee", words: []string{"EDITION"}, says: "write the rulings as a PDF to sign",
			tries: []string{made, "guntime rulings -C my-race 2022"},
			new:   func() action { return &rulingsOptions{} }},
		{name: "release", task: "referee", words: []string{"EDITION"}, says: "append a revision to the ledger",
			tries: []string{made, `guntime release -C my-race -note "First results" 2022`},
			new:   func() action { return &releaseOptions{} }},
		{name: "verify", task: "publish", says: "hold the site against the results",
			tries: []string{made, built, "guntime verify -C my-race"},
			new:   func() action { return &verifyOptions{} }},
		{name: "deploy", task: "publish", says: "upload what changed to a bucket (S3)",
			tries: []string{made, built, "guntime deploy -C my-race -bucket my-race -dry-run"},
			new:   func() action { return &deployOptions{} }},
		{name: "rollback", task: "publish", says: "the site as before the last change",
			tries: []string{made, built + " -now 2022-11-06T18:00:00+08:00", built, "guntime rollback -C my-race"},
			new:   func() action { return &rollbackOptions{} }},
		{name: "certificates", task: "certificates", words: []string{"EDITION", "RACE"}, alone: "design", says: "chosen certificates for printing",
			tries: []string{made, "guntime certificates -C my-race -design", `guntime certificates -C my-race -where "division=men place<=10" 2022 marathon`},
			new:   func() action { return &certificatesOptions{} }},
		{name: "fonts", task: "certificates", words: []string{"add", "SCRIPT"}, says: "add an installed font for a script",
			tries: []string{made, "guntime fonts -C my-race add tamil"},
			new:   func() action { return &fontsOptions{} }},
		{name: "keygen", task: "certificates", says: "make a private key that signs them",
			tries: []string{"guntime keygen -out key.pem"},
			new:   func() action { return &keygenOptions{} }},
		{name: "codes", task: "certificates", words: []string{"EDITION", "RACE"}, says: "runners' codes, for the mail merge",
			tries: []string{made, "guntime keygen -out key.pem", "guntime codes -C my-race -key key.pem 2022 marathon"},
			new:   func() action { return &codesOptions{} }},
		{name: "explain", task: "look into", words: []string{"BIB"}, says: "how a result came about, with clauses",
			tries: []string{made, "guntime explain -C my-race M1"},
			new:   func() action { return &explainOptions{} }},
		{name: "schema", task: "look into", words: []string{"FILE"}, says: "Schema of edition, site, results, live",
			tries: []string{"guntime schema edition"},
			new:   func() action { return &schemaOptions{} }},
		{name: "templates", task: "look into", says: "list the pages' templates; copy one",
			tries: []string{made, "guntime templates -C my-race -eject race.html"},
			new:   func() action { return &templatesOptions{} }},
		{name: "words", task: "look into", words: []string{"LANG"}, says: "a language's messages to fill in",
			tries: []string{made, "guntime words -C my-race fr"},
			new:   func() action { return &wordsOptions{} }},
		{name: "completion", task: "this program", words: []string{"SHELL"}, says: "completions for bash, zsh or fish",
			tries: []string{"guntime completion bash"},
			new:   func() action { return &completionOptions{} }},
		{name: "help", task: "this program", may: []string{"TOPIC"}, says: "a command or a topic, -man for man",
			tries: []string{"guntime help timing", "guntime help -man"},
			new:   func() action { return &helpOptions{} }},
		{name: "version", task: "this program", says: "print version, commit and date",
			tries: []string{"guntime version"},
			new:   func() action { return &versionOptions{} }},
	}
}

// commandNamed returns a command; ok is false where there is none.
func commandNamed(name string) (c command, ok bool) {
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// isAlone reports whether a command line has the flag with which the command takes no
// words.
func (c command) isAlone(flags *flag.FlagSet) bool {
	f := flags.Lookup(c.alone)
	return f != nil && f.Value.String() == "true"
}

// called is the command with its words, without flags.
func (c command) called() string {
	words := append([]string{c.name}, c.words...)
	for _, w := range c.may {
		words = append(words, "["+w+"]")
	}
	return strings.Join(words, " ")
}

// usage returns the whole line of the command.
func (c command) usage() string { return "guntime " + c.called() }
