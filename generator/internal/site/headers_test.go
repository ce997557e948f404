package site

import (
	"regexp"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

func TestOfficialResultsAreSettledOnceTheRaceIsOver(t *testing.T) {
	for _, c := range []struct {
		state race.State
		over  bool
		want  artifact.Cache
	}{
		{race.Official, true, artifact.Settled},
		{race.Official, false, artifact.Live},
		{race.Notice, true, artifact.Live},
		{race.Provisional, true, artifact.Live},
		{race.Provisional, false, artifact.Live},
		{race.Scheduled, false, artifact.Settled},
		{race.Cancelled, true, artifact.Settled},
	} {
		if got := cacheOf(&race.Verdict{Edition: &race.Edition{State: c.state}, Over: c.over}); got != c.want {
			t.Errorf("%s, over %v: %s, want %s", c.state, c.over, got, c.want)
		}
	}
}

func TestCacheControlIsWhatEachClassOfCopiesTakes(t *testing.T) {
	for class, want := range map[artifact.Cache]string{
		artifact.Settled:   "public, max-age=0, s-maxage=3600, must-revalidate",
		artifact.Live:      "public, max-age=0, s-maxage=10, stale-while-revalidate=20",
		artifact.Immutable: "public, max-age=31536000, immutable",
	} {
		if got := CacheControl(class); got != want {
			t.Errorf("%s: %s, want %s", class, got, want)
		}
	}
}

// headersOf are the rules of the file _headers of a setting, by path.
func headersOf(t *testing.T, change func(*setting)) (text_ string, rules map[string]string) {
	t.Helper()
	all := files(t, change)
	text_, rules = text(t, all, "_headers"), map[string]string{}
	for block := range strings.SplitSeq(text_, "\n\n") {
		path, lines, _ := strings.Cut(block, "\n")
		if rules[path] != "" {
			t.Errorf("two rules for %s", path)
		}
		rules[path] = lines
	}
	return text_, rules
}

func TestResultsOfARaceThatIsRunAreAskedForAnewWhateverTheirState(t *testing.T) {
	const live = "Cache-Control: public, max-age=0, s-maxage=10, stale-while-revalidate=20"
	_, settled := headersOf(t, nil)
	_, running := headersOf(t, func(s *setting) { s.now = during }) // official already
	_, noticed := headersOf(t, func(s *setting) { s.Editions[1].State = race.Notice })
	for _, path := range []string{"/bj/:lang/", "/bj/:lang/2022/*", "/bj/2022/*"} {
		if settled[path] != "" {
			t.Errorf("settled: %s %s", path, settled[path])
		}
		for name, rules := range map[string]map[string]string{"official and running": running, "noticed": noticed} {
			if !strings.Contains(rules[path], live) {
				t.Errorf("%s: %s %q", name, path, rules[path])
			}
		}
	}
	for _, id := range []string{"2021", "2023"} {
		if running["/bj/"+id+"/*"] != "" || running["/bj/:lang/"+id+"/*"] != "" {
			t.Errorf("%s is live", id)
		}
	}
	_, signed := headersOf(t, func(s *setting) { s.signed = strings.Repeat("a", 32) })
	for _, path := range []string{"/bj/verify.json", "/bj/:edition/:race/verify/*"} {
		if !strings.Contains(signed[path], live) || settled[path] != "" {
			t.Errorf("%s: signed %q, unsigned %q", path, signed[path], settled[path])
		}
	}
}

func TestEveryAnswerHasTheHeadersThatKeepItSafe(t *testing.T) {
	for _, host := range []race.Host{race.AnyHost, race.Netlify, race.CloudflarePages} {
		text, rules := headersOf(t, func(s *setting) { s.Site.Host = host })
		if !strings.HasPrefix(text, "/bj/*\n") {
			t.Errorf("%s: it begins with %.20q", host, text)
		}
		all := rules["/bj/*"]
		for _, want := range []string{"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'",
			"X-Content-Type-Options: nosniff", "Referrer-Policy: strict-origin-when-cross-origin", "Permissions-Policy: camera=(), geolocation=(), microphone=()"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: no %q in %s", host, want, all)
			}
		}
		if strings.Contains(all, "frame-ancestors 'self'") == (host == race.Netlify) || strings.Contains(all, "Cache-Control") {
			t.Errorf("%s: %s", host, all)
		}
		embed := rules["/bj/:lang/:edition/:race/embed/*"]
		switch taken := strings.Contains(embed, "! Content-Security-Policy\n"); {
		case host == race.Netlify && embed != "": // both policies would hold
			t.Errorf("%s: %s", host, embed)
		case host != race.Netlify && (!taken || !strings.Contains(embed, "frame-ancestors *")):
			t.Errorf("%s: %s", host, embed)
		}
		if rules["/bj/*.pdf"] != "  X-Robots-Tag: noindex" && rules["/bj/*.pdf"] != "  X-Robots-Tag: noindex\n" {
			t.Errorf("%s: %q", host, rules["/bj/*.pdf"])
		}
	}
}

