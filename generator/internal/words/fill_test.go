package words

import (
	"os"
	"testing"

	"golang.org/x/text/number"
)

func TestNumbersAndMessagesAreCopiedAsTheLibrariesWriteThem(t *testing.T) {
	book, problems := Load(os.DirFS(catalogues), os.DirFS(catalogues), []string{"en", "zh", "ja"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for lang, l := range book.languages {
		for _, n := range []int{0, 7, 999, 1000, 1001, 9999, 10_000, 123_456, 1_000_000, 98_765_432_100, -5, -1234} {
			if got, want := l.Number(n), l.printer.Sprint(number.Decimal(n)); got != want {
				t.Errorf("%s: %d is %q, want %q", lang, n, got, want)
			}
		}
		if len(l.pieces) < 100 {
			t.Errorf("%s: only %d messages are copied", lang, len(l.pieces))
		}
		for id, pieces := range l.pieces {
			var args []any
			for _, p := range pieces {
				if p.name != "" {
					args = append(args, p.name, []any{"<i> & {{.Name}}", 12345}[len(p.name)%2])
				}
			}
			got, ok := l.fill(id, args)
			want, err := l.localize(id, args)
			if !ok || err != nil || got != want {
				t.Errorf("%s %s: %q, want %q (%v)", lang, id, got, want, err)
			}
			if _, err := l.Say(id); err == nil {
				t.Errorf("%s %s: said without its placeholders", lang, id)
			}
		}
	}
}
