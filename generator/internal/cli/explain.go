package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"guntime/generator/internal/build"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/review"
	"guntime/generator/internal/words"
)

type explainOptions struct {
	dir, now, edition, race string
	allow                   []string
}

func (o *explainOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), atMoment(&o.now), ofEdition(&o.edition), ofRace(&o.race)}
}

// do prints how the result of a runner came about: what the files say, then status,
// place, prize and certificate, each with reason and clause. It is for people who
// work on the results, and it names people whom the site hides.
func (o *explainOptions) do(l *line) error {
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	options := build.Options{Dir: o.dir, Allow: o.allow, Now: now}
	in, found, err := build.Judge(l.ctx, options, read.DryRun)
	if err != nil {
		l.report(found)
		return err
	}
	bib, shown := l.word(0), 0
	language := in.Book.In(in.Archive.Site.Languages[0])
	if en := in.Book.In("en"); en != nil {
		language = en
	}
	for _, v := range in.Verdicts {
		if o.edition != "" && o.edition != v.Edition.ID {
			continue
		}
		for _, rv := range v.Races {
			if o.race != "" && o.race != rv.Race.ID {
				continue
			}
			at := slices.IndexFunc(rv.Results, func(r race.Result) bool { return named(r.Entry, bib) })
			if at < 0 {
				continue
			}
			if shown++; shown > 1 {
				fmt.Fprintln(l.stdout)
			}
			if rv.Results[at].Certificate.Possible() {
				if err := build.Withhold(l.ctx, options, in, v.Edition, rv); err != nil {
					return err
				}
			}
			var b bytes.Buffer
			if err := (account{v, rv, &rv.Results[at], language}).write(&b); err != nil {
				return err
			}
			if _, err := l.stdout.Write(b.Bytes()); err != nil {
				return err
			}
		}
	}
	if shown == 0 {
		return misused(likeBib(in.Archive, bib), "no entry has the bib %q%s", bib, within(o.edition, o.race))
	}
	return nil
}

func within(edition, race string) string {
	s := ""
	if race != "" {
		s += " in the " + race
	}
	if edition != "" {
		s += " of " + edition
	}
	return s
}

// account is what explain prints about one result.
type account struct {
	v        *race.Verdict
	rv       *race.RaceVerdict
	r        *race.Result
	language *words.Language
}

func (a account) write(b *bytes.Buffer) error {
	e, rc, r := a.r.Entry, a.rv.Race, a.r
	fmt.Fprintf(b, "%s %s · %s · %s\n", a.v.Edition.ID, rc.ID, e.Bib, listed(" · ", e.Name, e.LatinName, e.Nat, string(e.Visibility)))
	rows := [][2]string{
		{"entry", listed(", ", division(r), "category "+cmp.Or(e.Category, "general"), optional("zone ", e.Zone), place(e.From))},
		{"state", a.state()},
	}
	rows = append(append(rows, a.start()...), a.age()...)
	for _, ruling := range rc.Rulings {
		if race.FoldBib(ruling.Bib) == race.FoldBib(e.Bib) {
			rows = append(rows, [2]string{"ruling", listed(", ", string(ruling.Kind), optional("clause ", ruling.Clause),
				optional("by ", ruling.By("en")), ruling.Note.In("en"), place(ruling.From))})
		}
	}
	status, err := a.status()
	if err != nil {
		return err
	}
	rows = append(rows, [2]string{"status", status})
	rows = append(append(rows, a.doubts()...), a.ranking()...)
	groups, err := a.groups()
	if err != nil {
		return err
	}
	rows = append(append(append(rows, groups...), a.teams()...), a.legs()...)
	prize, err := a.prize()
	if err != nil {
		return err
	}
	rows = append(rows, [2]string{"prize", prize}, [2]string{"trophy", yes(r.Trophy, rc.Rules.Clauses.Trophy)},
		[2]string{"package", yes(r.Package, rc.Rules.Clauses.Package)}, [2]string{"certificate", a.certificate()})
	for _, row := range rows {
		fmt.Fprintf(b, "    %-12s %s\n", row[0], row[1])
	}
	a.passings(b)
	return nil
}

