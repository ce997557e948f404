package read

import (
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/yamlpos"
)

// services reads what a race offers its runners.
func (p *project) services(rc *race.Race, v yamlpos.Value) race.Services {
	f := v.Fields("roll_call", "stations", "along", "fees", "race_pack", "insurance", "notes")
	s := race.Services{RacePack: f.Get("race_pack").Text(p.languages), Insurance: f.Get("insurance").Text(p.languages)}
	for _, item := range f.Get("roll_call").Items() {
		g := item.Fields("for", "from", "until", "place", "note")
		call := race.RollCall{For: g.Get("for").Text(p.languages), Place: g.Get("place").Text(p.languages), Note: g.Get("note").Text(p.languages)}
		call.From, call.Until = hours(&rc.Wall, g, "from", "until")
		s.RollCalls = append(s.RollCalls, call)
	}
	s.Stations, s.Unplaced = courseStations(rc, f.Get("stations"))
	for _, item := range f.Get("along").Items() {
		g := item.Fields("offers", "note")
		s.Along = append(s.Along, race.Along{Offers: offers(g.Need("offers")), Note: g.Get("note").Text(p.languages)})
	}
	for _, item := range f.Get("fees").Items() {
		g := item.Fields("amount", "currency", "for", "note")
		fee := race.Fee{Amount: amount(g.Need("amount")), For: g.Get("for").Text(p.languages), Note: g.Get("note").Text(p.languages)}
		fee.Currency = yamlpos.Parsed(g.Need("currency"), "", "a currency of three capitals such as USD", parseCurrency)
		s.Fees = append(s.Fees, fee)
	}
	for _, item := range f.Get("notes").Items() {
		s.Notes = append(s.Notes, item.Text(p.languages))
	}
	return s
}

// hours reads a span of the race day, whose end is after its beginning.
func hours(w *race.Wall, f yamlpos.Fields, first, last string) (from, until race.Instant) {
	from, until = begins(f.Get(first), w), ends(f.Get(last), w)
	if from != race.Unseen && until != race.Unseen && until <= from {
		f.Get(last).Fail("bad_value", "", "%s: %s is not after %s", f.Get(last).Title(), w.Text(until), w.Text(from))
	}
	return from, until
}

// baggage reads when bags are taken in and handed out.
func (p *project) baggage(rc *race.Race, v yamlpos.Value) race.Baggage {
	if !v.Exists() {
		return race.Baggage{}
	}
	f := v.Fields("from", "closes", "until", "kept", "place", "note")
	b := race.Baggage{Until: ends(f.Need("until"), &rc.Wall), Kept: f.Get("kept").Text(p.languages), Place: f.Get("place").Text(p.languages), Note: f.Get("note").Text(p.languages)}
	b.From, b.Closes = hours(&rc.Wall, f, "from", "closes")
	b.Set = b.Until != race.Unseen
	return b
}

// mostStations is how many places a series of stations may have: a marathon
// has hardly more than forty.
const mostStations = 1000

// courseStations reads the places on the course with what they offer, and offers
// whose place is unknown. Items about one place add up.
func courseStations(rc *race.Race, v yamlpos.Value) (list []race.Station, unplaced []race.Offer) {
	at := map[race.Distance]*race.Station{}
	for _, item := range v.Items() {
		f := item.Fields("km", "from", "to", "every", "offers", "unknown")
		has, lost := offers(f.Get("offers")), offers(f.Get("unknown"))
		if !f.Get("offers").Exists() && !f.Get("unknown").Exists() {
			item.Fail("missing_key", "add offers: [water, drink], or unknown: [water, drink] where the text has lost its marks", "the station offers nothing")
			continue
		}
		if km, ok := f.Get("km").Scalar(); ok && km == unknown {
			unplaced = inOrder(append(unplaced, slices.Concat(has, lost)...))
			continue
		}
		clash := false
		for _, place := range places(rc, f) {
			s := at[place]
			if s == nil {
				s = &race.Station{At: place}
				at[place] = s
			}
			s.Offers, s.Unknown = inOrder(append(s.Offers, has...)), inOrder(append(s.Unknown, lost...))
			both := slices.IndexFunc(s.Unknown, func(o race.Offer) bool { return slices.Contains(s.Offers, o) })
			if both >= 0 && !clash { // once for a series
				clash = true
				item.Fail("bad_value", "name it once: under offers or under unknown", "the station at %s km offers %s, and is said not to be known to", place, s.Unknown[both])
			}
		}
	}
	for _, s := range at {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b race.Station) int { return cmp.Compare(a.At, b.At) })
	return list, unplaced
}

