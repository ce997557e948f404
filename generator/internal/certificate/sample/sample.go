// Package sample shows the designs of certificates, to choose one: each with five kinds
// of names in one PDF, as the site would print them.
//
// Runners, times and the race are made up, and every page says so twice: by the mark of
// a demonstration across it and on the strip below it, which names the design. The code
// on a page is signed with a key that everybody can make, so no site confirms it.
package sample

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"time"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Site is what the designs are shown with.
type Site struct {
	Templates fs.FS
	Theme     []race.Palette // colours that a design may take; none for its own
	Title     race.Text      // stands for the name of the edition
	BaseURL   string
	Languages []string
	Book      *words.Book
	Verify    string // path of the page that checks certificates
}

// Draw writes the designs that the templates have, and returns them. A design
// with errors is left out, and its findings say why; without any nothing is written.
func Draw(w io.Writer, site Site) (designs []Look, found problem.List, err error) {
	all, err := Looks(site.Templates)
	if err != nil {
		return nil, nil, err
	}
	by, err := signer(site)
	if err != nil {
		return nil, nil, err
	}
	var parts []pdf.Part
	sum := sha256.New()
	for _, look := range all {
		design, more := certificate.ParseDesign(site.Templates, look.Name, site.Theme...)
		found = append(found, more...)
		if design == nil {
			continue
		}
		e, rc, rv := meeting(site.Title)
		caption := captionOf(look)
		form, err := certificate.New(design.Captioned(caption+" · every name and time is made up"), site.Book, site.Languages, e, rc, rv, by)
		if err != nil {
			return designs, found, fmt.Errorf("%s: %w", look.File, err)
		}
		form.Withhold(rv)
		ready := func(yield func(*race.Result) bool) {
			for i := range rv.Results {
				if r := &rv.Results[i]; r.Certificate.Status == race.CertificateReady && !yield(r) {
					return
				}
			}
		}
		var drawn bytes.Buffer
		if err := form.Batch(&drawn, ready, certificate.Whole); err != nil {
			return designs, found, fmt.Errorf("%s: %w", look.File, err)
		}
		sum.Write(drawn.Bytes()) // a hash never fails
		designs = append(designs, look)
		parts = append(parts, pdf.Part{Title: caption, Bytes: drawn.Bytes()})
	}
	if len(parts) == 0 {
		return nil, found, nil
	}
	return designs, found, pdf.Join(w, parts, "Designs of the certificate, with made-up data", site.Languages[0], [16]byte(sum.Sum(nil)))
}

// captionOf is the line that tells which design a page shows.
func captionOf(look Look) string {
	text := look.File + " · " + number(look.Width) + " × " + number(look.Height) + " mm"
	if look.Says != "" {
		text += " · " + look.Says
	}
	return text
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// signer signs with a key that is no secret.
func signer(site Site) (*certificate.Signer, error) {
	seed := sha256.Sum256([]byte("samples of designs"))
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, err
	}
	key, err := certificate.ParseKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		return nil, err
	}
	return certificate.NewSigner(key, site.BaseURL, site.Verify, site.Book, site.Languages), nil
}

// Names are the five kinds of names that a design is shown with: a Chinese one, a long
// one in Latin letters, one that reads from right to left, a Korean one, and one that is
// as long as they come.
var Names = []struct{ Name, Latin, Club, Nation string }{
	{"欧阳志远", "OUYANG Zhiyuan", "晨光跑团", "CHN"},
	{"Anne-Sophie Łukasiewicz-Montferrand", "", "Västra Löparklubben", "SWE"},
	{"مُحَمَّد عبد الرحمن الأمين", "Mohammed Abdurrahman AL-AMIN", "", "MAR"},
	{"남궁민정", "NAMGUNG Minjeong", "한강 러너스", "KOR"},
	{"Maria Francisca Josefa Antónia Benedita de Albuquerque e Vasconcelos-Wolfeschlegelstein Carvalho da Conceição", "", "Associação dos Corredores da Beira-Mar", "POR"},
}

// meeting is a marathon that nobody ran. The last runner has no place, so that the
// design shows its reason.
func meeting(title race.Text) (*race.Edition, *race.Race, *race.RaceVerdict) {
	e := &race.Edition{ID: "sample", Name: title, Zone: time.UTC, Date: time.Date(2026, 5, 17, 0, 0, 0, 0, time.UTC), State: race.Official, Demonstration: true}
	women := &race.Division{ID: "women", Gender: race.Female, Gun: race.Unseen}
	rc := &race.Race{ID: "marathon", Length: 42_195_000, Gun: race.Instant(8*3600) * 1000, Divisions: []*race.Division{women},
		Name: race.Text{"zh": "马拉松", "zh-Hant": "馬拉松", "en": "Marathon", "ja": "マラソン", "ko": "마라톤", "es": "Maratón", "it": "Maratona", "pt": "Maratona"}}
	rc.Points = append(rc.Points, race.Point{ID: "start", Required: true, Listed: true})
	for km := 5; km <= 40; km += 5 {
		rc.Points = append(rc.Points, race.Point{ID: strconv.Itoa(km) + "k", At: race.Distance(km) * 1_000_000, Required: true, Listed: true})
		if km == 20 {
			rc.Points = append(rc.Points, race.Point{ID: "half", At: rc.Length / 2, Required: true, Listed: true})
		}
	}
	rc.Points = append(rc.Points, race.Point{ID: "finish", At: rc.Length, Required: true, Listed: true})
	e.Races = []*race.Race{rc}
	rv := &race.RaceVerdict{Over: true, Race: rc, Counts: race.Counts{Ranked: 4}, Divisions: []race.DivisionVerdict{{Division: women, Counts: race.Counts{Ranked: 4}}}}
	for i, of := range Names {
		r := race.Result{Entry: &race.Entry{Bib: fmt.Sprintf("F%05d", 401+i), Name: of.Name, LatinName: of.Latin, Club: of.Club, Gender: race.Female, Nat: of.Nation, Visibility: race.Public},
			Division: women, Status: race.Finished, Place: i + 1, PlaceOverall: i + 1, StartDelay: race.Clock(12_340 + 7_100*i),
			Certificate: &race.Certificate{Status: race.CertificateReady}}
		r.Net = race.Clock(2*3600+41*60)*1000 + race.Clock(i)*1_143_210
		r.Gun = r.Net + r.StartDelay
		for _, p := range rc.Points {
			r.Splits = append(r.Splits, r.StartDelay+r.Net*race.Clock(p.At/1000)/race.Clock(rc.Length/1000))
		}
		if i == len(Names)-1 {
			half := slices.IndexFunc(rc.Points, func(p race.Point) bool { return p.ID == "half" })
			r.Splits[half] = race.NoTime
			r.Status, r.Place, r.PlaceOverall = race.Unranked, 0, 0
			r.Reason = &race.Reason{Code: race.MissedPoint, Point: "half", Limit: race.NoTime}
		}
		rv.Results = append(rv.Results, r)
	}
	rv.Divisions[0].Results = rv.Results
	return e, rc, rv
}
