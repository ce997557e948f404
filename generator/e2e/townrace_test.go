package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// townRace is the workbook of a German town race: its title, places and age classes,
// runners by their surname, age classes by the year of birth.
func townRace() []byte {
	lines := [][]string{{"38. Neuburger Stadtlauf"}, {"Platz", "Startnr.", "Nachname", "Vorname", "Geschl.", "Jg.", "AK", "Verein", "Brutto", "Netto"}}
	families, clubs := []string{"Müller", "Weiß", "Krüger", "Öztürk", "Böhm"}, []string{"TSV Neuburg", "LG Donau", "SV Grün-Weiß"}
	for i := range 24 {
		gender, given, year := "M", "Jörg", 1960+2*i
		if i%3 == 0 {
			gender, given = "W", "Käthe"
		}
		class := gender + fmt.Sprint((2025-year)/5*5)
		switch age := 2025 - year; {
		case age < 20:
			class = gender + "U20"
		case age < 30:
			class = gender + "HK"
		}
		took := 2000 + 61*i
		lines = append(lines, []string{fmt.Sprint(i + 1), fmt.Sprint(100 + i), families[i%5], given, gender, fmt.Sprint(year), class, clubs[i%3],
			fmt.Sprintf("0:%02d:%02d", took/60, took%60), fmt.Sprintf("0:%02d:%02d", (took-9)/60, (took-9)%60)})
	}
	return sheetsOf([]sheet{{"10 km", lines}})
}

// A club has a spreadsheet, a logo and teams, and speaks German: what it writes is no
// more than what the program's own words tell it to.
func TestAGermanTownRaceComesFromItsWorkbookToItsCertificates(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	dir := filepath.Join(base, "stadtlauf")
	table := filepath.Join(base, "Stadtlauf Neuburg 2025 Ergebnisse.xlsx")
	write := func(name, text string) {
		t.Helper()
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	says := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if status := run(t.Context(), append(args, "-now", "2026-01-01T00:00:00Z"), &out, &errs); status != done {
			t.Fatalf("%q: status %d\n%s%s", args, status, &out, &errs)
		}
		return out.String() + errs.String()
	}
	if err := os.WriteFile(table, townRace(), 0o666); err != nil {
		t.Fatal(err)
	}
	said := says("new", "-from", table, "-languages", "de", dir)
	rules := text("data/2025/edition.yaml")
	for _, want := range []string{"likely: from the name of the sheet", "0 errors and 1 warning (to fill in), 1 for the referee", "24 finished, 24 ranked", "To fill in:\n    " + filepath.Join(dir, "content", "de", "rules", "2025.md") + ":8: ", "README.md"} {
		if !strings.Contains(said, want) {
			t.Errorf("new does not say %q:\n%s", want, said)
		}
	}
	for _, want := range []string{"name: Stadtlauf Neuburg 2025 ", "age: year_end", "{id: men-under-20, name: MU20, division: men, from: 0, to: 19}", "{id: men-20, name: MHK, division: men, from: 20, to: 29}", "name: M35, division: men, from: 35, to: 39}"} {
		if !strings.Contains(rules, want) {
			t.Errorf("edition.yaml has no %q:\n%s", want, rules)
		}
	}
	if !strings.HasPrefix(text("README.md"), "# Stadtlauf Neuburg 2025\n\nEin Projekt") || !strings.Contains(text("data/site.yaml"), "title: Stadtlauf Neuburg 2025\n") {
		t.Errorf("%s\n%s", text("README.md"), text("data/site.yaml"))
	}

	// As help certificates and help rules say.
	write("templates/images/logo.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="#00aa55"/></svg>`)
	write("templates/certificate-club.yaml", "like: certificate.yaml\nemblem:\n  - {draw: image, file: images/logo.svg, at: [133, 33], size: [30, 30]}\n")
	rules = strings.Replace(rules, "certificate: {from", "certificate: {design: club, from", 1)
	write("data/2025/edition.yaml", rules+"    teams: [{id: mannschaft, name: Mannschaften, by: club, division: men, scorers: 3}]\n")
	write("content/de/rules/2025.md", strings.Replace(text("content/de/rules/2025.md"), "*to fill in* ", "", 1))
	if said = says("build", "-C", dir); strings.Contains(said, "warning") || !strings.Contains(said, "24 certificates") {
		t.Error(said)
	}
	for page, want := range map[string]string{"men-35": "Böhm", "teams": "LG Donau", "men-under-20": "Öztürk"} {
		if !strings.Contains(text("public/de/2025/10k/"+page+"/index.html"), want) {
			t.Errorf("%s: no %s", page, want)
		}
	}
	all := filepath.Join(base, "alle.pdf")
	says("certificates", "-C", dir, "-out", all, "-quiet", "2025", "10k")
	words, err := exec.Command(needs(t, "pdftotext"), all, "-").Output()
	if err != nil || !strings.Contains(string(words), "Urkunde") || strings.Count(string(words), "Hiermit wird bescheinigt") != 24 {
		t.Errorf("%v\n%s", err, words)
	}
	if drawn, err := os.ReadFile(all); err != nil || !bytes.Contains(drawn, []byte("%PDF-")) {
		t.Error(err)
	}
}
