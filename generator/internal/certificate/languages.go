package certificate

import (
	"errors"
	"fmt"
	"strings"

	"guntime/generator/internal/words"
)

// sheetLanguages are the one or two languages of a sheet. The first leads.
type sheetLanguages []*words.Language

// sheetLanguagesOf returns the first two languages of a list.
func sheetLanguagesOf(book *words.Book, languages []string) (sheetLanguages, error) {
	var t sheetLanguages
	for _, lang := range languages[:min(2, len(languages))] {
		l := book.In(lang)
		if l == nil {
			return nil, fmt.Errorf("no words in the language %q", lang)
		}
		t = append(t, l)
	}
	if len(t) == 0 {
		return nil, errors.New("no language")
	}
	return t, nil
}

// say returns a text in the first language, in the second, or in both on one line
// where they differ.
func (t sheetLanguages) say(language string, say func(*words.Language) (string, error)) (string, error) {
	text, _, err := t.parts(language, say)
	return text, err
}

// parts returns the same, and where in a text of both languages the second begins, 0
// where it does not.
func (t sheetLanguages) parts(language string, say func(*words.Language) (string, error)) (text string, at int, err error) {
	first, second := t[0], t[len(t)-1]
	switch {
	case language == "first":
		text, err = say(first)
		return text, 0, err
	case first == second && language == "second":
		return "", 0, nil
	case language == "second":
		text, err = say(second)
		return text, 0, err
	}
	a, err := say(first)
	if err != nil || first == second {
		return a, 0, err
	}
	b, err := say(second)
	if err != nil || a == b || b == "" {
		return a, 0, err
	}
	if text = strings.TrimSpace(a + " " + b); strings.HasPrefix(text, a) {
		at = len(a) + 1
	}
	return text, at, nil
}
