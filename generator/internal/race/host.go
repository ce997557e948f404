package race

// Host is a way to serve the site; each takes other files beside it and sets
// other limits. "" is any host that serves files.
type Host string

// The hosts that are known.
const (
	AnyHost         Host = ""
	Nginx           Host = "nginx"
	CloudflarePages Host = "cloudflare-pages"
	Netlify         Host = "netlify"
	GitHubPages     Host = "github-pages"
	S3              Host = "s3"
	OSS             Host = "oss"
	COS             Host = "cos"
)

// Hosts are those that have a name.
var Hosts = []Host{Nginx, CloudflarePages, Netlify, GitHubPages, S3, OSS, COS}
