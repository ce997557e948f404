package words

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"guntime/generator/internal/problem"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

// A catalogue is the file of one language: texts and their places.
type catalogue struct {
	lang, path string
	tag        language.Tag
	texts      map[string]text
}

// text is one message. Without plural forms it has only the form "other".
type text struct {
	forms        map[string]string
	plural       bool
	line, column int
}

// forms are the plural categories of CLDR, in the order of CLDR.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

// newCatalogue returns the empty catalogue of a language, nil where the tag is not
// a language.
func newCatalogue(lang string) (*catalogue, problem.List) {
	var problems problem.List
	c := &catalogue{lang: lang, path: "content/messages/" + lang + ".yaml", texts: map[string]text{}}
	fault := problem.Problem{Path: c.path, Level: problem.Error, Code: "language"}
	tag, err := language.Parse(lang)
	if err != nil {
		fault.Text = fmt.Sprintf("%q is not a language tag", lang)
		fault.Hint = `a language is named by its tag, such as "zh", "en" or "pt-BR"`
		problems.Add(fault)
		return nil, problems
	}
	if err := i18n.NewBundle(tag).AddMessages(tag, &i18n.Message{ID: "any", Other: "any"}); err != nil {
		fault.Text, fault.Hint = err.Error(), "choose a tag whose plural rules CLDR knows"
		problems.Add(fault)
		return nil, problems
	}
	c.tag = tag
	return c, nil
}

// readCatalogue reads one file. It returns nil only where the tag is not a
// language.
func readCatalogue(messages fs.FS, lang string) (*catalogue, problem.List) {
	c, problems := newCatalogue(lang)
	if c == nil {
		return nil, problems
	}
	report := func(line, column int, code, hint, format string, args ...any) {
		problems.Add(problem.Problem{Path: c.path, Line: line, Column: column, Level: problem.Error,
			Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
	}
	source, err := fs.ReadFile(messages, lang+".yaml")
	if err != nil {
		report(0, 0, "missing_file", "guntime words "+lang+" writes one to fill in", "there are no messages for the language %q", lang)
		return nil, problems
	}
	file, err := parser.ParseBytes(source, 0)
	if err != nil {
		line, column, text := placeOf(err)
		report(line, column, "yaml", "", "%s", text)
		return nil, problems
	}
	for _, doc := range file.Docs {
		for _, pair := range pairs(doc.Body) {
			at := pair.Key.GetToken().Position
			id := pair.Key.GetToken().Value
			t := text{line: at.Line, column: at.Column, forms: map[string]string{}}
			if nested := pairs(pair.Value); nested != nil {
				t.plural = true
				for _, form := range nested {
					name := form.Key.GetToken().Value
					s, ok := scalar(form.Value)
					p := form.Key.GetToken().Position
					switch {
					case !slices.Contains(forms, name):
						report(p.Line, p.Column, "plural", "the forms are "+strings.Join(forms, ", "), "%q is not a plural form, in the message %q", name, id)
					case empty(form.Value):
						report(p.Line, p.Column, "message", "", "the form %q of the message %q is not filled in", name, id)
					case !ok:
						report(p.Line, p.Column, "message", "quote it", "the form %q of %q is not a text", name, id)
					default:
						t.forms[name] = s
					}
				}
			} else if s, ok := scalar(pair.Value); ok {
				t.forms["other"] = s
			} else {
				if empty(pair.Value) {
					report(at.Line, at.Column, "message", "", "the message %q is not filled in", id)
				} else {
					report(at.Line, at.Column, "message", "a number, a date or a yes needs quotes", "the message %q is not a text", id)
				}
				continue
			}
			for _, form := range slices.Sorted(maps.Keys(t.forms)) {
				if m := markup.FindString(t.forms[form]); m != "" {
					report(at.Line, at.Column, "markup", "a message must be plain text; the templates contain the markup", "%q is HTML, in the message %q", m, id)
				}
				if m := unplaced(t.forms[form]); m != "" {
					report(at.Line, at.Column, "placeholder", `a placeholder is written {{.Name}}`, "%q is not a placeholder, in the message %q", m, id)
				}
			}
			c.texts[id] = t
		}
	}
	return c, problems
}

// placeOf returns the place and the text of a YAML error.
func placeOf(err error) (line, column int, text string) {
	var y yaml.Error
	if !errors.As(err, &y) {
		return 0, 0, err.Error()
	}
	if t := y.GetToken(); t != nil {
		line, column = t.Position.Line, t.Position.Column
	}
	return line, column, strings.ToLower(y.GetMessage()[:1]) + y.GetMessage()[1:]
}

// pairs returns the pairs of a mapping, nil for any other node.
func pairs(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// scalar returns the text of a scalar, false where it is empty or no scalar.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, n.Value != ""
	case *ast.LiteralNode:
		s := strings.TrimSpace(n.Value.Value)
		return s, s != ""
	}
	return "", false
}

// empty reports whether the text is missing.
func empty(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.NullNode:
		return true
	case *ast.StringNode:
		return n.Value == ""
	}
	return false
}

