package simulate

import (
	"math/bits"
	"math/rand/v2"
)

// dice is the source of random numbers of one runner. Each runner has an own
// stream, and so is the same in a field of any size. It uses only whole numbers,
// because floating point differs in the last bit between processors.
type dice struct {
	pcg rand.PCG
}

// throwFor restarts the dice for one runner of one field.
func (d *dice) throwFor(seed uint64, runner int) {
	mixed := uint64(runner+1) * 0x9e3779b97f4a7c15
	mixed = (mixed ^ mixed>>30) * 0xbf58476d1ce4e5b9
	mixed = (mixed ^ mixed>>27) * 0x94d049bb133111eb
	d.pcg.Seed(seed, mixed^mixed>>31)
}

// below returns a whole number from 0 to n-1, all equally likely.
func (d *dice) below(n int) int {
	high, _ := bits.Mul64(d.pcg.Uint64(), uint64(n))
	return int(high)
}

// between returns a whole number from low to high, both included.
func (d *dice) between(low, high int) int { return low + d.below(high-low+1) }

// chance returns true with this probability, in ten thousandths.
func (d *dice) chance(tenThousandths int) bool { return d.below(10_000) < tenThousandths }

// bell returns a number around 0 with a standard deviation of about spread, never
// more than 3.4 times spread.
func (d *dice) bell(spread int) int {
	sum := 0
	for range 4 {
		sum += d.between(-spread, spread)
	}
	return sum * 866 / 1000
}

// pick returns an item of a list, all equally likely.
func pick[T any](d *dice, list []T) T { return list[d.below(len(list))] }

// knot is one point of a distribution: so many in ten thousand lie below value.
type knot struct {
	share int
	value int
}

// draw returns a value of the distribution of the knots, linear between them. The
// share of the first is 0, that of the last 10,000.
func (d *dice) draw(knots []knot) int {
	const fine = 1000
	at := d.below(10_000 * fine)
	for i := 1; i < len(knots); i++ {
		low, high := knots[i-1], knots[i]
		if at < high.share*fine {
			return low.value + (high.value-low.value)*(at-low.share*fine)/((high.share-low.share)*fine)
		}
	}
	return knots[len(knots)-1].value
}
