package page

import (
	"io"
	"strings"
	"testing"
)

func TestTheRacePageLeadsToItsBoardsAndTheEditionOnlyWhileItRuns(t *testing.T) {
	archive, verdicts := sample(20)
	s := sampleSet(t, archive, projectContent)
	v := verdicts[1]
	for _, over := range []bool{true, false} {
		v.Over, v.Races[0].Over = over, over
		label := "How the race unfolded"
		if !over {
			label = "Live leaders"
		}
		if text := drawn(t, s.Race("en", v, v.Races[0])); !strings.Contains(text, `live/">`+label+`</a>`) {
			t.Errorf("over %v: the race's page does not lead to %q", over, label)
		}
		if text := drawn(t, s.Edition("en", v)); strings.Contains(text, `live/">`) == over {
			t.Errorf("over %v: the edition's page leads there: %v", over, over)
		}
		text := drawn(t, s.Live("en", v, v.Races[0]))
		if !strings.Contains(text, "<h1>"+label+" <span>") || strings.Contains(text, "being checked") == over {
			t.Errorf("over %v: %.2000s", over, text)
		}
	}
}

// The boards of 30,000 runners are drawn in far less than 50 ms.
func BenchmarkLive(b *testing.B) {
	archive, verdicts := sample(30_000)
	s := sampleSet(b, archive, projectContent)
	v := verdicts[1]
	v.Over, v.Races[0].Over = false, false
	draw := s.Live("zh", v, v.Races[0])
	if err := draw(io.Discard); err != nil { // what all pages of a race share is made once
		b.Fatal(err)
	}
	for b.Loop() {
		if err := draw(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
