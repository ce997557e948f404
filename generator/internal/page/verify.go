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
	Key     string // address of the public key
	Checks  string // addresses of the lists, with a * for the edition, the race and the file
	SiteID  string // id of the site in its certificates
	Parts   []partView
}

// Verify is the page that the code on a certificate leads to. Its script checks the
// certificate in the browser. All its messages are hidden in the page, so the
// script has no words. If certificates are not signed, the page says so. site is
// the id of this site in its certificates, "" if they are not signed.
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