func (a account) state() string {
	over := "the race is over"
	if !a.rv.Over {
		over = "the race is not over: there is no DNF or DNS yet, and missed points are not judged"
	}
	return listed(", ", string(a.v.Edition.State), fmt.Sprintf("revision %d", a.v.Edition.Revision()), over)
}

// status returns the status with its reason. Without a reason, the runner passed
// everything in time.
func (a account) status() (string, error) {
	if a.r.Reason == nil {
		return string(a.r.Status) + ": no ruling against it, no cut-off failed, no required point missed", nil
	}
	because, err := a.language.Reason(a.rv.Race, a.r.Reason)
	if err != nil {
		return "", err
	}
	return listed(" ", string(a.r.Status)+":", because, clause(a.r.Reason.Clause)), nil
}

// doubts explains what keeps somebody from the front of a running race: each point at
// which the boards leave the runner out, and what ends that.
func (a account) doubts() (rows [][2]string) {
	for _, d := range a.r.Doubts {
		rows = append(rows, [2]string{"doubt", "not shown in front: " + review.Doubted(a.rv.Race, a.r.Entry.Bib, d)})
	}
	if len(rows) > 0 {
		rows = append(rows, [2]string{"", fmt.Sprintf("until the missing read is there, or live: {confirmed: [%q]} in edition.yaml", a.r.Entry.Bib)})
	}
	return rows
}

// ranking explains the places.
func (a account) ranking() (rows [][2]string) {
	r, rules := a.r, a.rv.Race.Rules
	if rc := a.rv.Race; rc.OfLaps() && r.Laps > 0 {
		rows = append(rows, [2]string{"laps", fmt.Sprintf("%d of %s km: %s km, the last that counts at the gun time", r.Laps, rc.Lap, rc.DistanceOf(r))})
	}
	if r.Gun != race.NoTime {
		rows = append(rows, [2]string{"gun time", rounded(r.Gun)})
	}
	if r.Net != race.NoTime {
		rows = append(rows, [2]string{"net time", rounded(r.Net)})
	}
	if r.Place == 0 {
		rows = append(rows, a.rankedAlone()...)
		if r.PlaceOverall > 0 {
			rows = append(rows, [2]string{"overall", fmt.Sprintf("%d of %d", r.PlaceOverall, a.rv.RankedOverall())})
		}
		return rows
	}
	how := "by " + string(cmp.Or(rules.Ranking.By, race.ByGun)) + " time"
	if a.rv.Race.OfLaps() {
		how = "by laps, then " + how
	}
	from := 1
	for _, band := range rules.Ranking.Bands {
		if r.Place >= from && (band.To == 0 || r.Place <= band.To) {
			how = "by " + string(band.By) + " time"
		}
		from = band.To + 1
	}
	if !a.rv.Over && !a.rv.Race.OfLaps() {
		how = "in order of arrival, as the race is not over"
	}
	if r.PlaceRuling != nil {
		how = "by ruling, " + place(r.PlaceRuling.From)
	}
	if r.Tied {
		how += ", shared: equal times"
	}
	at := slices.IndexFunc(a.rv.Divisions, func(d race.DivisionVerdict) bool { return d.Division == r.Division })
	rows = append(rows, [2]string{"place", listed(" ", fmt.Sprintf("%d of %d ranked in %s, %s", r.Place, a.rv.Divisions[at].Counts.Ranked, r.Division.ID, how), clause(rules.Clauses.Ranking))})
	if r.PlaceOverall > 0 {
		rows = append(rows, [2]string{"overall", fmt.Sprintf("%d, for information", r.PlaceOverall)})
	}
	return rows
}

func (a account) prize() (string, error) {
	if a.r.Prize == nil {
		return "none", nil
	}
	return a.due(a.r.Prize)
}

// due is what a place earned, and why.
func (a account) due(due *race.PrizeDue) (string, error) {
	because, err := a.language.Reason(a.rv.Race, &due.Reason)
	if err != nil {
		return "", err
	}
	state := "pending"
	if due.Due {
		state = "due"
	}
	sum := func(c race.Cents, open bool) string {
		if open {
			return "open"
		}
		return a.language.Money(c, due.Currency)
	}
	return listed(" ", fmt.Sprintf("%s: gross %s, record bonus %s, tax %s, net %s.", state, sum(due.Gross, due.GrossOpen), sum(due.Bonus, due.BonusOpen),
		sum(due.Tax, due.Open()), sum(due.Net, due.Open())), because, clause(due.Reason.Clause)), nil
}

