package page

import (
	"cmp"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/page/sportsevent"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Frame is what every page has around its content.
type Frame struct {
	Lang        string
	Title       string // the whole title of the document
	OwnTitle    string // the title without the site's, which messengers show beside it
	Description string
	Canonical   string // "" for none
	Default     string // absolute address of the page for readers of other languages, "" for none
	NoIndex     bool
	Events      []sportsevent.Event // races for search engines
	Site        string              // the site's title
	Home        string
	Logo        string // "" for none
	Opening     string // the picture that the page opens with, "" for none
	Light, Dark string // colours of the paper, for the browser's own frame
	Style, Icon string
	FieldStyle  string // the style sheet that counts the field of a race, "" for none
	Keep        string // the script that has the browser keep pages, "" for none
	Touch       string // icon for the home screen of a phone
	Card        string // absolute address of the picture for link previews, "" for none
	Feed        string // of changes, "" for none
	Nav         []Link
	Languages   []Switch
	Crumbs      []Link // from the edition down to the page, which is left out
	Made        []Phrase
	State       *Banner
	Foot        []Link
	Contact     *Link
	Registered  []Link // registration numbers of the site with authorities
}

// Link is an address and its text.
type Link struct {
	URL, Label string
	Current    bool
}

// Switch links to the same page in another language.
type Switch struct {
	Lang, Name, URL, Absolute string
	Current                   bool
}

// Phrase is a text with its language.
type Phrase struct{ Lang, Text string }

// Banner tells the state of the results.
type Banner struct {
	Kind, Title, Text string
	Renewed           *renewed // nil on a page that does not change any more by itself
}

// renewed is what the script needs that renews the pages of a race under way.
type renewed struct{ Script, Zone string }

// Name is a name on a page: first the form that readers of the page can read, then
// the other form if there is one.
type Name struct {
	Text, Lang   string // Lang is "" if it is that of the page, or unknown
	Other, OLang string
	Team         bool // Other are the members of a relay team
}

// draft collects the texts of a page. The first message that fails is kept in err,
// and the page fails with it.
type draft struct {
	*Set
	l    *words.Language
	lang string
	root string // path from the page up to the root: "../../"
	in   string // the page's folder: "zh/2022/"; "" at the root, and where the page works at any depth
	err  error
}

// draft returns the draft of a page with this path.
func (s *Set) draft(lang, path string) *draft {
	return &draft{Set: s, l: s.book.In(lang), lang: lang, root: strings.Repeat("../", strings.Count(path, "/")), in: path[:strings.LastIndexByte(path, '/')+1]}
}

// say returns a message.
func (d *draft) say(id string, args ...any) string {
	text, err := d.l.Say(id, args...)
	d.note(err)
	return text
}

func (d *draft) note(err error) {
	if err != nil && d.err == nil {
		d.err = err
	}
}

// url returns the address of a path, relative to this page, without the folders that
// both are in: addresses are a tenth of a page.
func (d *draft) url(path string) string {
	in, root := d.in, d.root
	for {
		n := strings.IndexByte(in, '/') + 1
		if n == 0 || !strings.HasPrefix(path, in[:n]) {
			break
		}
		in, root, path = in[n:], root[len("../"):], path[n:]
	}
	if root+path == "" {
		return "./"
	}
	return root + path
}

// frame returns the frame of a page. path returns the path of the page in each
// language.
func (d *draft) frame(title, description string, path func(lang string) string) Frame {
	site := d.archive.Site
	f := Frame{
		Lang: d.lang, Title: title, OwnTitle: title, Description: description, Site: site.Title.In(d.lang),
		Home: d.url(d.links.Home(d.lang)), Style: d.url(d.assetPath[asset.Style]), Icon: d.url(d.assetPath[asset.Icon]),
		Touch: d.url(d.assetPath[asset.Touch]), Card: d.absolute(d.assetPath[asset.Card]),
		Canonical: site.BaseURL + path(d.lang), Registered: filings(&site),
	}
	if !site.NoOffline {
		f.Keep = d.url(d.assetPath[keepScript])
	}
	f.Light, f.Dark = asset.Papers(site.Theme)
	if logo := cmp.Or(site.Theme.Mark, site.Logo); logo != "" {
		f.Logo = d.url(d.assetPath[logo])
	}
	if others := d.others(); len(others) > 0 {
		f.Default = site.BaseURL + path(others[0])
	}
	if title != f.Site {
		f.Title = title + " · " + f.Site
	}
	for _, lang := range d.others() {
		p := path(lang)
		f.Languages = append(f.Languages, Switch{Lang: lang, Name: d.languageName(lang), URL: d.url(p), Absolute: site.BaseURL + p, Current: lang == d.lang})
	}
	here := path(d.lang)
	for _, section := range []string{"search", "following", "history", "records"} {
		if section == "history" && !d.says.History || section == "records" && !d.says.Records {
			continue
		}
		p := d.links.Section(d.lang, section)
		f.Nav = append(f.Nav, Link{URL: d.url(p), Label: d.say("nav." + section), Current: p == here})
	}
	for _, name := range sortedKeys(d.documents[d.lang]) {
		if isSection(name) {
			p := d.links.Section(d.lang, name)
			f.Foot = append(f.Foot, Link{URL: d.url(p), Label: d.documents[d.lang][name].Title, Current: p == here})
		}
	}
	f.Contact = contact(site.Contact)
	return f
}

// others returns the other languages of the page, none where the site has one.
func (s *Set) others() []string {
	if len(s.languages) == 1 {
		return nil
	}
	return s.languages
}

func (s *Set) languageName(lang string) string {
	name, err := s.book.In(lang).Say("language.name")
	if err != nil {
		return lang
	}
	return name
}

// contact makes a link of an e-mail address or a URL, and text of anything else.
func contact(to string) *Link {
	if to == "" {
		return nil
	}
	if u, err := url.Parse(to); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return &Link{URL: to, Label: u.Host + strings.TrimSuffix(u.Path, "/")}
	}
	if a, err := mail.ParseAddress(to); err == nil && a.Address == to {
		return &Link{URL: "mailto:" + to, Label: to}
	}
	return &Link{Label: to}
}

