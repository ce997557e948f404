package yamlpos

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Scalar returns the text of a value, false for a list or a mapping.
func (v Value) Scalar() (string, bool) {
	switch v.node.(type) {
	case nil:
		return "", false
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		v.Fail("wrong_type", "", "%s must be a single value, not %s", v.Title(), v.kind())
		return "", false
	}
	return strings.TrimSpace(scalarText(v.node)), true
}

// Parsed parses a scalar with a function. If the function fails, that is an error
// that quotes the scalar and says what was expected. An absent value gives def.
func Parsed[T any](v Value, def T, expected string, parse func(string) (T, error)) T {
	s, ok := v.Scalar()
	if !ok {
		return def
	}
	t, err := parse(s)
	if err != nil {
		v.Fail("bad_value", "expected: "+expected, "%s: %q is %v", v.Title(), s, err)
		return def
	}
	return t
}

// Text reads a text by language. A single text stands for all languages of the
// site.
func (v Value) Text(languages []string) race.Text {
	if !v.Exists() {
		return nil
	}
	t := race.Text{}
	if _, ok := v.node.(ast.ScalarNode); ok {
		if s, ok := v.Scalar(); ok {
			for _, l := range languages {
				t[l] = s
			}
		}
		return t
	}
	for _, p := range v.Pairs() {
		if !race.IsLanguageTag(p.Key) {
			p.At.Fail("unknown_key", "expected: a language such as zh or en", "unknown key %q", p.Key)
			continue
		}
		if s, ok := p.Value.Scalar(); ok {
			t[p.Key] = s
		}
	}
	return t
}

// Scalars reads a list of texts.
func (v Value) Scalars() []string {
	var list []string
	for _, item := range v.Items() {
		if s, ok := item.Scalar(); ok {
			list = append(list, s)
		}
	}
	return list
}

// StringOr returns the text of a scalar, def for an absent value.
func (v Value) StringOr(def string) string {
	return Parsed(v, def, "", func(s string) (string, error) { return s, nil })
}

// Choice reads one of the allowed words. The first is the default.
func Choice[T ~string](v Value, allowed ...T) T {
	return Parsed(v, allowed[0], problem.ListOf(allowed), func(s string) (T, error) {
		if slices.Contains(allowed, T(s)) {
			return T(s), nil
		}
		return allowed[0], errors.New("not known here")
	})
}

// Bool reads true or false, def for an absent value.
func (v Value) Bool(def bool) bool {
	return Parsed(v, def, "true or false", func(s string) (bool, error) {
		switch s {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return def, errors.New("neither true nor false")
	})
}

// Int reads a whole number from least to most, def for an absent value.
func (v Value) Int(def, least, most int) int {
	return Parsed(v, def, fmt.Sprintf("a whole number from %d to %d", least, most), func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || strings.HasPrefix(s, "+") {
			return def, errors.New("not a whole number")
		}
		if n < least || n > most {
			return def, errors.New("out of bounds")
		}
		return n, nil
	})
}
