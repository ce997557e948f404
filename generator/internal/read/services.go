package read

import (
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

// services reads what a race offers its runners.
func (p *project) services(rc *race.Race, v value) race.Services {
	f := v.fields("roll_call", "stations", "along", "fees", "race_pack", "insurance", "notes")
	s := race.Services{RacePack: f.get("race_pack").text(p.languages), Insurance: f.get("insurance").text(p.languages)}
	for _, item := range f.get("roll_call").items() {
		g := item.fields("for", "from", "until", "place", "note")
		call := race.RollCall{For: g.get("for").text(p.languages), Place: g.get("place").text(p.languages), Note: g.get("note").text(p.languages)}
		call.From, call.Until = hours(g, "from", "until")
		s.RollCalls = append(s.RollCalls, call)
	}
	s.Stations, s.Unplaced = courseStations(rc, f.get("stations"))
	for _, item := range f.get("along").items() {
		g := item.fields("offers", "note")
		s.Along = append(s.Along, race.Along{Offers: offers(g.need("offers")), Note: g.get("note").text(p.languages)})
	}
	for _, item := range f.get("fees").items() {
		g := item.fields("amount", "currency", "for", "note")
		fee := race.Fee{Amount: g.need("amount").amount(), For: g.get("for").text(p.languages), Note: g.get("note").text(p.languages)}
		fee.Currency = parsed(g.need("currency"), "", "a currency of three capitals such as USD", parseCurrency)
		s.Fees = append(s.Fees, fee)
	}
	for _, item := range f.get("notes").items() {
		s.Notes = append(s.Notes, item.text(p.languages))
	}
	return s
}

// hours reads a span of the race day, whose end is after its beginning.
func hours(f fields, begins, ends string) (from, until race.Instant) {
	from, until = f.get(begins).wall(), f.get(ends).wall()
	if from != race.Unseen && until != race.Unseen && until <= from {
		f.get(ends).fail("bad_value", "", "%s: %s is not after %s", f.get(ends).title(), until, from)
	}
	return from, until
}

// baggage reads when bags are taken in and handed out.
func (p *project) baggage(v value) race.Baggage {
	if !v.exists() {
		return race.Baggage{}
	}
	f := v.fields("from", "closes", "until", "kept", "place", "note")
	b := race.Baggage{Until: f.need("until").wall(), Kept: f.get("kept").text(p.languages), Place: f.get("place").text(p.languages), Note: f.get("note").text(p.languages)}
	b.From, b.Closes = hours(f, "from", "closes")
	b.Set = b.Until != race.Unseen
	return b
}

// mostStations is how many places a series of stations may have: a marathon
// has hardly more than forty.
const mostStations = 1000

// courseStations reads the places on the course with what they offer, and what the
// text leaves without a place. Items about one place add up.
func courseStations(rc *race.Race, v value) (list []race.Station, unplaced []race.Offer) {
	at := map[race.Distance]*race.Station{}
	for _, item := range v.items() {
		f := item.fields("km", "from", "to", "every", "offers", "unknown")
		has, lost := offers(f.get("offers")), offers(f.get("unknown"))
		if !f.get("offers").exists() && !f.get("unknown").exists() {
			item.fail("missing_key", "add offers: [water, drink], or unknown: [water, drink] where the text has lost its marks", "the station offers nothing")
			continue
		}
		if km, ok := f.get("km").scalar(); ok && km == unknown {
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
			if both >= 0 && !clash { // of a series the first says it
				clash = true
				item.fail("bad_value", "name it once: under offers or under unknown", "the station at %s km offers %s, and is said not to be known to", place, s.Unknown[both])
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
func places(rc *race.Race, f fields) []race.Distance {
	const hint = "expected: km: 5, or from: 5, to: 40 and every: 2.5"
	series := f.get("from").exists() || f.get("to").exists() || f.get("every").exists()
	if f.get("km").exists() == series {
		f.of.fail("missing_key", hint, "the station has no place, or more than one")
		return nil
	}
	within := func(key string) (race.Distance, bool) {
		v := f.need(key)
		s, ok := v.scalar()
		if !ok {
			return 0, false
		}
		d := v.kilometres()
		switch _, err := race.ParseDistance(s); {
		case err != nil: // which has been said
			return 0, false
		case rc.Length > 0 && d > rc.Length:
			v.fail("bad_value", "", "the station at %s km is beyond the finish at %s km", d, rc.Length)
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
	step := f.need("every").kilometres()
	switch {
	case !begins || !ends:
		return nil
	case to < from:
		f.get("to").fail("bad_value", "", "the stations end at %s km, before they begin at %s km", to, from)
		return nil
	case step <= 0 || (to-from)/step >= mostStations:
		if f.get("every").exists() {
			f.get("every").fail("bad_value", hint, "a step of %s km makes no series of stations", step)
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
func offers(v value) []race.Offer {
	var list []race.Offer
	for _, item := range v.items() {
		s, ok := item.scalar()
		if !ok {
			continue
		}
		if !slices.Contains(race.Offers, race.Offer(s)) {
			known := quotedList(race.Offers)
			hint := "known here: " + known
			if near := nearest(s, strings.Split(known, ", ")); near != "" {
				hint = fmt.Sprintf("did you mean %q? %s", near, hint)
			}
			item.fail("bad_value", hint, "%q is nothing that a station offers", s)
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
func (p *project) contacts(v value) []race.Contact {
	var list []race.Contact
	for _, item := range v.items() {
		f := item.fields("name", "telephone", "hours", "website", "email")
		c := race.Contact{Name: f.need("name").text(p.languages), Hours: f.get("hours").text(p.languages)}
		for _, number := range f.get("telephone").items() {
			c.Telephones = append(c.Telephones, parsed(number, "", "digits, spaces, hyphens, brackets and a + at the beginning, such as 010-67167482", parseTelephone))
		}
		c.Website = parsed(f.get("website"), "", "an address such as https://example.org", parseWebsite)
		c.Email = parsed(f.get("email"), "", "an address such as race@example.org", parseEmail)
		if !f.get("telephone").exists() && !f.get("website").exists() && !f.get("email").exists() {
			item.fail("missing_key", "add telephone: [010-67167482], website: or email:", "nobody can be reached by this contact")
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
