// Package words returns all texts of the site in one language: messages, times,
// dates, money, distances, nations, statuses and their reasons.
//
// It takes the message catalogues, one YAML file for each language, flat `id:
// text`, where a text that depends on a number is a map of plural forms. It returns
// a Book with a Language for each. Load promises that every message exists, in the
// language or else in English, with the same placeholders and every plural form that
// its language needs. How many a language lacks is one warning. A Book does not
// change after Load and may be used from any goroutine.
package words

import (
	"io/fs"
	"slices"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Book has the languages of a site.
type Book struct {
	languages map[string]*Language
}

// Language returns texts in one language.
type Language struct {
	tag       string
	localizer *i18n.Localizer
	printer   *message.Printer
	cldr      language.Tag
	plain     map[string]string  // messages without placeholders and plural forms
	pieces    map[string][]piece // messages with placeholders and without plural forms
	plural    map[string]bool    // ids with plural forms
	ordinals  int                // how many forms the message "ordinal" has
	decimal   string             // decimal mark
	thousands *string            // mark between groups of three digits; nil where that is not enough
	fallback  *Language          // has the messages that this one lacks; nil where it lacks none
}

// Load reads the catalogues {language}.yaml of the languages, of which the first is
// the default of the site. It compares them with the English one of the program,
// own, which has all messages and placeholders; where own has none, with each
// other. Findings have paths as in a project, under content/messages. The book is
// usable if no finding is an error. A message that a language lacks is that of the
// English catalogue, with its plural forms and number marks.
func Load(messages, own fs.FS, languages []string) (*Book, problem.List) {
	sources := [][]byte{}
	for _, lang := range languages {
		source, err := fs.ReadFile(messages, lang+".yaml")
		if err != nil {
			return load(messages, own, languages)
		}
		sources = append(sources, []byte(lang), source)
	}
	english, err := fs.ReadFile(own, reference+".yaml")
	if err == nil {
		sources = append(sources, english)
	}
	found := loaded.Find(artifact.KeyOf(sources...), func() (loadedBook, bool) {
		book, problems := load(messages, own, languages)
		return loadedBook{book, problems}, !problems.Errors()
	})
	return found.book, slices.Clone(found.problems)
}

// loaded caches books, because reading one tests each of its messages.
var loaded artifact.Memo[artifact.Key, loadedBook]

type loadedBook struct {
	book     *Book
	problems problem.List
}

// load is Load without the cache.
func load(messages, own fs.FS, languages []string) (*Book, problem.List) {
	var problems problem.List
	var catalogues []*catalogue
	for _, lang := range languages {
		c, found := readCatalogue(messages, lang)
		problems = append(problems, found...)
		if c != nil {
			catalogues = append(catalogues, c)
		}
	}
	book := &Book{languages: map[string]*Language{}}
	if problems.Errors() {
		return book, problems.Sorted()
	}
	ref := referenceOf(catalogues)
	if _, err := fs.Stat(own, reference+".yaml"); err == nil {
		if ref, problems = readCatalogue(own, reference); problems.Errors() {
			return book, problems.Sorted()
		}
		ref.path = "the program's " + ref.path
	}
	problems = append(append(problems, compare(ref, catalogues)...), ref.required()...)
	if problems.Errors() {
		return book, problems.Sorted()
	}
	var english *Language
	for _, c := range catalogues {
		l, found := c.language()
		problems = append(problems, found...)
		if c != ref && len(c.lacks(ref)) > 0 {
			if english == nil {
				english, found = ref.language()
				problems = append(problems, found...)
			}
			l.fallback = english
		}
		book.languages[c.lang] = l
	}
	return book, problems.Sorted()
}

// reference is the language that others are compared with if it exists.
const reference = "en"

// In returns a language of the book, nil where the book lacks it.
func (b *Book) In(lang string) *Language { return b.languages[lang] }

// Tag returns the tag of the language, as in paths of the site and lang attributes.
func (l *Language) Tag() string { return l.tag }
