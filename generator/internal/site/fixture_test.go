package site

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"guntime/content"
	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/page"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
	"guntime/templates"
)

// beijing is the zone of all editions here.
var beijing = time.FixedZone("Asia/Shanghai", 8*3600)

// after and during are moments after the end of every edition with results, and
// as that of 2022 is run.
var (
	after  = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	during = time.Date(2022, 11, 6, 2, 0, 0, 0, time.UTC)
)

const gun = race.Instant(7*3_600_000 + 30*60_000)

// dash is a race of 10 km that runners finish a second apart, those with a gender
// in their order; of everybody else nothing was read.
func dash(id string, entries ...race.Entry) *race.Race {
	rc := &race.Race{ID: id, Name: race.Text{"en": "The " + id}, Length: 10 * race.Kilometre, Gun: gun,
		Divisions: []*race.Division{{ID: "men", Gender: race.Male, Gun: race.Unseen}, {ID: "women", Gender: race.Female, Gun: race.Unseen}},
		Points: []race.Point{{ID: "start", Listed: true, Required: true},
			{ID: "finish", At: 10 * race.Kilometre, Listed: true, Required: true, Cutoff: race.Cutoff{Set: true, At: gun + 7_200_000}}}}
	for i, e := range entries {
		if e.Gender != race.NoGender {
			e.Timing = &race.Timing{At: []race.Instant{gun + 1000, gun + 2_000_000 + race.Instant(i)*1000}, Net: race.NoTime}
		}
		rc.Entries = append(rc.Entries, &e)
	}
	return rc
}

// seven are six runners of every visibility, and one who never started.
func seven() []race.Entry {
	return []race.Entry{
		{Bib: "M1", Name: "张一", Nat: "CHN", Gender: race.Male, Visibility: race.Public},
		{Bib: "M2", Name: "Secret Two", Nat: "KEN", Gender: race.Male, Visibility: race.Anonymous},
		{Bib: "M3", Name: "Jo Three", Nat: "KEN", Gender: race.Male, Visibility: race.Public},
		{Bib: "M4", Name: "Max Four", Nat: "GER", Gender: race.Male, Visibility: race.Masked, Code: "7Q2MXK4P7Q2M"},
		{Bib: "M5", Name: "Al Five", Nat: "USA", Gender: race.Male, Visibility: race.Public},
		{Bib: "W1", Name: "Wu One", Nat: "CHN", Gender: race.Female, Visibility: race.Public},
		{Bib: "X1", Name: "Not There", Visibility: race.Public},
	}
}

// year is an edition whose end is at noon.
func year(id string, state race.State, races ...*race.Race) *race.Edition {
	of, _ := time.Parse("2006", id)
	return &race.Edition{ID: id, Name: race.Text{"en": "Meeting " + id}, Date: time.Date(of.Year(), 11, 6, 0, 0, 0, 0, beijing), Zone: beijing, State: state,
		RaceEnd: 12 * 3_600_000, Races: races}
}

// setting is what a plan is made of, to be changed before it is.
type setting struct {
	*race.Archive
	now    time.Time
	signed string // the secret of the signing key, "" for none
	facts  artifact.Sources
}

// standard is a settled edition, one of the day, and one that is to come.
func standard() *setting {
	s := &setting{now: after, Archive: &race.Archive{
		Site: race.Site{Title: race.Text{"en": "Results"}, BaseURL: "https://example.org/bj/", Languages: []string{"en", "zh"}, Contact: "results@example.org"},
		Editions: []*race.Edition{
			year("2021", race.Official, dash("mini", seven()[:3]...)),
			year("2022", race.Official, dash("mini", seven()...)),
			year("2023", race.Scheduled, dash("mini")),
		}}}
	key := func(name string) artifact.Key { return artifact.KeyOf([]byte(name)) }
	s.facts = artifact.Sources{Program: key("program"), Templates: key("templates"), Messages: key("messages"), Content: key("content"), Data: key("data"), Editions: map[string]artifact.Key{}}
	for _, e := range s.Editions {
		s.facts.Editions[e.ID] = key(e.ID)
	}
	return s
}

var book = sync.OnceValue(func() *words.Book {
	messages, err := fs.Sub(content.FS, "messages")
	if err != nil {
		panic(err)
	}
	b, found := words.Load(messages, messages, []string{"en", "zh"})
	if found.Errors() {
		panic(found)
	}
	return b
})

var design = sync.OnceValue(func() *certificate.Design {
	d, found := certificate.ParseDesign(templates.FS, "")
	if d == nil {
		panic(found)
	}
	return d
})

