package propose

import (
	"fmt"
	"strconv"

	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// relay proposes legs where the columns of times end them, or where a column tells
// the leg of each runner and there are as many points as legs.
func (rc *Race) relay(points []table.Surveyed) {
	ends, legs := 0, 0
	for _, c := range points {
		if c.Leg > 0 {
			ends++
		}
	}
	if c := rc.survey.Column("leg"); c != nil {
		for v := range c.Cells() {
			if n, err := strconv.Atoi(spelling.PlainCell(v)); err == nil {
				legs = max(legs, n)
			}
		}
	}
	var on []string // the course after the start
	for _, p := range rc.Points {
		if p.ID != "start" {
			on = append(on, p.ID)
		}
	}
	switch {
	case ends > 0 && ends+1 == len(on):
		rc.Legs, rc.LegsWhy = on, "columns are called after legs"
	case legs > 1 && legs == len(on):
		rc.Legs, rc.LegsWhy = on, fmt.Sprintf("the column %q has %d legs, and there are as many points", rc.survey.Column("leg").Header, legs)
		rc.part.Lacking = 0 // each runner has the times of one leg
	}
}
