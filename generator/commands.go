package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// command is a word of the command line: what must follow it, what may, and
// what it does.
type command struct {
	name     string
	words    []string // that must follow, by the names the help gives them
	flags    []option
	says     string // what it does, for the list of commands
	validate func(*program) error
	do       func(*program) error
}

// commands are all of them, in the order in which one needs them. help is apart.
func commands() []command {
	return []command{
		{name: "new", words: []string{"DIR"}, flags: []option{fromTable, inLanguages, atMoment},
			says: "create a project that builds as it is", do: (*program).new},
		{name: "build", flags: []option{inProject, mayLeadTo, toSite, atMoment, withJobs, withKey, quietly, durably, explaining, costing, inShards},
			says: "data/ content/ templates/ → public/", validate: (*program).validatePart, do: (*program).build},
		{name: "check", flags: []option{inProject, mayLeadTo, atMoment, asJSON, toFixes, toReport, toReferee},
			says: "read, judge and report; write nothing", validate: (*program).validateReports, do: (*program).check},
		{name: "verify", flags: []option{inProject, mayLeadTo, toSite},
			says: "check the site against its manifest and the results", do: (*program).verify},
		{name: "serve", flags: []option{inProject, mayLeadTo, toSite, atMoment, withJobs, withKey, quietly, atAddress, underName},
			says: "build, serve, rebuild on change", validate: (*program).validateServe, do: (*program).serve},
		{name: "watch", flags: []option{inProject, mayLeadTo, toSite, atMoment, withJobs, withKey, quietly, durably},
			says: "build, and again on every change; keep the last good site", validate: (*program).validateKey, do: (*program).watch},
		{name: "rollback", flags: []option{inProject, toSite, withJobs, hiddenToo},
			says: "put the site back as it was before the last change", do: (*program).rollback},
		{name: "deploy", flags: []option{inProject, toSite, dryly, toBucket, toEndpoint, toRegion, underPrefix, quietly, ofShard},
			says: "upload changes to an S3-compatible bucket", validate: (*program).validatePart, do: (*program).deploy},
		{name: "review", words: []string{"EDITION"}, flags: []option{inProject, mayLeadTo, atMoment, toReferee},
			says: "write the evidence for the referee, case by case", do: (*program).review},
		{name: "release", words: []string{"EDITION"}, flags: []option{inProject, mayLeadTo, toSite, atMoment, withNote},
			says: "append a revision to the edition's ledger", do: (*program).release},
		{name: "explain", words: []string{"BIB"}, flags: []option{inProject, mayLeadTo, atMoment, ofEdition, ofRace},
			says: "show how a runner's result came about, with clauses and file lines", do: (*program).explain},
		{name: "rulings", words: []string{"EDITION"}, flags: []option{inProject, mayLeadTo, atMoment, toPDF},
			says: "write the rulings as a PDF, for signature", do: (*program).rulings},
		{name: "keygen", flags: []option{toKey},
			says: "make a private key for signing certificates", do: (*program).keygen},
		{name: "codes", words: []string{"EDITION", "RACE"}, flags: []option{inProject, mayLeadTo, withKey, toCodes},
			says: "write the runners' certificate codes, for the mail merge", do: (*program).codes},
		{name: "schema", words: []string{"FILE"},
			says: "print the JSON Schema of edition.yaml or site.yaml: FILE is edition or site", do: (*program).schema},
		{name: "templates", flags: []option{inProject, ejecting},
			says: "list the pages' templates; copy one to change it", do: (*program).templates},
		{name: "words", words: []string{"LANG"}, flags: []option{inProject},
			says: "write a language's messages to fill in, or those it lacks", do: (*program).words},
		{name: "certificates", words: []string{"EDITION", "RACE"}, flags: []option{inProject, mayLeadTo, toPrint, atMoment, withKey, chosenWhere, chosenBibs, ofLayer, quietly},
			says: "write chosen certificates for printing", do: (*program).certificates},
		{name: "simulate", words: []string{"DIR"}, flags: []option{withRunners, withSeed},
			says: "create a project with a made-up edition", validate: (*program).validateField, do: (*program).simulate},
		{name: "version", says: "print the version", do: (*program).version},
	}
}

