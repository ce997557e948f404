package words

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// catalogues is the project's own folder of messages.
const catalogues = "../../../content/messages"

func book(t *testing.T, languages ...string) *Book {
	t.Helper()
	b, problems := Load(os.DirFS(catalogues), os.DirFS(catalogues), languages)
	if len(problems) > 0 {
		t.Fatalf("the catalogues have findings: %v", problems)
	}
	return b
}

func TestFormats(t *testing.T) {
	b := book(t, "zh", "en")
	zh, en := b.In("zh"), b.In("en")
	day := time.Date(2022, 11, 6, 13, 45, 0, 0, time.UTC)
	beijing, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ claim, got, want string }{
		{"an official time is rounded up", en.Clock(8_339_400), "2:19:00"},
		{"no time is a dash", zh.Clock(race.NoTime), "—"},
		{"a date follows the Chinese habit", zh.Date(day), "2022年11月6日"},
		{"a date follows the English habit", en.Date(day), "6 November 2022"},
		{"a moment names its zone", zh.Moment(day.In(beijing)), "2022年11月6日 21:45（北京时间）"},
		{"a zone without a name is a distance from UTC", en.Moment(day.In(time.FixedZone("", 3600))), "6 November 2022, 14:45 (UTC+01:00)"},
		{"dollars in Chinese", zh.Money(1_500_000, "USD"), "15,000美元"},
		{"yuan in English, with cents where there are any", en.Money(123_456, "CNY"), "CN¥1,234.56"},
		{"a currency without a sign shows its code", en.Money(100, "KES"), "KES 1"},
		{"a distance keeps its decimals", en.Distance(42_195_000), "42.195 km"},
		{"a distance in Chinese", zh.Distance(21_097_500), "21.0975公里"},
		{"numbers are grouped", en.Number(30_000), "30,000"},
		{"ordinals", strings.Join([]string{en.Ordinal(1), en.Ordinal(2), en.Ordinal(3), en.Ordinal(11), en.Ordinal(22)}, " "), "1st 2nd 3rd 11th 22nd"},
		{"an ordinal in Chinese", zh.Ordinal(3), "第3"},
		{"a nation by its code", zh.Nation("KEN"), "肯尼亚"},
		{"a nation of the past", en.Nation("URS"), "Soviet Union"},
		{"a code without a name shows itself", en.Nation("XQX"), "XQX"},
		{"a list in English", en.List([]string{"a", "b", "c"}), "a, b and c"},
		{"a list in Chinese", zh.List([]string{"甲", "乙", "丙"}), "甲、乙和丙"},
		{"a pace", en.Pace(race.Clock(191_001)), "3:12"},
		{"a percentage", en.Percent(1250), "12.5%"},
		{"a cut-off by the wall clock", en.TimeOfDay(&race.Wall{}, race.Instant(30_300_000)), "8:25"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q, want %q", c.got, c.want)
			}
		})
	}
}

// The habits are CLDR's: of Chinese, of British English (but for the dollar,
// which international races write without its country) and of Japanese.
func TestFormatsByLanguage(t *testing.T) {
	b := book(t, "zh", "en", "ja")
	beijing := time.FixedZone("Asia/Shanghai", 8*3600)
	moment := time.Date(2022, 11, 6, 13, 45, 0, 0, beijing)
	for lang, want := range map[string]string{
		"zh": "2022年11月6日 | 2022年11月6日 13:45（北京时间） | 15,000美元 1,234.56元 500日元 CHF 1 | 甲 | 甲和乙 | 甲、乙和丙 | 第1 第22 | 20% 12.5% | 30,000 | 42.195公里",
		"en": "6 November 2022 | 6 November 2022, 13:45 (Beijing time) | $15,000 CN¥1,234.56 ¥500 CHF 1 | 甲 | 甲 and 乙 | 甲, 乙 and 丙 | 1st 22nd | 20% 12.5% | 30,000 | 42.195 km",
		"ja": "2022年11月6日 | 2022年11月6日 13:45（北京時間） | 15,000米ドル 1,234.56元 500円 CHF 1 | 甲 | 甲、乙 | 甲、乙、丙 | 1位 22位 | 20% 12.5% | 30,000 | 42.195km",
	} {
		l := b.In(lang)
		got := strings.Join([]string{l.Date(moment), l.Moment(moment),
			l.Money(1_500_000, "USD") + " " + l.Money(123_456, "CNY") + " " + l.Money(50_000, "JPY") + " " + l.Money(100, "CHF"),
			l.List([]string{"甲"}), l.List([]string{"甲", "乙"}), l.List([]string{"甲", "乙", "丙"}), l.Ordinal(1) + " " + l.Ordinal(22),
			l.Percent(2000) + " " + l.Percent(1250), l.Number(30_000), l.Distance(42_195_000)}, " | ")
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", lang, got, want)
		}
	}
}

