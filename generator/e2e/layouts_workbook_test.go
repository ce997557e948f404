package e2e

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// workbook writes a table as a spreadsheet whose numbers are numbers.
func workbook(lines [][]string) []byte { return sheetsOf([]sheet{{"Sheet1", lines}}) }

// sheet is a sheet of a workbook.
type sheet struct {
	name  string
	lines [][]string
}

// sheetsOf writes a spreadsheet of several sheets.
func sheetsOf(list []sheet) []byte {
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	check(f.SetSheetName("Sheet1", list[0].name))
	for _, s := range list {
		_, err := f.NewSheet(s.name) // that is there already, or a new one
		check(err)
		for row, cells := range s.lines {
			for column, cell := range cells {
				at, err := excelize.CoordinatesToCellName(column+1, row+1)
				check(err)
				if n, notWhole := strconv.Atoi(cell); notWhole == nil {
					check(f.SetCellInt(s.name, at, int64(n)))
				} else if cell != "" {
					check(f.SetCellStr(s.name, at, cell))
				}
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}
