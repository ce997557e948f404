package read

import (
	"errors"
	"io/fs"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read/look"
	"guntime/generator/internal/yamlpos"
)

// Site reads data/site.yaml alone.
func Site(fsys fs.FS) (race.Site, problem.List) {
	p := newProject(fsys)
	site := p.site()
	return site, p.found.Sorted()
}

// site reads data/site.yaml. What it does not say has a default.
func (p *project) site() race.Site {
	site := race.Site{BaseURL: "https://example.org/", Unaddressed: true, Languages: []string{"zh", "en"}, KeepRemoved: usualKeep}
	if _, err := fs.Stat(p.fsys, "data/site.yaml"); errors.Is(err, fs.ErrNotExist) {
		problem.WholeFile("data/site.yaml").Report(p.found, problem.Error, "missing_file", `there is no file "data/site.yaml"`,
			"guntime new DIR makes a project; -C DIR names the folder of one that is there")
		return site
	}
	root, ok := p.document("data/site.yaml")
	if !ok {
		return site
	}
	f := root.Fields("title", "base_url", "languages", "host", "host_files", "layout", "deploy", "removals", "contact", "accent", "logo", "icp", "police", "index_runners", "social_pictures", "theme", "offline")
	site.BaseURL = yamlpos.Parsed(f.Get("base_url"), site.BaseURL, "an absolute address such as https://example.org/", parseBase)
	var languages []string
	for _, item := range f.Get("languages").Items() {
		tag := yamlpos.Parsed(item, "", "a language such as zh, en or ja", func(s string) (string, error) {
			switch {
			case !race.IsLanguageTag(s):
				return "", errors.New("not a language")
			case device(s):
				return "", errDevice
			case slices.Contains(languages, s):
				return "", errors.New("named twice")
			}
			return s, nil
		})
		if tag != "" {
			languages = append(languages, tag)
		}
	}
	if len(languages) > 0 {
		site.Languages = languages
	}
	site.Title = f.Get("title").Text(site.Languages)
	if len(site.Title) == 0 {
		host := strings.TrimSuffix(strings.SplitAfterN(site.BaseURL, "//", 2)[1], "/")
		f.Get("title").Warn("missing_key", "", "the key \"title\" is missing; the site is called %q", host)
		site.Title = race.Text{}
		for _, l := range site.Languages {
			site.Title[l] = host
		}
	}
	site.Host = yamlpos.Parsed(f.Get("host"), race.AnyHost, problem.ListOf(race.Hosts), func(s string) (race.Host, error) {
		if !slices.Contains(race.Hosts, race.Host(s)) {
			return race.AnyHost, errors.New("not known here")
		}
		return race.Host(s), nil
	})
	site.HostFiles = f.Get("host_files").Int(0, 1, 1_000_000_000)
	site.Compact = yamlpos.Parsed(f.Get("layout"), false, "pages or compact", func(s string) (bool, error) {
		if s != "pages" && s != "compact" {
			return false, errors.New("not a layout")
		}
		return s == "compact", nil
	})
	site.Deploy = deploy(f.Get("deploy"))
	site.KeepRemoved = removals(f.Get("removals"))
	site.Contact = f.Get("contact").StringOr("")
	site.Accent = yamlpos.Parsed(f.Get("accent"), "", `a colour such as "#b3001b"`, look.Colour)
	if site.Accent != "" {
		look.OnButtons(f.Get("accent"), site.Accent)
	}
	site.Logo = f.Get("logo").StringOr("")
	site.Theme = look.Theme(f.Get("theme"))
	site.ICP, site.Police = f.Get("icp").StringOr(""), f.Get("police").StringOr("")
	site.NoOffline = !f.Get("offline").Bool(true)
	site.IndexRunners = f.Get("index_runners").Bool(false)
	site.Unaddressed = !f.Get("base_url").Exists()
	site.Pictures = look.Pictures(f.Get("social_pictures"), site.Compact)
	return site
}

// usualKeep is for how long a tombstone stands where site.yaml says nothing:
// hosts serve a deleted page for a week and more.
const usualKeep = 30 * 24 * time.Hour

// removals reads for how long a tombstone stands where a page was withdrawn.
func removals(v yamlpos.Value) time.Duration {
	f := v.Fields("keep")
	return yamlpos.Parsed(f.Get("keep"), usualKeep, `days, such as "30d", or "0d" for none`, func(s string) (time.Duration, error) {
		days, err := strconv.ParseUint(strings.TrimSuffix(s, "d"), 10, 16)
		if err != nil || !strings.HasSuffix(s, "d") {
			return 0, errors.New("not a number of days")
		}
		return time.Duration(days) * 24 * time.Hour, nil
	})
}

// deploy reads which bucket the site goes into.
func deploy(v yamlpos.Value) race.Deploy {
	f := v.Fields("bucket", "endpoint", "region", "prefix")
	return race.Deploy{
		Bucket:   yamlpos.Parsed(f.Get("bucket"), "", "the bucket's name, 3 to 63 lower-case letters, digits and hyphens; such as my-race-results", BucketName),
		Endpoint: yamlpos.Parsed(f.Get("endpoint"), "", "the service's address, such as https://s3.eu-central-1.amazonaws.com", endpoint),
		Region:   yamlpos.Parsed(f.Get("region"), "", "the name of the bucket's region, such as eu-central-1", region),
		Prefix: yamlpos.Parsed(f.Get("prefix"), "", `a folder, such as "results/"`, func(s string) (string, error) {
			if s = strings.TrimSuffix(s, "/"); !fs.ValidPath(s) || s == "." {
				return "", errors.New("not a folder")
			}
			return s + "/", nil
		}),
	}
}

// parseBase reads the address the site is published under.
func parseBase(s string) (string, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Opaque != "":
		return "", errors.New("not an absolute address")
	case u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(s, "?#"):
		return "", errors.New("an address with a query or a fragment")
	case !strings.HasSuffix(u.Path, "/"):
		return "", errors.New("without a slash at its end")
	}
	return s, nil
}
