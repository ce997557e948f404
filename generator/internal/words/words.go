// Package words says everything the site says, in one language or with an
// error: messages, times, dates, money, distances, nations, statuses and the
// reasons for them.
//
// In go the message catalogues, one YAML file a language, flat `id: text`,
// where a text that changes with a number is a map of plural forms. Out comes
// a Book with a Language for each. Load promises that every catalogue has the
// same ids, the same placeholders and every plural form its language needs;
// whatever is missing is a finding at its place, and nothing ever falls back
// silently to another language. A Book is not changed after Load and may be
// used from any goroutine.
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

// Book holds the languages of one site.
type Book struct {
	languages map[string]*Language
}

// Language says things in one language.
type Language struct {
	tag       string
	localizer *i18n.Localizer
	printer   *message.Printer
	cldr      language.Tag
	plain     map[string]string  // messages without placeholders or plural forms, ready
	pieces    map[string][]piece // messages with placeholders and without plural forms, taken apart
	plural    map[string]bool    // ids with plural forms
	decimal   string             // the mark between the whole and its decimals
	thousands *string            // the mark between groups of three digits; nil where numbers are not written in this way alone
}

// Load reads the catalogues {language}.yaml of the languages, the first of
// which is the site's default, and holds them against the program's own
// English one: it has every message there is, and with its placeholders all
// that is ever filled in. Where own has none the languages are held against
// each other. Findings name files as they lie in a project, under
// content/messages. The book is usable when no finding is an error.
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

// loaded are the books that were read so far: reading one tries each of its
// messages.
var loaded artifact.Memo[artifact.Key, loadedBook]

type loadedBook struct {
	book     *Book
	problems problem.List
}

// load is Load without memory.
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
	for _, c := range catalogues {
		l, found := c.language()
		problems = append(problems, found...)
		book.languages[c.lang] = l
	}
	return book, problems.Sorted()
}

// reference is the language the others are held against where it is there.
const reference = "en"

// In returns a language of the book, nil where it has none by that name.
func (b *Book) In(lang string) *Language { return b.languages[lang] }

// Tag is the language's name, as in the site's paths and lang attributes.
func (l *Language) Tag() string { return l.tag }
