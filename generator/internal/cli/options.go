package cli

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"guntime/generator/internal/deploy"
	"guntime/generator/internal/propose"
	"guntime/generator/internal/race"
	"guntime/generator/internal/replay"
	"guntime/generator/internal/table"
)

// option is a flag: its name, the name of its value ("" for a switch), its help,
// where the value goes, and a check that refuses impossible values. The variable's
// value is the default.
type option struct {
	name, value, says string
	into              any
	check             func(*line) error
}

func (o option) define(f *flag.FlagSet) {
	switch v := o.into.(type) {
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

// folder refuses a flag whose value is not a folder.
func folder(flag, dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		hint := "it has to be a folder that is there"
		if flag == "-C" {
			hint = "-C names the folder of a project; guntime new DIR makes one"
		}
		return misused(hint, "%s %s: no such folder", flag, dir)
	}
	return nil
}

func folders(flag string, dirs []string) error {
	for _, dir := range dirs {
		if err := folder(flag, dir); err != nil {
			return err
		}
	}
	return nil
}

// writable refuses a path that cannot be written. An empty one is fine.
func writable(flag string, path *string) func(*line) error {
	return func(l *line) error {
		if !l.isSet(flag) {
			return nil
		}
		return reachable(flag, *path)
	}
}

// Each flag is a function below, which takes the variable for its value.

func inProject(into *string) option {
	*into = "."
	return option{"C", "DIR", "the project's folder (default: this one)", into, func(*line) error { return folder("-C", *into) }}
}

func mayLeadTo(into *[]string) option {
	return option{"allow", "DIR", "links of the project may lead into DIR, such as a share with the reads; only tables and reads are read there. Can be given several times", into, func(*line) error { return folders("-allow", *into) }}
}

func toSite(into *string) option {
	return option{"out", "DIR", "the site's folder (default: public in the project)", into, writable("out", into)}
}

func toPDF(into *string) option {
	return option{"out", "FILE.pdf", "the file to write (default: rulings-EDITION.pdf)", into, writable("out", into)}
}

func toKey(into *string) option {
	return option{"out", "FILE", "the file to write (default: guntime-key.pem)", into, writable("out", into)}
}

func toCodes(into *string) option {
	return option{"out", "FILE.csv", "the file to write (default: codes-EDITION-RACE.csv)", into, writable("out", into)}
}

func toReferee(into *string) option {
	return option{"review", "DIR", "folder for the referee's evidence, one subfolder per edition, outside the site (default: review; check writes none)", into, writable("review", into)}
}

func atMoment(into *string) option {
	return option{"now", "RFC3339", "build as of this time (default: SOURCE_DATE_EPOCH, else now)", into, func(*line) error {
		_, err := momentOf(*into)
		return err
	}}
}

func withJobs(into *int) option {
	return option{"jobs", "N", "number of workers (default: one per processor)", into, func(l *line) error {
		if l.isSet("jobs") && *into < 1 {
			return misused("without -jobs there is a worker for each processor", "-jobs %d: at least one worker is needed", *into)
		}
		return nil
	}}
}

func withKey(into *string) option {
	return option{"key", "FILE", "the private key that signs certificates (default: the text in the variable GUNTIME_KEY)", into, nil}
}

func quietly(into *bool) option {
	return option{"quiet", "", "no progress and no summary: only findings", into, nil}
}

func dryly(into *bool) option {
	return option{"dry-run", "", "list what would be uploaded and deleted, in order; change nothing", into, nil}
}

func hiddenToo(into *bool) option {
	return option{"including-withdrawn", "", "also put back what shows somebody more openly than the site does now", into, nil}
}

func bundled(into *string) option {
	return option{"bundle", "FILE", "pack the site into an archive, FILE.zip, FILE.tar.gz or FILE.tar, for hosts that take one; upload nothing", into, func(*line) error {
		if *into != "" && !slices.ContainsFunc(deploy.BundleEnds, func(end string) bool { return strings.HasSuffix(*into, end) }) {
			return misused("the name says which kind: site.zip, site.tar.gz or site.tar", "-bundle %s: the name must end in .zip, .tar.gz or .tar", *into)
		}
		return nil
	}}
}

func toBucket(into *string) option {
	return option{"bucket", "NAME", "the bucket (default: that of data/site.yaml)", into, nil}
}

func toEndpoint(into *string) option {
	return option{"endpoint", "URL", "the service's address (default: that of data/site.yaml, AWS_ENDPOINT_URL, or Amazon's)", into, nil}
}

func toRegion(into *string) option {
	return option{"region", "NAME", "the bucket's region (default: that of data/site.yaml, AWS_REGION, or what the service reports)", into, nil}
}

func underPrefix(into *string) option {
	return option{"prefix", "PATH", "the folder of the bucket that the site goes into (default: its root)", into, nil}
}

func durably(into *bool) option {
	return option{"durable", "", "force every file to the disk: even a power cut leaves the old site or the new one", into, nil}
}

func explaining(into *string) option {
	return option{"explain", "PATH", "show why this file of the site was rebuilt, or was not", into, nil}
}

func costing(into *bool) option {
	return option{"stats", "", "show what each stage and each kind of file cost, on standard error: seconds, CPU, allocations, memory", into, nil}
}

func inShards(into *string) option {
	return option{"shard", "I/N", "build one part of N, counted from 0, of the runners' pages and certificates; index/N, after all of them: the rest and the manifest", into, func(l *line) error {
		_, err := l.shard(*into)
		return err
	}}
}

func ofShard(into *string) option {
	return option{"shard", "I/N", "upload what build -shard I/N made; deletes nothing. After all of them, deploy without -shard", into, func(l *line) error {
		_, err := l.shard(*into)
		return err
	}}
}

func everySo(into *string) option {
	*into = "1s"
	return option{"every", "TIME", "the least pause between two cycles, such as 1s or 500ms (default: 1s)", into, func(*line) error {
		_, err := pauseOf(*into)
		return err
	}}
}

func deploying(into *bool) option {
	return option{"deploy", "", "upload what changes to the bucket of data/site.yaml, as deploy does", into, nil}
}

func linesAsJSON(into *bool) option {
	return option{"json", "", "a line of JSON a cycle on standard output", into, nil}
}

func asJSON(into *bool) option {
	return option{"json", "", "the findings as JSON on standard output", into, nil}
}

func toFixes(into *string) option {
	return option{"fix-report", "FILE.csv", "write every row that was ignored, as it was, with its file, line and reason", into, writable("fix-report", into)}
}

func toReport(into *string) option {
	return option{"report", "FILE.json", "write the whole report as JSON: files, columns, points, findings", into, writable("report", into)}
}

func atAddress(into *string) option {
	*into = "127.0.0.1:8080"
	return option{"addr", "HOST:PORT", "where to listen (default: 127.0.0.1:8080)", into, nil}
}

func underName(into *[]string) option {
	return option{"host", "NAME", "also answer under this name, beside loopback names and IP addresses; can be given several times", into, nil}
}

func withNote(into *string) option {
	return option{"note", "TEXT", "what the revision is about, in the site's first language", into, nil}
}

func ofEdition(into *string) option {
	return option{"edition", "EDITION", "in this edition (default: all)", into, nil}
}

func ofRace(into *string) option {
	return option{"race", "RACE", "in this race (default: all)", into, nil}
}

func fromTable(into *[]string) option {
	return option{"from", "FILE", "create the project from this table of results; assumptions are printed. Can be given several times: entries and times, joined by bib, or a table a race", into, nil}
}

func inEncoding(into *string) option {
	return option{"encoding", "NAME", "with -from: how the text is encoded, such as gb18030, big5, shift_jis or windows-1252 (default: UTF-8, UTF-16, else the likeliest)", into, func(l *line) error {
		if _, err := table.EncodingNamed(*into); l.isSet("encoding") && err != nil {
			return misused("without -encoding the likeliest is taken, and three are shown", "-encoding %s: not a known encoding: gb18030, big5, shift_jis, euc-kr, windows-1252 …", *into)
		}
		return nil
	}}
}

func ofSheet(into *string) option {
	return option{"sheet", "NAME", "with -from: the sheet of a spreadsheet (default: each sheet with runners of its own is a race, else the first with names or times)", into, nil}
}

func withColumn(into *[]string) option {
	return option{"column", "HEADER=target", "with -from: what a column is, such as \"Geschl.=gender\" or 3=name or Shirt=ignore. Can be given several times", into, func(*line) error {
		for _, c := range *into {
			if header, target, ok := cutLast(c, "="); !ok || header == "" || target == "" {
				return misused("guntime help new shows examples", "-column %s: expected HEADER=target, such as \"Geschl.=gender\"", c)
			}
		}
		return nil
	}}
}

// cutLast cuts a text at the last of its separators.
func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):]), true
}