func TestOnlyFilesThatAreThereAreNamedImmutable(t *testing.T) {
	all := files(t, nil)
	named := regexp.MustCompile(`(?m)^/bj/(.*)\n  Cache-Control: public, max-age=31536000, immutable`).FindAllStringSubmatch(text(t, all, "_headers"), -1)
	assets := within(paths(all), "assets/")
	if len(named) != len(assets) {
		t.Errorf("%d of %d assets", len(named), len(assets))
	}
	for i := range min(len(named), len(assets)) {
		if named[i][1] != assets[i] {
			t.Errorf("%s, want %s", named[i][1], assets[i])
		}
	}
}

func TestShortAddressesLeadToTheRunnerInTheDefaultLanguage(t *testing.T) {
	const refused = "/.guntime/* /bj/ 302\n/:in0/.guntime/* /bj/ 302\n"
	got := text(t, files(t, nil), "_redirects")
	if !strings.HasPrefix(got, refused) || strings.Count(got, ".guntime/*") != 6 || !strings.Contains(got, "\n/:in0/:in1/:in2/:in3/:in4/.guntime/* /bj/ 302\n/bj/r/") {
		t.Errorf("the state of builds is not refused: %s", got)
	}
	if !strings.HasSuffix(got, "\n/bj/r/2021/mini/:bib /bj/en/2021/mini/runners/:bib.html 302\n/bj/r/2022/mini/:bib /bj/en/2022/mini/runners/:bib.html 302\n") {
		t.Error(got)
	}
	s := standard()
	in := s.input(t)
	for host, want := range map[race.Host]string{race.Netlify: "/.guntime/* /bj/404.html 404!\n", race.CloudflarePages: refused, race.Nginx: "/bj/r/2021", race.S3: "/bj/r/2021", race.OSS: "/bj/r/2021", race.COS: "/bj/r/2021", race.GitHubPages: "/bj/r/2021"} {
		s.Site.Host = host
		if got := text(t, planned(t, in), "_redirects"); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", host, got)
		}
	}
	if got := text(t, files(t, func(s *setting) { s.Site.Compact = true; s.Site.Languages = []string{"zh", "en"} }), "_redirects"); !strings.Contains(got, "/bj/r/2022/mini/:bib /bj/zh/2022/mini/runners/#:bib 302\n") {
		t.Error(got)
	}
}

func TestTheFormerAddressesOfGroupsLeadToTheirLists(t *testing.T) {
	rc := &race.Race{ID: "run", Divisions: []*race.Division{{ID: "men"}, {ID: "women"}}, Rules: race.Rules{AgeGroups: []race.AgeGroup{{ID: "men-40"}}}}
	verdict := &race.Verdict{Edition: &race.Edition{ID: "2022"}, Races: []*race.RaceVerdict{{Race: rc}}}
	p := &plan{Input: Input{Verdicts: []*race.Verdict{verdict}}}
	if got, want := p.movedGroups("/bj/"), "/bj/:lang/:edition/:race/:division/group/:id/* /bj/:lang/:edition/:race/:id/:splat 301\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	rc.Rules.AgeGroups = nil
	if got := p.movedGroups("/bj/"); got != "" {
		t.Errorf("without groups: %s", got)
	}
}