// option is a flag: its name, what its value is called ("" for a switch), what
// it is for, and where its value goes; what is there already is its default.
type option struct {
	name, value, says string
	into              func(*program) any
}

func (o option) define(f *flag.FlagSet, p *program) {
	switch v := o.into(p).(type) {
	case *string:
		f.StringVar(v, o.name, *v, "")
	case *bool:
		f.BoolVar(v, o.name, *v, "")
	case *int:
		f.IntVar(v, o.name, *v, "")
	case *[]string:
		f.Func(o.name, "", func(s string) error {
			*v = append(*v, s)
			return nil
		})
	case *uint64:
		f.Uint64Var(v, o.name, *v, "")
	default:
		panic(fmt.Sprintf("-%s: a flag cannot be a %T", o.name, v))
	}
}

// A flag of one name has one meaning wherever it stands, -out apart, which is
// always where the command writes.
var (
	inProject   = option{"C", "DIR", "the project's folder (default: this one)", func(p *program) any { return &p.dir }}
	mayLeadTo   = option{"allow", "DIR", "links of the project may lead into DIR, such as a share with the reads; only tables and reads are read there. Can be given several times", func(p *program) any { return &p.allow }}
	toSite      = option{"out", "DIR", "the site's folder (default: public in the project)", func(p *program) any { return &p.out }}
	toPDF       = option{"out", "FILE.pdf", "the file to write (default: rulings-EDITION.pdf)", func(p *program) any { return &p.out }}
	toKey       = option{"out", "FILE", "the file to write (default: guntime-key.pem)", func(p *program) any { return &p.out }}
	toCodes     = option{"out", "FILE.csv", "the file to write (default: codes-EDITION-RACE.csv)", func(p *program) any { return &p.out }}
	toReferee   = option{"review", "DIR", "folder for the referee's evidence, one subfolder per edition, outside the site (default: review; check writes none)", func(p *program) any { return &p.evidence }}
	atMoment    = option{"now", "RFC3339", "build as of this time (default: SOURCE_DATE_EPOCH, else now)", func(p *program) any { return &p.now }}
	withJobs    = option{"jobs", "N", "number of workers (default: one per processor)", func(p *program) any { return &p.jobs }}
	withKey     = option{"key", "FILE", "the private key that signs certificates (default: the text in the variable GUNTIME_KEY)", func(p *program) any { return &p.key }}
	quietly     = option{"quiet", "", "no progress and no summary: only findings", func(p *program) any { return &p.quiet }}
	dryly       = option{"dry-run", "", "list what would be uploaded and deleted, in order; change nothing", func(p *program) any { return &p.dry }}
	hiddenToo   = option{"including-withdrawn", "", "also put back what shows somebody more openly than the site does now", func(p *program) any { return &p.withdrawn }}
	toBucket    = option{"bucket", "NAME", "the bucket (default: that of data/site.yaml)", func(p *program) any { return &p.bucket }}
	toEndpoint  = option{"endpoint", "URL", "the service's address (default: that of data/site.yaml, AWS_ENDPOINT_URL, or Amazon's)", func(p *program) any { return &p.endpoint }}
	toRegion    = option{"region", "NAME", "the bucket's region (default: that of data/site.yaml, AWS_REGION, or what the service reports)", func(p *program) any { return &p.region }}
	underPrefix = option{"prefix", "PATH", "the folder of the bucket that the site goes into (default: its root)", func(p *program) any { return &p.prefix }}
	durably     = option{"durable", "", "force every file to the disk: even a power cut leaves the old site or the new one", func(p *program) any { return &p.durable }}
	explaining  = option{"explain", "PATH", "show why this file of the site was rebuilt, or was not", func(p *program) any { return &p.why }}
	costing     = option{"stats", "", "show what each stage and each kind of file cost, on standard error: seconds, CPU, allocations, memory", func(p *program) any { return &p.costs }}
	inShards    = option{"shard", "I/N", "build one part of N, counted from 0, of the runners' pages and certificates; index/N, after all of them: the rest and the manifest", func(p *program) any { return &p.shard }}
	ofShard     = option{"shard", "I/N", "upload what build -shard I/N made; deletes nothing. After all of them, deploy without -shard", func(p *program) any { return &p.shard }}
	asJSON      = option{"json", "", "the findings as JSON on standard output", func(p *program) any { return &p.json }}
	toFixes     = option{"fix-report", "FILE.csv", "write every row that was ignored, as it was, with its file, line and reason", func(p *program) any { return &p.fixReport }}
	toReport    = option{"report", "FILE.json", "write the whole report as JSON: files, columns, points, findings", func(p *program) any { return &p.reportFile }}
	atAddress   = option{"addr", "HOST:PORT", "where to listen (default: 127.0.0.1:8080)", func(p *program) any { return &p.addr }}
	underName   = option{"host", "NAME", "also answer under this name, beside loopback names and IP addresses; can be given several times", func(p *program) any { return &p.hosts }}
	withNote    = option{"note", "TEXT", "what the revision is about, in the site's first language", func(p *program) any { return &p.note }}
	ofEdition   = option{"edition", "EDITION", "in this edition (default: all)", func(p *program) any { return &p.edition }}
	ofRace      = option{"race", "RACE", "in this race (default: all)", func(p *program) any { return &p.race }}
	fromTable   = option{"from", "FILE.csv", "create the project from this results table; assumptions are printed", func(p *program) any { return &p.from }}
	ejecting    = option{"eject", "NAME", "copy this template into the project, with its data documented at its top", func(p *program) any { return &p.eject }}
	inLanguages = option{"languages", "LIST", "the site's languages, the first being its default, such as en,zh,ja (default: en; zh,en for a table in Chinese)", func(p *program) any { return &p.languages }}
	toPrint     = option{"out", "DIR|FILE.pdf", "a folder for one file each, or one PDF for all (default: certificates-EDITION-RACE.pdf)", func(p *program) any { return &p.out }}
	chosenWhere = option{"where", "CONDITIONS", "whose, such as division=men place<=100 nat=CHN,KEN; by bib category club division gender nat place status zone", func(p *program) any { return &p.where }}
	chosenBibs  = option{"bibs", "LIST", "whose: these bibs, with commas between them, in this order", func(p *program) any { return &p.bibs }}
	ofLayer     = option{"layer", "LAYER", "whole (default) or imprint: only the runner's data, for pre-printed paper", func(p *program) any { return &p.layer }}
	withRunners = option{"runners", "N", "how many runners to make up", func(p *program) any { return &p.runners }}
	withSeed    = option{"seed", "S", "the same number makes the same field (default: 1)", func(p *program) any { return &p.seed }}
)