// signer signs with the key that a text of 32 bytes is.
func signer(t testing.TB, s race.Site, secret string) *certificate.Signer {
	t.Helper()
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := certificate.ParseKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	return certificate.NewSigner(key, s.BaseURL, Links(s).Section(s.Languages[0], "verify"), book(), s.Languages)
}

// input judges the setting and prepares all that a plan needs.
func (s *setting) input(t testing.TB) Input {
	t.Helper()
	in := Input{Archive: s.Archive, Links: Links(s.Site), Book: book(), Design: design(), Sources: s.facts, Forms: map[*race.RaceVerdict]*certificate.Form{}}
	if s.signed != "" {
		in.Signer = signer(t, s.Site, s.signed)
	}
	for _, e := range s.Editions {
		in.Verdicts = append(in.Verdicts, judge.Rule(e, s.now))
	}
	in.History = judge.History(s.Archive, in.Verdicts)
	pages, found := page.New(templates.FS, content.FS, in.Book, s.Archive, in.Links)
	if found.Errors() {
		t.Fatal(found)
	}
	in.Pages, in.Finders = pages, Finders(s.Site, in.Verdicts, nil, KeptFinders{})
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			if !v.Edition.State.HasResults() || rv.Race.Rules.Certificate.None {
				continue
			}
			form, err := certificate.New(in.Design, in.Book, s.Site.Languages, v.Edition, rv.Race, rv, in.Signer)
			if err != nil {
				t.Fatal(err)
			}
			in.Forms[rv] = form
		}
	}
	return in
}

// files are those of the plan of a setting that was changed, in their order; of
// one that was not they are planned once.
func files(t testing.TB, change func(*setting)) []artifact.File {
	t.Helper()
	if change == nil && unchanged != nil {
		return unchanged
	}
	s := standard()
	if change == nil {
		unchanged = planned(t, s.input(t))
		return unchanged
	}
	change(s)
	return planned(t, s.input(t))
}

var unchanged []artifact.File

func planned(t testing.TB, in Input) (all []artifact.File) {
	t.Helper()
	seen := map[string]bool{}
	for f, err := range Plan(in) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[f.Path] {
			t.Errorf("%s is planned twice", f.Path)
		}
		if seen[f.Path] = true; strings.HasPrefix(f.Path, "/") || path.Clean(f.Path) != f.Path {
			t.Errorf("%q is no path from the root", f.Path)
		}
		all = append(all, f)
	}
	return all
}

func paths(all []artifact.File) (list []string) {
	for _, f := range all {
		list = append(list, f.Path)
	}
	return list
}

// text is what a file of a plan says.
func text(t testing.TB, all []artifact.File, name string) string {
	t.Helper()
	at := slices.IndexFunc(all, func(f artifact.File) bool { return f.Path == name })
	if at < 0 {
		t.Fatalf("%s is not in the plan", name)
	}
	var b strings.Builder
	if err := all[at].Draw(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// moved are the paths whose keys two plans of the same files do not share.
func moved(t testing.TB, a, b []artifact.File) (list []string) {
	t.Helper()
	// A club or nation that nobody had before has a page, one that nobody has any more none.
	here, there := map[string]bool{}, map[string]bool{}
	for _, f := range a {
		here[f.Path] = true
	}
	for _, f := range b {
		there[f.Path] = true
	}
	only := func(other map[string]bool) func(artifact.File) bool {
		return func(f artifact.File) bool {
			return !other[f.Path] && (strings.Contains(f.Path, "/clubs/") || strings.Contains(f.Path, "/nations/"))
		}
	}
	a, b = slices.DeleteFunc(slices.Clone(a), only(there)), slices.DeleteFunc(slices.Clone(b), only(here))
	if !slices.Equal(paths(a), paths(b)) {
		t.Fatalf("other files: %s", differ(paths(a), paths(b)))
	}
	for i := range a {
		if a[i].Key != b[i].Key {
			list = append(list, a[i].Path)
		}
	}
	return list
}

func differ(a, b []string) string {
	var out []string
	for _, p := range a {
		if !slices.Contains(b, p) {
			out = append(out, "-"+p)
		}
	}
	for _, p := range b {
		if !slices.Contains(a, p) {
			out = append(out, "+"+p)
		}
	}
	return fmt.Sprint(strings.Join(out, "\n"), "\n", len(a), " and ", len(b))
}

// within are the paths of a list that some of the patterns of path.Match fit, a
// pattern that ends in a slash all below it.
func within(list []string, patterns ...string) (some []string) {
	for _, p := range list {
		if slices.ContainsFunc(patterns, func(pattern string) bool {
			if strings.HasSuffix(pattern, "/") {
				return strings.HasPrefix(p, pattern)
			}
			ok, err := path.Match(pattern, p)
			return ok && err == nil
		}) {
			some = append(some, p)
		}
	}
	return some
}
