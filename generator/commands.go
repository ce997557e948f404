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
	name  string
	words []string // that must follow, by the names the help gives them
	flags []option
	says  string // what it does, for the list of commands
	sane  func(*program) error
	do    func(*program) error
}

// commands are all of them, in the order in which one needs them. help is apart.
func commands() []command {
	return []command{
		{name: "new", words: []string{"DIR"}, flags: []option{fromTable, inLanguages, atMoment},
			says: "a project to start from, which builds as it is", do: (*program).new},
		{name: "build", flags: []option{inProject, mayLeadTo, toSite, atMoment, withJobs, withKey, quietly, durably, explaining, costing, inShards},
			says: "data/ content/ templates/ → public/", sane: (*program).sanePart, do: (*program).build},
		{name: "check", flags: []option{inProject, mayLeadTo, atMoment, asJSON, toFixes, toReport, toReferee},
			says: "read, judge and report; write nothing", sane: (*program).saneReports, do: (*program).check},
		{name: "verify", flags: []option{inProject, mayLeadTo, toSite},
			says: "hold the site against its manifest and the results", do: (*program).verify},
		{name: "serve", flags: []option{inProject, mayLeadTo, toSite, atMoment, withJobs, withKey, quietly, atAddress, underName},
			says: "build, serve, rebuild on change", sane: (*program).saneServe, do: (*program).serve},
		{name: "watch", flags: []option{inProject, mayLeadTo, toSite, atMoment, withJobs, withKey, quietly, durably},
			says: "build, and again on every change; keep the last good site", sane: (*program).saneKey, do: (*program).watch},
		{name: "rollback", flags: []option{inProject, toSite, withJobs, hiddenToo},
			says: "put the site back as it was before the last change", do: (*program).rollback},
		{name: "deploy", flags: []option{inProject, toSite, dryly, toBucket, toEndpoint, toRegion, underPrefix, quietly, ofShard},
			says: "bring what differs into an S3-compatible bucket", sane: (*program).sanePart, do: (*program).deploy},
		{name: "review", words: []string{"EDITION"}, flags: []option{inProject, mayLeadTo, atMoment, toReferee},
			says: "the evidence for the referee, case by case", do: (*program).review},
		{name: "release", words: []string{"EDITION"}, flags: []option{inProject, mayLeadTo, toSite, atMoment, withNote},
			says: "append a revision to the edition's ledger", do: (*program).release},
		{name: "explain", words: []string{"BIB"}, flags: []option{inProject, mayLeadTo, atMoment, ofEdition, ofRace},
			says: "how a runner's result came to be, with clauses and file lines", do: (*program).explain},
		{name: "rulings", words: []string{"EDITION"}, flags: []option{inProject, mayLeadTo, atMoment, toPDF},
			says: "the rulings as a PDF, for signature", do: (*program).rulings},
		{name: "keygen", flags: []option{toKey},
			says: "a private key to sign certificates with", do: (*program).keygen},
		{name: "codes", words: []string{"EDITION", "RACE"}, flags: []option{inProject, mayLeadTo, withKey, toCodes},
			says: "the runners' certificate codes, for the mail merge", do: (*program).codes},
		{name: "schema", words: []string{"FILE"},
			says: "the JSON Schema of edition.yaml or site.yaml: FILE is edition or site", do: (*program).schema},
		{name: "templates", flags: []option{inProject, ejecting},
			says: "the pages' templates; copy one to change it", do: (*program).templates},
		{name: "words", words: []string{"LANG"}, flags: []option{inProject},
			says: "a language's messages to fill in, or those it lacks", do: (*program).words},
		{name: "certificates", words: []string{"EDITION", "RACE"}, flags: []option{inProject, mayLeadTo, toPrint, atMoment, withKey, chosenWhere, chosenBibs, ofLayer, quietly},
			says: "chosen certificates for printing", do: (*program).certificates},
		{name: "simulate", words: []string{"DIR"}, flags: []option{withRunners, withSeed},
			says: "a project with a made-up edition", sane: (*program).saneField, do: (*program).simulate},
		{name: "version", says: "which program this is", do: (*program).version},
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
	inProject   = option{"C", "DIR", "the project's folder; this one if not given", func(p *program) any { return &p.dir }}
	mayLeadTo   = option{"allow", "DIR", "links of the project may lead into DIR, as to a share with the reads; only tables and reads are read there, nothing is published. May be given again", func(p *program) any { return &p.allow }}
	toSite      = option{"out", "DIR", "the site's folder; public in the project's if not given", func(p *program) any { return &p.out }}
	toPDF       = option{"out", "FILE.pdf", "the file to write; rulings-EDITION.pdf if not given", func(p *program) any { return &p.out }}
	toKey       = option{"out", "FILE", "the file to write; guntime-key.pem if not given", func(p *program) any { return &p.out }}
	toCodes     = option{"out", "FILE.csv", "the file to write; codes-EDITION-RACE.csv if not given", func(p *program) any { return &p.out }}
	toReferee   = option{"review", "DIR", "where the evidence for the referee is written, a folder an edition, outside the site; review if not given, with check none", func(p *program) any { return &p.evidence }}
	atMoment    = option{"now", "RFC3339", "what is released and who is on course is decided for this moment; SOURCE_DATE_EPOCH or the clock if not given", func(p *program) any { return &p.now }}
	withJobs    = option{"jobs", "N", "how many workers draw and write; as many as there are processors if not given", func(p *program) any { return &p.jobs }}
	withKey     = option{"key", "FILE", "the private key that signs certificates; else the variable GUNTIME_KEY may hold its text", func(p *program) any { return &p.key }}
	quietly     = option{"quiet", "", "no progress and no summary: findings alone", func(p *program) any { return &p.quiet }}
	dryly       = option{"dry-run", "", "list what would be uploaded and deleted, in order; change nothing", func(p *program) any { return &p.dry }}
	hiddenToo   = option{"including-withdrawn", "", "put back, too, what shows somebody more openly than the site does now", func(p *program) any { return &p.withdrawn }}
	toBucket    = option{"bucket", "NAME", "the bucket; deploy: bucket: in data/site.yaml if not given", func(p *program) any { return &p.bucket }}
	toEndpoint  = option{"endpoint", "URL", "the service's address; else that of data/site.yaml, AWS_ENDPOINT_URL, or Amazon's", func(p *program) any { return &p.endpoint }}
	toRegion    = option{"region", "NAME", "the bucket's region; else that of data/site.yaml, AWS_REGION, or what the service says", func(p *program) any { return &p.region }}
	underPrefix = option{"prefix", "PATH", "the folder of the bucket that the site goes into; its root if not given", func(p *program) any { return &p.prefix }}
	durably     = option{"durable", "", "force every file to the disk: a power cut, too, leaves the old site or the new one", func(p *program) any { return &p.durable }}
	explaining  = option{"explain", "PATH", "say why this file of the site was drawn, or was not", func(p *program) any { return &p.why }}
	costing     = option{"stats", "", "what each stage and each kind of file cost, on standard error: seconds, CPU, allocations, memory", func(p *program) any { return &p.costs }}
	inShards    = option{"shard", "I/N", "draw one part of N, counted from 0, of the runners' pages and certificates; index/N after all of them: the rest, and the manifest of all", func(p *program) any { return &p.shard }}
	ofShard     = option{"shard", "I/N", "bring what build -shard I/N drew; deletes nothing. After all of them, deploy without -shard", func(p *program) any { return &p.shard }}
	asJSON      = option{"json", "", "the findings as JSON on standard output", func(p *program) any { return &p.json }}
	toFixes     = option{"fix-report", "FILE.csv", "every row that was set aside, as it was, with its file, line and reason", func(p *program) any { return &p.fixReport }}
	toReport    = option{"report", "FILE.json", "the whole report as JSON: files, columns, points, findings", func(p *program) any { return &p.deskFile }}
	atAddress   = option{"addr", "HOST:PORT", "where to listen; 127.0.0.1:8080 if not given", func(p *program) any { return &p.addr }}
	underName   = option{"host", "NAME", "answer under this name, too, beside loopback names and IP addresses; may be given several times", func(p *program) any { return &p.hosts }}
	withNote    = option{"note", "TEXT", "what the revision is about, in the site's first language", func(p *program) any { return &p.note }}
	ofEdition   = option{"edition", "EDITION", "in this edition; in all if not given", func(p *program) any { return &p.edition }}
	ofRace      = option{"race", "RACE", "in this race; in all if not given", func(p *program) any { return &p.race }}
	fromTable   = option{"from", "FILE.csv", "a table of results to make the project of: its columns, points and times are looked at, and what is assumed is said", func(p *program) any { return &p.from }}
	ejecting    = option{"eject", "NAME", "copy this template into the project, with its data documented at its top", func(p *program) any { return &p.eject }}
	inLanguages = option{"languages", "LIST", "the site's languages, the first as default: en,zh,ja; en if not given, zh,en for a table in Chinese", func(p *program) any { return &p.languages }}
	toPrint     = option{"out", "DIR|FILE.pdf", "a folder for a file each, or one PDF for all; certificates-EDITION-RACE.pdf if not given", func(p *program) any { return &p.out }}
	chosenWhere = option{"where", "CONDITIONS", "whose: division=men place<=100 nat=CHN,KEN; by bib category club division gender nat place status zone", func(p *program) any { return &p.where }}
	chosenBibs  = option{"bibs", "LIST", "whose: these bibs, with commas between them, in this order", func(p *program) any { return &p.bibs }}
	ofLayer     = option{"layer", "LAYER", "whole, or imprint: the runner's own texts alone, for paper that has the form on it; whole if not given", func(p *program) any { return &p.layer }}
	withRunners = option{"runners", "N", "how many runners to make up", func(p *program) any { return &p.runners }}
	withSeed    = option{"seed", "S", "the same number makes the same field; 1 if not given", func(p *program) any { return &p.seed }}
)

// usage is the command's line in the list of commands.
func (c command) usage() string {
	return strings.Join(append([]string{"guntime", c.name}, c.words...), " ")
}

const statuses = `Exit status: 0 done · 1 the data has errors, nothing was written · 2 wrong usage · 3 the machine failed, the old site stands.
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