// places are where one item of the stations is: at one kilometre, or in even
// steps from one to another, both included.
func places(rc *race.Race, f yamlpos.Fields) []race.Distance {
	const hint = "expected: km: 5, or from: 5, to: 40 and every: 2.5"
	series := f.Get("from").Exists() || f.Get("to").Exists() || f.Get("every").Exists()
	if f.Get("km").Exists() == series {
		f.Mapping.Fail("missing_key", hint, "the station has no place, or more than one")
		return nil
	}
	within := func(key string) (race.Distance, bool) {
		v := f.Need(key)
		s, ok := v.Scalar()
		if !ok {
			return 0, false
		}
		d := kilometres(v)
		switch _, err := race.ParseDistance(s); {
		case err != nil: // which has been reported
			return 0, false
		case rc.Length > 0 && d > rc.Length:
			v.Fail("bad_value", "", "the station at %s km is beyond the finish at %s km", d, rc.Length)
			return 0, false
		}
		return d, true
	}
	if !series {
		if d, ok := within("km"); ok {
			return []race.Distance{d}
		}
		return nil
	}
	from, begins := within("from")
	to, ends := within("to")
	step := kilometres(f.Need("every"))
	switch {
	case !begins || !ends:
		return nil
	case to < from:
		f.Get("to").Fail("bad_value", "", "the stations end at %s km, before they begin at %s km", to, from)
		return nil
	case step <= 0 || (to-from)/step >= mostStations:
		if f.Get("every").Exists() {
			f.Get("every").Fail("bad_value", hint, "a step of %s km makes no series of stations", step)
		}
		return nil
	}
	var all []race.Distance
	for d := from; d <= to; d += step {
		all = append(all, d)
	}
	return all
}

// offers reads a list of what a station has.
func offers(v yamlpos.Value) []race.Offer {
	var list []race.Offer
	for _, item := range v.Items() {
		s, ok := item.Scalar()
		if !ok {
			continue
		}
		if !slices.Contains(race.Offers, race.Offer(s)) {
			known := problem.ListOf(race.Offers)
			hint := "known here: " + known
			if near := problem.Nearest(s, strings.Split(known, ", ")); near != "" {
				hint = fmt.Sprintf("did you mean %q? %s", near, hint)
			}
			item.Fail("bad_value", hint, "%q is nothing that a station offers", s)
			continue
		}
		list = append(list, race.Offer(s))
	}
	return inOrder(list)
}

// inOrder puts offers in the order in which they are shown, each once.
func inOrder(list []race.Offer) []race.Offer {
	slices.SortFunc(list, func(a, b race.Offer) int {
		return cmp.Compare(slices.Index(race.Offers, a), slices.Index(race.Offers, b))
	})
	return slices.Compact(list)
}

// contacts reads who answers the questions of runners.
func (p *project) contacts(v yamlpos.Value) []race.Contact {
	var list []race.Contact
	for _, item := range v.Items() {
		f := item.Fields("name", "telephone", "hours", "website", "email")
		c := race.Contact{Name: f.Need("name").Text(p.languages), Hours: f.Get("hours").Text(p.languages)}
		for _, number := range f.Get("telephone").Items() {
			c.Telephones = append(c.Telephones, yamlpos.Parsed(number, "", "digits, spaces, hyphens, brackets and a + at the beginning, such as 010-67167482", parseTelephone))
		}
		c.Website = yamlpos.Parsed(f.Get("website"), "", "an address such as https://example.org", parseWebsite)
		c.Email = yamlpos.Parsed(f.Get("email"), "", "an address such as race@example.org", parseEmail)
		if !f.Get("telephone").Exists() && !f.Get("website").Exists() && !f.Get("email").Exists() {
			item.Fail("missing_key", "add telephone: [010-67167482], website: or email:", "nobody can be reached by this contact")
		}
		list = append(list, c)
	}
	return list
}

func parseTelephone(s string) (string, error) {
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, r == ' ', r == '-', r == '(', r == ')':
		default:
			return "", errors.New("not a telephone number")
		}
	}
	if digits < 3 || digits > 20 {
		return "", errors.New("not a telephone number")
	}
	return s, nil
}

func parseWebsite(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", errors.New("not an address of the web")
	}
	return s, nil
}

func parseEmail(s string) (string, error) {
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		return "", errors.New("not an e-mail address")
	}
	return s, nil
}
