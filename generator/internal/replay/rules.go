package replay

import (
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/yamlpos"
)

// edit is what the rules say anew of the files of a race.
type edit struct {
	race    string
	timing  []string // items of the list
	entries []string // keys; nil where they stay
}

// lines are the keys as they stand in the race, behind some blanks.
func (e edit) lines(indent string) []string {
	var list []string
	if e.entries != nil {
		list = append(list, indent+"entries: {"+strings.Join(e.entries, ", ")+"}")
	}
	list = append(list, indent+"timing:")
	for _, item := range e.timing {
		list = append(list, indent+"  "+item)
	}
	return list
}

// patched is the text of an edition.yaml in which races have other files. All other
// lines stay as they are.
func patched(path string, text []byte, edits []edit) ([]byte, error) {
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(string(text), "\uFEFF"), "\r\n", "\n"), "\n")
	var found problem.List
	root, ok := yamlpos.Parse(path, text, &found)
	if !ok {
		return nil, fmt.Errorf("%s: %s", path, found[0].Text)
	}
	var keys []int // the lines on which a key of the edition or of a race stands
	pairs := root.Pairs()
	var races []yamlpos.Pair
	for _, p := range pairs {
		keys = append(keys, p.At.Place().Line)
		if p.Key == "races" {
			races = p.Value.Pairs()
		}
	}
	own := map[string][]yamlpos.Pair{}
	for _, r := range races {
		keys = append(keys, r.At.Place().Line)
		own[r.Key] = r.Value.Pairs()
		for _, p := range own[r.Key] {
			keys = append(keys, p.At.Place().Line)
		}
	}
	slices.Sort(keys)
	insert, removed := map[int][]string{}, map[int]bool{} // by line
	for _, e := range edits {
		at := slices.IndexFunc(races, func(r yamlpos.Pair) bool { return r.Key == e.race })
		if at < 0 || len(own[e.race]) == 0 {
			return nil, fmt.Errorf("%s: the race %s has no keys", path, e.race)
		}
		for i, p := range own[e.race] {
			place := p.At.Place()
			before := []rune(lines[place.Line-1])[:place.Column-1]
			if strings.TrimSpace(string(before)) != "" || place.Line <= races[at].At.Place().Line {
				return nil, fmt.Errorf("%s:%d: the keys of the race %s must stand on lines of their own, below its id", path, place.Line, e.race)
			}
			if i == 0 {
				insert[place.Line] = e.lines(string(before))
			}
			if p.Key != "timing" && (p.Key != "entries" || e.entries == nil) {
				continue
			}
			for line := place.Line; line < end(lines, keys, place.Line); line++ {
				removed[line] = true
			}
		}
	}
	var out []string
	for i, line := range lines {
		out = append(out, insert[i+1]...)
		if !removed[i+1] {
			out = append(out, line)
		}
	}
	return []byte(strings.Join(out, "\n")), nil
}

// end is the line behind the value of the key on a line: that of the next key, or
// of the comments and blank lines before it.
func end(lines []string, keys []int, from int) int {
	next := len(lines) + 1
	if i, _ := slices.BinarySearch(keys, from+1); i < len(keys) {
		next = keys[i]
	}
	for next > from+1 {
		if text := strings.TrimSpace(lines[next-2]); text != "" && !strings.HasPrefix(text, "#") {
			break
		}
		next--
	}
	return next
}
