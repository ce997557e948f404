package cli

import "time"

// Used returns 0, because the numbers are unknown on Windows.
func Used() (cpu time.Duration, peak int64) { return 0, 0 }