func fromPackages(into *string) option {
	return option{"packages", "DIR", "folder of installed packages (default: node_modules of the project, then /usr/share/fonts)", into, func(*line) error {
		if *into == "" {
			return nil
		}
		return folder("-packages", *into)
	}}
}

func ejecting(into *string) option {
	return option{"eject", "NAME", "copy this template into the project, with its data documented at its top", into, nil}
}

func inLanguages(into *string) option {
	*into = "en"
	return option{"languages", "LIST", "the site's languages, the first being its default, such as en,zh,ja (default: en; zh,en for a table in Chinese)", into, nil}
}

func toPrint(into *string) option {
	return option{"out", "DIR|FILE.pdf", "a folder for one file each, or one PDF for all (default: certificates-EDITION-RACE.pdf)", into, writable("out", into)}
}

func ofDesigns(into *bool) option {
	return option{"design", "", "all designs with five kinds of names in one PDF, to choose one; made-up data, and no EDITION and RACE (default of -out: designs.pdf)", into, nil}
}

func chosenWhere(into *string) option {
	return option{"where", "CONDITIONS", "whose, such as division=men place<=100 nat=CHN,KEN; by bib category club division gender nat place status zone", into, nil}
}

func chosenBibs(into *string) option {
	return option{"bibs", "LIST", "whose: these bibs, with commas between them, in this order", into, nil}
}

