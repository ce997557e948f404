package e2e

import (
	"bytes"
	"compress/gzip"
	"path"
	"strings"
	"testing"
)

// Limits of what a visitor loads: a runner's page uncompressed, and all styles and
// scripts of the site compressed, of which no page needs more than half.
const (
	runnerBudget = 15 << 10
	assetBudget  = 22 << 10
)

func TestPagesKeepToTheirBudgets(t *testing.T) {
	public, _ := demonstrationSite(t)
	runners, assets := 0, 0
	for name, data := range tree(t, public) {
		switch {
		case strings.Contains(name, "/runners/"):
			runners++
			if len(data) > runnerBudget {
				t.Errorf("%s has %d bytes, %d are allowed", name, len(data), runnerBudget)
			}
		case path.Ext(name) == ".css" || path.Ext(name) == ".js":
			var packed bytes.Buffer
			w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
			w.Write(data)
			w.Close()
			assets += packed.Len()
		}
	}
	if runners < 1000 {
		t.Errorf("only %d runners' pages", runners)
	}
	if assets == 0 || assets > assetBudget {
		t.Errorf("styles and scripts have %d bytes compressed, %d are allowed", assets, assetBudget)
	}
}