// noBreak makes spaces that hold a line together plain ones
var noBreak = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// Whoever adds a message to the English catalogue sees here what the others lack.
func TestEveryLanguageOfTheProgramIsWhole(t *testing.T) {
	names, err := filepath.Glob(catalogues + "/*.yaml")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d catalogues: %v", len(names), err)
	}
	var languages []string
	for _, name := range names {
		languages = append(languages, strings.TrimSuffix(filepath.Base(name), ".yaml"))
	}
	b := book(t, languages...)
	day := time.Date(2022, 11, 6, 13, 45, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))
	for lang, want := range map[string]string{
		"de":      "6. November 2022 | 1.234,56 € | 3. | 12,5 % | 42,195 km | Hongkong, China",
		"fr":      "6 novembre 2022 | 1 234,56 € | 3e | 12,5 % | 42,195 km | Hong Kong, Chine",
		"es":      "6 de noviembre de 2022 | 1.234,56 € | 3.º | 12,5 % | 42,195 km | Hong Kong, China",
		"it":      "6 novembre 2022 | 1.234,56 € | 3º | 12,5% | 42,195 km | Hong Kong, Cina",
		"pt":      "6 de novembro de 2022 | € 1.234,56 | 3º | 12,5% | 42,195 km | Hong Kong, China",
		"ko":      "2022년 11월 6일 | 1,234.56유로 | 3위 | 12.5% | 42.195km | 홍콩",
		"zh-Hant": "2022年11月6日 | 1,234.56歐元 | 第3 | 12.5% | 42.195公里 | 中國香港",
	} {
		l := b.In(lang)
		if got := strings.Join([]string{l.Date(day), l.Money(123_456, "EUR"), l.Ordinal(3), l.Percent(1250), l.Distance(42_195_000), l.Nation("HKG")}, " | "); noBreak.Replace(got) != want {
			t.Errorf("%s: got\n%s\nwant\n%s", lang, got, want)
		}
	}
}

func TestDeadlinesAndCurrenciesByLanguage(t *testing.T) {
	b := book(t, "zh", "en", "ja")
	midnight := time.Date(2022, 11, 14, 0, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))
	for lang, want := range map[string]string{
		"zh": "2022年11月13日24:00 | 2022年11月14日 18:00（北京时间） | 人民币 美元 CHF",
		"en": "the end of 13 November 2022 | 14 November 2022, 18:00 (Beijing time) | renminbi US dollars CHF",
		"ja": "2022年11月13日24:00 | 2022年11月14日 18:00（北京時間） | 人民元 米ドル CHF",
	} {
		l := b.In(lang)
		got := strings.Join([]string{l.Until(midnight), l.Until(midnight.Add(18 * time.Hour)),
			l.CurrencyName("CNY") + " " + l.CurrencyName("USD") + " " + l.CurrencyName("CHF")}, " | ")
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", lang, got, want)
		}
	}
}

// course is a small marathon.
func course() *race.Race {
	return &race.Race{ID: "marathon", Points: []race.Point{
		{ID: "start"},
		{ID: "5k", At: 5 * race.Kilometre, Cutoff: race.Cutoff{Set: true, At: 30_300_000}},
		{ID: "half", At: 21_097_500},
		{ID: "finish", At: 42_195_000, Cutoff: race.Cutoff{Set: true, Unknown: true}},
	}}
}

