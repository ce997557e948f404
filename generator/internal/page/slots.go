package page

import (
	"strings"
	"unicode/utf8"
)

// The compact layout holds runners' pages as a form is filled: many pages share
// the pieces, and each has texts of its own between them. Where pages differ is
// found out from the pages themselves, so that templates may be anybody's.

// filled is a page as the number of its pieces among those of its shard, and
// what stands between them.
type filled struct {
	pieces int
	slots  []string
}

// folded takes pages apart into what several have in common and what each has
// of its own: page i is pieces[of[i].pieces] with of[i].slots between them, byte
// by byte.
func folded(pages []string) (pieces [][]string, of []filled) {
	type alike struct {
		marks []string // what stands around the values
		pages []int
	}
	var kinds []*alike
	known, values := map[string]*alike{}, make([][]string, len(pages))
	for i, page := range pages {
		marks, own := apart(page)
		id := strings.Join(marks, "\x00")
		if known[id] == nil {
			known[id] = &alike{marks: marks}
			kinds = append(kinds, known[id])
		}
		known[id].pages = append(known[id].pages, i)
		values[i] = own
	}
	of = make([]filled, len(pages))
	for n, k := range kinds {
		all := make([][]string, len(k.pages))
		for i, page := range k.pages {
			all[i] = values[page]
		}
		shared, own := common(k.marks, all)
		pieces = append(pieces, shared)
		for i, page := range k.pages {
			of[page] = filled{pieces: n, slots: own[i]}
		}
	}
	return pieces, of
}

// apart cuts HTML into its marks and, between them, the values: texts, and
// what attributes say in double quotes. There is one mark more than values.
func apart(html string) (marks, values []string) {
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
	own = make([][]string, len(values))
	piece := marks[0]
	for at := range marks[1:] {
		first := values[0][at]
		before, after := len(first), len(first)
		for _, v := range values[1:] {
			before = min(before, sharedStart(first, v[at]))
			after = min(after, sharedEnd(first, v[at]))
		}
		for before > 0 && before < len(first) && !utf8.RuneStart(first[before]) {
			before--
		}
		same := true
		for _, v := range values {
			after = min(after, len(v[at])-before) // what is between may be short
			same = same && v[at] == first
		}
		for after > 0 && !utf8.RuneStart(first[len(first)-after]) {
			after--
		}
		piece += first[:before]
		if !same {
			pieces = append(pieces, piece)
			for i, v := range values {
				own[i] = append(own[i], v[at][before:len(v[at])-after])
			}
			piece = first[len(first)-after:]
		}
		piece += marks[at+1]
	}
	return append(pieces, piece), own
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
