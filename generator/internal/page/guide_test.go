package page

import (
	"html"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/race"
)

// offered gives the sample's marathon services, its edition a contact.
func offeredSample() (*race.Archive, []*race.Verdict) {
	archive, verdicts := sample(3)
	e := archive.Editions[1]
	rc := e.Races[0]
	rc.Rules.Baggage = race.Baggage{Set: true, From: instant("5:30:00"), Closes: instant("7:15:00"), Until: instant("14:45:00"), Kept: race.Text{"en": "one week"}}
	rc.Rules.Services = race.Services{
		RollCalls: []race.RollCall{{For: race.Text{"en": "general participants"}, From: instant("5:30:00"), Until: instant("7:15:00")},
			{For: race.Text{"en": "elite"}, From: race.Unseen, Until: instant("6:50:00"), Place: race.Text{"en": "north side"}}},
		Stations: []race.Station{{At: 2 * race.Kilometre, Offers: []race.Offer{race.Toilets}},
			{At: 5 * race.Kilometre, Offers: []race.Offer{race.Toilets}, Unknown: []race.Offer{race.Water}},
			{At: 7*race.Kilometre + race.Kilometre/2, Unknown: []race.Offer{race.Water}},
			{At: 42_195_000, Offers: []race.Offer{race.Medical}}},
		Along:     []race.Along{{Offers: []race.Offer{race.AED}}, {Offers: []race.Offer{race.Mist}, Note: race.Text{"en": "If it is hot."}}},
		Fees:      []race.Fee{{Amount: race.Amount{Cents: 5000}, Currency: "USD", Note: race.Text{"en": "By Alipay."}}},
		RacePack:  race.Text{"en": "At the EXPO."},
		Insurance: race.Text{"en": "For all."},
		Notes:     []race.Text{{"en": "No litter."}},
	}
	c := &rc.Rules.Clauses
	c.Baggage, c.RollCall, c.Stations, c.Facilities, c.Medical, c.Contact, c.Start = "10.7", "10.3", "10.8", "10.9", "10.10", "15", "10.4"
	e.Contacts = []race.Contact{{Name: race.Text{"en": "Office"}, Hours: race.Text{"en": "9:00-11:30"}, Telephones: []string{"010-67167482", "+86 10 1"},
		Website: "https://www.example.org", Email: "a@example.org"}}
	return archive, verdicts
}

var rules2022 = map[string]string{"rules/2022.md": "---\ntitle: Rules\n---\n\n## 10.3 Roll-call {#clause-10.3}\n\nx\n\n## 10.7 Bags {#clause-10.7 label=\"Bags, cl. 7\"}\n\nx\n\n{{stations marathon}}\n\n{{compared marathon}}\n",
	"rules/2021.md": "---\ntitle: Rules\n---\n\n## A {#a}\n\nx\n"}