func TestPhrases(t *testing.T) {
	b := book(t, "zh", "en")
	rc := course()
	ruling := &race.Ruling{Kind: race.Disqualify, Authority: "Referee", Clause: "13.6",
		Date: time.Date(2022, 11, 7, 0, 0, 0, 0, time.UTC), Note: race.Text{"en": "Took the subway.", "zh": "乘坐地铁。"}}
	for _, c := range []struct {
		claim  string
		reason race.Reason
		en, zh string
	}{
		{"a missing point is named", race.Reason{Code: race.MissedPoint, Point: "half"},
			"No time recorded at Half. Runners must be recorded at every required point to be ranked.", "缺少半程计时点的成绩。按规程，缺少必经计时点成绩的，不计名次。"},
		{"a cut-off is given by the clock", race.Reason{Code: race.CutoffFailed, Point: "5k"},
			"Did not pass 5 km before the 8:25 cut-off.", "未在5公里的关门时间（8:25）之前通过。"},
		{"a ruling names its authority, date and note", race.Reason{Code: race.ByRulingReason, Ruling: ruling},
			"Disqualified. Decision: Referee, 7 November 2022. Took the subway.",
			"经裁判裁定，取消成绩。裁定人：Referee，2022年11月7日。乘坐地铁。"},
		{"an authority is called by its name in each language, and by the one for all where it has none",
			race.Reason{Code: race.ByRulingReason, Ruling: &race.Ruling{Kind: race.Disqualify, Authority: "Chief Referee", Authorities: race.Text{"zh": "总裁判长"}}},
			"Disqualified. Decision: Chief Referee.", "经裁判裁定，取消成绩。裁定人：总裁判长。"},
		{"the last point is named where the finish was not reached", race.Reason{Code: race.NoFinish, LastPoint: "5k"},
			"Last recorded at 5 km; no finish recorded.", "最后的计时记录在5公里，终点无计时记录。"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
				got, err := b.In(lang).Reason(rc, &c.reason)
				if err != nil || got != want {
					t.Errorf("%s: got %q, %v; want %q", lang, got, err, want)
				}
			}
		})
	}
	t.Run("a withdrawal gives no cause", func(t *testing.T) {
		got, err := b.In("en").Reason(rc, &race.Reason{Code: race.ByRulingReason,
			Ruling: &race.Ruling{Kind: race.Withdraw, Note: race.Text{"en": "Collapsed."}}})
		if err != nil || strings.Contains(got, "Collapsed") {
			t.Errorf("got %q, %v", got, err)
		}
	})
	t.Run("every code of a reason has its sentence in every language", func(t *testing.T) {
		for _, code := range []race.ReasonCode{race.MissedPoint, race.CutoffFailed, race.ByRulingReason, race.ByDoping, race.NoFinish,
			race.NoStart, race.RowSetAside, race.NoDivision, race.TimeAnnulled, race.PrizeByPlace, race.PrizeUnder, race.PrizeNotUnder,
			race.PrizeTied, race.PrizeUnknown, race.PrizeAnnulled, race.PrizeByRuling, race.CertNotFinished, race.CertDQ, race.CertNotYet,
			race.CertPending, race.CertNoCode, race.CertNoGlyph} {
			for _, lang := range []string{"zh", "en"} {
				reason := &race.Reason{Code: code, Limit: 7_740_000}
				if code == race.MissedPoint || code == race.CutoffFailed {
					reason.Point = "finish"
				}
				if s, err := b.In(lang).Reason(rc, reason); err != nil || s == "" {
					t.Errorf("%s %s: %q, %v", lang, code, s, err)
				}
			}
		}
	})
	t.Run("an unknown point and an unknown code are errors", func(t *testing.T) {
		for _, reason := range []*race.Reason{{Code: race.MissedPoint, Point: "41k"}, {Code: "whim"}, nil} {
			if s, err := b.In("en").Reason(rc, reason); err == nil {
				t.Errorf("got %q", s)
			}
		}
	})
	t.Run("a disqualification carries its clause", func(t *testing.T) {
		r := &race.Result{Status: race.Disqualified, Reason: &race.Reason{Code: race.CutoffFailed, Clause: "10.6"}}
		for lang, want := range map[string]string{"en": "DQ 10.6", "zh": "取消成绩 10.6"} {
			if got, err := b.In(lang).Status(r); err != nil || got != want {
				t.Errorf("%s: got %q, %v", lang, got, err)
			}
		}
	})
	t.Run("a division is named by itself, by its id, or by its category and what that was made of", func(t *testing.T) {
		for _, c := range []struct {
			d    race.Division
			want string
		}{
			{race.Division{ID: "men", Name: race.Text{"en": "Gentlemen"}}, "Gentlemen"},
			{race.Division{ID: "wheelchair-women", Category: "wheelchair"}, "Wheelchair women"},
			{race.Division{ID: "handcycle-men", Category: "handcycle"}, "Men (handcycle)"},
			{race.Division{ID: "blind-men", Category: "blind"}, "Men (blind)"},
			{race.Division{ID: "blind-nb", Category: "blind", Base: race.Text{"en": "All genders"}}, "All genders (blind)"},
			{race.Division{ID: "blind-nb", Category: "blind", Gender: race.GenderX}, "Non-binary (blind)"},
			{race.Division{ID: "town-council"}, "Town council"},
		} {
			if got, err := b.In("en").Division(&c.d); err != nil || got != c.want {
				t.Errorf("%s: got %q, %v", c.d.ID, got, err)
			}
		}
	})
}

