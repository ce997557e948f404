package race

import "hash/fnv"

// ShardOf returns which of so many files has a runner, where some runners share a file:
// a number below shards, which is a power of two. Only the bib decides, so that a
// browser needs no list. The scripts runners.js and following.js compute the same.
func ShardOf(bib string, shards int) int {
	h := fnv.New32a()
	h.Write([]byte(bib))
	sum := h.Sum32()
	return int((sum>>16 ^ sum) & uint32(shards-1))
}
