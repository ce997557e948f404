package words

import (
	"fmt"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// strict refuses a message whose placeholder has no value, where the default
// would print "<no value>".
var strict = &template.TextParser{Option: "missingkey=error"}

// Say says the message with an id. The arguments are pairs of a placeholder's
// name and its value; whole numbers are written as the language writes them,
// and the one named Count also chooses the plural form. A message the language
// lacks, and a placeholder without a value, are errors.
func (l *Language) Say(id string, args ...any) (string, error) {
	if s, ok := l.plain[id]; ok {
		return s, nil
	}
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

// Has reports whether the language has a message.
func (l *Language) Has(id string) bool {
	if _, ok := l.plain[id]; ok {
		return true
	}
	_, ok := l.plural[id]
	return ok
}

// own says one of the package's own messages, which Load has tried. Were it to
// fail all the same, the id stands in its place rather than nothing.
func (l *Language) own(id string, args ...any) string {
	s, err := l.Say(id, args...)
	if err != nil {
		return id
	}
	return s
}
