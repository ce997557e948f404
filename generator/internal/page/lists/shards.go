package lists

import (
	"math/bits"

	"guntime/generator/internal/race"
)

// In the compact layout the runners of a race are in shards: files with some
// hundred runners each. Only the bib decides which one, so a browser finds it
// without an index, and corrections move nobody.

// shardSize is the most runners in a shard on average: as many as a phone loads
// quickly.
const shardSize = 256

// Shards returns how many shards the runners of a race have: a power of two, so
// that a late entry hardly ever moves others.
func Shards(rv *race.RaceVerdict) int {
	return 1 << bits.Len(uint(max(0, rv.Shown-1)/shardSize))
}
