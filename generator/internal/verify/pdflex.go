package verify

import (
	"bytes"
	"encoding/hex"
)

// lexer splits the text of a PDF into tokens.
type lexer struct {
	text []byte
	at   int
}

type tokenKind int

const (
	tokenEnd    tokenKind = iota
	tokenName             // without its slash
	tokenString           // unescaped
	tokenOpen             // of a dictionary
	tokenClose
	tokenWord // a number, an operator, a bracket
)

const blanks = "\x00\t\n\f\r "

// signs is 1 for white space, 2 for other characters that end a word.
var signs = func() (table [256]byte) {
	for _, c := range []byte(blanks) {
		table[c] = 1
	}
	for _, c := range []byte("()<>[]{}/%") {
		table[c] = 2
	}
	return table
}()

func (l *lexer) next() (tokenKind, []byte) {
	for l.at < len(l.text) {
		c := l.text[l.at]
		switch {
		case signs[c] == 1:
			l.at++
		case c == '%':
			n := bytes.IndexByte(l.text[l.at:], '\n')
			if n < 0 {
				l.at = len(l.text)
			} else {
				l.at += n + 1
			}
		case c == '(':
			return tokenString, l.literal()
		case c == '<' && l.at+1 < len(l.text) && l.text[l.at+1] == '<':
			l.at += 2
			return tokenOpen, nil
		case c == '>' && l.at+1 < len(l.text) && l.text[l.at+1] == '>':
			l.at += 2
			return tokenClose, nil
		case c == '<':
			return tokenString, l.hex()
		case c == '/':
			l.at++
			return tokenName, l.word()
		case c == '[', c == ']', c == '{', c == '}', c == ')', c == '>':
			l.at++
			return tokenWord, l.text[l.at-1 : l.at]
		default:
			return tokenWord, l.word()
		}
	}
	return tokenEnd, nil
}

// word reads until the next character that ends a word.
func (l *lexer) word() []byte {
	from := l.at
	for l.at < len(l.text) && signs[l.text[l.at]] == 0 {
		l.at++
	}
	return l.text[from:l.at]
}

func (l *lexer) hex() []byte {
	n := bytes.IndexByte(l.text[l.at:], '>')
	if n < 0 {
		n = len(l.text) - l.at - 1
	}
	digits := l.text[l.at+1 : l.at+n]
	l.at += n + 1
	if bytes.ContainsAny(digits, blanks) {
		digits = bytes.Join(bytes.Fields(digits), nil)
	}
	if len(digits)%2 == 1 {
		digits = append(bytes.Clone(digits), '0')
	}
	s := make([]byte, len(digits)/2)
	if _, err := hex.Decode(s, digits); err != nil {
		return nil
	}
	return s
}

// literal reads a string in parentheses and resolves its escapes.
func (l *lexer) literal() []byte {
	var s []byte
	deep := 0
	for l.at++; l.at < len(l.text); l.at++ {
		switch c := l.text[l.at]; c {
		case '\\':
			if l.at++; l.at == len(l.text) {
				return s
			}
			switch c := l.text[l.at]; {
			case c == 'n':
				s = append(s, '\n')
			case c == 'r':
				s = append(s, '\r')
			case c == 't':
				s = append(s, '\t')
			case c == 'b':
				s = append(s, '\b')
			case c == 'f':
				s = append(s, '\f')
			case c == '\n': // the line continues
			case '0' <= c && c <= '7':
				n := 0
				for i := 0; i < 3 && l.at < len(l.text) && '0' <= l.text[l.at] && l.text[l.at] <= '7'; i++ {
					n = n*8 + int(l.text[l.at]-'0')
					l.at++
				}
				l.at--
				s = append(s, byte(n))
			default:
				s = append(s, c)
			}
		case '(':
			deep++
			s = append(s, c)
		case ')':
			if deep == 0 {
				l.at++
				return s
			}
			deep--
			s = append(s, c)
		default:
			s = append(s, c)
		}
	}
	return s
}
