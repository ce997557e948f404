package site

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

func TestEachHostHasItsLimits(t *testing.T) {
	limits := map[race.Host]Limits{
		race.AnyHost:         {},
		race.Nginx:           {},
		race.CloudflarePages: {Files: 20_000, FileBytes: 26_214_400, Rules: 100, Redirects: 2_000},
		race.Netlify:         {Folder: 54_000},
		race.GitHubPages:     {Bytes: 1_073_741_824},
		race.S3:              {URLs: 3_000, Folders: 15, PurgeFolder: "*", PurgeBase: "/bj/"},
		race.OSS:             {URLs: 10_000, Folders: 100},
		race.COS:             {URLs: 10_000, Folders: 100},
	}
	for _, host := range append([]race.Host{race.AnyHost}, race.Hosts...) {
		want, known := limits[host]
		if want.PurgeBase == "" {
			want.PurgeBase = "https://example.org/bj/"
		}
		if got := LimitsOf(race.Site{Host: host, BaseURL: "https://example.org/bj/"}); got != want || !known {
			t.Errorf("%q: %+v, want %+v", host, got, want)
		}
		want.Files = 7
		if got := LimitsOf(race.Site{Host: host, BaseURL: "https://example.org/bj/", HostFiles: 7}); got != want {
			t.Errorf("%q with host_files: %+v, want %+v", host, got, want)
		}
	}
	if got := LimitsOf(race.Site{Host: race.S3, BaseURL: "https://example.org"}).PurgeBase; got != "/" {
		t.Errorf("at the root of a host: %q", got)
	}
}

func TestASiteThatAHostDoesNotTakeIsRefusedBeforeItIsDrawn(t *testing.T) {
	check := func(change func(*setting)) (string, string) {
		s := standard()
		change(s)
		return CheckHostLimits(s.input(t))
	}
	n := len(files(t, nil))
	t.Run("a host whose limits are far off takes it", func(t *testing.T) {
		s := standard()
		in := s.input(t)
		for _, s.Site.Host = range []race.Host{race.AnyHost, race.Nginx, race.Netlify, race.CloudflarePages} {
			host := s.Site.Host
			if text, hint := CheckHostLimits(in); text+hint != "" {
				t.Errorf("%s: %s; %s", host, text, hint)
			}
		}
	})
	t.Run("as many files as it takes are not too many, one more is", func(t *testing.T) {
		if text, _ := check(func(s *setting) { s.Site.Host, s.Site.HostFiles = race.Nginx, n }); text != "" {
			t.Error(text)
		}
		text, hint := check(func(s *setting) { s.Site.Host, s.Site.HostFiles = race.Nginx, n-1 })
		if text != "host: the limit of nginx is "+strconv.Itoa(n-1)+" files, the site has "+strconv.Itoa(n) || !strings.HasPrefix(hint, `set "host_files:"`) || !strings.Contains(hint, `"layout: compact"`) {
			t.Errorf("%s; %s", text, hint)
		}
		if _, hint := check(func(s *setting) { s.Site.Host, s.Site.HostFiles, s.Site.Compact = race.Nginx, 3, true }); strings.Contains(hint, "set \"layout:") || !strings.Contains(hint, "already compact") {
			t.Error(hint)
		}
	})
	t.Run("more rules than it takes name the editions that are still live", func(t *testing.T) {
		text, hint := check(func(s *setting) {
			s.Site.Host = race.CloudflarePages
			for i := range 50 {
				s.Editions = append(s.Editions, year(strconv.Itoa(1900+i), race.Provisional))
			}
		})
		if !strings.Contains(text, "100 rules in _headers") || !strings.Contains(hint, "official") {
			t.Errorf("%s; %s", text, hint)
		}
	})
}

func TestAHostThatIsSetUpByHandGetsItsFiles(t *testing.T) {
	s := standard()
	in := s.input(t)
	for host, want := range map[race.Host]string{race.Nginx: "nginx-http.conf nginx-server.conf", race.S3: "metadata.json", race.OSS: "metadata.json", race.COS: "metadata.json",
		race.AnyHost: "", race.Netlify: "", race.CloudflarePages: "", race.GitHubPages: ""} {
		s.Site.Host = host
		if got := strings.Join(paths(HostConfigFiles(in)), " "); got != want {
			t.Errorf("%q: %s, want %s", host, got, want)
		}
		if hidden := slices.Contains(paths(planned(t, in)), ".nojekyll"); hidden != (host == race.GitHubPages) {
			t.Errorf("%q: .nojekyll %v", host, hidden)
		}
	}
}

