package words

import (
	"fmt"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// strict makes a placeholder without a value an error; the default would print "<no
// value>".
var strict = &template.TextParser{Option: "missingkey=error"}

// Say returns a message. The arguments are pairs of a placeholder's name and its
// value. Whole numbers are written in the style of the language, and the one named
// Count also chooses the plural form. A missing message or value is an error.
func (l *Language) Say(id string, args ...any) (string, error) {
	if s, ok := l.plain[id]; ok {
		return s, nil
	}
	if s, ok := l.fill(id, args); ok {
		return s, nil
	}
	if l.lacks(id) {
		return l.fallback.Say(id, args...)
	}
	return l.localize(id, args)
}

// localize returns a message by means of go-i18n.
func (l *Language) localize(id string, args []any) (string, error) {
	if len(args)%2 != 0 {
		return "", fmt.Errorf("message %q (%s): a placeholder without its value", id, l.tag)
	}
	config := i18n.LocalizeConfig{MessageID: id, TemplateParser: strict}
	data := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return "", fmt.Errorf("message %q (%s): %v is not a placeholder's name", id, l.tag, args[i])
		}
		value := args[i+1]
		if n, ok := value.(int); ok {
			if name == "Count" && l.plural[id] {
				config.PluralCount = n
			}
			value = l.Number(n)
		}
		data[name] = value
	}
	if l.plural[id] && config.PluralCount == nil {
		return "", fmt.Errorf("message %q (%s): no Count to choose the plural form by", id, l.tag)
	}
	config.TemplateData = data
	s, err := l.localizer.Localize(&config)
	if err != nil {
		return "", fmt.Errorf("message %q (%s): %w", id, l.tag, err)
	}
	return s, nil
}

// piece is a part of a message: a text and the placeholder after it, "" for none.
type piece struct{ text, name string }

// takeApart splits a message at its placeholders.
func takeApart(text string) []piece {
	var all []piece
	from := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		all = append(all, piece{text[from:at[0]], text[at[2]:at[3]]})
		from = at[1]
	}
	return append(all, piece{text[from:], ""})
}

// fill returns a message without plural forms by copying: the fast case, for the
// pages of runners. It returns false for anything unknown or wrong, which go-i18n
// then handles.
func (l *Language) fill(id string, args []any) (string, bool) {
	pieces, ok := l.pieces[id]
	if !ok || len(args)%2 != 0 {
		return "", false
	}
	b := make([]byte, 0, 160)
	for _, p := range pieces {
		if b = append(b, p.text...); p.name == "" {
			continue
		}
		found := false
		for i := 0; i < len(args) && !found; i += 2 {
			if args[i] != p.name {
				continue
			}
			switch v := args[i+1].(type) {
			case string:
				b = append(b, v...)
			case int:
				b = append(b, l.Number(v)...)
			default:
				return "", false
			}
			found = true
		}
		if !found {
			return "", false
		}
	}
	return string(b), true
}

// Has reports whether the language has a message.
func (l *Language) Has(id string) bool {
	if _, ok := l.plain[id]; ok {
		return true
	}
	_, ok := l.plural[id]
	return ok || l.fallback != nil && l.fallback.Has(id)
}

// lacks reports whether a message is only in the language that this one falls back
// to.
func (l *Language) lacks(id string) bool {
	if l.fallback == nil {
		return false
	}
	_, ok := l.plural[id]
	return !ok && l.fallback.Has(id)
}

// own returns a message of this package, which Load has tested. If it fails anyway,
// it returns the id.
func (l *Language) own(id string, args ...any) string {
	s, err := l.Say(id, args...)
	if err != nil {
		return id
	}
	return s
}
