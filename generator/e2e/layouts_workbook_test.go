package e2e

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// workbook writes a table as a spreadsheet whose numbers are numbers.
func workbook(lines [][]string) []byte {
	f := excelize.NewFile()
	defer f.Close()
	for row, cells := range lines {
		for column, cell := range cells {
			at, err := excelize.CoordinatesToCellName(column+1, row+1)
			if err != nil {
				panic(err)
			}
			if n, notWhole := strconv.Atoi(cell); notWhole == nil {
				err = f.SetCellInt("Sheet1", at, int64(n))
			} else if cell != "" {
				err = f.SetCellStr("Sheet1", at, cell)
			}
			if err != nil {
				panic(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}
