package pagetmpl

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The compact layout holds runners' pages as a form is filled: many pages share
// the pieces, and each has texts of its own between them. Where pages differ is
// found out from the pages themselves, so that templates may be anybody's.

// Folded is a page as the number of its pieces among those of its shard, and
// what stands between them.
type Folded struct {
	Pieces int
	Slots  []string
}

// Fold takes pages apart into what several have in common and what each has
// of its own: page i is pieces[of[i].Pieces] with of[i].Slots between them, byte
// by byte.
func Fold(pages []string) (pieces [][]string, of []Folded) {
	type alike struct {
		marks []string // what stands around the values
		pages []int
	}
	var kinds []*alike
	known, values := map[string]*alike{}, make([][]string, len(pages))
	var marks, own []string // of the page before, whose room the next one takes
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

// apart cuts HTML into its marks and, between them, the values: texts, and
// what attributes say in double quotes, and appends them to what is given. There
// is one mark more than values.
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
		at += end + 1 // behind the quotation mark, or the bracket that begins a tag
		inTag = true
	}
	return append(marks, html[from:]), values
}

// common moves what all have in common, at the beginning and the end of a value
// or as the whole of it, from the values into the pieces around them.
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

// ends is how many bytes of a value all have in common before and after what is
// each one's own; where they have the whole, all of it is before.
type ends struct {
	before, after int
	same          bool
}

// inCommon compares one value of everybody's. It cuts between letters, not in them.
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
		s.after = min(s.after, len(v[at])-s.before) // what is between may be short
	}
	for s.after > 0 && !utf8.RuneStart(first[len(first)-s.after]) {
		s.after--
	}
	return s
}

// sharedStart is how many bytes two texts have in common at the beginning.
func sharedStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// sharedEnd is how many bytes two texts have in common at the end.
func sharedEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