// ids returns the ids in the order of the file.
func (c *catalogue) ids() []string {
	return slices.SortedFunc(maps.Keys(c.texts), func(a, b string) int { return cmp.Compare(c.texts[a].line, c.texts[b].line) })
}

var (
	markup      = regexp.MustCompile(`[<>]|&#?\w+;`)
	placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)
	braces      = regexp.MustCompile(`\{\{.*?\}\}|\{\{|\}\}`)
)

// unplaced returns the first text in double braces that is not a placeholder.
func unplaced(s string) string {
	for _, m := range braces.FindAllString(s, -1) {
		if placeholder.FindString(m) != m {
			return m
		}
	}
	return ""
}

// placeholders returns the names of the placeholders in all forms of a message.
func (t text) placeholders() []string {
	names := map[string]bool{}
	for _, s := range t.forms {
		for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
			names[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// referenceOf returns the catalogue that others are compared with: English, or else
// the first. There must be at least one.
func referenceOf(catalogues []*catalogue) *catalogue {
	if at := slices.IndexFunc(catalogues, func(c *catalogue) bool { return c.lang == reference }); at >= 0 {
		return catalogues[at]
	}
	return catalogues[0]
}

// lacks returns the ids that only the reference has, in its order.
func (c *catalogue) lacks(ref *catalogue) []string {
	return slices.DeleteFunc(ref.ids(), func(id string) bool {
		_, ok := c.texts[id]
		return ok
	})
}

// countedMessages begins the sentence on missing messages.
func countedMessages(n int) string {
	if n == 1 {
		return "1 message is"
	}
	return fmt.Sprintf("%d messages are", n)
}

// named returns the first ids of a list, for a finding.
func named(ids []string) string {
	const most = 5
	text := `"` + strings.Join(ids[:min(most, len(ids))], `", "`) + `"`
	if len(ids) > most {
		text += " …"
	}
	return text
}

// compare compares every catalogue with the reference.
func compare(ref *catalogue, catalogues []*catalogue) problem.List {
	var problems problem.List
	for _, c := range catalogues {
		if c == ref {
			continue
		}
		report := func(line, column int, level problem.Level, code, hint, format string, args ...any) {
			problems.Add(problem.Problem{Path: c.path, Line: line, Column: column, Level: level,
				Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
		}
		for _, id := range ref.ids() {
			want := ref.texts[id]
			got, ok := c.texts[id]
			if !ok {
				continue
			}
			if w, g := want.placeholders(), got.placeholders(); !slices.Equal(w, g) {
				report(got.line, got.column, problem.Error, "placeholder", fmt.Sprintf("%s:%d has %s", ref.path, want.line, listed(w)),
					"the message %q has %s", id, listed(g))
			}
		}
		if lacks := c.lacks(ref); len(lacks) > 0 {
			report(0, 0, problem.Warning, "missing_message", fmt.Sprintf("guntime words %s writes what is missing; %s:%d has the first", c.lang, ref.path, ref.texts[lacks[0]].line),
				"%s missing, so the site says them as in %s: %s", countedMessages(len(lacks)), ref.path, named(lacks))
		}
		for _, id := range slices.Sorted(maps.Keys(c.texts)) {
			if _, ok := ref.texts[id]; !ok {
				report(c.texts[id].line, c.texts[id].column, problem.Warning, "extra_message", "take it out, or correct its id",
					"the message %q is not in %s, so nothing says it", id, ref.path)
			}
		}
	}
	return append(problems, pluralForms(ref, catalogues)...)
}

func listed(names []string) string {
	if len(names) == 0 {
		return "no placeholders"
	}
	return "the placeholders " + strings.Join(names, ", ")
}

// pluralForms reports messages without a form that their language needs. A message
// with plural forms in one language needs them in all.
func pluralForms(ref *catalogue, catalogues []*catalogue) problem.List {
	var problems problem.List
	counted := map[string]bool{}
	for _, c := range append(slices.Clip(catalogues), ref) {
		for id, t := range c.texts {
			counted[id] = counted[id] || t.plural
		}
	}
	for _, c := range catalogues {
		cardinal, ordinal := formsOf(plural.Cardinal, c.tag), formsOf(plural.Ordinal, c.tag)
		for _, id := range slices.Sorted(maps.Keys(c.texts)) {
			if !counted[id] {
				continue
			}
			need := cardinal
			if id == "ordinal" {
				need = ordinal
			}
			t := c.texts[id]
			for _, form := range need {
				if t.forms[form] == "" {
					problems.Add(problem.Problem{Path: c.path, Line: t.line, Column: t.column, Level: problem.Error, Code: "plural",
						Text: fmt.Sprintf("the message %q lacks the plural form %q", id, form), Hint: "this language needs the forms " + strings.Join(need, ", ")})
				}
			}
		}
	}
	return problems
}

// probes are whole numbers that together use every plural rule.
var probes = func() []int {
	n := []int{1000, 1_000_000}
	for i := range 203 {
		n = append(n, i)
	}
	return n
}()

var formNames = map[plural.Form]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}

// formsOf returns the plural forms of whole numbers in a language, "other" last.
func formsOf(rules *plural.Rules, tag language.Tag) []string {
	met := map[string]bool{"other": true}
	for _, n := range probes {
		met[formNames[rules.MatchPlural(tag, n, 0, 0, 0, 0)]] = true
	}
	return slices.SortedFunc(maps.Keys(met), byForm)
}

// byForm compares plural forms by the order of CLDR.
func byForm(a, b string) int { return cmp.Compare(slices.Index(forms, a), slices.Index(forms, b)) }

// required reports missing messages that this package itself needs.
func (c *catalogue) required() problem.List {
	var problems problem.List
	for _, id := range ownMessages {
		if _, ok := c.texts[id]; !ok {
			problems.Add(problem.Problem{Path: c.path, Level: problem.Error, Code: "missing_message", Text: fmt.Sprintf("the message %q is missing", id)})
		}
	}
	return problems
}

// language returns the language of a catalogue without errors. It tests every
// message with every plural form.
func (c *catalogue) language() (*Language, problem.List) {
	var problems problem.List
	bundle := i18n.NewBundle(c.tag)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	l := &Language{tag: c.lang, cldr: c.tag, plain: map[string]string{}, pieces: map[string][]piece{}, plural: map[string]bool{},
		printer: message.NewPrinter(c.tag, message.Catalog(catalog.NewBuilder()))}
	l.decimal, l.thousands = decimalMark(l.printer), thousandsMark(l.printer)
	for _, id := range slices.Sorted(maps.Keys(c.texts)) {
		t := c.texts[id]
		if id == "ordinal" { // it has ordinal forms, which go-i18n does not support
			l.ordinals = len(t.forms)
			for form, s := range t.forms {
				bundle.MustAddMessages(c.tag, &i18n.Message{ID: "ordinal." + form, Other: s})
			}
			continue
		}
		m := &i18n.Message{ID: id, Zero: t.forms["zero"], One: t.forms["one"], Two: t.forms["two"], Few: t.forms["few"], Many: t.forms["many"], Other: t.forms["other"]}
		bundle.MustAddMessages(c.tag, m) // newCatalogue has checked that the plural rules are known
		l.plural[id] = t.plural
		if !t.plural && len(t.placeholders()) == 0 {
			l.plain[id] = t.forms["other"]
		} else if !t.plural {
			l.pieces[id] = takeApart(t.forms["other"])
		}
	}
	l.localizer = i18n.NewLocalizer(bundle, c.lang)
	for _, id := range slices.Sorted(maps.Keys(c.texts)) {
		if id == "ordinal" {
			continue
		}
		if err := l.try(id, c.texts[id].placeholders()); err != nil {
			t := c.texts[id]
			problems.Add(problem.Problem{Path: c.path, Line: t.line, Column: t.column, Level: problem.Error, Code: "message", Text: err.Error()})
		}
	}
	return l, problems
}

// try says a message with every number that may have another form.
func (l *Language) try(id string, names []string) error {
	args := []any{}
	for _, n := range names {
		if n != "Count" {
			args = append(args, n, "x")
		}
	}
	counts := probes
	if !l.plural[id] {
		counts = probes[:1]
	}
	for _, n := range counts {
		if _, err := l.Say(id, append(args, "Count", n)...); err != nil {
			return err
		}
	}
	return nil
}