func TestSay(t *testing.T) {
	en := book(t, "en").In("en")
	for claim, args := range map[string][]any{
		"an unknown message is an error":                {"no.such"},
		"a placeholder without a value is an error":     {"distance"},
		"a misspelt placeholder is an error":            {"distance", "Kilometers", "5"},
		"a name without a value after it is an error":   {"distance", "Kilometres"},
		"a value where a name should stand is an error": {"distance", 5, 5},
	} {
		t.Run(claim, func(t *testing.T) {
			if s, err := en.Say(args[0].(string), args[1:]...); err == nil {
				t.Errorf("said %q", s)
			}
		})
	}
}

func TestFindings(t *testing.T) {
	en, err := os.ReadFile(catalogues + "/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Count(string(en), "\n") + 1
	for _, c := range []struct {
		claim  string
		change func(string) string
		code   string
		line   int
		text   string
	}{
		{"another placeholder is found", func(s string) string { return s + "sign.x: \"{{.B}}\"\n" }, "placeholder", line, "the placeholders B"},
		{"HTML is found", func(s string) string { return s + "sign.y: a <b>b</b>\n" }, "markup", line, `"<" is HTML`},
		{"a template's action is no placeholder", func(s string) string { return s + "sign.y: \"{{if .A}}x{{end}}\"\n" }, "placeholder", line, "is not a placeholder"},
		{"a missing plural form is found", func(s string) string { return s + "sign.z: {other: \"{{.Count}} x\"}\n" }, "plural", line, `lacks the plural form "one"`},
		{"an unknown plural form is found", func(s string) string { return s + "sign.z: {uno: x, other: x}\n" }, "plural", line, `"uno" is not a plural form`},
		{"a duplicate key is found", func(s string) string { return s + "status.dns: DNS\n" }, "yaml", line, "already defined"},
		{"a tab is found", func(s string) string { return s + "\tsign.z: x\n" }, "yaml", line, "cannot start any token"},
		{"a message that is not filled in is found", func(s string) string { return s + "sign.y:\n" }, "message", line, `"sign.y" is not filled in`},
		{"a plural form that is not filled in is found", func(s string) string { return s + "sign.z:\n  one: x\n  other:\n" }, "message", line + 2, `the form "other" of the message "sign.z" is not filled in`},
		{"a number is no text", func(s string) string { return s + "sign.y: 12\n" }, "message", line, "is not a text"},
		{"a broken quote is found", func(s string) string { return s + "sign.y: \"x\n" }, "yaml", line, ""},
	} {
		t.Run(c.claim, func(t *testing.T) {
			reference := string(en) + "sign.x: \"{{.A}}\"\nsign.y: y\nsign.z: {one: \"{{.Count}} x\", other: \"{{.Count}} xs\"}\n"
			fsys := fstest.MapFS{"en.yaml": {Data: []byte(reference)}, "en-GB.yaml": {Data: []byte(c.change(string(en)))}}
			_, problems := Load(fsys, fsys, []string{"en-GB"})
			if !problems.Errors() {
				t.Fatal("nothing was found")
			}
			for _, p := range problems {
				if p.Code == c.code && p.Line == c.line && p.Path == "content/messages/en-GB.yaml" && strings.Contains(p.Text, c.text) {
					return
				}
			}
			t.Errorf("not among the findings: %v", problems)
		})
	}
	t.Run("an unknown placeholder is found though every language has it, English too", func(t *testing.T) {
		misspelt := fstest.MapFS{}
		for _, lang := range []string{"en", "ja"} {
			source, err := os.ReadFile(catalogues + "/" + lang + ".yaml")
			if err != nil {
				t.Fatal(err)
			}
			misspelt[lang+".yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(source), "{{.Bib}}", "{{.Bibb}}", 1))}
		}
		_, problems := Load(misspelt, os.DirFS(catalogues), []string{"en", "ja"})
		if len(problems) != 2 || problems[0].Code != "placeholder" || !strings.Contains(problems[0].Text, "Bibb") || problems[1].Path != "content/messages/ja.yaml" {
			t.Errorf("findings: %v", problems)
		}
	})
	t.Run("messages that a language lacks are English ones, and one warning counts them", func(t *testing.T) {
		german := "percent: \"{{.Number}} %\"\nstatus.dnf: aufgegeben\nno.such: x\n"
		b, problems := Load(fstest.MapFS{"de.yaml": {Data: []byte(german)}}, os.DirFS(catalogues), []string{"de"})
		if problems.Errors() || len(problems) != 2 || problems[0].Code != "missing_message" || !strings.Contains(problems[0].Text, "messages are missing") ||
			problems[1].Code != "extra_message" || problems[1].Line != 3 {
			t.Fatalf("findings: %v", problems)
		}
		l := b.In("de")
		got := strings.Join([]string{l.Percent(1250), l.own("status.dnf"), l.own("status.dns"), l.Ordinal(22), l.own("hours", "Count", 1), l.Number(12_345), l.Nation("GER")}, " | ")
		if want := "12,5 % | aufgegeben | DNS | 22nd | 1 hour | 12.345 | Germany"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if !l.Has("status.dns") || l.Has("no.such.message") {
			t.Error("it does not know what it has")
		}
	})
	t.Run("a language without a file is found", func(t *testing.T) {
		_, problems := Load(fstest.MapFS{"en.yaml": {Data: en}}, os.DirFS(catalogues), []string{"en", "sw"})
		if len(problems) != 1 || problems[0].Code != "missing_file" {
			t.Errorf("findings: %v", problems)
		}
	})
	t.Run("a language that is no tag is found", func(t *testing.T) {
		_, problems := Load(fstest.MapFS{"en.yaml": {Data: en}}, os.DirFS(catalogues), []string{"en", "mandarin chinese"})
		if len(problems) != 1 || problems[0].Code != "language" {
			t.Errorf("findings: %v", problems)
		}
	})
	t.Run("a further language is a file only", func(t *testing.T) {
		french := strings.ReplaceAll(string(en), "ordinal: {one: \"{{.Number}}st\", two: \"{{.Number}}nd\", few: \"{{.Number}}rd\", other: \"{{.Number}}th\"}",
			"ordinal: {one: \"{{.Number}}er\", other: \"{{.Number}}e\"}")
		french = manyForms(french)
		b, problems := Load(fstest.MapFS{"en.yaml": {Data: en}, "fr.yaml": {Data: []byte(french)}}, os.DirFS(catalogues), []string{"en", "fr"})
		if len(problems) > 0 {
			t.Fatalf("findings: %v", problems)
		}
		fr := b.In("fr")
		if got := fr.Ordinal(1) + " " + fr.Ordinal(2) + " " + fr.Distance(42_195_000); got != "1er 2e 42,195 km" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("findings stand in order", func(t *testing.T) {
		_, problems := Load(fstest.MapFS{"en.yaml": {Data: []byte("z: <b>\na: <i>\n")}}, fstest.MapFS{}, []string{"en"})
		if len(problems) != len(problems.Sorted()) || !problems.Errors() || problems[0].Level != problem.Error {
			t.Errorf("findings: %v", problems)
		}
	})
}

// manyForms gives every plural message the form that French has for millions.
func manyForms(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.Contains(l, ": {one:") && !strings.HasPrefix(l, "ordinal") {
			lines[i] = strings.TrimSuffix(l, "}") + ", many: " + l[strings.Index(l, "other: ")+len("other: "):]
		}
	}
	return strings.Join(lines, "\n")
}

func TestSkeleton(t *testing.T) {
	en := "# All\n\n# Figures\nordinal: {one: \"{{.Number}}st\", other: \"{{.Number}}th\"}\npercent: \"{{.Number}}%\"\n\n# People\nrunners: {one: \"{{.Count}} runner\", other: \"{{.Count}} runners\"}\n# and others\nguests: Guests\n"
	skeleton := func(t *testing.T, lang string, files fstest.MapFS) (string, int) {
		t.Helper()
		files["en.yaml"] = &fstest.MapFile{Data: []byte(en)}
		text, missing, problems := Skeleton(files, lang)
		if len(problems) > 0 {
			t.Fatalf("findings: %v", problems)
		}
		return text, missing
	}
	t.Run("every id, with the English text and the forms of the language, under its heading", func(t *testing.T) {
		want := "\n# Figures\n# one: {{.Number}}st\n# other: {{.Number}}th\nordinal:\n  other:\n# {{.Number}}%\npercent:\n" +
			"\n# People\n# one: {{.Count}} runner\n# other: {{.Count}} runners\nrunners:\n  one:\n  few:\n  many:\n  other:\n# and others\n# Guests\nguests:\n"
		if got, missing := skeleton(t, "pl", fstest.MapFS{}); got != want || missing != 4 {
			t.Errorf("%d:\n%s\nwant:\n%s", missing, got, want)
		}
	})
	t.Run("what is there is not asked for again", func(t *testing.T) {
		have := &fstest.MapFile{Data: []byte("ordinal: {other: \"{{.Number}}.\"}\npercent: \"{{.Number}} %\"\nrunners: {one: a, few: b, many: c, other: d}\n")}
		if got, missing := skeleton(t, "pl", fstest.MapFS{"pl.yaml": have}); got != "\n# People\n# and others\n# Guests\nguests:\n" || missing != 1 {
			t.Errorf("%d:\n%s", missing, got)
		}
		if got, missing := skeleton(t, "en", fstest.MapFS{}); got != "" || missing != 0 {
			t.Errorf("%d:\n%s", missing, got)
		}
	})
	t.Run("what it writes is a finding a message until it is filled in", func(t *testing.T) {
		text, missing := skeleton(t, "ja", fstest.MapFS{})
		_, problems := Load(fstest.MapFS{"en.yaml": {Data: []byte(en)}, "ja.yaml": {Data: []byte(text)}}, fstest.MapFS{}, []string{"ja"})
		if len(problems) != missing {
			t.Errorf("%d findings for %d messages: %v", len(problems), missing, problems)
		}
	})
	t.Run("a tag that is none, and a language without plural rules, are found", func(t *testing.T) {
		for _, lang := range []string{"mandarin chinese", "qxx"} {
			if _, _, problems := Skeleton(fstest.MapFS{"en.yaml": {Data: []byte(en)}}, lang); len(problems) != 1 || problems[0].Code != "language" {
				t.Errorf("%s: %v", lang, problems)
			}
		}
	})
}

func BenchmarkSay(b *testing.B) {
	book, _ := Load(os.DirFS(catalogues), os.DirFS(catalogues), []string{"en"})
	en := book.In("en")
	for b.Loop() {
		if _, err := en.Say("distance", "Kilometres", "5"); err != nil {
			b.Fatal(err)
		}
	}
}