// usage is the command's line in the list of commands.
func (c command) usage() string {
	return strings.Join(append([]string{"guntime", c.name}, c.words...), " ")
}

const statuses = `Exit status: 0 done · 1 the data has errors, nothing was written · 2 wrong usage · 3 the machine failed, the old site is unchanged.
`

// topics are what help explains besides the commands.
//
//go:embed help/*.txt
var topics embed.FS

// help prints all commands, one with its flags, or a topic.
func help(w io.Writer, about string) error {
	if about == "" {
		fmt.Fprint(w, "guntime makes the results site of a road race from its timing files and rules.\n\n")
		for _, c := range commands() {
			fmt.Fprintf(w, "    %-30s %s\n", c.usage(), c.says)
		}
		fmt.Fprint(w, "\nWithout a command it builds the project in this folder. guntime help COMMAND shows the flags of one;\nguntime help rules, help timing and help deploy explain ranking, timing files and hosts.\n", statuses)
		return nil
	}
	if topic, err := topics.ReadFile("help/" + about + ".txt"); err == nil {
		_, err = w.Write(topic)
		return err
	}
	at := slices.IndexFunc(commands(), func(c command) bool { return c.name == about })
	if at < 0 {
		return misused("unknown command %q", about)
	}
	c := commands()[at]
	fmt.Fprintf(w, "%s: %s\n\n", c.usage(), c.says)
	for _, o := range c.flags {
		fmt.Fprintf(w, "    %-16s %s\n", strings.TrimSpace("-"+o.name+" "+o.value), o.says)
	}
	fmt.Fprint(w, "\n", statuses)
	return nil
}