// filings returns the registration numbers that a site in China must show, with
// links to the registers.
func filings(site *race.Site) []Link {
	var all []Link
	if site.ICP != "" {
		all = append(all, Link{URL: "https://beian.miit.gov.cn/", Label: site.ICP})
	}
	if site.Police != "" {
		number := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, site.Police)
		all = append(all, Link{URL: "https://beian.mps.gov.cn/#/query/webSearch?code=" + number, Label: site.Police})
	}
	return all
}

// under adds the banners of an edition and the links up to it to a frame.
func (d *draft) under(f *Frame, v *race.Verdict, crumbs ...Link) {
	e := v.Edition
	f.Made = d.made(e)
	f.State = d.state(v)
	f.Crumbs = crumbs
}

// underRace does so for a page below that of a race, with further links.
func (d *draft) underRace(f *Frame, v *race.Verdict, rv *race.RaceVerdict, crumbs ...Link) {
	d.under(f, v, append([]Link{d.editionCrumb(v), d.raceCrumb(v, rv)}, crumbs...)...)
	f.Card = d.raceCard(v, rv)
}

// raceCard returns the address of the picture of a race, "" for none.
func (d *draft) raceCard(v *race.Verdict, rv *race.RaceVerdict) string {
	return d.absolute(d.links.RacePicture(d.lang, v.Edition.ID, rv.Race.ID))
}

// opening returns the address of the picture that the first pages open with.
func (d *draft) opening() string {
	if name := d.archive.Site.Theme.Opening; name != "" {
		return d.url(d.assetPath[name])
	}
	return ""
}

// absolute returns the whole address of a path, "" where nobody said where the site is.
func (d *draft) absolute(path string) string {
	if d.archive.Site.Unaddressed {
		return ""
	}
	return d.archive.Site.BaseURL + path
}

// made says, in all languages with that of the page first, that the results of an
// edition are invented; nothing for real ones.
func (d *draft) made(e *race.Edition) []Phrase {
	if !e.Demonstration {
		return nil
	}
	var phrases []Phrase
	for _, lang := range d.languages {
		text, err := d.book.In(lang).Say("banner.demonstration")
		d.note(err)
		phrases = append(phrases, Phrase{Lang: lang, Text: text})
	}
	slices.SortStableFunc(phrases, func(a, b Phrase) int {
		return cmp.Compare(first(b.Lang == d.lang), first(a.Lang == d.lang))
	})
	return phrases
}

func first(is bool) int {
	if is {
		return 1
	}
	return 0
}

// state returns the banner of an edition whose results are not simply official.
func (d *draft) state(v *race.Verdict) *Banner {
	e := v.Edition
	switch {
	case e.State.HasResults() && !v.Over:
		return &Banner{Kind: "running", Title: d.say("state.running"), Text: d.say("banner.running"), Renewed: &renewed{d.url(d.assetPath[renewScript]), e.Zone.String()}}
	case e.State == race.Notice && e.NoticeUntil.IsZero():
		return &Banner{Kind: "notice", Title: d.say("state.notice"), Text: d.say("banner.notice_open")}
	case e.State == race.Notice:
		return &Banner{Kind: "notice", Title: d.say("state.notice"), Text: d.say("banner.notice", "Until", d.l.Until(e.NoticeUntil))}
	case e.Revised():
		return &Banner{Kind: "revised", Title: d.say("state.revised"), Text: d.say("banner.revised", "Revision", e.Revision())}
	case e.State == race.Official:
		return nil
	}
	return &Banner{Kind: string(e.State), Title: d.say("state." + string(e.State)), Text: d.say("banner." + string(e.State))}
}

// stateName returns the state of an edition in a word or two.
func (d *draft) stateName(v *race.Verdict) string {
	if b := d.state(v); b != nil {
		return b.Title
	}
	return d.say("state.official")
}