func (a account) certificate() string {
	c := a.r.Certificate
	s := string(c.Status)
	if c.Status == race.CertificateScheduled {
		s += " for " + a.language.Moment(c.From)
	}
	if c.ByCode {
		s += ", only by the runner's code"
	}
	if c.Reason == race.CertNoGlyph {
		return s + " because: no_glyph, no font has all letters of the name; guntime check names the first that is missing, and its font"
	}
	return listed(" ", s, strings.ReplaceAll(optional("because: ", string(c.Reason)), "_", " "), clause(a.rv.Race.Rules.Clauses.Certificate))
}

// passings lists the points of the course, and when the timing files have the
// runner there.
func (a account) passings(b *bytes.Buffer) {
	t := a.r.Entry.Timing
	if t == nil {
		fmt.Fprintln(b, "\n    no timing file names the bib")
		return
	}
	fmt.Fprintf(b, "\n    %s\n", place(t.From))
	if t.SetAside {
		fmt.Fprintln(b, "    its row could not be read and is ignored")
		return
	}
	fmt.Fprintf(b, "    %s\n", a.clock(t))
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "    point\tclock\tsince the gun\tcut-off")
	gun := a.rv.Race.GunFor(a.r.Entry, a.r.Division)
	laps := a.rv.Race.OfLaps()
	for i, point := range a.rv.Race.Points {
		if laps && i > t.Laps && t.At[i] == race.Unseen { // laps of others
			continue
		}
		at, since := "not seen", ""
		if t.At[i] != race.Unseen {
			at, since = a.rv.Race.Wall.Said(t.At[i]), t.At[i].Since(gun).String()
		}
		if i == a.rv.Race.Start() && t.Started && t.At[i] == race.Unseen {
			at = "seen, time unknown"
		}
		limit := ""
		switch {
		case point.Cutoff.Unknown:
			limit = "unknown"
		case point.Cutoff.Set:
			limit = a.rv.Race.Wall.Said(point.Cutoff.At)
		}
		switch {
		case laps && t.At[i] != race.Unseen && !a.rv.Race.InTime(t.At[i]):
			limit = "after the limit"
		case !laps && !point.Required && i != a.rv.Race.Start():
			limit = listed(", ", limit, "not required")
		}
		fmt.Fprintf(table, "    %s\t%s\t%s\t%s\n", point.ID, at, since, limit)
	}
	table.Flush() // a buffer never fails
}

// clock says which clock the timing file has, and how the wall clock went (R50).
func (a account) clock(t *race.Timing) string {
	e, rc := a.v.Edition, a.rv.Race
	zone := "the wall clock of " + e.Zone.String()
	read := map[race.TimedBy]string{
		race.BySinceGun:  "times since the gun; the clock beside them is " + zone,
		race.ByTimeOfDay: "times of " + zone,
		race.ByReads:     "raw reads; the clock is " + zone,
	}[t.Clock]
	if from, to, ok := rc.Wall.Change(rc.GunFor(a.r.Entry, a.r.Division), max(rc.RaceEnd, e.RaceEnd)); ok {
		read += fmt.Sprintf(", which changes from %s to %s during the race; the time since the gun is what really passed", from%race.Day, to%race.Day)
	}
	return read
}

// rounded is a clock as it was read, and as it is published.
func rounded(c race.Clock) string {
	if c == c.Official() {
		return c.Text()
	}
	return fmt.Sprintf("%s, read as %s and rounded up", c.Text(), c)
}

func division(r *race.Result) string {
	if r.Division == nil {
		return "no division fits"
	}
	return r.Division.ID
}

func yes(is bool, by string) string {
	if !is {
		return "no"
	}
	return listed(" ", "yes", clause(by))
}

func clause(c string) string {
	if c == "" {
		return ""
	}
	return "[" + c + "]"
}

func optional(before, s string) string {
	if s == "" {
		return ""
	}
	return before + s
}

func place(at race.Position) string {
	if at.Path == "" {
		return ""
	}
	return at.String()
}

// listed joins the texts that are not empty.
func listed(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}
