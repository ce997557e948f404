package pagetmpl

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The compact layout stores runners' pages like filled forms: many pages share the
// pieces, and each has its own texts between them. The pages themselves are
// compared, so templates may be of any kind.

// Folded is a page: the index of its pieces in its shard, and the texts between
// them.
type Folded struct {
	Pieces int
	Slots  []string
}

// Fold splits pages into shared pieces and own texts: page i is
// pieces[of[i].Pieces] with of[i].Slots between them, byte for byte.
func Fold(pages []string) (pieces [][]string, of []Folded) {
	type alike struct {
		marks []string // the HTML around the values
		pages []int
	}
	var kinds []*alike
	known, values := map[string]*alike{}, make([][]string, len(pages))
	var marks, own []string // of the page before, reused
	var id []byte
	for i, page := range pages {
		marks, own = apart(page, marks[:0], own[:0])
		id = id[:0]
		for _, mark := range marks {
			id = append(append(id, mark...), 0)
		}
		k := known[string(id)]
		if k == nil {
			k = &alike{marks: slices.Clone(marks)}
			known[string(id)] = k
			kinds = append(kinds, k)
		}
		k.pages = append(k.pages, i)
		values[i] = slices.Clone(own)
	}
	of = make([]Folded, len(pages))
	for n, k := range kinds {
		all := make([][]string, len(k.pages))
		for i, page := range k.pages {
			all[i] = values[page]
		}
		shared, own := common(k.marks, all)
		pieces = append(pieces, shared)
		for i, page := range k.pages {
			of[page] = Folded{Pieces: n, Slots: own[i]}
		}
	}
	return pieces, of
}

// apart splits HTML into marks and, between them, values: texts, and attributes in
// double quotes. It appends them to the arguments. There is one mark more than
// values.
func apart(html string, marks, values []string) (_, _ []string) {
	from, inTag := 0, false
	for at := 0; at < len(html); {
		end := 0
		switch {
		case !inTag:
			end = strings.IndexByte(html[at:], '<')
		case html[at] == '"':
			at++
			end = strings.IndexByte(html[at:], '"')
		default:
			next := strings.IndexAny(html[at:], `">`)
			if next < 0 {
				return append(marks, html[from:]), values
			}
			at += next
			if html[at] == '>' {
				at, inTag = at+1, false
			}
			continue
		}
		if end < 0 {
			break
		}
		if end > 0 || inTag {
			marks, values = append(marks, html[from:at]), append(values, html[at:at+end])
			from = at + end
		}
		at += end + 1 // after the quotation mark, or at the bracket that begins a tag
		inTag = true
	}
	return append(marks, html[from:]), values
}

// common moves what is equal in all values, at the beginning, at the end or
// completely, into the pieces around them.
func common(marks []string, values [][]string) (pieces []string, own [][]string) {
	differ, of := 0, make([]ends, len(marks)-1)
	for at := range of {
		of[at] = inCommon(values, at)
		if !of[at].same {
			differ++
		}
	}
	pieces, own = make([]string, 0, differ+1), make([][]string, len(values))
	for i := range own {
		own[i] = make([]string, 0, differ)
	}
	piece := []byte(marks[0])
	for at, s := range of {
		first := values[0][at]
		piece = append(piece, first[:s.before]...)
		if !s.same {
			pieces = append(pieces, string(piece))
			for i, v := range values {
				own[i] = append(own[i], v[at][s.before:len(v[at])-s.after])
			}
			piece = append(piece[:0], first[len(first)-s.after:]...)
		}
		piece = append(piece, marks[at+1]...)
	}
	return append(pieces, string(piece)), own
}

// ends is how many bytes of a value are equal in all, before and after the part
// that differs; if the whole is equal, all of it counts as before.
type ends struct {
	before, after int
	same          bool
}

// inCommon compares a value of all pages. It never splits a character.
func inCommon(values [][]string, at int) ends {
	first := values[0][at]
	s := ends{before: len(first), after: len(first), same: true}
	for _, v := range values[1:] {
		s.before = min(s.before, sharedStart(first, v[at]))
		s.after = min(s.after, sharedEnd(first, v[at]))
		s.same = s.same && v[at] == first
	}
	for s.before > 0 && s.before < len(first) && !utf8.RuneStart(first[s.before]) {
		s.before--
	}
	for _, v := range values {
		s.after = min(s.after, len(v[at])-s.before) // the part between may be short
	}
	for s.after > 0 && !utf8.RuneStart(first[len(first)-s.after]) {
		s.after--
	}
	return s
}

// sharedStart returns how many bytes two texts share at the beginning.
func sharedStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// sharedEnd returns how many bytes two texts share at the end.
func sharedEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
