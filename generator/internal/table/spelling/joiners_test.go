package spelling

import "testing"

func TestJoinersStayWhereNamesNeedThem(t *testing.T) {
	for given, want := range map[string]string{
		"چنگیز ژاله\u200cپور":        "چنگیز ژاله\u200cپور", // Persian
		"ශ\u0dca\u200dරී":            "ශ\u0dca\u200dරී",     // Sinhala
		"न\u094d\u200dया":            "न\u094d\u200dया",     // Hindi
		"ന\u0d4d\u200dമ":             "ന\u0d4d\u200dമ",      // Malayalam
		"مُ\u200cم":                  "مُ\u200cم",           // behind a vowel sign
		"\u200cژاله\u200c":           "ژاله",                // at the ends
		"ژاله\u200c پور":             "ژاله پور",            // at the end of a word
		"ژاله \u200cپور":             "ژاله پور",
		"ژاله\u200c\u200cپور":        "ژالهپور", // two parted nothing that a name needs
		"An\u200dna":                 "Anna",
		"张\u200c伟":                   "张伟",
		"ژ\u200cA":                   "ژA",
		"\U0001F469\u200d\U0001F469": "\U0001F469\U0001F469",
		"ژ\u200c\ufdd0پ":             "ژ\u200cپ", // a character that no text has
		"a\u200bb\ufeffc":            "abc",
	} {
		if got := Tidy(given); got != want {
			t.Errorf("%+q becomes %+q, not %+q", given, got, want)
		}
		if got := Tidy(Tidy(given)); got != Tidy(given) {
			t.Errorf("%+q tidied twice is %+q", given, got)
		}
	}
	if got := TidyKey("ژاله\u200cپور"); got != "ژالهپور" {
		t.Errorf("a key has joiners: %+q", got)
	}
}
