package page

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"sync"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/page/qrcode"
	"guntime/generator/internal/page/social"
	"guntime/generator/internal/race"
)

// share is how a page is passed on: its address, also as a QR code, and the script that
// offers more, with its words, which name the script of a runner's card, too.
type share struct {
	qrcode.Code
	Script, Words string
}

// share returns how the page with an address is passed on.
func (d *draft) share(url string) *share {
	code, err := d.codes.Make(url)
	d.note(err)
	if err != nil {
		return nil
	}
	return &share{Code: *code, Script: d.url(d.assetPath[shareScript]), Words: d.url(d.assetPath[shareWords(d.lang)])}
}

// shareWords is the name of the file with the words of the script.
func shareWords(lang string) string { return "sharing." + lang + ".json" }

// painter is what makes a picture of a certificate: the script, and where its words are, ""
// on a page that names them where it is passed on.
type painter struct{ Script, Words string }

func (d *draft) painter() painter {
	return painter{d.url(d.assetPath[pictureScript]), d.url(d.assetPath[shareWords(d.lang)])}
}

// sharing makes the files with the words of the script that passes pages on.
func (s *Set) sharing() error {
	for _, lang := range s.languages {
		d := s.draft(lang, "assets/x")
		words := map[string]string{"picture": "", "card": d.url(s.assetPath[cardScript])}
		if name := s.archive.Site.Theme.Opening; name != "" {
			words["picture"] = s.base + s.assetPath[name]
		}
		for _, of := range []struct{ name, message string }{{"copy", "share.copy"}, {"copied", "following.copied"}, {"send", "share.send"}, {"tall", "share.tall"}, {"square", "share.square"},
			{"hint", "picture.hint"}, {"save", "picture.download"}, {"failed", "share.failed"}, {"unpainted", "picture.failed"}, {"story", "picture.story"}, {"wallet", "picture.wallet"}, {"refused", "following.refused"}, {"wechat", "share.wechat"}, {"scan", "share.scan"}} {
			words[of.name] = d.say(of.message)
		}
		text, err := json.Marshal(words)
		if err = cmp.Or(d.err, err); err != nil {
			return err
		}
		a := asset.New(shareWords(lang), text)
		s.assets, s.assetPath[a.Name] = append(s.assets, a), a.Path
	}
	slices.SortFunc(s.assets, func(a, b asset.Asset) int { return cmp.Compare(a.Path, b.Path) })
	return nil
}

// shared writes what messengers say of a race's runners.
func (d *draft) shared(w *raceWords) *social.Writer {
	return &social.Writer{Language: d.l, Say: d.say, Points: w.points, Divisions: w.divisions}
}

// raceSays are the texts of the picture of a race.
func (d *draft) raceSays(v *race.Verdict, rv *race.RaceVerdict) social.Race {
	e := v.Edition
	says := social.Race{Site: d.archive.Site.Title.In(d.lang), Edition: e.Name.In(d.lang), Date: d.l.Date(e.Date)}
	if d.lastNamed(e) != rv.Race {
		says.Race = rv.Race.Name.In(d.lang)
	}
	if e.Demonstration {
		says.Date += " · " + d.say("shared.demonstration")
	}
	return says
}

// RacePicture is the picture that messengers show of a race, and the key of all that it
// depends on.
func (s *Set) RacePicture(lang string, v *race.Verdict, rv *race.RaceVerdict) (artifact.Key, func(io.Writer) error) {
	d := s.draft(lang, "")
	says := d.raceSays(v, rv)
	maker, err := s.pictures()
	if err = cmp.Or(d.err, err); err != nil {
		return artifact.Key{}, func(io.Writer) error { return err }
	}
	return maker.Key().And(artifact.Sum(says)), func(w io.Writer) error { return maker.Picture(w, says) }
}

// RunnerPictures returns the key of what the pictures of the runners of a race share, and
// a function that returns what the picture of one says, and the picture. They are in the
// site's first language.
func (s *Set) RunnerPictures(v *race.Verdict, rv *race.RaceVerdict) (artifact.Key, func(*race.Result) (social.Runner, func(io.Writer) error)) {
	d := s.draft(s.languages[0], "")
	shared, writer := d.raceSays(v, rv), d.shared(d.words(v, rv))
	maker, failed := s.pictures()
	if failed = cmp.Or(d.err, failed); failed != nil {
		return artifact.Key{}, func(*race.Result) (social.Runner, func(io.Writer) error) {
			return social.Runner{}, func(io.Writer) error { return failed }
		}
	}
	sheet := sync.OnceValue(func() *social.Sheet { return maker.Sheet(shared) })
	return maker.Key().And(artifact.Sum(shared)), func(r *race.Result) (social.Runner, func(io.Writer) error) {
		name, latin := d.name(r.Entry).Text, ""
		if r.Entry.Members == nil {
			latin = r.Entry.PublishedLatinName()
		}
		says, err := writer.Runner(rv, r, name, latin), d.err
		return says, func(w io.Writer) error { return cmp.Or(err, sheet().Draw(w, says)) }
	}
}
