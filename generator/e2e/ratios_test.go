package e2e

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"guntime/generator/internal/cli"
)

var ratios = flag.Bool("ratios", false, "hold the stages of a build against their floors; with -update, write ratios.txt anew")

// The test fails if a stage has become slower: if its processor time, as a multiple
// of a floor measured in the same minute, exceeds the recorded ratio times
// tolerance, also when it is measured again with more rounds.
const (
	tolerance = 1.5
	ratioFile = "ratios.txt"
)

func TestNoStageOfABuildIsDearerThanItWas(t *testing.T) {
	if !*ratios {
		t.Skip("it takes a minute: -ratios asks for it")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	ballast := cli.NewBallast(64) // as the program has
	defer runtime.KeepAlive(ballast)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // two threads in one another's way cost more than one
	if cpu, _ := cli.Used(); cpu == 0 {
		t.Skip("the system does not tell processor time")
	}
	const rounds = 5
	stages, was := stagesOf(t, *runners), map[string]float64{}
	if !*update {
		was = readRatios(t)
	}
	is := map[string]float64{}
	for _, s := range stages {
		r := ratioOf(t, s, rounds)
		for before, again := was[s.name], 1; before > 0 && r > tolerance*before && again <= 3; again++ {
			t.Logf("%s: %.3g times its floor, wanted at most %.3g: measured again", s.name, r, tolerance*before)
			r = min(r, ratioOf(t, s, 2*again*rounds))
		}
		is[s.name] = r
	}
	t.Log("\n" + ratioTable(stages, was, is))
	if *update {
		writeRatios(t, stages, is)
		return
	}
	for _, s := range stages {
		before, known := was[s.name]
		switch {
		case !known:
			t.Errorf("%s is not in %s: -ratios -update writes it", s.name, ratioFile)
		case is[s.name] > tolerance*before:
			t.Errorf("%s takes %.3g times its floor, %.2f times what it did", s.name, is[s.name], is[s.name]/before)
		}
		delete(was, s.name)
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		t.Errorf("%s: there is no stage %q", ratioFile, name)
	}
}

// ratioOf returns the processor time of a stage as a multiple of its floor. Both
// are measured in turns for equal times, and the least counts, because other load
// can only add time.
func ratioOf(t *testing.T, s stage, rounds int) float64 {
	t.Helper()
	measure := func(work func() error, times int) time.Duration {
		runtime.GC()
		began, _ := cli.Used()
		for range times {
			if err := work(); err != nil {
				t.Fatal(err)
			}
		}
		ended, _ := cli.Used()
		return max(ended-began, time.Microsecond)
	}
	const enough = 60 * time.Millisecond
	measure(s.work, 1) // the first time fills what is kept
	measure(s.floor, 1)
	works := 1 + int(enough/measure(s.work, 1))
	least := measure(s.work, works)
	floors := 1 + int(least/measure(s.floor, 1))
	floor := measure(s.floor, floors)
	for range rounds - 1 {
		least, floor = min(least, measure(s.work, works)), min(floor, measure(s.floor, floors))
	}
	return least.Seconds() / float64(works) / (floor.Seconds() / float64(floors))
}

func ratioTable(stages []stage, was, is map[string]float64) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "stage\t: floor\twas\tis : was\t")
	for _, s := range stages {
		fmt.Fprintf(w, "%s\t%.3g\t", s.name, is[s.name])
		if before := was[s.name]; before > 0 {
			fmt.Fprintf(w, "%.3g\t%.2f\t", before, is[s.name]/before)
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	return b.String()
}

// readRatios reads lines of a ratio and the name of its stage.
func readRatios(t *testing.T) map[string]float64 {
	t.Helper()
	f, err := os.Open(ratioFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string]float64{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		number, name, _ := strings.Cut(lines.Text(), " ")
		r, err := strconv.ParseFloat(number, 64)
		if err != nil || r <= 0 || name == "" {
			t.Fatalf("%s: %q: wanted a ratio and the name of a stage", ratioFile, lines.Text())
		}
		all[name] = r
	}
	return all
}

func writeRatios(t *testing.T, stages []stage, is map[string]float64) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# What each stage of a build takes of processors, as a multiple of its floor.\n" +
		"# go test ./generator/e2e -run TestNoStage -ratios -update writes this file.\n")
	for _, s := range stages {
		fmt.Fprintf(&b, "%.3g %s\n", is[s.name], s.name)
	}
	if err := os.WriteFile(ratioFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
