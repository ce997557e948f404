package site

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// Links returns the functions for the URLs of the site, as paths from its root
// without a leading slash. A path that ends in a slash is the index.html of a
// folder.
func Links(of race.Site) race.Links {
	folder := func(parts ...string) string { return strings.Join(parts, "/") + "/" }
	l := race.Links{
		Home:    func(lang string) string { return folder(lang) },
		Section: func(lang, name string) string { return folder(lang, name) },
		Edition: func(lang, edition string) string { return folder(lang, edition) },
		Rules:   func(lang, edition string) string { return folder(lang, edition, "rules") },
		Guide:   func(lang, edition string) string { return folder(lang, edition, "guide") },
		Race:    func(lang, edition, id string) string { return folder(lang, edition, id) },
		Division: func(lang, edition, id, list string, page int) string {
			return folder(lang, edition, id, list) + numbered(page)
		},
		ListIndex: func(lang, edition, id, list string) string { return folder(lang, edition, id, list, "pages") },
		Compare:   func(lang, edition, id string) string { return folder(lang, edition, id) + "compare.html" },
		Others: func(lang, edition, id, division string, page int) string {
			if division == "" {
				return folder(lang, edition, id, "others") + numbered(page)
			}
			return folder(lang, edition, id, division, "others") + numbered(page)
		},
		Awards: func(lang, edition, id string) string { return folder(lang, edition, id, "awards") },
		Runner: func(lang, edition, id, bib string) string {
			return folder(lang, edition, id, "runners") + bib + ".html"
		},
		Statistics: func(lang, edition, id string) string { return folder(lang, edition, id, "statistics") },
		Media:      func(lang, edition, id string) string { return folder(lang, edition, id, "media") },
		Embed:      func(lang, edition, id string) string { return folder(lang, edition, id, "embed") },
		Live:       func(lang, edition, id string) string { return folder(lang, edition, id, "live") },
		Leaders:    func(edition, id string) string { return folder(edition, id, "live") + "leaders.json" },
		PointOrder: func(edition, id, point string) string {
			return folder(edition, id, "live", "points") + point + ".json"
		},
		LiveSchema:    func() string { return "live.schema.json" },
		XLSX:          func(edition, id string) string { return folder(edition, id) + "results.xlsx" },
		PDF:           func(edition, id string) string { return folder(edition, id) + "results.pdf" },
		EmbedScript:   func() string { return "embed.js" },
		RacePicture:   func(lang, edition, id string) string { return folder(lang, edition, id) + "social.png" },
		RunnerPicture: func(edition, id, bib string) string { return folder(edition, id, "social") + bib + ".png" },
		Schema:        func() string { return "results.schema.json" },
		Feed:          func(lang, edition string) string { return folder(edition) + "changes." + lang + ".xml" },
		FeedJSON:      func(lang, edition string) string { return folder(edition) + "changes." + lang + ".json" },
		Changes:       func(lang, edition string) string { return folder(lang, edition, "changes") },
		ChangesJSON:   func(edition string) string { return folder(edition) + "changes.json" },
		JSON:          func(edition, id string) string { return folder(edition, id) + "results.json" },
		CSV:           func(edition, id string) string { return folder(edition, id) + "results.csv" },
		Certificate: func(edition, id, bib string) string {
			return folder(edition, id, "certificates") + bib + ".pdf"
		},
		Following:  func(edition, id string) string { return folder(edition, id, "following") },
		Search:     func(edition, id string) string { return folder(edition, id, "search") },
		Field:      func(edition, id, division string) string { return folder(edition, id, "field") + division + ".svg" },
		FieldStyle: func(lang, edition, id string) string { return folder(edition, id, "field") + lang + ".css" },
		FieldPaces: func(edition, id string) string { return folder(edition, id, "field") + "paces/median.svg" },
		Course:     func(lang, edition, id string) string { return folder(lang, edition, id, "course") },
		Profile:    func(edition, id string) string { return folder(edition, id) + "profile.svg" },
		Bibs:       func(lang, edition, id string, page int) string { return folder(lang, edition, id, "bibs") + part(page) },
		Surnames: func(lang, edition, id string, page int) string {
			return folder(lang, edition, id, "surnames") + part(page)
		},
		Verification: func() string { return "verify.json" },
		Checks:       func(edition, id, name string) string { return folder(edition, id, "verify") + name + ".json" },

		Runners: func(lang, edition, id string) string { return folder(lang, edition, id, "runners") },
		RunnerShard: func(lang, edition, id, n string) string {
			return folder(edition, id, "runners", lang) + n + ".json"
		},
		CertificateShard: func(edition, id, n string) string { return folder(edition, id, "certificates") + n + ".json" },
		CertificateForm: func(edition, id, version string) string {
			return folder(edition, id, "certificates") + "form-" + version + ".pdf"
		},
	}
	l.CertificatePreview = func(edition, id string) string { return folder(edition, id, "certificates") + "form.svg" }
	if of.Compact {
		l.Runner = func(lang, edition, id, bib string) string { return l.Runners(lang, edition, id) + "#" + bib }
	}
	return l
}

// numbered returns the folder of a later page of a list, "" for the first page.
func numbered(page int) string {
	if page <= 1 {
		return ""
	}
	return strconv.Itoa(page) + "/"
}

// part returns the folder of a page of a register, "" for page 0.
func part(page int) string {
	if page == 0 {
		return ""
	}
	return strconv.Itoa(page) + "/"
}

// file returns the path of the file of a URL.
func file(url string) string {
	if url == "" || strings.HasSuffix(url, "/") {
		return url + "index.html"
	}
	return url
}

// Token returns the file name, without its ending, of a certificate that needs a
// code: the first 120 bits of HMAC-SHA-256 under the code, in lower-case base32. A
// browser can compute it from the code, and nobody can from the bib.
func Token(code, edition, id, bib string) string {
	mac := hmac.New(sha256.New, []byte(code))
	mac.Write([]byte(edition + "/" + id + "/" + bib))
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:15]))
}
