package page

import (
	"cmp"
	"io"
)

// verifyView is the page that checks certificates.
type verifyView struct {
	Frame
	Heading string
	Script  string // "" where certificates are not signed
	Key     string // the address of the key
	Checks  string // of what they are checked against, with a * for the edition, the race and the file
	SiteID  string // what names the site in its certificates
	Parts   []partView
}

// Verify is the page to which the code on a certificate leads. Its script
// checks the certificate in the browser; what it may say stands in the page,
// hidden, so that the script holds no words. Where certificates are not signed
// the page says so. Site is what names this site in its certificates, "" where
// they are not signed.
func (s *Set) Verify(lang, site string) func(io.Writer) error {
	return s.draw(lang, "verify.html", func() (any, error) {
		at := func(lang string) string { return s.links.Section(lang, "verify") }
		d := s.draft(lang, at(lang))
		var view verifyView
		title, description := d.say("verify.title"), ""
		if doc := s.documents[lang]["verify"]; doc != nil {
			title, description = doc.Title, doc.Description
			view.Parts = d.parts(doc, nil)
		}
		view.Frame, view.Heading = d.frame(title, cmp.Or(description, title), at), title
		if site != "" {
			view.Script, view.Key, view.SiteID = d.url(s.assetPath[verifyScript]), d.url(s.links.Verification()), site
			view.Checks = d.url(s.links.Checks("*", "*", "*"))
		}
		return view, d.err
	})
}
