package race

import (
	"net/url"
	"strings"
)

// Links make the URLs of the site. They are made in package site alone and
// handed down; each returns a path from the site's root without a leading
// slash, so that a page prefixes it with its own way up.
type Links struct {
	Home    func(lang string) string
	Section func(lang, name string) string // history, records, search, verify, glossary …
	Edition func(lang, edition string) string
	Rules   func(lang, edition string) string
	Guide   func(lang, edition string) string // the race day, where the edition says anything of it
	Race    func(lang, edition, race string) string
	// Division is a page of a division's list, or of another of the race's:
	// "overall", or "men/group/m40". ListIndex leads to its pages by place and time.
	Division    func(lang, edition, race, list string, page int) string
	ListIndex   func(lang, edition, race, list string) string
	Compare     func(lang, edition, race string) string                     // runners side by side; their bibs stand behind a #
	Others      func(lang, edition, race, division string, page int) string // those without a place; division "" for those who fit none
	Awards      func(lang, edition, race string) string
	Runner      func(lang, edition, race, bib string) string // in the compact layout the page of all, and the bib behind a #
	Changes     func(lang, edition string) string            // the public log of revisions
	ChangesJSON func(edition string) string
	JSON        func(edition, race string) string
	CSV         func(edition, race string) string
	Certificate func(edition, race, bib string) string // by bib where access is open, else by token
	// What the compact layout has instead of a file a runner: the page that shows
	// them, the n-th file of their pages and that of their certificates, which
	// both may be "*", and the file that all certificates of a race begin with.
	Runners          func(lang, edition, race string) string
	RunnerShard      func(lang, edition, race, n string) string
	CertificateShard func(edition, race, n string) string
	CertificateForm  func(edition, race, version string) string
	// CertificatePreview is the picture of what the certificates of a race share, which runners' pages show.
	CertificatePreview func(edition, race string) string
	Search             func(edition, race string) string // the folder of the finder's data
	Following          func(edition, race string) string // the folder of where runners are, for those who follow them
	// Course is the page of where a race goes, Profile the drawing of how high.
	Course     func(lang, edition, race string) string
	Profile    func(edition, race string) string
	Field      func(edition, race, division string) string // the picture of who finished when; "others" for those who fit no division
	FieldStyle func(lang, edition, race string) string     // the style sheet that counts the field
	FieldPaces func(edition, race string) string           // the picture of the median paces
	// The registers of a race's runners; page 0 leads to the others.
	Bibs, Surnames func(lang, edition, race string, page int) string
	// Verification is the public key that certificates are checked with, Checks is
	// a file of a race that says which of them hold today: "race", "stamps/3".
	Verification func() string
	Checks       func(edition, race, name string) string
	// Live is the boards of a race, Leaders and PointOrder their data, LiveSchema what
	// these look like.
	Live       func(lang, edition, race string) string
	Leaders    func(edition, race string) string
	PointOrder func(edition, race, point string) string
	LiveSchema func() string
	// The race in figures, its page for the media, and the page that others embed.
	Statistics, Media, Embed func(lang, edition, race string) string
	XLSX, PDF                func(edition, race string) string
	Schema                   func() string // of results.json
	EmbedScript              func() string // what other sites load beside the page they embed
	// The pictures that messengers show of a race and of a runner.
	RacePicture    func(lang, edition, race string) string
	RunnerPicture  func(edition, race, bib string) string
	Feed, FeedJSON func(lang, edition string) string // of revisions: Atom and JSON Feed
}

// MediaLink leads from a runner's page to what somebody else keeps of the runner, such as
// photos: a name, and an address with {bib} in it.
type MediaLink struct {
	Name Text
	URL  string // https, {bib} stands for the bib
}

// Of is the address for one bib.
func (l *MediaLink) Of(bib string) string {
	return strings.ReplaceAll(l.URL, "{bib}", url.QueryEscape(bib))
}
