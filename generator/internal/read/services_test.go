package read

import (
	"reflect"
	"testing"

	"guntime/generator/internal/race"
)

func TestServices(t *testing.T) {
	const edition = "data/2022/edition.yaml"
	rule := func(text string) string { return yearYAML + "    services:\n" + text }
	at := func(km string) race.Distance {
		d, err := race.ParseDistance(km)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	t.Run("stations of one kilometre add up, in course order and in the order of what they offer", func(t *testing.T) {
		rc := expect(t, files(edition, rule(`      stations:
        - {from: 5, to: 10, every: 2.5, unknown: [refreshments, water]}
        - {km: 7.5, offers: [toilets, medical]}
        - {km: 42.195, offers: [medical]}
        - {km: 0, offers: [toilets]}
        - {km: 0, offers: [medical, toilets]}
        - {km: unknown, offers: [mist]}
`)))
		lost := []race.Offer{race.Water, race.Refreshments}
		want := []race.Station{
			{At: 0, Offers: []race.Offer{race.Toilets, race.Medical}},
			{At: at("5"), Unknown: lost},
			{At: at("7.5"), Offers: []race.Offer{race.Toilets, race.Medical}, Unknown: lost},
			{At: at("10"), Unknown: lost},
			{At: at("42.195"), Offers: []race.Offer{race.Medical}},
		}
		got := rc.Rules.Services.Stations
		if len(got) != len(want) {
			t.Fatalf("%+v", got)
		}
		for i := range want {
			if got[i].At != want[i].At || len(got[i].Offers) != len(want[i].Offers) || len(got[i].Unknown) != len(want[i].Unknown) ||
				len(want[i].Offers) > 0 && !reflect.DeepEqual(got[i].Offers, want[i].Offers) || len(want[i].Unknown) > 0 && !reflect.DeepEqual(got[i].Unknown, want[i].Unknown) {
				t.Errorf("%+v, expected %+v", got[i], want[i])
			}
		}
		if !reflect.DeepEqual(rc.Rules.Services.Unplaced, []race.Offer{race.Mist}) {
			t.Errorf("%+v", rc.Rules.Services.Unplaced)
		}
	})
	t.Run("hours, fees, texts and contacts are read as they stand", func(t *testing.T) {
		archive, list := Project(files(edition, year(t, "races:\n", `contacts:
  - {name: Office, telephone: [010-67167482, 13699107993], hours: {en: 9:00-11:30}, website: https://example.org, email: race@example.org}
races:
`)+`    baggage: {from: "05:30", closes: "07:15", until: "14:45", kept: one week}
    services:
      roll_call: [{for: {zh: 大众, en: general}, from: "05:30", until: "07:15", place: Square, note: Early}]
      along: [{offers: [aed]}]
      fees: [{amount: 50, currency: USD, note: Alipay}]
      race_pack: EXPO
      insurance: All
      notes: [No litter, {en: Be kind}]
`))
		if archive == nil || len(list) > 0 {
			t.Fatal(findings(list))
		}
		e := archive.Editions[0]
		c, rules := e.Contacts[0], &e.Races[0].Rules
		if c.Name.In("en") != "Office" || !reflect.DeepEqual(c.Telephones, []string{"010-67167482", "13699107993"}) || c.Hours.In("en") != "9:00-11:30" || c.Website != "https://example.org" || c.Email != "race@example.org" {
			t.Errorf("%+v", c)
		}
		if b := rules.Baggage; b.From != 5*3600_000+1800_000 || b.Closes != 7*3600_000+900_000 || b.Until != 14*3600_000+2700_000 || b.Kept.In("en") != "one week" {
			t.Errorf("%+v", b)
		}
		s := rules.Services
		if call := s.RollCalls[0]; call.For.In("en") != "general" || call.From != 5*3600_000+1800_000 || call.Place.In("zh") != "Square" || call.Note.In("en") != "Early" {
			t.Errorf("%+v", call)
		}
		if s.Fees[0].Amount.Cents != 5000 || s.Fees[0].Currency != "USD" || s.RacePack.In("en") != "EXPO" || s.Insurance.In("en") != "All" || len(s.Notes) != 2 || s.Along[0].Offers[0] != race.AED {
			t.Errorf("%+v", s)
		}
		if !e.HasGuide() {
			t.Error("the edition has no guide")
		}
	})
	t.Run("an edition that says nothing of them has no guide", func(t *testing.T) {
		archive, list := Project(files())
		if archive == nil || len(list) > 0 || archive.Editions[0].HasGuide() {
			t.Fatal(findings(list))
		}
	})
	t.Run("what is wrong is an error at its place", func(t *testing.T) {
		expect(t, files(edition, rule(`      roll_call: [{from: "07:15", until: "05:30"}]
      stations:
        - {km: 50, offers: [water]}
        - {km: 5, offers: [watter]}
        - {km: 5}
        - {offers: [water]}
        - {km: 5, from: 6, to: 7, every: 1, offers: [water]}
        - {from: 9, to: 7, every: 1, offers: [water]}
        - {from: 7, to: 9, every: 0, offers: [water]}
        - {from: 7, to: 9, offers: [water]}
        - {km: 12, offers: [water], unknown: [water]}
        - {km: 13, every: 5, offers: [water]}
      fees: [{amount: fifty, currency: usd}, {currency: USD}]
      along: [{note: x}]
      toilets: 5
`)),
			`data/2022/edition.yaml:16:42: error: races.marathon.services.roll_call.1.until: 5:30:00 is not after 7:15:00 [bad_value]`,
			`data/2022/edition.yaml:18:16: error: the station at 50 km is beyond the finish at 42.195 km [bad_value]`,
			`data/2022/edition.yaml:19:28: error: "watter" is nothing that a station offers [bad_value]`,
			`data/2022/edition.yaml:20:11: error: the station offers nothing [missing_key]`,
			`data/2022/edition.yaml:21:11: error: the station has no place, or more than one [missing_key]`,
			`data/2022/edition.yaml:22:11: error: the station has no place, or more than one [missing_key]`,
			`data/2022/edition.yaml:23:25: error: the stations end at 7 km, before they begin at 9 km [bad_value]`,
			`data/2022/edition.yaml:24:35: error: a step of 0 km makes no series of stations [bad_value]`,
			`data/2022/edition.yaml:25:11: error: the key "races.marathon.services.stations.8.every" is missing [missing_key]`,
			`data/2022/edition.yaml:26:11: error: the station at 12 km offers water, and is said not to be known to [bad_value]`,
			`data/2022/edition.yaml:27:11: error: the station has no place, or more than one [missing_key]`,
			`data/2022/edition.yaml:28:23: error: races.marathon.services.fees.1.amount: "fifty" is not an amount of money [bad_value]`,
			`data/2022/edition.yaml:28:40: error: races.marathon.services.fees.1.currency: "usd" is not a currency [bad_value]`,
			`data/2022/edition.yaml:28:46: error: the key "races.marathon.services.fees.2.amount" is missing [missing_key]`,
			`data/2022/edition.yaml:29:15: error: the key "races.marathon.services.along.1.offers" is missing [missing_key]`,
			`data/2022/edition.yaml:30:7: error: unknown key "toilets" [unknown_key]`)
	})
	t.Run("a contact that nobody can reach, or not so, is an error", func(t *testing.T) {
		expect(t, files(edition, year(t, "races:\n", `contacts:
  - {name: A}
  - {telephone: [call us]}
  - {name: B, website: example.org}
  - {name: C, email: nobody}
races:
`)),
			`data/2022/edition.yaml:6:5: error: nobody can be reached by this contact [missing_key]`,
			`data/2022/edition.yaml:7:5: error: the key "contacts.2.name" is missing [missing_key]`,
			`data/2022/edition.yaml:7:18: error: contacts.2.telephone.1: "call us" is not a telephone number [bad_value]`,
			`data/2022/edition.yaml:8:24: error: contacts.3.website: "example.org" is not an address of the web [bad_value]`,
			`data/2022/edition.yaml:9:22: error: contacts.4.email: "nobody" is not an e-mail address [bad_value]`)
	})
	t.Run("no race is called as the page of the race day", func(t *testing.T) {
		expect(t, files(edition, year(t, "  marathon:\n", "  guide:\n")),
			`data/2022/edition.yaml:6:3: error: the race id "guide" is reserved for a folder or key of the program's own [bad_id]`)
	})
	t.Run("but a category is, of guided runners", func(t *testing.T) {
		expect(t, files(edition, yearYAML+"    outside_ranking: [guide]\n"))
	})
}
