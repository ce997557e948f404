package lists

// Link is an address and its text.
type Link struct {
	URL, Label string
	Current    bool
}

// Ways lead from one page of a list to the others.
type Ways struct {
	Label                       string // tells it from the other one of its page
	First, Previous, Next, Last string // "" where this page is it
	Window                      []Link
}

// reach is how many pages the window shows to each side of the current one.
const reach = 2

// WaysOf makes the ways through a list, for above and below it; nil where it has one
// page. Of a list that still grows a page leads to those before it and to the next.
func WaysOf(page, last int, whole bool, labels [2]string, number func(int) string, link func(int) string) (above, below *Ways) {
	if last <= 1 {
		return nil, nil
	}
	if !whole {
		last = min(last, page+1)
	}
	w := &Ways{Label: labels[0]}
	if page > 1 {
		w.First, w.Previous = link(1), link(page-1)
	}
	if page < last {
		w.Next = link(page + 1)
		if whole {
			w.Last = link(last)
		}
	}
	// The window keeps its width at both ends of the list.
	from := max(1, min(page-reach, last-2*reach))
	for n := from; n <= min(last, from+2*reach); n++ {
		w.Window = append(w.Window, Link{URL: link(n), Label: number(n), Current: n == page})
	}
	again := *w
	again.Label = labels[1]
	return w, &again
}

// AtAGlance is how many rows are read without filtering or sorting them.
const AtAGlance = 8