func contentOf(pages map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range pages {
		files["zh/"+name], files["en/"+name] = &fstest.MapFile{Data: []byte(text)}, &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// words of a page, without its tags and with one space between them.
var anyTag = regexp.MustCompile(`<[^>]*>`)

func readable(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	return html.UnescapeString(strings.Join(strings.Fields(anyTag.ReplaceAllString(main, " ")), " "))
}

func TestGuide(t *testing.T) {
	archive, verdicts := offeredSample()
	s := sampleSet(t, archive, contentOf(rules2022))
	page := html.UnescapeString(drawn(t, s.Guide("en", verdicts[1])))
	text := readable(page)
	for _, c := range []struct{ claim, where, want string }{
		{"the hours of the day are in their order", text, "Roll-call, general participants 5:30–7:15 10.3 Roll-call, elite until 6:50 10.3 north side Bags handed in 5:30–7:15 Bags, cl. 7 Start 7:30 10.4"},
		{"what is not picked up is kept", text, "Bag pick-up until 14:45 Bags, cl. 7 Bags not picked up are kept for one week."},
		{"stations and cut-offs are one table in course order", text, "Distance Cut-off Water Toilets Medical aid Start 2 km ● yes 5 km 8:15 ? not known ● yes 7.5 km ? not known 10 km 9:00"},
		{"a lost mark is explained", text, "?: the rules name the station, but the marks in their table are lost"},
		{"the finish has its station and its cut-off", text, "Finish 42.195 km not stated ● yes"},
		{"what has no place is along the course", text, "AED 10.10 Along the course. Mist station 10.9 If it is hot."},
		{"the entry is there", text, "Race bag pick-up At the EXPO. Entry fee $50 By Alipay. Insurance For all. Please note No litter."},
		{"telephones can be dialled", page, `<a href="tel:01067167482">010-67167482</a>`},
		{"with a country code, too", page, `<a href="tel:+86101">+86 10 1</a>`},
		{"a contact has its ways", text, "Contact 15 Organiser Office Telephone 010-67167482 +86 10 1 Office hours 9:00-11:30 Website www.example.org E-mail a@example.org"},
		{"every race of the edition has its part", text, "half 42.195 km half: Hours What When and where Start 7:30"},
		{"clauses lead to the rules page", page, `<a href="../rules/#clause-10.7">Bags, cl. 7</a>`},
		{"the edition leads to it", drawn(t, s.Edition("en", verdicts[1])), `<a href="guide/">Race day guide</a>`},
		{"and so do the rules", drawn(t, s.Rules("en", verdicts[1])), `<a href="../guide/">Race day guide</a>`},
		{"another language has its words", readable(drawn(t, s.Guide("zh", verdicts[1]))), "距离 关门时间 饮水 厕所 医疗 起点 2公里 ● 是 5公里 8:15 ? 不详"},
	} {
		if !strings.Contains(c.where, c.want) {
			t.Errorf("%s: %q is not in %s", c.claim, c.want, c.where)
		}
	}
	for _, v := range []*race.Verdict{verdicts[0], verdicts[2]} {
		if strings.Contains(drawn(t, s.Edition("en", v)), "/guide/") {
			t.Errorf("%s leads to a guide that is not there", v.Edition.ID)
		}
	}
}

func TestADistanceThatIsTheRacesNameIsSaidOnce(t *testing.T) {
	archive, verdicts := offeredSample()
	for name, wants := range map[string]bool{"Run": true, "42.195 km": false, "42.195km": false, "42.195K": false} {
		archive.Editions[1].Races[0].Name = race.Text{"en": name}
		s := sampleSet(t, archive, fstest.MapFS{})
		for page, text := range map[string]string{"guide": drawn(t, s.Guide("en", verdicts[1])), "edition": drawn(t, s.Edition("en", verdicts[1])),
			"home": drawn(t, s.Home("en", verdicts...)), "list": drawn(t, s.Editions("en", verdicts...))} {
			mark, end := `class="event">`, "</h"
			if page == "list" {
				mark, end = ">"+name+"<", "</li>"
			}
			_, head, found := strings.Cut(text, mark)
			head, _, _ = strings.Cut(head, end)
			if !found || page != "list" && !strings.Contains(head, name) || strings.Contains(head, "<span>42.195 km</span>") != wants {
				t.Errorf("the %s heads the race %q with %s", page, name, head)
			}
		}
	}
}

func TestARaceWithoutStationsAndCutoffsHasNoTableOfTheCourse(t *testing.T) {
	archive, verdicts := offeredSample()
	for i := range archive.Editions[1].Races[1].Points {
		archive.Editions[1].Races[1].Points[i].Cutoff = race.Cutoff{}
	}
	s := sampleSet(t, archive, fstest.MapFS{})
	page := drawn(t, s.Guide("en", verdicts[1]))
	if n := strings.Count(page, `class="stops"`); n != len(archive.Editions[1].Races)-1 {
		t.Errorf("%d tables of courses", n)
	}
}

func TestTheComparisonOfYearsKnowsTheServices(t *testing.T) {
	archive, verdicts := offeredSample()
	old := archive.Editions[0].Races[0]
	old.Rules.Baggage = race.Baggage{Set: true, From: instant("5:30:00"), Closes: instant("7:15:00"), Until: instant("13:00:00"), Kept: race.Text{"en": "ten working days"}}
	old.Rules.Services = race.Services{Unplaced: []race.Offer{race.Water}, Fees: []race.Fee{{Amount: race.Amount{Cents: 5000}, Currency: "USD", Note: race.Text{"en": "By Alipay."}}},
		Stations: []race.Station{{At: 2 * race.Kilometre, Offers: []race.Offer{race.Toilets}}}}
	archive.Editions[0].Contacts = []race.Contact{{Name: race.Text{"en": "Office"}, Telephones: []string{"010-67167482"}}}
	s := sampleSet(t, archive, contentOf(rules2022))
	text := readable(drawn(t, s.Rules("en", verdicts[1])))
	for _, want := range []string{
		"Bag collection closes 13:00 14:45 Bags, cl. 7",
		"Bags not picked up are kept for ten working days one week Bags, cl. 7",
		"Stations: Water not stated not known; stations at km 5 and 7.5 10.8",
		"Stations: Toilets at km 2 at km 2 and 5 10.9",
		"Roll-call, elite — until 6:50 10.3",
		"AED — Along the course. 10.10",
		"Contact: Office 010-67167482 010-67167482 · +86 10 1 · www.example.org · a@example.org · 9:00-11:30 15",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	for _, same := range []string{"Entry fee", "Bags handed in"} {
		if strings.Contains(text, same) {
			t.Errorf("%q is the same in both years", same)
		}
	}
	if want := "Distance Water 5 km not known 7.5 km not known"; !strings.Contains(text, want) { // toilets and medical aid are no refreshment
		t.Errorf("%q is not in %s", want, text)
	}
}

func TestAClauseIsCitedAsItsHeadingSays(t *testing.T) {
	archive, verdicts := offeredSample()
	s := sampleSet(t, archive, contentOf(rules2022))
	page := drawn(t, s.Rules("en", verdicts[1]))
	if !strings.Contains(page, `<h2 id="clause-10.7">10.7 Bags</h2>`) {
		t.Error("the label of a heading is on the page as an attribute")
	}
}

func TestTheProjectsOwnTemplatesHaveTheGuide(t *testing.T) {
	text, err := Eject(os.DirFS(templateFolder), "guide.html")
	if err != nil || !strings.Contains(text, ".Contacts") {
		t.Fatal(err, text)
	}
}

func TestManyPlacesAtEvenStepsAreASeries(t *testing.T) {
	archive, _ := sample(1)
	d := sampleSet(t, archive, fstest.MapFS{}).draft("en", "en/")
	at := func(tenths ...race.Distance) (list []race.Distance) {
		for _, n := range tenths {
			list = append(list, n*race.Kilometre/10)
		}
		return list
	}
	for _, c := range []struct {
		at   []race.Distance
		want string
	}{
		{at(0, 20, 30, 40, 50, 75, 100, 125, 150, 421), "0, 2 to 5 every 1, 7.5 to 15 every 2.5 and 42.1"},
		{at(50, 100, 150), "5, 10 and 15"},
		{at(50), "5"},
		{nil, ""},
	} {
		if got := d.kilometres(c.at); got != c.want {
			t.Errorf("%q, expected %q", got, c.want)
		}
	}
}
