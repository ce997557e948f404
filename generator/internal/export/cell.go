package export

import (
	"strconv"

	"guntime/generator/internal/race"
)

// kind is the type of the value in a cell.
type kind byte

const (
	nothing  kind = iota
	wording       // text, never a formula
	whole         // a number
	duration      // h:mm:ss, which a spreadsheet can add up
	truth         // true or false
	money         // with two decimals
)

// cell is one cell of results.csv and of results.xlsx.
type cell struct {
	kind   kind
	text   string // the value of wording and money
	number int64  // the value of the others: milliseconds for a duration, 1 for true
}

func said(s string) cell { return cell{kind: wording, text: s} }

func counted(c race.Clock) cell {
	if c == race.NoTime {
		return cell{}
	}
	return cell{kind: whole, number: int64(c)}
}

// placed returns an empty cell where there is no place.
func placed(n int) cell {
	if n == 0 {
		return cell{}
	}
	return figure(n)
}

func figure(n int) cell { return cell{kind: whole, number: int64(n)} }

func timed(c race.Clock) cell {
	if c == race.NoTime {
		return cell{}
	}
	return cell{kind: duration, number: int64(c.Official())}
}

func yes(is bool) cell {
	if is {
		return cell{kind: truth, number: 1}
	}
	return cell{kind: truth}
}

func paidOut(amount *string) cell {
	if amount == nil {
		return cell{}
	}
	return cell{kind: money, text: *amount}
}

// appendText appends the text that a person reads in the cell.
func (c cell) appendText(b []byte) []byte {
	switch c.kind {
	case wording, money:
		return append(b, c.text...)
	case whole:
		return strconv.AppendInt(b, c.number, 10)
	case duration:
		return race.Clock(c.number).Append(b)
	case truth:
		return strconv.AppendBool(b, c.number == 1)
	}
	return b
}