func TestABucketIsToldTheHeadersOfEachClass(t *testing.T) {
	s := standard()
	s.Site.Host = race.S3
	var got struct {
		Cache  map[string]string            `json:"cache_control"`
		Errors string                       `json:"error_cache_control"`
		All    map[string]string            `json:"headers"`
		Some   map[string]map[string]string `json:"headers_by_path"`
		Index  string                       `json:"index_document"`
		Error  string                       `json:"error_document"`
	}
	if err := json.Unmarshal([]byte(text(t, HostConfigFiles(s.input(t)), "metadata.json")), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Cache) != 3 || got.Cache["live"] != CacheControl(artifact.Live) || got.Cache["immutable"] != CacheControl(artifact.Immutable) || got.Cache["settled"] != CacheControl(artifact.Settled) || got.Errors != CacheControl(artifact.Live) {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(got.All["Content-Security-Policy"], "frame-ancestors 'self'") || !strings.Contains(got.Some["*/embed/*"]["Content-Security-Policy"], "frame-ancestors *") || got.Some["*.pdf"]["X-Robots-Tag"] != "noindex" {
		t.Errorf("%+v", got)
	}
	if got.Index != "index.html" || got.Error != "404.html" {
		t.Errorf("%+v", got)
	}
}

// mapped are the values that nginx has for an address, by header, read from the
// file as nginx reads it: of several patterns the first.
func mapped(text, uri string) map[string]string {
	values := map[string]string{}
	name := ""
	for line := range strings.Lines(text) {
		if m := regexp.MustCompile(`^map \$uri \$guntime_(\w+) \{`).FindStringSubmatch(line); m != nil {
			name = m[1]
		} else if m := regexp.MustCompile(`^    "~(.*)" "(.*)";`).FindStringSubmatch(line); m != nil && name != "" && values[name] == "" && regexp.MustCompile(m[1]).MatchString(uri) {
			values[name] = m[2]
		} else if strings.HasPrefix(line, "}") {
			name = ""
		}
	}
	return values
}

func TestNginxIsToldTheHeadersOfEachAddress(t *testing.T) {
	s := standard()
	s.Site.Host, s.now = race.Nginx, during
	all := HostConfigFiles(s.input(t))
	maps := text(t, all, "nginx-http.conf")
	for uri, want := range map[string]artifact.Cache{
		"/bj/index.html":                              artifact.Settled,
		"/bj/en/":                                     artifact.Live,
		"/bj/en/index.html":                           artifact.Live,
		"/bj/en/history/index.html":                   artifact.Settled,
		"/bj/en/2022/mini/runners/M1.html":            artifact.Live,
		"/bj/2022/mini/results.json":                  artifact.Live,
		"/bj/2021/mini/results.json":                  artifact.Settled,
		"/bj/en/2021/mini/index.html":                 artifact.Settled,
		"/bj/404.html":                                artifact.Live,
		"/bj/assets/site.0a.css":                      artifact.Immutable,
		"/bj/2022/mini/search/lists/b0a1b2c3d4e.json": artifact.Immutable,
		"/bj/2021/mini/search/times/b0a1b2c3d4e.json": artifact.Settled,
		"/bj/2022/mini/search/index.json":             artifact.Live,
		"/bj/2021/mini/search/index.json":             artifact.Settled,
	} {
		if got := mapped(maps, uri)["cache_control"]; got != CacheControl(want) {
			t.Errorf("%s: %s, want %s", uri, got, CacheControl(want))
		}
	}
	if got := mapped(maps, "/bj/en/2022/mini/embed/index.html")["content_security_policy"]; got != embedded.value {
		t.Errorf("embedded: %s", got)
	}
	if got := mapped(maps, "/bj/en/2022/mini/index.html")["content_security_policy"]; got != security()[0].value {
		t.Errorf("a page: %s", got)
	}
	if got := mapped(maps, "/bj/2022/mini/certificates/M1.pdf")["x_robots_tag"]; got != "noindex" {
		t.Errorf("a certificate: %q", got)
	}
	if got := mapped(maps, "/elsewhere/2022/mini/certificates/M1.pdf"); len(got) > 0 {
		t.Errorf("outside the site: %v", got)
	}
	server := text(t, all, "nginx-server.conf")
	for _, want := range []string{"error_page 404 /bj/404.html;", "add_header Cache-Control $guntime_cache always;", "add_header Content-Security-Policy $guntime_content_security_policy always;",
		`rewrite "^/bj/r/2022/mini/([^/]+)$" "/bj/en/2022/mini/runners/$1.html" redirect;`} {
		if !strings.Contains(server, want+"\n") {
			t.Errorf("no %s in\n%s", want, server)
		}
	}
	if !strings.Contains(server, `location ~ "/\.(?!well-known(/|$))" { return 404; }`) {
		t.Errorf("the state of builds is served:\n%s", server)
	}
	for ext, kind := range artifact.Types {
		if !strings.Contains(server, `"`+kind+`" `+ext[1:]+";\n") {
			t.Errorf("nginx does not know %s", ext)
		}
	}
}
