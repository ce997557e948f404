package site

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// Limits are the limits of a host, each 0 for none. The numbers are published by
// the hosts; of several plans it is the free one.
type Limits struct {
	Files     int // in all
	Folder    int // files in one folder
	Rules     int // in _headers
	Redirects int // in _redirects
	FileBytes int64
	Bytes     int64 // in all
	URLs      int   // that can be purged at a time
	Folders   int   // that can be purged at a time
	// Prefix of a line of purge.txt before the path, and suffix of a folder.
	PurgeBase, PurgeFolder string
}

// LimitsOf returns the limits of the host that a site names.
func LimitsOf(s race.Site) Limits {
	var l Limits
	switch s.Host {
	case race.CloudflarePages:
		l = Limits{Files: 20_000, FileBytes: 25 << 20, Rules: 100, Redirects: 2_000}
	case race.Netlify:
		l = Limits{Folder: 54_000}
	case race.GitHubPages:
		l = Limits{Bytes: 1 << 30}
	case race.S3:
		l = Limits{URLs: 3_000, Folders: 15}
	case race.OSS, race.COS:
		l = Limits{URLs: 10_000, Folders: 100}
	}
	l.PurgeBase = s.BaseURL
	if s.Host == race.S3 { // CloudFront purges paths; a star means all below
		l.PurgeBase, l.PurgeFolder = rootOf(s), "*"
	}
	if s.HostFiles > 0 {
		l.Files = s.HostFiles
	}
	return l
}

// rootOf returns the path of the root of a site, "/" or "/results/".
func rootOf(s race.Site) string {
	if u, err := url.Parse(s.BaseURL); err == nil && u.Path != "" {
		return u.Path
	}
	return "/"
}

// CheckHostLimits compares the planned files with the limits of the host before any
// is drawn. It returns what is too much and what to change, "" where nothing is. It
// does not know sizes.
func CheckHostLimits(in Input) (text, hint string) {
	host, l := in.Archive.Site.Host, LimitsOf(in.Archive.Site)
	if l.Files == 0 && l.Folder == 0 && l.Rules == 0 {
		return "", ""
	}
	files, fullest, folders := 0, "", map[string]int{}
	for f := range Plan(in) {
		files++
		folder := path.Dir(f.Path)
		if folders[folder]++; folders[folder] > folders[fullest] {
			fullest = folder
		}
	}
	p := &plan{Input: in}
	rules, redirects := len(p.fileRules("/")), strings.Count(refusals(host, "/")+languageRules(in.Archive.Site, "/")+p.redirects("/"), "\n")
	switch {
	case l.Files > 0 && files > l.Files:
		return fmt.Sprintf("host: the limit of %s is %d files, the site has %d", host, l.Files, files),
			"set \"host_files:\" to the limit of your plan; or " + HostLimitHint(in.Archive.Site)
	case l.Folder > 0 && folders[fullest] > l.Folder:
		return fmt.Sprintf("host: the limit of %s is %d files per folder, %s has %d", host, l.Folder, fullest, folders[fullest]), HostLimitHint(in.Archive.Site)
	case l.Rules > 0 && rules > l.Rules:
		return fmt.Sprintf("host: the limit of %s is %d rules in _headers, the site has %d", host, l.Rules, rules), "make the results of past editions official: \"state:\""
	case l.Redirects > 0 && redirects > l.Redirects:
		return fmt.Sprintf("host: the limit of %s is %d redirects, the site has %d", host, l.Redirects, redirects), "set \"host:\" to one without this limit"
	}
	return "", ""
}

// HostLimitHint returns what to change where a site exceeds the limits of its host.
func HostLimitHint(s race.Site) string {
	host := "set \"host:\" to one without this limit, such as nginx, s3, oss or cos"
	if s.Compact {
		return host + "; the layout is already compact, in which only certificates by code are single files"
	}
	return "set \"layout: compact\", which has one file for some hundred runners; or " + host
}

// HostConfigFiles returns the files for the person who sets up the host. They lie
// beside the site and are not part of it.
func HostConfigFiles(in Input) []artifact.File {
	root, languages := rootOf(in.Archive.Site), in.Archive.Site.Languages
	rules := (&plan{Input: in}).headerRules(root)
	if len(languages) > 1 { // a cache must not lead everybody to the language of the first
		rules = append(rules, rule{root, []header{{"Vary", "Accept-Language"}}})
	}
	switch in.Archive.Site.Host {
	case race.Nginx:
		return []artifact.File{
			{Path: "nginx-http.conf", Draw: func(w io.Writer) error { return nginxMaps(w, rules, languageMap(languages)) }},
			{Path: "nginx-server.conf", Draw: func(w io.Writer) error {
				return nginxServer(w, rules, root, (&plan{Input: in}).redirects(root), languageLocation(languages, root))
			}},
		}
	case race.S3, race.OSS, race.COS:
		return []artifact.File{{Path: "metadata.json", Draw: metadata}}
	}
	return nil
}

