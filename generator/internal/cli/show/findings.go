// Package show lays out what a terminal shows: findings by kind, and colours.
//
// It prints nothing; it returns texts.
package show

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
)

// Paint is how a terminal shows what a text is.
type Paint bool

// The colours that a terminal of any background shows well.
const (
	red, green, yellow, cyan, bold, dim = "31", "32", "33", "36", "1", "2"
)

func (p Paint) in(colour, text string) string {
	if !p {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// mostPlaces is how many places of one kind are shown to a person.
const mostPlaces = 3

// kind is a level and a code with all its findings.
type kind struct {
	problem.List
	fresh int
}

// Kinds groups findings by level and code: how many there are, three places of each,
// and one hint. What is new comes first, then what is worst.
func Kinds(found, fresh problem.List, paint Paint) string {
	isNew := make(map[problem.Problem]bool, len(fresh))
	for _, p := range fresh {
		isNew[p] = true
	}
	var all []*kind
	for _, p := range found {
		at := slices.IndexFunc(all, func(k *kind) bool { return k.List[0].Level == p.Level && k.List[0].Code == p.Code })
		if at < 0 {
			all, at = append(all, &kind{}), len(all)
		}
		all[at].List = append(all[at].List, p)
		if isNew[p] {
			all[at].fresh++
		}
	}
	worst := []problem.Level{problem.Error, problem.Warning, problem.Review}
	slices.SortStableFunc(all, func(a, b *kind) int {
		return cmp.Or(-cmp.Compare(min(a.fresh, 1), min(b.fresh, 1)), cmp.Compare(slices.Index(worst, a.List[0].Level), slices.Index(worst, b.List[0].Level)))
	})
	var b strings.Builder
	left := 0
	for _, k := range all {
		left += k.write(&b, isNew, paint)
	}
	if left > 0 {
		fmt.Fprintf(&b, "%s\n", paint.in(dim, "guntime check -all lists each of them"))
	}
	return b.String()
}

var levelColours = map[problem.Level]string{problem.Error: red, problem.Warning: yellow, problem.Review: cyan}

// write writes one kind and returns how many of its findings are left out.
func (k *kind) write(b *strings.Builder, isNew map[problem.Problem]bool, paint Paint) int {
	first := k.List[0]
	fmt.Fprintf(b, "%s %s", paint.in(levelColours[first.Level], string(first.Level)), paint.in(bold, first.Code))
	if len(k.List) > 1 {
		fmt.Fprintf(b, ", %s times", problem.Grouped(len(k.List)))
	}
	if k.fresh > 0 {
		b.WriteString(", " + paint.in(green, problem.Grouped(k.fresh)+" new"))
	}
	b.WriteByte('\n')
	shown := slices.Clone(k.List)
	slices.SortStableFunc(shown, func(a, b problem.Problem) int {
		return cmp.Compare(map[bool]int{true: 0, false: 1}[isNew[a]], map[bool]int{true: 0, false: 1}[isNew[b]])
	})
	for _, p := range shown[:min(mostPlaces, len(shown))] {
		text := p.String()
		at, _, _ := strings.Cut(text, ": "+string(p.Level)+": ")
		fmt.Fprintf(b, "    %s: %s\n", at, strings.TrimSuffix(strings.TrimPrefix(text, at+": "+string(p.Level)+": "), " ["+p.Code+"]"))
	}
	left := len(shown) - mostPlaces
	if left > 0 {
		fmt.Fprintf(b, "    %s\n", paint.in(dim, "… "+problem.Grouped(left)+" more"))
	}
	if first.Hint != "" {
		fmt.Fprintf(b, "    hint: %s\n", first.Hint)
	}
	return max(0, left)
}
