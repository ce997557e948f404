package spelling

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// CountedTotal reports whether what stands among the bibs is a total with its
// count, such as Total: 3 or 3 finishers, and no bib such as TOTAL3.
func CountedTotal(cell string) bool {
	if !strings.ContainsAny(cell, " :：=()") {
		return false
	}
	count := strings.TrimLeft(strings.ToLower(cell), " (0123456789.,")
	return IsTotal(cell) || len(count) < len(cell) && slices.Contains(counted, strings.TrimRight(count, " :.)"))
}

// totals are the words that a line of totals begins with.
var totals = []string{"total", "totals", "grand total", "subtotal", "sum", "sums", "count", "average", "mean", "summe", "gesamt", "insgesamt", "anzahl", "durchschnitt",
	"somme", "moyenne", "totale", "totaal", "aantal", "totalt", "summa", "suma", "razem", "celkem", "součet", "yhteensä", "kokku", "kopā", "iš viso", "viso", "i alt", "media",
	"итого", "всего", "合计", "合計", "总计", "總計", "総計", "小计", "小計", "共计", "共計", "总数", "人数", "平均", "합계", "총계", "계"}

// IsTotal reports whether a cell begins with the word of a total, and nothing but
// numbers follows.
func IsTotal(cell string) bool {
	if len(cell) > 60 {
		return false
	}
	word := strings.TrimRight(strings.ToLower(norm.NFC.String(FoldWidth(cell))), " :：=.,0123456789()-")
	if slices.Contains(totals, word) {
		return true
	}
	lead, rest, two := strings.Cut(word, " ")
	return two && slices.Contains([]string{"total", "gesamt", "totale"}, lead) && (rest == "general" || rest == "général" || rest == "of" || slices.Contains(counted, strings.TrimRight(rest, " :")))
}

// counted are words of what a total counts.
var counted = []string{"finishers", "runners", "starters", "entries", "participants", "teilnehmer", "rows"}