// nginxMaps writes a map from address to value for each header, for the http block.
// nginx takes the first pattern that matches.
func nginxMaps(w io.Writer, rules []rule, languages string) error {
	var b strings.Builder
	b.WriteString("# Include this in the http block.\n" + languages)
	for _, name := range headerNames(rules) {
		fmt.Fprintf(&b, "map $uri %s {\n", variable(name))
		for _, r := range slices.Backward(rules) {
			for _, h := range r.headers {
				if h.name == name {
					fmt.Fprintf(&b, "    \"~%s\" \"%s\";\n", pattern(r.path), h.value)
				}
			}
		}
		b.WriteString("    default \"\";\n}\n")
	}
	fmt.Fprintf(&b, "map $status $guntime_cache {\n    \"~^[45]\" \"%s\";\n    default %s;\n}\n", CacheControl(artifact.Live), variable(cacheHeader))
	_, err := io.WriteString(w, b.String())
	return err
}

// nginxServer writes the lines for the server block of the site.
func nginxServer(w io.Writer, rules []rule, root, redirects, language string) error {
	var b strings.Builder
	b.WriteString("# Include this in the server block, whose root is the site's folder, or contains it under the path of base_url.\n")
	b.WriteString("gzip_static on;\ngzip_vary on;\n# brotli_static on;  # with the module ngx_brotli\ndefault_type application/octet-stream;\ntypes {\n")
	for _, ext := range slices.Sorted(maps.Keys(artifact.Types)) {
		fmt.Fprintf(&b, "    \"%s\" %s;\n", artifact.Types[ext], ext[1:])
	}
	b.WriteString("}\n")
	fmt.Fprintf(&b, "error_page 404 %s404.html;\nlocation ~ ^%s_(headers|redirects)$ { return 404; }\n", root, root)
	b.WriteString("# Nothing whose name begins with a dot is served at any depth, the state of the builds least of all.\n")
	b.WriteString("location ~ \"/\\.(?!well-known(/|$))\" { return 404; }\n")
	b.WriteString(language)
	for line := range strings.Lines(redirects) {
		from, to, _ := strings.Cut(line, " ")
		fmt.Fprintf(&b, "rewrite \"%s\" \"%s\" redirect;\n",
			strings.Replace(pattern(from), "[^/]+", "([^/]+)", 1), strings.Replace(strings.Fields(to)[0], ":bib", "$1", 1))
	}
	for _, name := range headerNames(rules) {
		value := variable(name)
		if name == cacheHeader {
			value = "$guntime_cache" // which knows errors
		}
		fmt.Fprintf(&b, "add_header %s %s always;\n", name, value)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// headerNames returns the names of all headers in the rules, in the order of their
// first use.
func headerNames(rules []rule) []string {
	var names []string
	for _, r := range rules {
		for _, h := range r.headers {
			if !slices.Contains(names, h.name) {
				names = append(names, h.name)
			}
		}
	}
	return names
}

// variable returns the name of the nginx variable for the value of a header.
func variable(name string) string {
	return "$guntime_" + strings.ToLower(strings.ReplaceAll(name, "-", "_"))
}

// pattern returns the path of a rule as a regular expression. nginx computes
// headers after it added index.html to a folder.
func pattern(of string) string {
	var parts []string
	for part := range strings.SplitSeq(of, "/") {
		switch {
		case part == "*":
			part = ".*"
		case strings.HasPrefix(part, "*"):
			part = ".*" + strings.ReplaceAll(part[1:], ".", `\.`)
		case strings.HasPrefix(part, ":"):
			part = "[^/]+"
		}
		parts = append(parts, part)
	}
	all := strings.Join(parts, "/")
	if strings.HasSuffix(all, "/") {
		all += `(index\.html)?`
	}
	return "^" + all + "$"
}

// metadata writes for buckets which headers the objects of each class get at
// upload, and which the CDN must add.
func metadata(w io.Writer) error {
	classes, answers := map[artifact.Cache]string{}, map[string]string{}
	for _, c := range []artifact.Cache{artifact.Settled, artifact.Live, artifact.Immutable} {
		classes[c] = cacheControl(c).value
	}
	for _, h := range security() {
		answers[h.name] = h.value
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		CacheControl map[artifact.Cache]string    `json:"cache_control"`       // by the class in manifest.json
		Errors       string                       `json:"error_cache_control"` // for all other answers
		Headers      map[string]string            `json:"headers"`
		ByPath       map[string]map[string]string `json:"headers_by_path"`
		Index        string                       `json:"index_document"`
		Error        string                       `json:"error_document"`
	}{classes, CacheControl(artifact.Live), answers, map[string]map[string]string{
		"*.pdf":     {noIndex.name: noIndex.value},
		"*/embed/*": {embedded.name: embedded.value},
	}, "index.html", "404.html"})
}