func notingPrinted(into *string) option {
	return option{"printed", "FILE.csv", "the list of those printed: if it has some of the race, tell which are no longer valid and print only them", into, writable("printed", into)}
}

func ofLayer(into *string) option {
	*into = "whole"
	return option{"layer", "LAYER", "whole (default) or imprint: only the runner's data, for pre-printed paper", into, nil}
}

func withRunners(into *int) option {
	return option{"runners", "N", "how many runners to make up", into, nil}
}

func withSeed(into *uint64) option {
	*into = 1
	return option{"seed", "S", "the same number makes the same field (default: 1)", into, nil}
}

func asReads(into *bool) option {
	return option{"reads", "", "the times as raw reads of readers instead of a table: the results are the same", into, nil}
}

func inFormats(into *string) option {
	return option{"format", "LIST", "formats of the reads, which the points take in turn (default: " + strings.Join(replay.Default, ",") + ")", into, func(*line) error { return knownFormats(*into) }}
}

func replayed(into *string) option {
	return option{"edition", "EDITION", "which edition (default: the latest with times)", into, nil}
}

func atSpeed(into *int) option {
	*into = 60
	return option{"speed", "N", "how many times faster than the race; 0: all at once (default: 60)", into, func(*line) error {
		if *into < 0 || *into > fastestReplay {
			return misused("-speed 60 is a minute a second; 0 writes all at once", "-speed %d: expected a number from 0 to %d", *into, fastestReplay)
		}
		return nil
	}}
}

// fastestReplay is more than any race needs: a day in a second.
const fastestReplay = 100_000

func fromMoment(into *string) option {
	*into = "0:00"
	return option{"from", "H:MM", "write all up to this time of the race at once, and go on from there (default: the gun, or where the replay stopped)", into, func(*line) error {
		_, err := momentOfRace(*into)
		return err
	}}
}

// momentOfRace reads h:mm or h:mm:ss.
func momentOfRace(text string) (race.Clock, error) {
	if strings.Count(text, ":") == 1 {
		text += ":00"
	}
	at, err := race.ParseClock(text)
	if err != nil || at < 0 {
		return 0, misused("the time counts from the gun", "-from %s: not a time of the race like 1:30", text)
	}
	return at, nil
}

func withFaults(into *string) option {
	var usual, all []string
	for _, f := range replay.Usual {
		usual = append(usual, string(f))
	}
	for _, f := range replay.Faults {
		all = append(all, string(f))
	}
	*into = strings.Join(usual, ",")
	return option{"faults", "LIST", "what goes wrong: none, or some of " + strings.Join(all, ", ") + " (default: " + *into + ")", into, func(*line) error {
		if _, err := replay.ParseFaults(*into); err != nil {
			return misused("guntime help replay explains each fault", "-faults %s: %v", *into, err)
		}
		return nil
	}}
}

func withFaultSeed(into *uint64) option {
	*into = 1
	return option{"seed", "S", "another number has the faults at other points (default: 1)", into, nil}
}

func asManPage(into *bool) option {
	return option{"man", "", "write it as a page for man, on standard output", into, nil}
}

func allFindings(into *bool) option {
	return option{"all", "", "list every finding on a terminal too, where else those of a kind are grouped", into, nil}
}

func onlyShowing(into *bool) option {
	return option{"dry-run", "", "show what would change; write nothing", into, nil}
}

func madeUpLike(into *string) option {
	return option{"example", "KIND", "a whole made-up race with each rule explained: " + strings.Join(propose.Examples, ", "), into, nil}
}
